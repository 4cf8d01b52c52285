# SPDX-License-Identifier: MIT
"""A label that shows its text as it is.

Left to itself Qt takes « <img src=…> » in somebody's name for a picture to load. A wall keeps
QLabel out of every other module.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """Plain text, whatever it holds."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
