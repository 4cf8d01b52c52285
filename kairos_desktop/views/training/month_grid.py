# SPDX-License-Identifier: MIT
"""The grid of the month: trainees down, half-days across, one letter in each cell.

Keys: E absence justifiée, A absence à qualifier, R retard, space présent, and the cell below comes
next; Shift and arrows choose a range; Ctrl+D fills down; 1 to 9 and 0 go to a half-day of the
week, Ctrl and left or right to another week. Distance work has two columns of hours at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from kairos_desktop.models.vocabulary import Mark
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.training.month_cells import (
    MARK_OF,
    Cell,
    Where,
    nth_of_week,
    other_week,
)
from kairos_desktop.views.training.month_hours import (
    WIDTH,
    HoursDelegate,
    Spot,
    filled,
)
from kairos_desktop.views.training.month_model import MonthModel
from kairos_desktop.views.training.month_painting import DayHeader

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from kairos_desktop.services.queries.attendance import MonthCard

Index = QModelIndex | QPersistentModelIndex
_MARKS = {
    Qt.Key.Key_E: Mark.JUSTIFIED,
    Qt.Key.Key_A: Mark.TO_QUALIFY,
    Qt.Key.Key_R: Mark.LATE,
    Qt.Key.Key_Space: Mark.PRESENT,
}
_DIGITS = {getattr(Qt.Key, f"Key_{digit}"): digit or 10 for digit in range(10)}
_OPENING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2})
_LEAST_CELL, _MOST_CELL, _ROW, _NAME = 15, 30, 25, 180
_TOTAL_WIDTHS = (58, 82)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class MonthGrid(QTableView):
    """The table; a key asks for a mark, which the page records.

    Signals:
        mark_asked(list[Where], Mark): a key was pressed on these cells.
        hours_asked(dict[Spot, int]): hours of distance work were typed, in minutes.
        told(str): the sentence of the current cell.
    """

    mark_asked = Signal(object, object)
    hours_asked = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Assiduité du mois")
        self.months = MonthModel(self)
        # The cell whose line of hours is open.
        self.typing: Where | None = None
        self.setModel(self.months)
        self._painter = HoursDelegate(self)
        self.setItemDelegate(self._painter)
        # All of it is painted, its ground too: scrolled, Qt moves the rows and paints the new one.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setHorizontalHeader(DayHeader(Qt.Orientation.Horizontal, self))
        self.horizontalHeader().setMinimumSectionSize(metrics.px(_LEAST_CELL))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(metrics.px(_ROW))
        self.verticalHeader().setFixedWidth(metrics.px(_NAME))
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.months.modelReset.connect(self._fit)
        self.months.dataChanged.connect(self._on_data)

    def show_card(self, card: MonthCard) -> None:
        """Show a month, its first trainee's first half-day chosen at the first time."""
        was = self.currentIndex()
        self.months.show_card(card)
        if self.months.cells and not self.currentIndex().isValid():
            self.go(Where(max(was.row(), 0), max(was.column(), 0)))

    def chosen(self) -> list[Where]:
        """The half-days that are chosen."""
        planned = len(self.months.card.planned) if self.months.card else 0
        ranges = list(self.selectionModel().selection())  # pyright: ignore[reportArgumentType, reportUnknownVariableType]
        return [
            Where(row, column)
            for each in ranges
            for row in range(each.top(), each.bottom() + 1)
            for column in range(each.left(), min(each.right() + 1, planned))
        ]

    def go(self, where: Where) -> None:
        """Choose one cell."""
        index = self.months.index(where.row, where.column)
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)

    def current(self) -> Where:
        """The cell in hand."""
        return Where(self.currentIndex().row(), self.currentIndex().column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, with_control = Qt.Key(event.key()), _has_control(event)
        here = self.current()
        if self.months.spot(*here) and not with_control and (key in _DIGITS or key in _OPENING):
            self._type_hours(event.text())
        elif with_control and key == Qt.Key.Key_D:
            self.fill_down()
        elif with_control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move_week(1 if key == Qt.Key.Key_Right else -1)
        elif not with_control and key in _MARKS:
            self.ask_mark(_MARKS[key])
        elif not with_control and key in _DIGITS:
            self._move_in_week(_DIGITS[key])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def ask_mark(self, mark: Mark) -> None:
        """Mark what is chosen; after one cell, the one below comes next."""
        cells = self.chosen()
        if not cells:
            return
        self.mark_asked.emit(cells, mark)
        if len(cells) == 1:
            self.step_down()

    def show_hours(self) -> None:
        """Go to the estimated hours of the trainee in hand; the columns show from now on."""
        self.months.asked = True
        card = self.months.card
        if card is None or not card.trainees:
            return
        self.months.show_card(card)
        self.scrollTo(self.months.index(0, self.months.columnCount() - 1))
        self.go(Where(max(self.current().row, 0), len(card.planned)))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_down(self) -> None:
        """Choose the cell below."""
        here = self.current()
        if here.row + 1 < self.months.rowCount():
            self.go(Where(here.row + 1, here.column))

    def step_right(self) -> None:
        """Choose the cell at the right."""
        here = self.current()
        if here.column + 1 < self.months.columnCount():
            self.go(Where(here.row, here.column + 1))

    def _type_hours(self, text: str) -> None:
        """Open the line of the cell in hand, a figure begun in it.

        As a lasting one: no cell has to say that it is editable, which Qt asks at each paint.
        """
        index = self.currentIndex()
        self.typing = self.current()
        self.openPersistentEditor(index)
        editor = self.indexWidget(index)
        if isinstance(editor, QLineEdit):
            if text.isdecimal():
                editor.setText(text)
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> None:
        """Close the line of hours; the grid has the keyboard again where the line had it."""
        where, self.typing = self.typing, None
        if where is not None:
            self.closePersistentEditor(self.months.index(where.row, where.column))

    def _fill_hours(self, spot: Spot) -> None:
        """Into the rows chosen, or into all those below where one cell is."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        if len(rows) < 2:
            rows = list(range(spot.row, self.months.rowCount()))
        if self.months.hours is not None:
            self.hours_asked.emit(filled(self.months.hours, rows, spot.which))

    def fill_down(self) -> None:
        """Put what the first row chosen says into the rows below, column by column."""
        spot = self.months.spot(*self.current())
        if spot is not None:
            self._fill_hours(spot)
            return
        cells = self.chosen()
        if not cells:
            return
        top = min(each.row for each in cells)
        by_mark: dict[Mark, list[Where]] = {}
        for each in cells:
            first = self.months.cells[top][each.column]
            mark = MARK_OF.get(Cell.PRESENT if first is Cell.CONFIRMED else first)
            if each.row > top and mark is not None:
                by_mark.setdefault(mark, []).append(each)
        for mark, wanted in by_mark.items():
            self.mark_asked.emit(wanted, mark)

    def _move_in_week(self, number: int) -> None:
        card, here = self.months.card, self.current()
        if card is None or not 0 <= here.column < len(card.planned):
            return
        column = nth_of_week(card.planned, here.column, number)
        if column is not None:
            self.go(Where(here.row, column))

    def _move_week(self, step: int) -> None:
        card, here = self.months.card, self.current()
        if card is None or not 0 <= here.column < len(card.planned):
            return
        column = other_week(card.planned, here.column, step)
        if column is not None:
            self.go(Where(here.row, column))

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.told.emit(self.months.sentence(now.row(), now.column()))

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        here = self.current()
        if first.row() <= here.row <= last.row() and first.column() <= here.column <= last.column():
            self.told.emit(self.months.sentence(here.row, here.column))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            self._painter.begin(painter, event.rect())
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            self._painter.rule(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the width between the half-days; narrower than a letter, the grid scrolls."""
        halves = len(self.months.card.planned) if self.months.card else 0
        if halves <= 0:
            return
        header = self.horizontalHeader()
        widths = (*(WIDTH for _ in range(self.months.totals_from - halves)), *_TOTAL_WIDTHS)
        room = self.viewport().width() - sum(map(metrics.px, widths))
        least, most = metrics.px(_LEAST_CELL), metrics.px(_MOST_CELL)
        width = min(max(room // halves, least), most)
        for column in range(halves):
            header.resizeSection(column, width)
        for place, wide in enumerate(widths):
            header.resizeSection(halves + place, metrics.px(wide))


def _has_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
