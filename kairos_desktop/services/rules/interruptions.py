# SPDX-License-Identifier: MIT
"""Interruptions of more than fifteen days planned for a session.

They change the jobseeker's category and benefit, so they must be exact. Source: guide p. 5, 11
(the OCR's « 5 jours » is read as 15); domain 3.5, 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

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
    before = session.starts_on is not None and starts_on < session.starts_on
    after = session.ends_on is not None and ends_on > session.ends_on
    if before or after:
        return Refused("interruption_outside", {"start": session.starts_on, "end": session.ends_on})
    for other in others:
        if starts_on <= other.ends_on and other.starts_on <= ends_on:
            return Refused("interruption_overlap", {"start": other.starts_on, "end": other.ends_on})
    return None
