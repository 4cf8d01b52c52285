# SPDX-License-Identifier: MIT
"""Tabs with counters."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QTabBar, QToolButton

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.pills import paint_pill, pill_width
from kairos_desktop.views.toolkit.short_text import advance, paint_short
from kairos_desktop.views.toolkit.theme import faded_ink
from kairos_desktop.views.toolkit.tokens import tokens_for

_HEIGHT = 40
_GAP = 20
# Where the bar is too narrow for the usual one: better than arrows that scroll.
_LEAST_GAP = 8
_BEFORE_COUNTER = 6
# Between the words and the ring of the keyboard, which would cut their first letter.
_INSET = 4


class CounterTabs(QTabBar):
    """A row of tabs, each known by a key, with how many lines it holds.

    Drawn here, since a style sheet cannot underline a word and its counter together; it stays a
    real tab bar for the keyboard and for a screen reader.

    Signals:
        chosen(key): another tab is shown, by the person or by `choose`.
    """

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._keys: list[Hashable] = []
        self._labels: list[str] = []
        self._counters: dict[Hashable, int] = {}
        self._hovered = -1
        self._gap = _GAP
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMouseTracking(True)
        self._words = metrics.font(metrics.BODY, QFont.Weight.Medium)
        self.setFont(self._words)
        self.currentChanged.connect(self._on_current_changed)

    def add(self, key: Hashable, label: str, counter: int | None = None) -> None:
        """Add a tab at the right."""
        self._keys.append(key)
        if counter is not None:
            self._counters[key] = counter
        self._labels.append(label)
        self.addTab(label.replace("&", "&&"))

    def set_counter(self, key: Hashable, counter: int) -> None:
        """Say how many lines a tab holds."""
        if self._counters.get(key) == counter and self.tabToolTip(self._keys.index(key)):
            return
        place = self._keys.index(key)
        was, gap = self._content_width(place), self._gap
        self._counters[key] = counter
        self._gap = self._fitting_gap()
        if self._content_width(place) != was or self._gap != gap:
            # A tab bar measures its tabs again, all of them, only when one of their texts is set.
            self.setTabText(place, self.tabText(place))
        self.setTabToolTip(place, f"{self._labels[place]} : {counter}")
        self.update(self.tabRect(place))

    def choose(self, key: Hashable) -> None:
        """Show a tab."""
        self.setCurrentIndex(self._keys.index(key))

    def current_key(self) -> Hashable | None:
        """Give the key of the tab that shows, None when there is none."""
        return self._keys[self.currentIndex()] if self._keys else None

    def _on_current_changed(self, place: int) -> None:
        if 0 <= place < len(self._keys):
            self.chosen.emit(self._keys[place])

    def _counter_of(self, place: int) -> Pill | None:
        counter = self._counters.get(self._keys[place])
        return None if counter is None else Pill(str(counter), "accent")

    def _text_width(self, place: int) -> int:
        return advance(self._words, self._labels[place]) + 1

    def _content_width(self, place: int) -> int:
        pill = self._counter_of(place)
        extra = 0 if pill is None else metrics.px(_BEFORE_COUNTER) + pill_width(pill.word)
        return self._text_width(place) + extra

    def _paint_tab(self, painter: QPainter, place: int) -> None:
        tokens = tokens_for(self.palette())
        tab = self.tabRect(place)
        current = place == self.currentIndex()
        if not self.isTabEnabled(place):
            ink = faded_ink(tokens)
        else:
            role = "accent" if current else "ink" if place == self._hovered else "muted"
            ink = tokens.color(role)
        painter.setPen(ink)
        inset = metrics.px(_INSET)
        paint_short(painter, tab.adjusted(inset, 0, 0, -2), self._words, self._labels[place])
        pill = self._counter_of(place)
        if pill is not None:
            left = tab.left() + inset + self._text_width(place) + metrics.px(_BEFORE_COUNTER)
            height = metrics.px(18)
            top = tab.top() + (tab.height() - height) // 2 - 1
            paint_pill(painter, QRect(left, top, pill_width(pill.word), height), pill, tokens)
        line = QRect(tab.left() + inset, tab.bottom() - 1, self._content_width(place), 2)
        if current:
            painter.fillRect(line, tokens.color("accent"))
        if current and self.hasFocus():
            painter.setPen(QPen(tokens.color("accent"), 2))
            ring = QRectF(tab).adjusted(1, 3, 0, -3)
            ring.setWidth(self._content_width(place) + 2 * inset - 2)
            painter.drawRoundedRect(ring, 4, 4)

    def tabSizeHint(self, index: int) -> QSize:
        gap = metrics.px(self._gap) if index < self.count() - 1 else metrics.px(2 * _INSET)
        return QSize(self._content_width(index) + gap, metrics.px(_HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # The arrows that scroll lie over the bar: a tab that goes on under them is cut there.
        painter.setClipRect(self.rect().adjusted(0, 0, -self._arrows_width(), 0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self.count()):
            if self.tabRect(place).intersects(event.rect()):
                self._paint_tab(painter, place)

    def _fitting_gap(self) -> int:
        contents = sum(self._content_width(place) for place in range(self.count()))
        usual = contents + metrics.px(_GAP) * (self.count() - 1) + metrics.px(2 * _INSET)
        return _GAP if usual <= self.width() else _LEAST_GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        gap = self._fitting_gap()
        if gap != self._gap and self._keys:
            self._gap = gap
            # To set a text is to lay the whole bar out again.
            self.setTabText(0, self.tabText(0))
        super().resizeEvent(event)

    def _arrows_width(self) -> int:
        arrows = [each for each in self.findChildren(QToolButton) if each.isVisible()]
        return self.width() - min((each.x() for each in arrows), default=self.width())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hovered = self.tabAt(event.position().toPoint())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()
