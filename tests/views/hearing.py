# SPDX-License-Identifier: MIT
"""What a page said and asked for, and the short ways to show one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.desk import Desk, Notice, Place
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page


class Heard:
    """Everything that goes through a desk."""

    def __init__(self, desk: Desk) -> None:
        self.notices: list[Notice] = []
        self.places: list[Place] = []
        self.saved: list[tuple[str, list[str], list[list[str]]]] = []
        desk.said.connect(self.notices.append)
        desk.place_asked.connect(self.places.append)
        desk.exports = self

    def save(self, title: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        self.saved.append((title, list(headings), [list(line) for line in lines]))


def shown(qtbot: QtBot, page: Page, **arguments: Any) -> None:
    """Show a page as the window does."""
    qtbot.addWidget(page)
    page.resize(1058, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.show_place(arguments)
    page.focus_start()


def wait_for_ids(qtbot: QtBot, card: ListCard, ids: Sequence[Any]) -> None:
    """Wait until a list shows these lines, in this order, and has read them."""
    qtbot.waitUntil(lambda: card.model.ids() == tuple(ids))
    qtbot.waitUntil(lambda: all(card.model.row_at(place) for place in range(len(ids))))


def settled(qtbot: QtBot) -> None:
    """Wait until what was put off to the next turn of the loop is done."""
    with qtbot.waitCallback() as done:
        QTimer.singleShot(0, done)


def texts(qtbot: QtBot, card: ListCard, column: int) -> list[str]:
    """A column of a list, as one reads it once its rows are here."""
    rows = range(card.model.rowCount())
    qtbot.waitUntil(lambda: all(card.model.row_at(row) is not None for row in rows))
    return [card.model.index(row, column).data() for row in rows]


def button_of(qtbot: QtBot, page: QWidget, label: str) -> QPushButton:
    """The one button that shows with this label, once it does."""

    def found() -> list[QPushButton]:
        buttons = page.findChildren(QPushButton)
        named = [each for each in buttons if each.accessibleName() == label]
        return [each for each in named if each.isVisibleTo(page)]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def wait_for_place(qtbot: QtBot, heard: Heard, page: str) -> dict[str, Any]:
    """Wait until a page is asked for; give its arguments."""
    qtbot.waitUntil(lambda: bool(heard.places) and heard.places[-1].page == page)
    return dict(heard.places[-1].arguments)
