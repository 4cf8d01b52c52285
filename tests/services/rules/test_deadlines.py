# SPDX-License-Identifier: MIT
"""Deadlines over four years: clock changes, ends of months, leap days (domain 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.paris import PARIS
from kairos_desktop.services.rules import deadlines as d
from tests.services.acts.examples import MADE

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
days = st.dates(FIRST, LAST)
# Both clock changes of a year, a leap day, ends of months and of the year.
ODD = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2027, 1, 31),
    date(2026, 12, 31),
)


@pytest.mark.parametrize("day", ODD)
def test_decret_2019_1386_three_days_are_three_calendar_days(day: date) -> None:
    by = d.declare_by(day)
    assert by.toordinal() - day.toordinal() == 3
    assert not d.is_overdue(day, by)
    assert d.is_overdue(day, by + timedelta(days=1))


@given(days, st.integers(-40, 40))
def test_guide_p_28_more_than_three_days_is_today_minus_start_above_three(
    start: date, later: int
) -> None:
    today = start + timedelta(days=later)
    assert d.is_overdue(start, today) == (later > 3)
    # The list of the dashboard and the countdown of « À faire » never disagree.
    assert d.is_overdue(start, today) == (d.days_left(d.declare_by(start), today) < 0)


@given(days, days)
def test_days_left_count_down_by_one_each_day(by: date, today: date) -> None:
    left = d.days_left(by, today)
    assert d.days_left(by, today + timedelta(days=1)) == left - 1
    assert today + timedelta(days=left) == by


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 21, 59, tzinfo=UTC),
        datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
    ],
)
def test_the_day_of_an_act_is_that_of_paris_on_both_clock_changes(at: datetime) -> None:
    here = at.astimezone(PARIS)
    made = msgspec.structs.replace(MADE, at=here)
    assert made.today in (date(2026, 3, 29), date(2026, 10, 25))
    assert d.days_left(d.declare_by(made.today), made.today) == 3


@given(days)
def test_guide_p_29_a_month_opens_on_the_25th_and_is_overdue_from_the_first(day: date) -> None:
    opens, by = d.attendance_opens(day), d.attendance_by(day)
    assert (opens.year, opens.month, opens.day) == (day.year, day.month, 25)
    assert (by.year, by.month) == (day.year, day.month)
    assert (by + timedelta(days=1)).day == 1
    assert 3 <= (by - opens).days <= 6


@given(days, st.integers(0, 30))
def test_guide_p_15_a_notice_comes_so_many_days_before_the_exit(end: date, least: int) -> None:
    assert (end - d.end_notice_by(end, least)).days == least


@given(days)
def test_domain_4_habits_of_recruitment(day: date) -> None:
    assert (d.presence_by(day) - day).days == 1
    assert (d.result_by(day) - day).days == 7
    assert d.verdict_asked_from(day) < d.verdict_by(day) < day
