# SPDX-License-Identifier: MIT
"""Which half-days have a sheet, and who is expected to sign it (domain 2.9, 5)."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    AbsenceRow,
    ClosureRow,
    EnrolmentRow,
    InterruptionRow,
    LessonRow,
)
from kairos_desktop.models.vocabulary import EnrolmentOrigin, EnrolmentState, HalfDay
from kairos_desktop.services.rules.sheets import Expectation, expected, half_sheets
from kairos_desktop.services.rules.timetables import lesson_id, typed_timetable
from tests.factories import a_session

FIRST, LAST = date(2026, 9, 7), date(2026, 12, 18)
SESSION = a_session(UUID(int=1), starts_on=FIRST, ends_on=LAST, hours_weekly=30.0)
MONDAY = date(2026, 9, 14)
MORNING, AFTERNOON = HalfDay.MORNING, HalfDay.AFTERNOON


def trainee(**fields: Any) -> EnrolmentRow:
    values: dict[str, Any] = {
        "state": EnrolmentState.ENTERED,
        "entered_on": FIRST,
        "origin": EnrolmentOrigin.FROM_RESULT,
        "since": FIRST,
    } | fields
    return EnrolmentRow(id=UUID(int=10), session_id=SESSION.id, jobseeker_id=UUID(int=11), **values)


def pause(first: date, last: date, enrolment_id: UUID | None) -> InterruptionRow:
    return InterruptionRow(
        id=UUID(int=5), session_id=SESSION.id, starts_on=first, ends_on=last, reason="personal",
        enrolment_id=enrolment_id,
    )  # fmt: skip


def on(row: EnrolmentRow, day: date, half: HalfDay = MORNING, **known: Any) -> Expectation | None:
    found = list(
        expected(SESSION, [row], known.get("absences", ()), known.get("pauses", ()), day, half)
    )
    return found[0].expectation if found else None


@pytest.mark.parametrize(
    ("fields", "day", "expectation"),
    [
        ({}, FIRST, Expectation.EXPECTED),
        ({}, date(2026, 9, 4), None),
        ({"left_on": MONDAY, "state": EnrolmentState.DROPPED}, MONDAY, Expectation.EXPECTED),
        ({"left_on": MONDAY, "state": EnrolmentState.DROPPED}, date(2026, 9, 15), None),
        ({"entered_on": None, "state": EnrolmentState.REGISTERED}, FIRST, Expectation.TO_ENTER),
        ({"entered_on": None, "state": EnrolmentState.SELECTED}, date(2026, 9, 4), None),
        (
            {"entered_on": None, "state": EnrolmentState.SELECTED, "planned_start": MONDAY},
            FIRST,
            None,
        ),
        ({"entered_on": None, "state": EnrolmentState.WITHDRAWN}, MONDAY, None),
        ({"entered_on": None, "state": EnrolmentState.NOT_ENTERED}, MONDAY, None),
    ],
)
def test_domain_3_5_who_is_on_the_sheet_of_a_day(
    fields: dict[str, Any], day: date, expectation: Expectation | None
) -> None:
    assert on(trainee(**fields), day) is expectation


def test_an_absence_known_marks_its_half_days_alone() -> None:
    row = trainee()
    absence = AbsenceRow(
        id=UUID(int=3), session_id=SESSION.id, enrolment_id=row.id, starts_on=MONDAY,
        ends_on=MONDAY, ends_half=MORNING,
    )  # fmt: skip
    assert on(row, MONDAY, absences=[absence]) is Expectation.ABSENT
    assert on(row, MONDAY, AFTERNOON, absences=[absence]) is Expectation.EXPECTED


def test_who_is_interrupted_is_marked_and_another_is_not() -> None:
    row = trainee()
    assert on(row, MONDAY, pauses=[pause(MONDAY, LAST, row.id)]) is Expectation.INTERRUPTED
    assert on(row, MONDAY, pauses=[pause(MONDAY, LAST, UUID(int=99))]) is Expectation.EXPECTED


def test_without_a_timetable_the_hours_are_assumed_within_the_session() -> None:
    weekly = typed_timetable(SESSION, (), ())
    days = (date(2026, 9, 3), date(2026, 9, 8))
    found = half_sheets(SESSION, (), weekly, (), days)
    assert [(each.day, each.half) for each in found] == [
        (FIRST, MORNING), (FIRST, AFTERNOON),
        (date(2026, 9, 8), MORNING), (date(2026, 9, 8), AFTERNOON),
    ]  # fmt: skip
    # Thirty hours a week are ten times three hours.
    assert {(each.starts_at, each.ends_at) for each in found} == {
        (time(9), time(12)), (time(13, 30), time(16, 30)),
    }  # fmt: skip
    assert all(each.is_assumed for each in found)


def test_a_typed_half_day_says_what_is_taught_even_outside_the_session() -> None:
    saturday = date(2026, 9, 5)
    row = LessonRow(
        id=lesson_id(SESSION.id, saturday, MORNING), session_id=SESSION.id, day=saturday,
        half=MORNING, starts_at=time(8), ends_at=time(11), module="Accueil", trainer="Mme Lo",
    )  # fmt: skip
    (found,) = half_sheets(
        SESSION, [row], typed_timetable(SESSION, [row], ()), (), (saturday, saturday)
    )
    assert (found.module, found.trainer, found.starts_at) == ("Accueil", "Mme Lo", time(8))
    assert not found.is_assumed


def test_no_sheet_on_a_day_of_closure_nor_while_the_session_is_interrupted() -> None:
    closed = ClosureRow(id=UUID(int=2), session_id=SESSION.id, starts_on=MONDAY, ends_on=MONDAY)
    timetable = typed_timetable(SESSION, (), [closed])
    assert half_sheets(SESSION, (), timetable, (), (MONDAY, MONDAY)) == []
    stopped = pause(MONDAY, LAST, None)
    weekly = typed_timetable(SESSION, (), ())
    assert half_sheets(SESSION, (), weekly, [stopped], (MONDAY, MONDAY)) == []
