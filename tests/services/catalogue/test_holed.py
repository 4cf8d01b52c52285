# SPDX-License-Identifier: MIT
"""Dates with holes and hours: what LHEO writes is read and written back the same."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.services.catalogue.holed import (
    UNKNOWN,
    HoledDate,
    ends_before,
    french,
    french_period,
    read_date,
    read_hour,
    write_hour,
)


@given(st.dates(max_value=date(9998, 12, 31)), st.sampled_from(("day", "month", "none")))
def test_a_date_comes_back_as_it_was_written(day: date, hole: str) -> None:
    written = {
        "none": f"{day:%Y%m%d}",
        "day": f"{day:%Y%m}00",
        "month": f"{day:%Y}0000",
    }[hole].zfill(8)
    read = read_date(written)
    assert read.lheo == written
    assert read.exact == (day if hole == "none" else None)
    assert not read.impossible


@given(st.text(max_size=12))
def test_no_text_stops_the_reading_and_none_is_lost(written: str) -> None:
    read = read_date(written)
    assert read.first_day is not None or read == UNKNOWN or read.text == written.strip()


@given(st.times())
def test_an_hour_comes_back_as_it_was_written(hour: time) -> None:
    assert read_hour(write_hour(hour)) == hour.replace(second=0, microsecond=0)


@pytest.mark.parametrize("written", ["00000000", "99999999", "-", "", "  "])
def test_unknown_dates(written: str) -> None:
    assert read_date(written) == UNKNOWN


@pytest.mark.parametrize("written", ["20210231", "20211301", "20210015", "hier", "2021"])
def test_an_impossible_date_is_kept_as_written_and_flagged(written: str) -> None:
    read = read_date(written)
    assert read.impossible
    assert (read.text, read.exact) == (written, None)


@pytest.mark.parametrize("written", ["2015-01-02", "02/01/2015", "20150102", "2015-01-02T10:00:00"])
def test_other_ways_to_write_a_date(written: str) -> None:
    assert read_date(written).exact == date(2015, 1, 2)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("14h15", time(14, 15)),
        ("9h", time(9)),
        ("12H", time(12)),
        ("09:30", time(9, 30)),
        ("9 h 05", time(9, 5)),
        ("25h00", None),
        ("matin", None),
        ("", None),
    ],
)
def test_hours(written: str, hour: time | None) -> None:
    assert read_hour(written) == hour


@pytest.mark.parametrize(
    ("start", "end", "contradict"),
    [
        ("20270111", "20270110", True),
        ("20270111", "20270111", False),
        ("20270111", "99999999", False),
        ("20270200", "20270131", True),
        ("20270200", "20270201", False),
        ("20280000", "20271231", True),
    ],
)
def test_an_end_before_a_start(start: str, end: str, contradict: bool) -> None:
    assert ends_before(read_date(start), read_date(end)) is contradict


def test_dates_in_french() -> None:
    assert french(HoledDate(2027, 5)) == "mai 2027"
    assert french(read_date("20210231")) == "« 20210231 » (date impossible)"
    assert french_period(read_date("20270111"), read_date("20270625")) == (
        "du 11/01/2027 au 25/06/2027"
    )
    assert french_period(read_date("20270906"), UNKNOWN) == "à partir du 06/09/2027"
