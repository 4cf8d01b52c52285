# SPDX-License-Identifier: MIT
"""A week or a day hour by hour; a block is dragged to another day and hour."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.views.agenda.day_name import DayName
from kairos_desktop.views.agenda.event_chip import EventChip
from kairos_desktop.views.agenda.side_by_side import lanes_of
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.tokens import tokens_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kairos_desktop.views.agenda.events import Event

_FIRST_HOUR, _LAST_HOUR = 8, 19
_HOUR, _MARGIN, _HEAD, _LEAST = 52, 52, 32, 22
_STEP_MINUTES = 15
_HALF = 2


class TimeGrid(QWidget):
    """Days side by side, hours downwards, with the hours of every block in sight.

    Signals:
        opened(Event), move_asked(Event): of a block.
        day_opened(date): the head of a day.
        moved(Event, date, time): a block was let go elsewhere.
    """

    opened = Signal(object)
    move_asked = Signal(object)
    day_opened = Signal(object)
    moved = Signal(object, object, object)

    def __init__(self, days: int) -> None:
        super().__init__()
        self._heads = [self._head(place) for place in range(days)]
        self._hours = _Hours(self, days)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._hours)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.px(_HEAD), 0, 0)
        column.addWidget(self._area)
        self._first = date(2000, 1, 3)

    def show_days(self, first: date, events: Sequence[Event], now: datetime) -> None:
        """Show the days from `first`; `events` are theirs."""
        self._first = first
        for place, head in enumerate(self._heads):
            day = first + timedelta(days=place)
            count = sum(len(event.lines) for event in events if event.day == day)
            words = short_day(day, year=len(self._heads) == 1)
            head.show_day(day, words, count=count, today=now.date())
        self._hours.show_events(first, events, now)
        self._lay_out_heads()

    def _head(self, place: int) -> DayName:
        return DayName(self, partial(self._open_day, place))

    def _open_day(self, place: int) -> None:
        self.day_opened.emit(self._first + timedelta(days=place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_heads()

    def _lay_out_heads(self) -> None:
        for place, head in enumerate(self._heads):
            left, width = self._hours.column(place)
            head.setGeometry(left, metrics.px(4), width, metrics.px(_HEAD - 8))


class _Hours(QWidget):
    """The scrolled part: lines of hours, and the blocks at their time."""

    def __init__(self, grid: TimeGrid, days: int) -> None:
        super().__init__()
        self._grid, self._days = grid, days
        self._first = date(2000, 1, 3)
        self._from, self._until = _FIRST_HOUR, _LAST_HOUR
        self._chips: list[tuple[EventChip, int, int]] = []
        self._target: QRect | None = None
        self._now: datetime | None = None

    def show_events(self, first: date, events: Sequence[Event], now: datetime) -> None:
        for chip, _, _ in self._chips:
            chip.hide()
            chip.deleteLater()
        self._first, self._now = first, now
        self._from = min([_FIRST_HOUR, *(event.start.hour for event in events)])
        self._until = max([_LAST_HOUR, *(event.drawn_end.hour + 1 for event in events)])
        self._chips = []
        for day in range(self._days):
            of_day = [event for event in events if (event.day - first).days == day]
            for event, (lane, lanes) in zip(of_day, lanes_of(of_day), strict=True):
                self._chips.append((self._chip(event, is_past=event.is_past(now)), lane, lanes))
        self.setMinimumHeight((self._until - self._from) * metrics.px(_HOUR) + metrics.px(_HALF))
        self._lay_out()
        self.update()

    def column(self, place: int) -> tuple[int, int]:
        """Left and width of a day."""
        margin = metrics.px(_MARGIN)
        room = max(1, self.width() - margin)
        left = margin + room * place // self._days
        return left, margin + room * (place + 1) // self._days - left

    def _chip(self, event: Event, *, is_past: bool) -> EventChip:
        chip = EventChip(event, self, is_past=is_past)
        chip.opened.connect(self._grid.opened)
        chip.move_asked.connect(self._grid.move_asked)
        chip.dragged.connect(self._on_dragged)
        chip.dropped.connect(self._on_dropped)
        chip.given_up.connect(partial(self._aim, None))
        chip.show()
        return chip

    def _at(self, where: QPoint) -> tuple[int, time] | None:
        """The day and quarter of an hour under a point of the screen."""
        here = self.mapFromGlobal(where)
        if not self.rect().contains(here) or here.x() < metrics.px(_MARGIN):
            return None
        day = next(place for place in range(self._days) if here.x() < sum(self.column(place)))
        minutes = self._from * 60 + here.y() * 60 // metrics.px(_HOUR)
        minutes = min(minutes // _STEP_MINUTES * _STEP_MINUTES, 24 * 60 - _STEP_MINUTES)
        return day, time(minutes // 60, minutes % 60)

    def _aim(self, target: QRect | None) -> None:
        self._target = target
        self.update()

    def _on_dragged(self, event: Event, where: QPoint) -> None:
        found = self._at(where)
        if found is None:
            self._aim(None)
            return
        day, start = found
        left, width = self.column(day)
        height = max(metrics.px(_LEAST), self._y(event.drawn_end) - self._y(event.start))
        self._aim(QRect(left, self._y(start), width, height))

    def _on_dropped(self, event: Event, where: QPoint) -> None:
        found = self._at(where)
        self._aim(None)
        if found is not None:
            self._grid.moved.emit(event, self._first + timedelta(days=found[0]), found[1])

    def _y(self, moment: time) -> int:
        minutes = (moment.hour - self._from) * 60 + moment.minute
        return minutes * metrics.px(_HOUR) // 60

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._grid._lay_out_heads()  # noqa: SLF001 - the grid's own inside

    def sizeHint(self) -> QSize:
        """A day's width each."""
        return QSize(metrics.px(_MARGIN + 96 * self._days), self.minimumHeight())

    def _lay_out(self) -> None:
        gap = metrics.px(2)
        for chip, lane, lanes in self._chips:
            event = chip.event_shown
            left, width = self.column((event.day - self._first).days)
            each = (width - gap) // lanes
            top = self._y(event.start)
            height = max(metrics.px(_LEAST), self._y(event.drawn_end) - top)
            chip.setGeometry(left + gap + lane * each, top + 1, each - gap, height - gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.color("surface"))
        painter.setFont(metrics.font(metrics.SMALL))
        margin = metrics.px(_MARGIN)
        for place in range(self._days):
            left, width = self.column(place)
            if (self._first + timedelta(days=place)).weekday() >= 5:
                painter.fillRect(left, 0, width, self.height(), tokens.color("bg"))
            painter.setPen(QPen(tokens.color("line"), 1))
            painter.drawLine(left, 0, left, self.height())
        for number in range(self._from, self._until):
            top = self._y(time(number))
            painter.setPen(QPen(tokens.color("line"), 1))
            painter.drawLine(margin, top, self.width(), top)
            painter.setPen(tokens.color("muted"))
            words = QRect(0, top + metrics.px(2), margin - metrics.px(6), metrics.px(18))
            painter.drawText(words, Qt.AlignmentFlag.AlignRight, hour(time(number)))
        self._paint_now(painter, tokens.color("danger"))
        if self._target is not None:
            painter.setPen(QPen(tokens.color("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self._target.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_now(self, painter: QPainter, ink: object) -> None:
        if self._now is None:
            return
        day = (self._now.date() - self._first).days
        if 0 <= day < self._days and self._from <= self._now.hour < self._until:
            left, width = self.column(day)
            painter.setPen(QPen(ink, 2))  # pyright: ignore[reportArgumentType]
            painter.drawLine(
                left, self._y(self._now.time()), left + width, self._y(self._now.time())
            )
