# SPDX-License-Identifier: MIT
"""« À faire » of those in training: months from the 25th, exits after the planned end."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kairos_desktop.models.rows import AttendanceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import AttendanceState, EnrolmentState, RecruitmentState
from kairos_desktop.services.due import board
from kairos_desktop.services.due.dashboard import Between, ReportBoardLine
from kairos_desktop.services.due.dashboard import board as action_board
from kairos_desktop.services.due.line import Due, DueKind
from kairos_desktop.services.rules.attendance import attendance_id
from kairos_desktop.services.rules.exits import is_exit_due
from kairos_desktop.services.rules.reports import owes_report
from tests.factories import Scene
from tests.training_scene import a_report, a_training, entered, write

START, END = date(2027, 1, 11), date(2027, 6, 25)
JANUARY = date(2027, 1, 1)


def of(scene: Scene, kind: DueKind, day: date) -> list[Due]:
    now = datetime(day.year, day.month, day.day, 10)
    return [line for line in scene.workspace.read(board.whole, now) if line.kind is kind]


def training(scene: Scene) -> SessionRow:
    return a_training(
        scene, starts_on=START, ends_on=END, recruitment_state=RecruitmentState.CLOSED
    )


def test_guide_p_29_a_month_is_due_from_the_25th_until_it_is_declared(scene: Scene) -> None:
    session = training(scene)
    one, other = entered(scene, session), entered(scene, session)
    assert not of(scene, DueKind.MONTH, date(2027, 1, 24))
    (line,) = of(scene, DueKind.MONTH, date(2027, 1, 25))
    assert (line.by, line.count) == (date(2027, 1, 31), 2)
    assert line.arguments == {"session_id": session.id, "month": JANUARY}
    declared = AttendanceRow(
        id=attendance_id(one, JANUARY),
        session_id=session.id,
        enrolment_id=one,
        month=JANUARY,
        period_from=START,
        period_to=date(2027, 1, 31),
        planned=60,
        justified=0,
        unjustified=0,
        to_qualify=0,
        state=AttendanceState.DECLARED,
        declared_at=scene.clock.now,
        declared_by="Odile",
    )
    write(scene.workspace, declared)
    (left,) = of(scene, DueKind.MONTH, date(2027, 2, 24))
    assert left.count == 1
    both = of(scene, DueKind.MONTH, date(2027, 2, 25))
    assert [line.since for line in both] == [JANUARY, date(2027, 2, 1)]
    assert len({line.id for line in both}) == 2
    assert other


@pytest.mark.parametrize("day", [date(2027, 6, 25), date(2027, 6, 26), date(2027, 7, 20)])
def test_domain_3_5_an_exit_is_due_where_the_rule_says(scene: Scene, day: date) -> None:
    session = training(scene)
    entered(scene, session)
    entered(scene, session, planned_end=date(2027, 7, 15))
    entered(scene, session, state=EnrolmentState.COMPLETED, left_on=END)
    ruled = {row.id for row in scene.rows(EnrolmentRow) if is_exit_due(row, session, day)}
    assert {line.about for line in of(scene, DueKind.EXIT, day)} == ruled


def test_domain_3_5_a_report_is_due_after_the_exit_until_it_is_filled_in(scene: Scene) -> None:
    session = training(scene)
    left = [
        entered(scene, session, state=EnrolmentState.COMPLETED, left_on=END),
        entered(scene, session, state=EnrolmentState.DROPPED, left_on=date(2027, 6, 1)),
    ]
    entered(scene, session)
    entered(scene, session, state=EnrolmentState.EXCLUDED, left_on=date(2027, 7, 15))
    day = date(2027, 7, 1)
    ruled = {row.id for row in scene.rows(EnrolmentRow) if owes_report(row, day)}
    assert ruled == {*left}
    assert not of(scene, DueKind.REPORT, date(2027, 5, 31))
    (line,) = of(scene, DueKind.REPORT, day)
    assert (line.count, line.by) == (2, date(2027, 6, 16))
    assert line.arguments == {"enrolment_id": left[1]}
    scene.clock.be(day)
    scene.say(a_report(left[1]))
    (line,) = of(scene, DueKind.REPORT, day)
    assert (line.count, line.arguments) == (1, {"enrolment_id": left[0]})
    scene.say(a_report(left[0]))
    assert not of(scene, DueKind.REPORT, day)


def test_after_a_report_the_board_reads_its_session_alone(scene: Scene) -> None:
    session = training(scene)
    one = entered(scene, session, state=EnrolmentState.COMPLETED, left_on=END)
    scene.clock.be(date(2027, 7, 1))
    now = datetime(2027, 7, 1, 10)
    before = scene.workspace.read(board.whole, now)
    recorded = scene.say(a_report(one))
    read = scene.workspace.read(board.again, now, recorded.changes.tables, recorded.changes.ids)
    assert read.sessions == {session.id}
    assert board.merged(before, read) == scene.workspace.read(board.whole, now)
    assert [line.kind for line in before if line.kind is DueKind.REPORT]


def test_guide_p_28_the_board_lists_the_exits_without_a_report(scene: Scene) -> None:
    session = training(scene)
    person = scene.person("Zola", ft_id="1234567A")
    one = entered(scene, session, person, state=EnrolmentState.COMPLETED, left_on=END)
    other = entered(scene, session, state=EnrolmentState.DROPPED, left_on=date(2027, 2, 1))
    now = datetime(2027, 7, 1, 10)

    def listed(first: date | None = None) -> list[ReportBoardLine]:
        return scene.workspace.read(action_board, now, Between(first)).reports

    assert [line.id for line in listed()] == [one, other]
    assert (listed()[0].last_name, listed()[0].ft_id) == ("Zola", "1234567A")
    assert [line.id for line in listed(date(2027, 6, 1))] == [one]
    scene.clock.be(date(2027, 7, 1))
    scene.say(a_report(one))
    assert [line.id for line in listed()] == [other]
