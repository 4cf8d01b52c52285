# SPDX-License-Identifier: MIT
"""Two posts and one month: declared once, and whoever did not know hears of it (domain 3.6)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    EnrolmentRow,
    OutcomeRow,
    RemoteWorkRow,
    ReportedRow,
)
from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    Justification,
    Mark,
    OutcomeKind,
    Reportable,
)
from kairos_desktop.services.acts.absences import MarkHalfDays, RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.entries import ChangeEnd, RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import DueKind
from tests.kairos_server.exchange.test_exchange import level, pair
from tests.kairos_server.exchange.universe import TestPost, Universe
from tests.training_scene import FIRST_DAY, a_training, on

NOVEMBER, MONDAY = date(2026, 11, 1), date(2026, 11, 16)


@pytest.fixture
def office(universe: Universe) -> tuple[TestPost, TestPost, list[UUID]]:
    """Sabine and Karim on the 26th, and two trainees who came in September."""
    return an_office(universe)


def an_office(universe: Universe) -> tuple[TestPost, TestPost, list[UUID]]:
    """Two posts level with each other, and two trainees in training."""
    universe.clock.be(date(2026, 11, 26))
    sabine, karim = pair(universe)
    session = a_training(sabine)
    trainees: list[UUID] = []
    for name in ("Martin", "Durand"):
        enrolment = sabine.id()
        person = sabine.person(name, ft_id=f"123456{len(trainees)}A")
        sabine.say(
            ProposeEnrolment(enrolment_id=enrolment, session_id=session.id, jobseeker_id=person)
        )
        sabine.say(
            RecordEntry(enrolment_id=enrolment, entered_on=FIRST_DAY, reason="Accord par téléphone")
        )
        trainees.append(enrolment)
    level(universe)
    return sabine, karim, trainees


def lines(post: TestPost) -> list[tuple[Any, ...]]:
    return [(row.kind, row.code, row.made_by) for row in post.rows(OutcomeRow)]


def to_rectify(post: TestPost) -> list[UUID]:
    """Whose month « À faire » has rectified; whoever wrote has counted, the list reads answers."""
    asked = "SELECT count(*) FROM month_doubt WHERE NOT is_counted"
    assert post.workspace.read(lambda conn, _org: conn.exec_driver_sql(asked).scalar()) == 0
    found = post.workspace.read(board.whole, datetime(2026, 11, 27, 10))
    return [line.arguments["enrolment_id"] for line in found if line.kind is DueKind.RECTIFY]


def test_two_posts_that_declare_the_same_month_end_with_one_declaration_and_one_line(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, trainees = office
    declare = DeclareAttendance(month=NOVEMBER, enrolment_ids=tuple(trainees))
    sabine.say(declare)
    karim.say(declare)
    assert {row.declared_by for row in karim.rows(AttendanceRow)} == {"Karim"}
    sabine.sync()
    karim.sync()
    level(universe)
    for post in (sabine, karim):
        assert {row.declared_by for row in post.rows(AttendanceRow)} == {"Sabine"}
        assert len(post.rows(AttendanceRow)) == 2
        assert lines(post) == [(OutcomeKind.FLAGGED, "already_declared", "Karim")]


def test_an_absence_typed_offline_in_a_declared_month_is_kept_flagged_and_rectified(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, trainees = office
    sabine.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=tuple(trainees)))
    karim.say(
        RecordAbsence(
            absence_id=karim.id(),
            enrolment_id=trainees[0],
            dates=on(MONDAY),
            reason="exam",
            justification=Justification.JUSTIFIED,
        )
    )
    sabine.sync()
    karim.sync()
    level(universe)
    assert len(sabine.rows(AbsenceRow)) == 1
    assert lines(sabine) == [(OutcomeKind.FLAGGED, "month_declared", "Karim")]
    assert to_rectify(sabine) == to_rectify(karim) == [trainees[0]]
    sabine.say(RectifyAttendance(month=NOVEMBER, enrolment_id=trainees[0]))
    assert not to_rectify(sabine)
    level(universe)
    assert not to_rectify(karim)
    found = {row.enrolment_id: row.justified for row in karim.rows(AttendanceRow)}
    assert found == {trainees[0]: 7 * 60, trainees[1]: 0}


def test_an_absence_typed_offline_after_an_abandon_is_kept_and_flagged(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, trainees = office
    sabine.say(
        DropTrainee(
            enrolment_id=trainees[0], last_day=date(2026, 11, 6), reason="job", legitimate=True
        )
    )
    karim.say(MarkHalfDays(enrolment_id=trainees[0], dates=on(MONDAY), mark=Mark.TO_QUALIFY))
    sabine.sync()
    karim.sync()
    level(universe)
    assert len(sabine.rows(AbsenceRow)) == 1
    assert lines(karim) == [(OutcomeKind.FLAGGED, "absence_after_exit", "Karim")]


def test_what_is_typed_offline_of_days_that_are_no_more_the_trainee_s_is_kept_and_flagged(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, (absent, shorter) = office
    sabine.say(RecordAbsentAtEntry(enrolment_id=absent, reason="Erreur de saisie"))
    sabine.say(ChangeEnd(enrolment_id=shorter, planned_end=date(2026, 10, 30), reason="Projet"))
    for trainee in (absent, shorter):
        karim.say(
            RecordAbsence(
                absence_id=karim.id(), enrolment_id=trainee, dates=on(MONDAY), reason="exam"
            )
        )
    line = RemoteWork(enrolment_id=shorter, estimated=60)
    karim.say(RecordRemoteWork(month=NOVEMBER, lines=(line,)))
    sabine.sync()
    karim.sync()
    level(universe)
    assert len(sabine.rows(AbsenceRow)) == 2
    assert len(sabine.rows(RemoteWorkRow)) == 1
    codes = ("absence_not_entered", "absence_outside_path", "remote_work_outside")
    assert sorted(lines(sabine)) == [(OutcomeKind.FLAGGED, code, "Karim") for code in codes]


def test_two_posts_that_type_the_same_abandon_keep_the_first_one(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, trainees = office
    for post, day in ((sabine, 6), (karim, 13)):
        post.say(DropTrainee(enrolment_id=trainees[0], last_day=date(2026, 11, day), reason="job"))
    sabine.sync()
    karim.sync()
    level(universe)
    row = karim.row(EnrolmentRow, trainees[0])
    assert (row.state, row.left_on) == (EnrolmentState.DROPPED, date(2026, 11, 6))
    assert lines(karim) == [(OutcomeKind.REFUSED, "not_in_training", "Karim")]


def test_two_posts_that_report_the_same_thing_to_kairos_end_with_one_report_and_one_line(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, trainees = office
    said = ("present", FIRST_DAY.isoformat())
    for post in (sabine, karim):
        post.say(ReportToKairos(kind=Reportable.ENTRY, about_id=trainees[0], said=said))
    sabine.sync()
    karim.sync()
    level(universe)
    for post in (sabine, karim):
        (row,) = post.rows(ReportedRow)
        assert (row.reported_by, row.said) == ("Sabine", said)
        assert lines(post) == [(OutcomeKind.FLAGGED, "already_reported", "Karim")]


def test_two_posts_that_mark_the_same_half_day_agree(
    universe: Universe, office: tuple[TestPost, TestPost, list[UUID]]
) -> None:
    sabine, karim, trainees = office
    act = MarkHalfDays(enrolment_id=trainees[0], dates=on(MONDAY), mark=Mark.JUSTIFIED)
    sabine.say(act)
    karim.say(act)
    sabine.sync()
    karim.sync()
    level(universe)
    assert len(karim.rows(AbsenceRow)) == 1
    assert not karim.rows(OutcomeRow)
