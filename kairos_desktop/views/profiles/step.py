# SPDX-License-Identifier: MIT
"""One step of the start: a title, a form, a refusal, the work in progress, two buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.banners import Banner, BannerKind
from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Step(QFrame):
    """A card on the right of the start window; Enter takes its main button, Escape its back one.

    Subclasses fill `body`, and call `add_main` and `add_back`.

    Signals:
        grown(): something to see came at its bottom.
    """

    grown = Signal()

    def __init__(self, title: str = "", lead: str = "") -> None:
        super().__init__()
        set_look(self, "card")
        self._title, self._lead = Label(), Label()
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self._message = QVBoxLayout()
        self._banner: Banner | None = None
        self._work, self._bar = Label(), QProgressBar()
        self._left, self._buttons = QHBoxLayout(), QHBoxLayout()
        self._main: KeyButton | None = None
        self._back: KeyButton | None = None
        self._lay_out()
        self.set_title(title, lead)
        self.set_busy("")

    def set_title(self, title: str, lead: str = "") -> None:
        """Say what this step is."""
        self._title.setText(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self.setAccessibleName(title)

    def title(self) -> str:
        """Give the title that shows."""
        return self._title.text()

    def add_main(self, label: str, on_click: Callable[[], None]) -> KeyButton:
        """Add the button that goes on; it stands at the right and Enter takes it."""
        made = button(label, on_click)
        self._buttons.addWidget(made)
        self.set_main(made)
        return made

    def set_main(self, made: KeyButton) -> None:
        """Let another button be the one that goes on."""
        if self._main is not None:
            set_look(self._main, "")
        self._main = made
        set_look(made, "primary")

    def add_back(self, label: str, on_click: Callable[[], None]) -> KeyButton:
        """Add the button that goes back; it stands at the left and Escape takes it."""
        self._back = button(label, on_click)
        self._left.insertWidget(0, self._back)
        return self._back

    def add_aside(self, made: KeyButton) -> None:
        """Add a quiet button at the left of the buttons."""
        self._left.addWidget(made)

    def focus_start(self) -> None:
        """Put the focus where typing begins."""
        if self._main is not None:
            self._main.setFocus()

    def say(self, sentence: str, kind: BannerKind = "danger") -> None:
        """Say why it did not work, "" to take it back; a screen reader says it too."""
        if self._banner is not None:
            self._message.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if sentence:
            word = "Refusé" if kind == "danger" else ""
            self._banner = Banner(kind, sentence, word=word)
            self._message.addWidget(self._banner)
            announce(self, sentence)
            self.grown.emit()

    def said(self) -> str:
        """Give the sentence that shows."""
        found = [] if self._banner is None else self._banner.findChildren(QLabel)
        return found[-1].text() if found else ""

    def set_busy(self, sentence: str) -> None:
        """Show that work goes on, and take nothing meanwhile; "" when it is over."""
        is_busy = bool(sentence)
        if is_busy:
            self.say("")
            announce(self, sentence)
            self.grown.emit()
        self._work.setText(sentence)
        for each in (self._work, self._bar):
            each.setVisible(is_busy)
        self.content.setEnabled(not is_busy)
        for each in (self._main, self._back):
            if each is not None:
                each.setEnabled(not is_busy)

    def is_busy(self) -> bool:
        """Whether work goes on."""
        return not self.content.isEnabled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape as a dialogue does; fields let these keys through."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_button = isinstance(focused, QPushButton) and focused.isEnabled()
            taken = focused if is_button else self._main
        elif event.key() == Qt.Key.Key_Escape:
            taken = self._back
        else:
            super().keyPressEvent(event)
            return
        if isinstance(taken, QPushButton):
            taken.click()

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        set_look(self._title, "title")
        set_look(self._lead, "muted")
        set_look(self._work, "muted")
        for label in (self._title, self._lead):
            label.setWordWrap(True)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Travail en cours")
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(2 * unit)
        self._buttons.setSpacing(unit)
        self._left.setSpacing(unit)
        self._buttons.addLayout(self._left)
        self._buttons.addStretch(1)
        head = QVBoxLayout()
        head.setSpacing(unit // 2)
        head.addWidget(self._title)
        head.addWidget(self._lead)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * unit, 3 * unit + unit // 2, 4 * unit, 3 * unit)
        column.setSpacing(2 * unit)
        column.addLayout(head)
        column.addWidget(self.content)
        column.addLayout(self._message)
        column.addWidget(self._work)
        column.addWidget(self._bar)
        column.addLayout(self._buttons)


def link(label: str, on_click: Callable[[], None]) -> KeyButton:
    """Give a quiet button that leads elsewhere."""
    return button(label, on_click, look="link")
