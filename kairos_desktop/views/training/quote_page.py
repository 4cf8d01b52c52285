# SPDX-License-Identifier: MIT
"""« Devis AIF » of one person on one session.

The three gestures its user repeats most, and what they cost:
1. Make a quote: opened from the session, everything that the session, the enrolment and the last
   quote of the same training know is there; the cursor is in the price, Ctrl+Entrée records.
2. Send it: *Noter l'envoi…*, Entrée: it is recorded as it is typed, and its paper shows, to print.
3. Note the answer: the button of the next step has the focus, Entrée, Entrée.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from kairos_desktop.models.quote_rows import QuoteState
from kairos_desktop.services.acts.aif_quotes import ChangeQuote, DraftQuote, Quote
from kairos_desktop.services.rules.aif_quotes import CANCELLABLE, TYPED, copied, next_steps
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.form_card import FormCard, scrolled
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import reads
from kairos_desktop.views.training.quote_dialogs import (
    STEP_ACTS,
    CancelDialog,
    SendDialog,
    StepDialog,
)
from kairos_desktop.views.training.quote_form import QuoteForm
from kairos_desktop.views.training.quote_words import (
    day_facts,
    quote_facts,
    state_pill,
    watch_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from kairos_desktop.models.quote_rows import AifQuoteRow
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.ledger import ChangeSet, Recorded
    from kairos_desktop.services.queries.aif_quotes import QuoteCard
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Devis AIF"
_SHOWS = frozenset({"aif_quote", "jobseeker", "training_session", "enrolment", "provider"})


class QuotePage(Page):
    """A quote. Arguments: `quote_id`; or `jobseeker_id` and `session_id`, for a new one too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self.card: QuoteCard | None = None
        self._asked: dict[str, UUID] = {}
        # What was typed of others and not recorded, by person and session.
        self._typed: dict[tuple[UUID, UUID], dict[str, Any]] = {}
        self.form = QuoteForm(lambda: desk.now().date())
        self._days, self._told = Facts(names=112), Facts(names=190)
        self._watch = Label()
        self._watch.setWordWrap(True)
        set_look(self._watch, "sentence")
        self.steps = {
            step: button(f"{text}…", partial(self._ask_step, step))
            for step, text in STEP_ACTS.items()
        }
        self.save_button = button("Enregistrer", self._save, key="Ctrl+Return")
        self.send_button = button("Noter l’envoi…", self._ask_send, look="primary")
        self.print_button = button("Imprimer le devis", self._save_and_print)
        self.cancel_button = button("Annuler le devis…", self._ask_cancel)
        self.copy_button = button("Corriger…", self._ask_copy)
        self._stack = QStackedWidget()
        self._lay_out()
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a quote; without argument, the one in hand."""
        asked = {name: value for name, value in arguments.items() if value is not None}
        if asked:
            # A new quote keeps its id however often it is read.
            self._asked = {"new_id": self.desk.new_id()} | asked
        self._read()

    def focus_start(self) -> None:
        """Give the focus to the price, or to the next step of one that has left."""
        if self._stack.currentIndex() == 0:
            self.form.focus_first()
            return
        for made in self.steps.values():
            if made.isVisibleTo(self):
                made.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _lay_out(self) -> None:
        for made in (self.print_button, self.copy_button, self.cancel_button):
            self.add_button(made)
        self.add_button(help_button(self.desk, "devis-aif"))
        typed = FormCard(self.form)
        typed.add_buttons(self.save_button, self.send_button)
        told = QWidget()
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(told)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.addWidget(self._told)
        column.addStretch(1)
        for each in (typed, scrolled(told)):
            self._stack.addWidget(each)
        self.body.addWidget(SideBySide(self._stack, self._aside(), width=272), 1)

    def _aside(self) -> QFrame:
        inside = QWidget()
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(unit + unit // 2)
        heading = Label("Où il en est")
        set_look(heading, "section")
        for each in (heading, self._days, self._watch, *self.steps.values()):
            column.addWidget(each)
        every = partial(self.desk.open, "boards-actions", tab="quotes")
        column.addWidget(button("Tous les devis AIF en cours", every))
        column.addWidget(button("Fiche du DE", self._open_person))
        column.addStretch(1)
        return scrolled(inside)

    def _read(self) -> None:
        if self._asked:
            today = self.desk.now().date()
            self.desk.read(
                reads.quote, self._asked, today, done=self._show, owner=self, key="quote"
            )

    def _show(self, card: QuoteCard | None) -> None:
        before, self.card = self.card, card
        if card is None:
            self.desk.say("Ce devis n’existe plus ici.")
            return
        row = card.quote
        self.set_title(TITLE, f"{addressed(card.jobseeker)} · {card.session.title}")
        self.set_trail(
            [
                ("Sessions de formation", partial(self.desk.open, "sessions")),
                (card.session.title, self._open_session),
                (full_name(card.jobseeker), self._open_person),
                (TITLE, None),
            ]
        )
        self.set_pills([state_pill(card, self.desk.now().date())])
        is_draft = row.state is QuoteState.DRAFT
        self._show_acts(row, is_new=card.is_new)
        self._days.show_facts(day_facts(card))
        self._say(watch_text(card))
        self._stack.setCurrentIndex(0 if is_draft else 1)
        self._told.show_facts([] if is_draft else quote_facts(card))
        self._show_typed(before, row)
        if before is None or before.quote.id != row.id or before.quote.state is not row.state:
            self.focus_start()

    def _show_typed(self, before: QuoteCard | None, row: AifQuoteRow) -> None:
        """Fill the form; what is being typed is not taken away by a colleague's act."""
        is_same = before is not None and before.quote.id == row.id
        if before is not None and not is_same and self.form.is_touched:
            self._typed[_place(before.quote)] = self.form.values()
        if row.state is not QuoteState.DRAFT or (is_same and self.form.is_touched):
            return
        self.form.show_quote(row)
        if kept := self._typed.pop(_place(row), None):
            self.form.set_values(kept)
            self.form.is_touched = True

    def _show_acts(self, row: AifQuoteRow, *, is_new: bool) -> None:
        is_draft = row.state is QuoteState.DRAFT
        for step, made in self.steps.items():
            made.setVisible(step in next_steps(row.state))
        self.print_button.setEnabled(bool(row.number) or is_draft)
        self.cancel_button.setVisible(row.state in CANCELLABLE and not is_new)
        self.copy_button.setVisible(not is_draft)

    def _say(self, text: str) -> None:
        self._watch.setText(text)
        self._watch.setAccessibleName(text)
        self._watch.setVisible(bool(text))

    def _typed_acts(self) -> list[Act] | None:
        """What records the draft as it is typed; None after saying what is wrong."""
        card, quote = self.card, self.form.quote()
        if card is None or quote is None:
            return None
        row = card.quote
        if card.is_new:
            return [_draft(row, quote)]
        return [ChangeQuote(quote_id=row.id, quote=quote)] if self.form.is_touched else []

    def _save(self) -> None:
        if acts := self._typed_acts():
            self._record(acts, "enregistré", self._settle)

    def _record(self, acts: Sequence[Act], what: str, then: Callable[[], None]) -> None:
        """Record what becomes of the quote in hand; what follows, unless it is refused."""

        def run(recorded: Recorded) -> None:
            if not recorded.refusals:
                then()

        if self.card is not None:
            said = f"Devis AIF de {addressed(self.card.jobseeker)} {what}."
            self.desk.record(acts, said, run)

    def _settle(self) -> None:
        """The quote in hand is recorded: it is shown by its own id from now on."""
        if self.card is not None:
            self.form.is_touched = False
            self._asked = {"quote_id": self.card.quote.id}
            self._read()

    def _ask_send(self) -> None:
        acts, row = self._typed_acts(), self.form.row()
        if acts is None or row is None or self.card is None:
            return
        card = msgspec.structs.replace(self.card, quote=row)
        SendDialog(self.desk, card, acts, self, self._on_sent).open()

    def _on_sent(self) -> None:
        """The quote is recorded: its paper shows, to be printed."""
        self._settle()
        self._print()

    def _ask_step(self, step: QuoteState) -> None:
        if self.card is not None:
            StepDialog(self.desk, self.card, step, self, self._settle).open()

    def _ask_cancel(self) -> None:
        if self.card is not None:
            CancelDialog(self.desk, self.card, None, self, self._settle).open()

    def _ask_copy(self) -> None:
        """Correct one that has left: it is cancelled where it may be, and its copy is a draft."""
        if self.card is None:
            return
        row = copied(self.card.quote, self.desk.new_id(), self.desk.now().date())
        act = _draft(row, Quote(**{name: getattr(row, name) for name in TYPED}))
        then = partial(self._open_quote, row.id)
        if self.card.quote.state in CANCELLABLE:
            CancelDialog(self.desk, self.card, act, self, then).open()
            return
        self._record([act], "copié", then)

    def _open_quote(self, quote_id: UUID) -> None:
        self._asked = {"quote_id": quote_id}
        self._read()

    def _save_and_print(self) -> None:
        """Print the draft as it is typed, or the quote as it left."""
        is_draft = self.card is not None and self.card.quote.state is QuoteState.DRAFT
        acts = self._typed_acts() if is_draft else []
        if acts:
            self._record(acts, "enregistré", self._on_sent)
        elif acts is not None:
            self._print()

    def _print(self) -> None:
        if self.card is not None:
            self.desk.papers.show_quote(self.card.quote.id)

    def _open_person(self) -> None:
        if self.card is not None:
            self.desk.open("person", jobseeker_id=self.card.jobseeker.id)

    def _open_session(self) -> None:
        if self.card is not None:
            self.desk.open("session", session_id=self.card.session.id, tab="enrolled")

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._read()


def _place(row: AifQuoteRow) -> tuple[UUID, UUID]:
    return row.jobseeker_id, row.session_id


def _draft(row: AifQuoteRow, quote: Quote) -> DraftQuote:
    return DraftQuote(
        quote_id=row.id,
        session_id=row.session_id,
        jobseeker_id=row.jobseeker_id,
        quote=quote,
        copied_from_id=row.copied_from_id,
    )
