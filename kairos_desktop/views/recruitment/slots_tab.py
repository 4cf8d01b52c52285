# SPDX-License-Identifier: MIT
"""« Inscrits en Info coll », « … en RDV individuel », « … sur candidature »: dates, three lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import DocumentKind, SlotKind
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.views.recruitment.candidacy_acts import CandidacyActs
from kairos_desktop.views.recruitment.entry_acts import EntryActs
from kairos_desktop.views.recruitment.registration_columns import is_greyed
from kairos_desktop.views.recruitment.registration_lists import RegistrationLists
from kairos_desktop.views.recruitment.slot_bar import SlotBar
from kairos_desktop.views.recruitment.slot_choices import first_choice, free_of, slot_choices
from kairos_desktop.views.recruitment.yielding import Yielding
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.chips import Chips
from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SessionCard, SlotLine
    from kairos_desktop.views.recruitment.slot_choices import SlotChoice
    from kairos_desktop.views.recruitment.words import KindWords
    from kairos_desktop.views.toolkit.desk import Desk

_CHIPS = 340
_PRINT = "Imprimer…"


class SlotsTab(QWidget):
    """The dates of one kind of a session as chips, and the lists of the one taken."""

    def __init__(self, desk: Desk, words: KindWords, open_enrolled: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self.words = desk, words
        self._card: SessionCard | None = None
        self._choices: list[SlotChoice] = []
        self.choice: SlotChoice | None = None
        self._wanted: UUID | date | None = None
        self.chips = Chips(words.dates)
        self.bar = SlotBar(words)
        acts = CandidacyActs if words.kind is SlotKind.CANDIDACY else EntryActs
        self.acts = acts(
            desk,
            words,
            self,
            slots=self.slots,
            register=self.register,
            create=self.open_new,
            open_enrolled=open_enrolled,
        )
        self.lists = RegistrationLists(desk, words, self.acts)
        self._place_banner: Banner | None = None
        self._lay_out()
        self._connect()

    def show_card(self, card: SessionCard) -> None:
        """Show the dates of a session; keep the one taken unless another is asked for."""
        is_other = self._card is None or self._card.session.id != card.session.id
        self._card = card
        now = self._desk.now()
        self._choices = slot_choices(card.slots, self.words.kind, now)
        kept = None if is_other else self.choice and self.choice.key
        wanted = self._wanted or kept
        self._wanted = None
        self.choice = first_choice(self._choices, self.lists.tab, now.date(), wanted)
        taken = self.choice.key if self.choice else None
        self.chips.set_chips([(each.key, each.label) for each in self._choices], taken)
        self.chips.setVisible(bool(self._choices))
        self._show_choice()

    def show_list(self, tab: Tab) -> None:
        """Show one of the three lists, the keyboard in it."""
        self.lists.show_tab(tab)
        self.lists.focus_list()

    def refresh(self, changes: ChangeSet) -> None:
        """Read again the lines that a change touched."""
        self.lists.refresh(changes)

    def choose_next(self, slot_id: UUID | date) -> None:
        """Take this date as soon as it is read: it was just created."""
        self._wanted = slot_id

    def open_new(self) -> None:
        """« Saisir une Info coll », « Saisir RDV individuel(s) », « … une période … »."""
        if self._card is None:
            return
        if self.words.kind is SlotKind.MEETING:
            from kairos_desktop.views.recruitment.meeting_dialog import MeetingDialog

            MeetingDialog(self._desk, self._card, self, on_created=self.choose_next).open()
        elif self.words.kind is SlotKind.CANDIDACY:
            from kairos_desktop.views.recruitment.candidacy_dialogs import WindowDialog

            WindowDialog(self._desk, self._card, self, on_created=self.choose_next).open()
        else:
            from kairos_desktop.views.recruitment.group_dialog import GroupDialog

            GroupDialog(self._desk, self._card, self, on_created=self.choose_next).open()

    def register(self, jobseeker_id: UUID | None = None) -> None:
        """« Inscrire un DE » on the date taken, somebody maybe chosen already."""
        from kairos_desktop.views.recruitment.register_dialog import RegisterDialog

        if self._card is None:
            return
        if self.choice is None:
            self._desk.say(f"{self.words.none_open} Commencez par « {self.words.create_act} ».")
            return
        if not self.choice.open_lines:
            self._desk.say("Cette date a été supprimée : choisissez-en une autre.")
            return
        dialog = RegisterDialog(self._desk, self.choice.open_lines, self._card.session, self)
        dialog.people.add_id(jobseeker_id)
        dialog.open()

    def change(self) -> None:
        """« Modifier… » the date taken, or one of its RDV."""
        from kairos_desktop.views.recruitment.meeting_dialog import MeetingDialog

        if self._card is None or self.choice is None:
            return
        if self.words.kind is SlotKind.CANDIDACY:
            from kairos_desktop.views.recruitment.candidacy_dialogs import WindowDialog

            (window,) = self.choice.lines
            WindowDialog(self._desk, self._card, self, changed=window).open()
        else:
            MeetingDialog(self._desk, self._card, self, changed=self.choice.open_lines).open()

    def duplicate(self) -> None:
        """« Dupliquer le groupe » of the day taken to other days."""
        from kairos_desktop.views.recruitment.duplicate_dialog import DuplicateDialog

        if self.choice is not None:
            DuplicateDialog(self._desk, self.choice, self).open()

    def delete(self) -> None:
        """« Supprimer » the date taken, in numbers, with « transférer puis supprimer »."""
        from kairos_desktop.views.recruitment.delete_dialog import DeleteDialog

        if self._card is not None and self.choice is not None:
            DeleteDialog(self._desk, self.choice, self._card.slots, self).open()

    def transfer(self) -> None:
        """« Transférer » the lines chosen."""
        lines = self.lists.card.table.chosen_rows()
        if lines:
            self.acts.transfer(lines)
        else:
            self._desk.say("Choisissez d’abord les personnes à transférer, puis « Transférer ».")

    def _lay_out(self) -> None:
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(metrics.px(metrics.UNIT))
        self.print_button = button(_PRINT, self._open_papers)
        # Nobody is summoned to a candidacy, nobody signs.
        self.print_button.setVisible(self.words.kind is not SlotKind.CANDIDACY)
        tools.addWidget(button(self.words.create, self.open_new))
        for each in (
            self.print_button,
            button("Exporter tout le tableau", self._export),
            help_button(self._desk, self.words.help_topic),
        ):
            tools.addWidget(each)
        self._head = FoldingRow(
            Yielding(self.chips, _CHIPS), self._tools, more="Actions des créneaux"
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.px(metrics.UNIT))
        self._column.addWidget(self._head)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.lists, 1)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._take)
        self.bar.register_asked.connect(self.register)
        self.bar.change_asked.connect(self.change)
        self.bar.duplicate_asked.connect(self.duplicate)
        self.bar.delete_asked.connect(self.delete)
        self.bar.entered_toggled.connect(self.lists.show_entered)
        self.lists.waiting_read.connect(self._offer_place)
        self.lists.tab_shown.connect(self._on_tab_shown)

    def _on_tab_shown(self, tab: Tab) -> None:
        self.bar.entered.setVisible(tab is not Tab.REGISTERED)

    def _take(self, key: Hashable) -> None:
        self.choice = next((each for each in self._choices if each.key == key), None)
        self._show_choice()

    def _show_choice(self) -> None:
        self.bar.show_choice(self.choice)
        self.print_button.setEnabled(self.choice is not None)
        if self._card is not None:
            self.lists.show_scope(self._card.session.id, self.choice)

    def _offer_place(self, waiting: Sequence[RegistrationLine]) -> None:
        """Offer the freed place to the first one waiting, as long as there is one."""
        if self._place_banner is not None:
            self._column.removeWidget(self._place_banner)
            self._place_banner.hide()
            self._place_banner.deleteLater()
            self._place_banner = None
        if not waiting or self.choice is None or not free_of(self.choice.lines):
            return
        name = addressed(waiting[0].jobseeker)
        free = free_of(self.choice.lines)
        places = "Une place est libre" if free == 1 else f"{free} places sont libres"
        self._place_banner = Banner(
            "info",
            f"{places} : {name} est en tête de la liste d’attente.",
            f"Donner la place à {name}",
            partial(self.acts.give_place, waiting[:1]),
        )
        self._column.insertWidget(self._column.count() - 1, self._place_banner)

    def _export(self) -> None:
        card = self.lists.card
        date_text = f" – {self.choice.label}" if self.choice else ""
        title = self.words.lists[self.lists.tab] + date_text
        save_whole_table(self._desk, title, card.model)

    def _open_papers(self) -> None:
        """« Imprimer… »: the lines chosen first, then the whole list, then the sheets."""
        model, chosen = self.lists.card.model, self.lists.card.table.chosen_ids()
        papers: list[Choice] = []
        if chosen:
            word = "la ligne choisie" if len(chosen) == 1 else f"les {len(chosen)} lignes choisies"
            some = partial(model.load, chosen, self._convoke)
            papers.append(Choice(f"Convocations : {word}", some))
        every = partial(model.load, model.ids(), self._convoke)
        papers += [
            Choice("Convocations de toute la liste", every, is_enabled=bool(model.ids())),
            Choice("Liste des inscrits", partial(self._print, DocumentKind.REGISTERED_LIST)),
            Choice("Feuille d’émargement", partial(self._print, DocumentKind.SIGN_IN_SHEET)),
        ]
        anchor = self.print_button if self.print_button.isVisible() else self._head
        open_choices(anchor, _PRINT, papers)

    def _convoke(self, lines: Sequence[RegistrationLine]) -> None:
        ids = [line.id for line in lines if not is_greyed(line)]
        if ids:
            self._desk.papers.show(DocumentKind.CONVOCATION, registration_ids=ids)
        else:
            self._desk.say("Personne à convoquer dans cette liste.")

    def _print(self, kind: DocumentKind) -> None:
        if self.choice is not None:
            # Any appointment of a day asks for the sheet of the whole day.
            self._desk.papers.show(kind, slot_id=self.choice.lines[0].id)

    def slots(self) -> Sequence[SlotLine]:
        """The slots of the session."""
        return self._card.slots if self._card else ()
