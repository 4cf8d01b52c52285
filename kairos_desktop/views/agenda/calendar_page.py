# SPDX-License-Identifier: MIT
"""« Calendrier des RDV »: every Info coll and RDV, by month, week, day, or as a list.

The three gestures repeated most: see what comes (open the page), open the session of a block
(Enter), move a meeting (drag it, or M).
"""

from __future__ import annotations

import calendar
from datetime import date, time, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.dates import long_day, month_name
from kairos_desktop.views.agenda import reads
from kairos_desktop.views.agenda.calendar_file import save_calendar_file
from kairos_desktop.views.agenda.event_list import event_columns
from kairos_desktop.views.agenda.events import Event, events_of
from kairos_desktop.views.agenda.month_view import DAYS_A_WEEK, MonthView, first_shown, weeks_of
from kairos_desktop.views.agenda.moving import (
    ALREADY_HELD,
    consequences,
    is_moved,
    moved,
    name_of,
    registered,
)
from kairos_desktop.views.agenda.time_grid import TimeGrid
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import DateField, TimeField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import ElidedLabel, Page
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

_CONCERNED = frozenset({"slot", "seats", "training_session"})
_TITLE = "Calendrier des RDV"
_GESTURES = "Entrée ouvre le rendez-vous dans sa session · M, ou la souris, le déplace"


class Mode(StrEnum):
    """How the days are shown."""

    MONTH = "Mois"
    WEEK = "Semaine"
    DAY = "Jour"
    LIST = "Liste"


