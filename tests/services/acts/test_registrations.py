# SPDX-License-Identifier: MIT
"""Registering, waiting, giving up, transfers (domain 2.7, 3.1 to 3.3; guide p. 18 to 23)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from kairos_desktop.models.rows import RegistrationRow, SlotRow
from kairos_desktop.models.vocabulary import (
    CancelReason,
    Prescriber,
    RegistrationState,
    SlotKind,
)
from kairos_desktop.services.acts.jobseekers import MergeJobseekers
from kairos_desktop.services.acts.registrations import (
    CancelRegistration,
    GivePlace,
    Register,
    Transfer,
)
from kairos_desktop.services.acts.slots import DeleteSlot
from tests.factories import MEETING_DAY, TODAY, Scene

R = RegistrationState


def register(scene: Scene, slot: UUID, person: UUID | None = None) -> Register:
    return Register(
        registration_id=scene.id(), slot_id=slot, jobseeker_id=person or scene.person(),
        placed_by=Prescriber.MISSION_LOCALE, source="courriel",
    )  # fmt: skip


def cancel(registration_id: UUID) -> CancelRegistration:
    return CancelRegistration(registration_id=registration_id, reason=CancelReason.UNAVAILABLE)


def transfer(scene: Scene, registration_id: UUID, target: UUID) -> Transfer:
    return Transfer(
        registration_id=registration_id, target_slot_id=target, new_registration_id=scene.id()
    )


@pytest.mark.parametrize("who", Prescriber)
def test_domain_2_7_a_registration_says_who_placed_the_person_when_and_from_where(
    scene: Scene, who: Prescriber
) -> None:
    slot = scene.meeting(scene.session())
    given = date(2026, 11, 20)
    act = Register(
        registration_id=scene.id(), slot_id=slot, jobseeker_id=scene.person(),
        placed_by=who, placed_on=given, source=" appel  du matin ",
    )  # fmt: skip
    scene.say(act)
    row = scene.registration(act.registration_id)
    assert (row.placed_by, row.placed_on, row.source) == (who, given, "appel du matin")
    assert scene.registration(scene.register(slot)).placed_on == TODAY


def test_domain_3_1_beyond_the_places_people_wait_in_order_of_arrival(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=2)
    acts = [register(scene, slot) for _ in range(4)]
    warned = [scene.warned(act) for act in acts]
    assert [[w.code for w in each] for each in warned] == [[], [], ["waitlisted"], ["waitlisted"]]
    assert [each[0].facts["rank"] for each in warned[2:]] == [1, 2]
    rows = [scene.registration(act.registration_id) for act in acts]
    assert [row.state for row in rows] == [R.REGISTERED, R.REGISTERED, R.WAITLISTED, R.WAITLISTED]
    assert [row.rank for row in rows] == [None, None, 1, 2]
    seats = scene.seats(slot)
    assert (seats.taken, seats.waiting) == (2, 2)


def test_domain_3_1_a_freed_place_is_offered_to_the_first_one_waiting(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    seated, first, second = (scene.register(slot) for _ in range(3))
    (freed,) = scene.warned(cancel(seated))
    assert (freed.code, freed.facts["registration_id"]) == ("place_freed", first)
    newcomer = register(scene, slot)
    assert scene.warning_codes(newcomer) == ["waitlisted"]
    assert scene.warning_codes(GivePlace(registration_id=second)) == ["not_first_waiting"]
    assert scene.refusal_code(GivePlace(registration_id=first)) == "place_taken"
    scene.say(cancel(second))
    assert scene.warning_codes(GivePlace(registration_id=first)) == []
    assert scene.registration(first).rank is None


def test_a_place_freed_beside_somebody_in_surplus_is_offered_to_nobody(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    seated, came, _waiting = (scene.register(slot) for _ in range(3))
    scene.present(came)
    assert scene.warning_codes(cancel(seated)) == []


def test_a_place_is_given_only_to_somebody_waiting(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    assert scene.refusal_code(GivePlace(registration_id=scene.register(slot))) == "not_waitlisted"


def test_domain_3_1_without_waiting_list_a_full_slot_refuses(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1, waitlist=False)
    scene.register(slot)
    assert scene.refusal_code(register(scene, slot)) == "slot_full"


def test_domain_2_7_one_live_registration_for_a_slot_and_a_person(scene: Scene) -> None:
    session = scene.session()
    slot, person = scene.meeting(session), scene.person()
    first = scene.register(slot, person)
    assert scene.refusal_code(register(scene, slot, person)) == "already_registered"
    scene.say(cancel(first))
    scene.say(register(scene, slot, person))


def test_domain_2_7_a_second_appointment_in_the_session_is_said_not_refused(scene: Scene) -> None:
    session = scene.session()
    meeting, (appointment, *_), person = (
        scene.meeting(session), scene.appointments(session), scene.person(),
    )  # fmt: skip
    scene.register(meeting, person)
    assert scene.warning_codes(register(scene, appointment, person)) == ["also_registered"]


def test_nobody_is_registered_on_a_deleted_slot_nor_from_a_merged_record(scene: Scene) -> None:
    session = scene.session()
    gone, slot = scene.meeting(session), scene.meeting(session)
    kept, absorbed = scene.person(), scene.person()
    scene.say(DeleteSlot(slot_id=gone))
    scene.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed))
    assert scene.refusal_code(register(scene, gone)) == "slot_deleted"
    assert scene.refusal_code(register(scene, slot, absorbed)) == "merged_away"


def test_a_registration_after_the_slot_is_recorded_and_said(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    act = register(scene, slot)
    scene.clock.be(MEETING_DAY + timedelta(days=2))
    assert scene.warning_codes(act) == ["slot_past"]


def test_domain_3_2_the_jobseeker_gives_up_with_a_reason(scene: Scene) -> None:
    row_id = scene.register(scene.meeting(scene.session()))
    scene.say(CancelRegistration(registration_id=row_id, reason=CancelReason.JOB, note="CDI"))
    row = scene.registration(row_id)
    assert (row.state, row.reason, row.note) == (R.CANCELLED, CancelReason.JOB, "CDI")
    assert row.recorded_on == TODAY


# Transfers


PAIRED = (SlotKind.MEETING, SlotKind.APPOINTMENT)


@pytest.mark.parametrize(("source", "target"), list(product(PAIRED, PAIRED)))
def test_domain_3_3_the_four_transfers_keep_who_placed_the_person(
    scene: Scene, source: SlotKind, target: SlotKind
) -> None:
    session = scene.session()
    slots = {
        kind: [scene.meeting(session), scene.meeting(session)]
        if kind is SlotKind.MEETING
        else scene.appointments(session)
        for kind in {source, target}
    }
    start, end = slots[source][0], slots[target][1]
    row_id = scene.register(start)
    act = transfer(scene, row_id, end)
    assert scene.warning_codes(act) == []
    old, new = scene.registration(row_id), scene.registration(act.new_registration_id)
    assert (old.state, old.transferred_to_id) == (R.TRANSFERRED, new.id)
    assert (new.state, new.slot_id, new.transferred_from_id) == (R.REGISTERED, end, old.id)
    assert (new.placed_by, new.placed_on) == (old.placed_by, old.placed_on)
    assert (scene.seats(start).taken, scene.seats(end).taken) == (0, 1)
    assert scene.row(SlotRow, end).kind is target


def test_domain_3_3_an_absent_and_a_waiting_one_are_transferred_together(scene: Scene) -> None:
    session = scene.session()
    slot, target = scene.meeting(session, capacity=1), scene.meeting(session)
    absent, waiting = scene.register(slot), scene.register(slot)
    scene.absent(absent)
    scene.say(transfer(scene, absent, target), transfer(scene, waiting, target))
    assert {scene.registration(row).state for row in (absent, waiting)} == {R.TRANSFERRED}
    assert (scene.seats(slot).taken, scene.seats(slot).waiting) == (0, 0)
    assert scene.seats(target).taken == 2


def test_domain_3_3_a_transfer_to_a_full_slot_waits_there(scene: Scene) -> None:
    session = scene.session()
    slot, full = scene.meeting(session), scene.meeting(session, capacity=1)
    scene.register(full)
    act = transfer(scene, scene.register(slot), full)
    assert scene.warning_codes(act) == ["waitlisted"]
    assert scene.registration(act.new_registration_id).rank == 1


def test_domain_3_3_where_no_transfer_goes(scene: Scene) -> None:
    session, other = scene.session(), scene.session(carif_session_number="99_S2")
    slot, person = scene.meeting(session), scene.person()
    row_id = scene.register(slot, person)
    taken_rdv, held, gone = *scene.appointments(session)[:2], scene.meeting(session)
    scene.register(taken_rdv)
    scene.register(held, person)
    scene.say(DeleteSlot(slot_id=gone))
    past = scene.meeting(session, held_on=TODAY - timedelta(days=1))
    refusals = {
        "transfer_other_session": scene.meeting(other),
        "slot_full": taken_rdv,
        "already_registered": held,
        "slot_deleted": gone,
        "transfer_same_slot": slot,
        "transfer_target_past": past,
    }
    for code, target in refusals.items():
        assert scene.refusal_code(transfer(scene, row_id, target)) == code


def test_domain_3_3_nobody_is_transferred_from_a_deleted_or_cancelled_appointment(
    scene: Scene,
) -> None:
    session = scene.session()
    slot, target = scene.meeting(session), scene.meeting(session)
    cancelled, removed = scene.register(slot), scene.register(slot)
    scene.say(cancel(cancelled))
    assert scene.refusal_code(transfer(scene, cancelled, target)) == "transfer_ended"
    scene.say(DeleteSlot(slot_id=slot))
    assert scene.refusal_code(transfer(scene, removed, target)) == "transfer_source_deleted"


def test_transfer_then_delete_keeps_everyone(scene: Scene) -> None:
    session = scene.session()
    slot, target = scene.meeting(session), scene.meeting(session)
    people = [scene.register(slot) for _ in range(3)]
    moves = [transfer(scene, row_id, target) for row_id in people]
    assert scene.warning_codes(*moves, DeleteSlot(slot_id=slot)) == []
    states = [row.state for row in scene.rows(RegistrationRow)]
    assert sorted(states) == [R.REGISTERED] * 3 + [R.TRANSFERRED] * 3
