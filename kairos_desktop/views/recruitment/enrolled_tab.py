# SPDX-License-Identifier: MIT
"""« Inscrits en formation » and « Saisie des entrées en formation », one list at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import DocumentKind, Verdict
from kairos_desktop.services.exchange_seen import ANSWERED
from kairos_desktop.services.rules.handed import handed_id
from kairos_desktop.services.wording.handed import HAND_DOCUMENTS
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.recruitment import enrolled_columns as columns
from kairos_desktop.views.recruitment import enrolment_gestures, reads
from kairos_desktop.views.recruitment.enrolled_columns import is_withdrawn
from kairos_desktop.views.recruitment.enrolled_papers import EnrolledPapers
from kairos_desktop.views.recruitment.entries_list import ENTRIES, EntriesList
from kairos_desktop.views.recruitment.history_act import history_act, row_action
from kairos_desktop.views.recruitment.slot_choices import waiting_of
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import ElidedLabel
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.services.queries.handed import HandedLine
    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.toolkit.desk import Desk

EnrolledList: TypeAlias = Literal["enrolled", "entries"]
PROPOSE = "Proposer l'inscription d'un DE à une formation"
_TITLE = "Inscrits en formation"
_PRINT = "Imprimer…"
_AFTER = "Après l’entrée…"
_ALL_ROWS = frozenset({"jobseeker", "training_session", "document", "report", ANSWERED})


class EnrolledTab(QWidget):
    """The enrolments of a session, and the acts on them.

    Signals:
        list_shown(EnrolledList): another of the two lists is shown.
    """

    list_shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: SessionCard | None = None
        self._sort = ("name", False)
        self._waiting = ElidedLabel()
        set_look(self._waiting, "muted")
        self.shown: EnrolledList = "enrolled"
        self._wanted: UUID | None = None
        self.tabs: dict[EnrolledList, CounterTabs] = {
            "enrolled": self._new_tabs(),
            "entries": self._new_tabs(),
        }
        self.card = ListCard(
            _TITLE,
            columns.columns(),
            self._fetch,
            self._acts(),
            head=self.tabs["enrolled"],
            noun=("ligne", "lignes"),
        )
        self.entries = EntriesList(desk, self.tabs["entries"], self._show_history)
        self.entries.missing_read.connect(partial(self._count, "entries"))
        self._stack = QStackedWidget()
        for each in (self.card, self.entries):
            self._stack.addWidget(each)
        self.card.table.fade(is_withdrawn)
        self.card.refused.connect(desk.say)
        self.card.table.sort_asked.connect(self._on_sort)
        self.card.table.row_opened.connect(self._open_person)
        self._add_menu_acts()
        self.papers = EnrolledPapers(desk)
        self.print_button = button(_PRINT, self._open_papers)
        self.after_button = button(_AFTER, self._open_after)
        self._lay_out()

    @property
    def shown_card(self) -> ListCard:
        """The card of the list that shows."""
        return self.card if self.shown == "enrolled" else self.entries.card

    def show_list(self, key: EnrolledList) -> None:
        """Show one of the two lists; the focus goes along."""
        had_focus = self.tabs[self.shown].hasFocus()
        self.shown = key
        for tabs in self.tabs.values():
            with QSignalBlocker(tabs):
                tabs.choose(key)
        self._stack.setCurrentIndex(list(self.tabs).index(key))
        if had_focus:
            self.tabs[key].setFocus()
        self.list_shown.emit(key)

    def choose_next(self, enrolment_id: UUID | None) -> None:
        """Choose this line as soon as it is read."""
        self._wanted = enrolment_id
        self.entries.choose_next(enrolment_id)

    def _new_tabs(self) -> CounterTabs:
        tabs = CounterTabs(_TITLE)
        tabs.add("enrolled", _TITLE, 0)
        tabs.add("entries", ENTRIES, 0)
        tabs.chosen.connect(self._on_tab_chosen)
        return tabs

    def _on_tab_chosen(self, key: EnrolledList) -> None:
        self.show_list(key)
        self.focus_list()

    def _count(self, key: EnrolledList, count: int) -> None:
        for tabs in self.tabs.values():
            tabs.set_counter(key, count)

    def show_card(self, card: SessionCard) -> None:
        """Show the enrolments of a session."""
        self._session = card
        waiting = waiting_of(card.slots)
        self._waiting.setText(f"Mises en attente : {waiting} (Info coll et RDV individuels)")
        self.read()

    def read(self) -> None:
        """Read both lists again: each tab says how many it holds."""
        if self._session is None:
            return
        self.entries.show_session(self._session.session.id)
        self.card.wait()
        self._desk.read(
            reads.enrolment_ids,
            self._session.session.id,
            *self._sort,
            done=self._show,
            owner=self,
            key="ids",
        )

    def refresh(self, changes: ChangeSet) -> None:
        """Read again the lines that a change touched."""
        for model in (self.card.model, self.entries.card.model):
            if changes.tables & _ALL_ROWS:
                model.refresh_all()
            else:
                model.refresh(changes.ids)

    def focus_list(self) -> None:
        """Put the keyboard in the list."""
        self.shown_card.table.setFocus()

    def propose(self, jobseeker_id: UUID | None = None) -> None:
        """« Proposer l'inscription d'un DE à une formation », somebody maybe chosen already."""
        from kairos_desktop.views.recruitment.propose_dialog import ProposeDialog

        if self._session is not None:
            dialog = ProposeDialog(self._desk, self._session.session, self)
            dialog.people.add_id(jobseeker_id)
            dialog.open()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addWidget(self._waiting, 1)
        # The words of the act, shortened: the button stands on the session itself.
        row.addWidget(button("+ Proposer l'inscription d'un DE", self.propose))
        row.addWidget(self.after_button)
        row.addWidget(self.print_button)
        row.addWidget(button("Exporter tout le tableau", self._export))
        row.addWidget(button("? Aide", self._open_help, key="F1"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(metrics.UNIT))
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def _acts(self) -> list[RowAct]:
        asked = partial(RowAct, in_row=False)
        return [
            asked("Certificat", self._certificate, "C", columns.why_no_certificate),
            asked("Inscrit", partial(self._verdict, Verdict.REGISTERED), "I", _why_not_registered),
            asked("Non inscrit", partial(self._verdict, Verdict.NOT_REGISTERED), "N", _why_not_no),
            asked("Signaler une erreur", self._error, "", columns.why_no_error),
            asked("Désistement", self._withdraw, "", columns.why_no_withdrawal),
            asked("Compléter", self._complete),
            history_act(self._show_history),
        ]

    def _add_menu_acts(self) -> None:
        """In the menu of a line and by its key: one more button would take a line from the list."""
        for label, key, run in (
            ("Gérer absence / abandon", "B", self._open_absences),
            (HAND_DOCUMENTS, "D", self._hand_documents),
            ("Devis AIF", "V", self._open_quote),
        ):
            self.card.table.addAction(row_action(self.card.table, label, key, run))

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[EnrolmentLine]], None]
    ) -> None:
        marked = self._desk.has_joined
        self._desk.read(reads.enrolment_lines, ids, marked, done=arrived, owner=self)

    def _show(self, ids: list[UUID]) -> None:
        empty = Empty(
            "Personne n’est encore inscrit à cette formation.",
            "Un DE retenu après une Info coll ou un RDV arrive ici de lui-même, avec son AIS.",
            PROPOSE,
            self.propose,
        )
        self._count("enrolled", len(ids))
        self.card.show_ids(ids, empty)
        wanted, self._wanted = self._wanted, None
        if wanted in ids:
            self.card.table.choose([wanted])

    def _certificate(self, lines: Sequence[EnrolmentLine]) -> None:
        self.papers.show(DocumentKind.ENROLMENT_CERTIFICATE, lines)

    def _show_history(self, line: EnrolmentLine) -> None:
        ids = [line.id, handed_id(line.id), *(paper.id for paper in line.papers)]
        self._desk.show_history(ids, full_name(line.jobseeker))

    def _open_help(self) -> None:
        topic = "inscrits-en-formation" if self.shown == "enrolled" else "entrees"
        self._desk.open("help", topic=topic)

    def _open_papers(self) -> None:
        choices = self.papers.choices(self.shown_card)
        if self._session is not None:
            opened = partial(self._desk.open, "evidence", session_id=self._session.session.id)
            choices.append(Choice("Dossier de preuves de la session", opened))
        open_choices(self.print_button, _PRINT, choices)

    def _verdict(self, what: Verdict, lines: Sequence[EnrolmentLine]) -> None:
        from kairos_desktop.views.recruitment.verdict_dialog import VerdictDialog

        VerdictDialog(self._desk, lines, what, self).open()

    def _error(self, lines: Sequence[EnrolmentLine]) -> None:
        from kairos_desktop.views.recruitment.reason_dialogs import FileErrorDialog

        FileErrorDialog(self._desk, lines, self).open()

    def _withdraw(self, lines: Sequence[EnrolmentLine]) -> None:
        from kairos_desktop.views.recruitment.reason_dialogs import WithdrawalDialog

        WithdrawalDialog(self._desk, lines, self).open()

    def _complete(self, lines: Sequence[EnrolmentLine]) -> None:
        from kairos_desktop.views.recruitment.complete_dialog import CompleteDialog

        CompleteDialog(self._desk, lines, self).open()

    def after_entry(self, lines: Sequence[EnrolmentLine]) -> list[Choice]:
        """What may be done of these lines once they have entered; some say why not."""
        offered = (
            ("Corriger l’entrée", self.correct_entry, columns.why_no_correction),
            ("Changer la date de fin", self.change_end, columns.why_no_end),
            ("Agence prévenue de la nouvelle fin", self.tell_end, columns.why_no_telling),
        )
        return [
            Choice(
                label,
                partial(act, lines),
                is_enabled=not (said := _first(why, lines)),
                why_not=said,
            )
            for label, act, why in offered
        ]

    def _open_after(self) -> None:
        chosen = self.shown_card.table.chosen_ids()
        if chosen:
            self.shown_card.model.load(chosen, self._offer_after)
        else:
            self._desk.say("Choisissez d’abord une ou plusieurs lignes, puis « Après l’entrée… ».")

    def _offer_after(self, lines: Sequence[EnrolmentLine]) -> None:
        open_choices(self.after_button, _AFTER, self.after_entry(lines))

    def correct_entry(self, lines: Sequence[EnrolmentLine]) -> None:
        """« Corriger l'entrée » of these lines."""
        from kairos_desktop.views.recruitment.entry_dialogs import EntryCorrectionDialog

        EntryCorrectionDialog(self._desk, lines, self).open()

    def change_end(self, lines: Sequence[EnrolmentLine]) -> None:
        """« Changer la date de fin » of these lines."""
        from kairos_desktop.views.recruitment.entry_dialogs import EndDialog

        EndDialog(self._desk, lines, self).open()

    def tell_end(self, lines: Sequence[EnrolmentLine]) -> None:
        """« Agence prévenue » for these lines, today."""
        gesture = enrolment_gestures.end_told(lines, self._desk.now().date())
        self._desk.record(gesture.acts, gesture.said)

    def _open_absences(self, line: EnrolmentLine) -> None:
        self._desk.open("absences", enrolment_id=line.id)

    def _open_quote(self, line: EnrolmentLine) -> None:
        where = {"jobseeker_id": line.jobseeker.id, "session_id": line.enrolment.session_id}
        self._desk.open("quote", **where)

    def _hand_documents(self, line: EnrolmentLine) -> None:
        chosen = self.card.table.chosen_ids() or [line.id]
        read = reads.handed_lines
        self._desk.read(read, chosen, done=self._ask_handed, owner=self, key="handed")

    def _ask_handed(self, lines: Sequence[HandedLine]) -> None:
        from kairos_desktop.views.recruitment.handed_dialog import HandedDialog

        if lines:
            HandedDialog(self._desk, lines, self).open()

    def _open_person(self, line: EnrolmentLine) -> None:
        self._desk.open("person", jobseeker_id=line.jobseeker.id)

    def _on_sort(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.read()

    def _export(self) -> None:
        title = _TITLE if self.shown == "enrolled" else ENTRIES
        save_whole_table(self._desk, title, self.shown_card.model)


def _first(why: Callable[[EnrolmentLine], str], lines: Sequence[EnrolmentLine]) -> str:
    """The first reason that one of the lines gives; "" where all may."""
    return next((said for line in lines if (said := why(line))), "")


def _why_not_registered(line: EnrolmentLine) -> str:
    return columns.why_no_verdict(line, Verdict.REGISTERED)


def _why_not_no(line: EnrolmentLine) -> str:
    return columns.why_no_verdict(line, Verdict.NOT_REGISTERED)
