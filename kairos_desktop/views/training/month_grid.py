# SPDX-License-Identifier: MIT
"""The grid of the month: trainees down, half-days across, one letter in each cell.

Keys: E absence justifiée, A absence à qualifier, R retard, space présent, and the cell below comes
next; Shift and arrows choose a range; Ctrl+D fills down; 1 to 9 and 0 go to a half-day of the
week, Ctrl and left or right to another week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
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
    QTableView,
    QWidget,
)

from kairos_desktop.models.vocabulary import HalfDay, Mark
from kairos_desktop.services.wording.dates import hours_text, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.training.month_cells import (
    CLOSED,
    MARK_OF,
    WORDS,
    Cell,
    Where,
    marked,
    nth_of_week,
    other_week,
    row_cells,
    week_start,
)
from kairos_desktop.views.training.month_painting import CellPainter, DayHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_INITIALS = ("L", "M", "M", "J", "V", "S", "D")
TOTALS = ("Absent", "État")
_LEAST_CELL, _MOST_CELL, _ROW, _NAME = 17, 30, 25, 190
_TOTAL_WIDTHS = (58, 78)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class MonthModel(QAbstractTableModel):
    """The cells of a month; two columns at the end say what each trainee's month comes to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.card: MonthCard | None = None
        self.cells: list[list[Cell]] = []
        # The same as they were read: what is marked on screen may still be refused.
        self._read: list[list[Cell]] = []
        # The columns where a week begins, but for the first: asked for at each cell painted.
        self.new_weeks: frozenset[int] = frozenset()
        self.confirmed = False

    def show_card(self, card: MonthCard) -> None:
        """Show a month; the same trainees and days keep the selection."""
        old = self.card
        same = old is not None and old.planned == card.planned and _ids(old) == _ids(card)
        if same and old is not None:
            self._show_changed(old, card)
            return
        self.beginResetModel()
        weeks = [week_start(each.day) for each in card.planned]
        self.new_weeks = frozenset(n for n in range(1, len(weeks)) if weeks[n] != weeks[n - 1])
        self.card, self._read = card, [row_cells(trainee, card) for trainee in card.trainees]
        self.cells = [self._turned(row) for row in self._read]
        self.endResetModel()

    def _show_changed(self, old: MonthCard, card: MonthCard) -> None:
        """The same grid read again: only what differs is worked out, and painted."""
        first_total = len(card.planned)
        is_apart = (old.pauses, old.signed) != (card.pauses, card.signed)
        changed: list[Where] = []
        self.card = card
        for row, (was, now) in enumerate(zip(old.trainees, card.trainees, strict=True)):
            if is_apart or was != now:
                self._read[row] = row_cells(now, card)
                changed += (Where(row, first_total + place) for place in range(len(TOTALS)))
            shown, wanted = self.cells[row], self._turned(self._read[row])
            self.cells[row] = wanted
            changed += (Where(row, place) for place in range(first_total)
                        if shown[place] is not wanted[place])  # fmt: skip
        self._tell_of(changed)

    def _turned(self, row: list[Cell]) -> list[Cell]:
        return [_confirmed(cell) for cell in row] if self.confirmed else row.copy()

    def confirm(self, confirmed: bool) -> None:
        """« Tous assidus »: every half-day without an exception reads as confirmed."""
        self.confirmed = confirmed
        turn = _confirmed if confirmed else _bare
        self.cells = [[turn(cell) for cell in row] for row in self.cells]
        self._tell(0, len(self.cells) - 1)

    def mark(self, wanted: Sequence[Where], mark: Mark) -> list[Where]:
        """Put a mark at once in the cells that are the trainee's; give those that it changes."""
        cell = marked(mark, confirmed=self.confirmed)
        same = {cell, Cell.CONFIRMED} if cell is Cell.PRESENT else {cell}
        changed = [
            where for where in wanted if self.cells[where.row][where.column] not in same | CLOSED
        ]
        for where in changed:
            self.cells[where.row][where.column] = cell
        self._tell_of(changed)
        return changed

    def sentence(self, row: int, column: int) -> str:
        """What a cell says, whole: who, when, what."""
        if self.card is None or not 0 <= row < len(self.cells):
            return ""
        who = full_name(self.card.trainees[row].jobseeker)
        if column >= len(self.card.planned):
            return f"{who} : {self._total(row, column - len(self.card.planned))}"
        planned = self.card.planned[column]
        when = f"{short_day(planned.day)}, {label(planned.half).lower()}"
        return f"{who} · {when} : {WORDS[self.cells[row][column]]}"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self.card is None:
            return 0
        return len(self.card.planned) + len(TOTALS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.card is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column >= len(self.card.planned):
                return self._total(row, column - len(self.card.planned))
            return self.cells[row][column].value
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.sentence(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if self.card is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._name(section, role)
        if section >= len(self.card.planned):
            is_text = role == Qt.ItemDataRole.DisplayRole
            return TOTALS[section - len(self.card.planned)] if is_text else None
        planned = self.card.planned[section]
        is_morning = planned.half is HalfDay.MORNING
        if role == Qt.ItemDataRole.DisplayRole:
            # Side by side the two say « L 2 » above, « M A » below.
            top = _INITIALS[planned.day.weekday()] if is_morning else f"{planned.day.day}"
            return f"{top}\n{'M' if is_morning else 'A'}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{short_day(planned.day)}, {label(planned.half).lower()}"
        return None

    def _name(self, row: int, role: int) -> Any:
        if self.card is None or row >= len(self.card.trainees):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return full_name(self.card.trainees[row].jobseeker)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return None

    def _total(self, row: int, which: int) -> str:
        if self.card is None:
            return ""
        trainee = self.card.trainees[row]
        return label(trainee.state) if which else hours_text(trainee.figures.absent)

    def _tell_of(self, cells: Sequence[Where]) -> None:
        """Cell by cell: a range from one to another may hold the whole month."""
        for where in cells:
            index = self.index(where.row, where.column)
            self.dataChanged.emit(index, index)

    def _tell(self, first: int, last: int) -> None:
        if self.cells and last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))


