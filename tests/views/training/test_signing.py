# SPDX-License-Identifier: MIT
"""« Signer à l’écran »: one after the other, struck, verified, and what the sheet makes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt

from kairos_desktop.models.rows import AbsenceRow
from kairos_desktop.models.sheet_rows import SheetRow, SignatureRow
from kairos_desktop.models.vocabulary import Justification
from kairos_desktop.services.rules import strokes
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.desk import Notice
from kairos_desktop.views.training.sheet_lines import TRAINER, Sign
from kairos_desktop.views.training.sheet_page import SIGNED_HERE, SheetPage
from kairos_desktop.views.training.sign_dialog import EMPTY, NO_NAME, SignDialog
from kairos_desktop.views.training.signature_pad import SignaturePad
from tests.training_scene import write
from tests.views.hearing import Heard
from tests.views.recruitment.driving import press
from tests.views.training.pictures import scrawl
from tests.views.training.sheet_driving import (
    MONDAY,
    a_sheet,
    enter,
    open_on,
    signs,
    type_keys,
)
from tests.views.walks import misnamed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> SheetPage:
    return a_sheet(room, qtbot)


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


def test_a_hand_that_leaves_the_frame_draws_along_its_edge(app: QApplication, qtbot: QtBot) -> None:
    del app
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(600, 200)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(pad, left, pos=QPoint(300, 100))
    qtbot.mouseRelease(pad, left, pos=QPoint(900, -50))
    # What shows is what is kept.
    assert pad._strokes == strokes.read(pad.strokes()) == [[(1350, 450), (strokes.WIDE, 0)]]


def test_who_is_away_is_not_called_and_a_signature_is_not_said_again_by_hand(
    page: SheetPage, room: Classroom, qtbot: QtBot
) -> None:
    room.absent("Barbier", MONDAY, reason="sick", justification=Justification.JUSTIFIED)
    open_on(page, room)
    dialog = sign_dialog(page, qtbot, "", room)
    assert dialog.line.id == TRAINER
    dialog.trainer.set_value("Mme Lo")
    drawn(dialog)
    dialog.sign()
    called: list[str] = []
    while dialog.isVisible():
        called.append(dialog.line.name)
        dialog.skip()
    assert len(called) == 5
    assert "BARBIER Lucas" not in called
    heard = Heard(room.desk)
    page.sign_all()
    page.save()
    assert heard.notices[-1].sentence.endswith("5 sur 6 ont signé.")
    (row,) = room.scene.rows(SheetRow)
    assert len(row.signed) == 5
    assert not row.trainer_signed


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
