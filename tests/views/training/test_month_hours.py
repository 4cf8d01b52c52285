# SPDX-License-Identifier: MIT
"""Distance work in the month's grid: for everybody, then the exceptions (R6341-13, R6341-46)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kairos_desktop.models.rows import AbsenceRow, RemoteWorkRow
from kairos_desktop.views.training.declare_dialog import sentences
from kairos_desktop.views.training.month_page import MonthPage
from tests.views.hearing import Heard
from tests.views.on_screen import in_front
from tests.views.recruitment.driving import press
from tests.views.training.classroom import MONTH, Classroom
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

KEY = Qt.Key


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> MonthPage:
    made = in_front(MonthPage(room.desk), qtbot)
    made.show_place({"session_id": room.session.id, "month": MONTH})
    made.focus_start()
    return made


def press_on(page: MonthPage, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(page.grid, key)


def type_hours(page: MonthPage, qtbot: QtBot, figures: str, last: Qt.Key, **how: Any) -> None:
    """Figures in the cell in hand: the first on the grid, the others in the line it opens."""
    qtbot.keyClicks(page.grid, figures[0])
    line = page.grid.indexWidget(page.grid.currentIndex())
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() in ("Heures estimées", "Heures validées")
    qtbot.keyClicks(line, figures[1:])
    qtbot.keyClick(line, last, **how)


def test_a_class_is_filled_down_then_the_exceptions(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    control = {"modifier": Qt.KeyboardModifier.ControlModifier}
    press_on(page, qtbot, KEY.Key_D)
    qtbot.waitUntil(lambda: page.grid.months.spot(*page.grid.current()) is not None)
    type_hours(page, qtbot, "40", KEY.Key_D, **control)
    press_on(page, qtbot, KEY.Key_Right)
    type_hours(page, qtbot, "40", KEY.Key_D, **control)
    press_on(page, qtbot, KEY.Key_Down, KEY.Key_Down)
    type_hours(page, qtbot, "29,5", KEY.Key_Return)
    assert page.grid.current().row == 3
    type_hours(page, qtbot, "41", KEY.Key_Return)
    assert page.card is not None
    work = {row.enrolment_id: row for row in room.scene.rows(RemoteWorkRow)}
    kept = [(work[t.id].estimated, work[t.id].validated) for t in page.card.trainees]
    whole = (2400, 2400)
    assert kept == [whole, whole, (2400, 29 * 60 + 30), (2400, 41 * 60), whole, whole]
    column = page.grid.current().column
    said = page.grid.months.sentence(3, column).replace("\xa0", " ")
    assert said.endswith("heures validées : 41 h, plus que les heures estimées, à vérifier")
    assert page.grid.months.data(page.grid.months.index(3, column)) == "41\xa0h !"
    qtbot.waitUntil(lambda: not page._calm.isActive())
    qtbot.waitUntil(lambda: page.card.trainees[3].figures.validated == 41 * 60)  # pyright: ignore[reportOptionalMemberAccess]


def test_undo_takes_back_a_whole_filling(room: Classroom, page: MonthPage, qtbot: QtBot) -> None:
    page.grid.show_hours()
    type_hours(page, qtbot, "40", KEY.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(room.scene.rows(RemoteWorkRow)) == 6
    room.desk.undo()
    assert {row.estimated for row in room.scene.rows(RemoteWorkRow)} == {2400}
    room.desk.undo()
    assert room.scene.rows(RemoteWorkRow) == []


def test_what_is_no_length_is_said_and_not_kept(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    page.grid.show_hours()
    heard: list[str] = []
    page.grid.told.connect(heard.append)
    type_hours(page, qtbot, "4x", KEY.Key_Return)
    assert any("n’est pas une durée" in each for each in heard)
    assert room.scene.rows(RemoteWorkRow) == []


def test_marks_pass_over_the_hours_and_the_page_is_named_and_exported(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    page.grid.show_hours()
    press_on(page, qtbot, KEY.Key_E)
    assert room.scene.rows(AbsenceRow) == []
    assert misnamed(page) == []
    heard = Heard(room.desk)
    press(page, "Exporter tout le tableau")
    _, headings, lines = heard.saved[0]
    assert headings[-4:] == ["Estimé", "Validé", "Absent", "État"]
    assert len({len(line) for line in (headings, *lines)}) == 1
    page.resize(911, 512)
    qtbot.wait(1)
    assert cut_texts(page) == []


def test_declaring_says_both_figures(room: Classroom, page: MonthPage, qtbot: QtBot) -> None:
    page.grid.show_hours()
    type_hours(page, qtbot, "40", KEY.Key_Return)
    qtbot.waitUntil(lambda: not page._calm.isActive())
    qtbot.waitUntil(lambda: any(t.figures.estimated for t in page.due()))
    assert page.card is not None
    said = " ".join(sentences(page.card, page.due()))
    assert "Sans leurs heures de travail à distance : 1 (R6341-13)." in said


def test_escape_drops_what_was_typed_tab_keeps_it_and_goes_right(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    page.grid.show_hours()
    type_hours(page, qtbot, "40", KEY.Key_Escape)
    assert room.scene.rows(RemoteWorkRow) == []
    assert page.grid.hasFocus()
    type_hours(page, qtbot, "40", KEY.Key_Tab)
    type_hours(page, qtbot, "39", KEY.Key_Return)
    (row,) = room.scene.rows(RemoteWorkRow)
    assert (row.estimated, row.validated) == (2400, 39 * 60)


def test_what_is_being_typed_outlives_a_month_that_is_read_again(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    page.grid.show_hours()
    qtbot.keyClicks(page.grid, "4")
    page.show_place({})
    line = page.grid.indexWidget(page.grid.currentIndex())
    assert isinstance(line, QLineEdit)
    assert line.text() == "4"
    page.focus_start()
    (row,) = room.scene.rows(RemoteWorkRow)
    assert row.estimated == 4 * 60
