# SPDX-License-Identifier: MIT
"""Opening a slot, the guard rails of modalities, transfers (domain 3.1, 3.3; guide p. 21, 23)."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import SessionRow, SlotRow
from kairos_desktop.models.vocabulary import (
    RecruitmentState,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.slots import (
    capacity_refusal,
    is_past,
    kind_refusal,
    modality_guard,
    opening_refusal,
    opening_warnings,
    presence_warnings,
    registration_refusal,
    registration_warnings,
    times_refusal,
    transfer_refusal,
)
from tests.factories import MEETING_DAY, TODAY, a_session

SESSION, OTHER = UUID(int=1), UUID(int=2)
BEFORE = datetime.combine(TODAY, time(10))
AFTER = datetime.combine(MEETING_DAY, time(18))
R = RegistrationState


def a_slot(number: int, **fields: Any) -> SlotRow:
    typed: dict[str, Any] = {
        "session_id": SESSION,
        "kind": SlotKind.MEETING,
        "held_on": MEETING_DAY,
        "starts_at": time(9),
        "ends_at": time(11),
        "capacity": 12,
    } | fields
    return SlotRow(id=UUID(int=number), **typed)


def session(**fields: Any) -> SessionRow:
    return a_session(SESSION, **fields)


# Opening


@pytest.mark.parametrize("missing", ["carif_action_number", "carif_session_number"])
def test_domain_3_1_no_modality_before_the_carif_numbers(missing: str) -> None:
    refusal = opening_refusal(session(**{missing: ""}))
    assert refusal
    assert refusal.code == "no_carif_numbers"


def test_domain_3_1_with_its_numbers_a_session_may_receive_a_slot() -> None:
    assert opening_refusal(session()) is None


def test_a_slot_ends_after_it_starts() -> None:
    assert times_refusal(time(9), None) is None
    assert times_refusal(time(9), time(9, 1)) is None
    for end in (time(9), time(8, 59)):
        refusal = times_refusal(time(9), end)
        assert refusal
        assert refusal.code == "ends_before_start"


@pytest.mark.parametrize(
    ("capacity", "fits"), [(0, False), (1, True), (500, True), (501, False), (-1, False)]
)
def test_a_slot_has_1_to_500_places(capacity: int, fits: bool) -> None:
    assert (capacity_refusal(capacity) is None) == fits


@pytest.mark.parametrize("capacity", [1, 2, 500])
def test_guide_p_22_an_rdv_individuel_receives_one_person(capacity: int) -> None:
    refusal = kind_refusal(SlotKind.APPOINTMENT, capacity)
    assert (refusal and refusal.code) == (None if capacity == 1 else "appointment_one_place")
    assert kind_refusal(SlotKind.MEETING, capacity) is None


def test_a_slot_in_the_past_after_the_start_or_with_recruitment_closed_is_opened_and_said() -> None:
    closed = session(recruitment_state=RecruitmentState.CLOSED)
    suspended = session(recruitment_state=RecruitmentState.SUSPENDED)
    late = date(2027, 2, 1)
    assert not opening_warnings(session(), MEETING_DAY, TODAY)
    assert [w.code for w in opening_warnings(session(), date(2026, 11, 22), TODAY)] == [
        "slot_in_the_past"
    ]
    assert [w.code for w in opening_warnings(session(), late, TODAY)] == ["slot_after_start"]
    assert not opening_warnings(session(permanent_entry=True), late, TODAY)
    for row in (closed, suspended):
        assert [w.code for w in opening_warnings(row, MEETING_DAY, TODAY)] == [
            "recruitment_not_open"
        ]


def test_domain_3_1_a_slot_is_past_when_its_end_has_passed() -> None:
    assert not is_past(a_slot(1), datetime.combine(MEETING_DAY, time(10, 59)))
    assert is_past(a_slot(1), datetime.combine(MEETING_DAY, time(11)))
    open_ended = a_slot(1, ends_at=None)
    assert not is_past(open_ended, datetime.combine(MEETING_DAY, time(9, 59)))
    assert is_past(open_ended, datetime.combine(MEETING_DAY, time(10)))


# The permanent warning


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RecruitmentState.OPEN, "no_modality"),
        (RecruitmentState.UNKNOWN, "no_modality_unknown"),
        (RecruitmentState.CLOSED, None),
        (RecruitmentState.SUSPENDED, None),
    ],
)
def test_domain_3_1_never_leave_the_prescriber_without_an_open_modality(
    state: RecruitmentState, expected: str | None
) -> None:
    row = session(recruitment_state=state)
    for none_open in ([], [a_slot(1, state=SlotState.DELETED)]):
        guard = modality_guard(row, none_open, BEFORE)
        assert (guard.code if guard else None) == expected
    assert modality_guard(row, [a_slot(1)], BEFORE) is None
    only_past = modality_guard(row, [a_slot(1)], AFTER)
    assert (only_past.code if only_past else None) == expected


def test_domain_3_1_the_guard_says_first_that_numbers_are_missing() -> None:
    guard = modality_guard(session(carif_session_number=""), [], BEFORE)
    assert guard
    assert guard.code == "no_carif_numbers"


def test_the_guard_is_silent_once_the_training_began_but_for_permanent_entry() -> None:
    began = datetime.combine(date(2027, 1, 11), time(8))
    opened = {"recruitment_state": RecruitmentState.OPEN}
    assert modality_guard(session(**opened), [], began) is None
    permanent = modality_guard(session(**opened, permanent_entry=True), [], began)
    assert permanent
    assert permanent.code == "no_modality"


# Facts are never refused for a time


def test_domain_3_2_a_presence_before_the_start_is_recorded_and_flagged() -> None:
    start = datetime.combine(MEETING_DAY, time(9))
    assert [w.code for w in presence_warnings(a_slot(1), BEFORE)] == ["not_started"]
    assert presence_warnings(a_slot(1), start) == ()


def test_a_past_slot_still_takes_a_registration_and_says_it() -> None:
    assert registration_warnings(a_slot(1), BEFORE) == ()
    assert [w.code for w in registration_warnings(a_slot(1), AFTER)] == ["slot_past"]


def test_domain_3_1_nobody_is_registered_on_a_deleted_slot() -> None:
    assert registration_refusal(a_slot(1)) is None
    refusal = registration_refusal(a_slot(1, state=SlotState.DELETED))
    assert refusal
    assert refusal.code == "slot_deleted"


# Transfers


PAIRED = (SlotKind.MEETING, SlotKind.APPOINTMENT)


@pytest.mark.parametrize(("source", "target"), list(product(PAIRED, PAIRED)))
def test_domain_3_3_the_four_pairs_are_allowed(source: SlotKind, target: SlotKind) -> None:
    one, other = a_slot(1, kind=source), a_slot(2, kind=target)
    assert transfer_refusal(R.REGISTERED, one, other, BEFORE) is None


@pytest.mark.parametrize("state", R)
def test_domain_3_3_those_expected_waiting_or_absent_move_and_no_others(state: R) -> None:
    moves = state in {R.REGISTERED, R.WAITLISTED, R.ABSENT}
    assert (transfer_refusal(state, a_slot(1), a_slot(2), BEFORE) is None) == moves


@pytest.mark.parametrize(
    ("source", "target", "now", "code"),
    [
        ({"state": SlotState.DELETED}, {}, BEFORE, "transfer_source_deleted"),
        ({}, {"state": SlotState.DELETED}, BEFORE, "slot_deleted"),
        ({}, {"session_id": OTHER}, BEFORE, "transfer_other_session"),
        ({}, {}, AFTER, "transfer_target_past"),
    ],
)
def test_domain_3_3_where_a_transfer_is_refused(
    source: dict[str, Any], target: dict[str, Any], now: datetime, code: str
) -> None:
    refusal = transfer_refusal(R.REGISTERED, a_slot(1, **source), a_slot(2, **target), now)
    assert refusal
    assert refusal.code == code


def test_domain_3_3_a_transfer_to_the_same_slot_is_refused() -> None:
    refusal = transfer_refusal(R.REGISTERED, a_slot(1), a_slot(1), BEFORE)
    assert refusal
    assert refusal.code == "transfer_same_slot"
