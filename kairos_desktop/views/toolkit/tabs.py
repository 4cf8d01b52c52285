# SPDX-License-Identifier: MIT
"""Tabs with counters."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

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
# Then the longest words are cut, down to this: the tooltip and a screen reader have them whole.
_LEAST_WORDS = 52
_ANY_WIDTH = 100_000
_BEFORE_COUNTER = 6
# Between the words and the ring of the keyboard, which would cut their first letter.
_INSET = 4


class _Fit(NamedTuple):
    """The space between two tabs, and how wide the words of one may be."""

    gap: int
    most: int = _ANY_WIDTH


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
        self._fit = _Fit(_GAP)
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
        was, fit = self._content_width(place), self._fit
        self._counters[key] = counter
        self._fit = self._best_fit()
        if self._content_width(place) != was or self._fit != fit:
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

    def _whole_width(self, place: int) -> int:
        return advance(self._words, self._labels[place]) + 1

    def _text_width(self, place: int) -> int:
        return min(self._whole_width(place), self._fit.most)

    def _counter_width(self, place: int) -> int:
        pill = self._counter_of(place)
        return 0 if pill is None else metrics.px(_BEFORE_COUNTER) + pill_width(pill.word)

    def _content_width(self, place: int) -> int:
        return self._text_width(place) + self._counter_width(place)

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
        words = QRect(tab.left() + inset, tab.top(), self._text_width(place), tab.height() - 2)
        paint_short(painter, words, self._words, self._labels[place])
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
        gap = metrics.px(self._fit.gap) if index < self.count() - 1 else metrics.px(2 * _INSET)
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

    def sizeHint(self) -> QSize:
        # Of the whole words: what is cut asks for its room back.
        cut = sum(self._whole_width(place) - self._text_width(place) for place in self._places())
        hint = super().sizeHint()
        return QSize(hint.width() + cut, hint.height())

    def _places(self) -> range:
        return range(len(self._keys))

    def _best_fit(self) -> _Fit:
        """How the tabs are set so that they all show, if they can; else they scroll, whole."""
        words = [self._whole_width(place) for place in self._places()]
        rest = sum(self._counter_width(place) for place in self._places()) + metrics.px(2 * _INSET)
        gaps = len(words) - 1
        if sum(words) + rest + metrics.px(_GAP) * gaps <= self.width():
            return _Fit(_GAP)
        room = self.width() - rest - metrics.px(_LEAST_GAP) * gaps
        if sum(words) <= room:
            return _Fit(_LEAST_GAP)
        most = _longest(words, room)
        return _Fit(_LEAST_GAP, most) if most >= metrics.px(_LEAST_WORDS) else _Fit(_LEAST_GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        fit = self._best_fit()
        if fit != self._fit and self._keys:
            self._fit = fit
            for place, key in enumerate(self._keys):
                if key not in self._counters:
                    is_cut = self._text_width(place) < self._whole_width(place)
                    self.setTabToolTip(place, self._labels[place] if is_cut else "")
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


def _longest(widths: Sequence[int], room: int) -> int:
    """How wide the widest may be for all to go in the room, the narrower ones whole."""
    left, several = room, len(widths)
    for width in sorted(widths):
        if width * several > left:
            return left // several
        left, several = left - width, several - 1
    return _ANY_WIDTH
