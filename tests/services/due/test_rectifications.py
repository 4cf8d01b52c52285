# SPDX-License-Identifier: MIT
"""« À faire » of the declared months that have changed since: the very ones that the grid shows."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kairos_desktop.models.month_doubts import DOUBT, doubt_all
from kairos_desktop.models.rows import AbsenceRow, AttendanceRow, SessionRow
from kairos_desktop.models.vocabulary import HalfDay, Justification, RecruitmentState
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.entries import ChangeEnd
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.sessions import PlanInterruption
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, RecordClosure, Taught
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import Due, DueKind, Risk
from kairos_desktop.services.queries.attendance import months_due
from tests.training_scene import a_training, entered, on, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from kairos_desktop.services.acts.act import Act
    from tests.factories import Scene

K = DueKind
JANUARY, DAY = date(2027, 1, 1), date(2027, 1, 29)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.clock.be(date(2027, 1, 11))
    return a_training(
        scene,
        starts_on=date(2027, 1, 11),
        ends_on=date(2027, 6, 25),
        recruitment_state=RecruitmentState.CLOSED,
    )


@pytest.fixture
def trainee(scene: Scene, session: SessionRow) -> UUID:
    """Somebody whose January is declared."""
    person = scene.person("Zola")
    row = entered(scene, session, person)
    other = entered(scene, session)
    scene.clock.be(date(2027, 1, 26))
    scene.say(DeclareAttendance(month=JANUARY, enrolment_ids=(row, other)))
    return row


def due(scene: Scene, day: date | None = None) -> list[Due]:
    """The lines; the grid says the same of each month, and nothing waits to be counted."""
    now = datetime.combine(day or scene.clock.now.date(), time(10))
    found = [each for each in scene.workspace.read(board.whole, now) if each.kind is K.RECTIFY]
    for month in {each.arguments["month"] for each in found} | {JANUARY}:
        ruled = {
            line.id: line.to_rectify
            for line in scene.workspace.read(months_due, month, now.date())
            if line.to_rectify
        }
        here = [each for each in found if each.arguments["month"] == month]
        assert {each.session_id: each.count for each in here} == ruled
    return found


def uncounted(scene: Scene) -> int:
    return scene.workspace.read(
        lambda conn, _org: len(conn.execute(DOUBT.select().where(~DOUBT.c.is_counted)).all())
    )


def absence(scene: Scene, trainee: UUID, day: date = DAY) -> RecordAbsence:
    return RecordAbsence(absence_id=scene.id(), enrolment_id=trainee, dates=on(day))


def test_domain_3_6_an_absence_after_the_declaration_is_a_line_until_it_is_rectified(
    scene: Scene, session: SessionRow, trainee: UUID
) -> None:
    assert not due(scene)
    scene.say(absence(scene, trainee))
    (line,) = due(scene)
    assert (line.by, line.count, line.risk) == (date(2027, 2, 28), 1, Risk.PAY)
    assert line.act == "Rectifier l’assiduité de janvier"
    assert line.whom == "ZOLA Anne · Secrétaire assistant"
    assert "sans motif jusqu’au 28/02" in line.why
    assert "R6341-35" in line.why
    chosen = {"session_id": session.id, "month": JANUARY, "enrolment_id": trainee}
    assert (line.page, line.arguments) == ("month", chosen)
    (late,) = due(scene, date(2027, 3, 1))
    assert "avec un motif désormais" in late.why
    scene.say(RectifyAttendance(month=JANUARY, enrolment_id=trainee))
    assert not due(scene)
    assert not uncounted(scene)


def test_a_clock_that_is_wrong_for_a_while_forgets_nothing(scene: Scene, trainee: UUID) -> None:
    scene.say(absence(scene, trainee))
    right = scene.clock.now
    scene.clock.be(date(2028, 1, 26))
    scene.say(absence(scene, trainee, date(2027, 1, 28)))
    scene.clock.now = right
    scene.say(absence(scene, trainee, date(2027, 1, 27)))
    assert [line.count for line in due(scene)] == [1]
    scene.clock.be(date(2028, 1, 26))
    scene.say(absence(scene, trainee, date(2027, 1, 26)))
    assert len(due(scene, right.date())) == 1


FACTS: tuple[tuple[int, Callable[[Scene, UUID, UUID], Act]], ...] = (
    (1, lambda scene, _session, trainee: absence(scene, trainee)),
    # Typed for whole days, of which none is taught: the hours are the same.
    (0, lambda scene, _session, trainee: absence(scene, trainee, date(2027, 1, 30))),
    (0, lambda scene, _session, trainee: absence(scene, trainee, date(2027, 2, 1))),
    (
        1,
        lambda scene, _session, trainee: RecordInterruption(
            interruption_id=scene.id(),
            enrolment_id=trainee,
            starts_on=date(2027, 1, 15),
            ends_on=date(2027, 2, 5),
            reason="health",
        ),
    ),
    (
        2,
        lambda scene, session, _trainee: PlanInterruption(
            interruption_id=scene.id(),
            session_id=session,
            starts_on=date(2027, 1, 15),
            ends_on=date(2027, 2, 5),
            reason="Fermeture",
        ),
    ),
    (
        1,
        lambda _scene, _session, trainee: DropTrainee(
            enrolment_id=trainee, last_day=date(2027, 1, 22), reason="job"
        ),
    ),
    (
        0,
        lambda _scene, _session, trainee: DropTrainee(
            enrolment_id=trainee, last_day=date(2027, 2, 1), reason="job"
        ),
    ),
    (
        1,
        lambda _scene, _session, trainee: ChangeEnd(
            enrolment_id=trainee, planned_end=date(2027, 1, 25), reason="Objectifs atteints"
        ),
    ),
    (
        1,
        lambda _scene, _session, trainee: RecordRemoteWork(
            month=JANUARY, lines=(RemoteWork(enrolment_id=trainee, estimated=60),)
        ),
    ),
    (
        2,
        lambda scene, session, _trainee: RecordClosure(
            closure_id=scene.id(), session_id=session, starts_on=DAY, ends_on=DAY
        ),
    ),
    (
        2,
        lambda _scene, session, _trainee: PlanLessons(
            session_id=session,
            lessons=(
                Lesson(
                    day=DAY,
                    half=HalfDay.MORNING,
                    taught=Taught(starts_at=time(9), ends_at=time(10)),
                ),
            ),
        ),
    ),
)


def test_each_fact_that_changes_the_hours_is_a_line_until_it_is_undone(
    scene: Scene, session: SessionRow, trainee: UUID
) -> None:
    for count, fact in FACTS:
        act = fact(scene, session.id, trainee)
        recorded = scene.say(act)
        found = due(scene)
        assert sum(line.count for line in found) == count, act
        now = scene.clock.now.replace(tzinfo=None)
        changes = recorded.changes
        read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
        assert K.RECTIFY in read.kinds
        assert [line for line in read.lines if line.kind is K.RECTIFY] == found
        scene.workspace.undo()
        assert not due(scene), act
        assert not uncounted(scene)
    scene.workspace.redo()
    assert due(scene)


def test_rows_that_come_in_no_order_of_time_are_counted_by_the_list_itself(
    scene: Scene, session: SessionRow, trainee: UUID
) -> None:
    """As a page of an exchange: an absence goes into the database before the month it touches."""
    (declared,) = [row for row in scene.rows(AttendanceRow) if row.enrolment_id == trainee]
    scene.workspace.write(
        lambda conn: row_store.remove(conn, scene.workspace.org, [(AttendanceRow, declared.id)])
    )
    away = AbsenceRow(
        id=scene.id(), session_id=session.id, enrolment_id=trainee, starts_on=DAY, ends_on=DAY
    )
    write(scene.workspace, away, declared)
    assert uncounted(scene)
    (line,) = due(scene)
    assert line.arguments["enrolment_id"] == trainee
    write(scene.workspace, replace(away, justification=Justification.JUSTIFIED))
    scene.say(RectifyAttendance(month=JANUARY, enrolment_id=trainee))
    assert not due(scene)


def test_what_is_written_without_the_triggers_is_counted_again(scene: Scene, trainee: UUID) -> None:
    scene.say(absence(scene, trainee))
    lines = due(scene)
    scene.workspace.write(lambda conn: doubt_all(conn, scene.workspace.org))
    assert uncounted(scene) == 1
    assert due(scene) == lines
    scene.say(absence(scene, trainee, date(2027, 2, 1)))
    assert due(scene) == lines
    assert not uncounted(scene)


def test_what_says_nothing_of_the_hours_casts_no_doubt(scene: Scene, trainee: UUID) -> None:
    scene.say(absence(scene, trainee))
    scene.say(RectifyAttendance(month=JANUARY, enrolment_id=trainee))
    (away,) = scene.rows(AbsenceRow)
    write(scene.workspace, replace(away, reason="exam", evidence="convocation.pdf"))
    assert not uncounted(scene)
    write(scene.workspace, replace(away, minutes=60))
    assert uncounted(scene)
    assert due(scene)
