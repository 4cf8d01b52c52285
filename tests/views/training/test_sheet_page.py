# SPDX-License-Identifier: MIT
"""« Émargement »: a sheet scanned, typed in a few keys, and what it makes of the month."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kairos_desktop.models.rows import AbsenceRow
from kairos_desktop.models.sheet_rows import SheetRow
from kairos_desktop.models.vocabulary import HalfDay, Justification
from kairos_desktop.services.acts.absences import QualifyAbsence
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.rules.sheet_codes import sheet_code
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.training.sheet_lines import TRAINER, Sign
from kairos_desktop.views.training.sheet_page import NOTHING_SAID, SheetPage
from tests.views.hearing import Heard
from tests.views.recruitment.driving import press
from tests.views.training.sheet_driving import (
    MONDAY,
    MORNING,
    TUESDAY,
    a_sheet,
    enter,
    open_on,
    signs,
    type_keys,
)
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> SheetPage:
    return a_sheet(room, qtbot)


def test_everything_is_named_and_nothing_is_cut(page: SheetPage, qtbot: QtBot) -> None:
    assert misnamed(page) == []
    for size in ((1366, 768), (911, 512)):
        page.resize(*size)
        qtbot.wait(1)
        assert cut_texts(page) == []


def test_a_full_sheet_is_two_keys_and_the_next_scan_is_awaited(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    type_keys(page, qtbot, "T")
    enter(page, qtbot)
    (row,) = room.scene.rows(SheetRow)
    assert set(row.signed) == {str(each) for each in room.trainees.values()}
    assert row.trainer_signed
    assert room.scene.rows(AbsenceRow) == []
    assert page.code.line.hasFocus()


def test_who_did_not_sign_is_absent_to_qualify_by_the_same_gesture(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    heard = Heard(room.desk)
    type_keys(page, qtbot, "DNTE")
    enter(page, qtbot)
    (absence,) = room.scene.rows(AbsenceRow)
    assert absence.enrolment_id == room.trainees["Diallo"]
    assert (absence.starts_on, absence.ends_half) == (MONDAY, MORNING)
    assert absence.justification is Justification.TO_QUALIFY
    assert "À qualifier : DIALLO Aminata" in heard.notices[-1].sentence
    assert len(room.scene.rows(SheetRow)[0].signed) == 5
    room.scene.workspace.undo()
    assert room.scene.rows(AbsenceRow) == []
    assert room.scene.rows(SheetRow) == []


def test_a_correction_takes_the_absence_back_unless_it_has_its_reason(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    def correct(sign: Sign, *names: str) -> None:
        lines = [page._lines[room.trainees[name]] for name in names]
        page._say(sign, lines)
        page.save()

    page.sign_all()
    correct(Sign.MISSING, "Barbier", "Diallo")
    absences = {row.enrolment_id: row for row in room.scene.rows(AbsenceRow)}
    room.scene.say(
        QualifyAbsence(
            absence_id=absences[room.trainees["Diallo"]].id,
            reason="exam",
            justification=Justification.JUSTIFIED,
        )
    )
    page.read()
    correct(Sign.SIGNED, "Barbier", "Diallo")
    assert [row.enrolment_id for row in room.scene.rows(AbsenceRow)] == [room.trainees["Diallo"]]
    assert room.scene.rows(SheetRow)[0].missing == ()


def test_who_is_away_is_not_asked_for(page: SheetPage, room: Classroom, qtbot: QtBot) -> None:
    room.absent("Barbier", MONDAY, reason="sick", justification=Justification.JUSTIFIED)
    open_on(page, room)
    page.sign_all()
    assert signs(page)["BARBIER Lucas"] == "Non attendu"
    page.save()
    assert len(room.scene.rows(AbsenceRow)) == 1
    assert str(room.trainees["Barbier"]) not in room.scene.rows(SheetRow)[0].missing


def test_an_absence_that_the_sheet_did_not_make_is_not_touched_by_it(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    room.absent("Barbier", MONDAY, reason="sick", justification=Justification.JUSTIFIED)
    room.absent("Diallo", MONDAY)
    before = room.scene.rows(AbsenceRow)
    open_on(page, room)
    page._say(Sign.MISSING, [page._lines[room.trainees["Barbier"]]])
    page._say(Sign.SIGNED, [page._lines[room.trainees["Diallo"]]])
    page.sign_all()
    page.save()
    (row,) = room.scene.rows(SheetRow)
    assert row.missing == (str(room.trainees["Barbier"]),)
    assert str(room.trainees["Diallo"]) in row.signed
    assert sorted(room.scene.rows(AbsenceRow), key=str) == sorted(before, key=str)


def test_nothing_said_is_not_recorded(page: SheetPage, room: Classroom, qtbot: QtBot) -> None:
    heard = Heard(room.desk)
    enter(page, qtbot)
    assert heard.notices[-1].sentence == NOTHING_SAID
    assert room.scene.rows(SheetRow) == []


def test_enter_turns_a_line_and_what_is_typed_survives_a_colleagues_change(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    page.list.table.choose([TRAINER])
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert signs(page)["Formateur"] == Sign.SIGNED
    page.read()
    assert signs(page)["Formateur"] == Sign.SIGNED
    page.list.table.choose([TRAINER])
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert signs(page)["Formateur"] == Sign.MISSING


def test_a_scanned_code_opens_its_half_day_and_a_wrong_one_says_so(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    heard = Heard(room.desk)
    asked: list[Place] = []
    room.desk.place_asked.connect(asked.append)
    code = sheet_code(room.session.id, date(2026, 11, 17), HalfDay.AFTERNOON)
    qtbot.keyClicks(page.code.line, code)
    qtbot.keyClick(page.code.line, Qt.Key.Key_Return)
    expected: dict[str, Any] = {
        "session_id": room.session.id,
        "day": date(2026, 11, 17),
        "half": HalfDay.AFTERNOON,
    }
    assert asked == [Place("sheet", expected)]
    assert page.code.line.text() == ""
    qtbot.keyClicks(page.code.line, "1234")
    qtbot.keyClick(page.code.line, Qt.Key.Key_Return)
    assert "n’est pas le code" in heard.notices[-1].sentence
    elsewhere = sheet_code(UUID(int=3), date(2026, 11, 17), HalfDay.AFTERNOON)
    page.code.line.clear()
    qtbot.keyClicks(page.code.line, elsewhere)
    qtbot.keyClick(page.code.line, Qt.Key.Key_Return)
    assert "Aucune session de ce poste" in heard.notices[-1].sentence
    assert len(asked) == 1
    press(page, "Suivante")
    assert asked[-1].arguments["half"] is HalfDay.AFTERNOON


def test_what_was_typed_of_a_half_day_waits_there_and_goes_to_no_other(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    type_keys(page, qtbot, "DN")
    open_on(page, room, TUESDAY)
    assert set(signs(page).values()) == {Sign.UNSAID}
    type_keys(page, qtbot, "T")
    enter(page, qtbot)
    assert room.scene.rows(AbsenceRow) == []
    open_on(page, room)
    assert signs(page)["DIALLO Aminata"] == Sign.MISSING
    assert signs(page)["GARNIER Sophie"] == Sign.UNSAID


def test_until_a_half_day_has_come_nothing_is_said_of_it(
    page: SheetPage, room: Classroom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(page, qtbot, "DN")
    answers: list[Callable[[], None]] = []
    read = room.desk.read

    def later(fn: Callable[..., Any], *args: Any, **words: Any) -> None:
        answers.append(partial(read, fn, *args, **words))

    monkeypatch.setattr(room.desk, "read", later)
    open_on(page, room, TUESDAY)
    type_keys(page, qtbot, "DNT")
    enter(page, qtbot)
    assert room.scene.rows(SheetRow) == []
    monkeypatch.undo()
    answers.pop()()
    assert set(signs(page).values()) == {Sign.UNSAID}


def test_what_was_refused_is_still_there_to_be_typed_again(
    page: SheetPage, room: Classroom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(page, qtbot, "T")
    monkeypatch.setattr(RecordSheet, "decide", lambda *_asked: Refused("sheet_empty", {}))
    enter(page, qtbot)
    page.read()
    assert signs(page)["DIALLO Aminata"] == Sign.SIGNED


def test_what_an_inspector_would_ask_stands_above_the_names(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    assert page.findChildren(Banner) == []
    room.absent("Barbier", MONDAY, reason="sick", justification=Justification.JUSTIFIED)
    for name in ("Barbier", "Diallo"):
        page._say(Sign.SIGNED, [page._lines[room.trainees[name]]])
    page.save()
    (banner,) = page.findChildren(Banner)
    (told,) = [each.text() for each in banner.findChildren(QLabel) if "absence" in each.text()]
    assert "BARBIER Lucas" in told
    assert "sans la signature du formateur" in told
    room.scene.workspace.undo()
    page.read()
    qtbot.waitUntil(lambda: not [each for each in page.findChildren(Banner) if each.isVisible()])
