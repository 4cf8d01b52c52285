# SPDX-License-Identifier: MIT
"""Rule tests: places that a post keeps (reference sync 2.12, ADR 0161)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import HoldRow, RegistrationRow, SeatsRow, SlotRow
from kairos_desktop.models.vocabulary import (
    Prescriber,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.capacity import placement
from kairos_desktop.services.rules.holds import (
    LONGEST,
    hold_refusal,
    holdable,
    is_open,
    is_over,
    left,
    serves,
)

TODAY = date(2026, 11, 23)
SLOT = SlotRow(
    id=UUID(int=1), session_id=UUID(int=2), kind=SlotKind.MEETING, held_on=TODAY,
    starts_at=time(9), ends_at=None, capacity=12,
)  # fmt: skip
SEATS = SeatsRow(id=SLOT.id, capacity=12, taken=4, held=3)
HOLD = HoldRow(
    id=UUID(int=9), slot_id=SLOT.id, session_id=SLOT.session_id, post_id=UUID(int=5), letter="B",
    places=3, until=TODAY + timedelta(days=2), held_by="Karim",
    held_at=datetime(2026, 11, 23, 9, tzinfo=PARIS),
)  # fmt: skip
replace = msgspec.structs.replace


def registration(number: int, state: RegistrationState, hold: UUID | None) -> RegistrationRow:
    return RegistrationRow(
        id=UUID(int=100 + number), slot_id=SLOT.id, session_id=SLOT.session_id,
        jobseeker_id=UUID(int=200 + number), state=state, placed_by=Prescriber.FRANCE_TRAVAIL,
        placed_on=TODAY, hold_id=hold,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("places", "until", "seats", "code"),
    [
        (5, TODAY, SEATS, None),
        (6, TODAY, SEATS, "hold_no_room"),
        (0, TODAY, SEATS, "hold_count"),
        (1, TODAY - timedelta(days=1), SEATS, "hold_past"),
        (1, TODAY + LONGEST, SEATS, None),
        (1, TODAY + LONGEST + timedelta(days=1), SEATS, "hold_too_long"),
        # Those who wait come first.
        (2, TODAY, replace(SEATS, waiting=4), "hold_no_room"),
    ],
)
def test_what_may_be_kept(places: int, until: date, seats: SeatsRow, code: str | None) -> None:
    refused = hold_refusal(SLOT, seats, places, until, TODAY)
    assert (refused.code if refused else None) == code


def test_nothing_is_kept_of_a_deleted_slot() -> None:
    deleted = replace(SLOT, state=SlotState.DELETED)
    refused = hold_refusal(deleted, SEATS, 1, TODAY, TODAY)
    assert refused is not None
    assert refused.code == "slot_deleted"


def test_what_is_left_counts_those_who_have_a_place() -> None:
    rows = [
        registration(1, RegistrationState.REGISTERED, HOLD.id),
        registration(2, RegistrationState.PRESENT, HOLD.id),
        registration(3, RegistrationState.CANCELLED, HOLD.id),
        registration(4, RegistrationState.REGISTERED, None),
    ]
    assert left(HOLD, rows) == 1
    assert left(replace(HOLD, places=1), rows) == 0
    given_back = replace(HOLD, released_at=HOLD.held_at)
    assert left(given_back, rows) == 0
    assert not is_open(given_back)


def test_it_serves_its_own_post_to_its_last_day() -> None:
    assert serves(HOLD, HOLD.post_id, HOLD.until)
    assert not serves(HOLD, HOLD.post_id, HOLD.until + timedelta(days=1))
    assert not serves(HOLD, UUID(int=6), TODAY)


def test_it_is_over_after_its_last_day_or_where_a_wrong_clock_put_it() -> None:
    assert not is_over(HOLD, HOLD.until)
    assert is_over(HOLD, HOLD.until + timedelta(days=1))
    assert is_over(replace(HOLD, until=TODAY + timedelta(days=365)), TODAY)


def test_a_kept_place_is_given_whatever_the_others_wait_for() -> None:
    full = replace(SEATS, taken=9, waiting=2)
    assert placement(full, waitlist=True, kept=1) is RegistrationState.REGISTERED
    assert placement(full, waitlist=True) is RegistrationState.WAITLISTED
    assert holdable(full) == 0
