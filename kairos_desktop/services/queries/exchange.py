# SPDX-License-Identifier: MIT
"""What a person sees of the exchange between the organisation's posts. Lane: read.

Nothing here is asked again on a post that works alone: `exchange_state` says so once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, case, func, or_, select

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.models.rows import OutcomeRow
from kairos_desktop.models.tables import OUTCOME
from kairos_desktop.models.vocabulary import OutcomeKind, Role
from kairos_desktop.services.exchange_seen import ExchangeState, RowMark, SettleLine
from kairos_desktop.services.own_role import role_here
from kairos_desktop.services.queries.exchange_subjects import in_place, subjects_of
from kairos_desktop.services.queries.reading import columns
from kairos_desktop.services.undoing import can_be_undone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from kairos_desktop.models.rows import EnrolmentRow, RegistrationRow
    from kairos_desktop.services.exchange_seen import Subject
    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.services.queries.registrations import RegistrationLine


_MOMENTS = ("last_ok_at", "digest_ok_at", "next_try_at", "lease_until")


def exchange_state(
    conn: Connection, org: UUID, operator: str = "", post: UUID | None = None
) -> ExchangeState | None:
    """Where the exchange stands; None for a post that works alone.

    `operator` and `post` say whose lines count as mine: those of either.
    """
    names = ("server_url", "head", "failures", "problem", *_MOMENTS)
    row = conn.execute(
        select(*(EXCHANGE.c[name] for name in names)).where(EXCHANGE.c.org_id == org)
    ).first()
    if row is None:
        return None
    to_send, answered = OUTBOX.c.outcome.is_(None), OUTBOX.c.outcome.is_not(None)
    outbox = conn.execute(
        select(_how_many(to_send), _how_many(answered), _how_many(_IS_DOUBTED)).where(_WAITS),
        {"org": org},
    ).one()
    mine = _is_mine(conn, org, operator, post)
    lost = OUTCOME.c.kind.in_((OutcomeKind.REFUSED, OutcomeKind.QUARANTINED))
    open_lines = conn.execute(
        select(func.count(), _how_many(mine), _how_many(and_(mine, lost))).where(
            OUTCOME.c.org_id == org, OUTCOME.c.settled_at.is_(None)
        )
    ).one()
    return ExchangeState(
        **dict(zip(names, row, strict=True)),
        to_send=outbox[0],
        unconfirmed=outbox[1],
        doubtful=outbox[2],
        to_settle=open_lines[0],
        mine=open_lines[1],
        refused=open_lines[2],
    )


def _is_mine(conn: Connection, org: UUID, operator: str, post: UUID | None) -> ColumnElement[bool]:
    """Whose decision a line awaits: who typed it, or works on its post.

    What was put aside awaits the RGC too: its post was removed, or its account is closed.
    """
    typed = or_(OUTCOME.c.made_by == operator, OUTCOME.c.post_id == (post or UUID(int=0)))
    if role_here(conn, org) is not Role.RGC:
        return typed
    return or_(typed, OUTCOME.c.kind == OutcomeKind.QUARANTINED)


def _how_many(test: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((test, 1), else_=0)), 0)


def to_settle(
    conn: Connection, org: UUID, operator: str = "", post: UUID | None = None
) -> list[SettleLine]:
    """Every line of « À régulariser », the oldest first: mine and theirs."""
    read = _open_outcomes(conn, org, _is_mine(conn, org, operator, post))
    found, mine = list(read), {row.id for row, is_mine in read.items() if is_mine}
    args = {row.id: _decoded(row.args) for row in found}
    about = subjects_of(conn, org, args)
    standing = in_place(conn, org, _kept_at_two(found, about))
    seen = _expected(conn, org, [row.id for row in found])
    undoable = can_be_undone(conn, org, [row for row in found if row.kind is OutcomeKind.FLAGGED])
    return [
        SettleLine(
            id=row.id,
            act_name=row.act_name,
            act_version=row.act_version,
            args=args[row.id],
            made_by=row.made_by,
            made_at=row.made_at,
            post_id=row.post_id,
            subject=_with_enrolment(about[row.id], standing),
            kind=row.kind,
            code=row.code,
            facts=row.facts,
            expects=seen.get(row.id, ()),
            is_mine=row.id in mine,
            can_be_undone=row.id in undoable,
        )
        for row in found
    ]


def _kept_at_two(
    found: Iterable[OutcomeRow], about: Mapping[UUID, Subject]
) -> Iterator[RegistrationRow]:
    """Who was *retenu* though an enrolment stood: the line is about that one."""
    for row in found:
        registration = about[row.id].registration
        if row.code == "enrolment_stands" and registration is not None:
            yield registration


def _with_enrolment(subject: Subject, standing: Mapping[UUID, EnrolmentRow]) -> Subject:
    registration = subject.registration
    if subject.enrolment is not None or registration is None or registration.id not in standing:
        return subject
    return msgspec.structs.replace(subject, enrolment=standing[registration.id])


def unsent(conn: Connection, org: UUID) -> list[SettleLine]:
    """The acts that the back end has not answered, in the order of their making.

    One that will probably be refused says why; the others have no code.
    """
    names = ("id", "type", "v", "args", "made_by", "made_at", "post_id")
    query = (
        select(*(ACT.c[name] for name in names), OUTBOX.c.doubt, OUTBOX.c.expects)
        .join_from(OUTBOX, ACT, and_(ACT.c.org_id == OUTBOX.c.org_id, ACT.c.id == OUTBOX.c.act_id))
        .where(OUTBOX.c.org_id == org, OUTBOX.c.acked_at.is_(None), OUTBOX.c.outcome.is_(None))
        .order_by(OUTBOX.c.n)
    )
    found: Sequence[Any] = conn.execute(query).all()
    args: dict[UUID, dict[str, Any]] = {row[0]: _decoded(row[3]) for row in found}
    about = subjects_of(conn, org, args)
    return [_waiting(row, args[row[0]], about[row[0]]) for row in found]


def _waiting(row: Any, args: dict[str, Any], subject: Subject) -> SettleLine:
    act_id, name, version, _args, made_by, made_at, post_id, doubt, expects = row
    why = msgspec.json.decode(doubt, type=_Doubt) if doubt else _Doubt()
    return SettleLine(
        id=act_id,
        act_name=name,
        act_version=version,
        args=args,
        made_by=made_by,
        made_at=made_at,
        post_id=post_id,
        subject=subject,
        code=why.code,
        facts=msgspec.json.encode(why.facts).decode(),
        expects=tuple(msgspec.json.decode(expects, type=list[str])),
    )


class _Doubt(msgspec.Struct, frozen=True):
    """A refusal (rules.verdicts.Refused) as the last play on this post left it."""

    code: str = ""
    facts: dict[str, Any] = {}


def marks(conn: Connection, org: UUID, row_ids: Sequence[UUID]) -> dict[UUID, RowMark]:
    """By row, what its last act awaits; rows that everyone agrees on are left out.

    Where nothing waits, which is most of the time, two small statements.
    """
    wanted = set(row_ids)
    waiting = conn.execute(_WAITING, {"org": org}).one()
    found = dict[UUID, RowMark]()
    if waiting.acts:
        pending = _PENDING.where(IMAGE.c.id.in_(wanted))
        found = dict.fromkeys(conn.execute(pending, {"org": org}).scalars(), RowMark.PENDING)
    if waiting.doubted:
        # An act without effect has no image: what it spoke of is in its arguments. They are few.
        doubted = conn.execute(_DOUBTED, {"org": org}).scalars()
        found |= dict.fromkeys(_named(doubted, wanted), RowMark.DOUBTFUL)
    refused = list(conn.execute(_REFUSED, {"org": org}).scalars())
    return found | dict.fromkeys(_named(refused, wanted), RowMark.REFUSED)


L = TypeVar("L", "RegistrationLine", "EnrolmentLine")


def with_marks(conn: Connection, org: UUID, lines: Sequence[L]) -> list[L]:
    """The lines, each with what its last act awaits."""
    found = marks(conn, org, [line.id for line in lines])
    replace = msgspec.structs.replace
    return [replace(line, mark=found[line.id]) if line.id in found else line for line in lines]


def _named(every: Iterable[str], wanted: set[UUID]) -> set[UUID]:
    """The rows that these arguments speak of, among those wanted."""
    texts = {str(row_id): row_id for row_id in wanted}
    spoken = {
        value
        for args in every
        for name, value in _decoded(args).items()
        if name.endswith("_id") and isinstance(value, str)
    }
    return {texts[value] for value in spoken & texts.keys()}


_WAITS = and_(OUTBOX.c.org_id == bindparam("org"), OUTBOX.c.acked_at.is_(None))
_IS_DOUBTED = and_(OUTBOX.c.outcome.is_(None), OUTBOX.c.doubt.is_not(None))
_WAITING = select(func.count().label("acts"), _how_many(_IS_DOUBTED).label("doubted")).where(_WAITS)
_PENDING = (
    select(IMAGE.c.id)
    .join_from(
        OUTBOX, IMAGE, and_(IMAGE.c.org_id == OUTBOX.c.org_id, IMAGE.c.act_id == OUTBOX.c.act_id)
    )
    .where(_WAITS)
)
_DOUBTED = (
    select(ACT.c.args)
    .join_from(OUTBOX, ACT, and_(ACT.c.org_id == OUTBOX.c.org_id, ACT.c.id == OUTBOX.c.act_id))
    .where(_WAITS, _IS_DOUBTED)
)
_REFUSED = select(OUTCOME.c.args).where(
    OUTCOME.c.org_id == bindparam("org"),
    OUTCOME.c.settled_at.is_(None),
    OUTCOME.c.kind.in_((OutcomeKind.REFUSED, OutcomeKind.QUARANTINED)),
)


def _open_outcomes(
    conn: Connection, org: UUID, mine: ColumnElement[bool]
) -> dict[OutcomeRow, bool]:
    """The lines that nobody has settled, and whether each is mine, in the order of their making."""
    query = (
        select(*columns([OutcomeRow], [OUTCOME]), mine)
        .where(OUTCOME.c.org_id == org, OUTCOME.c.settled_at.is_(None))
        .order_by(OUTCOME.c.made_at, OUTCOME.c.id)
    )
    return {OutcomeRow(*fields): bool(is_mine) for *fields, is_mine in conn.execute(query)}


def _expected(conn: Connection, org: UUID, act_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    query = select(OUTBOX.c.act_id, OUTBOX.c.expects).where(
        OUTBOX.c.org_id == org, OUTBOX.c.act_id.in_(act_ids)
    )
    return {
        act_id: tuple(msgspec.json.decode(expects, type=list[str]))
        for act_id, expects in conn.execute(query)
    }


def _decoded(args: str) -> dict[str, Any]:
    return msgspec.json.decode(args, type=dict[str, Any])
