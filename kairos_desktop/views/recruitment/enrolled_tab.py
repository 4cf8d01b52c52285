# SPDX-License-Identifier: MIT
"""« Inscrits en formation »: those kept or proposed, their status, their certificate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import DocumentKind, Verdict
from kairos_desktop.services.exchange_seen import ANSWERED
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.recruitment import enrolled_columns as columns
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.recruitment.enrolled_columns import is_withdrawn
from kairos_desktop.views.recruitment.enrolled_papers import EnrolledPapers
from kairos_desktop.views.recruitment.history_act import history_act
from kairos_desktop.views.recruitment.slot_choices import waiting_of
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.choice_panel import open_choices
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import ElidedLabel
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.toolkit.desk import Desk

PROPOSE = "Proposer l'inscription d'un DE à une formation"
ENTRIES_LATER = "La saisie des entrées en formation arrive dans une prochaine version."
_TITLE = "Inscrits en formation"
_PRINT = "Imprimer…"
_ALL_ROWS = frozenset({"jobseeker", "training_session", "document", ANSWERED})


class EnrolledTab(QWidget):
    """The enrolments of a session, and the acts on them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: SessionCard | None = None
        self._sort = ("name", False)
        self._waiting = ElidedLabel()
        set_look(self._waiting, "muted")
        tabs = CounterTabs(_TITLE)
        tabs.add("enrolled", _TITLE)
        tabs.add("entries", "Saisie des entrées en formation (à venir)")
        tabs.setTabEnabled(1, False)
        tabs.setTabToolTip(1, ENTRIES_LATER)
        self.tabs = tabs
        self.card = ListCard(
            _TITLE,
            columns.columns(),
            self._fetch,
            self._acts(),
            head=tabs,
            noun=("ligne", "lignes"),
        )
        self.card.table.fade(is_withdrawn)
        self.card.refused.connect(desk.say)
        self.card.table.sort_asked.connect(self._on_sort)
        self.card.table.row_opened.connect(self._open_person)
        self.papers = EnrolledPapers(desk)
        self.print_button = button(_PRINT, self._open_papers)
        self._lay_out()

    def show_card(self, card: SessionCard) -> None:
        """Show the enrolments of a session."""
        self._session = card
        waiting = waiting_of(card.slots)
        self._waiting.setText(f"Mises en attente : {waiting} (Info coll et RDV individuels)")
        self.read()

    def read(self) -> None:
        """Read the list again."""
        if self._session is None:
            return
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
        if changes.tables & _ALL_ROWS:
            self.card.model.refresh_all()
        else:
            self.card.model.refresh(changes.ids)

    def focus_list(self) -> None:
        """Put the keyboard in the list."""
        self.card.table.setFocus()

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
        row.addWidget(self.print_button)
        row.addWidget(button("Exporter tout le tableau", self._export))
        row.addWidget(help_button(self._desk, "inscrits-en-formation"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(metrics.UNIT))
        column.addLayout(row)
        column.addWidget(self.card, 1)

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
        self.card.show_ids(ids, empty)

    def _certificate(self, lines: Sequence[EnrolmentLine]) -> None:
        self.papers.show(DocumentKind.ENROLMENT_CERTIFICATE, lines)

    def _show_history(self, line: EnrolmentLine) -> None:
        ids = [line.id, *(paper.id for paper in line.papers)]
        self._desk.show_history(ids, full_name(line.jobseeker))

    def _open_papers(self) -> None:
        open_choices(self.print_button, _PRINT, self.papers.choices(self.card))

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

    def _open_person(self, line: EnrolmentLine) -> None:
        self._desk.open("person", jobseeker_id=line.jobseeker.id)

    def _on_sort(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.read()

    def _export(self) -> None:
        save_whole_table(self._desk, _TITLE, self.card.model)


def _why_not_registered(line: EnrolmentLine) -> str:
    return columns.why_no_verdict(line, Verdict.REGISTERED)


def _why_not_no(line: EnrolmentLine) -> str:
    return columns.why_no_verdict(line, Verdict.NOT_REGISTERED)
