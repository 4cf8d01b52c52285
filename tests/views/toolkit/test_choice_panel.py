# SPDX-License-Identifier: MIT
"""The panel of choices under a button: by mouse, by keys, and as a screen reader meets it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.choice_panel import Choice, ChoicePanel, open_choices

LABELS = ["Liste des inscrits", "Feuille d’émargement", "Convocations", "Certificats"]


class Window(QWidget):
    """A window with a button that offers four things, one of them asleep, and a field."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.current = ""
        self.opener = button("Imprimer…", self._open)
        self.field = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.opener)
        column.addWidget(self.field)
        column.addStretch(1)
        self.resize(500, 400)

    def panels(self) -> list[ChoicePanel]:
        return self.findChildren(ChoicePanel)

    def entries(self) -> list[QPushButton]:
        return self.panels()[0].findChildren(QPushButton)

    def _open(self) -> None:
        open_choices(
            self.opener,
            "Imprimer…",
            [
                Choice(
                    label,
                    self._do(label),
                    is_enabled=label != "Convocations",
                    is_current=label == self.current,
                    why_not="Personne à convoquer." if label == "Convocations" else "",
                )
                for label in LABELS
            ],
        )

    def _do(self, label: str) -> Callable[[], None]:
        return lambda: self.done.append(label)


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.opener.setFocus()
    made.opener.click()
    return made


def focused(window: Window) -> str:
    focus = window.focusWidget()
    assert isinstance(focus, QPushButton)
    return focus.text()


def test_a_screen_reader_is_told_every_choice_and_presses_one(window: Window) -> None:
    root = QAccessible.queryAccessibleInterface(window)
    panel = QAccessible.queryAccessibleInterface(window.panels()[0])
    assert panel.parent().object() is root.object()
    assert panel.text(QAccessible.Text.Name) == "Imprimer…"
    told = [QAccessible.queryAccessibleInterface(each) for each in window.entries()]
    assert [each.text(QAccessible.Text.Name) for each in told] == LABELS
    assert {each.role() for each in told} == {QAccessible.Role.Button}
    assert told[2].state().disabled
    assert told[2].text(QAccessible.Text.Description) == "Personne à convoquer."
    window.entries()[0].click()
    assert (window.done, window.panels()) == (["Liste des inscrits"], [])


def test_arrows_go_round_past_what_is_asleep_and_enter_takes(window: Window) -> None:
    assert focused(window) == "Liste des inscrits"
    for key, expected in (
        (Qt.Key.Key_Down, "Feuille d’émargement"),
        (Qt.Key.Key_Down, "Certificats"),
        (Qt.Key.Key_Tab, "Liste des inscrits"),
        (Qt.Key.Key_Up, "Certificats"),
        (Qt.Key.Key_Home, "Liste des inscrits"),
        (Qt.Key.Key_End, "Certificats"),
    ):
        QTest.keyClick(window.focusWidget(), key)
        assert focused(window) == expected
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.done == ["Certificats"]
    assert window.focusWidget() is window.opener


def test_escape_closes_and_gives_the_keyboard_back(window: Window) -> None:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert (window.panels(), window.done) == ([], [])
    assert window.focusWidget() is window.opener


def test_a_click_aside_or_on_the_button_closes(window: Window) -> None:
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=window.rect().bottomLeft())
    assert not window.panels()
    window.opener.click()
    assert len(window.panels()) == 1
    QTest.mouseClick(window.opener, Qt.MouseButton.LeftButton)
    assert not window.panels()


def test_a_field_that_takes_the_keyboard_closes_and_keeps_it(window: Window) -> None:
    window.field.setFocus()
    assert not window.panels()
    assert window.focusWidget() is window.field


def test_a_window_that_changes_size_closes_it(window: Window, qtbot: QtBot) -> None:
    window.resize(300, 300)
    qtbot.waitUntil(lambda: not window.panels())


def test_the_panel_stays_inside_a_small_window(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    window.resize(300, 130)
    qtbot.waitUntil(lambda: window.height() == 130)
    window.opener.click()
    panel = window.panels()[0]
    assert window.rect().contains(panel.geometry())
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_End)
    last = window.entries()[-1]
    corner = last.mapTo(window, last.rect().bottomRight())
    assert window.rect().contains(corner), "what has the keyboard is in sight"


def test_the_one_that_holds_now_is_marked_and_met_first(window: Window) -> None:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    window.current = "Feuille d’émargement"
    window.opener.click()
    assert focused(window) == "Feuille d’émargement"
    assert [each.isChecked() for each in window.entries()] == [False, True, False, False]
    assert not window.entries()[1].icon().isNull()


def test_a_panel_that_has_room_does_not_scroll(window: Window) -> None:
    scroll = window.panels()[0].findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert not scroll.verticalScrollBar().isVisible()


def test_a_window_that_goes_takes_its_panel_along(window: Window) -> None:
    window.close()
    assert not window.panels()
