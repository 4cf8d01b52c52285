# SPDX-License-Identifier: MIT
"""« Bilan de fin de formation » of a trainee, then of the next one of the session.

The three gestures its user repeats most, and what they cost:
1. Fill in the bilan of somebody who succeeded: three choices by their first letter, Tab between
   them, Ctrl+Entrée: it is recorded, and the next one is there, the cursor in the first field.
2. Print it: *Imprimer le bilan*.
3. Correct one that was made: the same form, as it was left.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.form_card import FormCard, scrolled
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import reads
from kairos_desktop.views.training.phrases import report_facts
from kairos_desktop.views.training.report_form import ReportForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet, Recorded
    from kairos_desktop.services.queries.reports import OwedReport, ReportCard
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Bilan de fin de formation"
_SHOWS = frozenset(
    {
        "report", "enrolment", "jobseeker", "absence", "interruption", "remote_work", "lesson",
        "closure", "training_session",
    }
)  # fmt: skip


class ReportPage(Page):
    """The bilan of one trainee. Argument: `enrolment_id`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self.card: ReportCard | None = None
        self._asked: UUID | None = None
        # What was typed of others and not recorded, by enrolment.
        self._drafts: dict[UUID, dict[str, Any]] = {}
        self.form = ReportForm(lambda: desk.now().date())
        self._path = Facts(names=76)
        self._left = Label()
        self._left.setWordWrap(True)
        self.print_button = button("Imprimer le bilan", self._print)
        self.next_button = button("Enregistrer et passer au suivant", self._save_and_go_on)
        self._lay_out()
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the bilan of a trainee; without argument, the one in hand."""
        self._asked = arguments.get("enrolment_id", self._asked)
        self._read()

    def focus_start(self) -> None:
        """Give the focus to the first field."""
        self.form.focus_first()

    def _lay_out(self) -> None:
        self.add_button(self.print_button)
        self.add_button(help_button(self.desk, "bilan"))
        card = FormCard(self.form)
        save = button("Enregistrer", self._save, look="primary", key="Ctrl+Return")
        card.add_buttons(self.next_button, save)
        self.body.addWidget(SideBySide(card, self._aside(), width=256), 1)

    def _aside(self) -> QFrame:
        inside = QWidget()
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(unit + unit // 2)
        for title, below in (("Le parcours", self._path), ("Dans cette session", self._left)):
            heading = Label(title)
            set_look(heading, "section")
            column.addWidget(heading)
            column.addWidget(below)
        every = partial(self.desk.open, "boards-actions", tab="reports")
        column.addWidget(button("Tous les bilans à faire", every))
        column.addWidget(button("Absences et sortie", self._open_trainee))
        column.addStretch(1)
        return scrolled(inside)

    def _read(self) -> None:
        if self._asked is not None:
            self.desk.read(
                reads.report,
                self._asked,
                self.desk.now().date(),
                done=self._show,
                owner=self,
                key="report",
            )

    def _show(self, card: ReportCard | None) -> None:
        before, self.card = self.card, card
        if card is None:
            self.desk.say("Cette inscription n’existe plus ici.")
            return
        name = full_name(card.jobseeker)
        self.set_title(TITLE, f"{addressed(card.jobseeker)} · {card.session.title}")
        self.set_trail(
            [
                ("Sessions de formation", partial(self.desk.open, "sessions")),
                (card.session.title, self._open_session),
                (name, self._open_trainee),
                ("Bilan", None),
            ]
        )
        done = card.report is not None
        self.set_pills([Pill("Saisi", "ok") if done else Pill("À saisir", "warn")])
        self.print_button.setEnabled(done)
        self._path.show_facts(report_facts(card))
        others = self._others()
        self._left.setText(_left_text(len(others)))
        self.next_button.setVisible(bool(others))
        # What is being typed is not taken away by a colleague's act on the same trainee.
        if before is None or before.enrolment.id != card.enrolment.id:
            if before is not None and self.form.is_touched:
                self._drafts[before.enrolment.id] = self.form.values()
            self.form.show_report(card.report, self._drafts.pop(card.enrolment.id, None))
            self.form.focus_first()
        elif before.report != card.report and not self.form.is_touched:
            self.form.show_report(card.report)

    def _others(self) -> list[OwedReport]:
        card = self.card
        return [] if card is None else [row for row in card.owed if row.id != card.enrolment.id]

    def _save(self) -> None:
        self._record(None)

    def _save_and_go_on(self) -> None:
        others = self._others()
        self._record(others[0].id if others else None)

    def _record(self, then: UUID | None) -> None:
        card = self.card
        act = self.form.act(card.enrolment.id) if card is not None else None
        if card is None or act is None:
            return

        def on_recorded(recorded: Recorded) -> None:
            if recorded.refusals:
                return
            self.form.is_touched = False
            if then is not None:
                self._asked = then
                self._read()

        said = f"Bilan de {addressed(card.jobseeker)} enregistré."
        self.desk.record([act], said, on_recorded)

    def _print(self) -> None:
        if self.card is not None:
            kind = DocumentKind.TRAINING_REPORT
            self.desk.papers.show(kind, enrolment_ids=[self.card.enrolment.id])

    def _open_trainee(self) -> None:
        if self.card is not None:
            self.desk.open("absences", enrolment_id=self.card.enrolment.id)

    def _open_session(self) -> None:
        if self.card is not None:
            self.desk.open("session", session_id=self.card.session.id, tab="enrolled")

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._read()


def _left_text(count: int) -> str:
    if not count:
        return "Aucun autre bilan n’est à faire."
    return f"{count} autre{'s' if count > 1 else ''} bilan{'s' if count > 1 else ''} à faire."
