# SPDX-License-Identifier: MIT
"""The vote of the delegates: above 500 hours, between the 20th and the 40th (R6352-9, -10)."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos_desktop.models.rows import ClosureRow, LessonRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.delegates import (
    LOOKED_AT_DAYS,
    VoteDays,
    elects_delegates,
    vote_days,
)
from kairos_desktop.services.rules.timetables import typed_timetable
from tests.factories import a_session

# A Monday, and a session of seven hours a day.
START = date(2026, 9, 7)
SESSION = a_session(UUID(int=1), starts_on=START, ends_on=date(2027, 3, 26), hours_weekly=35.0)


@pytest.mark.parametrize(("total", "expected"), [(500.0, False), (500.5, True), (None, False)])
def test_r6352_9_a_training_of_more_than_500_hours_elects_delegates(
    total: float | None, expected: bool
) -> None:
    assert elects_delegates(a_session(UUID(int=1), hours_total=total)) is expected


def test_r6352_10_the_vote_is_between_the_20th_and_the_40th_hour() -> None:
    weekly = typed_timetable(SESSION, (), ())
    # 21 hours on the Wednesday, 42 on the Monday that follows.
    assert vote_days(weekly, START, None) == VoteDays(date(2026, 9, 9), date(2026, 9, 14))
    closed = ClosureRow(
        id=UUID(int=3), session_id=SESSION.id, starts_on=START, ends_on=START + timedelta(days=3)
    )
    after = typed_timetable(SESSION, (), (closed,))
    assert vote_days(after, START, None) == VoteDays(date(2026, 9, 15), date(2026, 9, 18))


def test_r6352_10_the_very_20th_and_40th_hours_count() -> None:
    five_a_day = typed_timetable(a_session(UUID(int=1), hours_weekly=25.0), (), ())
    # Twenty exactly on the fourth day, forty on the eighth.
    assert vote_days(five_a_day, START, None) == VoteDays(date(2026, 9, 10), date(2026, 9, 16))


def test_a_training_that_ends_or_is_too_slow_before_forty_hours_has_no_days() -> None:
    weekly = typed_timetable(SESSION, (), ())
    assert vote_days(weekly, START, date(2026, 9, 11)) is None
    slow = typed_timetable(a_session(UUID(int=1), hours_weekly=2.0), (), ())
    assert vote_days(slow, START, None) is None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 130), st.integers(30, 300)), max_size=60))
def test_r6352_10_the_hours_are_those_of_the_timetable(typed: list[tuple[int, int]]) -> None:
    lessons = {
        after: LessonRow(
            id=UUID(int=after + 10),
            session_id=SESSION.id,
            day=START + timedelta(days=after),
            half=HalfDay.MORNING,
            starts_at=time(8),
            ends_at=time(8 + minutes // 60, minutes % 60),
        )
        for after, minutes in typed
    }
    timetable = typed_timetable(SESSION, lessons.values(), ())
    found = vote_days(timetable, START, None)
    last = START + timedelta(days=LOOKED_AT_DAYS)
    reached = dict[int, list[date]]({20: [], 40: []})
    taught = 0
    for each in timetable.planned(START, last):
        taught += each.minutes
        for hours, days in reached.items():
            if taught >= hours * 60:
                days.append(each.day)
    if not reached[40]:
        assert found is None
    else:
        assert found == VoteDays(reached[20][0], reached[40][0])
