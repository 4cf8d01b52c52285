# SPDX-License-Identifier: MIT
"""A line of things at the left and things at the right, on two lines where one is too narrow."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kairos_desktop.views.toolkit import metrics


class FoldingRow(QWidget):
    """Two widgets side by side, or the right one below the left one.

    The left one takes the room that is left; it may shrink to its minimum when alone on its line.
    """

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        right_at: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        super().__init__()
        self._left, self._right, self._right_at = left, right, right_at
        self._is_folded = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.px(16))
        self._grid.setVerticalSpacing(metrics.px(4))
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(left, 0, 0)
        self._grid.addWidget(right, 0, 1, right_at)

    def is_folded(self) -> bool:
        """Whether the right one stands below."""
        return self._is_folded

    def _fold(self) -> None:
        right = self._right.sizeHint().width() if self._right.isVisibleTo(self) else 0
        need = self._left.sizeHint().width() + right + self._grid.horizontalSpacing()
        folded = bool(right) and need > self.width()
        if folded == self._is_folded:
            return
        self._is_folded = folded
        margins = self.contentsMargins()
        margins.setBottom(metrics.px(metrics.UNIT) if folded else 0)
        self.setContentsMargins(margins)
        self._grid.removeWidget(self._right)
        if folded:
            self._grid.addWidget(self._right, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self._right, 0, 1, self._right_at)

    def minimumSizeHint(self) -> QSize:
        # What folds must first be allowed to become narrow.
        narrowest = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(narrowest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)
