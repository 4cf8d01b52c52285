# SPDX-License-Identifier: MIT
"""The month: who, which days, how many hours, declared once, rectified (domain 3.6, 4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import AbsenceRow, AttendanceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import (
    AttendanceState,
    EnrolmentOrigin,
    EnrolmentState,
    HalfDay,
    Justification,
)
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.month_papers import IssueStatement
from kairos_desktop.services.queries.attendance import month_card, months_due
from kairos_desktop.services.rules.attendance import (
    MonthState,
    end_of_month,
    figures,
    month_at_work,
    month_of,
    month_state,
    needs_reason,
    next_month,
    open_state,
    period,
)
from kairos_desktop.services.rules.half_days import timetable_of
from tests.factories import Scene, a_session
from tests.training_scene import a_training, entered, on

NOVEMBER = date(2026, 11, 1)
# Twenty working days but the 11th: 20 × 7 hours.
PLANNED = 20 * 7 * 60
MONDAY = date(2026, 11, 16)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.clock.be(date(2026, 11, 25))
    return a_training(scene)


def absent(scene: Scene, trainee: UUID, first: date, **fields: Any) -> None:
    dates = on(first, fields.pop("last", None), end=fields.pop("end", HalfDay.AFTERNOON))
    scene.say(RecordAbsence(absence_id=scene.id(), enrolment_id=trainee, dates=dates, **fields))


def declare(*trainees: UUID) -> DeclareAttendance:
    return DeclareAttendance(month=NOVEMBER, enrolment_ids=trainees)


def rectify(trainee: UUID, reason: str = "") -> RectifyAttendance:
    return RectifyAttendance(month=NOVEMBER, enrolment_id=trainee, reason=reason)


def state(scene: Scene, trainee: UUID, today: date) -> MonthState:
    enrolment = scene.row(EnrolmentRow, trainee)
    session = scene.row(SessionRow, enrolment.session_id)
    absences = [row for row in scene.rows(AbsenceRow) if row.enrolment_id == trainee]
    now = figures(enrolment, session, NOVEMBER, timetable_of(session), absences, ())
    assert now is not None
    rows = [row for row in scene.rows(AttendanceRow) if row.enrolment_id == trainee]
    return month_state(NOVEMBER, today, rows[0] if rows else None, now)


def test_domain_3_6_a_whole_session_is_declared_at_once(scene: Scene, session: SessionRow) -> None:
    people = [entered(scene, session) for _ in range(3)]
    absent(scene, people[0], MONDAY, reason="exam", justification=Justification.JUSTIFIED)
    absent(scene, people[1], MONDAY, end=HalfDay.MORNING, reason="unjustified_no_news",
           justification=Justification.UNJUSTIFIED)  # fmt: skip
    assert scene.warning_codes(declare(*people)) == []
    rows = {row.enrolment_id: row for row in scene.rows(AttendanceRow)}
    found = [(rows[each].justified, rows[each].unjustified) for each in people]
    assert found == [(7 * 60, 0), (0, 210), (0, 0)]
    assert {row.planned for row in rows.values()} == {PLANNED}
    assert {row.declared_by for row in rows.values()} == {"Odile"}


def test_domain_4_the_month_opens_on_the_25th_and_is_overdue_from_the_first() -> None:
    assert open_state(NOVEMBER, date(2026, 11, 24)) is MonthState.NOT_OPEN
    assert open_state(NOVEMBER, date(2026, 11, 25)) is MonthState.TO_DECLARE
    assert open_state(NOVEMBER, date(2026, 11, 30)) is MonthState.TO_DECLARE
    assert open_state(NOVEMBER, date(2026, 12, 1)) is MonthState.OVERDUE


@given(DAYS)
def test_domain_4_every_day_of_four_years_is_of_one_month_that_opens_and_is_overdue(
    day: date,
) -> None:
    month = month_of(day)
    assert month <= day <= end_of_month(month)
    assert next_month(month) == end_of_month(month) + timedelta(days=1)
    expected = MonthState.TO_DECLARE if day.day >= 25 else MonthState.NOT_OPEN
    assert open_state(month, day) is expected
    assert open_state(month, end_of_month(month) + timedelta(days=1)) is MonthState.OVERDUE
    assert open_state(month_at_work(day), day) in (MonthState.TO_DECLARE, MonthState.OVERDUE)
    assert needs_reason(month, next_month(next_month(month)))
    assert not needs_reason(month, end_of_month(next_month(month)))


def test_guide_30_the_period_is_the_month_and_the_trainees_own_dates() -> None:
    row = a_session(UUID(int=1), starts_on=date(2021, 1, 4), ends_on=date(2021, 3, 30))
    base: dict[str, Any] = {
        "id": UUID(int=2), "session_id": row.id, "jobseeker_id": UUID(int=3),
        "state": EnrolmentState.ENTERED, "origin": EnrolmentOrigin.FROM_RESULT,
        "since": date(2021, 1, 4),
    }  # fmt: skip
    begun = EnrolmentRow(**base, entered_on=date(2021, 1, 4))
    january, february = date(2021, 1, 1), date(2021, 2, 1)
    assert period(begun, row, january) == (date(2021, 1, 4), date(2021, 1, 31))
    assert period(begun, row, february) == (february, date(2021, 2, 28))
    assert period(begun, row, date(2021, 4, 1)) is None
    left = EnrolmentRow(**base, entered_on=date(2021, 1, 4), left_on=date(2021, 2, 10))
    assert period(left, row, february) == (february, date(2021, 2, 10))
    assert period(EnrolmentRow(**base), row, january) is None


def test_domain_3_6_before_the_25th_nothing_is_declared(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    scene.clock.be(date(2026, 11, 24))
    assert scene.refusal_code(declare(trainee)) == "month_not_open"
    odd = DeclareAttendance(month=date(2026, 10, 2), enrolment_ids=(trainee,))
    assert scene.refusal_code(odd) == "month_day"
    before = DeclareAttendance(month=date(2026, 8, 1), enrolment_ids=(trainee,))
    assert scene.refusal_code(before) == "nothing_to_declare"


def test_domain_3_6_who_left_in_the_month_appears_up_to_the_last_day(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    scene.say(
        DropTrainee(enrolment_id=trainee, last_day=date(2026, 11, 6), reason="job", legitimate=True)
    )
    scene.say(declare(trainee))
    (row,) = scene.rows(AttendanceRow)
    assert (row.period_to, row.planned) == (date(2026, 11, 6), 5 * 7 * 60)


def test_domain_2_9_an_interruption_takes_its_days_out_of_the_hours_planned(
    scene: Scene, session: SessionRow
) -> None:
    trainee, other = entered(scene, session), entered(scene, session)
    scene.say(
        RecordInterruption(
            interruption_id=scene.id(),
            enrolment_id=trainee,
            starts_on=MONDAY,
            ends_on=date(2026, 12, 20),
            reason="personal",
        )
    )
    scene.say(declare(trainee, other))
    found = {row.enrolment_id: row.planned for row in scene.rows(AttendanceRow)}
    assert found == {trainee: 9 * 7 * 60, other: PLANNED}


def test_domain_3_6_an_absence_after_the_declaration_opens_a_rectification(
    scene: Scene, session: SessionRow
) -> None:
    trainee, today = entered(scene, session), date(2026, 11, 30)
    assert state(scene, trainee, today) is MonthState.TO_DECLARE
    scene.say(declare(trainee))
    assert state(scene, trainee, today) is MonthState.DECLARED
    assert scene.refusal_code(rectify(trainee)) == "nothing_to_rectify"
    late = RecordAbsence(
        absence_id=scene.id(),
        enrolment_id=trainee,
        dates=on(date(2026, 11, 27)),
        reason="exam",
        justification=Justification.JUSTIFIED,
    )
    assert scene.warning_codes(late) == ["month_declared"]
    assert state(scene, trainee, today) is MonthState.TO_RECTIFY
    scene.say(rectify(trainee))
    assert state(scene, trainee, today) is MonthState.RECTIFIED
    (row,) = scene.rows(AttendanceRow)
    assert (row.state, row.justified) == (AttendanceState.RECTIFIED, 7 * 60)


def test_domain_3_6_a_late_rectification_needs_its_reason(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    assert scene.refusal_code(rectify(trainee)) == "not_declared"
    scene.say(declare(trainee))
    absent(scene, trainee, MONDAY)
    scene.clock.be(date(2027, 1, 1))
    assert scene.refusal_code(rectify(trainee)) == "reason_missing"
    scene.say(rectify(trainee, "Justificatif reçu en janvier"))
    assert scene.rows(AttendanceRow)[0].reason == "Justificatif reçu en janvier"


def test_domain_3_6_an_exit_before_a_declared_month_leaves_it_to_rectify(
    scene: Scene, session: SessionRow
) -> None:
    trainee, other = entered(scene, session), entered(scene, session)
    scene.say(declare(trainee, other))
    left = DropTrainee(
        enrolment_id=trainee, last_day=date(2026, 10, 30), reason="job", legitimate=True
    )
    assert scene.warning_codes(left) == ["month_declared"]

    def shown() -> dict[UUID, MonthState]:
        card = scene.workspace.read(month_card, session.id, NOVEMBER, date(2026, 11, 26))
        return {each.id: each.state for each in card.trainees}

    assert shown() == {trainee: MonthState.TO_RECTIFY, other: MonthState.DECLARED}
    (line,) = scene.workspace.read(months_due, NOVEMBER, date(2026, 11, 26))
    assert (line.to_declare, line.to_rectify) == (0, 1)
    scene.say(rectify(trainee))
    assert shown()[trainee] is MonthState.RECTIFIED
    assert scene.warning_codes(IssueStatement(enrolment_id=trainee, month=NOVEMBER)) == []
    # Only who was declared: October's exit is in nobody's December.
    december = scene.workspace.read(month_card, session.id, date(2026, 12, 1), date(2026, 12, 26))
    assert [each.id for each in december.trainees] == [other]


def test_declaring_twice_keeps_the_first_declaration_and_says_so(
    scene: Scene, session: SessionRow
) -> None:
    one, other = entered(scene, session), entered(scene, session)
    scene.say(declare(one))
    first = scene.rows(AttendanceRow)
    (warning,) = scene.warned(declare(one, other))
    assert (warning.code, warning.facts["count"]) == ("already_declared", 1)
    assert len(scene.rows(AttendanceRow)) == 2
    assert first[0] in scene.rows(AttendanceRow)


def test_declaring_what_is_not_qualified_is_said_and_opens_a_rectification_later(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    absent(scene, trainee, MONDAY)
    assert scene.warning_codes(declare(trainee)) == ["absences_to_qualify"]
    assert scene.rows(AttendanceRow)[0].to_qualify == 7 * 60


def test_an_overlap_is_counted_once_and_never_against_the_trainee(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    absent(scene, trainee, MONDAY, reason="exam", justification=Justification.JUSTIFIED)
    absent(scene, trainee, MONDAY, reason="x", justification=Justification.UNJUSTIFIED, minutes=90)
    scene.say(declare(trainee))
    (row,) = scene.rows(AttendanceRow)
    assert (row.justified, row.unjustified) == (7 * 60, 0)


def test_a_declaration_is_undone(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    before = scene.dump()
    scene.say(declare(trainee))
    assert not scene.workspace.undo().refusals
    assert scene.dump() == before


@given(
    st.lists(
        st.tuples(
            st.integers(0, 29), st.integers(0, 6), st.sampled_from(list(Justification)),
            st.one_of(st.none(), st.integers(0, 600)),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_nobody_misses_more_than_what_was_planned(absences: list[Any]) -> None:
    session = a_session(
        UUID(int=1), starts_on=date(2026, 9, 1), ends_on=date(2027, 3, 1), hours_weekly=28.0
    )
    enrolment = EnrolmentRow(
        id=UUID(int=2), session_id=session.id, jobseeker_id=UUID(int=3),
        state=EnrolmentState.ENTERED, origin=EnrolmentOrigin.FROM_RESULT,
        since=date(2026, 9, 1), entered_on=date(2026, 9, 1),
    )  # fmt: skip
    rows = [
        AbsenceRow(
            id=UUID(int=10 + n), session_id=session.id, enrolment_id=enrolment.id,
            starts_on=NOVEMBER + timedelta(days=first),
            ends_on=NOVEMBER + timedelta(days=first + length), justification=kind, minutes=minutes,
        )
        for n, (first, length, kind, minutes) in enumerate(absences)
    ]  # fmt: skip
    found = figures(enrolment, session, NOVEMBER, timetable_of(session), rows, ())
    assert found is not None
    assert 0 <= found.absent <= found.planned == 20 * 336
    unjustified = any(row.justification is Justification.UNJUSTIFIED for row in rows)
    assert found.is_assiduous or unjustified
