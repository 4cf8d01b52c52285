# SPDX-License-Identifier: MIT
"""« Emploi du temps »: half-days typed, repeated, taken out; closures; what is odd is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import AttendanceRow, ClosureRow, LessonRow, SessionRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.timetables import (
    ClearLessons,
    Lesson,
    PlanLessons,
    RecordClosure,
    RemoveClosure,
    RepeatLessons,
    Taught,
    WeeklyLesson,
)
from kairos_desktop.services.queries import timetables
from kairos_desktop.services.queries.attendance import month_card
from kairos_desktop.services.rules.half_days import public_holidays, timetable_of
from kairos_desktop.services.rules.timetables import lesson_id, typed_timetable
from tests.factories import Scene
from tests.training_scene import FIRST_DAY, LAST_DAY, a_training, entered

MORNING = Taught(starts_at=time(9), ends_at=time(12, 30), module="Bureautique", trainer="M. Roy")
AFTERNOON = Taught(starts_at=time(13, 30), ends_at=time(17), module="Accueil")
WEEK = tuple(
    WeeklyLesson(weekday=day, half=half, taught=taught)
    for day in range(5)
    for half, taught in ((HalfDay.MORNING, MORNING), (HalfDay.AFTERNOON, AFTERNOON))
)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    """A session of 35 hours a week from 7 September 2026 to 26 March 2027."""
    return a_training(scene)


def read(scene: Scene, session: SessionRow) -> timetables.SessionTimetable:
    """What is typed."""
    found = scene.workspace.read(timetables.timetable, session.id)
    assert found is not None
    return found


def repeat(session: SessionRow, first: date, last: date, **others: bool) -> RepeatLessons:
    """The usual week between two dates."""
    return RepeatLessons(session_id=session.id, pattern=WEEK, first=first, last=last, **others)


def a_row(**fields: Any) -> SessionRow:
    """A session that no database holds."""
    return SessionRow(
        id=UUID(int=1),
        carif_training_number="1",
        carif_action_number="2",
        carif_session_number="3",
        title="Secrétaire assistant",
        **({"starts_on": None, "ends_on": None} | fields),
    )


def test_a_week_repeated_leaves_out_public_holidays(scene: Scene, session: SessionRow) -> None:
    scene.say(repeat(session, date(2026, 11, 9), date(2026, 11, 15)))
    days = {row.day for row in read(scene, session).lessons}
    assert days == {date(2026, 11, day) for day in (9, 10, 12, 13)}


def test_a_week_repeated_on_holidays_tells_of_them(scene: Scene, session: SessionRow) -> None:
    act = repeat(session, date(2026, 11, 9), date(2026, 11, 15), on_holidays=True)
    assert scene.warning_codes(act) == ["lesson_on_holiday"]
    assert len(read(scene, session).lessons) == 10


def test_a_half_day_typed_replaces_the_repeated_one(scene: Scene, session: SessionRow) -> None:
    scene.say(repeat(session, FIRST_DAY, FIRST_DAY + timedelta(days=4)))
    other = Taught(starts_at=time(8), ends_at=time(12), module="Visite", trainer="Mme Lo")
    lesson = Lesson(day=FIRST_DAY, half=HalfDay.MORNING, taught=other)
    scene.say(PlanLessons(session_id=session.id, lessons=(lesson,)))
    first = read(scene, session).lessons[0]
    assert (first.module, first.starts_at) == ("Visite", time(8))
    assert len(read(scene, session).lessons) == 10
    scene.workspace.undo()
    assert read(scene, session).lessons[0].module == "Bureautique"


def test_outside_the_session_and_on_a_closure_is_told_once_each(
    scene: Scene, session: SessionRow
) -> None:
    closed = date(2026, 9, 10)
    scene.say(
        RecordClosure(
            closure_id=scene.id(), session_id=session.id, starts_on=closed, ends_on=closed
        )
    )
    lessons = tuple(
        Lesson(day=day, half=HalfDay.MORNING, taught=MORNING)
        for day in (FIRST_DAY - timedelta(days=2), FIRST_DAY - timedelta(days=1), closed)
    )
    assert scene.warning_codes(PlanLessons(session_id=session.id, lessons=lessons)) == [
        "lesson_outside_session",
        "lesson_on_closure",
    ]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda s: PlanLessons(session_id=s.id, lessons=()), "lesson_missing"),
        (lambda s: repeat(s, LAST_DAY, FIRST_DAY), "repeat_dates"),
        (lambda s: repeat(s, date(2026, 9, 12), date(2026, 9, 13)), "lesson_missing"),
        (lambda s: ClearLessons(session_id=s.id, lesson_ids=(UUID(int=1),)), "nothing_to_clear"),
        (
            lambda s: RepeatLessons(
                session_id=s.id,
                pattern=(WeeklyLesson(weekday=7, half=HalfDay.MORNING, taught=MORNING),),
                first=FIRST_DAY,
                last=LAST_DAY,
            ),
            "lesson_weekday",
        ),
        (
            lambda s: RecordClosure(
                closure_id=UUID(int=5), session_id=s.id, starts_on=LAST_DAY, ends_on=FIRST_DAY
            ),
            "closure_dates",
        ),
        (
            lambda s: PlanLessons(
                session_id=s.id,
                lessons=(
                    Lesson(
                        day=FIRST_DAY,
                        half=HalfDay.MORNING,
                        taught=Taught(starts_at=time(12), ends_at=time(12)),
                    ),
                ),
            ),
            "lesson_hours",
        ),
    ],
)
def test_what_cannot_be_a_timetable_is_refused(
    scene: Scene, session: SessionRow, act: Callable[[SessionRow], Act], code: str
) -> None:
    assert scene.refusal_code(act(session)) == code
    assert read(scene, session).lessons == ()


def test_a_timetable_without_end_is_refused(scene: Scene, session: SessionRow) -> None:
    scene.say(repeat(session, FIRST_DAY, FIRST_DAY + timedelta(days=799)))
    after = FIRST_DAY + timedelta(days=800)
    assert (
        scene.refusal_code(repeat(session, after, after + timedelta(days=799)))
        == "timetable_too_long"
    )


def test_half_days_are_taken_out_and_brought_back(scene: Scene, session: SessionRow) -> None:
    scene.say(repeat(session, FIRST_DAY, FIRST_DAY))
    wanted = lesson_id(session.id, FIRST_DAY, HalfDay.AFTERNOON)
    scene.say(ClearLessons(session_id=session.id, lesson_ids=(wanted,)))
    assert [row.half for row in read(scene, session).lessons] == [HalfDay.MORNING]
    scene.workspace.undo()
    assert len(read(scene, session).lessons) == 2


def test_a_closure_taken_back_teaches_again(scene: Scene, session: SessionRow) -> None:
    closure_id = scene.id()
    scene.say(
        RecordClosure(
            closure_id=closure_id,
            session_id=session.id,
            starts_on=FIRST_DAY,
            ends_on=FIRST_DAY + timedelta(days=6),
            label="Pont",
        )
    )
    week = (FIRST_DAY, FIRST_DAY + timedelta(days=6))
    assert read(scene, session).timetable.planned(*week) == []
    scene.say(RemoveClosure(closure_id=closure_id))
    assert len(read(scene, session).timetable.planned(*week)) == 10


def test_what_is_typed_stands_and_the_weekly_hours_answer_around_it(
    scene: Scene, session: SessionRow
) -> None:
    monday = date(2026, 9, 14)
    scene.say(repeat(session, monday, monday))
    scene.say(repeat(session, date(2026, 9, 18), date(2026, 9, 18)))
    found = read(scene, session).timetable.planned(FIRST_DAY, date(2026, 9, 25))
    by_day = {each.day for each in found}
    assert date(2026, 9, 15) not in by_day, "between the first and the last, only what is typed"
    assert date(2026, 9, 8) in by_day
    assert date(2026, 9, 25) in by_day


DAYS = st.dates(date(2026, 9, 7), date(2026, 12, 31))


@given(first=DAYS, last=DAYS, closed=DAYS, typed=st.sets(DAYS, max_size=8))
def test_planned_days_are_in_order_open_and_never_twice(
    first: date, last: date, closed: date, typed: set[date]
) -> None:
    session = a_row(starts_on=FIRST_DAY, ends_on=LAST_DAY)
    lessons = [
        LessonRow(
            id=lesson_id(session.id, day, half),
            session_id=session.id,
            day=day,
            half=half,
            starts_at=time(9),
            ends_at=time(12),
        )
        for day in typed
        for half in HalfDay
    ]
    closures = [ClosureRow(id=UUID(int=2), session_id=session.id, starts_on=closed, ends_on=closed)]
    made = typed_timetable(session, lessons, closures)
    found = made.planned(first, last)
    places = [(each.day, each.half is HalfDay.AFTERNOON) for each in found]
    assert places == sorted(set(places))
    assert all(first <= each.day <= last and each.day != closed for each in found)
    assert {each.day for each in found if typed and min(typed) <= each.day <= max(typed)} <= typed


def test_without_anything_typed_the_weekly_hours_answer() -> None:
    session = a_row(hours_weekly=30.0)
    weekly = timetable_of(session).planned(FIRST_DAY, LAST_DAY)
    assert list(typed_timetable(session, (), ()).planned(FIRST_DAY, LAST_DAY)) == list(weekly)
    assert all(each.day not in public_holidays(each.day.year) for each in weekly)


def test_the_month_counts_what_the_timetable_says_on_screen_and_declared(scene: Scene) -> None:
    scene.clock.be(date(2026, 11, 25))
    session = a_training(scene)
    trainee = entered(scene, session)
    mornings = tuple(each for each in WEEK if each.half is HalfDay.MORNING)
    november = (date(2026, 11, 2), date(2026, 11, 27))
    scene.say(
        RepeatLessons(session_id=session.id, pattern=mornings, first=FIRST_DAY, last=LAST_DAY),
        RecordClosure(
            closure_id=scene.id(),
            session_id=session.id,
            starts_on=november[0],
            ends_on=date(2026, 11, 6),
        ),
    )
    # Three weeks and a Monday, the 11th is a public holiday: fifteen mornings of three hours and
    # a half.
    expected = 15 * 210
    card = scene.workspace.read(month_card, session.id, date(2026, 11, 1), date(2026, 11, 25))
    assert card is not None
    assert card.trainees[0].figures.planned == expected
    scene.say(DeclareAttendance(month=date(2026, 11, 1), enrolment_ids=(trainee,)))
    assert scene.rows(AttendanceRow)[0].planned == expected
