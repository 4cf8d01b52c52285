# SPDX-License-Identifier: MIT
"""« Bilan de fin de formation »: filled in at the exit, issued, versioned (domain 3.5, 5)."""

from __future__ import annotations

from datetime import date, time

import pytest

from kairos_desktop.models.rows import DocumentRow, ReportRow, SessionRow
from kairos_desktop.models.vocabulary import (
    Certified,
    DocumentKind,
    DocumentState,
    EnrolmentState,
    FollowUp,
    HalfDay,
    Justification,
    ReasonKind,
)
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.exits import CompleteTrainee, DropTrainee, ReopenTrainee
from kairos_desktop.services.acts.month_papers import IssueStatement
from kairos_desktop.services.acts.reasons import DescribeReason
from kairos_desktop.services.acts.reports import IssueReport
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, Taught
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents import preview
from kairos_desktop.services.documents.render import render
from kairos_desktop.services.paperwork import document_of
from tests.factories import Scene
from tests.training_scene import LAST_DAY, a_report, a_training, entered, on

AFTER = date(2027, 3, 29)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider()
    scene.clock.be(AFTER)
    return a_training(scene)


def papers(scene: Scene) -> list[DocumentRow]:
    rows = (row for row in scene.rows(DocumentRow) if row.kind is DocumentKind.TRAINING_REPORT)
    return sorted(rows, key=lambda row: row.version)


def shown(scene: Scene) -> drawn.TrainingReport:
    document = document_of(papers(scene)[-1], None, demo=False)
    assert isinstance(document, drawn.TrainingReport)
    return document


def test_domain_5_the_report_says_the_path_the_skills_and_what_comes_next(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session, scene.person("Zola", ft_id="1234567A"))
    scene.say(DescribeReason(kind=ReasonKind.DROPOUT, code="job", label="Embauche"))
    scene.say(
        RecordAbsence(
            absence_id=scene.id(),
            enrolment_id=trainee,
            dates=on(date(2026, 9, 8), end=HalfDay.MORNING),
            reason="sick",
            justification=Justification.JUSTIFIED,
        )
    )
    scene.say(DropTrainee(enrolment_id=trainee, last_day=date(2026, 9, 11), reason="job"))
    scene.say(
        a_report(
            trainee,
            certified=Certified.PARTIAL,
            follow_up=FollowUp.JOB,
            intended="CDI chez un client",
            acquired="Accueillir au téléphone\n\nTenir un agenda",
            not_acquired="Rédiger <b>sans modèle</b>",
            comment="Progrès nets & réguliers",
            trainer="Yves Carpentier",
        ),
        IssueReport(enrolment_id=trainee),
    )
    found = shown(scene)
    assert (found.hours.planned, found.hours.attended) == (5 * 420, 5 * 420 - 210)
    assert found.left == "Abandon le 11/09/2026, embauche"
    assert found.report.acquired == ("Accueillir au téléphone", "Tenir un agenda")
    with preview.opened(render(found, key=bytes(32)).pdf) as pages:
        assert pages.count == 1
        said = " ".join(pages.text(0).split())
    for part in (
        "Bilan de fin de formation",
        "1234567A",
        "Obtenue en partie",
        "Emploi : CDI chez un client",
        "Tenir un agenda acquise",
        "Rédiger <b>sans modèle</b> non acquise",
        "Progrès nets & réguliers",
        "Commentaire du formateur (Yves Carpentier)",
        "Signature du stagiaire",
        "Il ne remplace pas la saisie dans KAIROS.",
    ):
        assert part in said, part


def test_it_is_filled_in_after_the_entry_and_printed_once_it_is(
    scene: Scene, session: SessionRow
) -> None:
    absent = entered(scene, session, entered_on=None, state=EnrolmentState.NOT_ENTERED)
    assert scene.refusal_code(a_report(absent)) == "not_entered"
    trainee = entered(scene, session)
    assert scene.refusal_code(IssueReport(enrolment_id=trainee)) == "no_report"


def test_on_the_eve_of_the_exit_it_is_recorded_and_flagged(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    scene.clock.be(date(2027, 3, 25))
    assert scene.warning_codes(a_report(trainee)) == ["report_before_exit"]
    scene.clock.be(LAST_DAY)
    assert scene.warning_codes(a_report(trainee, trainer="Yves")) == []


def test_said_again_the_same_changes_nothing_and_two_posts_speak_of_one_row(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    scene.say(a_report(trainee))
    assert not scene.say(a_report(trainee)).changes.ids
    scene.say(a_report(trainee, certified=Certified.AWAITED))
    (row,) = scene.rows(ReportRow)
    assert row.certified is Certified.AWAITED


def test_what_the_exit_changes_makes_a_new_version(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    issue = IssueReport(enrolment_id=trainee)
    scene.say(a_report(trainee), issue)
    assert not scene.say(issue).changes.ids
    scene.say(CompleteTrainee(enrolment_id=trainee, last_day=LAST_DAY, reason="planned_end"))
    scene.say(issue)
    first, second = papers(scene)
    assert (first.state, second.version) == (DocumentState.SUPERSEDED, 2)
    assert shown(scene).left == "Terminé le 26/03/2027, fin prévue"
    scene.say(ReopenTrainee(enrolment_id=trainee, reason="Sortie saisie pour une autre"))
    assert scene.rows(ReportRow)


def test_undone_the_report_is_gone_and_due_again(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    scene.say(a_report(trainee))
    scene.workspace.undo()
    assert scene.rows(ReportRow) == []


def test_papers_count_the_hours_of_the_timetable_that_was_typed(
    scene: Scene, session: SessionRow
) -> None:
    trainee, march = entered(scene, session), date(2027, 3, 1)
    scene.say(a_report(trainee), IssueReport(enrolment_id=trainee))
    by_the_week = shown(scene).hours.planned
    taught = Taught(starts_at=time(9), ends_at=time(11))
    lesson = Lesson(day=march, half=HalfDay.MORNING, taught=taught)
    scene.say(PlanLessons(session_id=session.id, lessons=(lesson,)))
    scene.say(DeclareAttendance(month=march, enrolment_ids=(trainee,)))
    assert scene.warning_codes(IssueStatement(enrolment_id=trainee, month=march)) == []
    scene.say(IssueReport(enrolment_id=trainee))
    # The whole of that Monday is what was typed of it: two hours, not seven.
    assert shown(scene).hours.planned == by_the_week - 300
