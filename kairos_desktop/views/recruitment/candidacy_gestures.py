# SPDX-License-Identifier: MIT
"""What one gesture on candidacies records, and the sentence that says it: no widget here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import Civility, Contact, Result
from kairos_desktop.services.acts.candidacies import FixAppointment, RecordContact
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.registrations import CancelRegistration
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.recruitment.gestures import outcome_said, slot_words, who_are
from kairos_desktop.views.toolkit.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.vocabulary import CancelReason, NotSelectedReason
    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SlotLine


def contact(
    lines: Sequence[RegistrationLine], what: Contact, on: date | None = None, note: str = ""
) -> Gesture:
    """« Contacté » or « Injoignable » for these candidates."""
    acts = tuple(
        RecordContact(registration_id=line.id, contact=what, on=on, note=note) for line in lines
    )
    them = who_are(lines)
    if what is Contact.CONTACTED:
        goes = them.verb("passe", "passent")
        said = f"Prise de contact avec {them.name} enregistrée."
        return Gesture(acts, f"{said} {goes} dans « Saisie résultat candidature ».")
    stays = "La ligne reste ici" if them.is_one else "Les lignes restent ici"
    return Gesture(acts, f"Appel sans réponse de {them.name} enregistré. {stays}, à contacter.")


def decided_without_contact(
    lines: Sequence[RegistrationLine],
    result: Result,
    why: str,
    reason: NotSelectedReason | None = None,
) -> Gesture:
    """A result on the papers alone, with why nobody was called."""
    acts = tuple(
        RecordResult(registration_id=line.id, result=result, reason=reason, without_contact=why)
        for line in lines
    )
    them = who_are(lines)
    tail = "Décision prise sans contact." if result is not Result.SELECTED else ""
    return Gesture(acts, outcome_said(them, result, reason, tail))


def withdrawal(lines: Sequence[RegistrationLine], reason: CancelReason, note: str = "") -> Gesture:
    """« Retirer la candidature », on the jobseeker's demand."""
    acts = tuple(
        CancelRegistration(registration_id=line.id, reason=reason, note=note) for line in lines
    )
    them = who_are(lines)
    stays = "La ligne reste" if them.is_one else "Les lignes restent"
    noun = "Candidature" if them.is_one else "Candidatures"
    taken = "retirée" if them.is_one else "retirées"
    said = f"{noun} de {them.name} {taken} ({label(reason).lower()})."
    return Gesture(acts, f"{said} {stays} dans « Inscrits sur candidature ».")


def fixing(
    lines: Sequence[RegistrationLine], targets: Sequence[SlotLine], new_id: Callable[[], UUID]
) -> Gesture:
    """« Fixer un RDV »: each candidate on an RDV of their own."""
    acts = tuple(
        FixAppointment(
            registration_id=line.id, target_slot_id=target.id, new_registration_id=new_id()
        )
        for line, target in zip(lines, targets, strict=True)
    )
    them = who_are(lines)
    if len(lines) > 1:
        return Gesture(acts, f"RDV fixés pour {them.name}, à partir {_of(targets[0])}.")
    expected = "attendue" if lines[0].jobseeker.civility is Civility.MRS else "attendu"
    if lines[0].jobseeker.civility is Civility.NONE:
        expected = "à recevoir"
    return Gesture(acts, f"RDV fixé : {them.name} {expected} {_at(targets[0])}.")


def _of(target: SlotLine) -> str:
    return f"de celui{slot_words(target.slot).removeprefix('le RDV')}"


def _at(target: SlotLine) -> str:
    return f"au RDV{slot_words(target.slot).removeprefix('le RDV')}"
