# SPDX-License-Identifier: MIT
"""« Historique » of the line in hand: in the menu of the list, and by Ctrl+H."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.toolkit.table import ActTable


def history_action(table: ActTable, show: Callable[[Any], None]) -> QAction:
    """The action that shows who did what, when, on the first line chosen."""
    action = QAction("Historique", table)
    action.setShortcut(QKeySequence("Ctrl+H"))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def run() -> None:
        rows = table.chosen_rows()
        if rows:
            show(rows[0])

    action.triggered.connect(run)
    return action
