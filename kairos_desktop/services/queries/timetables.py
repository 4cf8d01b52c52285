# SPDX-License-Identifier: MIT
"""« Emploi du temps » of a session: its half-days, its closures, and the sites they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, or_, select

from kairos_desktop.models.rows import ClosureRow, LessonRow, SessionRow, SiteRow
from kairos_desktop.models.tables import CLOSURE, LESSON
from kairos_desktop.services.queries import provider
from kairos_desktop.services.queries.reading import columns, grouped, rows_of
from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.rules.timetables import lesson_order, typed_timetable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from kairos_desktop.services.rules.half_days import Timetable


class SessionTimetable(msgspec.Struct, frozen=True):
    """A session with what is typed of its timetable, in order of day and half."""

    session: SessionRow
    lessons: tuple[LessonRow, ...]
    closures: tuple[ClosureRow, ...]
    sites: tuple[SiteRow, ...]

    @property
    def timetable(self) -> Timetable:
        """When the session is taught: what is typed, and its weekly hours around it."""
        return typed_timetable(self.session, self.lessons, self.closures)


def timetable(conn: Connection, org: UUID, session_id: UUID) -> SessionTimetable | None:
    """The timetable of a session; None where the session does not exist."""
    session = next(iter(rows_for(conn, org, [session_id])), None)
    if session is None:
        return None
    lessons, closures = _typed(conn, org, [session_id])
    return SessionTimetable(
        session,
        tuple(sorted(lessons.get(session_id, ()), key=lesson_order)),
        tuple(sorted(closures.get(session_id, ()), key=lambda row: row.starts_on)),
        tuple(provider.sites(conn, org, with_closed=True)),
    )


def timetables_of(
    conn: Connection, org: UUID, sessions: Iterable[SessionRow]
) -> dict[UUID, Timetable]:
    """When each of these sessions is taught."""
    rows = list(sessions)
    lessons, closures = _typed(conn, org, [row.id for row in rows])
    return {
        row.id: typed_timetable(row, lessons.get(row.id, ()), closures.get(row.id, ()))
        for row in rows
    }


def typed_between(
    conn: Connection, org: UUID, sessions: Iterable[SessionRow], first: date, last: date
) -> dict[UUID, SessionTimetable]:
    """The same for some days of many sessions: of each, the half-days of these days are read.

    Its first and last half-day too, since the weekly hours answer around them.
    """
    rows = {row.id: row for row in sessions}
    ends = (
        select(
            LESSON.c.session_id,
            func.min(LESSON.c.day).label("a"),
            func.max(LESSON.c.day).label("b"),
        )
        .where(LESSON.c.org_id == org, LESSON.c.session_id.in_(rows))
        .group_by(LESSON.c.session_id)
        .subquery()
    )
    wanted = or_(LESSON.c.day.between(first, last), LESSON.c.day.in_((ends.c.a, ends.c.b)))
    query = (
        select(*columns((LessonRow,), (LESSON,)))
        .select_from(LESSON.join(ends, ends.c.session_id == LESSON.c.session_id))
        .where(LESSON.c.org_id == org, wanted)
    )
    lessons = grouped((LessonRow(*line) for line in conn.execute(query)), _session_of)
    closures = _closures(conn, org, list(rows))
    sites = tuple(provider.sites(conn, org, with_closed=True))
    return {
        row_id: SessionTimetable(
            row,
            tuple(sorted(lessons.get(row_id, ()), key=lesson_order)),
            tuple(closures.get(row_id, ())),
            sites,
        )
        for row_id, row in rows.items()
    }


def _typed(
    conn: Connection, org: UUID, session_ids: list[UUID]
) -> tuple[dict[UUID, list[LessonRow]], dict[UUID, list[ClosureRow]]]:
    rows = rows_of(conn, org, LessonRow, LESSON.c.session_id.in_(session_ids))
    return grouped(rows, _session_of), _closures(conn, org, session_ids)


def _closures(conn: Connection, org: UUID, session_ids: list[UUID]) -> dict[UUID, list[ClosureRow]]:
    rows = rows_of(conn, org, ClosureRow, CLOSURE.c.session_id.in_(session_ids))
    return grouped(rows, _session_of)


def _session_of(row: LessonRow | ClosureRow) -> UUID:
    return row.session_id
