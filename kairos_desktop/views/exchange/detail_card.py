# SPDX-License-Identifier: MIT
"""One line of « À régulariser », whole: the reason in a sentence, who and when, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.services.wording.exchange_words import tied
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from kairos_desktop.views.exchange.settle_items import Item

Choice = tuple[str, "Callable[[], None]"]


class DetailCard(QFrame):
    """The line that is chosen, with a button for each decision.

    Signals:
        left(): Escape, or no decision wanted: the keyboard goes back to the list.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._pill, self._title, self._about = PillLabel(), Label(), Label()
        self._why, self._facts = Label(), Facts(names=96)
        self._buttons, self._scroll = QVBoxLayout(), QScrollArea()
        self.choices: list[KeyButton] = []
        self._lay_out()
        # Until a line is chosen: without one, nothing of it would have a word.
        self.hide()

    def show_item(self, item: Item | None, choices: Sequence[Choice]) -> None:
        """Show a line and what can be decided of it; nothing without a line."""
        self.setVisible(item is not None)
        for made in self.choices:
            self._buttons.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.choices = []
        if item is None:
            return
        self._scroll.verticalScrollBar().setValue(0)
        self._pill.show_pill(item.pill)
        self._title.setText(item.title)
        self._about.setText(item.about)
        self._about.setVisible(bool(item.about))
        self._why.setText(tied(item.why))
        self._facts.show_facts(item.facts)
        self.setAccessibleName(item.title)
        self.setAccessibleDescription(item.why)
        for place, (label, on_click) in enumerate(choices):
            made = button(label, on_click, look="primary" if place == 0 else "")
            self._buttons.addWidget(made)
            made.show()
            self.choices.append(made)

    def focus_choices(self) -> None:
        """Put the keyboard on the first decision, and say why there is one to take."""
        if self.choices:
            self.choices[0].setFocus()
            announce(self, self._why.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk the buttons, Escape goes back to the list, Enter presses."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif focused in self.choices and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = self.choices.index(focused) + step  # pyright: ignore[reportArgumentType]
            self.choices[place % len(self.choices)].setFocus()
            self._scroll.ensureWidgetVisible(self.choices[place % len(self.choices)])
        elif focused in self.choices and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click()  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        set_look(self._title, "section")
        set_look(self._about, "sentence")
        set_look(self._why, "sentence")
        for each in (self._title, self._about, self._why):
            each.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._pill)
        head.addStretch(1)
        rule = QFrame()
        set_look(rule, "rule")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(10))
        column.addLayout(head)
        for each in (self._title, self._about, self._why):
            column.addWidget(each)
        self._buttons.setSpacing(metrics.px(metrics.UNIT))
        column.addLayout(self._buttons)
        column.addWidget(rule)
        column.addWidget(self._facts)
        column.addStretch(1)
        self._scroll.setWidget(holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        # The ground is the card's.
        for each in (holder, self._scroll.viewport()):
            each.setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._scroll)
