# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Pilotage »: how far people came, delays, absences, dropouts, in figures.

Counts only, nobody's name. Plain SQL: three years of paths are counted where they lie. Lane: read.
Sources: domain 3.2, 3.5, 3.6; the three days are those of `rules.deadlines`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import ReasonRow
from kairos_desktop.models.vocabulary import Justification
from kairos_desktop.services.due.board import asking
from kairos_desktop.services.queries import training
from kairos_desktop.services.rules.attendance import month_of, next_month
from kairos_desktop.services.rules.deadlines import DECLARED_WITHIN, days_left

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.due.line import Ask


class Step(IntEnum):
    """How far somebody came on one session; who reached a step passed those before it."""

    REGISTERED = 1
    PRESENT = 2
    KEPT = 3
    VALIDATED = 4
    ENTERED = 5
    COMPLETED = 6


class Period(NamedTuple):
    """What is counted: two days, both included, and one session or all of them."""

    first: date
    last: date
    session_id: UUID | None = None

    def within(self, column: str, session: str) -> str:
        """The condition on a day and a session, to be followed by `values`."""
        only = "" if self.session_id is None else f" AND {session} = ?"
        return f"{column} BETWEEN ? AND ?{only}"

    @property
    def values(self) -> tuple[object, ...]:
        """The values of `within`, as SQLite compares them."""
        only = () if self.session_id is None else (self.session_id.bytes,)
        return (self.first.isoformat(), self.last.isoformat(), *only)


class PathCount(msgspec.Struct, frozen=True):
    """How many people of a session stopped at a step, by the month of their first meeting.

    `direct` of them met nobody first: they were proposed or came by themselves.
    """

    session_id: UUID
    month: date
    step: Step
    count: int
    direct: int = 0
    unvalidated: int = 0


class SessionName(msgspec.Struct, frozen=True):
    """What a session is called in a table."""

    id: UUID
    number: str
    title: str


class Delays(msgspec.Struct, frozen=True):
    """Days from an event to its record: days → how many. `pending` are days since the start."""

    entries: dict[int, int]
    exits: dict[int, int]
    pending: dict[int, int]


class AbsenceMonth(msgspec.Struct, frozen=True):
    """The absences that touch a month, and the minutes of what was declared of it."""

    month: date
    counts: dict[Justification, int]
    planned: int = 0
    justified: int = 0
    unjustified: int = 0
    to_qualify: int = 0

    @property
    def missed(self) -> int:
        """Minutes of absence that were declared."""
        return self.justified + self.unjustified + self.to_qualify


class DropoutCount(msgspec.Struct, frozen=True):
    """How many left for a reason; of an exclusion, whose reason is free text, none is told.

    The reason of an abandon (its code) is legitimate, is not, or nobody said.
    """

    reason: str
    legitimate: int = 0
    unfounded: int = 0
    unsaid: int = 0
    excluded: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.legitimate + self.unfounded + self.unsaid + self.excluded


class Paths(msgspec.Struct, frozen=True):
    """How far people came, and what their sessions are called."""

    period: Period
    counts: tuple[PathCount, ...]
    sessions: dict[UUID, SessionName]


class Dropouts(msgspec.Struct, frozen=True):
    """Who left and why, with the reasons that the RGC wrote."""

    counts: tuple[DropoutCount, ...]
    reasons: tuple[ReasonRow, ...]


# Four parts, each read when its picture is asked for.


def paths(conn: Connection, org: UUID, _today: date, period: Period) -> Paths:
    """From registered to completed, by session and by month of the first meeting."""
    counts = tuple(_paths(_plain(conn), org, period))
    names = _names(asking(conn), org, {each.session_id for each in counts})
    return Paths(period, counts, names)


def _plain(conn: Connection) -> Ask:
    """Asks for bare tuples: of forty thousand lines SQLAlchemy's own would cost as much again."""

    def ask(sql: str, parameters: Sequence[object]) -> Iterable[Sequence[Any]]:
        cursor = conn.exec_driver_sql(sql, tuple(parameters)).cursor
        return cursor.fetchall() if cursor is not None else ()

    return ask


def delays(conn: Connection, org: UUID, today: date, period: Period) -> Delays:
    """Entries by the day of their first AES, exits by the day of their record.

    What is still to be typed is counted as of `today`.
    """
    return _delays(asking(conn), org, today, period)


def absences(conn: Connection, org: UUID, _today: date, period: Period) -> tuple[AbsenceMonth, ...]:
    """Each month of the period, with nothing where there is nothing."""
    return tuple(_absences(asking(conn), org, period))


