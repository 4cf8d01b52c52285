# SPDX-License-Identifier: MIT
"""One block on the calendar: a real button, painted; it is dragged with the mouse or moved by M."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.dates import hour, hours
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.agenda.day_name import ARROWS
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.label import as_tooltip
from kairos_desktop.views.toolkit.short_text import advance, paint_short
from kairos_desktop.views.toolkit.tokens import tokens_for

if TYPE_CHECKING:
    from kairos_desktop.views.agenda.events import Event

HEIGHT = 22
_BAR, _SIDE = 4, 8
_GROUNDS = 64


def _paint_ground(
    painter: QPainter, size: QSize, ground: QColor, bar: QColor, edge: QPen | None = None
) -> None:
    """The shape of a block and the bar at its left."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QRectF(0, 0, size.width(), size.height()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(edge or QPen(ground, 1))
    painter.setBrush(ground)
    radius = metrics.px(4)
    painter.drawRoundedRect(shape, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bar)
    inset = metrics.px(3)
    tall = size.height() - 2 * inset
    painter.drawRoundedRect(QRectF(inset, inset, metrics.px(_BAR) - 1, tall), 1.5, 1.5)


@lru_cache(maxsize=_GROUNDS)
def _ground(width: int, height: int, ground: int, bar: int, ratio: float) -> QPixmap:
    """The same, painted once: a month has sixty blocks of four kinds."""
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _paint_ground(painter, QSize(width, height), QColor(ground), QColor(bar))
    painter.end()
    return picture


class EventChip(QAbstractButton):
    """The block of one event.

    Signals:
        opened(Event): Enter or a click.
        move_asked(Event): M.
        dragged(Event, QPoint): the mouse carries it there, in global coordinates.
        dropped(Event, QPoint): it was let go there.
        given_up(): Escape while dragging.
    """

    opened = Signal(object)
    move_asked = Signal(object)
    dragged = Signal(object, QPoint)
    dropped = Signal(object, QPoint)
    given_up = Signal()

    def __init__(self, event: Event, parent: QWidget, *, is_past: bool) -> None:
        super().__init__(parent)
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self.show_event(event, is_past=is_past)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(metrics.font(metrics.SMALL))
        self.clicked.connect(lambda: self.opened.emit(self.event_shown))

    def show_event(self, event: Event, *, is_past: bool) -> None:
        """Show another event; what the mouse had begun with the one before is given up."""
        self.event_shown, self.is_past = event, is_past
        self._pressed = None
        self._stop_dragging()
        self.setDown(False)
        said = event.spoken
        self.setAccessibleName(said)
        self.setToolTip(as_tooltip(said))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it is given; one line high."""
        return QSize(metrics.px(60), metrics.px(HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        here = event.globalPosition().toPoint()
        far = (here - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._is_dragging or far:
            self._is_dragging = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.event_shown, here)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was, self._pressed = self._is_dragging, None
        self._stop_dragging()
        if was:
            event.accept()
            self.dropped.emit(self.event_shown, event.globalPosition().toPoint())
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self._is_dragging:
            self._pressed = None
            self._stop_dragging()
            self.given_up.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.event_shown)
        elif key == Qt.Key.Key_M and not event.modifiers():
            self.move_asked.emit(self.event_shown)
        elif key in ARROWS:
            # A button would give the focus to any of its neighbours.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _stop_dragging(self) -> None:
        self._is_dragging = False
        self.unsetCursor()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = tokens_for(self.palette())
        role = "accent" if self.event_shown.kind is SlotKind.MEETING else "hold"
        ground = tokens.color("bg" if self.is_past else f"{role}_weak")
        bar = tokens.color("line" if self.is_past else role)
        painter = QPainter(self)
        if self.hasFocus() or self.underMouse():
            edge = QPen(tokens.color("accent"), 2 if self.hasFocus() else 1)
            _paint_ground(painter, self.size(), ground, bar, edge)
        else:
            ratio = self.devicePixelRatioF()
            picture = _ground(self.width(), self.height(), ground.rgb(), bar.rgb(), ratio)
            painter.drawPixmap(0, 0, picture)
        painter.setPen(tokens.color("muted" if self.is_past else "ink"))
        left = metrics.px(_SIDE) + metrics.px(_BAR) - 1
        self._paint_words(painter, self.rect().adjusted(left, 0, -metrics.px(4), 0))

    def _when(self, width: int) -> str:
        """The hours and figures, the start alone where the block is narrow."""
        shown = self.event_shown
        start = hour(shown.start)
        choices = (
            f"{hours(shown.start, shown.end)} · {shown.figures}",
            f"{start} · {shown.figures}",
        )
        font = metrics.font(metrics.SMALL, QFont.Weight.Medium)
        return next((each for each in choices if advance(font, each) <= width), start)

    def _paint_words(self, painter: QPainter, place: QRect) -> None:
        """The hour first, then as many lines as there is room for."""
        shown = self.event_shown
        line = painter.fontMetrics().height()
        room = max(1, (place.height() - metrics.px(4)) // line)
        if room == 1:
            words = [f"{shown.short} · {shown.session.title}"]
        else:
            words = [
                self._when(place.width()),
                f"{label(shown.kind)} · {shown.session.title}",
                shown.where,
            ]
        top = place.top() + (metrics.px(3) if room > 1 else (place.height() - line) // 2)
        for number, text in enumerate([each for each in words if each][:room]):
            weight = QFont.Weight.Medium if number == 0 else QFont.Weight.Normal
            row = QRect(place.left(), top + number * line, place.width(), line)
            paint_short(painter, row, metrics.font(metrics.SMALL, weight), text)
