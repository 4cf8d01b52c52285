# SPDX-License-Identifier: MIT
"""« À faire » of those in training: months from the 25th, exits after the planned end."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kairos_desktop.models.rows import AttendanceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import AttendanceState, EnrolmentState, RecruitmentState
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import Due, DueKind
from kairos_desktop.services.rules.attendance import attendance_id
from kairos_desktop.services.rules.exits import is_exit_due
from tests.factories import Scene
from tests.training_scene import a_training, entered, write

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
