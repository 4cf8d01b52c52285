# SPDX-License-Identifier: MIT
"""Events told on paper within three days: to whom, and what tells them apart.

An entry, an interruption and an exit are due electronically, on paper where there is no access
(décret 2019-1386, art. 1); the Mission locale or Cap emploi is told of those whom it follows
(L6121-5). Source: domain 4, 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import Prescriber, TrainingEvent
from kairos_desktop.services.rules.adhesion import has_access, is_on_paper
from kairos_desktop.services.rules.interruptions import concerns
from kairos_desktop.services.rules.transitions import LEFT
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.models.rows import (
        AdhesionRow,
        ClearanceRow,
        EnrolmentRow,
        InterruptionRow,
        SessionRow,
    )

FOLLOWERS = (Prescriber.MISSION_LOCALE, Prescriber.CAP_EMPLOI)
"""Who is told by a letter of those whom it follows (L6121-5)."""
AGENCY = "France Travail"


def event_day(
    row: EnrolmentRow, event: TrainingEvent, pause: InterruptionRow | None
) -> date | None:
    """The day that the three days are counted from; None where there was no such event."""
    if event is TrainingEvent.ENTRY:
        return row.entered_on
    if event is TrainingEvent.EXIT:
        return row.left_on if row.state in LEFT else None
    if pause is None or not concerns(pause, row.id) or row.entered_on is None:
        return None
    is_there = row.entered_on <= pause.starts_on <= (row.left_on or pause.starts_on)
    return pause.starts_on if is_there else None


def event_subject(row: EnrolmentRow, event: TrainingEvent, pause: InterruptionRow | None) -> str:
    """What tells the papers of a trainee's events apart, and one that has changed from before."""
    if event is TrainingEvent.ENTRY:
        return f"{event} {row.entered_on}"
    if event is TrainingEvent.EXIT:
        return f"{event} {row.left_on} {row.state}"
    assert pause is not None
    return f"{same_event(event, pause)}{pause.starts_on} {pause.ends_on}"


def same_event(event: TrainingEvent, pause: InterruptionRow | None) -> str:
    """How the subjects of one event begin, however often its dates are corrected."""
    return f"{event} {pause.id.hex} " if pause is not None else f"{event} "


def funder_of(row: EnrolmentRow, session: SessionRow) -> str:
    """Who pays the teaching of this trainee: their own funder, else the session's."""
    return row.funding or session.funder


def recipients(
    funder: str, day: date, adhesion: AdhesionRow | None, clearance: ClearanceRow | None
) -> tuple[str, ...]:
    """Who is to be told on paper of what happened on a day; nobody where all is electronic.

    `clearance` is what is known of the `funder`, "" for none.
    """
    told = (
        "" if has_access(adhesion) else AGENCY,
        funder if is_on_paper(clearance, day) else "",
    )
    return tuple(dict.fromkeys(each for each in told if each))


def letter_refusal(row: EnrolmentRow) -> Refused | None:
    """None for who is followed elsewhere than at the agency. Refuses "not_followed"."""
    return None if row.prescriber in FOLLOWERS else Refused("not_followed", {})
