# SPDX-License-Identifier: MIT
"""Candidacies played for real: the window, the three gestures, the appointment, undo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, SessionRow, SlotRow
from kairos_desktop.models.vocabulary import (
    CancelReason,
    Contact,
    DocumentKind,
    EnrolmentOrigin,
    NotSelectedReason,
    Presence,
    RecruitmentState,
    RegistrationState,
    Result,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.acts.candidacies import (
    ChangeCandidacies,
    FixAppointment,
    OpenCandidacies,
    RecordContact,
    Window,
)
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import CancelRegistration, Transfer
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.acts.slots import ChangeSlot, DeleteSlot, Where
from kairos_desktop.services.queries import registrations
from kairos_desktop.services.queries.registrations import RegistrationFilter, TabCounts
from kairos_desktop.services.rules.candidacies import NO_LIMIT
from kairos_desktop.services.rules.lists import Tab
from tests.factories import MEETING_DAY, TODAY, Scene, a_meeting

R = RegistrationState
CONTACT = Where(contact="Mme Blin, 02 35 00 00 00", comment="CV, lettre de motivation")


@pytest.fixture
def scene(shared_scene: Scene) -> Scene:
    return shared_scene


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    return scene.session(recruitment_state=RecruitmentState.OPEN)


def typed(**fields: Any) -> Window:
    return Window(**{"opens_on": TODAY, "closes_on": MEETING_DAY, "where": CONTACT} | fields)


def window(scene: Scene, session: SessionRow, **fields: Any) -> UUID:
    slot_id = scene.id()
    scene.say(OpenCandidacies(slot_id=slot_id, session_id=session.id, window=typed(**fields)))
    return slot_id


def contact(row: UUID, asked: Contact = Contact.CONTACTED, **fields: Any) -> RecordContact:
    return RecordContact(registration_id=row, contact=asked, **fields)


def decided(row: UUID, result: Result = Result.SELECTED, **fields: Any) -> RecordResult:
    return RecordResult(registration_id=row, result=result, **fields)


def fixed(scene: Scene, row: UUID, target: UUID) -> FixAppointment:
    return FixAppointment(
        registration_id=row, target_slot_id=target, new_registration_id=scene.id()
    )


def shown(scene: Scene, session: SessionRow, tab: Tab) -> list[UUID]:
    asked = RegistrationFilter(session_id=session.id, kind=SlotKind.CANDIDACY, tab=tab)
    return scene.workspace.read(registrations.ids_for, asked)


def test_domain_2_6_a_window_keeps_its_days_its_most_and_the_papers_asked_for(
    scene: Scene, session: SessionRow
) -> None:
    slot_id = window(scene, session, most=30)
    row = scene.row(SlotRow, slot_id)
    assert (row.held_on, row.until, row.capacity) == (TODAY, MEETING_DAY, 30)
    assert (row.contact, row.comment) == (CONTACT.contact, CONTACT.comment)
    scene.say(ChangeCandidacies(slot_id=slot_id, window=typed(closes_on=TODAY)))
    row = scene.row(SlotRow, slot_id)
    assert (row.until, row.capacity) == (TODAY, NO_LIMIT)
    scene.workspace.undo()
    assert scene.row(SlotRow, slot_id).capacity == 30


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"closes_on": TODAY - timedelta(days=1)}, "window_dates"),
        ({"most": 0}, "candidates_out_of_range"),
        ({"closes_on": date(2299, 1, 1)}, "day_out_of_range"),
        ({"where": Where()}, "contact_missing"),
        ({"where": Where(contact="Mme Blin", link="ftp://x")}, "link_shape"),
    ],
)
def test_what_no_window_may_be(
    scene: Scene, session: SessionRow, fields: dict[str, Any], code: str
) -> None:
    slot_id = window(scene, session)
    opened = OpenCandidacies(slot_id=scene.id(), session_id=session.id, window=typed(**fields))
    assert scene.refusal_code(opened) == code
    assert scene.refusal_code(ChangeCandidacies(slot_id=slot_id, window=typed(**fields))) == code


def test_domain_3_1_no_window_before_the_carif_numbers(scene: Scene) -> None:
    early = scene.session(carif_session_number="")
    opened = OpenCandidacies(slot_id=scene.id(), session_id=early.id, window=typed())
    assert scene.refusal_code(opened) == "no_carif_numbers"


def test_a_window_that_is_full_takes_no_more_and_is_not_made_smaller(
    scene: Scene, session: SessionRow
) -> None:
    slot_id = window(scene, session, most=2)
    first = scene.register(slot_id)
    scene.register(slot_id)
    with pytest.raises(AssertionError, match="window_full"):
        scene.register(slot_id)
    smaller = ChangeCandidacies(slot_id=slot_id, window=typed(most=1))
    assert scene.refusal_code(smaller) == "candidates_below_taken"
    # Whoever withdraws leaves room; whoever is contacted does not.
    scene.say(contact(first))
    assert scene.seats(slot_id).taken == 2
    scene.say(CancelRegistration(registration_id=first, reason=CancelReason.JOB))
    assert scene.seats(slot_id).taken == 1


def test_domain_3_4_proposed_contacted_selected_issues_the_ais(
    scene: Scene, session: SessionRow
) -> None:
    row = scene.register(window(scene, session))
    assert scene.registration(row).state is R.PROPOSED
    assert (shown(scene, session, Tab.PRESENCE), shown(scene, session, Tab.RESULT)) == ([row], [])
    scene.say(contact(row, on=TODAY - timedelta(days=1), note="Messagerie puis rappel"))
    called = scene.registration(row)
    assert (called.state, called.contacted_on) == (R.CONTACTED, TODAY - timedelta(days=1))
    assert (shown(scene, session, Tab.PRESENCE), shown(scene, session, Tab.RESULT)) == ([], [row])
    enrolment = scene.selected(row)
    assert enrolment.origin is EnrolmentOrigin.FROM_RESULT
    papers = [p for p in scene.rows(DocumentRow) if p.enrolment_id == enrolment.id]
    assert [p.kind for p in papers] == [DocumentKind.ENROLMENT_ATTESTATION]
    assert shown(scene, session, Tab.RESULT) == []
    # What was noted of the call is not lost to the result.
    assert scene.registration(row).note == "Messagerie puis rappel"
    scene.workspace.undo()
    assert enrolment.id not in {e.id for e in scene.rows(EnrolmentRow)}
    assert scene.registration(row) == called


def test_domain_3_4_unreachable_stays_to_be_called(scene: Scene, session: SessionRow) -> None:
    row = scene.register(window(scene, session))
    scene.say(contact(row, Contact.UNREACHABLE))
    assert scene.registration(row).contacted_on is None
    assert shown(scene, session, Tab.PRESENCE) == [row]
    counted = scene.workspace.read(registrations.counts, session.id, SlotKind.CANDIDACY)
    # As an absent one, it stays in the list and leaves the count.
    assert counted == TabCounts(registered=1, presence=0, result=0)
    scene.say(contact(row))
    assert shown(scene, session, Tab.RESULT) == [row]
    # Typed on the wrong line: taken back as long as nothing is decided.
    scene.say(contact(row, Contact.UNREACHABLE))
    assert scene.registration(row).contacted_on is None


def test_saying_the_same_contact_again_changes_nothing(scene: Scene, session: SessionRow) -> None:
    row = scene.register(window(scene, session))
    scene.say(contact(row, note="Rappelle lundi"))
    before = scene.registration(row)
    assert not scene.say(contact(row)).changes.ids
    assert scene.registration(row) == before
    assert scene.warning_codes(contact(row, on=MEETING_DAY)) == ["contact_in_the_future"]


def test_domain_3_4_a_result_without_contact_needs_its_reason(
    scene: Scene, session: SessionRow
) -> None:
    row = scene.register(window(scene, session))
    no = {"result": Result.NOT_SELECTED, "reason": NotSelectedReason.PREREQUISITES}
    assert scene.refusal_code(decided(row, **no)) == "not_contacted"
    assert scene.refusal_code(decided(row, **no, without_contact="  ")) == "not_contacted"
    scene.say(decided(row, **no, without_contact="Décidé sur dossier", note="CV hors sujet"))
    after = scene.registration(row)
    assert (after.state, after.contacted_on) == (R.CONTACTED, None)
    assert after.note == "Décidé sur dossier – CV hors sujet"
    scene.workspace.undo()
    assert scene.registration(row).state is R.PROPOSED


def test_domain_3_4_withdrawn_by_the_jobseeker(scene: Scene, session: SessionRow) -> None:
    row = scene.register(window(scene, session))
    scene.say(contact(row), decided(row, Result.ON_HOLD))
    gone = CancelRegistration(registration_id=row, reason=CancelReason.NOT_INTERESTED)
    scene.say(gone)
    assert scene.registration(row).state is R.CANCELLED
    assert scene.refusal_code(contact(row)) == "candidacy_ended"
    kept = scene.register(window(scene, session))
    scene.say(contact(kept), decided(kept))
    late = CancelRegistration(registration_id=kept, reason=CancelReason.JOB)
    assert scene.refusal_code(late) == "candidacy_decided"


def test_domain_3_3_an_appointment_is_fixed_both_rows_linked_and_undone(
    scene: Scene, session: SessionRow
) -> None:
    row = scene.register(window(scene, session))
    first, second, _ = scene.appointments(session)
    scene.say(contact(row))
    before = scene.dump()
    said = fixed(scene, row, first)
    scene.say(said)
    old, new = scene.registration(row), scene.registration(said.new_registration_id)
    assert (old.state, old.transferred_to_id) == (R.TRANSFERRED, new.id)
    assert (new.state, new.slot_id, new.transferred_from_id) == (R.REGISTERED, first, row)
    assert (new.placed_by, new.placed_on) == (old.placed_by, old.placed_on)
    assert scene.refusal_code(fixed(scene, row, second)) == "candidacy_ended"
    scene.workspace.undo()
    assert scene.dump() == before
    other = scene.register(window(scene, session))
    scene.say(fixed(scene, row, first))
    assert scene.refusal_code(fixed(scene, other, first)) == "slot_full"
    meeting = scene.meeting(session)
    assert scene.refusal_code(fixed(scene, other, meeting)) == "not_an_appointment"
    assert scene.refusal_code(fixed(scene, new.id, second)) == "unknown_row"


def test_what_is_made_for_an_hour_is_refused_of_a_window_and_the_other_way_round(
    scene: Scene, session: SessionRow
) -> None:
    slot_id, meeting = window(scene, session), scene.meeting(session)
    row, there = scene.register(slot_id), scene.register(meeting)
    moved = Transfer(registration_id=row, target_slot_id=meeting, new_registration_id=scene.id())
    back = Transfer(registration_id=there, target_slot_id=slot_id, new_registration_id=scene.id())
    for act, code in (
        (ChangeSlot(slot_id=slot_id, meeting=a_meeting()), "is_a_window"),
        (IssueSheet(slot_id=slot_id, kind=DocumentKind.SIGN_IN_SHEET), "is_a_window"),
        (IssueConvocation(registration_id=row), "is_a_window"),
        (RecordPresence(registration_id=row, presence=Presence.PRESENT), "no_presence_step"),
        (moved, "transfer_candidacy"),
        (back, "transfer_candidacy"),
        (ChangeCandidacies(slot_id=meeting, window=typed()), "not_a_window"),
        (contact(there), "not_a_candidacy"),
    ):
        assert scene.refusal_code(act) == code


def test_domain_3_1_deleting_the_last_window_warns_and_removes_its_candidates(
    scene: Scene, session: SessionRow
) -> None:
    slot_id = window(scene, session)
    row = scene.register(slot_id)
    scene.say(contact(row))
    assert scene.refusal_code(DeleteSlot(slot_id=slot_id)) == "window_has_contacts"
    scene.say(contact(row, Contact.UNREACHABLE))
    said = scene.warning_codes(DeleteSlot(slot_id=slot_id))
    assert said == ["transfer_no_longer_possible", "no_modality"]
    assert scene.registration(row).state is R.REMOVED
    assert scene.row(SlotRow, slot_id).state is SlotState.DELETED
    assert scene.refusal_code(ChangeCandidacies(slot_id=slot_id, window=typed())) == "slot_deleted"


def test_domain_2_7_a_person_is_a_candidate_once_a_window(
    scene: Scene, session: SessionRow
) -> None:
    slot_id, person = window(scene, session), scene.person()
    scene.register(slot_id, person)
    with pytest.raises(AssertionError, match="already_candidate"):
        scene.register(slot_id, person)
