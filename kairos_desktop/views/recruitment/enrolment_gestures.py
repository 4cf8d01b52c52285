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
from kairos_desktop.services.acts.entries import (
    ChangeEnd,
    CorrectEntry,
    RecordAbsentAtEntry,
    RecordEntry,
    TellEnd,
)
from kairos_desktop.services.rules.entries import is_validated, planned_start
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.recruitment.gestures import Gesture, who, who_are

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import JobseekerRow, SessionRow
    from kairos_desktop.models.vocabulary import (
        NotRegisteredReason,
        Prescriber,
        Scheme,
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
    name = who_are(lines).name
    return Gesture(acts, f"Réponse enregistrée pour {name} : {label(what).lower()}.")


def file_error(lines: Sequence[EnrolmentLine], reason: str) -> Gesture:
    """An error in the file: back to « À valider »."""
    acts = tuple(FlagFileError(enrolment_id=line.id, reason=reason) for line in lines)
    name = who_are(lines).name
    return Gesture(acts, f"Erreur signalée pour {name}. Le dossier est à valider.")


def withdrawal(lines: Sequence[EnrolmentLine], reason: WithdrawalReason, note: str = "") -> Gesture:
    """Somebody gives up before the entry."""
    acts = tuple(
        WithdrawEnrolment(enrolment_id=line.id, reason=reason, note=note) for line in lines
    )
    name = who_are(lines).name
    return Gesture(acts, f"Désistement de {name} enregistré ({label(reason).lower()}).")


def entry(lines: Sequence[EnrolmentLine], day: date | None, reason: str = "") -> Gesture:
    """Presence at entry, on one day for all or on the planned start of each."""
    acts = tuple(
        RecordEntry(
            enrolment_id=line.id,
            entered_on=day or planned_start(line.enrolment, line.session) or line.enrolment.since,
            reason=reason if not is_validated(line.enrolment) else "",
        )
        for line in lines
    )
    them = who_are(lines)
    paper = "Son AES est émise" if them.is_one else "Leurs AES sont émises"
    return Gesture(acts, f"Entrée de {them.name} enregistrée. {paper}.")


def absence_at_entry(lines: Sequence[EnrolmentLine], reason: str = "") -> Gesture:
    """Absence at entry; the line stays, and may still become present."""
    acts = tuple(RecordAbsentAtEntry(enrolment_id=line.id, reason=reason) for line in lines)
    them = who_are(lines)
    stays = "La ligne reste ici" if them.is_one else "Les lignes restent ici"
    return Gesture(acts, f"Absence à l’entrée de {them.name} enregistrée. {stays}, modifiable.")


def entry_correction(lines: Sequence[EnrolmentLine], day: date, reason: str) -> Gesture:
    """The right day of an entry; the AES is replaced."""
    acts = tuple(
        CorrectEntry(enrolment_id=line.id, entered_on=day, reason=reason) for line in lines
    )
    name = who_are(lines).name
    return Gesture(
        acts, f"Entrée de {name} corrigée : {day_number(day)}. L’AES annule et remplace."
    )


def new_end(lines: Sequence[EnrolmentLine], day: date, reason: str, scheme: Scheme) -> Gesture:
    """A new planned end; the notice to the agency is issued."""
    acts = tuple(
        ChangeEnd(enrolment_id=line.id, planned_end=day, reason=reason, scheme=scheme)
        for line in lines
    )
    name = who_are(lines).name
    return Gesture(acts, f"Fin prévue de {name} : {day_number(day)}. L’avis à l’agence est émis.")


def end_told(lines: Sequence[EnrolmentLine], day: date) -> Gesture:
    """The agency was told of the new end."""
    acts = tuple(TellEnd(enrolment_id=line.id, told_on=day) for line in lines)
    name = who_are(lines).name
    return Gesture(acts, f"Agence prévenue de la nouvelle date de fin de {name}.")


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
    name = who_are(lines).name
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
