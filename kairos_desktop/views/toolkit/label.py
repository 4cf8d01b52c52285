# SPDX-License-Identifier: MIT
"""A label that shows its text as it is.

Left to itself Qt takes « <img src=…> » in somebody's name for a picture to load. A wall keeps
QLabel out of every other module.
"""

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
    if not Qt.mightBeRichText(text):
        return text
    from html import escape  # its table of entities would be for nothing at the start

    return f"<span>{escape(text)}</span>"
