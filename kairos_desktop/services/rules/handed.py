# SPDX-License-Identifier: MIT
"""What is handed to a trainee before the enrolment is definitive: who lacks what (L6353-8).

The enrolment is definitive once the prescriber has said *inscrit*, or by the entry itself. Papers
handed later are recorded all the same, and said to be late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from kairos_desktop.models.vocabulary import EnrolmentState, Handed, Verdict

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.models.rows import EnrolmentRow, HandedRow

_NAMESPACE = UUID("3b1f8a57-90de-5f0b-8c43-6a1d2c0e7b94")


def handed_id(enrolment_id: UUID) -> UUID:
    """The id of what was handed to somebody: two posts speak of the same row."""
    return uuid5(_NAMESPACE, str(enrolment_id))


def lacking(row: HandedRow | None) -> tuple[Handed, ...]:
    """What L6353-8 asks for and was not handed."""
    given = frozenset(row.papers) if row else frozenset[str]()
    return tuple(each for each in Handed if each.value not in given)


def definitive_on(row: EnrolmentRow) -> date | None:
    """The day since which an enrolment is definitive; None where it is not."""
    if row.verdict is Verdict.REGISTERED:
        return row.verdict_on
    return row.entered_on


def is_definitive(row: EnrolmentRow) -> bool:
    """Whether the papers were to be handed by now."""
    return row.state is EnrolmentState.REGISTERED or row.entered_on is not None


def is_late(row: EnrolmentRow, day: date) -> bool:
    """Whether a day comes after the enrolment became definitive."""
    since = definitive_on(row)
    return since is not None and day > since
