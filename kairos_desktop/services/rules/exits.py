# SPDX-License-Identifier: MIT
"""How a trainee leaves: abandon, exclusion, end; and what the RGC may reopen.

Abandon and exclusion are two things in law: the first is the trainee's, the second is a sanction
with its procedure. Sources: domain 3.5; R6352-5, R6341-35, R6341-47.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import EnrolmentState
from kairos_desktop.services.rules.absences import path_of
from kairos_desktop.services.rules.transitions import LEFT
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.models.rows import EnrolmentRow, SessionRow


def exit_refusal(state: EnrolmentState) -> Refused | None:
    """None where somebody may leave: who has entered and has not left.

    Refuses "not_in_training". Source: domain 3.5.
    """
    return None if state is EnrolmentState.ENTERED else Refused("not_in_training", {"state": state})


def reopen_refusal(state: EnrolmentState) -> Refused | None:
    """None where an exit may be taken back. Refuses "not_left". Source: domain 3.5."""
    return None if state in LEFT else Refused("not_left", {"state": state})


def exit_warnings(
    enrolment: EnrolmentRow, session: SessionRow, last_day: date, today: date
) -> list[Warned]:
    """What must be seen of the last day: "exit_before_entry", "exit_after_end", "exit_later"."""
    found: list[Warned] = []
    if enrolment.entered_on and last_day < enrolment.entered_on:
        found.append(Warned("exit_before_entry", {"day": last_day, "start": enrolment.entered_on}))
    _, end = path_of(enrolment, session)
    if end and last_day > end:
        found.append(Warned("exit_after_end", {"day": last_day, "end": end}))
    if last_day > today:
        found.append(Warned("exit_later", {"day": last_day}))
    return found


def is_exit_due(enrolment: EnrolmentRow, session: SessionRow, today: date) -> bool:
    """Whether the planned end has passed: the exit is proposed, a person confirms it.

    Source: domain 3.5 (« SYS proposes, OF confirms »).
    """
    _, end = path_of(enrolment, session)
    return enrolment.state is EnrolmentState.ENTERED and end is not None and end < today
