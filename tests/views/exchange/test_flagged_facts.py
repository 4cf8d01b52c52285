# SPDX-License-Identifier: MIT
"""« À régulariser » of facts kept and to be checked: results, reports, hours, months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.models.rows import (
    RegistrationRow,
    RemoteWorkRow,
    ReportedRow,
)
from kairos_desktop.models.vocabulary import (
    Justification,
    Reportable,
    Result,
)
from kairos_desktop.services.acts.absences import (
    QualifyAbsence,
    RecordAbsence,
)
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.queries import exchange
from kairos_desktop.views.exchange.alternatives import alternatives
from kairos_desktop.views.exchange.settle_page import SettlePage
from tests.training_scene import on
from tests.views.exchange.conftest import Trained, press, see
from tests.views.hearing import Heard, button_of, wait_for_ids, wait_for_place

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
MONDAY = date(2026, 11, 16)
NOTED, PERSON, SESSION = "J’ai pris note", "Ouvrir la fiche du DE", "Ouvrir la session"
OUT = {"planned_end": date(2026, 10, 30)}


def result_again(trained: Trained) -> tuple[UUID, UUID]:
    """Somebody enrolled, *retenu* at another appointment: the registration, and the line."""
    scene = trained.scene
    session, person = scene.session(), scene.person("Diallo", "Ana")
    scene.selected(scene.present(scene.register(scene.meeting(session), person)))
    second = scene.present(scene.register(scene.meeting(session), person))
    act = RecordResult(registration_id=second, result=Result.SELECTED)
    return second, trained.say(act, "enrolment_stands", {"state": "selected"})


def test_a_second_result_is_kept_or_taken_back_and_leads_to_the_enrolment(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    scene = trained.scene
    registration, line = result_again(trained)
    back = "Annuler le résultat « Retenu »"
    found = see(qtbot, page, line)
    assert found == ["Garder le résultat « Retenu »", back, NOTED, PERSON, SESSION]
    button_of(qtbot, page, SESSION).click()
    place = wait_for_place(qtbot, heard, "session")
    enrolment = trained.told().subject.enrolment
    assert enrolment is not None
    assert (place["tab"], place["enrolment_id"]) == ("enrolled", enrolment.id)
    press(qtbot, page, back)
    assert scene.row(RegistrationRow, registration).result is Result.NONE
    assert trained.decision(line) == back
    scene.workspace.undo()
    assert scene.row(RegistrationRow, registration).result is Result.SELECTED
    assert trained.decision(line) == ""


def test_a_result_that_stands_no_more_has_nothing_to_decide(trained: Trained) -> None:
    _registration, line = result_again(trained)
    trained.scene.say(Restore(act_id=line))
    assert trained.offered() == {}


def test_a_report_said_twice_is_kept_or_to_do_again(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    scene = trained.scene
    act = ReportToKairos(kind=Reportable.ENTRY, about_id=trained.trainee, said=("x",))
    scene.say(act)
    line = trained.flag(act, "already_reported", {"by": "Odile", "day": MONDAY})
    again = "Remettre à reporter dans KAIROS"
    assert see(qtbot, page, line) == [
        "Garder le report d’Odile",
        again,
        NOTED,
        "Ouvrir Reporter dans KAIROS",
        PERSON,
        SESSION,
    ]
    assert "COURTOIS" in page.detail._about.text()
    button_of(qtbot, page, "Ouvrir Reporter dans KAIROS").click()
    assert wait_for_place(qtbot, heard, "kairos") == {"reported": trained.trainee}
    press(qtbot, page, again)
    assert not scene.rows(ReportedRow)
    scene.workspace.undo()
    assert len(scene.rows(ReportedRow)) == 1


def test_keeping_is_one_key_after_another(trained: Trained, page: SettlePage, qtbot: QtBot) -> None:
    act = ReportToKairos(kind=Reportable.ENTRY, about_id=trained.trainee, said=("x",))
    trained.scene.say(act)
    line = trained.flag(act, "already_reported", {"by": "Odile", "day": MONDAY})
    see(qtbot, page, line)
    page.card.table.setFocus()
    QTest.keyClick(page.card.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.detail.choices[0].hasFocus())
    QTest.keyClick(page.detail.choices[0], Qt.Key.Key_Down)
    QTest.keyClick(page.detail.choices[1], Qt.Key.Key_Return)
    wait_for_ids(qtbot, page.card, [])
    assert not trained.scene.rows(ReportedRow)


def test_a_report_of_each_kind_says_whom_it_is_about(trained: Trained) -> None:
    scene, absence = trained.scene, trained.scene.id()
    scene.say(RecordAbsence(absence_id=absence, enrolment_id=trained.trainee, dates=on(MONDAY)))
    scene.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=(trained.trainee,)))
    trained.flag(ReportToKairos(kind=Reportable.ABSENCE, about_id=absence, said=("x",)), "late")
    subject = trained.told().subject
    assert subject.enrolment is not None
    assert subject.enrolment.id == trained.trainee
    assert subject.jobseeker is not None
    assert subject.session == trained.session


def test_hours_outside_the_path_go_to_zero_for_these_trainees_alone(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    scene = trained.scene
    gone = [trained.enter(name, **OUT) for name in ("Blin", "Diallo")]
    who = (trained.trainee, *gone)
    lines = tuple(RemoteWork(enrolment_id=each, estimated=60, validated=30) for each in who)
    act = RecordRemoteWork(month=NOVEMBER, lines=lines)
    line = trained.say(act, "remote_work_outside", {"count": 2, "day": NOVEMBER})
    zero = "Mettre à 0 h : 2 stagiaires"
    # Nobody outside the month shows on its grid: the path is where it is put right.
    assert see(qtbot, page, line) == ["Garder ces heures", zero, NOTED, SESSION]
    button_of(qtbot, page, SESSION).click()
    place = wait_for_place(qtbot, heard, "session")
    assert place == {"session_id": trained.session.id, "tab": "enrolled"}
    press(qtbot, page, zero)
    hours = {row.enrolment_id: (row.estimated, row.validated) for row in scene.rows(RemoteWorkRow)}
    assert hours == {trained.trainee: (60, 30), gone[0]: (0, 0), gone[1]: (0, 0)}
    scene.workspace.undo()
    assert {row.estimated for row in scene.rows(RemoteWorkRow)} == {60}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Courtois", "Mettre à 0 h : COURTOIS Inès"),
        ("Montmorency-Lavallière", "Mettre ses heures à 0 h"),
    ],
)
def test_the_one_trainee_is_named_where_there_is_room(
    trained: Trained, name: str, label: str
) -> None:
    who = trained.enter(name, **OUT)
    act = RecordRemoteWork(month=NOVEMBER, lines=(RemoteWork(enrolment_id=who, estimated=60),))
    trained.flag(act, "remote_work_outside", {"count": 1, "day": NOVEMBER})
    assert list(trained.offered()) == ["Garder ces heures", label]


def test_hours_of_a_declared_month_lead_to_it(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    hours = RemoteWork(enrolment_id=trained.trainee, estimated=60)
    act = RecordRemoteWork(month=NOVEMBER, lines=(hours,))
    month = "Ouvrir le mois de novembre 2026"
    line = trained.say(act, "month_declared", {"day": NOVEMBER})
    assert see(qtbot, page, line) == ["Rectifier le mois", NOTED, month, PERSON, SESSION]
    button_of(qtbot, page, month).click()
    about = {"session_id": trained.session.id, "enrolment_id": trained.trainee}
    assert wait_for_place(qtbot, heard, "month") == about | {"month": NOVEMBER}


def test_hours_that_the_path_now_holds_have_nothing_to_decide(trained: Trained) -> None:
    lines = (RemoteWork(enrolment_id=trained.trainee, estimated=60),)
    trained.flag(RecordRemoteWork(month=NOVEMBER, lines=lines), "remote_work_outside")
    assert trained.offered() == {}


def test_a_declared_month_is_rectified_whatever_was_typed_of_it(trained: Trained) -> None:
    scene, absence = trained.scene, trained.scene.id()
    scene.say(RecordAbsence(absence_id=absence, enrolment_id=trained.trainee, dates=on(MONDAY)))
    work = RecordRemoteWork(
        month=NOVEMBER, lines=(RemoteWork(enrolment_id=trained.trainee, estimated=60),)
    )
    qualified = QualifyAbsence(
        absence_id=absence, reason="exam", justification=Justification.JUSTIFIED
    )
    for act in (work, qualified):
        trained.flag(act, "month_declared", {"day": NOVEMBER})
    for line in scene.workspace.read(exchange.to_settle):
        (found,) = alternatives(line)
        (act,) = found.acts
        assert isinstance(act, RectifyAttendance)
        assert (act.month, act.enrolment_id) == (NOVEMBER, trained.trainee)


def test_a_month_of_several_declared_twice_leads_to_it(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    two = (trained.trainee, trained.enter("Blin"))
    act = DeclareAttendance(month=OCTOBER, enrolment_ids=two)
    facts = {"day": OCTOBER, "count": 2, "by": "Paul"}
    line = trained.say(act, "already_declared", facts)
    month = "Ouvrir le mois d’octobre 2026"
    assert see(qtbot, page, line) == [NOTED, month, SESSION]
    button_of(qtbot, page, month).click()
    assert wait_for_place(qtbot, heard, "month")["month"] == OCTOBER
