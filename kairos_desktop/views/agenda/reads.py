# SPDX-License-Identifier: MIT
"""What the calendar reads. Lane: read; the queries load there, after the window has painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.services.queries.timetables import SessionTimetable


def slots(conn: Any, org: UUID, first: date, last: date) -> list[tuple[SlotLine, SessionRow]]:
    """The slots held on these days, both included, with their sessions."""
    from kairos_desktop.services.queries import sessions

    return sessions.slots_between(conn, org, first, last)


def timetable(conn: Any, org: UUID, session_id: UUID) -> SessionTimetable | None:
    """The timetable of a session; None where it does not exist."""
    from kairos_desktop.services.queries import timetables

    return timetables.timetable(conn, org, session_id)
