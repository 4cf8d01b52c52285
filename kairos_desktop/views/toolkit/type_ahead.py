# SPDX-License-Identifier: MIT
"""A line that finds as one types: people, sessions, slots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QToolButton

from kairos_desktop.views.toolkit.action_choice import ActionChoice
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.theme import set_look

_ValueRole = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_KEYS = (*_STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


@dataclass(frozen=True)
class Suggestion:
    """One answer: what it stands for, its label, and a detail that tells namesakes apart."""

    value: Any
    label: str
    detail: str = ""

    def whole(self) -> str:
        """Give the label and the detail on one line."""
        return f"{self.label} – {self.detail}" if self.detail else self.label


# search(typed, owner, done): the owner is there for desk.read, so that late answers vanish.
Search = Callable[[str, QObject, Callable[[Sequence[Suggestion]], None]], None]


class TypeAhead(QLineEdit):
    """A line edit with a list of answers below; the value is the one chosen, never the text.

    Signals:
        chosen(Suggestion | None): a choice was made, or undone by typing again.
    """

    chosen = Signal(object)

    def __init__(self, search: Search, placeholder: str = "") -> None:
        super().__init__()
        self._search = search
        self._typed_count = 0
        self._choice: Suggestion | None = None
        self._answers = QStandardItemModel(self)
        self._popup = _Answers(self, self._answers)
        self._popup.activated.connect(self._on_activated)
        self._popup.clicked.connect(self._on_activated)
        ActionChoice(self._popup, self._on_activated)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        for clear in self.findChildren(QToolButton):
            clear.setAccessibleName("Effacer")
        # Not textEdited: a screen reader puts a text in without typing it.
        self.textChanged.connect(self._on_changed)

    def choice(self) -> Suggestion | None:
        """Give what was chosen, None while the text is only typed."""
        return self._choice

    def choose(self, choice: Suggestion | None) -> None:
        """Choose from the program, or empty the line."""
        self._choice = choice
        self.setText(choice.label if choice is not None else "")
        self.chosen.emit(choice)

    def suggestions(self) -> list[str]:
        """Give the answers that show, in order."""
        return [self._answers.item(row).text() for row in range(self._answers.rowCount())]

    def popup(self) -> QListView:
        """Give the list of answers."""
        return self._popup

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._popup.setAccessibleName(name)

    def _on_changed(self, typed: str) -> None:
        self._typed_count += 1
        if self._choice is not None:
            if typed == self._choice.label:
                return
            self._choice = None
            self.chosen.emit(None)
        asked = self._typed_count
        if not typed.strip():
            self._popup.hide()
            self._answers.clear()
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

        def arrived(found: Sequence[Suggestion]) -> None:
            if asked == self._typed_count:
                self._show(found)

        self._search(typed, self, arrived)

    def _show(self, found: Sequence[Suggestion]) -> None:
        self._answers.clear()
        for each in found:
            item = QStandardItem(each.whole())
            item.setData(each, _ValueRole)
            item.setEditable(False)
            self._answers.appendRow(item)
        if not found:
            nothing = QStandardItem("Aucun résultat. Essayez une autre partie du nom.")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._answers.appendRow(nothing)
        if self.window().focusWidget() is self:
            self._popup.show_below()
            # The first answer is ready for Enter.
            if found:
                self._popup.setCurrentIndex(self._answers.index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        choice = index.data(_ValueRole)
        self._popup.hide()
        if isinstance(choice, Suggestion):
            self.choose(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isHidden() or event.key() not in _KEYS:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._popup.hide()
        elif event.key() in _STEPS:
            self._popup.move_current(_STEPS[Qt.Key(event.key())])
        else:
            self._on_activated(self._popup.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._popup.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._popup.hide()
        super().hideEvent(event)


class _Answers(QListView):
    """The list below the line, in a window of its own that never takes the keyboard.

    Not a popup, as a completer makes one: Qt hides popups from screen readers.
    """

    def __init__(self, line: QLineEdit, model: QStandardItemModel) -> None:
        super().__init__(line)
        self._line = line
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_look(self, "popup")
        self.setModel(model)

    def show_below(self) -> None:
        """Show below the line; above it where the screen ends."""
        self._line.window().installEventFilter(self)
        self._place()
        self.show()

    def move_current(self, step: int) -> None:
        """Go to the next answer in a direction, the first after the last."""
        row = (self.currentIndex().row() + step) % self.model().rowCount()
        self.setCurrentIndex(self.model().index(row, 0))
        announce(self, self.currentIndex().data())

    def _place(self) -> None:
        rows = min(self.model().rowCount(), _MOST_SHOWN)
        self.ensurePolished()
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth()
        top = self._line.mapToGlobal(self._line.rect().bottomLeft())
        if top.y() + height > self.screen().availableGeometry().bottom():
            top -= QPoint(0, height + self._line.height())
        self.setGeometry(QRect(top, QSize(self._line.width(), height)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible() and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return super().eventFilter(watched, event)
