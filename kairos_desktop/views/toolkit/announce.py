# SPDX-License-Identifier: MIT
"""Sentences spoken by a screen reader, without moving the focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say a sentence; nothing happens where none is listening."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
