# SPDX-License-Identifier: MIT
"""« Assiduité à saisir pour le mois d'actualisation de … »: the sessions (guide p. 30)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kairos_desktop.services.rules.attendance import MonthState, month_at_work, month_of
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import MONTHS, day_number
from kairos_desktop.services.wording.labels import explain, label
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.training import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.attendance import DueLine
    from kairos_desktop.views.toolkit.desk import Desk

_SHOWS = frozenset(
    {
        "absence", "attendance", "interruption", "enrolment", "training_session", "remote_work",
        "lesson", "closure",
    }
)  # fmt: skip
_ROLES: dict[MonthState, PillRole] = {MonthState.OVERDUE: "danger"}


def title(month: date) -> str:
    """The title of the list, as the guide writes it."""
    name = MONTHS[month.month - 1].capitalize()
    return f"Assiduité à saisir pour le mois d'actualisation {of(name)}"


def columns() -> tuple[Column, ...]:
    """The guide's columns, then what remains."""
    return (
        Column("N° CARIF", lambda line: line.session.carif_session_number, 150, "id"),
        Column("Intitulé", lambda line: line.session.title, 0, "strong", is_search=True),
        Column(
            "Date début",
            lambda line: day_number(line.session.starts_on),
            96,
            "muted",
            is_optional=True,
        ),
        Column(
            "Date fin",
            lambda line: day_number(line.session.ends_on),
            96,
            "muted",
            is_optional=True,
        ),
        Column("Période", _period, 184, "muted"),
        Column("Reste", _left, 132, "muted"),
        Column("État", width=108, kind="pill", pill=_state, tooltip=_explained),
    )


def _period(line: DueLine) -> str:
    return f"{day_number(line.period_from)} – {day_number(line.period_to)}"


def _left(line: DueLine) -> str:
    parts = []
    if line.to_declare:
        parts.append(f"{line.to_declare} à déclarer")
    if line.to_rectify:
        parts.append(f"{line.to_rectify} à rectifier")
    return ", ".join(parts)


def _state(line: DueLine) -> Pill:
    return Pill(label(line.state), _ROLES.get(line.state, "warn"))


def _explained(line: DueLine) -> str:
    return explain(line.state)


class MonthsPage(Page):
    """The list of one month; `month` is its first day, else the month due."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Assiduité à saisir")
        self._month: date | None = None
        self._lines: dict[Any, DueLine] = {}
        self.list = ListCard(
            "Sessions de formation référencées avec assiduité à saisir",
            columns(),
            self._fetch,
            [RowAct("Saisir l'assiduité", self._open, "Return", in_row=False, is_primary=True)],
            noun=("session", "sessions"),
        )
        self.list.table.row_opened.connect(lambda line: self._open([line]))
        self.list.refused.connect(desk.say)
        self.add_button(export_button(desk, "Assiduité à saisir", self.list.model))
        self.add_button(help_button(desk, "assiduite"))
        self.body.addWidget(self.list, 1)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the month that is due, or the one asked for."""
        today = self.desk.now().date()
        self._month = month_of(arguments["month"]) if "month" in arguments else None
        self._month = self._month or month_at_work(today)
        self.set_title(title(self._month))
        self._read()

    def _read(self) -> None:
        if self._month is None:
            return
        today = self.desk.now().date()
        read = partial(self.desk.read, reads.months_due, self._month, today)
        read(done=self._show, owner=self, key="months")

    def _show(self, lines: Sequence[DueLine]) -> None:
        self._lines = {line.id: line for line in lines}
        self.list.model.keep(tuple(lines))
        empty = Empty(
            "Aucune session n’a d’assiduité à saisir pour ce mois.",
            "Elle s’ouvre le 25 pour tous ceux qui ont été en formation au moins un jour.",
        )
        self.list.show_ids(list(self._lines), empty)
        self.list.model.refresh_all()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[DueLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _open(self, lines: Sequence[DueLine]) -> None:
        line = lines[0]
        self.desk.open("month", session_id=line.session.id, month=line.month)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._read()
