# SPDX-License-Identifier: MIT
"""Buttons: plain, primary, and those that show the key that does the same."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.pills import key_hint_width, paint_key_hint
from kairos_desktop.views.toolkit.theme import faded_ink, set_look
from kairos_desktop.views.toolkit.tokens import blend, tokens_for

_FRENCH_KEYS = {
    "Shift": "Maj",
    "Return": "Entrée",
    "Escape": "Échap",
    "Del": "Suppr",
    "PgUp": "Pg préc",
    "PgDown": "Pg suiv",
}


def button(
    label: str, on_click: Callable[[], object], *, look: str = "", key: str = "", tooltip: str = ""
) -> "KeyButton":
    """Give a push button; its accessible name is its label, `key` is shown and works."""
    made = KeyButton(label, key)
    if look:
        set_look(made, look)
    if key:
        made.setShortcut(QKeySequence(key))
    if tooltip:
        made.setToolTip(tooltip)
    made.clicked.connect(lambda: on_click())
    return made


def french_keys(keys: str) -> str:
    """Give a key sequence as it is printed on a French keyboard: "Ctrl+Shift+Z" → "Ctrl Maj Z"."""
    return " ".join(_FRENCH_KEYS.get(part, part) for part in keys.split("+") if part)


class KeyButton(QPushButton):
    """A push button with the key that does the same drawn at its right."""

    def __init__(self, label: str, keys: str = "") -> None:
        super().__init__(label.replace("&", "&&"))
        self._keys = french_keys(keys)
        self.setAccessibleName(label)
        self.setAutoDefault(False)

    def show_keys(self, keys: str) -> None:
        """Draw a key that something else listens to."""
        self._keys = french_keys(keys)
        self.updateGeometry()

    def shown_keys(self) -> str:
        """Give the key drawn, as it is printed on a French keyboard."""
        return self._keys

    def _hint_width(self) -> int:
        return key_hint_width(self._keys) + metrics.px(8) if self._keys else 0

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._hint_width(), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._keys:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        side = metrics.px(12)
        inner = self.rect().adjusted(side, 0, -side, 0)
        text_width = inner.width() - self._hint_width()
        elide = Qt.TextElideMode.ElideRight
        option.text = self.fontMetrics().elidedText(self.text(), elide, text_width)  # pyright: ignore[reportAttributeAccessIssue]
        option.rect = QRect(inner.left(), 0, text_width, self.height())  # pyright: ignore[reportAttributeAccessIssue]
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        self._paint_keys(painter, inner)

    def _paint_keys(self, painter: QPainter, inner: QRect) -> None:
        tokens = tokens_for(self.palette())
        ground, ink = tokens.color("surface"), tokens.color("muted")
        if self.property("look") == "primary":
            ground, ink = tokens.color("accent"), tokens.color("surface")
        elif self.property("look") == "notice":
            ground, ink = tokens.color("ink"), tokens.color("line")
        if not self.isEnabled():
            ink = faded_ink(tokens)
        paint_key_hint(painter, inner, self._keys, ink, blend(ink, ground, 0.4))


def keep_focus_out(made: QPushButton) -> QPushButton:
    """Let a click on a button leave the focus in the list; Tab still reaches it."""
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
