# SPDX-License-Identifier: MIT
"""Places and the waiting list (domain 3.1): first come, first served."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import SeatsRow
from kairos_desktop.models.vocabulary import RegistrationState
from kairos_desktop.services.rules.capacity import free_places, placement
from kairos_desktop.services.rules.verdicts import Refused

COUNT = st.integers(0, 8)


def seats(capacity: int, taken: int = 0, *, waiting: int = 0, surplus: int = 0) -> SeatsRow:
    return SeatsRow(
        id=UUID(int=1), capacity=capacity, taken=taken, waiting=waiting, surplus=surplus
    )


def test_domain_3_1_the_last_place_is_given_and_the_next_one_waits() -> None:
    assert placement(seats(2, 1), waitlist=True) is RegistrationState.REGISTERED
    assert placement(seats(2, 2), waitlist=True) is RegistrationState.WAITLISTED


def test_domain_3_1_without_waiting_list_a_full_slot_refuses() -> None:
    answer = placement(seats(2, 2), waitlist=False)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.facts) == ("slot_full", {"capacity": 2})


def test_domain_3_1_a_freed_place_is_kept_for_the_first_one_waiting() -> None:
    assert placement(seats(2, 1, waiting=1), waitlist=True) is RegistrationState.WAITLISTED


def test_a_place_that_nobody_waits_for_is_free() -> None:
    assert placement(seats(3, 1, waiting=1), waitlist=True) is RegistrationState.REGISTERED


def test_somebody_beyond_the_capacity_makes_no_place_for_another() -> None:
    assert free_places(seats(2, 3, surplus=1)) == 0
    # One of the three gave up: the room is full all the same.
    assert free_places(seats(2, 2, surplus=1)) == 0


@given(COUNT, COUNT, COUNT, COUNT, st.booleans())
def test_a_newcomer_takes_a_place_only_where_one_is_left_after_those_waiting(
    capacity: int, taken: int, waiting: int, surplus: int, waitlist: bool
) -> None:
    row = seats(capacity, taken, waiting=waiting, surplus=surplus)
    answer = placement(row, waitlist=waitlist)
    left = max(0, capacity - taken)
    if waitlist:
        registered = left > waiting
        assert answer is (
            RegistrationState.REGISTERED if registered else RegistrationState.WAITLISTED
        )
    else:
        assert (answer is RegistrationState.REGISTERED) == (left > 0)
