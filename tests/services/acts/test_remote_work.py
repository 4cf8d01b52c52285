# SPDX-License-Identifier: MIT
"""Distance work: estimated, validated, declared, printed (domain 3.6, 5; R6341-13, R6341-46)."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest
from msgspec.structs import replace

from kairos_desktop.models.rows import AttendanceRow, RemoteWorkRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentKind, HalfDay
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.end_papers import IssueRealisation
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.month_papers import IssueRecap, IssueStatement
from kairos_desktop.services.acts.remote_work import DescribeDistance, RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.sessions import RefreshSession
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, Taught
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents import preview
from kairos_desktop.services.documents.render import render
from kairos_desktop.services.paperwork import document_of
from kairos_desktop.services.queries import attendance, papers
from kairos_desktop.services.rules.attendance import MonthState
from kairos_desktop.services.rules.remote_work import Remote, followed, is_lacking, percent
from kairos_desktop.services.wording.distance import distance_text, remote_text
from tests.factories import Scene, a_session
from tests.training_scene import a_training, entered

NOVEMBER = date(2026, 11, 1)
HOUR = 60
# Twenty working days but the 11th, seven hours each.
PLANNED = 20 * 7 * HOUR


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider()
    scene.clock.be(date(2026, 11, 26))
    return a_training(scene, distance_share="Mixte")


@pytest.fixture
def trainee(scene: Scene, session: SessionRow) -> UUID:
    return entered(scene, session)


def work(*lines: RemoteWork, month: date = NOVEMBER) -> RecordRemoteWork:
    return RecordRemoteWork(month=month, lines=lines)


def of(trainee: UUID, estimated: int | None = None, validated: int | None = None) -> RemoteWork:
    return RemoteWork(enrolment_id=trainee, estimated=estimated, validated=validated)


def state(scene: Scene, session: SessionRow) -> MonthState:
    card = scene.workspace.read(
        lambda conn, org: attendance.month_card(
            conn, org, session.id, NOVEMBER, scene.clock.now.date()
        )
    )
    assert card is not None
    return card.trainees[0].state


def document(scene: Scene, kind: DocumentKind, trainee: UUID, **asked: str) -> drawn.IssuedDocument:
    (row,) = scene.workspace.read(
        lambda conn, org: papers.standing(conn, org, kind, enrolment_ids=[trainee], **asked)
    )
    return document_of(row, None, demo=False)


def said_by(paper: drawn.IssuedDocument) -> str:
    with preview.opened(render(paper, key=bytes(32)).pdf) as pages:
        return " ".join(" ".join(pages.text(n) for n in range(pages.count)).split())


# The rule


@pytest.mark.parametrize(
    ("estimated", "validated", "expected"),
    [
        (40 * HOUR, 30 * HOUR, 75),
        (3, 2, 66),
        (1000, 999, 99),
        (40 * HOUR, 40 * HOUR, 100),
        (40 * HOUR, 45 * HOUR, 100),
        (40 * HOUR, 0, 0),
        (40 * HOUR, None, None),
        (0, 10, None),
        (None, 10, None),
    ],
)
def test_r6341_46_assiduity_at_a_distance_is_validated_over_estimated(
    estimated: int | None, validated: int | None, expected: int | None
) -> None:
    assert percent(estimated, validated) == expected


def test_domain_5_a_certificate_counts_the_estimated_time_of_what_was_done() -> None:
    forty = 40 * HOUR
    # Apart from a typed timetable it comes on top; weekly hours hold it already.
    assert followed(100 * HOUR, Remote(forty, 30 * HOUR), is_apart=True) == 130 * HOUR
    assert followed(100 * HOUR, Remote(forty, 30 * HOUR), is_apart=False) == 90 * HOUR
    # Nobody certifies more than was estimated, nor what nobody validated.
    assert followed(100 * HOUR, Remote(forty, 50 * HOUR), is_apart=True) == 140 * HOUR
    assert followed(100 * HOUR, Remote(forty), is_apart=True) == 100 * HOUR
    assert followed(10 * HOUR, Remote(forty), is_apart=False) == 0
    assert followed(100 * HOUR, Remote(), is_apart=False) == 100 * HOUR


def test_a_session_taught_at_a_distance_lacks_hours_until_both_are_known() -> None:
    mixed, centre = (a_session(UUID(int=1), distance_share=s) for s in ("Mixte", "En présentiel"))
    assert is_lacking(mixed, None, None)
    assert is_lacking(mixed, 60, None)
    assert not is_lacking(mixed, 60, 0)
    assert not is_lacking(mixed, 0, None)
    assert not is_lacking(centre, None, None)
    assert is_lacking(centre, 60, None)


def test_the_words_say_both_figures_and_what_is_missing() -> None:
    plain = [
        remote_text(*each).replace("\N{NO-BREAK SPACE}", " ")
        for each in ((2400, 1800), (2400, None), (None, 90), (None, None), (0, 60))
    ]
    assert plain == [
        "30 h validées sur 40 h estimées (75 %)",
        "40 h estimées, heures validées à saisir",
        "1 h 30 validées, sans estimation",
        "",
        "1 h validées sur 0 h estimées",
    ]
    assert distance_text(None, "") == ""


# The acts


def test_what_one_line_leaves_out_stays_and_the_whole_is_undone(
    scene: Scene, trainee: UUID
) -> None:
    scene.say(work(of(trainee, estimated=40 * HOUR)))
    later = scene.say(work(of(trainee, validated=30 * HOUR)))
    (row,) = scene.rows(RemoteWorkRow)
    assert (row.estimated, row.validated) == (40 * HOUR, 30 * HOUR)
    scene.workspace.undo()
    (row,) = scene.rows(RemoteWorkRow)
    assert (row.estimated, row.validated) == (40 * HOUR, None)
    assert len(later.verdicts) == 1


def test_more_validated_than_estimated_is_kept_and_flagged(scene: Scene, trainee: UUID) -> None:
    assert scene.warning_codes(work(of(trainee, 40 * HOUR, 41 * HOUR))) == ["validated_beyond"]
    (row,) = scene.rows(RemoteWorkRow)
    assert row.validated == 41 * HOUR


def test_work_of_a_month_that_is_nobodys_is_kept_and_flagged(scene: Scene, trainee: UUID) -> None:
    act = work(of(trainee, 60), month=date(2026, 8, 1))
    assert scene.warning_codes(act) == ["remote_work_outside"]
    assert len(scene.rows(RemoteWorkRow)) == 1
    assert scene.refusal_code(work(of(trainee, 60), month=date(2026, 8, 2))) == "month_day"


def test_domain_3_6_hours_after_the_declaration_open_a_rectification(
    scene: Scene, session: SessionRow, trainee: UUID
) -> None:
    declare = DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee,))
    scene.say(work(of(trainee, 40 * HOUR)))
    assert scene.warning_codes(declare) == ["remote_work_lacking"]
    assert state(scene, session) is MonthState.DECLARED
    assert scene.warning_codes(work(of(trainee, validated=30 * HOUR))) == ["month_declared"]
    assert state(scene, session) is MonthState.TO_RECTIFY
    assert scene.warning_codes(work(of(trainee, validated=30 * HOUR))) == []
    scene.say(RectifyAttendance(month=NOVEMBER, enrolment_id=trainee))
    (row,) = scene.rows(AttendanceRow)
    assert (row.planned, row.estimated, row.validated) == (PLANNED, 40 * HOUR, 30 * HOUR)
    assert state(scene, session) is MonthState.RECTIFIED


def test_a_month_with_its_hours_is_declared_without_a_word(scene: Scene, trainee: UUID) -> None:
    scene.say(work(of(trainee, 40 * HOUR, 40 * HOUR)))
    declare = DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee,))
    assert scene.warning_codes(declare) == []


# The papers


def test_domain_5_the_statement_and_the_recap_print_both_figures(
    scene: Scene, session: SessionRow, trainee: UUID
) -> None:
    other = entered(scene, session)
    scene.say(work(of(trainee, 40 * HOUR, 30 * HOUR), of(other, 40 * HOUR, 40 * HOUR)))
    scene.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee, other)))
    scene.say(*(IssueStatement(enrolment_id=each, month=NOVEMBER) for each in (trainee, other)))
    scene.say(IssueRecap(session_id=session.id, month=NOVEMBER))
    kind = DocumentKind.ATTENDANCE_STATEMENT
    said = said_by(document(scene, kind, trainee))
    assert "30 h validées sur 40 h estimées (75 %)" in said
    assert "ASSIDU À 75 %" in said
    assert "ASSIDU À" not in said_by(document(scene, kind, other))
    (row,) = scene.workspace.read(
        lambda conn, org: papers.standing(
            conn, org, DocumentKind.ATTENDANCE_RECAP, session_id=session.id, month=NOVEMBER
        )
    )
    said = said_by(document_of(row, None, demo=False))
    assert "Estimé" in said
    assert "40 h 30 h" in said


def test_the_certificate_adds_what_was_done_beside_a_typed_timetable(
    scene: Scene, session: SessionRow
) -> None:
    person = entered(scene, session, entered_on=date(2026, 11, 16), planned_start=None)
    drop = DropTrainee(enrolment_id=person, last_day=date(2026, 11, 16), reason="job")
    scene.say(work(of(person, 10 * HOUR)), drop)
    assert scene.warning_codes(IssueRealisation(enrolment_id=person)) == ["remote_work_not_counted"]
    scene.say(work(of(person, validated=9 * HOUR)))
    assert scene.warning_codes(IssueRealisation(enrolment_id=person)) == []
    paper = document(scene, DocumentKind.REALISATION, person)
    assert isinstance(paper, drawn.RealisationCertificate)
    # By the weekly hours the seven hours of the day hold the work: one hour of it was not done.
    assert paper.hours.attended == 6 * HOUR
    lesson = Lesson(
        day=date(2026, 11, 16),
        half=HalfDay.MORNING,
        taught=Taught(starts_at=time(9), ends_at=time(12)),
    )
    scene.say(PlanLessons(session_id=session.id, lessons=(lesson,)))
    scene.say(IssueRealisation(enrolment_id=person))
    paper = document(scene, DocumentKind.REALISATION, person)
    assert isinstance(paper, drawn.RealisationCertificate)
    assert paper.hours.attended == (3 + 9) * HOUR
    assert "9 h validées sur 10 h estimées (90 %)" in said_by(paper)


def test_r6341_6_the_ais_says_the_hours_and_the_assessment_and_a_newer_offer_leaves_them(
    scene: Scene, session: SessionRow
) -> None:
    scene.say(DescribeDistance(session_id=session.id, hours=120.5, assessment=" chaque  semaine "))
    newer = replace(session, offer_dated=date(2026, 12, 1), title="Autre titre")
    scene.say(RefreshSession(session=newer))
    row = scene.row(SessionRow, session.id)
    assert row.title == "Autre titre"
    assert (row.distance_hours, row.distance_assessment) == (120.5, "chaque semaine")
    enrolment = scene.selected(scene.present(scene.register(scene.meeting(row))))
    said = said_by(document(scene, DocumentKind.ENROLMENT_ATTESTATION, enrolment.id))
    assert "120 h 30 estimées · évaluation : chaque semaine" in said
