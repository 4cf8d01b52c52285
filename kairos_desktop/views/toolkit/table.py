# SPDX-License-Identifier: MIT
"""A list made for entry at the speed of typing.

Arrows move, a letter that is the key of an act does it on the chosen rows, any other letter jumps
to a name, and Shift with a letter always jumps. Enter opens, Ctrl+A chooses all. The context menu
holds the same acts and the orders of the list.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QToolTip

from kairos_desktop.services.rules.folding import fold
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.calm_rows import CalmRows
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.label import as_tooltip
from kairos_desktop.views.toolkit.paged_model import PagedModel, RowRole
from kairos_desktop.views.toolkit.ready_choice import ReadyChoice
from kairos_desktop.views.toolkit.row_delegate import RowDelegate

_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows

# A column that takes what is left is worth at least this.
_LEAST_STRETCH = 200


class ActTable(QTableView):
    """The view of a PagedModel, with its acts.

    Signals:
        chosen_changed(): other rows are selected, or the selected ones were read again.
        row_opened(row): Enter or a double click.
        sort_asked(str, bool): the sort key asked for, and whether it goes down.
        refused(str): why an act was not offered on the chosen rows.
    """

    chosen_changed = Signal()
    row_opened = Signal(object)
    sort_asked = Signal(str, bool)
    refused = Signal(str)

    def __init__(self, name: str, model: PagedModel, acts: Sequence[RowAct] = ()) -> None:
        super().__init__()
        self.acts = tuple(acts)
        self._paged = model
        self._calm = CalmRows(self, model)
        self._delegate = RowDelegate(self, model.columns, acts)
        self._typed = ""
        self._since_typed = QElapsedTimer()
        self._sorted: tuple[str, bool] = ("", False)
        self._leaving: int | None = None
        self._kept: tuple[tuple[Hashable, ...], Hashable | None] = ((), None)
        self.setAccessibleName(name)
        self.setProperty("look", "list")
        # Before setModel: the selection, told first, would already have gone one line up.
        model.rowsAboutToBeRemoved.connect(self._on_rows_leaving)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up_view()
        self._set_up_header()
        self._set_up_actions()
        self._follow_model()
        self._ready = ReadyChoice(self)

    def chosen_ids(self) -> tuple[Hashable, ...]:
        """Give the ids of the selected rows, in the order of the screen."""
        selection = self.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.count()))
        ranges = sorted((part.top(), part.bottom()) for part in parts)
        places = dict.fromkeys(p for top, bottom in ranges for p in range(top, bottom + 1))
        return tuple(self._paged.id_at(place) for place in places)

    def chosen_rows(self) -> list[Any]:
        """Give the selected rows that are here; a long selection may hold others (see `run`)."""
        positions = (self._paged.position_of(each) for each in self.chosen_ids())
        rows = (self._paged.row_at(place) for place in positions if place is not None)
        return [row for row in rows if row is not None]

    def choose(self, ids: Sequence[Hashable]) -> None:
        """Select the rows of these ids, those that are in the list; the first becomes current."""
        found = [place for each in ids if (place := self._paged.position_of(each)) is not None]
        selection, last = QItemSelection(), self._paged.columnCount() - 1
        for place in found:
            row = QItemSelection(self._paged.index(place, 0), self._paged.index(place, last))
            selection.merge(row, QItemSelectionModel.SelectionFlag.Select)
        self.selectionModel().select(selection, _SELECT)
        if found:
            current = self._paged.index(min(found), 0)
            no_update = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(current, no_update)
            self._ready.mark()

    def fade(self, is_faded: Callable[[Any], bool]) -> None:
        """Grey the rows that no longer count; a word in the row must say why."""
        self._delegate.is_faded = is_faded

    def run(self, act: RowAct) -> None:
        """Do an act on the chosen rows that it is offered on, or say why on none."""
        self._since_typed.invalidate()
        self._paged.load(self.chosen_ids(), partial(self._run_on, act))

    def why_not(self, act: RowAct) -> str:
        """Give why an act is offered on none of the chosen rows; "" when it is on some."""
        rows = self.chosen_rows()
        if not rows:
            return "Choisissez d’abord une ligne."
        reasons = [act.why_not(row) for row in rows]
        return "" if "" in reasons else reasons[0]

    def ask_sort(self, section: int) -> None:
        """Ask for the order of a column, the other way round at the second time."""
        key = self._paged.columns[section].sort_key
        if not key:
            return
        down = not self._sorted[1] if key == self._sorted[0] else False
        self._sorted = (key, down)
        self._paged.set_sorted(key, down)
        self.sort_asked.emit(key, down)

    def _set_up_view(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        # Tab leaves the list: inside it, arrows move.
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    def _set_up_header(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._delegate.row_height())
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setMinimumSectionSize(metrics.px(48))
        columns.sectionClicked.connect(self.ask_sort)
        for section, column in enumerate(self._paged.columns):
            if column.kind == "acts":
                columns.resizeSection(section, self._delegate.acts_width())
                columns.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            elif column.width == 0:
                columns.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            else:
                columns.resizeSection(section, metrics.px(column.width))

    def _hide_optional(self) -> None:
        """Hide optional columns, the last ones first, until the others fit."""
        header, columns = self.horizontalHeader(), self._paged.columns
        widths = [
            metrics.px(column.width or _LEAST_STRETCH)
            if column.kind != "acts"
            else header.sectionSize(section)
            for section, column in enumerate(columns)
        ]
        need = sum(widths)
        for section in reversed(range(len(columns))):
            hide = columns[section].is_optional and need > self.viewport().width()
            need -= widths[section] if hide else 0
            self.setColumnHidden(section, hide)
        self._stretch_one()

    def _stretch_one(self) -> None:
        """Have one column take what is left: the one made for it, or the name when it hides."""
        header, columns = self.horizontalHeader(), self._paged.columns
        made_for_it = next((i for i, each in enumerate(columns) if not each.width), None)
        named = next((i for i, each in enumerate(columns) if each.is_search), None)
        if made_for_it is None or named in (None, made_for_it):
            return
        hidden = self.isColumnHidden(made_for_it)
        mode = QHeaderView.ResizeMode.Stretch if hidden else QHeaderView.ResizeMode.Interactive
        if header.sectionResizeMode(named) != mode:
            header.setSectionResizeMode(named, mode)
            header.resizeSection(named, metrics.px(columns[named].width))

    def _set_up_actions(self) -> None:
        for act in self.acts:
            action = QAction(act.label, self)
            if act.key:
                action.setShortcut(QKeySequence(act.key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._on_act, act))
            self.addAction(action)
        sortable = [i for i, column in enumerate(self._paged.columns) if column.sort_key]
        if self.acts and sortable:
            separator = QAction(self)
            separator.setSeparator(True)
            self.addAction(separator)
        for section in sortable:
            action = QAction(f"Trier par {self._paged.columns[section].title}", self)
            action.triggered.connect(partial(self._on_sort, section))
            self.addAction(action)

    def _follow_model(self) -> None:
        self.selectionModel().selectionChanged.connect(self.chosen_changed)
        self._paged.modelAboutToBeReset.connect(self._keep_selection)
        self._paged.modelReset.connect(self._restore_selection)
        self._paged.rowsRemoved.connect(self._on_rows_left)
        self._paged.rowsInserted.connect(self._on_rows_told)
        self._paged.dataChanged.connect(self.chosen_changed)

    def _run_on(self, act: RowAct, rows: Sequence[Any]) -> None:
        offered = [row for row in rows if not act.why_not(row)]
        if offered:
            act.run(offered)
        else:
            self.refused.emit(act.why_not(rows[0]) if rows else "Choisissez d’abord une ligne.")

    def _on_act(self, act: RowAct) -> None:
        self.run(act)

    def _on_sort(self, section: int) -> None:
        self.ask_sort(section)

    def _keep_selection(self) -> None:
        current = self.currentIndex()
        current_id = self._paged.id_at(current.row()) if current.isValid() else None
        self._kept = (self.chosen_ids(), current_id)

    def _restore_selection(self) -> None:
        chosen, current = self._kept
        self._kept = ((), None)
        self.choose(chosen)
        place = None if current is None else self._paged.position_of(current)
        if place is not None:
            no_update = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._paged.index(place, 0), no_update)
        self._on_rows_told()

    def _choose_one(self) -> None:
        """Select the current line, else the first: a key must always have something to act on."""
        if self.selectionModel().hasSelection() or not self._paged.rowCount():
            return
        row = max(0, self.currentIndex().row())
        self.selectionModel().setCurrentIndex(self._paged.index(row, 0), _SELECT)
        self._ready.mark()

    def _on_rows_leaving(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._leaving = first if first <= self.currentIndex().row() <= last else None

    def _on_rows_left(self) -> None:
        """Give the place of a line that left to the next one, so that typing goes on."""
        place, self._leaving = self._leaving, None
        if place is not None and self._paged.rowCount():
            row = min(place, self._paged.rowCount() - 1)
            self.selectionModel().setCurrentIndex(self._paged.index(row, 0), _SELECT)
            self._ready.mark()

    def _on_rows_told(self) -> None:
        if self.hasFocus():
            self._choose_one()

    def _act_under(self, point: QPoint) -> tuple[QModelIndex, RowAct | None]:
        index = self.indexAt(point)
        if not index.isValid() or self._paged.columns[index.column()].kind != "acts":
            return index, None
        cell = self.visualRect(index).adjusted(0, 0, 0, -1)
        return index, self._delegate.act_at(cell, index.data(RowRole), point)

    def _hover(self, row: int, act: RowAct | None) -> None:
        if (row, act) == (self._delegate.hovered_row, self._delegate.hovered_act):
            return
        self._delegate.hovered_row, self._delegate.hovered_act = row, act
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(hand if act is not None else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Jump to the next name; letters typed in a row narrow, the same one again goes on."""
        pause = QApplication.keyboardInputInterval()
        in_a_row = self._since_typed.isValid() and self._since_typed.elapsed() < pause
        self._since_typed.start()
        longer = self._typed + search if in_a_row and fold(self._typed) != fold(search) else search
        row = self.currentIndex().row()
        place = None
        if len(longer) > 1:
            place = self._paged.find_text(longer, row - 1, fold)
        if place is None:
            # Letters that no name begins with are the first letters of two names.
            longer, place = search, self._paged.find_text(search, row, fold)
        self._typed = longer
        if place is not None:
            self.selectionModel().setCurrentIndex(self._paged.index(place, 0), _SELECT)
            self.scrollTo(self._paged.index(place, 0))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if shift and event.text().isalpha():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(RowRole) if index.isValid() else None
        if row is not None:
            self.row_opened.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A window held upright is a tablet: lines for a finger.
        window = self.window()
        self._delegate.is_touch = window.height() > window.width()
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
        self._hide_optional()

    def doItemsLayout(self) -> None:
        self._calm.lay_out(super().doItemsLayout)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._choose_one()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index, act = self._act_under(event.position().toPoint())
        self._hover(index.row(), act)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A press on a button of a row must not change the selection before the act is done.
        if self._act_under(event.position().toPoint())[1] is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index, act = self._act_under(event.position().toPoint())
        if act is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        else:
            self._run_on(act, [index.data(RowRole)])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index, act = self._act_under(event.position().toPoint())
        if act is None:
            self._open(index)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
            if index.isValid() and self._delegate.is_elided(index, self.visualRect(index)):
                text = index.data(Qt.ItemDataRole.DisplayRole)
            QToolTip.showText(event.globalPos(), as_tooltip(text or ""), self.viewport())
            return True
        return super().viewportEvent(event)
