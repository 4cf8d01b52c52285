# SPDX-License-Identifier: MIT
"""A line that finds as one types: people, sessions, slots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from kairos_desktop.views.toolkit.theme import set_look

_ValueRole = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 8


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
        self._popup = QListView()
        set_look(self._popup, "popup")
        self._completer = QCompleter(self._answers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST_SHOWN)
        self._completer.setPopup(self._popup)
        # Of the two signals `activated`, the one that gives the index and not the text.
        self._completer.activated[QModelIndex].connect(self._on_activated)  # pyright: ignore[reportIndexIssue]
        # setWidget and not setCompleter: the line would write each answer that the arrows pass by.
        self._completer.setWidget(self)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_edited)
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

    def _on_edited(self, typed: str) -> None:
        self._typed_count += 1
        asked = self._typed_count
        if not typed.strip():
            self._popup.hide()
            self._answers.clear()
            return

        def arrived(found: Sequence[Suggestion]) -> None:
            if asked == self._typed_count:
                self._show(found)

        self._search(typed, self, arrived)

    def _on_changed(self, text: str) -> None:
        if self._choice is not None and text != self._choice.label:
            self._choice = None
            self.chosen.emit(None)

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
        if self.hasFocus():
            self._completer.complete()
            # The first answer is ready for Enter.
            if found:
                self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        choice = index.data(_ValueRole)
        if isinstance(choice, Suggestion):
            self.choose(choice)