def dropouts(conn: Connection, org: UUID, _today: date, period: Period) -> Dropouts:
    """The abandons by their reason, the most frequent first; then the exclusions."""
    counts = tuple(_dropouts(asking(conn), org, period))
    return Dropouts(counts, tuple(training.reasons(conn, org)))


def months_of(period: Period) -> Iterator[date]:
    """The months that a period touches, by their first day."""
    month = month_of(period.first)
    while month <= period.last:
        yield month
        month = next_month(month)


_PLACED = "('registered', 'present', 'absent', 'cancelled')"
"""Who was expected at a meeting: not who waits for a place, nor who was moved or taken off."""
# The slots of the period first, then their registrations from an index alone: told nothing,
# SQLite would read every registration that was ever made. One line a slot, its people in three
# texts: forty thousand lines would cost Python five times what they cost SQLite.
_MET = (
    "SELECT sl.session_id, substr(sl.held_on, 1, 7), "
    "group_concat(hex(r.jobseeker_id)) FILTER (WHERE r.state <> 'present'), "
    "group_concat(hex(r.jobseeker_id)) FILTER (WHERE r.state = 'present'), "
    "group_concat(hex(r.jobseeker_id)) "
    "FILTER (WHERE r.state = 'present' AND r.result = 'selected') "
    "FROM slot sl CROSS JOIN registration r ON r.org_id = sl.org_id AND r.slot_id = sl.id "
    f"WHERE sl.org_id = ? AND {{within}} AND sl.state = 'open' AND r.state IN {_PLACED} "
    "GROUP BY sl.held_on, sl.id"
)
_DAY = "coalesce(entered_on, planned_start, since)"
_CAME = (
    f"SELECT session_id, hex(jobseeker_id), {_DAY}, CASE WHEN state = 'completed' THEN 6 "
    "WHEN entered_on IS NOT NULL THEN 5 WHEN verdict = 'registered' OR state = 'registered' THEN 4 "
    "ELSE 3 END, entered_on IS NOT NULL AND verdict IS NOT 'registered', origin <> 'from_result' "
    # Nobody is enrolled before the meeting.
    "FROM enrolment WHERE org_id = ? AND since >= ?"
)


class _Session:
    """The people of one session: how far each came, and the month in which each came first."""

    def __init__(self) -> None:
        self.steps: dict[str, int] = {}
        self.months: dict[str, str] = {}
        self.direct: set[str] = set()
        self.unvalidated: set[str] = set()

    def counted(self, people: Collection[str]) -> Counter[tuple[str, int]]:
        """How many of them by month and step; of forty thousand, none is looked at in Python."""
        months, steps = map(self.months.__getitem__, people), map(self.steps.__getitem__, people)
        return Counter(zip(months, steps, strict=True))


def _paths(ask: Ask, org: UUID, period: Period) -> Iterator[PathCount]:
    """Each person once a session, whatever the number of meetings."""
    found: dict[bytes, _Session] = {}
    _met(ask, org, period, found)
    _came(ask, org, period, found)
    for row_id, session in found.items():
        yield from _counts(UUID(bytes=row_id), session)


def _counts(session_id: UUID, found: _Session) -> Iterator[PathCount]:
    direct, lacking = found.counted(found.direct), found.counted(found.unvalidated)
    for of, count in found.counted(found.steps).items():
        month, step = date.fromisoformat(f"{of[0]}-01"), Step(of[1])
        yield PathCount(session_id, month, step, count, direct[of], lacking[of])


def _met(ask: Ask, org: UUID, period: Period, found: dict[bytes, _Session]) -> None:
    """Who was expected at a meeting of the period, at the first of them."""
    met = _MET.format(within=period.within("sl.held_on", "sl.session_id"))
    lines = list(ask(met, (org.bytes, *period.values)))
    # What is written last stands: the first month of each, and the furthest step.
    for session, month, *people in reversed(lines):
        months = found.setdefault(session, _Session()).months
        for some in people[:2]:
            months.update(dict.fromkeys(_split(some), str(month)))
    for nth, step in enumerate((Step.REGISTERED, Step.PRESENT, Step.KEPT)):
        for line in lines:
            found[line[0]].steps.update(dict.fromkeys(_split(line[2 + nth]), int(step)))


def _split(people: str | None) -> list[str]:
    return people.split(",") if people else []


def _came(ask: Ask, org: UUID, period: Period, found: dict[bytes, _Session]) -> None:
    """How far the enrolments brought them; and who came without a meeting."""
    first, last = str(period.first), str(period.last)
    only = period.session_id.bytes if period.session_id else None
    for session_id, person, day, step, unvalidated, direct in ask(_CAME, (org.bytes, first)):
        session = found.get(session_id)
        known = session.steps.get(person) if session else None
        if known is None:
            if not direct or not first <= day <= last or only not in (None, session_id):
                continue
            session = found.setdefault(session_id, _Session())
            session.months[person] = day[:7]
            session.direct.add(person)
        assert session is not None
        session.steps[person] = max(known or 0, step)
        if unvalidated:
            session.unvalidated.add(person)


