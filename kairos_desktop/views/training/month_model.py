# SPDX-License-Identifier: MIT
"""The month's grid as a table: its cells, its hours of distance work, what each month comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from kairos_desktop.models.vocabulary import HalfDay, Mark
from kairos_desktop.services.rules.attendance import MonthState
from kairos_desktop.services.wording.dates import hours_text, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.training.month_cells import (
    CLOSED,
    WORDS,
    Cell,
    Where,
    marked,
    row_cells,
    week_start,
)
from kairos_desktop.views.training.month_hours import (
    HOURS,
    NAMES,
    Hours,
    Spot,
    shows_hours,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.attendance import MonthCard

Index = QModelIndex | QPersistentModelIndex
_INITIALS = ("L", "M", "M", "J", "V", "S", "D")
TOTALS = ("Absent", "État")
# What a column of the grid has no room for, until the month opens.
_SHORT = {MonthState.NOT_OPEN: "Pas ouverte"}


class MonthModel(QAbstractTableModel):
    """The cells of a month; two columns at the end say what each trainee's month comes to.

    Those of the distance work stand before them, where there is any or it was `asked` for.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.card: MonthCard | None = None
        self.cells: list[list[Cell]] = []
        # The same as they were read: what is marked on screen may still be refused.
        self._read: list[list[Cell]] = []
        # The columns where a week begins, but for the first: asked for at each cell painted.
        self.new_weeks: frozenset[int] = frozenset()
        self.confirmed = False
        self.asked = False
        self.hours: Hours | None = None
        # The first of the columns that say what a month comes to; Qt asks for it at each cell.
        self.totals_from = 0

    def show_card(self, card: MonthCard) -> None:
        """Show a month; the same trainees and days keep the selection."""
        old = self.card
        hours = Hours(card) if self.asked or shows_hours(card) else None
        same = old is not None and old.planned == card.planned and _ids(old) == _ids(card)
        if same and old is not None and (hours is None) is (self.hours is None):
            self._show_changed(old, card, hours)
            return
        self.beginResetModel()
        weeks = [week_start(each.day) for each in card.planned]
        self.new_weeks = frozenset(n for n in range(1, len(weeks)) if weeks[n] != weeks[n - 1])
        self.card, self._read = card, [row_cells(trainee, card) for trainee in card.trainees]
        self.cells, self.hours = [self._turned(row) for row in self._read], hours
        self.totals_from = len(card.planned) + (len(HOURS) if hours else 0)
        self.endResetModel()

    def _show_changed(self, old: MonthCard, card: MonthCard, hours: Hours | None) -> None:
        """The same grid read again: only what differs is worked out, and painted."""
        first_hours = len(card.planned)
        is_apart = (old.pauses, old.signed) != (card.pauses, card.signed)
        changed: list[Where] = []
        typed = self.hours.typed_rows() if self.hours else frozenset[int]()
        self.card, self.hours = card, hours
        for row, (was, now) in enumerate(zip(old.trainees, card.trainees, strict=True)):
            if is_apart or was != now:
                self._read[row] = row_cells(now, card)
            if is_apart or was != now or row in typed:
                places = range(first_hours, self.columnCount())
                changed += (Where(row, place) for place in places)
            shown, wanted = self.cells[row], self._turned(self._read[row])
            self.cells[row] = wanted
            changed += (Where(row, place) for place in range(first_hours)
                        if shown[place] is not wanted[place])  # fmt: skip
        self._tell_of(changed)

    def _turned(self, row: list[Cell]) -> list[Cell]:
        return [_confirmed(cell) for cell in row] if self.confirmed else row.copy()

    def spot(self, row: int, column: int) -> Spot | None:
        """The cell of the distance work at a place; None for any other."""
        planned = len(self.card.planned) if self.card else 0
        is_hours = self.hours is not None and planned <= column < self.totals_from
        return Spot(row, column - planned) if is_hours and 0 <= row < len(self.cells) else None

    def typed_text(self, spot: Spot) -> str:
        """What the line of a cell begins with."""
        minutes = self.hours.at(spot) if self.hours else None
        return "" if minutes is None else hours_text(minutes)

    def put_hours(self, wanted: Mapping[Spot, int]) -> dict[Spot, int]:
        """Put hours at once in the cells; give those that it changes."""
        changed = self.hours.put(wanted) if self.hours else {}
        first = len(self.card.planned) if self.card else 0
        # Both hours of a row: the validated ones may be beyond from now on.
        rows = sorted({spot.row for spot in changed})
        self._tell_of([Where(row, first + which) for row in rows for which in range(len(HOURS))])
        return changed

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
        spot = self.spot(row, column)
        if spot is not None and self.hours is not None:
            return f"{who} · {self.hours.sentence(spot)}"
        if column >= self.totals_from:
            trainee, is_state = self.card.trainees[row], column > self.totals_from
            return f"{who} : {label(trainee.state) if is_state else self._absent(row)}"
        planned = self.card.planned[column]
        when = f"{short_day(planned.day)}, {label(planned.half).lower()}"
        return f"{who} · {when} : {WORDS[self.cells[row][column]]}"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self.card is None:
            return 0
        return self.totals_from + len(TOTALS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.card is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            spot = self.spot(row, column)
            if spot is not None and self.hours is not None:
                return self.hours.text(spot)
            if column >= self.totals_from:
                return self._state(row) if column > self.totals_from else self._absent(row)
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
            return self._heading(section, role)
        planned = self.card.planned[section]
        is_morning = planned.half is HalfDay.MORNING
        if role == Qt.ItemDataRole.DisplayRole:
            # Side by side the two say « L 2 » above, « M A » below.
            top = _INITIALS[planned.day.weekday()] if is_morning else f"{planned.day.day}"
            return f"{top}\n{'M' if is_morning else 'A'}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{short_day(planned.day)}, {label(planned.half).lower()}"
        return None

    def _heading(self, section: int, role: int) -> str | None:
        spot = self.spot(0, section)
        if spot is not None and role in (
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return f"Travail à distance : {NAMES[spot.which].lower()}"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return HOURS[spot.which] if spot is not None else TOTALS[section - self.totals_from]

    def _name(self, row: int, role: int) -> Any:
        if self.card is None or row >= len(self.card.trainees):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return full_name(self.card.trainees[row].jobseeker)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return None

    def _absent(self, row: int) -> str:
        return hours_text(self.card.trainees[row].figures.absent) if self.card else ""

    def _state(self, row: int) -> str:
        """The state in the room of its column; `sentence` says it whole."""
        state = self.card.trainees[row].state if self.card else MonthState.NOT_OPEN
        return _SHORT.get(state) or label(state)

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
