# SPDX-License-Identifier: MIT
"""A candidacy between two posts: one calls, the other decides; one fixes an RDV that was taken."""

from __future__ import annotations

from uuid import UUID

from kairos_desktop.models.rows import OutcomeRow
from kairos_desktop.models.vocabulary import Contact, RegistrationState, Result, Role
from kairos_desktop.services.acts.candidacies import (
    FixAppointment,
    OpenCandidacies,
    RecordContact,
    Window,
)
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.rules.rights import may
from tests.factories import MEETING_DAY, TODAY
from tests.kairos_server.exchange.universe import TestPost, Universe


def candidates(universe: Universe, office: TestPost, count: int) -> tuple[list[UUID], UUID]:
    """Candidates on a window that everybody knows, and a free RDV of the session."""
    office.describe_provider()
    session = office.session()
    window = Window(opens_on=TODAY, closes_on=MEETING_DAY, where=Where(contact="Mme Blin"))
    slot = office.id()
    office.say(OpenCandidacies(slot_id=slot, session_id=session.id, window=window))
    rows = [office.register(slot) for _ in range(count)]
    (appointment,) = office.appointments(session, count=1)
    universe.settle()
    return rows, appointment


def test_one_post_notes_the_contact_and_the_other_the_result(universe: Universe) -> None:
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    (row,), _ = candidates(universe, sabine, 1)
    karim.say(RecordContact(registration_id=row, contact=Contact.CONTACTED, note="Disponible"))
    universe.settle()
    enrolment = sabine.selected(row)
    universe.settle()
    for post in (sabine, karim):
        seen = post.registration(row)
        assert (seen.state, seen.result) == (RegistrationState.CONTACTED, Result.SELECTED)
        assert (seen.contacted_on, not post.rows(OutcomeRow)) == (TODAY, True)
    assert [each.id for each in universe.truth()["enrolment"]] == [enrolment.id]


def test_a_result_typed_before_the_contact_was_seen_says_so(universe: Universe) -> None:
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    (row,), _ = candidates(universe, sabine, 1)
    karim.say(RecordContact(registration_id=row, contact=Contact.CONTACTED))
    late = RecordResult(
        registration_id=row, result=Result.ON_HOLD, without_contact="Décidé sur dossier"
    )
    sabine.say(late)
    karim.sync()
    universe.settle()
    assert sabine.dump() == karim.dump()
    (outcome,) = sabine.rows(OutcomeRow)
    assert outcome.code == "concurrent_change"
    # The contact that was taken is not lost by the result.
    assert sabine.registration(row).contacted_on == TODAY


def test_one_rdv_is_fixed_for_one_candidate_alone(universe: Universe) -> None:
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    (one, other), appointment = candidates(universe, sabine, 2)
    for post, row in ((sabine, one), (karim, other)):
        post.say(
            FixAppointment(
                registration_id=row, target_slot_id=appointment, new_registration_id=post.id()
            )
        )
    sabine.sync()
    universe.settle()
    assert sabine.dump() == karim.dump()
    states = [karim.registration(row).state for row in (one, other)]
    assert states == [RegistrationState.TRANSFERRED, RegistrationState.PROPOSED]
    (outcome,) = karim.rows(OutcomeRow)
    assert outcome.code == "slot_full"


def test_candidacies_are_typed_by_the_office_alone() -> None:
    names = ("candidacies.open", "candidacies.change", "contact.record")
    for name in (*names, "candidacy.fix_appointment"):
        allowed = {role for role in Role if may(role, name)}
        assert allowed == {Role.RGC, Role.MANAGER}
