# SPDX-License-Identifier: MIT
"""« Sessions de formation »: those opened for recruitment here.

What its user does most: open today's session; see which session has no way in; find a session by
a word or a number. So: what is still to come is listed first by its start, a pill says what is
missing, and the line above filters as one types.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.labels import explain
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.catalogue.phrases import short_numbers, short_state_pill
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.search_line import SearchLine, search_row
from kairos_desktop.views.toolkit.tabs import CounterTabs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.session_line import SessionLine

_SHOWS = frozenset({"training_session", "slot", "enrolment", "registration"})
_HINT = "Intitulé, numéro CARIF, commune"
_GUARDS = {
    "no_carif_numbers": "Numéros CARIF attendus",
    "no_modality": "Aucune modalité ouverte",
    "no_modality_unknown": "Aucune modalité ouverte",
}


def _dates(line: SessionLine) -> str:
    row = line.session
    return period(row.starts_on, row.ends_on) if row.starts_on else row.dates_text


def _modality_pill(line: SessionLine) -> Pill:
    if line.guard is not None:
        return Pill(_GUARDS[line.guard.code], "warn")
    if not line.open_slots:
        return Pill("—")
    plural = "x" if line.open_slots > 1 else ""
    return Pill(f"{line.open_slots} créneau{plural} à venir", "ok")


COLUMNS = (
    Column(
        "Intitulé",
        lambda line: line.session.title,
        0,
        "strong",
        sort_key="title",
        is_search=True,
        second=lambda line: short_numbers(
            line.session.carif_action_number, line.session.carif_session_number
        ),
    ),
    Column(
        "Dates",
        _dates,
        206,
        sort_key="starts_on",
        second=lambda line: "entrées permanentes" if line.session.permanent_entry else "",
    ),
    Column("Commune", lambda line: line.session.town, 112, sort_key="town", is_optional=True),
    Column(
        "Recrutement",
        width=124,
        kind="pill",
        sort_key="state",
        pill=lambda line: short_state_pill(line.session.recruitment_state),
        tooltip=lambda line: explain(line.session.recruitment_state),
        is_optional=True,
    ),
    Column(
        "Modalités",
        width=180,
        kind="pill",
        pill=_modality_pill,
        tooltip=lambda line: sentence(line.guard) if line.guard else "",
    ),
    Column("Inscrits", lambda line: str(line.enrolled), 72),
)


class SessionsPage(Page):
    """The sessions opened here. Arguments: `text`, to begin with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Sessions de formation")
        self._sort: tuple[str, bool] = ("starts_on", False)
        self._opens_when_here = self._is_asking = False
        self.states = CounterTabs("Recrutement")
        self.states.add(None, "Toutes", 0)
        for state in RecruitmentState:
            self.states.add(state, short_state_pill(state).word, 0)
        self.card = ListCard(
            "Sessions de formation",
            COLUMNS,
            self._fetch,
            [RowAct("Ouvrir", lambda rows: self._open(rows[0].id), in_row=False)],
            head=self.states,
            noun=("session", "sessions"),
        )
        self.search = SearchLine("Sessions de formation", _HINT, self.card.table)
        self.ended = QCheckBox("Afficher les sessions terminées")
        self.ended.setAccessibleName(self.ended.text())
        self._lay_out()
        self.search.typed.connect(self._ask)
        self.search.entered.connect(self._on_entered)
        self.ended.toggled.connect(self._ask)
        self.states.chosen.connect(self._ask)
        self.card.table.sort_asked.connect(self._on_sort_asked)
        self.card.table.row_opened.connect(lambda row: self._open(row.id))
        self.card.model.set_sorted(*self._sort)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Ask again: what is past depends on the hour."""
        if "text" in arguments:
            self.search.setText(arguments["text"])
        self._ask()

    def focus_start(self) -> None:
        """Give the focus to the line that one types in."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        buttons = (
            button("Rechercher formation", partial(self.desk.open, "offer")),
            export_button(self.desk, "Sessions de formation", self.card.model),
            help_button(self.desk, "sessions"),
        )
        self.body.addWidget(search_row(self.search, (self.ended,), buttons))
        self.body.addWidget(self.card, 1)

    def _ask(self) -> None:
        self._is_asking = True
        self.card.wait()
        state = self.states.current_key()
        key, down = self._sort
        text = self.search.text()
        ended = None if self.ended.isChecked() else self.desk.now().date()
        query = partial(
            _ids_for,
            recruitment=state if isinstance(state, RecruitmentState) else None,
            ended_before=ended,
            sort=key,
            descending=down,
        )
        self.desk.read(query, text, done=self._on_found, owner=self, key="ids")
        self.desk.read(_state_counts, text, ended, done=self._show_counts, owner=self, key="counts")

    def _show_counts(self, counts: Mapping[RecruitmentState, int]) -> None:
        self.states.set_counter(None, sum(counts.values()))
        for state in RecruitmentState:
            self.states.set_counter(state, counts.get(state, 0))

    def _on_found(self, ids: Sequence[UUID]) -> None:
        self._is_asking = False
        self.card.show_ids(ids, self._empty())
        if ids and (self.search.text() or not self.card.table.chosen_ids()):
            self.card.table.choose(ids[:1])
        if self._opens_when_here:
            self._on_entered()

    def _empty(self) -> Empty:
        typed = self.search.text().strip()
        if typed or self.states.current_key() is not None:
            return Empty(
                f"Aucune session ouverte ici ne correspond à « {typed} »."
                if typed
                else "Aucune session ouverte ici n’est dans cet état.",
                "Elle est peut-être dans l’offre du CARIF-OREF, pas encore ouverte.",
                "Rechercher formation",
                partial(self.desk.open, "offer", text=typed),
            )
        return Empty(
            "Aucune session n’est encore ouverte au recrutement.",
            "Cherchez-la dans l’offre du CARIF-OREF, puis ouvrez-la : elle apparaîtra ici.",
            "Rechercher formation",
            partial(self.desk.open, "offer"),
        )

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[SessionLine]], None]) -> None:
        self.desk.read(_lines_for, ids, self.desk.now(), done=arrived, owner=self)

    def _on_entered(self) -> None:
        self._opens_when_here = self._is_asking
        chosen = self.card.table.chosen_ids()
        if not self._opens_when_here and len(chosen) == 1:
            self._open(chosen[0])

    def _on_sort_asked(self, key: str, down: bool) -> None:
        self._sort = (key, down)
        self._ask()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS:
            self.card.model.refresh_all()
            if self.isVisible():
                self._ask()

    def _open(self, session_id: Any) -> None:
        self.desk.open("session", session_id=session_id, tab="summary")


# The queries are loaded by the lane that runs them: the page shows before SQLAlchemy is there.


def _ids_for(*asked: Any, **narrowed: Any) -> list[UUID]:
    from kairos_desktop.services.queries.sessions import ids_for

    return ids_for(*asked, **narrowed)


def _state_counts(*asked: Any) -> dict[RecruitmentState, int]:
    from kairos_desktop.services.queries.session_lines import state_counts

    return state_counts(*asked)


def _lines_for(*asked: Any) -> list[SessionLine]:
    from kairos_desktop.services.queries.session_lines import lines_for

    return lines_for(*asked)
