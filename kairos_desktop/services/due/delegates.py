# SPDX-License-Identifier: MIT
"""What is due of the trainees' delegates: a vote of which nothing is said (R6352-9, R6352-10)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.models.rows import ClosureRow, LessonRow, SessionRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, day_of, uuid_of
from kairos_desktop.services.due.naming import batches
from kairos_desktop.services.rules.delegates import ABOVE_HOURS, LOOKED_AT_DAYS, vote_days
from kairos_desktop.services.rules.timetables import typed_timetable
from kairos_desktop.services.wording.dates import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kairos_desktop.services.due.line import Ask, Scope
    from kairos_desktop.services.rules.delegates import VoteDays

_AT_FIRST_DAYS = 28
_TABLES = frozenset({"training_session", "delegates", "lesson", "closure", "enrolment"})


def votes(ask: Ask, scope: Scope) -> list[Due]:
    """The sessions of more than 500 hours begun lately that have taught twenty, and still last.

    Where nobody has entered there is nobody to vote.
    """
    today = scope.today.isoformat()
    oldest = scope.today - timedelta(days=LOOKED_AT_DAYS)
    found = ask(
        "SELECT s.id, s.title, s.starts_on, s.ends_on, s.hours_weekly FROM training_session s "
        "WHERE s.org_id = ? AND s.starts_on BETWEEN ? AND ? AND s.hours_total > ? "
        "AND (s.ends_on IS NULL OR s.ends_on >= ?) "
        "AND EXISTS (SELECT 1 FROM enrolment e WHERE e.org_id = s.org_id "
        "AND e.session_id = s.id AND e.state = 'entered') "
        "AND NOT EXISTS (SELECT 1 FROM delegates d WHERE d.org_id = s.org_id "
        f"AND d.session_id = s.id){scope.only('s.id')}",
        (scope.org.bytes, oldest.isoformat(), today, ABOVE_HOURS, today, *scope.values),
    )
    waiting = {row.id: row for row in map(_session, found)}
    lines: list[Due] = []
    # Nearly all have their forty hours in four weeks: more is read of the others alone.
    for within in (_AT_FIRST_DAYS, LOOKED_AT_DAYS):
        for session, days in _days(ask, scope, list(waiting.values()), within):
            del waiting[session.id]
            if days.first <= scope.today:
                lines.append(_vote(session, days))
    return lines


def _session(line: Sequence[Any]) -> SessionRow:
    row, title, starts, ends, weekly = line
    return SessionRow(
        id=uuid_of(row),
        carif_training_number="",
        carif_action_number="",
        carif_session_number="",
        title=title,
        starts_on=day_of(starts),
        ends_on=day_of(ends),
        hours_weekly=weekly,
    )


def _days(
    ask: Ask, scope: Scope, sessions: list[SessionRow], within: int
) -> Iterator[tuple[SessionRow, VoteDays]]:
    """Of each session that has taught forty hours in so many days, those of its vote."""
    lessons: defaultdict[UUID, list[LessonRow]] = defaultdict(list)
    closures: defaultdict[UUID, list[ClosureRow]] = defaultdict(list)
    for some in batches(row.id.bytes for row in sessions):
        marks = ", ".join("?" * len(some))
        for lesson in _lessons(ask, scope, some, within):
            lessons[lesson.session_id].append(lesson)
        for session, first, last in ask(
            "SELECT session_id, starts_on, ends_on FROM closure "
            f"WHERE org_id = ? AND session_id IN ({marks})",
            (scope.org.bytes, *some),
        ):
            session_id = uuid_of(session)
            starts, ends = date.fromisoformat(first), date.fromisoformat(last)
            # Only its days are looked at: any id does.
            closures[session_id].append(
                ClosureRow(id=session_id, session_id=session_id, starts_on=starts, ends_on=ends)
            )
    for session in sessions:
        assert session.starts_on is not None
        last_day = session.starts_on + timedelta(days=within)
        end = min(last_day, session.ends_on) if session.ends_on else last_day
        timetable = typed_timetable(session, lessons[session.id], closures[session.id])
        if days := vote_days(timetable, session.starts_on, end):
            yield session, days


def _lessons(ask: Ask, scope: Scope, sessions: Sequence[bytes], within: int) -> Iterator[LessonRow]:
    """The half-days that were typed of the first days; any id does, as only their hours count."""
    marks = ", ".join("?" * len(sessions))
    whose = f"l.org_id = ? AND l.session_id IN ({marks})"
    begun = ask(
        "SELECT l.session_id, l.day, l.half, l.starts_at, l.ends_at FROM lesson l "
        "JOIN training_session s ON s.org_id = l.org_id AND s.id = l.session_id "
        f"WHERE {whose} AND l.day <= date(s.starts_on, ?)",
        (scope.org.bytes, *sessions, f"+{within} days"),
    )
    # The last one after them too: the weekly hours answer only once it is over.
    ending = ask(
        "SELECT l.session_id, max(l.day), l.half, l.starts_at, l.ends_at FROM lesson l "
        "JOIN training_session s ON s.org_id = l.org_id AND s.id = l.session_id "
        f"WHERE {whose} AND l.day > date(s.starts_on, ?) GROUP BY l.session_id",
        (scope.org.bytes, *sessions, f"+{within} days"),
    )
    for session, day, half, starts, ends in (*begun, *ending):
        session_id = uuid_of(session)
        yield LessonRow(
            id=session_id,
            session_id=session_id,
            day=date.fromisoformat(day),
            half=HalfDay(half),
            starts_at=time.fromisoformat(starts),
            ends_at=time.fromisoformat(ends),
        )


def _vote(session: SessionRow, days: VoteDays) -> Due:
    return Due(
        kind=DueKind.DELEGATES,
        about=session.id,
        session_id=session.id,
        risk=Risk.SCHEME,
        by=days.last,
        since=days.first,
        act="Faire élire les délégués",
        whom=session.title,
        why=f"Plus de {ABOVE_HOURS} h : vote entre 20 h et 40 h de formation, du "
        f"{day_number(days.first)} au {day_number(days.last)} (R6352-9, R6352-10)",
        arguments={"session_id": session.id, "tab": "summary", "act": "delegates"},
    )


SOURCES = (Source(DueKind.DELEGATES, _TABLES, votes),)
