# SPDX-License-Identifier: MIT
"""The three lists of one info coll, one day of RDV or one window of candidacies.

Inscrits, then présence or prise de contact, then résultat.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.exchange_seen import ANSWERED
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.recruitment.candidacy_columns import candidacy_columns
from kairos_desktop.views.recruitment.history_act import history_act, history_action
from kairos_desktop.views.recruitment.registration_columns import columns, is_greyed
from kairos_desktop.views.toolkit.buttons import button, keep_focus_out
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.tabs import CounterTabs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.views.recruitment.entry_acts import EntryActs
    from kairos_desktop.views.recruitment.slot_choices import SlotChoice
    from kairos_desktop.views.recruitment.words import KindWords
    from kairos_desktop.views.toolkit.desk import Desk

_ALL_ROWS = frozenset({"slot", "jobseeker", ANSWERED})
# One key, without Shift, on a French keyboard; no name begins with it.
_EVERYONE_KEY = "*"


class RegistrationLists(QWidget):
    """Three cards, one at a time, whose tabs look like one row of tabs.

    Signals:
        waiting_read(list): who waits for a place on the info coll shown, in order of arrival.
        tab_shown(Tab): another list is shown.
    """

    waiting_read = Signal(object)
    tab_shown = Signal(object)

    def __init__(self, desk: Desk, words: KindWords, acts: EntryActs) -> None:
        super().__init__()
        self._desk, self._words, self._acts = desk, words, acts
        self._is_candidacy = words.kind is SlotKind.CANDIDACY
        self._session_id: UUID | None = None
        self._choice: SlotChoice | None = None
        self._with_entered = False
        self._wanted: UUID | None = None
        self._sorts: dict[Tab, tuple[str, bool]] = {}
        self._asked: reads.ListAsked | None = None
        self._stack = QStackedWidget()
        self.tabs: dict[Tab, CounterTabs] = {}
        self.cards: dict[Tab, ListCard] = {}
        for tab in Tab:
            self._add_card(tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.show_tab(Tab.PRESENCE)

    @property
    def tab(self) -> Tab:
        """The list that shows."""
        return list(Tab)[self._stack.currentIndex()]

    @property
    def card(self) -> ListCard:
        """The card of the list that shows."""
        return self.cards[self.tab]

    def show_scope(self, session_id: UUID, choice: SlotChoice | None) -> None:
        """Show the lists of one info coll or one day of RDV."""
        self._session_id, self._choice = session_id, choice
        self.read()

    def choose_next(self, registration_id: UUID | None) -> None:
        """Choose this line as soon as it is read."""
        self._wanted = registration_id

    def show_tab(self, tab: Tab) -> None:
        """Show one of the three lists; the focus goes along."""
        before = self.tabs[self.tab]
        had_focus = before.hasFocus()
        for tabs in self.tabs.values():
            with QSignalBlocker(tabs):
                tabs.choose(tab)
        self._stack.setCurrentIndex(list(Tab).index(tab))
        if had_focus:
            self.tabs[tab].setFocus()
        self.tab_shown.emit(tab)
        self.read()

    def show_entered(self, shown: bool) -> None:
        """« Afficher les lignes déjà saisies »."""
        self._with_entered = shown
        self.read()

    def read(self) -> None:
        """Read the list that shows, and the badges of the three."""
        if self._session_id is None:
            return
        tab = self.tab
        if self._choice is None:
            self.card.show_ids([], self._acts.nothing_open())
            return
        asked = self._asking(tab)
        self.card.wait()
        show = partial(self._show, tab)
        self._desk.read(reads.lists, asked, done=show, owner=self, key="lists")

    def refresh(self, changes: ChangeSet) -> None:
        """Read again the lines that a change touched; `show_scope` reads which they are."""
        for card in self.cards.values():
            if changes.tables & _ALL_ROWS:
                card.model.refresh_all()
            else:
                card.model.refresh(changes.ids)

    def focus_list(self) -> None:
        """Put the keyboard in the list that shows."""
        self.card.table.setFocus()

    def lines_shown(self, then: Callable[[Sequence[RegistrationLine]], None]) -> None:
        """Hand over every line of the list that shows, in its order."""
        self.card.model.load(self.card.model.ids(), then)

    def _add_card(self, tab: Tab) -> None:
        tabs = CounterTabs(self._words.tab)
        for each in Tab:
            tabs.add(each, self._words.lists[each], 0)
        name = self._words.lists[tab]
        buttons: list[QWidget] = []
        # Whoever calls people calls them one by one.
        for_everyone = tab is Tab.PRESENCE and not self._is_candidacy
        if for_everyone:
            everyone = button("Tous présents", self._all_present, look="primary")
            everyone.show_keys(_EVERYONE_KEY)
            buttons.append(keep_focus_out(everyone))
        acts = self._acts.of_tab(tab)
        if tab is Tab.REGISTERED:
            # It has everyone, and room; one button more would cost the other two a line.
            acts.append(history_act(self._show_history))
        card = ListCard(
            name,
            candidacy_columns(tab) if self._is_candidacy else columns(tab, self._words.kind),
            partial(self._fetch),
            acts,
            head=tabs,
            buttons=buttons,
            noun=("ligne", "lignes"),
        )
        card.table.fade(is_greyed)
        if tab is not Tab.REGISTERED:
            card.table.addAction(history_action(card.table, self._show_history))
        if for_everyone:
            card.addAction(self._everyone_action())
        card.refused.connect(self._desk.say)
        card.table.row_opened.connect(self._acts.open_person)
        card.table.sort_asked.connect(partial(self._sort, tab))
        tabs.chosen.connect(self.show_tab)
        self.tabs[tab], self.cards[tab] = tabs, card
        self._stack.addWidget(card)

    def _show_history(self, line: RegistrationLine) -> None:
        self._desk.show_history([line.id], full_name(line.jobseeker))

    def _everyone_action(self) -> QAction:
        """Give « Tous présents » its key; a button's own waits a tenth of a second."""
        action = QAction("Tous présents", self)
        action.setShortcut(QKeySequence(_EVERYONE_KEY))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self._all_present)
        return action

    def _asking(self, tab: Tab) -> reads.ListAsked:
        """Give what to ask of a list: its scope, its order."""
        assert self._session_id is not None
        assert self._choice is not None
        sort, descending = self._sorts.get(tab, (self._first_sort(tab), False))
        return reads.ListAsked(
            session_id=self._session_id,
            kind=self._words.kind,
            tab=tab,
            slot_id=self._choice.slot_id,
            held_on=self._choice.held_on,
            with_entered=self._with_entered,
            sort=sort,
            descending=descending,
        )

    def _first_sort(self, tab: Tab) -> str:
        if self._is_candidacy and tab is Tab.PRESENCE:
            # Who has waited longest for a call.
            return "placed_on"
        return "slot" if self._choice is not None and self._choice.held_on else "name"

    def _sort(self, tab: Tab, key: str, descending: bool) -> None:
        self._sorts[tab] = (key, descending)
        self.read()

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[RegistrationLine]], None]
    ) -> None:
        marked = self._desk.has_joined
        self._desk.read(reads.registration_lines, ids, marked, done=arrived, owner=self)

    def _show(self, tab: Tab, read: reads.ListRead) -> None:
        for tabs in self.tabs.values():
            for each, count in zip(
                Tab, (read.counts.registered, read.counts.presence, read.counts.result), strict=True
            ):
                tabs.set_counter(each, count)
        card = self.cards[tab]
        card.show_ids(read.ids, self._empty(tab, read))
        if self._wanted in read.ids:
            card.table.choose([self._wanted])
            self._wanted = None
        elif card.table.hasFocus() and read.ids and not card.table.currentIndex().isValid():
            card.table.choose(read.ids[:1])
        self.waiting_read.emit(read.waiting)

    def _empty(self, tab: Tab, read: reads.ListRead) -> Empty:
        if self._choice is not None and self._choice.is_deleted:
            what = "Cette période" if self._is_candidacy else "Cette date"
            return Empty(f"{what} a été supprimée.", "Plus personne ne peut y être inscrit.")
        if not read.counts.registered:
            return Empty(
                self._words.nobody,
                "Chaque personne est inscrite avec celui qui l’a positionnée.",
                self._words.register_act,
                self._acts.register,
            )
        if tab is Tab.PRESENCE:
            return Empty(
                *self._words.all_typed,
                self._words.result_act,
                partial(self.show_tab, Tab.RESULT),
            )
        if read.counts.presence:
            return Empty(
                "Aucun résultat à saisir pour le moment.",
                self._words.first,
                self._words.presence_act,
                partial(self.show_tab, Tab.PRESENCE),
            )
        return Empty(
            "Tous les résultats sont saisis.",
            "Les personnes retenues sont dans « Inscrits en formation ».",
            "Inscrits en formation",
            self._acts.open_enrolled,
        )

    def _all_present(self) -> None:
        # Typing is faster than reading: an absence just typed may not show yet.
        self._desk.settled(self._read_expected)

    def _read_expected(self) -> None:
        if self._session_id is None or self._choice is None:
            return
        self._desk.read(
            reads.presences_missing,
            self._asking(Tab.PRESENCE),
            done=self._acts.all_present,
            owner=self,
            key="expected",
        )