class CalendarPage(Page):
    """A period of slots, few enough to be read at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _TITLE)
        self._day = desk.now().date()
        self._events: dict[Hashable, Event] = {}
        self._period = ElidedLabel()
        set_look(self._period, "section")
        self.modes = CounterTabs("Affichage du calendrier")
        for mode in Mode:
            self.modes.add(mode, mode.value)
        self.month, self.week, self.one_day = MonthView(), TimeGrid(DAYS_A_WEEK), TimeGrid(1)
        acts = [
            RowAct("Ouvrir", self._open_first, ""),
            RowAct("Déplacer…", self._move_first, "M", self._why_not_moved, in_row=False),
        ]
        self.card = ListCard(
            _TITLE, event_columns(desk.now), self._fetch, acts, noun=("rendez-vous", "rendez-vous")
        )
        self._views: dict[Mode, QWidget] = {
            Mode.MONTH: self.month,
            Mode.WEEK: self.week,
            Mode.DAY: self.one_day,
            Mode.LIST: self.card,
        }
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the period of `day`, else the one on screen; `mode` is a word of `Mode`."""
        if "mode" in arguments:
            self.modes.choose(Mode(arguments["mode"]))
        self._day = arguments.get("day", self._day)
        self.read()

    def focus_start(self) -> None:
        """The day in a month; the list's lines; else the first block."""
        if self.mode is Mode.MONTH:
            self.month.focus_day(self._day)
        elif self.mode is Mode.LIST:
            super().focus_start()

    @property
    def mode(self) -> Mode:
        """How the days are shown."""
        return Mode(self.modes.current_key())

    def read(self) -> None:
        """Read the period again."""
        first, last = self._days()
        self._period.setText(self._words(first, last))
        if self.mode is Mode.LIST:
            self.card.wait()
        show = partial(self._show, self.mode, first)
        self.desk.read(reads.slots, first, last, done=show, owner=self, key="period")

    def _days(self) -> tuple[date, date]:
        """The first and last day to read."""
        match self.mode:
            case Mode.MONTH:
                first = first_shown(self._day)
                return first, first + timedelta(days=weeks_of(self._day) * DAYS_A_WEEK - 1)
            case Mode.WEEK:
                monday = self._day - timedelta(days=self._day.weekday())
                return monday, monday + timedelta(days=DAYS_A_WEEK - 1)
            case Mode.DAY:
                return self._day, self._day
            case Mode.LIST:
                last = calendar.monthrange(self._day.year, self._day.month)[1]
                return self._day.replace(day=1), self._day.replace(day=last)

    def _words(self, first: date, last: date) -> str:
        match self.mode:
            case Mode.WEEK:
                return f"Semaine du {_week_days(first, last)}"
            case Mode.DAY:
                text = long_day(first, weekday=True)
                return text[0].upper() + text[1:]
            case _:
                month = month_name(self._day)
                return month[0].upper() + month[1:]

    def _show(self, mode: Mode, first: date, found: list[tuple[SlotLine, SessionRow]]) -> None:
        events = events_of(found)
        self._events = {event.id: event for event in events}
        now = self.desk.now()
        match mode:
            case Mode.MONTH:
                self.month.show_month(self._day, events, now)
            case Mode.WEEK:
                self.week.show_days(first, events, now)
            case Mode.DAY:
                self.one_day.show_days(first, events, now)
            case Mode.LIST:
                self.card.show_ids(list(self._events), self._empty())
                self.card.model.refresh_all()
        self._stack.setCurrentWidget(self._frames[mode])

    def _empty(self) -> Empty:
        return Empty(
            "Aucun rendez-vous ce mois-ci.",
            "Les Info coll et les RDV individuels se saisissent dans leur session.",
            "Sessions de formation",
            partial(self.desk.open, "sessions"),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        # The words of the period give way, never the tabs.
        self.modes.setMinimumWidth(self.modes.sizeHint().width())
        row.addWidget(self.modes)
        row.addSpacing(metrics.px(metrics.UNIT))
        row.addWidget(button("Précédent", partial(self._step, -1), key="Alt+PgUp"))
        row.addWidget(button("Aujourd’hui", self._today))
        row.addWidget(button("Suivant", partial(self._step, 1), key="Alt+PgDown"))
        row.addWidget(self._period, 1)
        self.add_button(button("Exporter tout le tableau", self._export))
        self.add_button(button("Exporter l’agenda (.ics)…", self._export_calendar))
        self.add_button(button("Abonnement et annonces", partial(self.desk.open, "agenda")))
        self.add_button(help_button(self.desk, "calendrier"))
        self._frames: dict[Mode, QWidget] = {
            mode: view if mode is Mode.LIST else _framed(view) for mode, view in self._views.items()
        }
        for frame in self._frames.values():
            self._stack.addWidget(frame)
        hint = Label(_GESTURES)
        set_look(hint, "small")
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(hint)

    def _connect(self) -> None:
        self.modes.chosen.connect(lambda _mode: self.read())
        self.card.refused.connect(self.desk.say)
        self.card.table.row_opened.connect(self._open)
        self.month.moved.connect(lambda event, day: self._ask_to_move(event, day, event.start))
        for view in (self.month, self.week, self.one_day):
            view.opened.connect(self._open)
            view.move_asked.connect(self._move)
            view.day_opened.connect(self._open_day)
        for grid in (self.week, self.one_day):
            grid.moved.connect(self._ask_to_move)
        self.desk.hub.changed.connect(self._on_changed)

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[[Sequence[Event]], None]) -> None:
        arrived([self._events[each] for each in ids if each in self._events])

    def _step(self, by: int) -> None:
        match self.mode:
            case Mode.WEEK:
                self._day += timedelta(days=DAYS_A_WEEK * by)
            case Mode.DAY:
                self._day += timedelta(days=by)
            case _:
                months = self._day.year * 12 + self._day.month - 1 + by
                self._day = date(months // 12, months % 12 + 1, 1)
        self.read()

    def _today(self) -> None:
        self._day = self.desk.now().date()
        self.read()

    def _open_day(self, day: date) -> None:
        self._day = day
        self.modes.choose(Mode.DAY)

    def _open_first(self, rows: Sequence[Event]) -> None:
        self._open(rows[0])

    def _open(self, event: Event) -> None:
        self.desk.open(
            "session",
            session_id=event.session.id,
            tab="meetings" if event.kind is SlotKind.MEETING else "appointments",
            list="presence" if event.is_past(self.desk.now()) else "registered",
            slot_id=event.id,
        )

    def _why_not_moved(self, event: Event) -> str:
        return ALREADY_HELD if event.is_past(self.desk.now()) else ""

    def _move_first(self, rows: Sequence[Event]) -> None:
        self._move(rows[0])

    def _move(self, event: Event) -> None:
        """« Déplacer… »: the day and hour typed."""
        if event.is_past(self.desk.now()):
            self.desk.say(ALREADY_HELD)
            return
        form = Form()
        today = self.desk.now().date
        form.add("day", DateField("Date", is_required=True, today=today)).set_value(event.day)
        start = form.add("start", TimeField("Début", is_required=True, hint=""), beside=True)
        start.set_value(event.start)
        lead = event.session.title
        if event.taken:
            lead = f"{lead}. {registered(event)} : à prévenir du changement."
        title = f"Déplacer {name_of(event)}"
        values = dialogs.ask(self, title, form, accept="Déplacer", lead=lead)
        if values is not None:
            self._record_move(event, values["day"], values["start"])

    def _ask_to_move(self, event: Event, day: date, start: time) -> None:
        """A block was dragged: say what it means, then do it."""
        if event.is_past(self.desk.now()):
            self.desk.say(ALREADY_HELD)
            return
        if not is_moved(event, day, start):
            return
        told = consequences(event, day, start, self.desk.now())
        if dialogs.confirm(self, f"Déplacer {name_of(event)}", told, accept="Déplacer"):
            self._record_move(event, day, start)

    def _record_move(self, event: Event, day: date, start: time) -> None:
        if not is_moved(event, day, start):
            return
        acts = moved(event, day, start)
        said = f"Déplacement enregistré : {event.session.title}, {long_day(day, weekday=True)}."
        self.desk.record(acts, said, together=True)

    def _export(self) -> None:
        """The table of the period, as the list shows it."""
        if self.mode is not Mode.LIST:
            self.card.model.set_ids(list(self._events))
        save_whole_table(self.desk, f"{_TITLE} – {self._period.text()}", self.card.model)

    def _export_calendar(self) -> None:
        save_calendar_file(self.desk, self)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _CONCERNED and self.isVisible():
            self.read()


def _week_days(first: date, last: date) -> str:
    """« 7 au 13 décembre 2026 »: the month and the year once where they are the same."""
    if first.month != last.month:
        return f"{long_day(first)} au {long_day(last)}"
    start = "1er" if first.day == 1 else str(first.day)
    return f"{start} au {long_day(last)}"


def _framed(view: QWidget) -> QFrame:
    frame = QFrame()
    set_look(frame, "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*[metrics.px(1)] * 4)
    column.addWidget(view)
    return frame
