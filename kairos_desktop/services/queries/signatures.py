# SPDX-License-Identifier: MIT
"""Who signed which half-days, as the sheets that were recorded say. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from kairos_desktop.models.tables import SHEET

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
    return frozenset(
        (UUID(each), day, half) for day, half, signed in conn.execute(query) for each in signed
    )
