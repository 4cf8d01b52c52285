# SPDX-License-Identifier: MIT
"""What is noted of a « devis AIF »: it has left, what became of it, it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.quote_rows import QuoteState
from kairos_desktop.services.acts.aif_quotes import CancelQuote, DraftQuote, FollowQuote, SendQuote
from kairos_desktop.services.rules.aif_quotes import LATE, sending_flags, sending_warnings
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import DateField, TextField
from kairos_desktop.views.toolkit.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.services.queries.aif_quotes import QuoteCard
    from kairos_desktop.views.toolkit.desk import Desk

STEP_ACTS = {
    QuoteState.ACCEPTED: "Accepté par le DE",
    QuoteState.DECLINED: "Refusé par le DE",
    QuoteState.GRANTED: "Accordé par France Travail",
    QuoteState.REFUSED: "Refusé par France Travail",
    QuoteState.INVOICED: "Facturé",
    QuoteState.PAID: "Payé",
}
_WITH_REASON = (QuoteState.DECLINED, QuoteState.REFUSED)


class _QuoteDialog(ActDialog):
    """Base: of whom and of what; `done` runs once it is recorded."""

    together = True

    def __init__(
        self, desk: Desk, card: QuoteCard, parent: QWidget, title: str, done: Callable[[], None],
        **look: Any,
    ) -> None:  # fmt: skip
        lead = f"{addressed(card.jobseeker)}. {card.session.title}."
        super().__init__(desk, parent, title, lead=lead, **look)
        self.quote_card, self._done = card, done

    def add_day(self, title: str) -> None:
        """Add the day of what is noted, today unless another one is typed."""
        today = self.desk.now().date()
        field = DateField(title, is_required=True, hint="", today=lambda: today)
        self.form.add("on", field)
        field.set_value(today)

    def recorded(self, recorded: Recorded) -> None:
        self._done()


class SendDialog(_QuoteDialog):
    """« Noter l'envoi »: what stands in its way is said beforehand; `before` is recorded first."""

    def __init__(
        self, desk: Desk, card: QuoteCard, before: Sequence[Act], parent: QWidget,
        done: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(desk, card, parent, "Noter l’envoi du devis", done)
        self._before = before
        self.add_day("Envoyé le")
        self.form.add("reason", TextField("Motif d’un envoi tardif"))
        self.add_note()
        self.form.edited.connect(self._explain)
        self._explain()

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        if self._is_unexplained():
            self._explain(wrong=True)
            return None
        quote = self.quote_card.quote
        act = SendQuote(quote_id=quote.id, on=values["on"], reason=values["reason"])
        said = f"Devis AIF de {addressed(self.quote_card.jobseeker)} noté comme envoyé."
        return Gesture((*self._before, act), said)

    def _is_unexplained(self) -> bool:
        values = self.form.values()
        return not values["reason"] and LATE in [each.code for each in self._flags()]

    def _flags(self) -> list[Any]:
        card, on = self.quote_card, self.form.values()["on"]
        return list(sending_flags(card.quote, card.session, card.provider, on)) if on else []

    def _explain(self, *, wrong: bool = False) -> None:
        values, today = self.form.values(), self.desk.now().date()
        if values["on"] is None:
            self.say("")
            return
        warned = [*self._flags()]
        warned += sending_warnings(self.quote_card.quote, values["on"], today, "…")
        told = [sentence(each) for each in warned]
        if wrong:
            told.append("Donnez le motif pour l’enregistrer quand même.")
        self.say(" ".join(told), wrong=wrong)


class StepDialog(_QuoteDialog):
    """The answer, the decision, the invoice or the payment, on its day."""

    def __init__(
        self, desk: Desk, card: QuoteCard, step: QuoteState, parent: QWidget,
        done: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(desk, card, parent, STEP_ACTS[step], done)
        self._step = step
        self.add_day("Le")
        if step in _WITH_REASON:
            self.form.add("reason", TextField("Motif", is_required=step is QuoteState.REFUSED))

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        act = FollowQuote(
            quote_id=self.quote_card.quote.id,
            quote_step=self._step,
            on=values["on"],
            reason=values.get("reason", ""),
        )
        who = addressed(self.quote_card.jobseeker)
        return Gesture((act,), f"Devis AIF de {who} : {label(self._step).lower()}.")


class CancelDialog(_QuoteDialog):
    """« Annuler le devis », followed by its `copy` where it is to be corrected."""

    def __init__(
        self, desk: Desk, card: QuoteCard, copy: DraftQuote | None, parent: QWidget,
        done: Callable[[], None],
    ) -> None:  # fmt: skip
        title = "Annuler le devis" if copy is None else "Corriger : annuler et copier"
        super().__init__(desk, card, parent, title, done, accept=title, danger=copy is None)
        self._copy = copy
        self.form.add("reason", TextField("Motif"))
        self.add_note()
        self.say(self._consequence())

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        act = CancelQuote(quote_id=self.quote_card.quote.id, reason=values["reason"])
        who = addressed(self.quote_card.jobseeker)
        if self._copy is None:
            return Gesture((act,), f"Devis AIF de {who} annulé.")
        return Gesture((act, self._copy), f"Devis AIF de {who} annulé, sa copie est à corriger.")

    def _consequence(self) -> str:
        number = self.quote_card.quote.number
        paper = f"Le document {number} sera marqué annulé. " if number else ""
        is_out = self.quote_card.quote.state is not QuoteState.DRAFT
        there = "Annulez-le aussi dans KAIROS." if is_out else ""
        return f"{paper}{there}".strip() or "Rien n’est encore parti."
