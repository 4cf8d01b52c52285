# SPDX-License-Identifier: MIT
"""What is typed in KAIROS too: how a report is known, until when it is due, how far one looks back.

KAIROS has no public interface: the legal entry there stays a person's (domain 7.2, no. 5). Days
are civil days of Europe/Paris.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.rules.deadlines import (
    attendance_by,
    declare_by,
    presence_by,
    result_by,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_BACK = 92
"""Days: what is older, and was never reported, is settled with the agency (our own habit)."""
_NAMESPACE = UUID("8d0f4d0e-6f39-5b8e-9a57-3c6f4b1f2e90")


class ReportState(StrEnum):
    """Where a fact stands in KAIROS, as it is shown."""

    TO_REPORT = "to_report"
    AGAIN = "again"
    TO_TAKE_BACK = "to_take_back"
    REPORTED = "reported"


def reported_id(kind: Reportable, about_id: UUID) -> UUID:
    """The id of a report: two posts that report the same thing speak of the same row."""
    return uuid5(_NAMESPACE, f"{kind}:{about_id}")


def report_state(said: Sequence[str] | None, reported: Sequence[str] | None) -> ReportState:
    """The state of a fact: its values here (None where it is gone), those typed in KAIROS."""
    if reported is None:
        return ReportState.TO_REPORT
    if said is None:
        return ReportState.TO_TAKE_BACK
    return ReportState.REPORTED if tuple(said) == tuple(reported) else ReportState.AGAIN


def looked_from(today: date) -> date:
    """The first day whose facts are still to be reported."""
    return today - timedelta(days=LOOKED_BACK)


def report_by(kind: Reportable, day: date) -> date | None:
    """The last day in time, from the day of the fact; None for an absence, or a bilan.

    Entry, interruption, exit: L6121-5, décret 2019-1386; month: guide p. 24, 29; the rest is our
    own habit (domain 4).
    """
    match kind:
        case Reportable.ENTRY | Reportable.INTERRUPTION | Reportable.EXIT:
            return declare_by(day)
        case Reportable.MONTH:
            return attendance_by(day)
        case Reportable.PRESENCE:
            return presence_by(day)
        case Reportable.RESULT:
            return result_by(day)
        case Reportable.ABSENCE | Reportable.REPORT:
            return None
