# SPDX-License-Identifier: MIT
"""Two parts of a page side by side, the second one above or below where the page is narrow."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics

_DIRECTIONS = QBoxLayout.Direction


class SideBySide(QWidget):
    """`main` takes the room, `aside` a fixed width; narrower than `least` pixels, they stack."""

    def __init__(
        self, main: QWidget, aside: QWidget, *, width: int = 320, least: int = 780
    ) -> None:
        super().__init__()
        self._aside, self._width, self._least = aside, width, least
        self._box = QBoxLayout(_DIRECTIONS.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(metrics.px(12))
        self._box.addWidget(main, 1)
        self._box.addWidget(aside)
        aside.setFixedWidth(metrics.px(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < metrics.px(self._least)
        direction = _DIRECTIONS.TopToBottom if is_narrow else _DIRECTIONS.LeftToRight
        if direction is not self._box.direction():
            self._box.setDirection(direction)
            self._aside.setMinimumWidth(0 if is_narrow else metrics.px(self._width))
            self._aside.setMaximumWidth(16_777_215 if is_narrow else metrics.px(self._width))
