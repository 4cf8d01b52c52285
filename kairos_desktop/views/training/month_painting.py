# SPDX-License-Identifier: MIT
"""How the month's grid is painted: the days above, a letter in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLine, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.tokens import tokens_for
from kairos_desktop.views.training.month_cells import CLOSED, Cell

if TYPE_CHECKING:
    from kairos_desktop.views.training.month_model import MonthModel

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
    """A letter on the colour of its kind, and the lines between the half-days.

    Hundreds of cells are painted at once, nearly all of them blank: what they share is asked for
    once a paint by `begin`, and their lines are drawn together by `rule`.
    """

    def __init__(self, view: QTableView, months: MonthModel) -> None:
        super().__init__(view)
        self._view, self._months = view, months
        self._made_for: int = -1
        self._inks: dict[Cell, QColor] = {}
        self._grounds: dict[Cell, QColor] = {}
        self._rule, self._line = QColor(), QColor()
        self._ground, self._chosen = QColor(), QColor()
        self._halves = 0
        self._in_hand = (-1, -1)

    def begin(self, painter: QPainter, rect: QRect) -> None:
        """Before the cells are painted: their ground, and what they share."""
        self._dress()
        painter.fillRect(rect, self._ground)
        card, current = self._months.card, self._view.currentIndex()
        self._halves = 0 if card is None else len(card.planned)
        has_focus = self._view.hasFocus()
        self._in_hand = (current.row(), current.column()) if has_focus else (-1, -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        if column >= self._halves:
            super().paint(painter, option, index)
            if (row, column) == self._in_hand:
                self._frame(painter, option)
            return
        cell = self._months.cells[row][column]
        ground, is_in_hand = self._grounds.get(cell), (row, column) == self._in_hand
        is_chosen = self._view.selectionModel().isSelected(index)
        if not (is_chosen or is_in_hand or ground or cell.value):
            return
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        if is_chosen:
            painter.fillRect(rect, self._chosen)
        if ground is not None:
            painter.fillRect(rect.adjusted(2, 2, -3, -3), ground)
        if cell.value:
            painter.setPen(self._inks[cell])
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell.value)
        if is_in_hand:
            self._frame(painter, option)

    def _frame(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """The cell in hand, never by its ground alone."""
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        painter.setPen(QPen(self._inks[Cell.LATE], 2))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def rule(self, painter: QPainter) -> None:
        """Draw the lines under the trainees, to the last column; after the days, of the weeks."""
        card, view = self._months.card, self._view
        rows = range(len(self._months.cells))
        if card is None or not rows or not card.planned:
            return
        top, left = view.rowViewportPosition(0), view.columnViewportPosition(0)
        edges = [view.columnViewportPosition(each) for each in range(self._halves + 1)]
        bottoms = [view.rowViewportPosition(row) + view.rowHeight(row) - 1 for row in rows]
        painter.setPen(self._line)
        last = self._months.columnCount() - 1
        right = view.columnViewportPosition(last) + view.columnWidth(last) - 1
        painter.drawLines([QLine(left, low, right, low) for low in bottoms])
        is_evening = [each.half is HalfDay.AFTERNOON for each in card.planned]
        ends = [edge - 1 for edge, is_last in zip(edges[1:], is_evening, strict=True) if is_last]
        painter.drawLines([QLine(x, top, x, bottoms[-1]) for x in ends])
        painter.setPen(self._rule)
        weeks = [edges[column] for column in self._months.new_weeks]
        painter.drawLines([QLine(x, top, x, bottoms[-1]) for x in weeks])

    def _dress(self) -> None:
        """Colours of the present palette, made once for each."""
        palette = self._view.palette()
        if self._made_for == palette.cacheKey():
            return
        self._made_for = palette.cacheKey()
        tokens = tokens_for(palette)
        self._rule, self._line = tokens.color("muted"), tokens.color("line")
        self._ground, self._chosen = tokens.color("surface"), tokens.color("accent_weak")
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
