# SPDX-License-Identifier: MIT
"""A month as weeks of days, each with its blocks; a block is dragged to another day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kairos_desktop.services.wording.dates import DAYS, SHORT_MONTHS, long_day
from kairos_desktop.views.agenda.day_name import DayName
from kairos_desktop.views.agenda.event_chip import HEIGHT, EventChip
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.tokens import tokens_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kairos_desktop.views.agenda.events import Event

MOST_WEEKS, DAYS_A_WEEK = 6, 7
_HEAD, _DAY = 26, 22
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -DAYS_A_WEEK,
    Qt.Key.Key_Down: DAYS_A_WEEK,
}


def first_shown(month: date) -> date:
    """The Monday of the week in which a month begins."""
    first = month.replace(day=1)
    return first - timedelta(days=first.weekday())


def weeks_of(month: date) -> int:
    """How many weeks, from Monday to Sunday, a month touches: 4 to 6."""
    days = calendar.monthrange(month.year, month.month)[1]
    return -(-(month.replace(day=1).weekday() + days) // DAYS_A_WEEK)


class MonthView(QWidget):
    """Its weeks; arrows go from day to day, Enter opens the day.

    Signals:
        opened(Event), move_asked(Event): of a block.
        day_opened(date): a day's number, or what does not fit in it.
        moved(Event, date): a block was let go on another day.
    """

    opened = Signal(object)
    move_asked = Signal(object)
    day_opened = Signal(object)
    moved = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._first = date(2000, 1, 3)
        self._month = self._today = self._first
        self._target = -1
        self._weeks = MOST_WEEKS
        self._heads = [Label(name, self) for name in DAYS]
        self._numbers = [self._number(place) for place in range(MOST_WEEKS * DAYS_A_WEEK)]
        self._more = [self._more_button(place) for place in range(MOST_WEEKS * DAYS_A_WEEK)]
        self._events: list[list[Event]] = [[] for _ in self._numbers]
        self._now: datetime | None = None
        # Those that are seen, then some that wait, in the order of the days: that of the Tab key.
        self._chips: list[EventChip] = []
        for head in self._heads:
            set_look(head, "caps")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_month(self, month: date, events: Sequence[Event], now: datetime) -> None:
        """Show the weeks of a month; `events` are those of all these days."""
        self._month, self._first, self._today = month, first_shown(month), now.date()
        self._weeks = weeks_of(month)
        self._now = now
        self._events = [[] for _ in self._numbers]
        for event in events:
            place = (event.day - self._first).days
            if 0 <= place < len(self._events):
                self._events[place].append(event)
        for place, number in enumerate(self._numbers):
            self._name_day(place, number)
        self._lay_out()
        self.update()

    def focus_day(self, day: date) -> None:
        """Give the focus to a day that shows."""
        place = (day - self._first).days
        if 0 <= place < len(self._numbers):
            self._numbers[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_day(self, place: int, number: DayName) -> None:
        day = self._first + timedelta(days=place)
        words = f"1er {SHORT_MONTHS[day.month - 1]}" if day.day == 1 else str(day.day)
        quiet = day.month != self._month.month
        count = sum(len(event.lines) for event in self._events[place])
        number.show_day(day, words, count=count, today=self._today, quiet=quiet)

    def _number(self, place: int) -> DayName:
        return DayName(self, partial(self._open_day, place))

    def _more_button(self, place: int) -> QPushButton:
        made = button("", partial(self._open_day, place), look="link")
        made.setParent(self)
        made.hide()
        return made

    def _open_day(self, place: int) -> None:
        self.day_opened.emit(self._first + timedelta(days=place))

    def _show_chip(self, number: int, event: Event) -> EventChip:
        """The block of this number, made when there is none, with an event in it."""
        is_past = self._now is not None and event.is_past(self._now)
        if number == len(self._chips):
            self._chips.append(self._chip(event, is_past=is_past))
        elif self._chips[number].event_shown != event or is_past != self._chips[number].is_past:
            self._chips[number].show_event(event, is_past=is_past)
        return self._chips[number]

    def _chip(self, event: Event, *, is_past: bool) -> EventChip:
        chip = EventChip(event, self, is_past=is_past)
        chip.opened.connect(self.opened)
        chip.move_asked.connect(self.move_asked)
        chip.dragged.connect(self._on_dragged)
        chip.dropped.connect(self._on_dropped)
        chip.given_up.connect(partial(self._aim, -1))
        return chip

    def _place_at(self, where: QPoint) -> int:
        """The cell under a point of the screen; -1 for none."""
        here = self.mapFromGlobal(where)
        head = metrics.px(_HEAD)
        if not self.rect().contains(here) or here.y() < head:
            return -1
        column = here.x() * DAYS_A_WEEK // max(1, self.width())
        row = (here.y() - head) * self._weeks // max(1, self.height() - head)
        return min(row, self._weeks - 1) * DAYS_A_WEEK + min(column, DAYS_A_WEEK - 1)

    def _aim(self, place: int) -> None:
        if place != self._target:
            self._target = place
            self.update()

    def _on_dragged(self, _event: Event, where: QPoint) -> None:
        self._aim(self._place_at(where))

    def _on_dropped(self, event: Event, where: QPoint) -> None:
        place = self._place_at(where)
        self._aim(-1)
        if place >= 0 and (day := self._first + timedelta(days=place)) != event.day:
            self.moved.emit(event, day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from day to day."""
        step = _STEPS.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or focused not in self._numbers:
            super().keyPressEvent(event)
            return
        place = self._numbers.index(focused) + step  # pyright: ignore[reportArgumentType]
        if 0 <= place < self._weeks * DAYS_A_WEEK:
            self._numbers[place].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        """Room for a line of words in each day."""
        row = metrics.px(_DAY + 4)
        return QSize(metrics.px(7 * 64), metrics.px(_HEAD) + MOST_WEEKS * row)

    def _edges(self, place: int) -> tuple[int, int, int, int]:
        """Left, top, width, height of a cell."""
        head = metrics.px(_HEAD)
        row, column = divmod(place, DAYS_A_WEEK)
        left = self.width() * column // DAYS_A_WEEK
        top = head + (self.height() - head) * row // self._weeks
        right = self.width() * (column + 1) // DAYS_A_WEEK
        bottom = head + (self.height() - head) * (row + 1) // self._weeks
        return left, top, right - left, bottom - top

    def _lay_out(self) -> None:
        for column, head in enumerate(self._heads):
            left = self.width() * column // DAYS_A_WEEK
            head.setGeometry(left, 0, self.width() // DAYS_A_WEEK, metrics.px(_HEAD))
        held = self._held()
        used = 0
        for place in range(len(self._numbers)):
            is_shown = place < self._weeks * DAYS_A_WEEK
            self._numbers[place].setVisible(is_shown)
            if is_shown:
                used += self._lay_out_day(place, used)
            else:
                self._more[place].hide()
        if held is not None:
            self._hold(held, self._chips[:used])
        for chip in self._chips[used:]:
            chip.hide()

    def _held(self) -> Event | None:
        """The event that has the keyboard."""
        chip = self.focusWidget()
        return chip.event_shown if isinstance(chip, EventChip) and chip.hasFocus() else None

    def _hold(self, held: Event, chips: Sequence[EventChip]) -> None:
        """Give the keyboard to an event again, else to its day, else to the first one."""
        for chip in chips:
            if chip.event_shown.id == held.id:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        place = (held.day - self._first).days
        self._numbers[place if 0 <= place < self._weeks * DAYS_A_WEEK else 0].setFocus()

    def _lay_out_day(self, place: int, used: int) -> int:
        """Lay a day out, its blocks from the one of this number on; how many they are."""
        left, top, width, height = self._edges(place)
        gap, day, step = metrics.px(3), metrics.px(_DAY), metrics.px(HEIGHT) + metrics.px(2)
        number, more = self._numbers[place], self._more[place]
        number.setGeometry(
            left + gap, top + gap, min(width - 2 * gap, number.sizeHint().width()), day
        )
        events = self._events[place]
        room = max(0, (height - day - 2 * gap) // step)
        shown = len(events) if len(events) <= room else max(0, room - 1)
        for line, event in enumerate(events[:shown]):
            chip = self._show_chip(used + line, event)
            y = top + day + gap + line * step
            chip.setGeometry(left + gap, y, width - 2 * gap, metrics.px(HEIGHT))
            chip.show()
        rest = len(events) - shown
        more.setVisible(rest > 0)
        if rest > 0:
            text = f"{rest} de plus" if shown else f"{rest} RDV"
            more.setText(text)
            more.setAccessibleName(text)
            more.setAccessibleDescription(long_day(self._first + timedelta(days=place)))
            if shown or room:
                more.setGeometry(left + gap, top + day + gap + shown * step, width - 2 * gap, step)
            else:
                half = number.geometry().right()
                more.setGeometry(half, top + gap, left + width - half - gap, day)
        return shown

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        for place in range(self._weeks * DAYS_A_WEEK):
            left, top, width, height = self._edges(place)
            day = self._first + timedelta(days=place)
            other = day.month != self._month.month
            weekend = day.weekday() >= 5
            painter.fillRect(
                left, top, width, height, tokens.color("bg" if other or weekend else "surface")
            )
            painter.setPen(QPen(tokens.color("line"), 1))
            painter.drawRect(left, top, width, height)
        if self._target >= 0:
            left, top, width, height = self._edges(self._target)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(left + 1, top + 1, width - 2, height - 2)
