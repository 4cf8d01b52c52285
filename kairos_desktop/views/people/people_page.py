# SPDX-License-Identifier: MIT
"""« Rechercher un DE » and « Parcours de formation DE »: one list, two sets of columns.

What its user does most: type some letters of a name or of an identifier and press Enter on the
record; see at a glance whether the person is known before creating one; see where somebody
stands. So: the line is ready to type when the page opens, arrows move without leaving it, Enter
opens, and a name that is not found is one key away from « Créer un DE », already typed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.queries import paths
from kairos_desktop.services.queries.paths import PersonPath
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.people import prescriber_text
from kairos_desktop.views.people.phrases import (
    latest_text,
    moment_meaning,
    name_with_birth_name,
    path_text,
)
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.search_line import SearchLine, search_row

Asked = tuple[str, str, bool, bool]
"""What is typed, the column and the way of the order, and whether paths alone are shown."""

_SHOWS = frozenset({"jobseeker", "registration", "enrolment", "slot"})
_HINT = "Nom, prénom ou identifiant, dans n’importe quel ordre"

_NUMBER = Column("N° DE", lambda row: row.jobseeker.ft_id or "—", 124, "id", sort_key="ft_id")
_NAME = Column(
    "Nom – Prénom",
    lambda row: name_with_birth_name(row.jobseeker),
    0,
    "strong",
    sort_key="name",
    is_search=True,
)
_BIRTH = Column(
    "Naissance", lambda row: day_number(row.jobseeker.birth_date) or "—", 108, sort_key="birth_date"
)
_PATH = Column("Parcours", path_text, 190, "muted", is_optional=True)

PEOPLE_COLUMNS = (
    _NUMBER,
    _NAME,
    _BIRTH,
    Column("Commune", lambda row: row.jobseeker.town, 140, sort_key="town", is_optional=True),
    Column(
        "Prescripteur",
        lambda row: prescriber_text(row.jobseeker),
        210,
        "muted",
        sort_key="prescriber",
        is_optional=True,
    ),
    _PATH,
)
PATH_COLUMNS = (
    _NUMBER,
    _NAME,
    _BIRTH,
    _PATH,
    Column(
        "Dernière étape",
        latest_text,
        360,
        tooltip=lambda row: moment_meaning(row.latest) if row.latest else "",
        second=lambda row: row.latest.session.title if row.latest else "",
    ),
)


class PeoplePage(Page):
    """A line to type in, and the people that it finds. Arguments: `text`, to begin with."""

    def __init__(
        self, desk: Desk, title: str, columns: Sequence[Column], *, only_known_paths: bool
    ) -> None:
        super().__init__(desk, title)
        self._only_known_paths = only_known_paths
        self._sort: tuple[str, bool] = ("name", False)
        self._opens_when_here = self._is_asking = False
        self._is_stale = True
        self._shown: Asked | None = None
        opening = RowAct("Ouvrir", lambda rows: self._open(rows[0].id), in_row=False)
        noun = ("personne", "personnes")
        self.card = ListCard(title, columns, self._fetch, [opening], noun=noun)
        self.search = SearchLine(title, _HINT, self.card.table)
        self._lay_out(title)
        self.search.typed.connect(self._ask)
        self.search.entered.connect(self._on_entered)
        self.card.table.sort_asked.connect(self._on_sort_asked)
        self.card.table.row_opened.connect(lambda row: self._open(row.id))
        self.card.model.set_sorted(*self._sort)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show what was typed before, or what is asked for."""
        if "text" in arguments:
            self.search.setText(arguments["text"])
        if self._is_stale:
            self._ask()

    def focus_start(self) -> None:
        """Give the focus to the line that one types in."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _lay_out(self, title: str) -> None:
        buttons = (
            button("Créer un DE", self._create, key="Ctrl+N"),
            export_button(self.desk, title, self.card.model),
            help_button(self.desk, "parcours" if self._only_known_paths else "rechercher-de"),
        )
        self.body.addWidget(search_row(self.search, (), buttons))
        self.body.addWidget(self.card, 1)

    def _ask(self) -> None:
        """Read what is typed: its first lines, then every id; only the ids to read it again."""
        self._is_stale, self._is_asking = False, True
        self.card.wait()
        asked = (self.search.text(), *self._sort, self._only_known_paths)
        if asked == self._shown:
            self._read(paths.ids_for, asked, self._on_all)
        else:
            self._read(paths.first_lines, asked, partial(self._on_first, asked))

    def _read(self, fn: Callable[..., Any], asked: Asked, done: Callable[[Any], None]) -> None:
        self.desk.read(fn, *asked, done=done, owner=self, key="people")

    def _on_first(self, asked: Asked, lines: Sequence[PersonPath]) -> None:
        self._shown = asked
        ids = [line.id for line in lines]
        more = len(lines) == paths.first_count(asked[0])
        self.card.model.keep(lines)
        self.card.show_ids(ids, self._empty(), more=more)
        if self.search.text():
            self.card.table.choose(ids[:1])
            self.card.table.scrollToTop()
        if more:
            self._read(paths.ids_for, asked, self._on_all)
        self._end_asking()

    def _on_all(self, ids: Sequence[UUID]) -> None:
        self.card.show_ids(ids, self._empty())
        self._end_asking()

    def _end_asking(self) -> None:
        self._is_asking = False
        model, table = self.card.model, self.card.table
        if model.rowCount() and not table.chosen_ids():
            table.choose([model.id_at(0)])
            table.scrollToTop()
        if self._opens_when_here:
            self._on_entered()

    def _empty(self) -> Empty:
        typed = self.search.text().strip()
        if typed:
            return Empty(
                f"Personne ne correspond à « {typed} ».",
                "Ni le nom, ni le prénom, ni le nom de naissance, ni l’identifiant (actuel ou "
                "précédent). Essayez moins de lettres, ou créez la fiche.",
                "Créer un DE",
                self._create,
            )
        if self._only_known_paths:
            return Empty(
                "Aucun parcours pour l’instant.",
                "Une personne apparaît ici dès qu’elle est inscrite à une Info coll, à un RDV "
                "individuel ou à une formation.",
                "Sessions de formation",
                partial(self.desk.open, "sessions"),
            )
        return Empty(
            "Aucun demandeur d’emploi n’est encore enregistré.",
            "Les fiches que vous créez apparaissent ici.",
            "Créer un DE",
            self._create,
        )

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[PersonPath]], None]) -> None:
        lines_for = partial(paths.lines_for, latest=self._only_known_paths)
        self.desk.read(lines_for, ids, done=arrived, owner=self)

    def _on_entered(self) -> None:
        """Open the line that shows, or wait for the answer to what was just typed."""
        self._opens_when_here = self._is_asking
        chosen = self.card.table.chosen_ids()
        if not self._opens_when_here and len(chosen) == 1:
            self._open(chosen[0])

    def _on_sort_asked(self, key: str, down: bool) -> None:
        self._sort = (key, down)
        self._ask()

    def _on_changed(self, changes: ChangeSet) -> None:
        if not changes.tables & _SHOWS:
            return
        if self.isVisible():
            self._ask()
        else:
            self._is_stale = True
        self.card.model.refresh_all()

    def _open(self, jobseeker_id: Any) -> None:
        page = "story" if self._only_known_paths else "person"
        self.desk.open(page, jobseeker_id=jobseeker_id)

    def _create(self) -> None:
        self.desk.open("person-create", text=self.search.text().strip())


def people_page(desk: Desk) -> PeoplePage:
    """« Rechercher un DE »."""
    return PeoplePage(desk, "Rechercher un DE", PEOPLE_COLUMNS, only_known_paths=False)


def paths_page(desk: Desk) -> PeoplePage:
    """« Parcours de formation DE »."""
    return PeoplePage(desk, "Parcours de formation DE", PATH_COLUMNS, only_known_paths=True)
