# SPDX-License-Identifier: MIT
"""The record of a jobseeker.

What its user does most: read a telephone number or an identifier; see where the person stands
and open that line; correct a contact. So: facts stand on the right without a click, the path is a
list where Enter opens the session on the right tab, F2 turns the page into its form and
Ctrl+Entrée saves it. A correction left half typed is found again on coming back.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtWidgets import QStackedWidget

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.services.acts.jobseekers import (
    CorrectJobseeker,
    Person,
    UnmergeJobseekers,
)
from kairos_desktop.services.ledger import ChangeSet, Recorded
from kairos_desktop.services.queries.history import merge_of
from kairos_desktop.services.queries.people import PersonCard, PersonMoment, card
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.views.people.correction_card import CorrectionCard
from kairos_desktop.views.people.identity_card import IdentityCard
from kairos_desktop.views.people.phrases import (
    identity_line,
    moment_kind,
    moment_meaning,
    moment_pill,
    moment_when,
)
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide

_SHOWS = frozenset({"jobseeker", "registration", "enrolment", "slot", "training_session"})


class MomentLine(msgspec.Struct, frozen=True):
    """A line of the path, known by its registration or its enrolment."""

    id: UUID
    moment: PersonMoment


_COLUMNS = (
    Column("Quand", lambda line: moment_when(line.moment), 216),
    Column("Étape", lambda line: moment_kind(line.moment), 116, "muted", is_optional=True),
    Column(
        "Formation",
        lambda line: line.moment.session.title,
        0,
        "strong",
        is_search=True,
        second=lambda line: f"N° CARIF {line.moment.session.carif_session_number}",
    ),
    Column(
        "Statut",
        width=132,
        kind="pill",
        pill=lambda line: moment_pill(line.moment),
        tooltip=lambda line: moment_meaning(line.moment),
    ),
)


class PersonPage(Page):
    """One person. Arguments: `jobseeker_id`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Fiche d’un DE")
        self._id: UUID | None = None
        self._row: JobseekerRow | None = None
        self._lines: dict[UUID, MomentLine] = {}
        self._drafts: dict[UUID, Person] = {}
        self._banner: Banner | None = None
        self.identity = IdentityCard()
        self.path = ListCard(
            "Parcours",
            _COLUMNS,
            self._fetch,
            buttons=self._path_buttons(),
            noun=("étape", "étapes"),
        )
        self.correction = CorrectionCard(lambda: desk.now().date())
        self._stack = QStackedWidget()
        self._stack.addWidget(SideBySide(self.path, self.identity, width=340))
        self._stack.addWidget(self.correction)
        self.body.addWidget(self._stack, 1)
        self._edit = button("Modifier", self._start_correction, key="F2")
        self._merge = button("Fusionner deux fiches", self._go_merge)
        story = button("Tout le parcours", self._go_story)
        history = button("Historique", self._show_history)
        for each in (story, self._edit, self._merge, history):
            self.add_button(each)
        self.add_button(help_button(desk, "fiche-de"))
        self.path.table.row_opened.connect(self._open_line)
        self.identity.unmerge_asked.connect(self._unmerge)
        self.correction.save_asked.connect(self._save)
        self.correction.given_up.connect(self._give_up)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a person; a correction that was being typed is kept for the way back."""
        wanted = arguments.get("jobseeker_id", self._id)
        if wanted != self._id:
            self._keep_draft()
            self._id = wanted
        self._ask()

    def _path_buttons(self) -> Sequence[Any]:
        return (
            button("Inscrire à une Info coll…", partial(self._go, "meetings", "register")),
            button("Proposer à une formation…", partial(self._go, "enrolled", "propose")),
            button("Absences / abandon…", self._go_absences),
            button("Devis AIF…", self._go_quote),
            button("Exporter tout le tableau", self._export),
        )

    def _ask(self) -> None:
        if self._id is not None:
            self.desk.read(card, self._id, done=self._show, owner=self, key="card")

    def _show(self, found: PersonCard | None) -> None:
        if found is None:
            self.desk.say("Cette fiche n’existe plus. Retrouvez la personne dans la liste.")
            self.desk.open("people")
            return
        row = found.jobseeker
        is_other = self._row is None or self._row.id != row.id
        self._row = row
        self.set_title(addressed(row), identity_line(row))
        to_list = partial(self.desk.open, "people")
        self.set_trail([("Rechercher un DE", to_list), (full_name(row), None)])
        self.identity.show_person(row, found.absorbed)
        self._lines = {line.id: line for line in map(_line, found.moments)}
        self.path.show_ids(list(self._lines), self._empty())
        self.path.model.refresh_all()
        self._show_banner(row)
        if is_other:
            draft = self._drafts.pop(row.id, None)
            self.correction.show_person(draft or _typed(row))
            self._show_correction(draft is not None)

    def _empty(self) -> Empty:
        return Empty(
            "Cette personne n’est encore inscrite nulle part.",
            "Ses Info coll, ses RDV individuels et ses formations apparaîtront ici.",
            "Inscrire à une Info coll…",
            partial(self._go, "meetings", "register"),
        )

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[MomentLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _show_banner(self, row: JobseekerRow) -> None:
        """A record merged away says so, and leads to the one that was kept."""
        is_merged = row.merged_into_id is not None
        for each in (self._edit, self._merge):
            each.setEnabled(not is_merged)
        if self._banner is not None:
            self.body.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if is_merged:
            self._banner = Banner(
                "info",
                "Cette fiche a été fusionnée dans une autre, qui porte maintenant son parcours.",
                "Ouvrir la fiche conservée",
                partial(self.desk.open, "person", jobseeker_id=row.merged_into_id),
            )
            self.body.insertWidget(0, self._banner)

    def _start_correction(self) -> None:
        if self._row is not None:
            self.correction.show_person(_typed(self._row))
            self._show_correction(True)

    def _show_correction(self, shows: bool) -> None:
        self._stack.setCurrentIndex(self._stack.indexOf(self.correction) if shows else 0)
        self._edit.setEnabled(not shows and self._row is not None and not self._row.merged_into_id)
        if shows:
            self.correction.form.focus_first()

    def _keep_draft(self) -> None:
        if self._row is not None and self._stack.currentWidget() is self.correction:
            draft = self.correction.form.draft()
            if draft != _typed(self._row):
                self._drafts[self._row.id] = draft

    def _give_up(self) -> None:
        self._show_correction(False)
        self.focus_start()

    def _save(self, person: Person) -> None:
        if self._row is None:
            return
        row = self._row

        def on_recorded(recorded: Recorded) -> None:
            if recorded.verdicts and recorded.verdicts[0].refusal is None:
                self._give_up()

        act = CorrectJobseeker(jobseeker_id=row.id, person=person)
        self.desk.record([act], f"Fiche de {addressed(row)} corrigée.", on_recorded)

    def _unmerge(self, absorbed: JobseekerRow) -> None:
        def on_found(merge_act_id: UUID | None) -> None:
            if merge_act_id is None:
                self.desk.say("Cette fusion a déjà été annulée : il n’y a rien à séparer.")
                return
            act = UnmergeJobseekers(absorbed_id=absorbed.id, merge_act_id=merge_act_id)
            said = f"Fiche de {addressed(absorbed)} séparée : elle a retrouvé ses inscriptions."
            self.desk.record([act], said)

        self.desk.read(merge_of, absorbed.id, done=on_found, owner=self, key="merge")

    def _open_line(self, line: MomentLine) -> None:
        moment = line.moment
        tab = "enrolled"
        if moment.slot is not None:
            tab = SESSION_TABS[moment.slot.kind]
        where = {"session_id": moment.session.id, "tab": tab}
        if moment.slot is not None:
            where |= {"slot_id": moment.slot.id, "list": "registered"}
        self.desk.open("session", **where)

    def _export(self) -> None:
        save_whole_table(self.desk, f"Parcours – {self.accessibleName()}", self.path.model)

    def _go(self, tab: str, act: str) -> None:
        self.desk.open("session", tab=tab, act=act, jobseeker_id=self._id)

    def _go_absences(self) -> None:
        self.desk.open("absences", jobseeker_id=self._id)

    def _go_quote(self) -> None:
        """The quote of the formation chosen in the path; of the last one where none is."""
        lines = self.path.table.chosen_rows() or list(self._lines.values())
        if not lines:
            self.desk.say("Le devis porte une formation : inscrivez d’abord cette personne à une.")
            return
        session = lines[0].moment.session.id
        self.desk.open("quote", jobseeker_id=self._id, session_id=session)

    def _go_story(self) -> None:
        self.desk.open("story", jobseeker_id=self._id)

    def _go_merge(self) -> None:
        self.desk.open("people-merge", kept_id=self._id)

    def _show_history(self) -> None:
        if self._row is not None:
            ids = [self._row.id, *self._lines]
            self.desk.show_history(ids, full_name(self._row))

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self._id is not None:
            self._ask()


def _line(moment: PersonMoment) -> MomentLine:
    row = moment.registration or moment.enrolment
    assert row is not None
    return MomentLine(row.id, moment)


def _typed(row: JobseekerRow) -> Person:
    """The record as its form shows it."""
    return Person(**{name: getattr(row, name) for name in Person.__struct_fields__})
