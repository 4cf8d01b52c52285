# SPDX-License-Identifier: MIT
"""« Rechercher formation ».

What its user does most: type a word of a title, a CARIF number or a date and open the session;
see which sessions recruit and are not opened yet; bring in the CARIF-OREF's new file. So: the
line is ready to type, the states are tabs with their counts, a column says what is opened here,
and the import stands on the same line.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.catalogue.generations import OFFER, Reception
from kairos_desktop.services.catalogue.holed import french_period
from kairos_desktop.services.catalogue.search import Counts, Filter, Found, Line, Sort
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.queries.session_lines import opened_among
from kairos_desktop.views.catalogue.import_words import reception_words
from kairos_desktop.views.catalogue.phrases import short_numbers, short_state_pill
from kairos_desktop.views.catalogue.shelf import Shelf
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.search_line import SearchLine, search_row
from kairos_desktop.views.toolkit.tabs import CounterTabs

_HINT = "Intitulé, numéro CARIF, commune, date (11/01/2027, janvier)…"
_SORTS = {"title": (Sort.TITLE, Sort.TITLE_LAST), "town": (Sort.TOWN, Sort.TOWN_LAST)}
_SLICE = 500
_START = (Sort.START, Sort.START_LAST)


class OfferLine(NamedTuple):
    """A session of the offer, and whether it is open here."""

    id: UUID
    line: Line
    is_opened: bool


def _opened_pill(row: OfferLine) -> Pill:
    if row.line.withdrawn:
        return Pill("Retirée", "danger")
    if row.line.expired:
        return Pill("Périmée", "warn")
    return Pill("Ouverte ici", "accent") if row.is_opened else Pill("À ouvrir")


COLUMNS = (
    Column(
        "Intitulé",
        lambda row: row.line.title,
        0,
        "strong",
        sort_key="title",
        is_search=True,
        second=lambda row: short_numbers(row.line.action_number, row.line.session_number),
    ),
    Column(
        "Dates",
        lambda row: french_period(row.line.start, row.line.end),
        206,
        sort_key="start",
        second=lambda row: "entrées permanentes" if row.line.permanent_entry else "",
    ),
    Column("Commune", lambda row: row.line.town, 120, sort_key="town", is_optional=True),
    Column(
        "Recrutement", width=124, kind="pill", pill=lambda row: short_state_pill(row.line.state)
    ),
    Column("Chez vous", width=112, kind="pill", pill=_opened_pill),
)


class OfferPage(Page):
    """The sessions of the offer. Arguments: `text`, to begin with."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        super().__init__(desk, "Rechercher formation")
        self._shelf = shelf
        self._sort = Sort.START
        self._opens_when_here = self._is_asking = False
        self._total = 0
        self._counts = Counts()
        self._origin = ""
        self.states = CounterTabs("Recrutement")
        self.states.add(None, "Toutes", 0)
        for state in RecruitmentState:
            self.states.add(state, short_state_pill(state).word, 0)
        self.card = ListCard(
            "Rechercher formation",
            COLUMNS,
            self._fetch,
            [RowAct("Ouvrir", lambda rows: self._open(rows[0].id), in_row=False)],
            head=self.states,
            noun=("session", "sessions"),
        )
        self.search = SearchLine("Rechercher formation", _HINT, self.card.table)
        self.everyone = QCheckBox("Tous les organismes du fichier")
        self.everyone.setAccessibleName(self.everyone.text())
        self._lay_out()
        self.search.typed.connect(self._ask)
        self.search.entered.connect(self._on_entered)
        self.everyone.toggled.connect(self._ask)
        self.states.chosen.connect(self._ask)
        self.card.table.sort_asked.connect(self._on_sort_asked)
        self.card.table.row_opened.connect(lambda row: self._open(row.id))
        self.card.model.set_sorted("start", down=False)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Ask again: the catalogue may have received a file since."""
        if "text" in arguments:
            self.search.setText(arguments["text"])
        self._ask()
        self._ask_origin()

    def focus_start(self) -> None:
        """Give the focus to the line that one types in."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        go_import = partial(self.desk.open, "offer-import")
        buttons = (
            button("Importer l’offre…", go_import),
            export_button(self.desk, "Offre de formation", self.card.model),
            help_button(self.desk, "rechercher-formation"),
        )
        self.body.addWidget(search_row(self.search, (self.everyone,), buttons))
        self.body.addWidget(self.card, 1)

    def _ask(self) -> None:
        self._is_asking = True
        self.card.wait()
        state = self.states.current_key()
        chosen = Filter(
            words=self.search.text(),
            siret="" if self.everyone.isChecked() else self._shelf.siret,
            state=state if isinstance(state, RecruitmentState) else None,
        )
        self.desk.fetch(
            partial(self._shelf.find, chosen, self._sort),
            done=self._on_found,
            owner=self,
            key="ids",
        )

    def _ask_origin(self) -> None:
        self.desk.fetch(
            self._shelf.last_reception, done=self._show_origin, owner=self, key="origin"
        )

    def _show_origin(self, last: Reception | None) -> None:
        self._origin = reception_words(last)
        self._show_title()

    def _on_found(self, found: Found) -> None:
        self._is_asking = False
        self._show_counts(found.counts)
        self.card.show_ids(found.ids, self._empty())
        if found.ids and (self.search.text() or not self.card.table.chosen_ids()):
            self.card.table.choose(found.ids[:1])
            self.card.table.scrollToTop()
        if self._opens_when_here:
            self._on_entered()

    def _show_counts(self, counts: Counts) -> None:
        self._total = counts.total
        self.states.set_counter(None, counts.total)
        for state in RecruitmentState:
            self.states.set_counter(state, getattr(counts, state.value))
        self._counts = counts
        self._show_title()

    def _show_title(self) -> None:
        hidden = {"périmée(s)": self._counts.expired, "retirée(s)": self._counts.withdrawn}
        said = [f"{count} {what} non affichée(s)" for what, count in hidden.items() if count]
        said += [self._origin] if self._origin else []
        facts = " · ".join(said)
        self.set_title("Rechercher formation", facts[:1].upper() + facts[1:])

    def _empty(self) -> Empty:
        typed = self.search.text().strip()
        if typed or self._total:
            return Empty(
                f"Aucune session ne correspond à « {typed} »."
                if typed
                else "Aucune session dans cet état de recrutement.",
                "Seules les sessions de votre SIRET sont cherchées."
                if not self.everyone.isChecked()
                else "Tous les organismes du fichier sont cherchés. Essayez moins de mots.",
                "" if self.everyone.isChecked() else "Tous les organismes du fichier",
                partial(self.everyone.setChecked, True),
            )
        return Empty(
            "Aucune session de formation n’est connue pour votre SIRET.",
            "L’offre vient du fichier que publie le CARIF-OREF (XML LHEO, ou .gz). Une session "
            "validée par le CARIF-OREF y figure au plus tôt le lendemain.",
            "Importer l’offre…",
            partial(self.desk.open, "offer-import"),
        )

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[OfferLine]], None]) -> None:
        def with_opened(lines: list[Line]) -> None:
            def show(opened: set[UUID]) -> None:
                arrived([OfferLine(line.id, line, line.id in opened) for line in lines])

            self.desk.read(opened_among, ids, done=show, owner=self)

        self.desk.fetch(partial(_lines, self._shelf, ids), done=with_opened, owner=self)

    def _on_entered(self) -> None:
        self._opens_when_here = self._is_asking
        chosen = self.card.table.chosen_ids()
        if not self._opens_when_here and len(chosen) == 1:
            self._open(chosen[0])

    def _on_sort_asked(self, key: str, down: bool) -> None:
        self._sort = _SORTS.get(key, _START)[down]
        self._ask()

    def _on_changed(self, changes: ChangeSet) -> None:
        if OFFER in changes.tables:
            self._ask()
            self._ask_origin()
        if "training_session" in changes.tables:
            self.card.model.refresh(changes.ids)

    def _open(self, session_id: Any) -> None:
        self.desk.open("offer-session", session_id=session_id)


def _lines(shelf: Shelf, ids: Sequence[Any]) -> list[Line]:
    """Read lines, as many as an export wants, a slice at a time."""
    starts = range(0, len(ids), _SLICE)
    return [line for start in starts for line in shelf.lines(ids[start : start + _SLICE])]
