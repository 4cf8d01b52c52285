# SPDX-License-Identifier: MIT
"""Who signed which half-days, on paper or on the screen. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from kairos_desktop.models.tables import SHEET, SIGNATURE

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_desktop.models.vocabulary import HalfDay


def signed_between(
    conn: Connection, org: UUID, session_id: UUID, first: date, last: date
) -> frozenset[tuple[UUID, date, HalfDay]]:
    """The half-days that trainees of a session have signed: enrolment, day, half."""
    query = select(SHEET.c.day, SHEET.c.half, SHEET.c.signed).where(
        SHEET.c.org_id == org, SHEET.c.session_id == session_id, SHEET.c.day.between(first, last)
    )
    on_paper = (
        (UUID(each), day, half) for day, half, signed in conn.execute(query) for each in signed
    )
    screen = SIGNATURE.c
    query = select(screen.enrolment_id, screen.day, screen.half).where(
        screen.org_id == org,
        screen.session_id == session_id,
        screen.day.between(first, last),
        screen.struck_at.is_(None),
        screen.enrolment_id.is_not(None),
    )
    return frozenset((*on_paper, *(tuple(row) for row in conn.execute(query))))
