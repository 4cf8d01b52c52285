# SPDX-License-Identifier: MIT
"""R-A5: five failures, then growing delays, then a lock; counted on the login."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kairos_server.directory import throttle
from kairos_server.directory.throttle import Refusal
from tests.kairos_server.house import House


def tried(house: House, login: str = "odile") -> Refusal | None:
    with house.store.directory() as conn:
        return throttle.begin(conn, house.org, login, house.now())


def test_the_delays_grow_from_the_fifth_failure_then_the_login_is_locked(house: House) -> None:
    waits: list[float | None] = []
    for _ in range(throttle.MOST_IN_A_ROW):
        while refused := tried(house):
            waits.append(refused.seconds)
            assert refused.seconds is not None
            house.later(seconds=refused.seconds)
    assert waits == [60, 120, 240, 480, 960]
    house.later(days=300)
    assert tried(house) == Refusal(None)


def test_a_try_in_time_is_the_last_before_the_delay(house: House) -> None:
    for _ in range(4):
        assert tried(house) is None
    assert tried(house) is None
    assert tried(house) == Refusal(60)
    house.later(seconds=59)
    assert tried(house) == Refusal(1)
    house.later(seconds=1)
    assert tried(house) is None


def test_what_was_right_or_unlocked_starts_again(house: House) -> None:
    for _ in range(5):
        tried(house)
    with house.store.directory() as conn:
        throttle.forgive(conn, house.org, "odile")
    assert [tried(house) for _ in range(5)] == [None] * 5


def test_a_login_of_another_organisation_is_another_login(house: House) -> None:
    for _ in range(5):
        tried(house)
    with house.store.directory() as conn:
        assert throttle.begin(conn, house.other_org, "odile", house.now()) is None
    assert tried(house, "paul") is None


@pytest.mark.parametrize("hours", [23, 24])
def test_no_more_than_twenty_five_in_a_day(house: House, hours: int) -> None:
    began = house.now()
    tries = throttle.Tries(0, 0, began, None)
    for _ in range(throttle.MOST_IN_A_DAY):
        # Successes of another path would reset the row: only the day's count is looked at.
        tries = throttle.after_try(throttle.Tries(0, tries.in_the_day, began, None), began)
    seconds = timedelta(hours=24 - hours).total_seconds()
    refused = throttle.refusal(tries, began + timedelta(hours=hours))
    assert refused == (Refusal(seconds) if hours < 24 else None)
    assert throttle.after_try(tries, began + timedelta(hours=24)).in_the_day == 1


def test_what_is_typed_as_a_login_is_not_kept(house: House) -> None:
    tried(house, "un mot de passe tapé au mauvais endroit")
    with house.store.reading_directory() as conn:
        kept = conn.exec_driver_sql("SELECT * FROM directory_tries").one()
    assert "passe" not in repr(tuple(kept))
