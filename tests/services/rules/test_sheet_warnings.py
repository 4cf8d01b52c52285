# SPDX-License-Identifier: MIT
"""What an inspector would ask about a sheet: told once each, and nothing of an honest one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import ClosureRow
from kairos_desktop.models.sheet_rows import SignatureRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.half_days import public_holidays
from kairos_desktop.services.rules.sheet_warnings import (
    AT_ONCE,
    AT_ONCE_LEAST,
    EARLY,
    LATE,
    SheetFacts,
    missing_warnings,
    sheet_warnings,
)
from kairos_desktop.services.rules.sheets import Expectation, HalfSheet
from kairos_desktop.services.rules.signatures import ChainFault, Fault
from tests.factories import a_session

MONDAY = date(2026, 9, 14)
SESSION = a_session(UUID(int=1), starts_on=date(2026, 9, 7), ends_on=date(2026, 12, 18))
START, END = time(9), time(12, 30)
ANNE, PAUL = UUID(int=11), UUID(int=12)


def signature(who: UUID | None, at: datetime, rank: int = 1) -> SignatureRow:
    return SignatureRow(
        id=UUID(int=1000 + rank), session_id=SESSION.id, day=MONDAY, half=HalfDay.MORNING,
        post_id=UUID(int=7), rank=rank, previous="", digest="", signed_at=at.replace(tzinfo=PARIS),
        recorded_by="Odile", strokes="", enrolment_id=who,
    )  # fmt: skip


def facts(day: date = MONDAY, **known: Any) -> SheetFacts:
    signatures = known.pop("signatures", ())
    values: dict[str, Any] = {
        "session": SESSION,
        "closures": (),
        "expected": {ANNE: Expectation.EXPECTED, PAUL: Expectation.EXPECTED},
        "signed": (ANNE,),
        "trainer_signed": True,
        "signatures": sorted(signatures, key=lambda row: row.signed_at),
        "faults": (),
        "recorded_at": None,
        "names": {ANNE: "LEFÈVRE Anne", PAUL: "ROUX Paul"},
    } | known
    assumed = values.pop("is_assumed", False)
    half = HalfSheet(SESSION.id, day, HalfDay.MORNING, START, END, is_assumed=assumed)
    return SheetFacts(half=half, **values)


def codes(*asked: Any, **known: Any) -> list[str]:
    return [each.code for each in sheet_warnings(facts(*asked, **known))]


def at(hour: int, minute: int = 0, second: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute, second))


def test_an_honest_sheet_is_left_alone() -> None:
    assert codes() == []
    queue = [signature(UUID(int=20 + n), at(9, n), n) for n in range(15)]
    signed = tuple(row.enrolment_id for row in queue)
    expected = dict.fromkeys(signed, Expectation.EXPECTED)
    assert codes(signatures=queue, signed=signed, expected=expected) == []


def test_a_sheet_on_which_nobody_signed_yet_is_asked_nothing() -> None:
    holiday = date(2026, 11, 11)
    assert codes(holiday, signed=(), trainer_signed=False) == []


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"trainer_signed": False}, "sheet_without_trainer"),
        ({"expected": {ANNE: Expectation.ABSENT}}, "signed_while_absent"),
        ({"expected": {ANNE: Expectation.INTERRUPTED}}, "signed_while_interrupted"),
        ({"expected": {ANNE: Expectation.TO_ENTER}}, "signed_before_entry"),
        ({"expected": {}}, "signed_outside_path"),
        ({"faults": (ChainFault(Fault.ALTERED, ANNE),)}, "signature_altered"),
        ({"faults": (ChainFault(Fault.MISSING, None),)}, "signature_removed"),
        ({"recorded_at": datetime(2026, 9, 14, 8, 59, tzinfo=PARIS)}, "sheet_recorded_early"),
        ({"day": date(2026, 11, 11)}, "sheet_on_holiday"),
        ({"day": date(2026, 9, 5)}, "sheet_outside_session"),
        ({"day": date(2026, 12, 19)}, "sheet_outside_session"),
        (
            {"closures": (ClosureRow(id=ANNE, session_id=ANNE, starts_on=MONDAY, ends_on=MONDAY),)},
            "sheet_on_closure",
        ),
        ({"signatures": [signature(ANNE, at(8, 29))]}, "signed_too_early"),
        ({"signatures": [signature(ANNE, at(13, 31))]}, "signed_too_late"),
        ({"signatures": [signature(ANNE, at(9), 1), signature(ANNE, at(10), 2)]},
         "signed_more_than_once"),
    ],
)  # fmt: skip
def test_domain_5_each_doubt_is_told(known: dict[str, Any], code: str) -> None:
    assert codes(**known) == [code]


def test_who_is_named() -> None:
    (told,) = sheet_warnings(facts(expected={ANNE: Expectation.ABSENT}))
    assert told.facts["who"] == "LEFÈVRE Anne"


def test_hours_that_nobody_typed_are_held_to_less_closely() -> None:
    early = [signature(ANNE, at(7, 30))]
    assert codes(signatures=early) == ["signed_too_early"]
    assert codes(signatures=early, is_assumed=True) == []
    assert codes(signatures=[signature(ANNE, at(6, 59))], is_assumed=True) == ["signed_too_early"]


MINUTES = st.integers(-24 * 60, 48 * 60)


@settings(max_examples=60)
@given(MINUTES)
def test_a_signature_is_out_of_hours_or_it_is_not(minutes: int) -> None:
    when = datetime.combine(MONDAY, time(0)) + timedelta(minutes=minutes)
    opens = datetime.combine(MONDAY, START) - EARLY
    closes = datetime.combine(MONDAY, END) + LATE
    told = codes(signatures=[signature(ANNE, when)])
    assert ("signed_too_early" in told) == (when < opens)
    assert ("signed_too_late" in told) == (when > closes)


GAPS = st.lists(st.integers(0, 14), min_size=1, max_size=9)


@settings(max_examples=80)
@given(GAPS, st.lists(st.integers(0, 4), min_size=9, max_size=9))
def test_many_in_the_same_seconds_are_told_and_a_queue_is_not(
    gaps: list[int], who: list[int]
) -> None:
    moment, rows = at(9), list[SignatureRow]()
    for place, gap in enumerate(gaps):
        moment += timedelta(seconds=gap)
        rows.append(signature(UUID(int=50 + who[place]), moment, place + 1))
    # Said another way: some moment at which enough different people have just signed.
    crowded = any(
        len({
            row.enrolment_id
            for row in rows
            if timedelta(0) <= row.signed_at - first.signed_at <= AT_ONCE
        }) >= AT_ONCE_LEAST
        for first in rows
    )  # fmt: skip
    assert ("signed_at_once" in codes(signatures=rows)) == crowded


@settings(max_examples=60)
@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_every_public_holiday_of_four_years_is_told(day: date) -> None:
    session = a_session(UUID(int=1), starts_on=None, ends_on=None)
    told = codes(day, session=session)
    assert ("sheet_on_holiday" in told) == (day in public_holidays(day.year))


@pytest.mark.parametrize(
    ("known", "today", "missing"),
    [
        ({}, date(2026, 9, 15), True),
        ({}, MONDAY, False),
        ({"expected": {}}, date(2026, 9, 15), False),
        ({"expected": {ANNE: Expectation.INTERRUPTED}}, date(2026, 9, 15), False),
        ({"expected": {ANNE: Expectation.ABSENT}}, date(2026, 9, 15), True),
        ({"signed": (ANNE,)}, date(2026, 9, 15), False),
        ({"recorded_at": datetime(2026, 9, 14, 13, tzinfo=PARIS)}, date(2026, 9, 15), False),
    ],
)
def test_a_half_day_without_a_sheet_is_missing_once_its_day_is_over(
    known: dict[str, Any], today: date, missing: bool
) -> None:
    blank = facts(**({"signed": (), "trainer_signed": False} | known))
    assert [each.code for each in missing_warnings(blank, today)] == ["sheet_missing"] * missing
