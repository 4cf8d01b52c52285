# SPDX-License-Identifier: MIT
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.views.toolkit.field_parsing import (
    parse_date,
    parse_hours,
    parse_money,
    parse_time,
    show_date,
    show_time,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7/12", date(2026, 12, 7)),
        ("7/1", date(2027, 1, 7)),
        ("31/10", date(2026, 10, 31)),
        ("07122026", date(2026, 12, 7)),
        ("071226", date(2026, 12, 7)),
        ("0712", date(2026, 12, 7)),
        ("7.12.26", date(2026, 12, 7)),
        ("7-12-2026", date(2026, 12, 7)),
        ("7 12 2026", date(2026, 12, 7)),
        ("7 déc", date(2026, 12, 7)),
        ("1er févr. 2027", date(2027, 2, 1)),
        ("14 juillet 1989", date(1989, 7, 14)),
        ("3 août 90", date(1990, 8, 3)),
        ("29/2/2028", date(2028, 2, 29)),
        ("demain", date(2026, 11, 24)),
        (" Aujourd’hui ", TODAY),
        ("hier", date(2026, 11, 22)),
        ("+3", date(2026, 11, 26)),
        ("- 2", date(2026, 11, 21)),
    ],
)
def test_dates_as_they_are_typed(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "x", "31/2/2026", "00000000", "20210231", "7/13", "32/1", "7 ju", "7 m 2026", "1"]
)
def test_what_is_not_a_date(typed: str) -> None:
    assert parse_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9h30", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("9h", time(9)),
        ("9", time(9)),
        ("09", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("14H05", time(14, 5)),
        ("0h", time(0)),
    ],
)
def test_hours_as_they_are_typed(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24h", "9h60", "h", "99", "12345", "9 heures et quart"])
def test_what_is_not_an_hour(typed: str) -> None:
    assert parse_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("35", 2100),
        ("35 h", 2100),
        ("3,5", 210),
        ("3.25", 195),
        ("3h30", 210),
        ("3:05", 185),
        ("29\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30", 1770),
        ("0", 0),
    ],
)
def test_a_length_as_it_is_typed(typed: str, meant: int) -> None:
    assert parse_hours(typed) == meant


@pytest.mark.parametrize("typed", ["", "h", "3h75", "3,555", "-2", "12345", "trois"])
def test_what_is_not_a_length(typed: str) -> None:
    assert parse_hours(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2450", 245_000),
        ("2 450,5", 245_050),
        ("2450.05 €", 245_005),
        ("2\N{NO-BREAK SPACE}450\N{NO-BREAK SPACE}€", 245_000),
        ("0", 0),
    ],
)
def test_an_amount_as_it_is_typed(typed: str, meant: int) -> None:
    assert parse_money(typed) == meant


@pytest.mark.parametrize("typed", ["", "€", "1,234", "-2", "100000", "cent"])
def test_what_is_not_an_amount(typed: str) -> None:
    assert parse_money(typed) is None


@given(st.dates(date(1000, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_date_shown_is_read_back(day: date, today: date) -> None:
    assert parse_date(show_date(day), today) == day
    assert parse_date(f"{day:%d%m}{day.year:04}", today) == day


@given(st.times())
def test_an_hour_shown_is_read_back(hour: time) -> None:
    wanted = hour.replace(second=0, microsecond=0)
    assert parse_time(show_time(wanted)) == wanted


@given(st.text(max_size=20), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_nothing_typed_can_fail(typed: str, today: date) -> None:
    parse_date(typed, today)
    parse_time(typed)
    parse_hours(typed)


@given(st.dates(date(2026, 6, 1), date(2027, 4, 1)))
def test_without_a_year_the_nearest_date_is_meant(day: date) -> None:
    found = parse_date(f"{day.day}/{day.month}", TODAY)
    assert found is not None
    assert abs(found - TODAY) <= abs(day - TODAY)
    assert (found.day, found.month) == (day.day, day.month)