def _names(ask: Ask, org: UUID, ids: set[UUID]) -> dict[UUID, SessionName]:
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    found = ask(
        "SELECT id, carif_session_number, title FROM training_session "
        f"WHERE org_id = ? AND id IN ({marks})",
        (org.bytes, *(each.bytes for each in ids)),
    )
    names = [SessionName(UUID(bytes=row), number, title) for row, number, title in found]
    return {name.id: name for name in names}


def _delays(ask: Ask, org: UUID, today: date, period: Period) -> Delays:
    entries = ask(
        "SELECT e.entered_on, d.issued_at FROM enrolment e JOIN document d "
        "ON d.org_id = e.org_id AND d.enrolment_id = e.id AND d.kind = 'AES' AND d.version = 1 "
        f"WHERE e.org_id = ? AND {period.within('e.entered_on', 'e.session_id')}",
        (org.bytes, *period.values),
    )
    exits = ask(
        "SELECT left_on, since, count(*) FROM enrolment e WHERE e.org_id = ? AND "
        f"{period.within('left_on', 'session_id')} GROUP BY 1, 2",
        (org.bytes, *period.values),
    )
    start = "coalesce(e.planned_start, s.starts_on)"
    pending = ask(
        f"SELECT {start}, count(*) FROM enrolment e JOIN training_session s "
        "ON s.org_id = e.org_id AND s.id = e.session_id WHERE e.org_id = ? "
        "AND e.state IN ('selected', 'to_validate', 'registered') "
        f"AND {period.within(start, 'e.session_id')} AND {start} <= ? GROUP BY 1",
        (org.bytes, *period.values, today.isoformat()),
    )
    told = Counter(_days(event, _civil(at)) for event, at in entries)
    left = Counter[int]()
    for event, since, count in exits:
        left[_days(event, date.fromisoformat(since))] += count
    waiting = Counter[int]()
    for event, count in pending:
        waiting[_days(event, today)] += count
    return Delays(entries=dict(told), exits=dict(left), pending=dict(waiting))


def _days(event: str, told: date) -> int:
    """Days between; what was recorded beforehand counts as the same day."""
    return max(0, days_left(told, date.fromisoformat(event)))


def _civil(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(PARIS).date()


def late(days: dict[int, int]) -> int:
    """How many of these delays are beyond the three days."""
    return sum(count for each, count in days.items() if each > DECLARED_WITHIN)


def _absences(ask: Ask, org: UUID, period: Period) -> Iterator[AbsenceMonth]:
    counts: dict[date, Counter[Justification]] = {}
    only = "" if period.session_id is None else " AND session_id = ?"
    found = ask(
        "SELECT substr(starts_on, 1, 7), substr(ends_on, 1, 7), justification, count(*) "
        f"FROM absence WHERE org_id = ? AND ends_on >= ? AND starts_on <= ?{only} GROUP BY 1, 2, 3",
        (org.bytes, *period.values),
    )
    for first, last, justification, count in found:
        month, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
        while month <= end:
            counts.setdefault(month, Counter())[Justification(justification)] += count
            month = next_month(month)
    first = month_of(period.first)
    declared = ask(
        "SELECT month, sum(planned), sum(justified), sum(unjustified), sum(to_qualify) "
        f"FROM attendance WHERE org_id = ? AND {period.within('month', 'session_id')} GROUP BY 1",
        (org.bytes, first.isoformat(), *period.values[1:]),
    )
    minutes = {date.fromisoformat(line[0]): line[1:] for line in declared}
    for month in months_of(period):
        yield AbsenceMonth(month, dict(counts.get(month, {})), *minutes.get(month, (0, 0, 0, 0)))


def _dropouts(ask: Ask, org: UUID, period: Period) -> Iterator[DropoutCount]:
    of = f"FROM enrolment WHERE org_id = ? AND {period.within('left_on', 'session_id')}"
    values = (org.bytes, *period.values)
    for reason, *counts in ask(
        "SELECT reason, coalesce(sum(legitimate), 0), coalesce(sum(NOT legitimate), 0), "
        f"sum(legitimate IS NULL) {of} AND state = 'dropped' "
        "GROUP BY reason ORDER BY count(*) DESC, reason",
        values,
    ):
        yield DropoutCount(reason, *counts)
    for (excluded,) in ask(f"SELECT count(*) {of} AND state = 'excluded'", values):
        if excluded:
            yield DropoutCount("", excluded=excluded)
