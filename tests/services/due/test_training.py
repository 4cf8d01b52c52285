# SPDX-License-Identifier: MIT
"""« À faire » of those in training: months from the 25th, exits after the planned end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from kairos_desktop.models.rows import AbsenceRow, AttendanceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import (
    AttendanceState,
    EnrolmentState,
    Justification,
    RecruitmentState,
)
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    QualifyAbsence,
    RecordAbsence,
    TellAccident,
)
from kairos_desktop.services.due import board
from kairos_desktop.services.due.dashboard import Between, ReportBoardLine
from kairos_desktop.services.due.dashboard import board as action_board
from kairos_desktop.services.due.line import Due, DueKind, Risk
from kairos_desktop.services.rules.absences import is_incomplete
from kairos_desktop.services.rules.attendance import attendance_id
from kairos_desktop.services.rules.exits import is_exit_due
from kairos_desktop.services.rules.reports import owes_report
from tests.factories import Scene
from tests.services.acts.test_enrolments import propose
from tests.training_scene import a_report, a_training, entered, on, write

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


def test_domain_4_the_last_working_days_of_a_month_are_counted_aloud(scene: Scene) -> None:
    entered(scene, training(scene))
    told = [of(scene, DueKind.MONTH, date(2027, 1, day))[0].why for day in (26, 27, 29, 31)]
    assert [why.partition(" · ")[0] for why in told] == [
        "Ouverte le 25",
        "Plus que 3 jours ouvrés",
        "Dernier jour ouvré ou passé",
        "Dernier jour ouvré ou passé",
    ]


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
    assert board.merged(before, read).lines == scene.workspace.read(board.whole, now)
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


def test_r6341_35_a_work_accident_is_due_until_it_is_notified(scene: Scene) -> None:
    session = training(scene)
    trainee = entered(scene, session, scene.person("Aragon"))
    day = date(2027, 1, 13)
    scene.clock.be(day)
    act = RecordAbsence(
        absence_id=scene.id(),
        enrolment_id=trainee,
        dates=on(day),
        reason="work_accident",
        justification=Justification.JUSTIFIED,
    )
    scene.say(act)
    (line,) = of(scene, DueKind.ACCIDENT, day)
    assert (line.risk, line.since, line.by) == (Risk.LAW, day, None)
    assert (line.whom.split(" · ")[0], "R6341-35" in line.why) == ("ARAGON Anne", True)
    assert (line.page, line.arguments) == ("absences", {"enrolment_id": trainee})
    tell = TellAccident(absence_id=act.absence_id, told_on=day)
    scene.say(tell)
    assert not of(scene, DueKind.ACCIDENT, day)
    assert scene.refusal_code(tell) == "no_accident_to_tell"
    scene.workspace.undo()
    assert of(scene, DueKind.ACCIDENT, day)
    scene.say(CorrectAbsence(absence_id=act.absence_id, dates=on(day, date(2027, 1, 14))))
    assert of(scene, DueKind.ACCIDENT, day)


def test_domain_2_9_what_an_absence_lacks_is_due_before_its_month_is_declared(
    scene: Scene,
) -> None:
    session = training(scene)
    trainees = [entered(scene, session, scene.person("Aragon")), entered(scene, session)]
    days = (date(2027, 1, 13), date(2027, 1, 14), date(2027, 2, 2))
    scene.clock.be(days[-1])
    lacking = (("", Justification.JUSTIFIED), ("sick", Justification.TO_QUALIFY), ("late", None))
    rows: list[UUID] = []
    for day, (reason, justification), trainee in zip(
        days, lacking, (*trainees, trainees[0]), strict=True
    ):
        rows.append(scene.id())
        scene.say(
            RecordAbsence(
                absence_id=rows[-1],
                enrolment_id=trainee,
                dates=on(day),
                minutes=0 if reason == "late" else None,
                reason=reason,
                justification=justification or Justification.JUSTIFIED,
            )
        )
    february, january = of(scene, DueKind.ABSENCE, days[-1])[::-1]
    assert (january.count, january.by) == (2, date(2027, 1, 31))
    assert january.arguments == {"session_id": session.id, "month": JANUARY}
    assert (february.count, february.whom.split(" · ")[0]) == (1, "ARAGON Anne")
    assert february.arguments == {"enrolment_id": trainees[0]}
    kept = scene.rows(AbsenceRow)
    assert sum(is_incomplete(row) for row in kept) == january.count + february.count
    justified = Justification.JUSTIFIED
    for row in rows:
        scene.say(
            QualifyAbsence(absence_id=row, reason="exam", justification=justified, minutes=30)
        )
    assert not of(scene, DueKind.ABSENCE, days[-1])


def test_domain_3_5_non_inscrit_is_proposed_the_day_after_the_start(scene: Scene) -> None:
    session = training(scene)
    propose(scene, session.id, scene.person("Aragon"))
    assert [line.act for line in of(scene, DueKind.VERDICT, START - timedelta(days=1))] == [
        "Obtenir la réponse du prescripteur"
    ]
    assert not of(scene, DueKind.VERDICT, START)
    (line,) = of(scene, DueKind.VERDICT, START + timedelta(days=1))
    assert (line.act, line.by) == ("Confirmer « non inscrit »", START - timedelta(days=1))
