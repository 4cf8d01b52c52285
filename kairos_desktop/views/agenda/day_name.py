# SPDX-License-Identifier: MIT
"""The name of a day on the calendar: a button that shows little and says the whole date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kairos_desktop.services.wording.dates import long_day
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.short_text import advance, paint_short
from kairos_desktop.views.toolkit.tokens import tokens_for

if TYPE_CHECKING:
    from collections.abc import Callable

_HEIGHT, _SIDE = 22, 7
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class DayName(QAbstractButton):
    """« 7 » or « lun. 7 déc. », today on the accent's ground."""

    def __init__(self, parent: QWidget, on_click: Callable[[], None]) -> None:
        super().__init__(parent)
        self._words, self._is_today, self._is_quiet = "", False, False
        self._font = metrics.font(metrics.SMALL, QFont.Weight.Medium)
        self.setFont(self._font)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: on_click())

    def show_day(
        self, day: date, words: str, *, count: int = 0, today: date, quiet: bool = False
    ) -> None:
        """Show a day by these words; `count` is how many rendez-vous it has."""
        self._words, self._is_today, self._is_quiet = words, day == today, quiet
        name = long_day(day, weekday=True)
        self.setAccessibleName(f"{name}, {count} rendez-vous" if count else name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the words."""
        width = advance(self._font, self._words) + 2 * metrics.px(_SIDE)
        return QSize(max(width, metrics.px(_HEIGHT)), metrics.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrows belong to the calendar around it."""
        if event.key() in ARROWS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = min(self.sizeHint().width(), self.width())
        shape = QRectF((self.width() - wide) / 2, 0, wide, self.height()).adjusted(1, 1, -1, -1)
        ground = "accent" if self._is_today else "accent_weak"
        if self._is_today or self.underMouse() or self.hasFocus():
            edge = tokens.color("ink" if self._is_today else "accent")
            painter.setPen(QPen(edge, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color(ground))
            painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        ink = "surface" if self._is_today else "muted" if self._is_quiet else "ink"
        painter.setPen(tokens.color(ink))
        paint_short(painter, self.rect(), self._font, self._words, at=0.5)
