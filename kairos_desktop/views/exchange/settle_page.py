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
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.wording.exchange_words import NOT_KAIROS
from kairos_desktop.views.exchange import reads
from kairos_desktop.views.exchange.alternatives import (
    NOTED,
    Alternative,
    PaperAsked,
    alternatives,
    paper_of,
)
from kairos_desktop.views.exchange.detail_card import DetailCard
from kairos_desktop.views.exchange.settle_items import Item, Tab, is_mine, of_line, of_paper
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
    from kairos_desktop.services.exchange_seen import ProvisionalPaper
    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.views.exchange.detail_card import Choice
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper
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
        self.desk.read(reads.settling, done=self._show, owner=self, key="settling")

    def _on_changed(self, _changes: object) -> None:
        if self.isVisible():
            self._read()

    def _show(self, read: reads.SettlingRead) -> None:
        now = self.desk.now()
        self._has_joined = read.has_joined
        lines = [of_line(line, self._keeper, now) for line in read.lines]
        self._items = {
            Tab.MINE: [item for item in lines if item.line and is_mine(item.line, self._keeper)],
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
        if item.subject.jobseeker is not None:
            jobseeker_id = item.subject.jobseeker.id
            open_person = partial(self.desk.open, "person", jobseeker_id=jobseeker_id)
            choices.append(("Ouvrir la fiche du DE", open_person))
        if item.subject.session is not None:
            open_session = partial(self.desk.open, "session", **_place(item))
            choices.append(("Ouvrir la session", open_session))
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
        if chosen.for_slot is None:
            self._settle(item, chosen.decision, chosen.acts)
            return
        session = item.subject.session
        if session is None:
            self.desk.say(_NO_SLOT)
            return
        ask = partial(self._ask_slot, item, chosen)
        now = self.desk.now()
        self.desk.read(reads.slots_to_come, session.id, now, done=ask, owner=self, key="slots")

    def _ask_slot(self, item: Item, chosen: Alternative, slots: list[reads.SlotChoice]) -> None:
        held = item.subject.slot.id if item.subject.slot is not None else None
        options = [(each.id, each.label) for each in slots if each.id != held]
        if not options or chosen.for_slot is None:
            self.desk.say(_NO_SLOT)
            return
        form = Form()
        field = ChoiceField("Vers", options, is_required=True)
        form.add("slot", field).set_value(options[0][0])
        values = dialogs.ask(self, chosen.decision, form, accept="Inscrire", lead=item.about)
        if values is not None:
            act = chosen.for_slot(values["slot"], self.desk.new_id())
            name = dict(options)[values["slot"]]
            self._settle(item, f"{chosen.decision} : {name}", (act,))

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
        self.desk.papers.show(asked.kind, **asked.about)
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


def _place(item: Item) -> dict[str, Any]:
    """Where the session opens: on the slot that the act was about."""
    subject = item.subject
    arguments: dict[str, Any] = {"session_id": subject.session.id} if subject.session else {}
    if subject.slot is not None:
        tab = SESSION_TABS[subject.slot.kind]
        arguments |= {"tab": tab, "slot_id": subject.slot.id}
    elif subject.enrolment is not None:
        arguments["tab"] = "enrolled"
    return arguments
