# SPDX-License-Identifier: MIT
"""How a row is drawn: ground, text, pill, and the buttons of its acts.

The buttons drawn here are for the mouse and the finger; the same acts are real buttons and keys of
the list (table.py), which is where a keyboard and a screen reader find them.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole, RowAct
from kairos_desktop.views.toolkit.paged_model import RowRole
from kairos_desktop.views.toolkit.pills import (
    key_hint_width,
    paint_key_hint,
    paint_pill,
    pill_width,
)
from kairos_desktop.views.toolkit.short_text import advance, paint_short
from kairos_desktop.views.toolkit.theme import faded_ink
from kairos_desktop.views.toolkit.tokens import Tokens, blend, tokens_for

Index = QModelIndex | QPersistentModelIndex

SIDE = 12
MARK_SIGNS: dict[PillRole, str] = {
    "neutral": "…",
    "accent": "…",
    "ok": "✓",
    "hold": "…",
    "warn": "?",
    "danger": "!",
}
"""What a mark is told by where its word has no room: never by its colour alone."""
_GAP = 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of one list; knows where the buttons of a row lie."""

    def __init__(self, view: QTableView, columns: Sequence[Column], acts: Sequence[RowAct]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        self.acts = tuple(act for act in acts if act.in_row)
        self.is_touch = False
        self.hovered_row = -1
        self.hovered_act: RowAct | None = None
        self.is_faded: Callable[[Any], bool] = _never

    def row_height(self) -> int:
        """Give the height of a row: taller where a column has a second line."""
        tall = any(column.second is not None for column in self._columns)
        height = metrics.TALL_ROW if tall else metrics.ROW
        return metrics.px(max(height, metrics.TOUCH_ROW) if self.is_touch else height)

    def acts_width(self) -> int:
        """Give the width that the "acts" column needs."""
        widths = [_button_width(act) for act in self.acts]
        return sum(widths) + metrics.px(_GAP) * max(0, len(widths) - 1) + 2 * metrics.px(SIDE)

    def act_at(self, cell: QRect, row: Any, point: QPoint) -> RowAct | None:
        """Give the act whose button lies under a point of an "acts" cell, if it is offered."""
        for act, place in self._buttons(cell):
            if place.contains(point):
                return act if row is not None and not act.why_not(row) else None
        return None

    def is_elided(self, index: Index, cell: QRect) -> bool:
        """Whether the text of a cell is cut, so that a tooltip must say it whole."""
        column, row = self._columns[index.column()], index.data(RowRole)
        if row is None or column.kind == "acts" or column.pill is not None:
            return False
        advance = QFontMetrics(_font_of(column)).horizontalAdvance(column.text(row))
        if column.second is not None:
            small = QFontMetrics(metrics.font(metrics.SMALL))
            advance = max(advance, small.horizontalAdvance(column.second(row)))
        return advance > cell.width() - metrics.px(SIDE) - metrics.px(4)

    def _buttons(self, cell: QRect) -> list[tuple[RowAct, QRect]]:
        """Give each act and its place, packed to the right of the cell."""
        height = metrics.px(metrics.TOUCH_ROW - 8 if self.is_touch else metrics.ROW_BUTTON)
        top = cell.top() + (cell.height() - height) // 2
        right = cell.right() + 1 - metrics.px(SIDE)
        places: list[tuple[RowAct, QRect]] = []
        for act in reversed(self.acts):
            width = _button_width(act)
            places.append((act, QRect(right - width, top, width, height)))
            right -= width + metrics.px(_GAP)
        return places[::-1]

    def _paint_ground(
        self, painter: QPainter, cell: QRect, index: Index, tokens: Tokens, *, selected: bool
    ) -> None:
        if selected:
            painter.fillRect(cell, tokens.color("accent_weak"))
        elif index.row() == self.hovered_row:
            painter.fillRect(cell, tokens.color("row"))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), tokens.color("line"))
        current = self._view.currentIndex().row() == index.row() and self._view.hasFocus()
        if current and index.column() == 0:
            bar = QRect(cell.left(), cell.top(), 3, cell.height() - 1)
            painter.fillRect(bar, tokens.color("accent"))

    def _paint_acts(self, painter: QPainter, cell: QRect, index: Index, tokens: Tokens) -> None:
        row = index.data(RowRole)
        for act, place in self._buttons(cell):
            hovered = act is self.hovered_act and index.row() == self.hovered_row
            _paint_button(painter, place, act, tokens, why_not=act.why_not(row), hovered=hovered)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_for(self._view.palette())
        cell: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        column, row = self._columns[index.column()], index.data(RowRole)
        painter.save()
        self._paint_ground(painter, cell, index, tokens, selected=selected)
        inner = cell.adjusted(metrics.px(SIDE), 0, -metrics.px(4), -1)
        if row is None:
            painter.setPen(tokens.color("muted"))
            painter.drawText(inner, _LEFT, "…" if index.column() == 0 else "")
        elif column.kind == "acts":
            self._paint_acts(painter, cell.adjusted(0, 0, 0, -1), index, tokens)
        elif column.pill is not None:
            paint_pill(painter, inner, column.pill(row), tokens)
        else:
            if column.mark is not None and (mark := column.mark(row)) is not None:
                inner = _paint_mark(painter, inner, mark, column, row, tokens)
            _paint_text(painter, inner, column, row, tokens, faded=self.is_faded(row))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(metrics.px(self._columns[index.column()].width), self.row_height())


