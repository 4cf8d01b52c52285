# SPDX-License-Identifier: MIT
"""The papers of a month: what was declared, versioned, and drawn from kept facts (domain 5)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kairos_desktop.models.rows import DocumentRow, SessionRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    HalfDay,
    Justification,
    ReasonKind,
)
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.month_papers import IssueRecap, IssueStatement
from kairos_desktop.services.acts.reasons import DescribeReason
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents.month_papers import hours
from kairos_desktop.services.paperwork import document_of
from kairos_desktop.services.queries import papers
from tests.factories import Scene
from tests.training_scene import a_training, entered, on

NOVEMBER, MONDAY = date(2026, 11, 1), date(2026, 11, 16)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider()
    scene.clock.be(date(2026, 11, 26))
    return a_training(scene)


def absence(scene: Scene, trainee: UUID, day: date, reason: str) -> RecordAbsence:
    return RecordAbsence(
        absence_id=scene.id(),
        enrolment_id=trainee,
        dates=on(day, end=HalfDay.MORNING),
        reason=reason,
        justification=Justification.UNJUSTIFIED,
    )


def statement(scene: Scene, trainee: UUID) -> drawn.AttendanceStatement:
    (paper,) = scene.workspace.read(
        lambda conn, org: papers.standing(
            conn, org, DocumentKind.ATTENDANCE_STATEMENT, enrolment_ids=[trainee], month=NOVEMBER
        )
    )
    document = document_of(paper, None, demo=False)
    assert isinstance(document, drawn.AttendanceStatement)
    return document


def test_domain_5_the_statement_shows_hours_absences_accident_and_exit(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    scene.say(
        DescribeReason(kind=ReasonKind.ABSENCE, code="unjustified_no_news", label="Pas de nouvelle")
    )
    scene.say(absence(scene, trainee, MONDAY, "unjustified_no_news"))
    scene.say(absence(scene, trainee, date(2026, 11, 17), "work_accident"))
    scene.say(DropTrainee(enrolment_id=trainee, last_day=date(2026, 11, 20), reason="job"))
    scene.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee,)))
    scene.say(IssueStatement(enrolment_id=trainee, month=NOVEMBER))
    found = statement(scene, trainee)
    assert found.month_name == "novembre 2026"
    assert (found.month.planned, found.month.real) == (14 * 7 * 60, 14 * 7 * 60 - 420)
    assert [(each.reason, each.minutes) for each in found.absences] == [
        ("Pas de nouvelle", 210),
        ("Accident du travail ou de trajet", 210),
    ]
    assert found.absences[0].ends == "16/11/2026, matin"
    assert found.accident == "le 17/11/2026"
    assert found.left == "Abandon le 20/11/2026, reprise d’emploi"


def test_nothing_is_certified_before_it_is_declared(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    assert scene.refusal_code(IssueStatement(enrolment_id=trainee, month=NOVEMBER)) == (
        "not_declared"
    )
    assert scene.refusal_code(IssueRecap(session_id=session.id, month=NOVEMBER)) == "not_declared"


def test_a_rectified_month_has_a_new_version_of_its_statement_and_recap(
    scene: Scene, session: SessionRow
) -> None:
    trainee, other = entered(scene, session), entered(scene, session)
    scene.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee, other)))
    issue = IssueStatement(enrolment_id=trainee, month=NOVEMBER)
    recap = IssueRecap(session_id=session.id, month=NOVEMBER)
    scene.say(issue, recap)
    again = scene.say(issue, recap)
    assert not again.changes.ids
    scene.say(absence(scene, trainee, MONDAY, "unjustified_no_news"))
    assert scene.warning_codes(issue) == ["month_to_rectify"]
    scene.say(RectifyAttendance(month=NOVEMBER, enrolment_id=trainee))
    assert scene.warning_codes(issue, recap) == []
    standing = {
        row.kind: row.version for row in scene.rows(DocumentRow) if row.state is DocumentState.VALID
    }
    assert standing == {
        DocumentKind.ATTENDANCE_STATEMENT: 3,
        DocumentKind.ATTENDANCE_RECAP: 2,
    }
    assert statement(scene, trainee).month.unjustified == 210
    assert statement(scene, trainee).month.rectified_on == date(2026, 11, 26)


def test_each_month_has_its_own_number(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    october = date(2026, 10, 1)
    for month in (october, NOVEMBER):
        scene.say(DeclareAttendance(month=month, enrolment_ids=(trainee,)))
        scene.say(IssueStatement(enrolment_id=trainee, month=month))
    rows = scene.rows(DocumentRow)
    assert len({row.number for row in rows}) == 2
    assert {row.month for row in rows} == {october, NOVEMBER}
    assert statement(scene, trainee).month_name == "novembre 2026"


def test_the_recap_has_a_line_for_each_trainee_by_name(scene: Scene, session: SessionRow) -> None:
    late = entered(scene, session, scene.person("Zola", ft_id="1234567A"))
    early = entered(scene, session, scene.person("Abadie"))
    scene.say(DropTrainee(enrolment_id=late, last_day=date(2026, 11, 6), reason="job"))
    scene.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=(late, early)))
    scene.say(IssueRecap(session_id=session.id, month=NOVEMBER))
    (paper,) = scene.workspace.read(
        lambda conn, org: papers.standing(
            conn, org, DocumentKind.ATTENDANCE_RECAP, session_id=session.id, month=NOVEMBER
        )
    )
    document = document_of(paper, None, demo=False)
    assert isinstance(document, drawn.AttendanceRecap)
    assert [(each.name, each.left) for each in document.trainees] == [
        ("ABADIE Anne", ""),
        ("ZOLA Anne", "Abandon"),
    ]


def test_hours_are_read_as_people_say_them() -> None:
    assert [hours(minutes).replace("\u00a0", " ") for minutes in (0, 210, 8400)] == [
        "0 h", "3 h 30", "140 h",
    ]  # fmt: skip
