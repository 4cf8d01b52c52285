# SPDX-License-Identifier: MIT
"""What the acts on « Inscrits en formation » record, and the sentence that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import Verdict
from kairos_desktop.services.acts.enrolments import (
    CompleteEnrolment,
    FlagFileError,
    ProposeEnrolment,
    RecordVerdict,
    WithdrawEnrolment,
)
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.recruitment.gestures import Gesture, who

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import JobseekerRow, SessionRow
    from kairos_desktop.models.vocabulary import (
        NotRegisteredReason,
        Prescriber,
        WithdrawalReason,
    )
    from kairos_desktop.services.queries.enrolments import EnrolmentLine


def verdict(
    lines: Sequence[EnrolmentLine],
    what: Verdict,
    given_on: date,
    source: str,
    reason: NotRegisteredReason | None = None,
    note: str = "",
) -> Gesture:
    """The prescriber's answer for these enrolments."""
    acts = tuple(
        RecordVerdict(
            enrolment_id=line.id,
            verdict=what,
            given_on=given_on,
            source=source,
            reason=reason,
            note=note,
        )
        for line in lines
    )
    name = who([line.jobseeker for line in lines]).name
    return Gesture(acts, f"Réponse enregistrée pour {name} : {label(what).lower()}.")


def file_error(lines: Sequence[EnrolmentLine], reason: str) -> Gesture:
    """An error in the file: back to « À valider »."""
    acts = tuple(FlagFileError(enrolment_id=line.id, reason=reason) for line in lines)
    name = who([line.jobseeker for line in lines]).name
    return Gesture(acts, f"Erreur signalée pour {name}. Le dossier est à valider.")


def withdrawal(lines: Sequence[EnrolmentLine], reason: WithdrawalReason, note: str = "") -> Gesture:
    """Somebody gives up before the entry."""
    acts = tuple(
        WithdrawEnrolment(enrolment_id=line.id, reason=reason, note=note) for line in lines
    )
    name = who([line.jobseeker for line in lines]).name
    return Gesture(acts, f"Désistement de {name} enregistré ({label(reason).lower()}).")


def completion(
    lines: Sequence[EnrolmentLine],
    start: date | None,
    end: date | None,
    funding: str,
    reference: str,
) -> Gesture:
    """The individual dates and the funding of these enrolments; of several, only what is given."""
    is_one = len(lines) == 1
    acts = tuple(
        CompleteEnrolment(
            enrolment_id=line.id,
            planned_start=start if start or is_one else line.enrolment.planned_start,
            planned_end=end if end or is_one else line.enrolment.planned_end,
            funding=funding if funding or is_one else line.enrolment.funding,
            funding_reference=(
                reference if reference or is_one else line.enrolment.funding_reference
            ),
        )
        for line in lines
    )
    name = who([line.jobseeker for line in lines]).name
    return Gesture(acts, f"Dates et financement de {name} enregistrés.")


def proposal(
    people: Sequence[JobseekerRow],
    session: SessionRow,
    new_id: Callable[[], UUID],
    *,
    prescriber: Prescriber | None,
    self_positioned: bool,
    source: str,
) -> Gesture:
    """« Proposer l'inscription d'un DE à une formation »; the advisor validates."""
    acts = tuple(
        ProposeEnrolment(
            enrolment_id=new_id(),
            session_id=session.id,
            jobseeker_id=person.id,
            prescriber=prescriber,
            self_positioned=self_positioned,
            source=source,
        )
        for person in people
    )
    return Gesture(acts, f"Inscription de {who(people).name} proposée : à valider.")
