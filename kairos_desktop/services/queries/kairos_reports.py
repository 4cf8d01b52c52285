# SPDX-License-Identifier: MIT
"""« Reporter dans KAIROS »: what is to be typed there, typed again or taken back, and what was.

The same conditions as « À faire », which counts it (services/due/kairos.py). Lane: read.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from kairos_desktop.models.kairos_facts import FACTS, Facts
from kairos_desktop.models.rows import ReasonRow
from kairos_desktop.models.vocabulary import Reportable, SlotKind
from kairos_desktop.services.due.board import asking
from kairos_desktop.services.due.kairos import taken_back, waiting
from kairos_desktop.services.due.line import day_of
from kairos_desktop.services.queries.training import reasons
from kairos_desktop.services.rules.kairos_reports import (
    ReportState,
    looked_from,
    report_by,
    report_state,
)
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.due.line import Ask


class KairosLine(msgspec.Struct, frozen=True):
    """One fact and where it stands in KAIROS.

    `said` are its values here, None where it is gone; `reported` those typed there, None where it
    never was. `funding`, `starts_on`, `ends_on` are the path's, `held_on` and `starts_at` those
    of a meeting.
    """

    kind: Reportable
    about_id: UUID
    session_id: UUID
    day: date
    said: tuple[str, ...] | None
    reported: tuple[str, ...] | None
    reported_at: datetime | None
    reported_by: str
    name: str
    ft_id: str
    jobseeker_id: UUID | None
    enrolment_id: UUID | None
    title: str
    number: str
    slot_id: UUID | None = None
    slot_kind: str = ""
    held_on: date | None = None
    starts_at: time | None = None
    funding: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def id(self) -> tuple[str, UUID]:
        """What tells this line from any other."""
        return self.kind.value, self.about_id

    @property
    def state(self) -> ReportState:
        """Where it stands."""
        return report_state(self.said, self.reported)

    @property
    def by(self) -> date | None:
        """The last day in time."""
        return report_by(self.kind, self.day)


class KairosBoard(msgspec.Struct, frozen=True):
    """What remains, in its order; how much stands in KAIROS as it is here; the named reasons."""

    lines: tuple[KairosLine, ...]
    reported: int
    reasons: tuple[ReasonRow, ...]


_ORDER = (
    Reportable.ENTRY,
    Reportable.EXIT,
    Reportable.INTERRUPTION,
    Reportable.MONTH,
    Reportable.ABSENCE,
    Reportable.REPORT,
    Reportable.PRESENCE,
    Reportable.RESULT,
)
"""The law first, then the pay, then those who wait."""
_TOLD = "k.said, k.reported_at, k.reported_by"
_PERSON = "j.id, j.last_name, j.first_name, j.ft_id, s.title, s.carif_session_number"
_SESSION = "JOIN training_session s ON s.org_id = {0}.org_id AND s.id = {0}.session_id"
_JOBSEEKER = "LEFT JOIN jobseeker j ON j.org_id = {0}.org_id AND j.id = {1}"


def board(conn: Connection, org: UUID, today: date) -> KairosBoard:
    """What remains to be reported, the gravest and oldest first; what was once, at any age."""
    ask = asking(conn)
    lines = [*_waiting(ask, org, today), *_gone(ask, org)]
    lines.sort(key=_place)
    told = sum(line.reported is not None for line in lines)
    return KairosBoard(tuple(lines), _count(ask, org) - told, tuple(reasons(conn, org)))


def reported_lines(conn: Connection, org: UUID, today: date) -> list[KairosLine]:
    """What stands in KAIROS as it is here and was reported in three months, the latest first."""
    lines = [*_standing(asking(conn), org, today)]
    lines.sort(key=lambda line: (line.reported_at, line.about_id), reverse=True)
    return lines


def _place(line: KairosLine) -> tuple[Any, ...]:
    return (
        _ORDER.index(line.kind),
        line.by or date.max,
        line.title,
        line.day,
        line.starts_at or time.min,
        line.name,
        line.about_id,
    )


def _count(ask: Ask, org: UUID) -> int:
    ((count,),) = ask("SELECT count(*) FROM reported WHERE org_id = ?", (org.bytes,))
    return count


def _selected(facts: Facts) -> str:
    """The columns of a line."""
    path, slot = ("NULL", "sl.id") if facts.table == "registration" else ("e.id", "NULL")
    return (
        f"SELECT {facts.alias}.id, {facts.alias}.session_id, {facts.day}, {facts.said}, {_TOLD}, "
        f"{_PERSON}, {path}, {slot}, {facts.around}"
    )


def _context(facts: Facts) -> str:
    """The session and the person."""
    return f"{_SESSION.format(facts.alias)} {_JOBSEEKER.format(facts.alias, facts.person)}"


def _waiting(ask: Ask, org: UUID, today: date) -> Iterator[KairosLine]:
    for facts in FACTS:
        origin, where = waiting(facts)
        key = facts.key
        found = ask(
            f"{_selected(facts)} FROM {origin} {_context(facts)} "
            f"LEFT JOIN reported k ON k.org_id = {key[0]} AND k.about_id = {key[1]} "
            f"AND k.kind = '{facts.kind}' WHERE {where}",
            (org.bytes, looked_from(today).isoformat(), today.isoformat()),
        )
        yield from (_read(facts, line) for line in found)


def _standing(ask: Ask, org: UUID, today: date) -> Iterator[KairosLine]:
    for facts in FACTS:
        key = facts.key
        found = ask(
            f"{_selected(facts)} FROM reported k CROSS JOIN {facts.origin} {_context(facts)} "
            f"WHERE k.org_id = ? AND k.kind = '{facts.kind}' AND k.reported_at >= ? "
            f"AND {key[0]} = k.org_id AND {key[1]} = k.about_id "
            f"AND {facts.stands} AND k.said = {facts.said}",
            (org.bytes, looked_from(today).isoformat()),
        )
        yield from (_read(facts, line) for line in found)


def _gone(ask: Ask, org: UUID) -> Iterator[KairosLine]:
    for kind in Reportable:
        origin, where = taken_back(kind)
        found = ask(
            f"SELECT k.about_id, k.session_id, {_TOLD}, {_PERSON} FROM {origin} "
            f"{_SESSION.format('k')} {_JOBSEEKER.format('k', 'k.jobseeker_id')} WHERE {where}",
            (org.bytes,),
        )
        for about, session, said, at, by, *person in found:
            told = datetime.fromisoformat(at)
            yield KairosLine(
                kind=kind,
                about_id=UUID(bytes=about),
                session_id=UUID(bytes=session),
                day=told.date(),
                said=None,
                reported=_texts(said),
                reported_at=told,
                reported_by=by,
                enrolment_id=None,
                **_who(person),
            )


def _read(facts: Facts, line: Sequence[Any]) -> KairosLine:
    about, session, day, said, reported, at, by, *rest = line
    person, (path, slot, *around) = rest[:6], rest[6:]
    more: dict[str, Any] = {}
    if slot is not None:
        kind, held, start = around
        more = {"slot_id": UUID(bytes=slot), "slot_kind": kind}
        if kind != SlotKind.CANDIDACY:
            more["held_on"] = date.fromisoformat(held)
            more["starts_at"] = time.fromisoformat(start)
    else:
        funding, start, end = around
        more = {"funding": funding or "", "starts_on": day_of(start), "ends_on": day_of(end)}
    return KairosLine(
        kind=facts.kind,
        about_id=UUID(bytes=about),
        session_id=UUID(bytes=session),
        day=date.fromisoformat(day),
        said=_texts(said),
        reported=None if reported is None else _texts(reported),
        reported_at=None if at is None else datetime.fromisoformat(at),
        reported_by=by or "",
        enrolment_id=None if path is None else UUID(bytes=path),
        **_who(person),
        **more,
    )


def _who(person: Sequence[Any]) -> dict[str, Any]:
    row, last, first, ft_id, title, number = person
    return {
        "jobseeker_id": None if row is None else UUID(bytes=row),
        "name": f"{upper_name(last)} {first}" if row is not None else "",
        "ft_id": ft_id or "",
        "title": title,
        "number": number,
    }


def _texts(text: str) -> tuple[str, ...]:
    return msgspec.json.decode(text, type=tuple[str, ...])
