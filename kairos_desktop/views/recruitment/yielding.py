# SPDX-License-Identifier: MIT
"""The part of a line that gives way: it takes what is left and asks for little."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kairos_desktop.views.toolkit import metrics


class Yielding(QWidget):
    """Holds a widget that can shorten itself, so that its neighbours stay on the same line."""

    def __init__(self, held: QWidget, least: int) -> None:
        super().__init__()
        self._least = least
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(held)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(metrics.px(self._least), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.px(self._least) // 2, super().minimumSizeHint().height())
