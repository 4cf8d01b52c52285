# SPDX-License-Identifier: MIT
"""« Saisir une période d'interruption » of one trainee: sixteen days or more, else an absence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.interruptions import CorrectInterruption, RecordInterruption
from kairos_desktop.services.rules.interruptions import length_in_days, own_interruption_refusal
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.services.wording.reasons import reason_choices
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField
from kairos_desktop.views.toolkit.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import InterruptionRow
    from kairos_desktop.services.queries.training import TraineeCard
    from kairos_desktop.views.toolkit.desk import Desk

CONSEQUENCE = (
    "Une interruption change la catégorie d’inscription du DE et son indemnisation : les dates "
    "doivent être exactes."
)
_TITLE = "Saisir une période d'interruption"
_INSTEAD = "Saisir une absence à la place"


class PauseDialog(ActDialog):
    """An interruption of one trainee; a shorter one is offered as an absence with its dates."""

    def __init__(
        self,
        desk: Desk,
        card: TraineeCard,
        parent: QWidget,
        as_absence: Callable[[date, date], None],
        row: InterruptionRow | None = None,
    ) -> None:
        self._name = addressed(card.jobseeker)
        lead = f"{self._name}. {CONSEQUENCE}"
        super().__init__(desk, parent, _TITLE, lead=lead)
        self._card, self._row, self._as_absence = card, row, as_absence
        form, today = self.form, desk.now().date()
        for name, title in (("starts_on", "Premier jour"), ("ends_on", "Dernier jour")):
            field = DateField(title, is_required=True, hint="", today=lambda: today)
            form.add(name, field, beside=name == "ends_on")
        reasons = reason_choices(ReasonKind.INTERRUPTION, card.reasons)
        form.add("reason", ChoiceField("Motif", reasons, is_required=True))
        self.add_note()
        self._instead = button(_INSTEAD, self._type_absence)
        self._instead.hide()
        form.add_widget(self._instead)
        form.edited.connect(self._explain)
        if row is not None:
            form.set_values({"starts_on": row.starts_on, "ends_on": row.ends_on})
            if row.reason in dict(reasons):
                form.field("reason").set_value(row.reason)

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        if self._explain():
            return None
        start, end, reason = values["starts_on"], values["ends_on"], values["reason"]
        words = period(start, end)
        if self._row is not None:
            act = CorrectInterruption(
                interruption_id=self._row.id, starts_on=start, ends_on=end, reason=reason
            )
            return Gesture((act,), f"Interruption de {self._name} corrigée {words}.")
        new = RecordInterruption(
            interruption_id=self.desk.new_id(),
            enrolment_id=self._card.enrolment.id,
            starts_on=start,
            ends_on=end,
            reason=reason,
        )
        return Gesture((new,), f"Interruption de {self._name} enregistrée {words}.")

    def _explain(self) -> bool:
        """Say the length or why it is refused; give whether it is."""
        values = self.form.values()
        start, end = values["starts_on"], values["ends_on"]
        self._instead.hide()
        if start is None or end is None or end < start:
            self.say("" if start is None or end is None else "Le dernier jour vient avant.")
            return start is not None and end is not None
        others = [row for row in self._card.pauses if row is not self._row]
        refusal = own_interruption_refusal(others, start, end)
        if refusal is not None:
            self.say(sentence(refusal), wrong=True)
            self._instead.setVisible(refusal.code == "interruption_too_short")
            return True
        self.say(f"{length_in_days(start, end)} jours, les deux dates comprises.")
        return False

    def _type_absence(self) -> None:
        values = self.form.values()
        self.reject()
        self._as_absence(values["starts_on"], values["ends_on"])
