# SPDX-License-Identifier: MIT
"""« À régulariser »: every act that was not simply kept, until somebody decides.

What its user does most: read why; take the alternative; note that it is seen. So: the reason is
in the list and whole at the right, Enter goes to the decisions, N notes. No button empties it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.settlements import SettleOutcome
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.wording.exchange_words import NOT_KAIROS
from kairos_desktop.views.exchange import reads
from kairos_desktop.views.exchange.alternatives import NOTED, alternatives
from kairos_desktop.views.exchange.detail_card import DetailCard
from kairos_desktop.views.exchange.openings import is_full, openings
from kairos_desktop.views.exchange.papers_anew import paper_of
from kairos_desktop.views.exchange.settle_items import Item, Tab, of_line, of_paper
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import ChoiceField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.tabs import CounterTabs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.exchange_seen import ProvisionalPaper, SettleLine
    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.services.queries.training_places import TrainingLine
    from kairos_desktop.views.exchange.alternative import Alternative
    from kairos_desktop.views.exchange.detail_card import Choice
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper
    from kairos_desktop.views.exchange.papers_anew import PaperAsked
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "À régulariser"
_TABS = {
    Tab.MINE: "À moi",
    Tab.EVERYONE: "À tous",
    Tab.DOUBTFUL: "Refus probables",
    Tab.PAPERS: "Papiers",
}
_NOTE_KEY = "N"
_ONE = "Une ligne à la fois : chacune attend sa décision."
_REPRINT = "Réimprimer"
_NO_SLOT = "Aucun autre créneau à venir dans cette session : saisissez-en un d’abord."
_NO_SESSION = (
    "Aucune autre session à venir de cette formation n’a de place : ouvrez-en une au recrutement "
    "d’abord."
)
_MOVES = "{who} : désistement saisi ici (plus de place), inscription proposée là-bas, à valider."
_NOT_YET = "Cette ligne n’attend pas encore de décision : le serveur n’a pas répondu."
_COLUMNS = (
    Column("État", width=132, kind="pill", pill=lambda item: item.pill),
    Column("Acte", lambda i: i.title, 250, "strong", second=lambda i: i.about, is_search=True),
    Column("Pourquoi", lambda i: i.why, 0, second=lambda i: i.maker),
)


class SettlePage(Page):
    """The lines that await a decision, and the decisions."""

    def __init__(self, desk: Desk, keeper: ExchangeKeeper) -> None:
        super().__init__(desk, TITLE)
        self._keeper = keeper
        self._items: dict[Tab, list[Item]] = {tab: [] for tab in Tab}
        self._has_joined = True
        self.tabs = CounterTabs(TITLE)
        for tab, name in _TABS.items():
            self.tabs.add(tab, name, 0)
        self.card = ListCard(TITLE, _COLUMNS, self._fetch, head=self.tabs)
        self.card.table.addAction(self._note_action())
        self.detail = DetailCard()
        self.add_button(help_button(desk, "regulariser"))
        self.body.addWidget(SideBySide(self.card, self.detail, width=344), 1)
        self.tabs.chosen.connect(lambda _tab: self._show_tab())
        self.card.refused.connect(desk.say)
        self.card.table.chosen_changed.connect(self._show_detail)
        self.card.table.row_opened.connect(lambda _row: self.detail.focus_choices())
        self.detail.left.connect(self.card.table.setFocus)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read the lines; `tab` names the list to show."""
        if "tab" in arguments:
            self.tabs.choose(Tab(arguments["tab"]))
        self.card.wait()
        self._read()

    @property
    def tab(self) -> Tab:
        """The list that shows."""
        return cast("Tab", self.tabs.current_key())

    def _read(self) -> None:
        self.desk.read(
            reads.settling,
            self._keeper.operator,
            self._keeper.post,
            done=self._show,
            owner=self,
            key="settling",
        )

    def _on_changed(self, _changes: object) -> None:
        if self.isVisible():
            self._read()

    def _show(self, read: reads.SettlingRead) -> None:
        now = self.desk.now()
        self._has_joined = read.has_joined
        full = read.trainings
        lines = [of_line(line, self._keeper, now, _training(line, full)) for line in read.lines]
        self._items = {
            Tab.MINE: [item for item in lines if item.line and item.line.is_mine],
            Tab.EVERYONE: lines,
            Tab.DOUBTFUL: [of_line(line, self._keeper, now) for line in read.doubtful],
            Tab.PAPERS: [of_paper(paper, now) for paper in read.papers],
        }
        for tab, items in self._items.items():
            self.tabs.set_counter(tab, len(items))
        self.set_title(TITLE, _lead(len(lines)) if read.has_joined else "")
        self._show_tab()

    def _show_tab(self) -> None:
        before = self.card.table.chosen_ids()
        ids = [item.id for item in self._items[self.tab]]
        self.card.show_ids(ids, self._empty())
        self.card.model.refresh_all()
        if ids and not set(before) & set(ids):
            self.card.table.choose(ids[:1])
        self._show_detail()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[Item]], None]) -> None:
        known = {item.id: item for items in self._items.values() for item in items}
        # The same line may stand in two lists, told the same.
        arrived([known[each] for each in ids if each in known])

    def _chosen(self) -> Item | None:
        chosen = self.card.table.chosen_ids()
        items = {item.id: item for item in self._items[self.tab]}
        return items.get(chosen[0]) if len(chosen) == 1 else None  # type: ignore[arg-type]

    def _show_detail(self) -> None:
        item = self._chosen()
        self.detail.show_item(item, self._choices(item) if item is not None else ())
        for made in self.detail.choices:
            if made.accessibleName() == NOTED:
                made.show_keys(_NOTE_KEY)

    def _choices(self, item: Item) -> list[Choice]:
        choices: list[Choice] = []
        if item.line is not None:
            if item.line.code == codes.PAPER_RENUMBERED and (asked := paper_of(item.line)):
                choices.append((_REPRINT, partial(self._reprint_line, item, asked)))
            for each in alternatives(item.line):
                choices.append((each.label, partial(self._take, item, each)))
        elif item.paper is not None and item.paper.is_accepted and item.paper.row is not None:
            choices.append((_REPRINT, partial(self._reprint, item.paper)))
        if item.can_be_noted:
            choices.append((NOTED, partial(self._settle, item, NOTED, ())))
        for each in openings(item):
            choices.append((each.label, partial(self.desk.open, each.page, **each.arguments)))
        return choices

    def _note_action(self) -> QAction:
        """The key of « J’ai pris note » in the list; its button is beside the reason."""
        action = QAction(NOTED, self)
        action.setShortcut(QKeySequence(_NOTE_KEY))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self._note_chosen)
        return action

    def _note_chosen(self) -> None:
        item = self._chosen()
        if item is None:
            self.desk.say(_ONE)
        elif item.can_be_noted:
            self._settle(item, NOTED, ())
        else:
            self.desk.say(_NOT_YET)

    def _take(self, item: Item, chosen: Alternative) -> None:
        session = item.subject.session
        if chosen.for_slot is not None:
            read, ask, none = reads.slots_to_come, self._ask_slot, _NO_SLOT
        elif chosen.for_session is not None:
            read, ask, none = reads.sessions_to_enter, self._ask_session, _NO_SESSION
        else:
            self._settle(item, chosen.decision, chosen.acts)
            return
        if session is None:
            self.desk.say(none)
            return
        asked, now = partial(ask, item, chosen), self.desk.now()
        self.desk.read(read, session.id, now, done=asked, owner=self, key="places")

    def _ask_slot(self, item: Item, chosen: Alternative, found: list[reads.PlaceChoice]) -> None:
        held = item.subject.slot.id if item.subject.slot is not None else None
        slots = [each for each in found if each.id != held]
        place = self._asked_place(chosen, slots, _NO_SLOT, accept="Inscrire", lead=item.about)
        if place is not None and chosen.for_slot is not None:
            act = chosen.for_slot(place.id, self.desk.new_id())
            self._settle(item, f"{chosen.decision} : {place.name}", (act,))

    def _ask_session(self, item: Item, chosen: Alternative, found: list[reads.PlaceChoice]) -> None:
        lead = _MOVES.format(who=item.about)
        place = self._asked_place(chosen, found, _NO_SESSION, accept="Proposer", lead=lead)
        if place is not None and chosen.for_session is not None:
            acts = chosen.for_session(place.id, self.desk.new_id())
            self._settle(item, f"{chosen.decision} : {place.name}", acts)

    def _asked_place(
        self,
        chosen: Alternative,
        found: Sequence[reads.PlaceChoice],
        none: str,
        *,
        accept: str,
        lead: str,
    ) -> reads.PlaceChoice | None:
        """The slot or the session that the person chooses; says `none` where there is none."""
        if not found:
            self.desk.say(none)
            return None
        form, by_id = Form(), {each.id: each for each in found}
        options = [(each.id, each.label) for each in found]
        field = form.add("place", ChoiceField("Vers", options, is_required=True))
        field.set_value(found[0].id)
        values = dialogs.ask(self, chosen.decision, form, accept=accept, lead=lead)
        return by_id[values["place"]] if values is not None else None

    def _settle(self, item: Item, decision: str, acts: Sequence[Act]) -> None:
        """Record the decision with the acts that it means, all or nothing."""
        if item.paper is not None:
            self._confirm(item.paper)
            return
        settling = SettleOutcome(outcome_id=item.id, decision=decision)
        who = f" ({item.about})" if item.about else ""
        said = f"{item.title}{who} : ligne régularisée, « {decision} »."
        self.desk.record((*acts, settling), said, self._on_settled, together=True)

    def _on_settled(self, recorded: Recorded) -> None:
        if not recorded.refusals:
            self.card.table.setFocus()

    def _reprint_line(self, item: Item, asked: PaperAsked) -> None:
        papers = self.desk.papers
        if asked.kind is DocumentKind.AIF_QUOTE:
            papers.show_quote(**asked.about)
        else:
            papers.show(asked.kind, **asked.about)
        self._settle(item, _REPRINT, ())

    def _reprint(self, paper: ProvisionalPaper) -> None:
        row = paper.row
        if row is None:
            return
        kind, ids = row.kind, [row.enrolment_id] if row.enrolment_id else []
        if kind is DocumentKind.CONVOCATION:
            self.desk.papers.show(kind, registration_ids=list(paper.registration_ids))
        elif kind is DocumentKind.AIF_QUOTE:
            self.desk.papers.show_quote(UUID(row.subject))
        else:
            self.desk.papers.show(kind, slot_id=row.slot_id, enrolment_ids=ids)
        self._confirm(paper)

    def _confirm(self, paper: ProvisionalPaper) -> None:
        self.desk.write(
            reads.confirm, paper.id, self.desk.now(), done=lambda _none: self._read(), owner=self
        )

    def _empty(self) -> Empty:
        if not self._has_joined:
            return Empty(
                "Ce poste travaille seul : rien ne peut être refusé ailleurs.",
                "Les refus arrivent ici quand plusieurs postes travaillent en même temps.",
            )
        match self.tab:
            case Tab.DOUBTFUL:
                return Empty(
                    "Aucun refus probable.",
                    "D’après ce que ce poste sait, tous les actes à envoyer seront acceptés.",
                )
            case Tab.PAPERS:
                return Empty(
                    "Aucun papier provisoire.",
                    "Ceux que vous imprimez sans réseau reviennent ici, à confirmer.",
                )
            case Tab.MINE if self._items[Tab.EVERYONE]:
                return Empty(
                    "Rien à régulariser pour vous.",
                    "D’autres lignes attendent vos collègues.",
                    "À tous",
                    partial(self.tabs.choose, Tab.EVERYONE),
                )
            case _:
                return Empty(
                    "Rien à régulariser.",
                    f"Le serveur a gardé tous les actes tels quels. {NOT_KAIROS}",
                )


def _lead(count: int) -> str:
    if not count:
        return "Aucune ligne en attente"
    word = "ligne attend" if count == 1 else "lignes attendent"
    return f"{count} {word} une décision · chaque décision ferme sa ligne"


def _training(line: SettleLine, trainings: Mapping[UUID, TrainingLine]) -> TrainingLine | None:
    """The places that an act exceeded, as they stand now."""
    session = line.subject.session
    return trainings.get(session.id) if session is not None and is_full(line) else None