def _button_font() -> QFont:
    return metrics.font(metrics.TABLE, QFont.Weight.Medium)


def _button_width(act: RowAct) -> int:
    wide = advance(_button_font(), act.label)
    hint = key_hint_width(act.key) + metrics.px(8) if act.key else 0
    return wide + hint + 2 * metrics.px(SIDE)


def _paint_button(
    painter: QPainter, place: QRect, act: RowAct, tokens: Tokens, *, why_not: str, hovered: bool
) -> None:
    """Paint one button of a row: asleep, primary, under the mouse, or plain."""
    if why_not:
        ground, edge = tokens.color("bg"), tokens.color("line")
        ink = quiet = faded_ink(tokens)
    elif act.is_primary:
        ground = edge = tokens.color("accent")
        ink = quiet = tokens.color("surface")
    elif hovered:
        ground, edge = tokens.color("accent_weak"), tokens.color("accent")
        ink = quiet = tokens.color("accent")
    else:
        ground, edge = tokens.color("surface"), tokens.color("line")
        ink, quiet = tokens.color("ink"), tokens.color("muted")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setPen(ink)
    inner = place.adjusted(metrics.px(SIDE), 0, -metrics.px(SIDE), 0)
    paint_short(painter, inner, _button_font(), act.label)
    if act.key:
        paint_key_hint(painter, inner, act.key, quiet, blend(quiet, ground, 0.35))


def _font_of(column: Column) -> QFont:
    if column.kind in ("id", "number"):
        return _figures_font()
    strong = QFont.Weight.Medium if column.kind == "strong" else QFont.Weight.Normal
    return metrics.font(metrics.TABLE, strong)


@cache
def _figures_font() -> QFont:
    """Figures of one width, so that numbers stand under each other."""
    made = QFont(metrics.font(metrics.TABLE))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _never(_row: Any) -> bool:
    return False


def _paint_mark(
    painter: QPainter, inner: QRect, mark: Pill, column: Column, row: Any, tokens: Tokens
) -> QRect:
    """Paint a small state after a text, by its sign where its word has no room; give the rest."""
    gap, height = metrics.px(8), metrics.px(18)
    wide = advance(_font_of(column), column.text(row))
    width = pill_width(mark.word)
    if wide + gap + width > inner.width():
        mark = Pill(MARK_SIGNS[mark.role], mark.role)
        width = max(height, pill_width(mark.word))
    left = inner.left() + min(wide + gap, inner.width() - width)
    place = QRect(left, inner.top() + (inner.height() - height) // 2, width, height)
    paint_pill(painter, place, mark, tokens)
    return inner.adjusted(0, 0, left - gap - inner.right(), 0)


def _paint_text(
    painter: QPainter, inner: QRect, column: Column, row: Any, tokens: Tokens, *, faded: bool
) -> None:
    """Paint one or two lines, elided at the right."""
    ink = tokens.color("muted" if column.kind in ("muted", "id") else "ink")
    if faded:
        ink = faded_ink(tokens)
    first, at = inner, 1 if column.kind == "number" else 0
    if column.second is not None and (second := column.second(row)):
        half = (inner.height() - metrics.px(8)) // 2
        first = QRect(inner.left(), inner.top() + metrics.px(4), inner.width(), half)
        painter.setPen(tokens.color("muted"))
        small = metrics.font(metrics.SMALL)
        paint_short(painter, first.translated(0, half), small, second, at=at)
    painter.setPen(ink)
    paint_short(painter, first, _font_of(column), column.text(row), at=at)
