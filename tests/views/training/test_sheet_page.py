# SPDX-License-Identifier: MIT
"""« Émargement »: a sheet scanned, typed in a few keys, and what it makes of the month."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kairos_desktop.models.rows import AbsenceRow
from kairos_desktop.models.sheet_rows import SheetRow, SignatureRow
from kairos_desktop.models.vocabulary import HalfDay, Justification
from kairos_desktop.services.acts.absences import QualifyAbsence
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.rules.sheet_codes import sheet_code
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.desk import Notice, Place
from kairos_desktop.views.training.sheet_lines import TRAINER, Sign
from kairos_desktop.views.training.sheet_page import NOTHING_SAID, SIGNED_HERE, SheetPage
from kairos_desktop.views.training.sign_dialog import EMPTY, NO_NAME, SignDialog
from tests.training_scene import write
from tests.views.hearing import Heard
from tests.views.on_screen import in_front
from tests.views.recruitment.driving import press
from tests.views.training.pictures import scrawl
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
MORNING = HalfDay.MORNING


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> SheetPage:
    made = in_front(SheetPage(room.desk), qtbot)
    open_on(made, room)
    made.list.table.setFocus()
    return made


def open_on(page: SheetPage, room: Classroom, day: date = MONDAY) -> None:
    page.show_place({"session_id": room.session.id, "day": day, "half": "morning"})


def signs(page: SheetPage) -> dict[str, str]:
    rows = (page.list.model.row_at(n) for n in range(page.list.model.rowCount()))
    return {row.name: row.pill.word for row in rows if row is not None}


def type_keys(page: SheetPage, qtbot: QtBot, keys: str) -> None:
    for key in keys:
        qtbot.keyClick(page.list.table, key)


def enter(page: SheetPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


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
    press(page, "Suivante")
    assert asked[-1].arguments["half"] is HalfDay.AFTERNOON


def drawn(dialog: SignDialog) -> None:
    scrawl(dialog.pad)


def sign_dialog(page: SheetPage, qtbot: QtBot, name: str, room: Classroom) -> SignDialog:
    page.list.table.setFocus()
    page.list.table.choose([room.trainees[name] if name else TRAINER])
    type_keys(page, qtbot, "E")
    found = [each for each in page.findChildren(SignDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_one_after_the_other_signs_on_the_screen_then_the_trainer(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    dialog = sign_dialog(page, qtbot, "Garnier", room)
    assert misnamed(dialog) == []
    called: list[str] = []
    while dialog.isVisible():
        called.append(dialog.line.name)
        if dialog.line.id == TRAINER:
            dialog.sign()
            assert dialog._note.text() == EMPTY
            drawn(dialog)
            dialog.sign()
            assert dialog._note.text() == NO_NAME
            dialog.trainer.set_value("Mme Lo")
        if len(called) == 2:
            dialog.skip()
            continue
        drawn(dialog)
        dialog.accept_button.click()
    assert called[:2] == ["GARNIER Sophie", "BARBIER Lucas"]
    assert called[-1] == "Formateur"
    rows = sorted(room.scene.rows(SignatureRow), key=lambda row: row.rank)
    assert len(rows) == 6
    assert rows[0].enrolment_id == room.trainees["Garnier"]
    assert (rows[-1].enrolment_id, rows[-1].name) == (None, "Mme Lo")
    assert signs(page)["GARNIER Sophie"].startswith("À l’écran, 9")
    assert signs(page)["BARBIER Lucas"] == Sign.UNSAID
    assert signs(page)["Mme Lo"].startswith("À l’écran")


def test_while_a_signature_is_recorded_nobody_is_passed_over_and_a_failure_gives_it_back(
    page: SheetPage, room: Classroom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = sign_dialog(page, qtbot, "Garnier", room)
    monkeypatch.setattr(room.desk, "record", lambda *_asked: None)
    drawn(dialog)
    dialog.sign()
    press(dialog, "Passer")
    assert dialog.line.name == "GARNIER Sophie"
    room.desk.said.emit(Notice("Le disque est plein.", "failed"))
    assert dialog._note.text() == "Le disque est plein."
    monkeypatch.undo()
    dialog.sign()
    assert [row.enrolment_id for row in room.scene.rows(SignatureRow)] == [room.trainees["Garnier"]]


def test_the_sheet_is_closed_with_what_was_signed_on_the_screen(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    heard = Heard(room.desk)
    dialog = sign_dialog(page, qtbot, "Garnier", room)
    drawn(dialog)
    dialog.sign()
    dialog.close()
    page.list.table.setFocus()
    type_keys(page, qtbot, "DNT")
    enter(page, qtbot)
    (row,) = room.scene.rows(SheetRow)
    assert str(room.trainees["Garnier"]) not in row.signed
    assert len(row.signed) == 4
    assert len(room.scene.rows(AbsenceRow)) == 1
    press(page, "Vérifier")
    assert "1 signature : rien n’a été modifié" in heard.notices[-1].sentence


def test_who_signs_on_the_screen_after_something_was_typed_is_not_absent(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    type_keys(page, qtbot, "DN")
    for name in ("Diallo", "Garnier"):
        dialog = sign_dialog(page, qtbot, name, room)
        drawn(dialog)
        dialog.sign()
        dialog.close()
    page.list.table.choose([room.trainees["Barbier"]])
    page.list.table.setFocus()
    type_keys(page, qtbot, "S")
    page.save()
    away = {row.enrolment_id for row in room.scene.rows(AbsenceRow)}
    assert away == set(room.trainees.values()) - {
        room.trainees[name] for name in ("Diallo", "Garnier", "Barbier")
    }


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


def test_a_signature_is_struck_by_b_and_not_taken_back_by_n(
    page: SheetPage, room: Classroom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard(room.desk)
    dialog = sign_dialog(page, qtbot, "Garnier", room)
    drawn(dialog)
    dialog.sign()
    dialog.close()
    page.list.table.choose([room.trainees["Garnier"]])
    type_keys(page, qtbot, "N")
    assert heard.notices[-1].sentence == SIGNED_HERE
    monkeypatch.setattr(dialogs, "ask", lambda *_asked, **_words: {"reason": "Autre ligne"})
    type_keys(page, qtbot, "B")
    (row,) = room.scene.rows(SignatureRow)
    assert row.struck_why == "Autre ligne"
    assert signs(page)["GARNIER Sophie"] == Sign.UNSAID
    press(page, "Vérifier")
    assert "0 signature et 1 barrée" in heard.notices[-1].sentence


def test_what_was_altered_is_told(page: SheetPage, room: Classroom, qtbot: QtBot) -> None:
    heard = Heard(room.desk)
    press(page, "Vérifier")
    assert "rien à vérifier" in heard.notices[-1].sentence
    dialog = sign_dialog(page, qtbot, "Garnier", room)
    drawn(dialog)
    dialog.sign()
    dialog.close()
    (row,) = room.scene.rows(SignatureRow)
    earlier = row.signed_at - timedelta(hours=2)
    write(room.scene.workspace, msgspec.structs.replace(row, signed_at=earlier))
    page.read()
    press(page, "Vérifier")
    assert "modifiée après coup" in heard.notices[-1].sentence


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
