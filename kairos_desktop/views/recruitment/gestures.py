# SPDX-License-Identifier: MIT
"""What one gesture of the hand records, and the sentence that says it: no widget here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from kairos_desktop.models.vocabulary import Civility, Presence, Result, SlotKind
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import (
    CancelRegistration,
    GivePlace,
    Register,
    Transfer,
)
from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.wording.dates import hours, period, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.views.toolkit.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import JobseekerRow, SlotRow
    from kairos_desktop.models.vocabulary import CancelReason, NotSelectedReason, Prescriber
    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SlotLine


class _OfSomebody(Protocol):
    """A line of a list that is of one person."""

    @property
    def jobseeker(self) -> JobseekerRow: ...


class Who(NamedTuple):
    """One or several people inside a sentence."""

    name: str
    subject: str
    is_one: bool

    def verb(self, one: str, several: str) -> str:
        """The verb in the number of the subject: « Elle passe », « Elles passent »."""
        return f"{self.subject} {one if self.is_one else several}"


def who(people: Sequence[JobseekerRow]) -> Who:
    """« Mme COURTOIS Inès », « 12 personnes », with the pronoun that goes on."""
    if len(people) > 1:
        return Who(f"{len(people)} personnes", "Elles", is_one=False)
    pronouns = {Civility.MRS: "Elle", Civility.MR: "Il"}
    return Who(addressed(people[0]), pronouns.get(people[0].civility, "La ligne"), is_one=True)


def who_are(lines: Sequence[_OfSomebody]) -> Who:
    """The people whom some lines are of, said as `who` does."""
    return who([line.jobseeker for line in lines])


def slot_words(slot: SlotRow) -> str:
    """« l’Info coll du lun. 7 déc. 2026 · 9 h – 11 h », « la période de candidature du … au … »."""
    if slot.until is not None:
        return f"la période de candidature {period(slot.held_on, slot.until)}"
    noun = "l’Info coll" if slot.kind is SlotKind.MEETING else "le RDV"
    return f"{noun} du {short_day(slot.held_on)} · {hours(slot.starts_at, slot.ends_at)}"


def presence(lines: Sequence[RegistrationLine], what: Presence) -> Gesture:
    """« Présent » or « Absent » for these lines."""
    acts = tuple(RecordPresence(registration_id=line.id, presence=what) for line in lines)
    them = who_are(lines)
    if what is Presence.PRESENT:
        goes = them.verb("passe", "passent")
        return Gesture(
            acts, f"Présence de {them.name} enregistrée. {goes} dans « Saisie résultat »."
        )
    stays = "La ligne reste ici" if them.is_one else "Les lignes restent ici"
    return Gesture(acts, f"Absence de {them.name} enregistrée. {stays}, modifiable.")


def outcome(
    lines: Sequence[RegistrationLine],
    result: Result,
    reason: NotSelectedReason | None = None,
    note: str = "",
) -> Gesture:
    """« Retenu », « Non retenu » with its reason, or « En attente » for these lines."""
    acts = tuple(
        RecordResult(registration_id=line.id, result=result, reason=reason, note=note)
        for line in lines
    )
    them = who_are(lines)
    stays = "La ligne reste ici, modifiable." if them.is_one else "Les lignes restent ici."
    return Gesture(acts, outcome_said(them, result, reason, stays))


def outcome_said(them: Who, result: Result, reason: NotSelectedReason | None, tail: str) -> str:
    """« Résultat de … enregistré : retenu. Son AIS est émise. »; `tail` ends the other results."""
    if result is Result.SELECTED:
        paper = "Son AIS est émise" if them.is_one else "Leurs AIS sont émises"
        goes = them.verb("passe", "passent")
        tail = f"{paper}. {goes} dans « Inscrits en formation »."
    motive = f" ({label(reason).lower()})" if reason else ""
    return f"Résultat de {them.name} enregistré : {label(result).lower()}{motive}. {tail}"


def cancellation(
    lines: Sequence[RegistrationLine], reason: CancelReason, note: str = ""
) -> Gesture:
    """« Annuler le RDV », on the jobseeker's demand."""
    acts = tuple(
        CancelRegistration(registration_id=line.id, reason=reason, note=note) for line in lines
    )
    them = who_are(lines)
    stays = "La ligne reste" if them.is_one else "Les lignes restent"
    said = f"Rendez-vous de {them.name} annulé ({label(reason).lower()})."
    return Gesture(acts, f"{said} {stays} dans « Inscrits ».")


def place_given(line: RegistrationLine) -> Gesture:
    """The freed place for somebody waiting."""
    return Gesture(
        (GivePlace(registration_id=line.id),),
        f"Place donnée à {addressed(line.jobseeker)}, qui n’est plus en liste d’attente.",
    )


def transfer(
    lines: Sequence[RegistrationLine], target: SlotLine, new_id: Callable[[], UUID]
) -> Gesture:
    """« Transférer » these people to another slot of the session."""
    acts = tuple(
        Transfer(registration_id=line.id, target_slot_id=target.id, new_registration_id=new_id())
        for line in lines
    )
    them = who_are(lines)
    moved = "transférées" if not them.is_one else "transféré"
    if them.is_one and lines[0].jobseeker.civility is Civility.MRS:
        moved = "transférée"
    return Gesture(acts, f"{them.name} {moved} vers {slot_words(target.slot)}.")


def registration(
    people: Sequence[JobseekerRow],
    slot: SlotRow,
    placed_by: Prescriber,
    new_id: Callable[[], UUID],
    placed_on: date | None = None,
    source: str = "",
) -> Gesture:
    """« Inscrire un DE »: one or several people on a slot, with who placed them."""
    acts = tuple(
        Register(
            registration_id=new_id(),
            slot_id=slot.id,
            jobseeker_id=person.id,
            placed_by=placed_by,
            placed_on=placed_on,
            source=source,
        )
        for person in people
    )
    if slot.kind is SlotKind.CANDIDACY:
        noun = "Candidature" if len(people) == 1 else "Candidatures"
        return Gesture(acts, f"{noun} de {who(people).name} : à contacter sous cinq jours ouvrés.")
    verb = "Inscription" if len(people) == 1 else "Inscriptions"
    return Gesture(acts, f"{verb} à {slot_words(slot)} : {who(people).name}.")


def deletion(
    slots: Sequence[SlotLine],
    moved: Sequence[RegistrationLine] = (),
    target: SlotLine | None = None,
    new_id: Callable[[], UUID] | None = None,
) -> Gesture:
    """« Supprimer » slots; with a target, those expected are transferred there first."""
    first = transfer(moved, target, new_id) if moved and target and new_id else Gesture((), "")
    acts = (*first.acts, *(DeleteSlot(slot_id=line.id) for line in slots))
    if len(slots) == 1:
        words = slot_words(slots[0].slot)
        said = f"{words[0].upper()}{words[1:]} : suppression enregistrée."
    else:
        said = f"{len(slots)} RDV du {short_day(slots[0].slot.held_on)} supprimés."
    return Gesture(acts, " ".join(part for part in (first.said, said) if part))
