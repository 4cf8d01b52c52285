# SPDX-License-Identifier: MIT
"""« Historique » of the line in hand: a button above the list, an entry of its menu, Ctrl+H."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from kairos_desktop.views.toolkit.columns import RowAct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.views.toolkit.table import ActTable

_LABEL, _KEY = "Historique", "Ctrl+H"


def history_act(show: Callable[[Any], None]) -> RowAct:
    """The act that shows who did what, when, on the first line chosen."""

    def run(rows: Sequence[Any]) -> None:
        show(rows[0])

    return RowAct(_LABEL, run, _KEY, in_row=False)


def history_action(table: ActTable, show: Callable[[Any], None]) -> QAction:
    """The same where one more button would take a line from the list: its menu and key alone."""
    return row_action(table, _LABEL, _KEY, show)


def row_action(table: ActTable, label: str, key: str, show: Callable[[Any], None]) -> QAction:
    """An act on the first line chosen, without a button: in the menu of the line, and by a key."""
    action = QAction(label, table)
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def run() -> None:
        rows = table.chosen_rows()
        if rows:
            show(rows[0])

    action.triggered.connect(run)
    return action
