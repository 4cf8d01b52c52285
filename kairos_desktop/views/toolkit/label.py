# SPDX-License-Identifier: MIT
"""A label that shows its text as it is.

Left to itself Qt takes « <img src=…> » in somebody's name for a picture to load. A wall keeps
QLabel out of every other module.
"""

from html import escape

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """Plain text, whatever it holds."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def as_tooltip(text: str) -> str:
    """The text for a tooltip, which knows no plain format: what looks like markup is escaped."""
    return f"<span>{escape(text)}</span>" if Qt.mightBeRichText(text) else text
