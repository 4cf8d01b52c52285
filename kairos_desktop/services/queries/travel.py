# SPDX-License-Identifier: MIT
"""« Préparer un déplacement »: what is to come, what is kept of it, the sheets. Lane: read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from kairos_desktop.models.rows import HoldRow, SeatsRow, SessionRow, SlotRow
from kairos_desktop.models.tables import DOCUMENT, HOLD, SLOT
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState, SlotKind
from kairos_desktop.services.acts.holds import ReleaseHold
from kairos_desktop.services.exchange_seen import RowMark
from kairos_desktop.services.queries import exchange, sessions
from kairos_desktop.services.queries.holds import Kept
from kairos_desktop.services.queries.reading import columns, take
from kairos_desktop.services.queries.sessions import SlotLine
from kairos_desktop.services.queries.training_places import trainings_between
from kairos_desktop.services.rules.slots import is_past

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

AHEAD = timedelta(days=60)
"""How far ahead slots are offered: a journey is prepared days before, not months."""


class TravelLine(msgspec.Struct, frozen=True, kw_only=True):
    """A slot to come, or a training to enter, as one who leaves looks at it."""

    session: SessionRow
    seats: SeatsRow
    line: SlotLine | None = None
    """The slot; None for the training itself."""
    mine: Kept | None = None
    others: tuple[Kept, ...] = ()
    mark: RowMark | None = None
    """What the act that keeps places awaits, while the back end has not accepted it."""
    sheet_at: datetime | None = None
    """When the attendance sheet of a slot that stands was issued."""

    @property
    def id(self) -> UUID:
        """The slot's id, or the session's."""
        return self.seats.id


def places_ahead(conn: Connection, org: UUID, post: UUID, now: datetime) -> list[TravelLine]:
    """The open slots that are not over, by day and hour, then the trainings that one may enter.

    `now` is local (naive).
    """
    today = now.date()
    slots = [
        (session, line.seats, line, line.kept)
        for line, session in sessions.slots_between(conn, org, today, today + AHEAD)
        if not is_past(line.slot, now)
    ]
    trainings = [
        (each.session, each.seats, None, each.kept)
        for each in trainings_between(conn, org, today, today + AHEAD)
    ]
    found = (*slots, *trainings)
    marks = exchange.marks(conn, org, [k.id for *_, kept in found for k in kept])
    sheets = _sheets(conn, org, [line.slot for _, _, line, _ in slots])
    return [
        TravelLine(
            session=session,
            seats=seats,
            line=line,
            mine=next((k for k in kept if k.hold.post_id == post), None),
            others=tuple(k for k in kept if k.hold.post_id != post),
            mark=next((marks[k.id] for k in kept if k.id in marks), None),
            sheet_at=sheets.get(_sheet_key(line.slot)) if line else None,
        )
        for session, seats, line, kept in found
    ]


def over(conn: Connection, org: UUID, post: UUID, now: datetime) -> list[ReleaseHold]:
    """What gives back the places that this post kept of slots that are over."""
    query = (
        select(*columns((HoldRow, SlotRow), (HOLD, SLOT)))
        .join_from(HOLD, SLOT, (SLOT.c.org_id == HOLD.c.org_id) & (SLOT.c.id == HOLD.c.slot_id))
        .where(HOLD.c.org_id == org, HOLD.c.post_id == post, HOLD.c.released_at.is_(None))
    )
    pairs = [take((HoldRow, SlotRow), row) for row in conn.execute(query)]
    return [ReleaseHold(hold_id=hold.id) for hold, slot in pairs if is_past(slot, now)]


def _sheets(
    conn: Connection, org: UUID, slots: Iterable[SlotRow]
) -> dict[tuple[UUID, date, UUID | None], datetime]:
    """When the sheets that stand were issued, by what each is for."""
    by_id = {slot.id: slot for slot in slots}
    query: Any = select(DOCUMENT.c.slot_id, DOCUMENT.c.issued_at).where(
        DOCUMENT.c.org_id == org,
        DOCUMENT.c.kind == DocumentKind.SIGN_IN_SHEET,
        DOCUMENT.c.state == DocumentState.VALID,
        DOCUMENT.c.slot_id.in_(by_id),
    )
    found: dict[tuple[UUID, date, UUID | None], datetime] = {}
    rows: Any = conn.execute(query)
    for slot_id, issued_at in rows:
        key = _sheet_key(by_id[slot_id])
        found[key] = max(found.get(key, issued_at), issued_at)
    return found


def _sheet_key(slot: SlotRow) -> tuple[UUID, date, UUID | None]:
    """Appointments of a session share the sheet of their day; a meeting has its own."""
    alone = slot.id if slot.kind is SlotKind.MEETING else None
    return slot.session_id, slot.held_on, alone
