# SPDX-License-Identifier: MIT
"""A line that a list chose by itself gives way to the first one that a screen reader chooses."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Qt
from PySide6.QtWidgets import QTableView

Lines = tuple[int, int]


class ReadyChoice(QObject):
    """Follows the selection of `view`; `mark` says that the present one is the program's.

    A screen reader adds the line it acts on to those selected, and leaves the current line where
    it was. Without this an act would touch the line that nobody chose as well.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._ready: set[Lines] = set()
        self._added: set[Lines] = set()
        view.selectionModel().selectionChanged.connect(self._on_changed)
        # Told before the current line moves with the selection: look once it has.
        later = Qt.ConnectionType.QueuedConnection
        view.selectionModel().selectionChanged.connect(self._on_settled, later)

    def mark(self) -> None:
        """Take the lines selected now for the program's own choice."""
        self._ready = _lines(self._view.selectionModel().selection())

    def _on_changed(self, selected: QItemSelection) -> None:
        self._added = _lines(selected)

    def _on_settled(self) -> None:
        now, ready = _lines(self._view.selectionModel().selection()), self._ready
        if now == ready:
            return
        self._ready = set()
        current = self._view.currentIndex().row()
        is_moved = any(first <= current <= last for first, last in self._added)
        if ready and self._added and not is_moved and now == ready | self._added:
            row = self._view.model().index(min(self._added)[0], 0)
            flags = QItemSelectionModel.SelectionFlag
            self._view.selectionModel().setCurrentIndex(row, flags.ClearAndSelect | flags.Rows)


def _lines(selection: QItemSelection) -> set[Lines]:
    """Give the runs of lines, never each line: all of a long list may be selected."""
    parts = (selection.at(place) for place in range(selection.count()))
    return {(part.top(), part.bottom()) for part in parts}
