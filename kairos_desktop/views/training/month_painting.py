# SPDX-License-Identifier: MIT
"""How the month's grid is painted: the days above, a letter in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.tokens import tokens_for
from kairos_desktop.views.training.month_cells import CLOSED, Cell

if TYPE_CHECKING:
    from kairos_desktop.views.training.month_grid import MonthModel

Index = QModelIndex | QPersistentModelIndex
_SMALL, _HEAD = 11, 38


class DayHeader(QHeaderView):
    """The days above the half-days, in the room that a style would leave to its margins."""

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        tokens = tokens_for(self.palette())
        text = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        font = painter.font()
        font.setPixelSize(metrics.px(_SMALL))
        painter.save()
        painter.setFont(font)
        painter.setPen(tokens.color("muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(tokens.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), metrics.px(_HEAD))


class CellPainter(QStyledItemDelegate):
    """A letter on the colour of its kind; a line where a week begins."""

    def __init__(self, view: QTableView, months: MonthModel) -> None:
        super().__init__(view)
        self._view, self._months = view, months
        self._made_for: int = -1
        self._inks: dict[Cell, QColor] = {}
        self._grounds: dict[Cell, QColor] = {}
        self._rule, self._line, self._chosen = QColor(), QColor(), QColor()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._months
        if model.card is None:
            return
        self._dress()
        column = index.column()
        planned = model.card.planned
        if column >= len(planned):
            super().paint(painter, option, index)
            return
        cell = model.cells[index.row()][column]
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._chosen)
        if cell in self._grounds:
            painter.fillRect(rect.adjusted(2, 2, -3, -3), self._grounds[cell])
        if cell.value:
            painter.setPen(self._inks[cell])
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell.value)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if planned[column].half is HalfDay.AFTERNOON:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        if column in self._months.new_weeks:
            painter.setPen(self._rule)
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(self._inks[Cell.LATE], 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _dress(self) -> None:
        """Colours of the present palette, made once for each."""
        palette = self._view.palette()
        if self._made_for == palette.cacheKey():
            return
        self._made_for = palette.cacheKey()
        tokens = tokens_for(palette)
        self._rule, self._line = tokens.color("muted"), tokens.color("line")
        self._chosen = tokens.color("accent_weak")
        roles = {
            Cell.JUSTIFIED: "ok",
            Cell.TO_QUALIFY: "warn",
            Cell.UNJUSTIFIED: "danger",
            Cell.LATE: "accent",
        }
        self._inks = dict.fromkeys(Cell, tokens.color("muted"))
        self._inks |= {cell: tokens.color(role) for cell, role in roles.items()}
        self._grounds = {cell: tokens.color(f"{role}_weak") for cell, role in roles.items()}
        self._grounds |= dict.fromkeys(CLOSED, tokens.color("line"))
