# SPDX-License-Identifier: MIT
"""What an organisation is given of the published offer: the sessions of its own SIRET, by pages.

A cursor is the last import known and the last formation given of it; one whose import is of
another history gives everything again, which does no harm.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import BindParameter, and_, bindparam, func, select, tuple_

from kairos_desktop.services.catalogue.offer import Action, Formation
from kairos_desktop.services.catalogue.payloads import unpack
from kairos_desktop.services.sync.offer_wire import Covered, OfferAnswer, OfferedFormation
from kairos_server.exchange.problems import BadCursor
from kairos_server.offer.tables import COVERAGE, FORMATION, IMPORT, OWNER, SESSION

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from kairos_server.store import Store

MOST_FORMATIONS = 50
"""In one page."""
MOST_BYTES = 300_000
"""Of compressed formations in one page, unless the first alone has more: under 1 MB of JSON."""
_LARGEST_NUMBER = 2**62


class Place(msgspec.Struct, frozen=True, array_like=True):
    """After which formation the next page begins, in the history that has this import."""

    n: int
    mark: UUID
    formation: int

    def text(self) -> str:
        """The cursor to hand out."""
        return urlsafe_b64encode(msgspec.json.encode(self)).decode("ascii")


_START = Place(0, UUID(int=0), 0)


def page(store: Store, org: UUID, cursor: str) -> OfferAnswer | None:
    """What follows a cursor, "" for everything; None where nothing is new. BadCursor."""
    asked = _read(cursor)
    with store.reading(org) as (conn, head):
        last: Any = conn.execute(_LAST_IMPORT).first()
        if last is None:
            return None
        end = Place(last.n, last.id, conn.execute(_LAST_FORMATION).scalar() or 0)
        if asked == end:
            return None
        known = conn.execute(_MARK, {"n": asked.n}).scalar() == asked.mark
        return _after(conn, head.siret, asked.formation if known else 0, end, last)


def _read(cursor: str) -> Place:
    if not cursor:
        return _START
    try:
        place = msgspec.json.decode(urlsafe_b64decode(cursor.encode("ascii")), type=Place)
    except (ValueError, UnicodeError):
        raise BadCursor from None
    # No number of any history: the columns hold no larger one.
    if not (0 <= place.n < _LARGEST_NUMBER and 0 <= place.formation < _LARGEST_NUMBER):
        raise BadCursor
    return place


def _after(conn: Connection, siret: str, formation: int, end: Place, last: Any) -> OfferAnswer:
    asked = {"siret": siret, "after": formation, "most": MOST_FORMATIONS + 1}
    wanted = list(conn.execute(_NEXT, asked).scalars())
    bodies = _bodies(conn, wanted[:MOST_FORMATIONS])
    formations = _formations(conn, siret, bodies)
    if len(bodies) < len(wanted):
        place = replace(end, formation=max(bodies))
        return OfferAnswer(
            place.text(), last.imported_at, last.dated, more=True, formations=formations
        )
    return OfferAnswer(
        end.text(),
        last.imported_at,
        last.dated,
        formations=formations,
        covered=_covered(conn, siret),
        live=tuple(conn.execute(_LIVE, {"siret": siret}).scalars()),
    )


def _bodies(conn: Connection, wanted: Collection[int]) -> dict[int, Formation]:
    """The first of these formations that fit into a page, by their number."""
    sizes = conn.execute(_SIZES, {"wanted": wanted}).all()
    room, fitting = MOST_BYTES, list[int]()
    for number, size in sizes:
        room -= size
        if fitting and room < 0:
            break
        fitting.append(number)
    return {n: unpack(body) for n, body in conn.execute(_BODIES, {"wanted": fitting})}


def _formations(
    conn: Connection, siret: str, bodies: dict[int, Formation]
) -> tuple[OfferedFormation, ...]:
    """Each formation with the sessions that are the organisation's; the others stay out."""
    ours = defaultdict[int, set[tuple[str, str]]](set)
    dates: dict[int, str] = {}
    for row in conn.execute(_OURS, {"siret": siret, "wanted": list(bodies)}):
        ours[row.formation].add((row.action_number, row.session_number))
        dates[row.formation] = row.dated
    return tuple(
        OfferedFormation(_trimmed(body, ours[n]), dates[n]) for n, body in sorted(bodies.items())
    )


def _covered(conn: Connection, siret: str) -> tuple[Covered, ...]:
    """The scopes of the organisation's sessions, each by its declared date where it has one."""
    found = conn.execute(_COVERED, {"siret": siret}).all()
    newest = {(row.source, row.responsible): row for row in found}
    return tuple(
        Covered(row.source, row.responsible, row.dated, declared=row.declared)
        for row in newest.values()
    )


def _trimmed(formation: Formation, ours: set[tuple[str, str]]) -> Formation:
    actions = list[Action]()
    for action in formation.actions:
        sessions = tuple(one for one in action.sessions if (action.number, one.number) in ours)
        if sessions:
            actions.append(replace(action, sessions=sessions))
    return replace(formation, actions=tuple(actions))


_OF_OURS = and_(OWNER.c.session == SESSION.c.id, OWNER.c.siret == bindparam("siret"))
_LAST_IMPORT = select(IMPORT).order_by(IMPORT.c.n.desc()).limit(1)
_LAST_FORMATION = select(func.max(FORMATION.c.n))
_MARK = select(IMPORT.c.id).where(IMPORT.c.n == bindparam("n"))
_NEXT = (
    select(SESSION.c.formation)
    .distinct()
    .join(OWNER, _OF_OURS)
    .where(~SESSION.c.withdrawn, SESSION.c.formation > bindparam("after"))
    .order_by(SESSION.c.formation)
    .limit(bindparam("most"))
)
_WANTED: BindParameter[list[int]] = bindparam("wanted", expanding=True)
_SIZES = (
    select(FORMATION.c.n, func.length(FORMATION.c.body))
    .where(FORMATION.c.n.in_(_WANTED))
    .order_by(FORMATION.c.n)
)
_BODIES = select(FORMATION.c.n, FORMATION.c.body).where(FORMATION.c.n.in_(_WANTED))
_OURS = (
    select(SESSION.c.formation, SESSION.c.action_number, SESSION.c.session_number, SESSION.c.dated)
    .join(OWNER, _OF_OURS)
    .where(~SESSION.c.withdrawn, SESSION.c.formation.in_(_WANTED))
)
_LIVE = select(SESSION.c.id).join(OWNER, _OF_OURS).where(~SESSION.c.withdrawn)
_SCOPES = select(SESSION.c.source, SESSION.c.responsible).join(OWNER, _OF_OURS).distinct()
_COVERED = (
    select(COVERAGE)
    .where(tuple_(COVERAGE.c.source, COVERAGE.c.responsible).in_(_SCOPES))
    .order_by(COVERAGE.c.source, COVERAGE.c.responsible, COVERAGE.c.declared)
)