def _ids(card: MonthCard) -> list[Any]:
    return [trainee.id for trainee in card.trainees]


def _confirmed(cell: Cell) -> Cell:
    return Cell.CONFIRMED if cell is Cell.PRESENT else cell


def _bare(cell: Cell) -> Cell:
    return Cell.PRESENT if cell is Cell.CONFIRMED else cell


class MonthGrid(QTableView):
    """The table; a key asks for a mark, which the page records.

    Signals:
        mark_asked(list[Where], Mark): a key was pressed on these cells.
        told(str): the sentence of the current cell.
    """

    mark_asked = Signal(object, object)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Assiduité du mois")
        self.months = MonthModel(self)
        self.setModel(self.months)
        self._painter = CellPainter(self, self.months)
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
        if with_control and key == Qt.Key.Key_D:
            self._fill_down()
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
        here = self.current()
        if len(cells) == 1 and here.row + 1 < self.months.rowCount():
            self.go(Where(here.row + 1, here.column))

    def _fill_down(self) -> None:
        """Put what the first row chosen says into the rows below, column by column."""
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
        halves = self.months.columnCount() - len(TOTALS)
        if halves <= 0:
            return
        header = self.horizontalHeader()
        room = self.viewport().width() - sum(map(metrics.px, _TOTAL_WIDTHS))
        least, most = metrics.px(_LEAST_CELL), metrics.px(_MOST_CELL)
        width = min(max(room // halves, least), most)
        for column in range(halves):
            header.resizeSection(column, width)
        for place, wide in enumerate(_TOTAL_WIDTHS):
            header.resizeSection(halves + place, metrics.px(wide))


def _has_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
