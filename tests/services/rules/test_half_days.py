# SPDX-License-Identifier: MIT
"""The half-days of a session known by its weekly hours; public holidays (L3133-1)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.half_days import (
    Planned,
    WeeklyHours,
    days_between,
    public_holidays,
    timetable_of,
)
from tests.factories import a_session

FULL = WeeklyHours(35 * 60)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def test_a_week_is_ten_half_days_of_three_and_a_half_hours() -> None:
    week = FULL.planned(date(2026, 11, 16), date(2026, 11, 22))
    assert len(week) == 10
    assert week[0] == Planned(date(2026, 11, 16), HalfDay.MORNING, 210)
    assert sum(each.minutes for each in week) == 35 * 60


def test_the_eleventh_of_november_is_not_taught() -> None:
    assert FULL.planned(date(2026, 11, 11), date(2026, 11, 11)) == ()


def test_the_moving_holidays_of_four_years() -> None:
    moving = {
        2024: {(4, 1), (5, 9), (5, 20)},
        2025: {(4, 21), (5, 29), (6, 9)},
        2026: {(4, 6), (5, 14), (5, 25)},
        2027: {(3, 29), (5, 6), (5, 17)},
    }
    for year, days in moving.items():
        found = {(day.month, day.day) for day in public_holidays(year)}
        assert days <= found
        assert len(found) == 11


def test_a_session_without_weekly_hours_is_full_time() -> None:
    row_id = UUID(int=1)
    assert timetable_of(a_session(row_id, hours_weekly=None)) == FULL
    assert timetable_of(a_session(row_id, hours_weekly=24.0)) == WeeklyHours(24 * 60)


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_what_is_planned_does_not_depend_on_where_one_cuts(
    first: date, length: int, cut: int
) -> None:
    last = first + timedelta(days=length)
    middle = min(first + timedelta(days=cut), last)
    whole = FULL.planned(first, last)
    parts = (*FULL.planned(first, middle), *FULL.planned(middle + timedelta(days=1), last))
    assert whole == parts
    assert all(each.day.weekday() < 5 for each in whole)


@given(DAYS, st.integers(-5, 400))
def test_days_between_holds_both_ends(first: date, length: int) -> None:
    days = list(days_between(first, first + timedelta(days=length)))
    assert len(days) == max(0, length + 1)
    assert not days or (days[0], days[-1]) == (first, first + timedelta(days=length))
