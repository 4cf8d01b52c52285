# SPDX-License-Identifier: MIT
"""The frame in which a hand signs: with the pad, the mouse, a finger or a pen.

A finger and a pen come as a mouse does: nothing here asks which it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kairos_desktop.services.rules.strokes import HIGH, WIDE, is_drawn, written
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.tokens import tokens_for

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from kairos_desktop.services.rules.strokes import Point

NAME = "Cadre de signature"
_LEAST_WIDTH, _WISHED_WIDTH = 420, 720
_BASELINE = 0.78
_PEN = 2.4


class SignaturePad(QWidget):
    """An empty frame, three times as wide as high.

    Signals:
        changed(): something was drawn or cleared.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[list[Point]] = []
        self.setAccessibleName(NAME)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def strokes(self) -> str:
        """What was drawn, as it is kept."""
        return written(self._strokes)

    def is_signed(self) -> bool:
        """Whether something like a signature is in the frame."""
        return is_drawn(self.strokes())

    def clear(self) -> None:
        """Empty the frame."""
        self._strokes = []
        self.update()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        width = metrics.px(_WISHED_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = metrics.px(_LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * HIGH // WIDE

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._strokes.append([self._point(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._strokes:
            self._strokes[-1].append(self._point(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._strokes:
            self._strokes[-1].append(self._point(event.position()))
            self.update()
            self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(tokens.color("line"), 1.5))
        painter.setBrush(tokens.color("surface"))
        painter.drawRoundedRect(frame, metrics.px(6), metrics.px(6))
        base = frame.top() + frame.height() * _BASELINE
        side = metrics.px(24)
        painter.drawLine(QPointF(frame.left() + side, base), QPointF(frame.right() - side, base))
        pen = QPen(tokens.color("ink"), metrics.px(1) * _PEN)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            painter.drawPath(self._path(stroke))

    def _path(self, stroke: list[Point]) -> QPainterPath:
        scale = self.width() / WIDE
        path = QPainterPath(QPointF(stroke[0][0] * scale, stroke[0][1] * scale))
        for x, y in stroke[1:] or stroke:
            path.lineTo(x * scale, y * scale)
        return path

    def _point(self, at: QPointF) -> Point:
        """A point of the frame in its own units; a hand that leaves it draws along its edge."""
        scale = WIDE / max(1, self.width())
        x, y = round(at.x() * scale), round(at.y() * scale)
        return min(max(x, 0), WIDE), min(max(y, 0), HIGH)
