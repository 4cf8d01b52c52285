# SPDX-License-Identifier: MIT
"""Interruptions of more than fifteen days, of a whole session or of one trainee.

They change the jobseeker's category and benefit, so they must be exact. Source: guide p. 5, 11
(the OCR's « 5 jours » is read as 15); domain 3.5, 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.timetables import is_outside
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import InterruptionRow, SessionRow

LEAST_DAYS = 16


def length_in_days(starts_on: date, ends_on: date) -> int:
    """Calendar days of the period, both ends included."""
    return (ends_on - starts_on).days + 1


def interruption_refusal(
    session: SessionRow, others: Iterable[InterruptionRow], starts_on: date, ends_on: date
) -> Refused | None:
    """None where the period may be planned.

    Refuses "interruption_too_short" (15 days or fewer: an absence or a closure, nothing to
    declare), "interruption_outside" and "interruption_overlap".
    """
    days = length_in_days(starts_on, ends_on)
    if days < LEAST_DAYS:
        return Refused("interruption_too_short", {"days": days, "least": LEAST_DAYS})
    if is_outside(session, starts_on, ends_on):
        return Refused("interruption_outside", {"start": session.starts_on, "end": session.ends_on})
    return _overlap(others, starts_on, ends_on)


def own_interruption_refusal(
    others: Iterable[InterruptionRow], starts_on: date, ends_on: date
) -> Refused | None:
    """None where the period is an interruption of one trainee; its dates are a fact.

    `others` are those of the trainee and of the whole session. Refuses "interruption_too_short",
    which is an absence, and "interruption_overlap". Source: domain 2.9, 4.
    """
    days = length_in_days(starts_on, ends_on)
    if days < LEAST_DAYS:
        return Refused("interruption_too_short", {"days": days, "least": LEAST_DAYS})
    return _overlap(others, starts_on, ends_on)


def _overlap(others: Iterable[InterruptionRow], starts_on: date, ends_on: date) -> Refused | None:
    for other in others:
        if starts_on <= other.ends_on and other.starts_on <= ends_on:
            return Refused("interruption_overlap", {"start": other.starts_on, "end": other.ends_on})
    return None


def concerns(row: InterruptionRow, enrolment_id: UUID) -> bool:
    """Whether an interruption is this trainee's: of the whole session, or of the trainee alone."""
    return row.enrolment_id in (None, enrolment_id)


def is_interrupted(rows: Iterable[InterruptionRow], enrolment_id: UUID, day: date) -> bool:
    """Whether a trainee is « interrompu » on a day (domain 3.5)."""
    return any(concerns(row, enrolment_id) and row.starts_on <= day <= row.ends_on for row in rows)
