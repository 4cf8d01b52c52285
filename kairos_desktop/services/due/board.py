# SPDX-License-Identifier: MIT
"""« À faire » whole, and what an act changes of it: the kinds and the sessions that it touched.

Lane: read. Nothing here loads SQLAlchemy.
"""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from kairos_desktop.models.rows import ROW_OF_TABLE
from kairos_desktop.services.due import (
    absences,
    aif_quotes,
    delegates,
    kairos,
    notices,
    paths,
    recruitment,
    rectifications,
    training,
)
from kairos_desktop.services.due.line import Due, DueKind, Scope, Source, asking, uuid_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from kairos_desktop.services.due.line import Ask

SOURCES: tuple[Source, ...] = (
    *paths.SOURCES,
    *training.SOURCES,
    *rectifications.SOURCES,
    *notices.SOURCES,
    *absences.SOURCES,
    *delegates.SOURCES,
    *aif_quotes.SOURCES,
    *recruitment.SOURCES,
    *kairos.SOURCES,
)
"""Every kind of line: a new one is a `Source` of its own module, added here."""

TABLES = frozenset[str]().union(*(source.tables for source in SOURCES))
_MOST_IDS = 400
_FEW = 50
"""Lines put in their places one by one; beyond, all are sorted again."""
_OF_ALL = frozenset({"adhesion", "clearance"})
"""Tables of which a row concerns every session."""
_SESSION_OF = {
    "training_session": "SELECT id FROM training_session WHERE org_id = ? AND id IN ({})",
    "slot": "SELECT session_id FROM slot WHERE org_id = ? AND id IN ({})",
    "registration": "SELECT session_id FROM registration WHERE org_id = ? AND id IN ({})",
    "attendance": "SELECT session_id FROM attendance WHERE org_id = ? AND id IN ({})",
    "lesson": "SELECT session_id FROM lesson WHERE org_id = ? AND id IN ({})",
    "closure": "SELECT session_id FROM closure WHERE org_id = ? AND id IN ({})",
    "delegates": "SELECT session_id FROM delegates WHERE org_id = ? AND id IN ({})",
    "report": "SELECT session_id FROM report WHERE org_id = ? AND id IN ({})",
    "absence": "SELECT session_id FROM absence WHERE org_id = ? AND id IN ({})",
    "interruption": "SELECT session_id FROM interruption WHERE org_id = ? AND id IN ({})",
    "remote_work": "SELECT session_id FROM remote_work WHERE org_id = ? AND id IN ({})",
    "reported": "SELECT session_id FROM reported WHERE org_id = ? AND id IN ({})",
    "enrolment": "SELECT session_id FROM enrolment WHERE org_id = ? AND id IN ({})",
    "aif_quote": "SELECT session_id FROM aif_quote WHERE org_id = ? AND id IN ({})",
    "jobseeker": "SELECT session_id FROM (SELECT org_id, jobseeker_id, session_id FROM enrolment "
    "UNION ALL SELECT org_id, jobseeker_id, session_id FROM aif_quote) "
    "WHERE org_id = ? AND jobseeker_id IN ({})",
    "document": "SELECT e.session_id FROM document d JOIN enrolment e ON e.org_id = d.org_id "
    "AND e.id = d.enrolment_id WHERE d.org_id = ? AND d.id IN ({})",
}
"""How a changed row leads to the sessions whose lines may change."""


class Reread(NamedTuple):
    """Lines read again: those of these kinds and of these sessions, all of them where None."""

    kinds: frozenset[DueKind]
    sessions: frozenset[UUID] | None
    lines: list[Due]


def whole(conn: Connection, org: UUID, now: datetime) -> list[Due]:
    """Everything due at a local moment (naive), in its order."""
    return everything(asking(conn), org, now)


def everything(ask: Ask, org: UUID, now: datetime) -> list[Due]:
    """The same, asked of any connection."""
    scope = Scope(org, now)
    return in_order(line for source in SOURCES for line in source.read(ask, scope))


def again(
    conn: Connection, org: UUID, now: datetime, tables: Collection[str], ids: Collection[UUID]
) -> Reread:
    """What a change of these rows may have made of the lines."""
    ask = asking(conn)
    touched = [source for source in SOURCES if source.tables & set(tables)]
    kinds = frozenset(source.kind for source in touched)
    sessions = _sessions(ask, org, tables, ids) if touched else frozenset[UUID]()
    if sessions is not None and not sessions:
        return Reread(kinds, sessions, [])
    scope = Scope(org, now, None if sessions is None else tuple(sessions))
    lines = [line for source in touched for line in source.read(ask, scope)]
    return Reread(kinds, sessions, lines)


class Merged(NamedTuple):
    """The lines after a change, in their order; those that left and those that came."""

    lines: list[Due]
    gone: list[Due]
    come: list[Due]


def merged(lines: Sequence[Due], read: Reread) -> Merged:
    """The lines with those that were read again in the place of the old ones.

    `lines` are in their order; a line that was read again and says the same is in neither list.
    """
    old = [
        line
        for line in lines
        if line.kind in read.kinds and (read.sessions is None or line.session_id in read.sessions)
    ]
    before, after = ({line.id: line for line in some} for some in (old, read.lines))
    gone = [line for line in old if after.get(line.id) != line]
    come = [line for line in read.lines if before.get(line.id) != line]
    out = {line.id for line in gone}
    stay = [line for line in lines if line.id not in out] if out else list(lines)
    if len(come) > _FEW:
        return Merged(in_order([*stay, *come]), gone, come)
    for line in come:
        insort(stay, line, key=_place)
    return Merged(stay, gone, come)


def in_order(lines: Iterable[Due]) -> list[Due]:
    """By risk, then by the days left."""
    return sorted(lines, key=_place)


def _place(line: Due) -> tuple[Any, ...]:
    return line.place


def _sessions(
    ask: Ask, org: UUID, tables: Collection[str], ids: Collection[UUID]
) -> frozenset[UUID] | None:
    """The sessions of these rows; None where they are too many, or where a row is gone."""
    if not ids or len(ids) > _MOST_IDS:
        return None
    if _OF_ALL & set(tables):
        return None
    values = [org.bytes, *(each.bytes for each in ids)]
    marks = ", ".join("?" * len(ids))
    present = set[bytes]()
    found = set[bytes]()
    for table in tables:
        if table not in ROW_OF_TABLE:
            continue
        held = ask(f"SELECT id FROM {table} WHERE org_id = ? AND id IN ({marks})", values)
        present.update(line[0] for line in held)
        if table in _SESSION_OF:
            found.update(line[0] for line in ask(_SESSION_OF[table].format(marks), values))
    if any(each.bytes not in present for each in ids):
        return None
    return frozenset(uuid_of(each) for each in found)
