# SPDX-License-Identifier: MIT
"""A page alone in front, of the size it has in a window of 1366×768."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

P = TypeVar("P", bound=QWidget)


def in_front(page: P, qtbot: QtBot) -> P:
    """Show a page and give it the keyboard; it is closed when the test ends."""
    qtbot.addWidget(page)
    page.resize(1058, 690)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page
