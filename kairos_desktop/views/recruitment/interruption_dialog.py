# SPDX-License-Identifier: MIT
"""« Saisir une période d'interruption »: refused or not, and why, as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.sessions import PlanInterruption
from kairos_desktop.services.rules.interruptions import interruption_refusal, length_in_days
from kairos_desktop.services.rules.reasons import WHOLE_SESSION
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.reasons import reason_choices
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment.gestures import Gesture
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.toolkit.desk import Desk


class InterruptionDialog(ActDialog):
    """A pause of more than fifteen days planned for the whole session."""

    def __init__(self, desk: Desk, card: SessionCard, parent: QWidget) -> None:
        session = card.session
        dates = period(session.starts_on, session.ends_on)
        lead = (
            f"{session.title}, {dates}. Elle s’imprimera sur les AIS, et change la catégorie "
            "d’inscription des DE et leur indemnisation : les dates doivent être exactes."
        )
        super().__init__(desk, parent, "Saisir une période d'interruption", lead=lead)
        self._card = card
        form = self.form
        near = session.starts_on or desk.now().date()
        start = DateField("Premier jour", is_required=True, hint="", today=lambda: near)
        end = DateField("Dernier jour", is_required=True, hint="", today=lambda: near)
        form.add("starts_on", start)
        form.add("ends_on", end, beside=True)
        self.add_note()
        reasons = reason_choices(ReasonKind.INTERRUPTION, among=WHOLE_SESSION)
        form.add("reason", ChoiceField("Motif", reasons, is_required=True))
        form.edited.connect(self._explain)

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        if self._explain():
            return None
        act = PlanInterruption(
            interruption_id=self.desk.new_id(),
            session_id=self._card.session.id,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            reason=values["reason"],
        )
        words = period(values["starts_on"], values["ends_on"])
        return Gesture((act,), f"Interruption prévue {words}.")

    def _explain(self) -> bool:
        """Say the length or why it is refused; give whether it is."""
        values = self.form.values()
        start, end = values["starts_on"], values["ends_on"]
        if start is None or end is None:
            self.say("")
            return False
        refusal = interruption_refusal(self._card.session, self._card.interruptions, start, end)
        if refusal is not None:
            self.say(sentence(refusal), wrong=True)
            return True
        self.say(f"{length_in_days(start, end)} jours, les deux dates comprises.")
        return False
