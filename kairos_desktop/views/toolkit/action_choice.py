# SPDX-License-Identifier: MIT
"""The one action that a screen reader has on an item of a list, made to do what a click does."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox


class ActionChoice(QObject):
    """Calls `choose(index)` for the item of `view` that a screen reader acts on.

    Qt gives such an item the action "Toggle", which selects it, or takes its selection away, and
    leaves the current item where it was; a mouse or a key moves both. Made once the view has its
    model; only with ExtendedSelection may the item that is selected already be acted on.
    """

    def __init__(self, view: QAbstractItemView, choose: Callable[[QModelIndex], object]) -> None:
        super().__init__(view)
        self._view, self._choose = view, choose
        # Told before the current item moves with the selection: look once it has.
        later = Qt.ConnectionType.QueuedConnection
        view.selectionModel().selectionChanged.connect(self._on_selection_changed, later)

    def _on_selection_changed(self) -> None:
        current = self._view.currentIndex()
        selected = self._view.selectionModel().selectedIndexes()
        index = next((each for each in selected if each != current), current)
        if index.isValid() and selected != [current]:
            self._view.setCurrentIndex(index)
            self._choose(index)


def choose_in_box(box: QComboBox) -> None:
    """Let a screen reader choose in the list of a box."""

    def choose(index: QModelIndex) -> None:
        box.setCurrentIndex(index.row())
        box.hidePopup()

    ActionChoice(box.view(), choose)
