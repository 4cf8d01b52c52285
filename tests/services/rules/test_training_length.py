# SPDX-License-Identifier: MIT
"""The length of a training: full time, 40 hours at least, three years at most (R6341-15)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.services.rules.training_length import (
    is_full_time,
    is_too_long,
    last_day,
    length_warnings,
)
from kairos_desktop.services.wording.training_length import length_text
from tests.factories import a_session

START = date(2026, 9, 7)


@pytest.mark.parametrize(
    ("weekly", "expected"), [(30.0, True), (29.5, False), (35.0, True), (None, None), (0.0, None)]
)
def test_r6341_15_thirty_hours_a_week_are_a_full_time(
    weekly: float | None, expected: bool | None
) -> None:
    assert is_full_time(weekly) is expected


@pytest.mark.parametrize(
    ("total", "end", "codes"),
    [
        (40.0, date(2029, 9, 6), []),
        (39.5, date(2026, 9, 11), ["training_short"]),
        (40.0, date(2029, 9, 7), ["training_long"]),
        (10.0, date(2030, 1, 1), ["training_short", "training_long"]),
        (None, None, []),
    ],
)
def test_r6341_15_forty_hours_at_least_and_three_years_at_most(
    total: float | None, end: date | None, codes: list[str]
) -> None:
    assert [each.code for each in length_warnings(START, end, total)] == codes


@given(st.dates(date(1, 1, 1), date(9990, 12, 31)))
def test_r6341_15_three_years_end_on_the_eve_of_an_anniversary(start: date) -> None:
    last = last_day(start)
    following = last + timedelta(days=1)
    assert following.year - start.year == 3
    # Of a leap day the anniversary is the first of March.
    is_leap_day = (start.month, start.day) == (2, 29)
    assert (following.month, following.day) == ((3, 1) if is_leap_day else (start.month, start.day))
    assert not is_too_long(start, last)
    assert is_too_long(start, following)


def test_the_end_of_the_calendar_is_no_trouble() -> None:
    assert last_day(date.max) == date.max
    assert not is_too_long(date.max, None)


def test_the_length_is_said_with_what_is_known() -> None:
    whole = a_session(UUID(int=1), hours_weekly=35.0, hours_total=600.5)
    said = "Temps plein · 35 h par semaine · 600 h 30 en tout"
    assert length_text(whole).replace("\u00a0", " ") == said
    part = a_session(UUID(int=1), hours_weekly=24.0)
    assert length_text(part).startswith("Temps partiel · 24")
    assert length_text(a_session(UUID(int=1))) == "Heures par semaine non précisées"
