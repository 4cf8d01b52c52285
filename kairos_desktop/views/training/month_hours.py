# SPDX-License-Identifier: MIT
"""The distance work in the month's grid: two columns typed by figures, filled down by Ctrl+D.

Keys in them: figures begin the hours, Enter keeps them and goes below, Tab to the right; Ctrl+D
puts them into every row below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.rules.remote_work import is_beyond, is_expected
from kairos_desktop.services.wording.dates import hours_text
from kairos_desktop.views.toolkit.field_parsing import parse_hours
from kairos_desktop.views.training.month_painting import CellPainter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kairos_desktop.services.queries.attendance import MonthCard
    from kairos_desktop.views.training.month_grid import MonthGrid

Index = QModelIndex | QPersistentModelIndex
HOURS = ("Estimé", "Validé")
NAMES = ("Heures estimées", "Heures validées")
WIDTH = 60
_MOST_MINUTES = 31 * 24 * 60
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LEAVING = _ENTER | {Qt.Key.Key_Escape, Qt.Key.Key_Tab}


class Spot(NamedTuple):
    """A cell of the two columns: the trainee's row, 0 for estimated and 1 for validated."""

    row: int
    which: int


def shows_hours(card: MonthCard) -> bool:
    """Whether a month has distance work, or is to have some."""
    return is_expected(card.session) or any(
        (each.figures.estimated, each.figures.validated) != (None, None) for each in card.trainees
    )


class Hours:
    """The hours of a month: those recorded, and those just typed until they are read again."""

    def __init__(self, card: MonthCard) -> None:
        self._kept = [(each.figures.estimated, each.figures.validated) for each in card.trainees]
        self._typed: dict[Spot, int] = {}

    def at(self, spot: Spot) -> int | None:
        """The minutes of a cell; None where nobody has said."""
        return self._typed.get(spot, self._kept[spot.row][spot.which])

    def put(self, wanted: Mapping[Spot, int]) -> dict[Spot, int]:
        """Show what was typed; give what it changes."""
        changed = {spot: minutes for spot, minutes in wanted.items() if self.at(spot) != minutes}
        self._typed |= changed
        return changed

    def typed_rows(self) -> frozenset[int]:
        """The rows that show what was typed, and may still be refused."""
        return frozenset(spot.row for spot in self._typed)

    def is_beyond(self, row: int) -> bool:
        """Whether more is validated than estimated."""
        return is_beyond(self.at(Spot(row, 0)), self.at(Spot(row, 1)))

    def text(self, spot: Spot) -> str:
        """« 35 h »; what is beyond its estimate has a mark."""
        minutes = self.at(spot)
        if minutes is None:
            return ""
        said = hours_text(minutes)
        return f"{said} !" if spot.which and self.is_beyond(spot.row) else said

    def sentence(self, spot: Spot) -> str:
        """What a cell says, whole."""
        minutes = self.at(spot)
        said = "à saisir" if minutes is None else hours_text(minutes)
        beyond = spot.which and self.is_beyond(spot.row)
        more = ", plus que les heures estimées, à vérifier" if beyond else ""
        return f"travail à distance, {NAMES[spot.which].lower()} : {said}{more}"


def act_of(card: MonthCard, changed: Mapping[Spot, int]) -> RecordRemoteWork:
    """One act for all that was typed at once."""
    return RecordRemoteWork(
        month=card.month,
        lines=tuple(
            RemoteWork(
                enrolment_id=card.trainees[row].id,
                **{("estimated", "validated")[which]: minutes},
            )
            for (row, which), minutes in changed.items()
        ),
    )


def filled(hours: Hours, rows: Sequence[int], which: int) -> dict[Spot, int]:
    """What filling down puts: the hours of the first row in the others."""
    minutes = hours.at(Spot(rows[0], which))
    return {} if minutes is None else {Spot(row, which): minutes for row in rows[1:]}


class HoursDelegate(CellPainter):
    """Paints the grid, and opens a line to type hours in."""

    def __init__(self, view: MonthGrid) -> None:
        super().__init__(view, view.months)
        self._grid = view

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        spot = self._grid.months.spot(index.row(), index.column())
        if spot is not None:
            editor.setAccessibleName(NAMES[spot.which])
            editor.setText(self._grid.months.typed_text(spot))
            editor.selectAll()
        editor.setMaxLength(8)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        super().updateEditorGeometry(editor, option, index)
        # A line is taller than a row: over the middle of its cell it reads as the cell's.
        cell: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        box = editor.geometry()
        box.setHeight(max(box.height(), editor.sizeHint().height()))
        box.moveCenter(cell.center())
        box.moveTop(max(box.top(), 0))
        editor.setGeometry(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: what is being typed outlives a month that is read again."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(editor, QLineEdit):
            return
        minutes = parse_hours(editor.text())
        spot = self._grid.months.spot(index.row(), index.column())
        if spot is None or not editor.text().strip():
            return
        if minutes is None or minutes > _MOST_MINUTES:
            self._grid.told.emit(f"« {editor.text()} » n’est pas une durée : 35, 3,5 ou 3h30.")
            return
        self._grid.hours_asked.emit({spot: minutes})

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QLineEdit):
            return super().eventFilter(editor, event)
        # Closing takes the focus away: by then nothing is typed any more.
        if event.type() == QEvent.Type.FocusOut and self._grid.typing is not None:
            self.commitData.emit(editor)
            self._grid.close_line()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._leave(editor, event)
        return False

    def _leave(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        """Keep or drop what was typed, then go on; False for a key of the line itself."""
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        fills = with_control and key == Qt.Key.Key_D
        if not (fills or key in _LEAVING):
            return False
        if key != Qt.Key.Key_Escape:
            self.commitData.emit(editor)
        self._grid.close_line()
        if fills:
            self._grid.fill_down()
        elif key in _ENTER:
            self._grid.step_down()
        elif key == Qt.Key.Key_Tab:
            self._grid.step_right()
        return True
