# SPDX-License-Identifier: MIT
"""What can be decided of a line of « À régulariser »: each alternative is a new act. No widget.

The reason decides: a place that was taken, two values at once, a right that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kairos_desktop.models.vocabulary import (
    LIVE,
    OutcomeKind,
    Presence,
    RegistrationState,
    SlotState,
)
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.enrolments import CompleteEnrolment
from kairos_desktop.services.acts.jobseekers import CorrectJobseeker, Person
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import GivePlace, Register, Transfer
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.outcome_sentences import read_facts, value_words
from kairos_desktop.views.exchange.alternative import Alternative
from kairos_desktop.views.exchange.flagged import flagged

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import SettleLine

NOTED = "J’ai pris note"
OTHER_SLOT = "Inscrire sur un autre créneau…"
WAIT = "Mettre en attente"
AGAIN = "Refaire l’acte"
_NO_PLACE = frozenset(("slot_full", "place_taken", "slot_deleted", "transfer_target_past"))
_COMPLETED = ("planned_start", "planned_end", "funding", "funding_reference")
_LOST = frozenset((OutcomeKind.REFUSED, OutcomeKind.QUARANTINED))


def alternatives(line: SettleLine) -> list[Alternative]:
    """What can be done instead of the act, the best first; none for one that was not sent yet."""
    if line.kind is None:
        return []
    act = read_act(line.act_name, line.act_version, line.args, lambda: line.id)
    if isinstance(act, Refused):
        # An act of a later version: it can be read there, and noted here.
        return []
    if line.code == codes.CONCURRENT_CHANGE:
        return _values(line, act) or flagged(line, act)
    if line.code == codes.RESULT_ALREADY_RECORDED and isinstance(act, RecordResult):
        return [
            Alternative("Garder le résultat en place"),
            Alternative(f"Mettre « {label(act.result)} » à la place", (act,)),
        ]
    if line.code == codes.CHANGED_MEANWHILE:
        # Said again, the act would put its whole record over the colleague's.
        return []
    if line.kind is OutcomeKind.FLAGGED:
        return flagged(line, act)
    found = _other_slots(line, act)
    if not found and line.kind in _LOST:
        return [Alternative(AGAIN, (act,))]
    return found


def _other_slots(line: SettleLine, act: Act) -> list[Alternative]:
    """What is left to somebody whose place was taken."""
    registration = line.subject.registration
    if line.kind is OutcomeKind.ADAPTED:
        if registration is None or registration.state not in LIVE:
            return []
        moved = registration.id
        return [Alternative(OTHER_SLOT, for_slot=lambda slot, new: _transfer(moved, slot, new))]
    if line.code not in _NO_PLACE:
        return []
    if isinstance(act, GivePlace) and registration is not None and registration.state in LIVE:
        waits = registration.id
        return [Alternative(OTHER_SLOT, for_slot=lambda slot, new: _transfer(waits, slot, new))]
    if not isinstance(act, Register | Transfer):
        return []
    if isinstance(act, Transfer):
        # The same act to another slot: « Fixer un RDV » is one as well.
        return [
            Alternative(
                OTHER_SLOT,
                for_slot=lambda slot, new: msgspec.structs.replace(
                    act, target_slot_id=slot, new_registration_id=new
                ),
            )
        ]
    found = [
        Alternative(
            OTHER_SLOT,
            for_slot=lambda slot, new: msgspec.structs.replace(
                act, slot_id=slot, registration_id=new
            ),
        )
    ]
    slot = line.subject.slot
    if slot is not None and slot.waitlist and slot.state is SlotState.OPEN:
        # The same act, now that no place is left: the person goes to the waiting list.
        found.append(Alternative(WAIT, (act,)))
    return found


def _transfer(registration_id: UUID, slot_id: UUID, new_id: UUID) -> Act:
    return Transfer(
        registration_id=registration_id, target_slot_id=slot_id, new_registration_id=new_id
    )


def _values(line: SettleLine, act: Act) -> list[Alternative]:
    """« Garder … » for each of two values typed at once."""
    facts = read_facts(line.code, line.facts)
    field = str(facts.get("field", ""))
    if not {"held", "said"} <= facts.keys():
        return []
    found: list[Alternative] = []
    for name, whose in (("said", "valeur de cet acte"), ("held", "valeur d’avant")):
        acts = _putting(line, act, field, facts[name])
        if acts is not None:
            word = value_words(field, facts[name])
            found.append(Alternative(f"Garder « {word} » ({whose})", acts))
    return found


def _putting(line: SettleLine, act: Act, field: str, value: Any) -> tuple[Act, ...] | None:
    """The acts that put a value: none where it stands already, None where no act can."""
    subject = line.subject
    registration = subject.registration
    if isinstance(act, RecordPresence) and registration is not None and field == "state":
        if registration.state == value:
            return ()
        presences = {RegistrationState.PRESENT, RegistrationState.ABSENT}
        if value not in presences:
            return None
        return (RecordPresence(registration_id=registration.id, presence=Presence(value)),)
    person = subject.jobseeker
    if (
        isinstance(act, CorrectJobseeker)
        and person is not None
        and field in Person.__struct_fields__
    ):
        if getattr(person, field) == value:
            return ()
        typed = {name: getattr(person, name) for name in Person.__struct_fields__}
        corrected = msgspec.convert(
            msgspec.to_builtins(typed | {field: value}), Person, strict=False
        )
        return (msgspec.structs.replace(act, person=corrected),)
    enrolment = subject.enrolment
    if isinstance(act, CompleteEnrolment) and enrolment is not None and field in _COMPLETED:
        if getattr(enrolment, field) == value:
            return ()
        completed = {name: getattr(enrolment, name) for name in _COMPLETED}
        return (CompleteEnrolment(enrolment_id=enrolment.id, **completed | {field: value}),)
    return None
