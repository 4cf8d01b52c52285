# SPDX-License-Identifier: MIT
"""The entry in training: who is to be typed, what stands in the way, what is flagged.

The effective entry is due by law (Code du travail L6121-5), so nothing but its being already known
refuses it: the rest is flagged on the line. Sources: domain 3.5; guide p. 25 to 28.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.vocabulary import EnrolmentState, Scheme, Verdict
from kairos_desktop.services.rules.timetables import is_outside
from kairos_desktop.services.rules.transitions import ENTERABLE, LEFT
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.models.rows import EnrolmentRow, SessionRow

NOT_VALIDATED = "entry_not_validated"
"""The flag of somebody who entered without the prescriber's agreement."""
AFTER_REFUSAL = "entry_after_refusal"
"""The flag of somebody who entered although the prescriber had said *non inscrit*."""
WAITED_FOR = (EnrolmentState.SELECTED, EnrolmentState.TO_VALIDATE, EnrolmentState.REGISTERED)
"""Those whose entry is due: somebody noted absent is not counted any more, nor a *non inscrit*."""
END_NOTICE_DAYS = {Scheme.ORDINARY: 0, Scheme.AVENIR: 15}
"""Calendar days before the effective exit by which the agency is told (guide p. 15)."""


def planned_start(row: EnrolmentRow, session: SessionRow) -> date | None:
    """The day on which the person is awaited: their own, else the session's."""
    return row.planned_start or session.starts_on


def planned_end(row: EnrolmentRow, session: SessionRow) -> date | None:
    """The planned last day: the person's own, else the session's."""
    return row.planned_end or session.ends_on


def is_to_enter(row: EnrolmentRow, session: SessionRow, today: date) -> bool:
    """Whether « Saisie des entrées en formation » shows the person.

    Their start has come, or is not known, and they have not entered. Source: guide p. 25, 26.
    """
    start = planned_start(row, session)
    return row.state in ENTERABLE and (start is None or start <= today)


def is_validated(row: EnrolmentRow) -> bool:
    """Whether the prescriber has agreed, before or after the entry."""
    if row.verdict is not None:
        return row.verdict is Verdict.REGISTERED
    return row.state is EnrolmentState.REGISTERED


def was_refused(row: EnrolmentRow) -> bool:
    """Whether the prescriber has said *non inscrit*."""
    return row.state is EnrolmentState.NOT_REGISTERED or row.verdict is Verdict.NOT_REGISTERED


def without_settled_flags(row: EnrolmentRow) -> EnrolmentRow:
    """The line flagged as the prescriber's last answer leaves it, once the person has entered."""
    kept = tuple(flag for flag in row.flags if flag not in (NOT_VALIDATED, AFTER_REFUSAL))
    if row.entered_on is not None and row.verdict is Verdict.NOT_REGISTERED:
        kept = (*kept, AFTER_REFUSAL)
    return msgspec.structs.replace(row, flags=kept)


def entry_refusal(row: EnrolmentRow) -> Refused | None:
    """None where presence at entry may be recorded.

    Refuses "already_entered" (another day is a correction) and "cannot_enter" for somebody who
    gave up before, whose enrolment is proposed anew.
    """
    if row.state is EnrolmentState.ENTERED or row.state in LEFT:
        return Refused("already_entered", {"day": row.entered_on})
    if row.state not in ENTERABLE:
        return Refused("cannot_enter", {"state": row.state})
    return None


def entry_warnings(
    row: EnrolmentRow, session: SessionRow, entered_on: date, today: date
) -> tuple[Warned, ...]:
    """What an entry on this day is flagged with: not validated, refused, outside, to come."""
    warned: list[Warned] = []
    if was_refused(row):
        warned.append(Warned("entry_after_refusal", {}))
    elif not is_validated(row):
        warned.append(Warned("entry_not_validated", {}))
    if is_outside(session, entered_on):
        warned.append(Warned("entry_outside", {"start": session.starts_on, "end": session.ends_on}))
    if entered_on > today:
        warned.append(Warned("entry_in_the_future", {"day": entered_on}))
    return tuple(warned)
