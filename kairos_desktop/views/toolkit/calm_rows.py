# SPDX-License-Identifier: MIT
"""What a list need not paint again when lines come or go: those above them.

A table paints all of itself whenever its lines are another number, even where they came far below
what is in sight. To paint a screen of lines is most of what an act takes.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QSize, Qt
from PySide6.QtWidgets import QTableView

_UPDATES_OFF = Qt.WidgetAttribute.WA_UpdatesDisabled


class _Before(NamedTuple):
    """From where down lines changed, and how the list stood then."""

    top: int
    size: QSize
    offsets: tuple[int, int]


class CalmRows(QObject):
    """Follows the lines that come to and leave `model`; `lay_out` stands for the view's own."""

    def __init__(self, view: QTableView, model: QAbstractItemModel) -> None:
        super().__init__(view)
        self._view = view
        self._before: _Before | None = None
        model.rowsAboutToBeInserted.connect(self._on_changing)
        model.rowsAboutToBeRemoved.connect(self._on_changing)
        model.dataChanged.connect(self._on_told)
        model.modelReset.connect(self._forget)

    def lay_out(self, lay_out: Callable[[], None]) -> None:
        """Lay the lines out; have those from the first changed one down painted, else all."""
        before, self._before = self._before, None
        viewport = self._view.viewport()
        if before is None or not self._view.isVisible() or not viewport.updatesEnabled():
            lay_out()
            return
        viewport.setAttribute(_UPDATES_OFF, True)
        try:
            lay_out()
        finally:
            viewport.setAttribute(_UPDATES_OFF, False)
        if (viewport.size(), self._offsets()) != (before.size, before.offsets):
            viewport.update()
        elif before.top < viewport.height():
            viewport.update(viewport.rect().adjusted(0, max(0, before.top), 0, 0))

    def _on_changing(self, _parent: QModelIndex, first: int, _last: int) -> None:
        top = self._top_of(first)
        if self._before is None:
            self._before = _Before(top, self._view.viewport().size(), self._offsets())
        else:
            self._before = self._before._replace(top=min(top, self._before.top))

    def _on_told(self, first: QModelIndex) -> None:
        """A view that is about to lay out leaves what other lines say to that: so do we."""
        if self._before is not None:
            top = min(self._before.top, self._top_of(first.row()))
            self._before = self._before._replace(top=top)

    def _forget(self) -> None:
        self._before = None

    def _top_of(self, row: int) -> int:
        """Where a line begins, or would if it were there."""
        if row == 0:
            return -self._view.verticalHeader().offset()
        return self._view.rowViewportPosition(row - 1) + self._view.rowHeight(row - 1)

    def _offsets(self) -> tuple[int, int]:
        return self._view.horizontalHeader().offset(), self._view.verticalHeader().offset()
