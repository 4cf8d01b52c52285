# SPDX-License-Identifier: MIT
"""The « bilan de fin de formation »: who owes one, and which days it speaks of.

Its content is not public; ours follows domain 5. Sources: domain 3.5 (« Bilan due »), 5, 6.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from kairos_desktop.services.rules.absences import path_of
from kairos_desktop.services.rules.transitions import LEFT
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.models.rows import EnrolmentRow, SessionRow

_NAMESPACE = UUID("7d3a0b52-4b0f-5d1e-9c36-2f1f7f0e4a15")


def report_id(enrolment_id: UUID) -> UUID:
    """The id of a trainee's report: two posts that fill it in speak of the same row."""
    return uuid5(_NAMESPACE, str(enrolment_id))


def report_refusal(row: EnrolmentRow) -> Refused | None:
    """None for who has entered, even on the eve of the exit. Refuses "not_entered"."""
    return None if row.entered_on else Refused("not_entered", {"state": row.state})


def owes_report(row: EnrolmentRow, today: date) -> bool:
    """Whether somebody has left, whose report is to be filled in once (domain 3.5)."""
    return row.state in LEFT and row.left_on is not None and row.left_on <= today


def is_early(row: EnrolmentRow, session: SessionRow, today: date) -> bool:
    """Whether days of the training of somebody who entered are still to come."""
    _, end = path_of(row, session)
    return end is None or today < end


def days_attended(row: EnrolmentRow, session: SessionRow, today: date) -> tuple[date, date] | None:
    """The first and the last day of the path so far; None before the entry."""
    start, end = path_of(row, session)
    if row.entered_on is None or start is None:
        return None
    last = min(end or today, today)
    return (start, last) if start <= last else None
