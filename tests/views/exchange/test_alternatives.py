# SPDX-License-Identifier: MIT
"""What is offered for each reason, and the acts that it makes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, SlotRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    OutcomeKind,
    Prescriber,
    Presence,
    RegistrationState,
    Result,
)
from kairos_desktop.services.acts.aif_quotes import IssueQuote
from kairos_desktop.services.acts.enrolments import (
    CompleteEnrolment,
    IssueCertificate,
    ProposeEnrolment,
)
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.jobseekers import CorrectJobseeker, Person
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult, enrolment_of
from kairos_desktop.services.acts.registrations import (
    CancelRegistration,
    GivePlace,
    Register,
    Transfer,
)
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.rules.outcome_codes import difference
from kairos_desktop.views.exchange.alternative import Alternative
from kairos_desktop.views.exchange.alternatives import alternatives
from kairos_desktop.views.exchange.papers_anew import PaperAsked, paper_of
from tests.factories import TODAY, Scene
from tests.views.exchange.settle_lines import line

REFUSED, ADAPTED, FLAGGED = OutcomeKind.REFUSED, OutcomeKind.ADAPTED, OutcomeKind.FLAGGED


def register(slot: UUID, person: UUID, **fields: Any) -> Register:
    return Register(
        registration_id=UUID(int=9),
        slot_id=slot,
        jobseeker_id=person,
        placed_by=Prescriber.CAP_EMPLOI,
        source="Courriel",
        **fields,
    )


def labels(found: list[Alternative]) -> list[str]:
    return [each.label for each in found]


@pytest.fixture
def slot(scene: Scene) -> SlotRow:
    return scene.row(SlotRow, scene.meeting(scene.session()))


def test_a_full_slot_offers_another_one_and_the_waiting_list(scene: Scene, slot: SlotRow) -> None:
    act = register(slot.id, scene.person())
    found = alternatives(line(act, REFUSED, "slot_full", slot=slot))
    assert labels(found) == ["Inscrire sur un autre créneau…", "Mettre en attente"]
    other, new = UUID(int=21), UUID(int=22)
    assert found[0].for_slot is not None
    assert found[0].for_slot(other, new) == msgspec.structs.replace(
        act, slot_id=other, registration_id=new
    )
    assert found[1].acts == (act,)


def test_without_a_waiting_list_nobody_can_wait(scene: Scene, slot: SlotRow) -> None:
    closed = msgspec.structs.replace(slot, waitlist=False)
    act = register(slot.id, scene.person())
    found = alternatives(line(act, REFUSED, "slot_full", slot=closed))
    assert labels(found) == ["Inscrire sur un autre créneau…"]


def test_a_transfer_that_found_no_place_goes_elsewhere(slot: SlotRow) -> None:
    act = Transfer(
        registration_id=UUID(int=3), target_slot_id=slot.id, new_registration_id=UUID(int=4)
    )
    (found,) = alternatives(line(act, REFUSED, "slot_full", slot=slot))
    assert found.for_slot is not None
    made = found.for_slot(UUID(int=21), UUID(int=22))
    assert made == Transfer(
        registration_id=UUID(int=3),
        target_slot_id=UUID(int=21),
        new_registration_id=UUID(int=22),
    )


def test_somebody_who_waits_can_be_moved_as_long_as_they_are_there(
    scene: Scene, slot: SlotRow
) -> None:
    person = scene.person()
    registration = scene.registration(scene.register(slot.id, person))
    waits = line(register(slot.id, person), ADAPTED, "waitlisted", registration=registration)
    (found,) = alternatives(waits)
    assert found.for_slot is not None
    assert isinstance(found.for_slot(UUID(int=21), UUID(int=22)), Transfer)
    gone = line(register(slot.id, person), ADAPTED, "waitlisted")
    assert alternatives(gone) == []


def test_two_presences_at_once_are_a_choice_between_values(scene: Scene, slot: SlotRow) -> None:
    registration = scene.registration(scene.absent(scene.register(slot.id)))
    present = scene.registration(scene.present(registration.id))
    act = RecordPresence(registration_id=registration.id, presence=Presence.PRESENT)
    facts = difference(registration, present)
    found = alternatives(line(act, FLAGGED, "concurrent_change", facts, registration=present))
    assert labels(found) == [
        "Garder « Présent » (valeur de cet acte)",
        "Garder « Absent » (valeur d’avant)",
    ]
    assert found[0].acts == ()
    assert found[1].acts == (
        RecordPresence(registration_id=registration.id, presence=Presence.ABSENT),
    )


def test_two_corrections_at_once_change_nothing_but_that_field(scene: Scene) -> None:
    person = scene.row(JobseekerRow, scene.person("Courtois", phone="2", town="Le Havre"))
    act = CorrectJobseeker(
        jobseeker_id=person.id, person=Person(last_name="Courtois", first_name="Anne", phone="2")
    )
    facts = {"field": "phone", "held": "1", "said": "2"}
    found = alternatives(line(act, FLAGGED, "concurrent_change", facts, jobseeker=person))
    assert labels(found) == [
        "Garder « 2 » (valeur de cet acte)",
        "Garder « 1 » (valeur d’avant)",
    ]
    assert found[0].acts == ()
    (made,) = found[1].acts
    assert isinstance(made, CorrectJobseeker)
    assert (made.person.phone, made.person.town) == ("1", "Le Havre")


def test_two_ends_typed_at_once_are_a_choice_between_days(scene: Scene) -> None:
    enrolment, session = scene.id(), scene.session()
    scene.say(
        ProposeEnrolment(
            enrolment_id=enrolment,
            session_id=session.id,
            jobseeker_id=scene.person(),
            planned_end=date(2027, 6, 25),
            funding="Région",
        )
    )
    row = scene.row(EnrolmentRow, enrolment)
    act = CompleteEnrolment(enrolment_id=enrolment, planned_end=date(2027, 6, 25))
    facts = {"field": "planned_end", "held": "2027-05-28", "said": "2027-06-25"}
    found = alternatives(line(act, FLAGGED, "concurrent_change", facts, enrolment=row))
    assert labels(found) == [
        "Garder « 25/06/2027 » (valeur de cet acte)",
        "Garder « 28/05/2027 » (valeur d’avant)",
    ]
    assert found[0].acts == ()
    put = CompleteEnrolment(enrolment_id=enrolment, planned_end=date(2027, 5, 28), funding="Région")
    assert found[1].acts == (put,)


def test_somebody_whose_place_was_given_to_another_may_go_elsewhere(
    scene: Scene, slot: SlotRow
) -> None:
    row = scene.registration(scene.register(slot.id))
    waits = msgspec.structs.replace(row, state=RegistrationState.WAITLISTED)
    act = GivePlace(registration_id=row.id)
    (found,) = alternatives(line(act, REFUSED, "place_taken", registration=waits))
    assert found.for_slot is not None
    assert found.for_slot(UUID(int=21), UUID(int=22)) == Transfer(
        registration_id=row.id, target_slot_id=UUID(int=21), new_registration_id=UUID(int=22)
    )


def test_a_change_without_values_offers_none() -> None:
    act = RecordPresence(registration_id=UUID(int=3), presence=Presence.PRESENT)
    facts = {"table": "registration"}
    assert alternatives(line(act, FLAGGED, "concurrent_change", facts)) == []


def test_a_result_already_there_is_kept_or_replaced() -> None:
    act = RecordResult(registration_id=UUID(int=3), result=Result.SELECTED)
    found = alternatives(line(act, REFUSED, "result_already_recorded", {"result": "on_hold"}))
    assert labels(found) == ["Garder le résultat en place", "Mettre « Retenu » à la place"]
    assert [each.acts for each in found] == [(), (act,)]


@pytest.mark.parametrize("kind", [REFUSED, OutcomeKind.QUARANTINED])
def test_an_act_without_effect_can_be_said_again(kind: OutcomeKind) -> None:
    act = RecordPresence(registration_id=UUID(int=3), presence=Presence.PRESENT)
    assert alternatives(line(act, kind, "right_missing")) == [Alternative("Refaire l’acte", (act,))]


def test_an_act_that_was_kept_is_not_said_again() -> None:
    act = RecordPresence(registration_id=UUID(int=3), presence=Presence.PRESENT)
    assert alternatives(line(act, FLAGGED, "beyond_capacity")) == []


def test_nothing_is_decided_before_the_answer(scene: Scene, slot: SlotRow) -> None:
    act = register(slot.id, scene.person())
    assert alternatives(line(act, None, "slot_full", slot=slot)) == []


def test_an_act_of_a_later_version_can_only_be_noted() -> None:
    act = CancelRegistration(registration_id=UUID(int=3), reason="job")  # type: ignore[arg-type]
    later = msgspec.structs.replace(line(act, REFUSED, "x"), act_version=99)
    assert alternatives(later) == []


def test_a_decision_is_told_without_its_dots(scene: Scene, slot: SlotRow) -> None:
    act = register(slot.id, scene.person())
    found = alternatives(line(act, REFUSED, "slot_full", slot=slot))
    assert found[0].decision == "Inscrire sur un autre créneau"


def test_a_record_that_a_colleague_changed_is_never_put_over_it(scene: Scene) -> None:
    person = scene.row(JobseekerRow, scene.person("Courtois"))
    act = CorrectJobseeker(
        jobseeker_id=person.id, person=Person(last_name="Courtois", first_name="Anne")
    )
    assert alternatives(line(act, REFUSED, "changed_meanwhile", jobseeker=person)) == []


def test_a_paper_is_known_from_the_act_that_issued_it() -> None:
    sheet = DocumentKind.SIGN_IN_SHEET
    some = UUID(int=3)
    for act, expected in (
        (
            IssueCertificate(enrolment_id=some),
            PaperAsked(DocumentKind.ENROLMENT_CERTIFICATE, {"enrolment_ids": [some]}),
        ),
        (
            IssueConvocation(registration_id=some),
            PaperAsked(DocumentKind.CONVOCATION, {"registration_ids": [some]}),
        ),
        (IssueSheet(slot_id=some, kind=sheet), PaperAsked(sheet, {"slot_id": some})),
        (
            RecordEntry(enrolment_id=some, entered_on=TODAY),
            PaperAsked(DocumentKind.ENTRY_ATTESTATION, {"enrolment_ids": [some]}),
        ),
        (
            RecordResult(registration_id=some, result=Result.SELECTED),
            PaperAsked(
                DocumentKind.ENROLMENT_ATTESTATION, {"enrolment_ids": [enrolment_of(UUID(int=5))]}
            ),
        ),
        (IssueQuote(quote_id=some), PaperAsked(DocumentKind.AIF_QUOTE, {"quote_id": some})),
        (RecordPresence(registration_id=some, presence=Presence.PRESENT), None),
    ):
        assert paper_of(line(act, FLAGGED, "paper_renumbered")) == expected
