# SPDX-License-Identifier: MIT
"""Ctrl+K: every act, session and person from one line, by keyboard only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.shell.palette_ranking import rank
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.action_choice import ActionChoice
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.tokens import tokens_for

Index = QModelIndex | QPersistentModelIndex

_FoundRole = Qt.ItemDataRole.UserRole
_MOST_EACH = 6
_ROW = 34
_HINTS = "↑ ↓ choisir  ·  Entrée ouvrir  ·  Échap fermer"


@dataclass(frozen=True)
class Found:
    """One answer of the palette: what it says, and what Enter does."""

    label: str
    run: Callable[[], None]
    detail: str = ""


class Provider(Protocol):
    """A source of answers (acts, sessions, people)."""

    title: str

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Give the best answers to `done`, at once or later; late ones must vanish."""
        ...


class FixedProvider:
    """Answers held in memory, ranked here: the acts and the pages."""

    def __init__(self, title: str, items: Sequence[Found]) -> None:
        self.title = title
        self._items = tuple(items)

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Answer at once."""
        done(rank(typed, self._items, lambda found: found.label, _MOST_EACH))


class Palette(QFrame):
    """The line and its answers, laid over the window."""

    def __init__(self, window: QWidget, name: str, providers: Sequence[Provider]) -> None:
        super().__init__(window)
        self._window = window
        self._providers = tuple(providers)
        self._answers: dict[str, Sequence[Found]] = {}
        self._typed_count = 0
        self._came_from: QWidget | None = None
        set_look(self, "floating")
        self._line = QLineEdit()
        self._line.setPlaceholderText(name)
        self._line.setAccessibleName(name)
        set_look(self._line, "palette")
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName("Résultats")
        self._list.setItemDelegate(_FoundDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hints = Label(_HINTS)
        set_look(self._hints, "small")
        self._hints.setContentsMargins(*[metrics.px(10)] * 4)
        self._lay_out()
        self._line.installEventFilter(self)
        self._line.textChanged.connect(self._ask)
        self._list.itemClicked.connect(self._run)
        ActionChoice(self._list, lambda index: self._run(self._list.itemFromIndex(index)))
        self.hide()

    def open(self) -> None:
        """Show the palette, empty, ready to type."""
        self._came_from = QApplication.focusWidget()
        self._line.clear()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ask("")

    def dismiss(self) -> None:
        """Leave without doing anything; the focus goes back where it was."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self._came_from = None

    def labels(self) -> list[str]:
        """Give the answers that show, in order."""
        items = (self._list.item(place) for place in range(self._list.count()))
        found = (item.data(_FoundRole) for item in items)
        return [each.label for each in found if isinstance(each, Found)]

    def _lay_out(self) -> None:
        rule = QFrame()
        set_look(rule, "rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(rule)
        column.addWidget(self._list, 1)
        column.addWidget(self._hints)

    def _ask(self, typed: str) -> None:
        self._typed_count += 1
        self._answers = {}
        for provider in self._providers:
            provider.find(typed, self, partial(self._on_found, self._typed_count, provider.title))
        self._show_answers()

    def _on_found(self, asked: int, title: str, found: Sequence[Found]) -> None:
        if asked == self._typed_count:
            self._answers[title] = found
            self._show_answers()

    def _show_answers(self) -> None:
        self._list.clear()
        for provider in self._providers:
            found = self._answers.get(provider.title, ())
            if found:
                heading = QListWidgetItem(provider.title, self._list)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
            for each in found:
                item = QListWidgetItem(each.label, self._list)
                item.setData(_FoundRole, each)
                spoken = f"{each.label}, {each.detail}" if each.detail else each.label
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        if not self._list.count():
            nothing = QListWidgetItem("Aucun résultat. Essayez un autre mot.", self._list)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
        self._move(1, from_row=-1)
        self._resize()

    def _resize(self) -> None:
        window = self._window
        width = min(metrics.px(640), window.width() - metrics.px(32))
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        fixed = self._line.sizeHint().height() + self._hints.sizeHint().height() + metrics.px(6)
        height = min(fixed + rows, window.height() - metrics.px(96))
        self.setGeometry((window.width() - width) // 2, metrics.px(8), width, height)

    def _move(self, step: int, from_row: int | None = None) -> None:
        """Go to the next answer in a direction, over the headings."""
        row = self._list.currentRow() if from_row is None else from_row
        for _ in range(self._list.count()):
            row = (row + step) % self._list.count()
            if isinstance(self._list.item(row).data(_FoundRole), Found):
                self._list.setCurrentRow(row)
                announce(self._list, self._list.item(row).text())
                return

    def _run(self, item: QListWidgetItem | None) -> None:
        found = item.data(_FoundRole) if item is not None else None
        if isinstance(found, Found):
            self.dismiss()
            found.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._line:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event.key())
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True


class _FoundDelegate(QStyledItemDelegate):
    """Draws a heading, or an answer with its detail at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(metrics.px(200), metrics.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_for(option.palette)
        found = index.data(_FoundRole)
        place = option.rect.adjusted(metrics.px(8), 0, -metrics.px(8), 0)
        inner = place.adjusted(metrics.px(8), 0, -metrics.px(8), 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not isinstance(found, Found):
            painter.setPen(tokens.color("muted"))
            painter.setFont(metrics.font(metrics.SMALL, QFont.Weight.DemiBold))
            painter.drawText(inner, left, index.data())
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("accent_weak"))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        painter.setFont(metrics.font(metrics.SMALL))
        painter.setPen(tokens.color("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        detail_width = min(
            inner.width() // 2, painter.fontMetrics().horizontalAdvance(found.detail)
        )
        elide = Qt.TextElideMode.ElideRight
        detail = painter.fontMetrics().elidedText(found.detail, elide, detail_width)
        painter.drawText(inner, right, detail)
        painter.setFont(metrics.font(metrics.BODY, QFont.Weight.Medium))
        painter.setPen(tokens.color("accent" if chosen else "ink"))
        room = inner.width() - detail_width - metrics.px(16)
        label = painter.fontMetrics().elidedText(found.label, elide, room)
        painter.drawText(inner, left, label)
        painter.restore()
