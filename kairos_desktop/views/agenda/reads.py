# SPDX-License-Identifier: MIT
"""What the calendar reads. Lane: read; the queries load there, after the window has painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine


def slots(conn: Any, org: UUID, first: date, last: date) -> list[tuple[SlotLine, SessionRow]]:
    """The slots held on these days, both included, with their sessions."""
    from kairos_desktop.services.queries import sessions

    return sessions.slots_between(conn, org, first, last)
