# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Pilotage »: pictures, each beside its table, for a period and a session.

What its user does: look, choose another period, take the figures or the picture away.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from kairos_desktop.services.queries.overview import Period
from kairos_desktop.services.rules.attendance import month_of, next_month
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.views.boards.picture_card import PictureCard
from kairos_desktop.views.boards.pictures import PICTURES
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import DateField, FindField
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.type_ahead import Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from PySide6.QtCore import QObject

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.toolkit.desk import Desk

_TITLE = "Tableau de bord : pilotage"
_SHOWS = frozenset(
    {"slot", "registration", "enrolment", "document", "absence", "attendance", "training_session"}
)
_DATE_WIDTH, _SESSION_WIDTH = 140, 330


class OverviewPage(Page):
    """The pictures. Argument: `tab`, a key of PICTURES."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _TITLE)
        today = desk.now().date
        self.first = DateField("à partir du", hint="", today=today)
        self.last = DateField("au", hint="", today=today)
        self.session = FindField(
            "Session", self._search, hint="vide : toutes", placeholder="Toutes les sessions"
        )
        self.tabs = CounterTabs(_TITLE)
        self.cards: dict[str, PictureCard] = {}
        self._stack = QStackedWidget()
        self._period: Period | None = None
        self._about = ""
        # What was read of the period, by what reads it.
        self._parts: dict[Callable[..., Any], Any] = {}
        for key, plan in PICTURES.items():
            self.tabs.add(key, plan.label)
        self._lay_out()
        self.tabs.chosen.connect(self._on_chosen)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read the figures, of the last twelve months at the first visit."""
        if self._period is None:
            first, last = last_twelve_months(self.desk.now().date())
            self.first.set_value(first)
            self.last.set_value(last)
        if "tab" in arguments:
            self.tabs.choose(arguments["tab"])
        self.read()

    def read(self) -> None:
        """« Appliquer »: read the period and the session that are typed."""
        for field in (self.first, self.last, self.session):
            if problem := field.problem():
                field.show_error(problem)
                return
        today = self.desk.now().date()
        first = self.first.value() or date(today.year - 3, 1, 1)
        last = self.last.value() or today
        if last < first:
            self.last.show_error("Avant le premier jour : choisissez un jour plus tard.")
            return
        session: SessionRow | None = self.session.value()
        self._period = Period(first, last, session.id if session else None)
        self._say_period(session)
        self._read_parts()

    def focus_start(self) -> None:
        """Give the focus to the table of the picture that shows."""
        self._card().table.setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        for field, width in (
            (self.first, _DATE_WIDTH),
            (self.last, _DATE_WIDTH),
            (self.session, _SESSION_WIDTH),
        ):
            field.setMaximumWidth(metrics.px(width))
            row.addWidget(field, 1)
        row.addWidget(button("Appliquer", self.read), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.add_button(button("Imprimer", self._print))
        self.add_button(button("Enregistrer l’image", self._save_picture))
        self.add_button(button("Exporter tout le tableau", self._export))
        self.add_button(help_button(self.desk, "pilotage"))
        self.body.addLayout(row)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)

    def _say_period(self, session: SessionRow | None) -> None:
        assert self._period is not None
        counted = f"du {day_number(self._period.first)} au {day_number(self._period.last)}"
        self._about = f"{session.title if session else 'Toutes les sessions'} · {counted}"
        self.set_title(_TITLE, self._about)

    def _read_parts(self) -> None:
        """Forget what was read, and read again what the tab that shows needs."""
        self._parts.clear()
        self._read_part()

    def _read_part(self) -> None:
        read = PICTURES[str(self.tabs.current_key())].read
        if self._period is None:
            return
        if read in self._parts:
            self._show(read, self._parts[read])
            return
        today = self.desk.now().date()
        done = partial(self._show, read)
        # One key: what was asked of other days, or before a change, must not be kept as of now.
        self.desk.read(read, today, self._period, done=done, owner=self, key="figures")
        # Made while the figures are read, rather than after.
        self._card()

    def _show(self, read: Callable[..., Any], found: Any) -> None:
        self._parts[read] = found
        plan = PICTURES[str(self.tabs.current_key())]
        if plan.read is read:
            self._card().show_picture(plan.picture(found), self._about)

    def _card(self) -> PictureCard:
        """The picture of the tab that shows, made at its first visit."""
        key = str(self.tabs.current_key())
        if key not in self.cards:
            self.cards[key] = PictureCard(self.desk, PICTURES[key], self._open_session)
            self._stack.addWidget(self.cards[key])
            self._stack.setCurrentWidget(self.cards[key])
        return self.cards[key]

    def _print(self) -> None:
        self._card().print_picture()

    def _save_picture(self) -> None:
        self._card().save_picture()

    def _export(self) -> None:
        self._card().export()

    def _on_chosen(self, key: str) -> None:
        del key
        self._stack.setCurrentWidget(self._card())
        self._read_part()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible() and self._period is not None:
            self._read_parts()

    def _open_session(self, session_id: UUID) -> None:
        self.desk.open("session", session_id=session_id)

    def _search(
        self, typed: str, owner: QObject, done: Callable[[Sequence[Suggestion]], None]
    ) -> None:
        def arrived(found: Sequence[SessionRow]) -> None:
            done([Suggestion(row, row.title, row.carif_session_number) for row in found])

        self.desk.read(_sessions, typed, done=arrived, owner=owner, key="sessions")


def last_twelve_months(today: date) -> tuple[date, date]:
    """The twelve months that end with the present one."""
    first = next_month(month_of(today))
    return first.replace(year=first.year - 1), today


# Loaded by the lane that runs it.


def _sessions(conn: Any, org: UUID, text: str) -> list[SessionRow]:
    from kairos_desktop.services.queries import sessions

    return sessions.search(conn, org, text)
