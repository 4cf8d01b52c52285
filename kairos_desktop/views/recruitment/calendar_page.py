# SPDX-License-Identifier: MIT
"""« Calendrier des RDV »: the Info coll and RDV to come, week by week.

The three gestures repeated most: see this week's meetings (open the page), go to next week
(Alt+Page suivante), open the session of a line (Enter) on its list.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.slots import is_past
from kairos_desktop.services.wording.dates import hours, long_day, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

_WEEK = timedelta(days=7)
_CONCERNED = frozenset({"slot", "seats", "training_session"})
_TITLE = "Calendrier des RDV"


class CalendarLine:
    """One slot of the week, with its session."""

    def __init__(self, line: SlotLine, session: SessionRow) -> None:
        self.line, self.session = line, session

    @property
    def id(self) -> UUID:
        """The slot's id."""
        return self.line.id


class CalendarPage(Page):
    """One week of slots; the lines of a week are few, so they are read at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _TITLE)
        self._monday = _monday_of(desk.now().date())
        self._lines: dict[Hashable, CalendarLine] = {}
        self._week = Label()
        set_look(self._week, "section")
        self._week.setMinimumHeight(metrics.px(40))
        self.card = ListCard(
            _TITLE,
            self._columns(),
            self._fetch,
            [RowAct("Ouvrir", self._open_first, "")],
            head=self._week,
            noun=("rendez-vous", "rendez-vous"),
        )
        self.card.refused.connect(desk.say)
        self.card.table.row_opened.connect(self._open)
        self._lay_out()
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the week of `day`, else the week on screen."""
        if "day" in arguments:
            self._monday = _monday_of(arguments["day"])
        self.read()

    def read(self) -> None:
        """Read the week again."""
        last = self._monday + _WEEK - timedelta(days=1)
        self._week.setText(f"Semaine du {long_day(self._monday)} au {long_day(last)}")
        self.card.wait()
        self.desk.read(reads.calendar, self._monday, last, done=self._show, owner=self, key="week")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addWidget(button("Semaine précédente", partial(self._move, -1), key="Alt+PgUp"))
        row.addWidget(button("Cette semaine", self._this_week))
        row.addWidget(button("Semaine suivante", partial(self._move, 1), key="Alt+PgDown"))
        row.addStretch(1)
        row.addWidget(button("Exporter tout le tableau", self._export))
        row.addWidget(help_button(self.desk, "calendrier"))
        self.body.addLayout(row)
        self.body.addWidget(self.card, 1)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Jour", _day, 132, "strong"),
            Column("Heure", _hours, 128),
            Column("Rendez-vous", width=136, kind="pill", pill=_kind_pill),
            Column("Session", lambda row: row.session.title, 0, is_search=True),
            Column("Inscrits", lambda row: str(row.line.seats.taken), 76, "muted"),
            Column("Places", lambda row: str(free_places(row.line.seats)), 72, "muted"),
            Column("En attente", lambda row: str(row.line.seats.waiting), 88, "muted"),
            Column("État", width=96, kind="pill", pill=self._state_pill),
            Column("", kind="acts"),
        )

    def _state_pill(self, row: CalendarLine) -> Pill:
        if is_past(row.line.slot, self.desk.now()):
            return Pill("Passé")
        return Pill("Ouvert", "ok") if free_places(row.line.seats) else Pill("Complet", "warn")

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[CalendarLine]], None]
    ) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _show(self, found: list[tuple[SlotLine, SessionRow]]) -> None:
        self._lines = {line.id: CalendarLine(line, session) for line, session in found}
        empty = Empty(
            "Aucun rendez-vous cette semaine.",
            "Les Info coll et les RDV individuels se saisissent dans leur session.",
            "Sessions de formation",
            partial(self.desk.open, "sessions"),
        )
        self.card.show_ids(list(self._lines), empty)
        self.card.model.refresh_all()

    def _move(self, weeks: int) -> None:
        self._monday += weeks * _WEEK
        self.read()

    def _this_week(self) -> None:
        self._monday = _monday_of(self.desk.now().date())
        self.read()

    def _open_first(self, rows: Sequence[CalendarLine]) -> None:
        self._open(rows[0])

    def _open(self, row: CalendarLine) -> None:
        slot = row.line.slot
        tab = "meetings" if slot.kind is SlotKind.MEETING else "appointments"
        past = is_past(slot, self.desk.now())
        self.desk.open(
            "session",
            session_id=row.session.id,
            tab=tab,
            list="presence" if past else "registered",
            slot_id=slot.id,
        )

    def _export(self) -> None:
        save_whole_table(self.desk, f"{_TITLE} – {self._week.text()}", self.card.model)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _CONCERNED and self.isVisible():
            self.read()


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(row: CalendarLine) -> str:
    text = short_day(row.line.slot.held_on, year=False)
    return text[0].upper() + text[1:]


def _hours(row: CalendarLine) -> str:
    return hours(row.line.slot.starts_at, row.line.slot.ends_at)


def _kind_pill(row: CalendarLine) -> Pill:
    kind = row.line.slot.kind
    return Pill(label(kind), "accent" if kind is SlotKind.MEETING else "neutral")
