# SPDX-License-Identifier: MIT
"""Info coll and RDV individuels: open, change, duplicate, delete (domain 2.6, 3.1)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from kairos_desktop.models.rows import RegistrationRow, SlotRow
from kairos_desktop.models.vocabulary import (
    RecruitmentState,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.services.acts.slots import (
    ChangeSlot,
    CreateAppointments,
    CreateMeeting,
    DeleteSlot,
    DuplicateAppointments,
    Pause,
    Where,
)
from kairos_desktop.services.wording.sentences import sentence
from tests.factories import MEETING_DAY, Scene, a_meeting

TOMORROW = MEETING_DAY + timedelta(days=1)


def test_an_info_coll_keeps_what_was_typed(scene: Scene) -> None:
    session = scene.session()
    site = scene.id()
    scene.say(DescribeSite(site_id=site, label="Annexe"))
    where = Where(site_id=site, place="  Salle  B ", link="https://visio.example", contact="Odile")
    slot = scene.row(SlotRow, scene.meeting(session, where=where, capacity=8, waitlist=False))
    assert (slot.kind, slot.state, slot.capacity) == (SlotKind.MEETING, SlotState.OPEN, 8)
    assert (slot.place, slot.site_id, slot.waitlist) == ("Salle B", site, False)
    assert scene.seats(slot.id).capacity == 8


def test_domain_3_1_no_info_coll_nor_rdv_before_the_carif_numbers(scene: Scene) -> None:
    session = scene.session(carif_action_number="")
    meeting = CreateMeeting(slot_id=scene.id(), session_id=session.id, meeting=a_meeting())
    group = CreateAppointments(
        group_id=scene.id(), session_id=session.id, days=(MEETING_DAY,),
        first_start=time(9), minutes=30, count=2,
    )  # fmt: skip
    assert scene.refusal_code(meeting) == "no_carif_numbers"
    assert scene.refusal_code(group) == "no_carif_numbers"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ends_at": time(9)}, "ends_before_start"),
        ({"held_on": date.max, "ends_at": None}, "day_out_of_range"),
        ({"held_on": date(206, 12, 7)}, "day_out_of_range"),
        ({"capacity": 0}, "capacity_out_of_range"),
        ({"capacity": 501}, "capacity_out_of_range"),
        ({"where": Where(link="javascript:alert(1)")}, "link_shape"),
    ],
)
def test_what_an_info_coll_may_not_be(scene: Scene, fields: dict[str, Any], code: str) -> None:
    session = scene.session()
    typed = a_meeting(**fields)
    new = CreateMeeting(slot_id=scene.id(), session_id=session.id, meeting=typed)
    assert scene.refusal_code(new) == code
    assert scene.refusal_code(ChangeSlot(slot_id=scene.meeting(session), meeting=typed)) == code


def test_a_place_that_is_no_site_of_ours_is_refused(scene: Scene) -> None:
    session = scene.session()
    nowhere = Where(site_id=scene.id())
    typed = a_meeting(where=nowhere)
    slot = scene.meeting(session)
    group = CreateAppointments(
        group_id=scene.id(), session_id=session.id, days=(MEETING_DAY,),
        first_start=time(9), minutes=30, count=2, where=nowhere,
    )  # fmt: skip
    for act in (
        CreateMeeting(slot_id=scene.id(), session_id=session.id, meeting=typed),
        ChangeSlot(slot_id=slot, meeting=typed),
        group,
    ):
        assert scene.refusal_code(act) == "unknown_row"


def test_an_id_serves_once(scene: Scene) -> None:
    one, other = scene.session(), scene.session(carif_session_number="99_S2")
    slot = scene.meeting(one)
    again = CreateMeeting(slot_id=slot, session_id=other.id, meeting=a_meeting())
    assert scene.refusal_code(again) == "id_taken"
    group = scene.row(SlotRow, scene.appointments(one)[0]).group_id
    assert group
    elsewhere = CreateAppointments(
        group_id=group, session_id=other.id, days=(MEETING_DAY,),
        first_start=time(9), minutes=30, count=1,
    )  # fmt: skip
    assert scene.refusal_code(elsewhere) == "id_taken"


# Changing


def test_a_changed_slot_keeps_its_people_and_says_how_many_to_tell(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    scene.register(slot)
    moved = ChangeSlot(slot_id=slot, meeting=a_meeting(held_on=TOMORROW))
    (warning,) = scene.warned(moved)
    assert (warning.code, warning.facts["count"]) == ("tell_the_registered", 1)
    assert (scene.row(SlotRow, slot).held_on, scene.seats(slot).taken) == (TOMORROW, 1)
    same_hour = ChangeSlot(slot_id=slot, meeting=a_meeting(held_on=TOMORROW, capacity=20))
    assert scene.warning_codes(same_hour) == []


def test_domain_3_1_places_are_not_taken_from_those_who_have_them(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=3)
    for _ in range(2):
        scene.register(slot)
    fewer = ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=1))
    assert scene.refusal_code(fewer) == "capacity_below_taken"
    scene.say(ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=2)))


def test_guide_p_22_a_changed_rdv_keeps_its_one_place(scene: Scene) -> None:
    slot = scene.appointments(scene.session())[0]
    larger = ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=2, waitlist=False))
    (refusal,) = scene.workspace.record([larger]).refusals
    assert "une seule personne" in sentence(refusal)
    assert scene.seats(slot).capacity == 1
    scene.say(ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=1, held_on=TOMORROW)))
    assert scene.row(SlotRow, slot).held_on == TOMORROW


# Deleting


def test_domain_3_1_a_deleted_slot_removes_those_expected_and_counts_them(scene: Scene) -> None:
    session = scene.session(recruitment_state=RecruitmentState.OPEN)
    slot = scene.meeting(session, capacity=2)
    expected, absent, waiting = (scene.register(slot) for _ in range(3))
    scene.absent(absent)
    warned = scene.warned(DeleteSlot(slot_id=slot))
    assert [w.code for w in warned] == ["transfer_no_longer_possible", "no_modality"]
    assert warned[0].facts["count"] == 3
    assert scene.row(SlotRow, slot).state is SlotState.DELETED
    states = {scene.registration(row).state for row in (expected, absent, waiting)}
    assert states == {RegistrationState.REMOVED}
    seats = scene.seats(slot)
    assert (seats.taken, seats.waiting, seats.surplus) == (0, 0, 0)


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        (RecruitmentState.OPEN, ["no_modality"]),
        (RecruitmentState.UNKNOWN, ["no_modality_unknown"]),
        (RecruitmentState.CLOSED, []),
    ],
)
def test_domain_3_1_deleting_the_last_modality_is_said_while_recruitment_is_active(
    scene: Scene, state: RecruitmentState, codes: list[str]
) -> None:
    session = scene.session(recruitment_state=state)
    first, last = scene.meeting(session), scene.meeting(session)
    assert scene.warning_codes(DeleteSlot(slot_id=first)) == []
    assert scene.warning_codes(DeleteSlot(slot_id=last)) == codes


def test_a_slot_with_presences_is_not_deleted_nor_twice(scene: Scene) -> None:
    session = scene.session()
    slot, empty = scene.meeting(session), scene.meeting(session)
    scene.present(scene.register(slot))
    assert scene.refusal_code(DeleteSlot(slot_id=slot)) == "slot_has_presences"
    scene.say(DeleteSlot(slot_id=empty))
    assert scene.refusal_code(DeleteSlot(slot_id=empty)) == "slot_deleted"
    again = ChangeSlot(slot_id=empty, meeting=a_meeting())
    assert scene.refusal_code(again) == "slot_deleted"


# Groups of appointments


def test_domain_2_6_a_group_makes_appointments_of_one_place_without_waiting_list(
    scene: Scene,
) -> None:
    slots = scene.appointments(scene.session(), pauses=(Pause(time(9, 30), time(10)),), count=2)
    rows = [scene.row(SlotRow, slot) for slot in slots]
    assert [(row.starts_at, row.ends_at) for row in rows] == [
        (time(9), time(9, 30)),
        (time(10), time(10, 30)),
    ]
    assert {(row.kind, row.capacity, row.waitlist) for row in rows} == {
        (SlotKind.APPOINTMENT, 1, False)
    }
    assert len({row.group_id for row in rows}) == 1


def test_a_duplicated_group_has_the_same_times_and_free_places(scene: Scene) -> None:
    session = scene.session()
    slots = scene.appointments(session)
    scene.register(slots[0])
    group = scene.row(SlotRow, slots[0]).group_id
    assert group
    duplicate = DuplicateAppointments(
        group_id=group, session_id=session.id, source_day=MEETING_DAY, days=(TOMORROW,)
    )
    scene.say(duplicate)
    copies = [row for row in scene.rows(SlotRow) if row.held_on == TOMORROW]
    assert {row.starts_at for row in copies} == {time(9), time(9, 30), time(10)}
    assert [scene.seats(row.id).taken for row in copies] == [0, 0, 0]
    assert len(scene.rows(RegistrationRow)) == 1
    assert scene.refusal_code(duplicate) == "group_day_taken"


def test_what_a_group_may_not_be(scene: Scene) -> None:
    session = scene.session()

    def group(days: tuple[date, ...], minutes: int = 30, count: int = 3) -> CreateAppointments:
        return CreateAppointments(
            group_id=scene.id(), session_id=session.id, days=days,
            first_start=time(9), minutes=minutes, count=count,
        )  # fmt: skip

    month = tuple(MEETING_DAY + timedelta(days=n) for n in range(32))
    assert scene.refusal_code(group(())) == "group_days"
    assert scene.refusal_code(group(month)) == "group_days"
    assert scene.refusal_code(group((MEETING_DAY,), minutes=2)) == "group_shape"
    assert scene.refusal_code(group((MEETING_DAY,), 60, 20)) == "group_past_midnight"
    unknown = DuplicateAppointments(
        group_id=scene.id(), session_id=session.id, source_day=MEETING_DAY, days=(TOMORROW,)
    )
    assert scene.refusal_code(unknown) == "unknown_group"
