# SPDX-License-Identifier: MIT
"""The left panel: what one looks at above, the acts below, all groups open at first start."""

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from kairos_desktop.views.shell.navigation import Entry, Line, Navigation
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.action_choice import ActionChoice
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import faded_ink, set_look
from kairos_desktop.views.toolkit.tokens import Tokens, tokens_for

Index = QModelIndex | QPersistentModelIndex

_EntryRole = Qt.ItemDataRole.UserRole
_CounterRole = Qt.ItemDataRole.UserRole + 1
_MarkedRole = Qt.ItemDataRole.UserRole + 2

_MENU_ROW = 28
_ACT_ROW = 26
_TOUCH_ROW = 40
_IN_USE = "Acte en cours"
_SOON = "à venir"
# What stands beside a label.
_LEFT_OF_MEMBER = 25
_RIGHT_OF_DISABLED = 54
# Three acts: the list says that it goes on, and is worth scrolling.
_LEAST_ACTS = 84


class SidePanel(QFrame):
    """Both lists.

    Signals:
        entry_chosen(Entry): a click, or Enter.
    """

    entry_chosen = Signal(object)

    def __init__(self, navigation: Navigation) -> None:
        super().__init__()
        set_look(self, "side")
        self.setFixedWidth(metrics.px(metrics.SIDE_PANEL))
        self._menu = EntryTree("Menu", navigation.menu, _MENU_ROW)
        self._acts = EntryTree(navigation.acts_title, navigation.acts, _ACT_ROW)
        title = Label(navigation.acts_title.upper())
        title.setAccessibleName(navigation.acts_title)
        set_look(title, "caps")
        title.setBuddy(self._acts)
        title.setContentsMargins(metrics.px(10), 0, 0, 0)
        column = QVBoxLayout(self)
        unit = metrics.px(metrics.UNIT)
        column.setContentsMargins(unit, unit, unit, unit // 2)
        column.setSpacing(unit)
        column.addWidget(self._menu)
        column.addWidget(title)
        column.addWidget(self._acts, 1)
        for tree in (self._menu, self._acts):
            tree.entry_chosen.connect(self.entry_chosen)
        self._title = title

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_menu()

    def _fit_menu(self) -> None:
        """Show the whole menu; where the panel is too low for both lists, the menu scrolls."""
        unit = metrics.px(metrics.UNIT)
        beside = self._title.sizeHint().height() + 3 * unit + unit // 2
        self._menu.fit_height(self.height() - beside - metrics.px(_LEAST_ACTS))

    def mark(self, key: str) -> None:
        """Mark where the window stands or the act in use, by its key; "" for none."""
        self._menu.mark(key)
        self._acts.mark(key)

    def set_counter(self, key: str, counter: int) -> None:
        """Show a number at the right of an entry; 0 shows nothing."""
        for tree in (self._menu, self._acts):
            tree.set_counter(key, counter)

    def show_entry(self, key: str, shown: bool) -> None:
        """Show an entry that is not always there, or take it away."""
        for tree in (self._menu, self._acts):
            tree.show_entry(key, shown)
        self._fit_menu()

    def set_touch(self, touch: bool) -> None:
        """Make the lines tall enough for a finger, or as tall as a mouse needs."""
        self._menu.set_row_height(_TOUCH_ROW if touch else _MENU_ROW)
        self._acts.set_row_height(_TOUCH_ROW if touch else _ACT_ROW)
        self._fit_menu()


class EntryTree(QTreeWidget):
    """A tree of entries; a real one, so that a screen reader walks it as such.

    Signals:
        entry_chosen(Entry): a click, Enter, or the action of a screen reader on the entry.
    """

    entry_chosen = Signal(object)

    def __init__(self, name: str, lines: Sequence[Line], row_height: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        # Hidden, yet a screen reader meets it: without a name it would say "1".
        self.setHeaderLabels([name])
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        # By rows, Qt would have a screen reader select another line of a tree (6.11).
        self.setSelectionBehavior(QTreeWidget.SelectionBehavior.SelectItems)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        # The height that the lines may take; None for what the layout gives.
        self._most: int | None = None
        self._delegate = _EntryDelegate(self, row_height)
        self.setItemDelegate(self._delegate)
        self._items: dict[str, QTreeWidgetItem] = {}
        for line in lines:
            self._add(line)
        self.expandAll()
        self.itemClicked.connect(self._on_clicked)
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)
        ActionChoice(self, lambda index: self._on_clicked(self.itemFromIndex(index)))

    def mark(self, key: str) -> None:
        """Mark one entry as the one in use, and make it current."""
        for each, item in self._items.items():
            marked = each == key
            item.setData(0, _MarkedRole, marked)
            _describe(item)
            if marked:
                self.setCurrentItem(item)
                self.scrollToItem(item)

    def set_counter(self, key: str, counter: int) -> None:
        """Show a number at the right of an entry that this tree holds."""
        if key in self._items:
            item = self._items[key]
            item.setData(0, _CounterRole, counter)
            _describe(item)

    def show_entry(self, key: str, shown: bool) -> None:
        """Show an entry that this tree holds, or take it away."""
        if key in self._items:
            self._items[key].setHidden(not shown)

    def set_row_height(self, row_height: int) -> None:
        """Make every line this tall, in pixels at 100 %."""
        self._delegate.row_height = row_height
        self.scheduleDelayedItemsLayout()

    def fit_height(self, most: int) -> None:
        """Take the height of the lines from now on, or `most`: what is more is scrolled."""
        self._most = most
        self._fit()

    def _fit(self) -> None:
        if self._most is None:
            return
        self.doItemsLayout()
        heights, index = 0, self.model().index(0, 0)
        while index.isValid():
            heights += self.rowHeight(index)
            index = self.indexBelow(index)
        is_whole = heights + 2 <= self._most
        self.setFixedHeight(heights + 2 if is_whole else max(self._most, metrics.px(_LEAST_ACTS)))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if is_whole else policy.ScrollBarAsNeeded
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _add(self, line: Line) -> None:
        item = QTreeWidgetItem(self, [line.label])
        _explain(item, line.why_not)
        if isinstance(line, Entry):
            self._hold(item, line)
            return
        for entry in line.entries:
            child = QTreeWidgetItem(item, [entry.label])
            _explain(child, entry.why_not)
            self._hold(child, entry)

    def _hold(self, item: QTreeWidgetItem, entry: Entry) -> None:
        item.setData(0, _EntryRole, entry)
        self._items[entry.key] = item
        item.setHidden(entry.is_hidden)

    def _on_clicked(self, item: QTreeWidgetItem) -> None:
        entry = item.data(0, _EntryRole)
        if isinstance(entry, Entry):
            self.entry_chosen.emit(entry)
        elif item.childCount():
            item.setExpanded(not item.isExpanded())

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Keep one entry selected, whatever Shift or Ctrl says."""
        return QItemSelectionModel.SelectionFlag.ClearAndSelect

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item:
            self._on_clicked(item)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Labels wrap on the width: a new one changes the heights.
        if event.size().width() != self._delegate.room:
            self._delegate.room = event.size().width()
            self.scheduleDelayedItemsLayout()
            self._fit()


def _explain(item: QTreeWidgetItem, why_not: str) -> None:
    if why_not:
        item.setDisabled(True)
        # Without this a screen reader, to which Qt never says "disabled", would offer to choose it.
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsSelectable)
        item.setToolTip(0, why_not)
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, why_not)


def _describe(item: QTreeWidgetItem) -> None:
    """Say what shows beside the name, which stays what is read and looked for.

    Of the entry in use, that it is: its page says the number.
    """
    if not item.isDisabled():
        counter = item.data(0, _CounterRole)
        said = _IN_USE if item.data(0, _MarkedRole) else str(counter) if counter else ""
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, said)


class _EntryDelegate(QStyledItemDelegate):
    """Draws an entry: a rounded ground when it is in use, a counter, a fold mark for a group."""

    def __init__(self, tree: EntryTree, row_height: int) -> None:
        super().__init__(tree)
        self._tree = tree
        self.row_height = row_height
        # The width that a label has, told by the tree: asking it for each line costs a frame.
        self.room = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = self._lines(index)
        height = metrics.px(self.row_height) + (lines - 1) * metrics.px(16)
        return QSize(metrics.px(120), height)

    def _lines(self, index: Index) -> int:
        width = _text_width(index.data())
        # Short enough whatever stands beside it: asked about every line, many times a layout.
        if width <= self.room - metrics.px(_LEFT_OF_MEMBER) - metrics.px(_RIGHT_OF_DISABLED):
            return 1
        return 1 if width <= self.room - self._left(index) - self._right(index) else 2

    def _left(self, index: Index) -> int:
        if index.parent().isValid():
            return metrics.px(_LEFT_OF_MEMBER)
        return metrics.px(_LEFT_OF_MEMBER if self._has_children(index) else 10)

    def _right(self, index: Index) -> int:
        enabled = index.flags() & Qt.ItemFlag.ItemIsEnabled
        return metrics.px(2) if enabled else metrics.px(_RIGHT_OF_DISABLED)

    def _has_children(self, index: Index) -> bool:
        return self._tree.model().rowCount(index) > 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_for(self._tree.palette())
        place: QRect = option.rect
        state = option.state
        marked = bool(index.data(_MarkedRole))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place, state, tokens, marked=marked)
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        if self._has_children(index):
            self._paint_fold_mark(painter, place, index, tokens)
        if not enabled:
            ink = faded_ink(tokens)
        elif marked:
            ink = tokens.color("accent")
        else:
            ink = tokens.color("muted" if index.parent().isValid() else "ink")
        painter.setPen(ink)
        painter.setFont(_font(marked=marked))
        inner = place.adjusted(self._left(index), 0, -self._right(index), 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, int(flags), index.data())
        self._paint_right(painter, place, index, tokens, enabled=enabled)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        place: QRect,
        state: QStyle.StateFlag,
        tokens: Tokens,
        *,
        marked: bool,
    ) -> None:
        shape = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if marked:
            painter.setBrush(tokens.color("accent_weak"))
            painter.drawRoundedRect(shape, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver and state & QStyle.StateFlag.State_Enabled:
            painter.setBrush(tokens.color("row"))
            painter.drawRoundedRect(shape, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_fold_mark(
        self, painter: QPainter, place: QRect, index: Index, tokens: Tokens
    ) -> None:
        painter.setPen(QPen(tokens.color("muted"), 1.5))
        x, y, arm = place.left() + metrics.px(13), place.center().y() + 1, metrics.px(3)
        if self._tree.isExpanded(index):
            painter.drawPolyline(
                [QPointF(x - arm, y - 1), QPointF(x, y + 2), QPointF(x + arm, y - 1)]
            )
        else:
            painter.drawPolyline(
                [QPointF(x - 1, y - arm), QPointF(x + 2, y), QPointF(x - 1, y + arm)]
            )

    def _paint_right(
        self, painter: QPainter, place: QRect, index: Index, tokens: Tokens, *, enabled: bool
    ) -> None:
        counter = index.data(_CounterRole)
        inner = place.adjusted(0, 0, -metrics.px(10), 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if not enabled and not self._has_children(index):
            painter.setFont(metrics.font(metrics.KEY_HINT))
            painter.setPen(faded_ink(tokens))
            painter.drawText(inner, right, _SOON)
        elif counter:
            painter.setFont(metrics.font(metrics.SMALL, QFont.Weight.DemiBold))
            painter.setPen(tokens.color("danger"))
            painter.drawText(inner, right, str(counter))


@cache
def _text_width(text: str) -> int:
    return QFontMetrics(_font(marked=False)).horizontalAdvance(text)


def _font(*, marked: bool) -> QFont:
    weight = QFont.Weight.Medium if marked else QFont.Weight.Normal
    return metrics.font(metrics.TABLE, weight)
