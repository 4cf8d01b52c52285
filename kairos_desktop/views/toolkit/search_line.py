# SPDX-License-Identifier: MIT
"""A line that filters a list as one types, without leaving it for the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.icons import icon
from kairos_desktop.views.toolkit.table import ActTable
from kairos_desktop.views.toolkit.tokens import tokens_for

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchLine(QLineEdit):
    """Type to filter, arrows move in the list below, Enter opens its line, Escape clears.

    Signals:
        typed(str): another text.
        entered(): Enter was pressed.
    """

    typed = Signal(str)
    entered = Signal()

    def __init__(self, name: str, hint: str, table: ActTable) -> None:
        super().__init__()
        self._table = table
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMinimumWidth(metrics.px(280))
        # Never shown: a screen reader meets the button of the icon.
        glass = QAction("Rechercher", self)
        glass.setIcon(icon("search", tokens_for(self.palette()).muted))
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(self.typed)
        self.returnPressed.connect(self.entered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            self._table.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def search_row(
    search: SearchLine, filters: Sequence[QWidget], buttons: Sequence[QWidget]
) -> QWidget:
    """Give the line above a list: the search and its filters, the buttons at the right or below."""
    sides: list[QWidget] = []
    for widgets in ((search, *filters), buttons):
        side = QWidget()
        row = QHBoxLayout(side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.px(12))
        for each in widgets:
            row.addWidget(each, 1 if each is search else 0)
        sides.append(side)
    left, right = sides
    return FoldingRow(left, right, more="Actions de la recherche")
