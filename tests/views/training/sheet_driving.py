# SPDX-License-Identifier: MIT
"""The page of a half-day's sheet, driven by its keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.views.training.sheet_page import SheetPage
from tests.views.on_screen import in_front

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
MORNING = HalfDay.MORNING


def a_sheet(room: Classroom, qtbot: QtBot) -> SheetPage:
    """The sheet of Monday morning, the keyboard in its list."""
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
