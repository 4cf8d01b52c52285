# SPDX-License-Identifier: MIT
"""A state as a word on its colour: painted in lists, or standing alone as a label."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.columns import Pill, PillRole
from kairos_desktop.views.toolkit.label import Label, as_tooltip
from kairos_desktop.views.toolkit.short_text import advance, paint_short
from kairos_desktop.views.toolkit.tokens import Tokens, tokens_for

HEIGHT = 26
_SIDE = 10
_DOT = 14


def pill_font() -> QFont:
    """Give the font of the word in a pill."""
    return metrics.font(metrics.SMALL, QFont.Weight.Medium)


def pill_width(word: str) -> int:
    """Give the width that a pill takes around its word."""
    return advance(pill_font(), word) + 2 * metrics.px(_SIDE)


def paint_pill(painter: QPainter, place: QRect, pill: Pill, tokens: Tokens) -> None:
    """Paint a pill at the left of `place`, centred in height, its word elided if it must."""
    width = min(pill_width(pill.word), place.width())
    height = min(metrics.px(HEIGHT), place.height())
    top = place.top() + (place.height() - height) // 2
    shape = QRectF(place.left(), top, width, height)
    painter.save()
    ink = _paint_shape(painter, shape, pill.role, tokens)
    painter.setPen(ink)
    inner = shape.adjusted(metrics.px(_SIDE) - 2, 0, 2 - metrics.px(_SIDE), 0)
    paint_short(painter, inner, pill_font(), pill.word, at=0.5)
    painter.restore()


def _paint_shape(painter: QPainter, shape: QRectF, role: PillRole, tokens: Tokens) -> QColor:
    """Paint the ground of a pill; give the ink for its word."""
    if role == "neutral":
        ground, ink, edge = (tokens.color(name) for name in ("bg", "muted", "line"))
    else:
        ground, ink = tokens.color(f"{role}_weak"), tokens.color(role)
        edge = ground
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(edge, 1))
    radius = shape.height() / 2
    painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return ink


class PillLabel(Label):
    """A pill standing alone; a screen reader reads its word."""

    def __init__(
        self, word: str = "", role: PillRole = "neutral", *, dot: bool = False, small: bool = False
    ) -> None:
        super().__init__(word)
        self._role: PillRole = role
        self._dot = metrics.px(_DOT) if dot else 0
        self._height = metrics.px(18 if small else HEIGHT)
        self.setFont(pill_font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pill(self, pill: Pill) -> None:
        """Say another state."""
        self._role = pill.role
        self.setText(pill.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text()) + self._dot, self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_whole(self, Pill(self.text(), self._role), self._dot)


class PillButton(QAbstractButton):
    """A pill with a dot that leads to more: a click, Enter or Space."""

    def __init__(self) -> None:
        super().__init__()
        self._role: PillRole = "neutral"
        self.setFont(pill_font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_pill(self, pill: Pill, why: str) -> None:
        """Say another state, and why in a tooltip."""
        self._role = pill.role
        self.setText(pill.word)
        self.setAccessibleName(pill.word)
        self.setToolTip(as_tooltip(why))
        self.setAccessibleDescription(why)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text()) + metrics.px(_DOT), metrics.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_whole(self, Pill(self.text(), self._role), metrics.px(_DOT))
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens_for(self.palette()).color("accent"), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)


def _paint_whole(widget: QWidget, pill: Pill, dot: int) -> None:
    """Paint a widget as one pill, its dot before the word."""
    painter = QPainter(widget)
    shape = QRectF(widget.rect())
    ink = _paint_shape(painter, shape, pill.role, tokens_for(widget.palette()))
    if dot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        radius = metrics.px(3.5)
        painter.drawEllipse(QPointF(dot, shape.center().y()), radius, radius)
    painter.setPen(ink)
    painter.setFont(widget.font())
    painter.drawText(widget.rect().adjusted(dot, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, pill.word)


def key_hint_width(keys: str) -> int:
    """Give the width of the small key drawn on a button."""
    return max(metrics.px(20), advance(metrics.font(metrics.KEY_HINT), keys) + metrics.px(12))


def paint_key_hint(painter: QPainter, place: QRect, keys: str, ink: QColor, edge: QColor) -> None:
    """Paint the key that does the same as a button, right in `place`, centred in height."""
    width, height = key_hint_width(keys), metrics.px(18)
    top = place.top() + (place.height() - height) // 2
    box = QRectF(place.right() + 1 - width, top, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(ink)
    paint_short(painter, box, metrics.font(metrics.KEY_HINT), keys, at=0.5)
    painter.restore()
