# SPDX-License-Identifier: MIT
"""How somebody leaves: abandon, exclusion, end; its correction. What it costs is said, then asked.

The first press on the button says the consequence, the second one records: an abandon typed for
the wrong person would stop somebody's pay. Sources: domain 3.9; R6352-5, R6341-47.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.exits import (
    CompleteTrainee,
    DropTrainee,
    ExcludeTrainee,
    ReopenTrainee,
)
from kairos_desktop.services.rules.absences import path_of
from kairos_desktop.services.rules.reasons import PLANNED_END
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.services.wording.reasons import reason_choices
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, NotesField, TextField
from kairos_desktop.views.toolkit.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.training import TraineeCard
    from kairos_desktop.views.toolkit.desk import Desk

_PROCEDURE = (
    "L’exclusion est une sanction : le stagiaire est convoqué par écrit, puis reçu en entretien, "
    "et la décision lui est notifiée par écrit et motivée (R6352-5). Elle n’est pas un abandon."
)
_COMPLETE_ENDS = frozenset({PLANNED_END, "early_success", "provider_stopped", "job", "death"})


class _ExitDialog(ActDialog):
    """Base: says the consequence at the first press, records at the second."""

    confirm = ""

    def __init__(self, desk: Desk, card: TraineeCard, parent: QWidget, title: str) -> None:
        self.name = addressed(card.jobseeker)
        lead = f"{self.name}. {card.session.title}."
        super().__init__(desk, parent, title, lead=lead, danger=bool(self.confirm))
        self.trainee = card
        self._is_warned = False

    def add_last_day(self) -> None:
        """Add the last day of training, on which nothing is assumed."""
        today = self.desk.now().date()
        day = DateField("Dernier jour de formation", is_required=True, today=lambda: today)
        self.form.add("last_day", day)

    def finish(self) -> None:
        """Add the line of the consequence; whatever is typed afterwards asks again."""
        self.add_note()
        self.form.edited.connect(self._forget)

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        if self.confirm and not self._is_warned:
            self._is_warned = True
            self.say(self.consequence(values), wrong=True)
            self._name_button(self.confirm)
            return None
        return self.said(values)

    def consequence(self, values: Mapping[str, Any]) -> str:
        """Say what follows, before it is recorded."""
        raise NotImplementedError

    @abstractmethod
    def said(self, values: Mapping[str, Any]) -> Gesture:
        """Give what to record."""

    def _forget(self) -> None:
        if self._is_warned:
            self._is_warned = False
            self.say("")
            self._name_button("Enregistrer")

    def _name_button(self, text: str) -> None:
        self.accept_button.setText(text)
        self.accept_button.setAccessibleName(text)


class DropDialog(_ExitDialog):
    """« Saisir un abandon »."""

    confirm = "Confirmer l’abandon"

    def __init__(self, desk: Desk, card: TraineeCard, parent: QWidget) -> None:
        super().__init__(desk, card, parent, "Saisir un abandon")
        self.add_last_day()
        reasons = reason_choices(ReasonKind.DROPOUT, card.reasons)
        self.form.add("reason", ChoiceField("Motif", reasons, is_required=True))
        self._legitimate = ChoiceField("Motif légitime", _legitimate(), is_required=True)
        self.form.add("legitimate", self._legitimate, beside=True)
        self.finish()

    def consequence(self, values: Mapping[str, Any]) -> str:
        pay = {
            "yes": "Motif légitime : la rémunération versée reste acquise.",
            "no": "Sans motif légitime : la rémunération versée est à rembourser en totalité "
            "(R6341-47), et France Travail peut réduire l’allocation.",
            "unknown": "Légitimité à dire dès qu’elle est connue : sans motif légitime, la "
            "rémunération versée est à rembourser (R6341-47).",
        }[values["legitimate"]]
        day = day_number(values["last_day"])
        return f"La formation de {self.name} s’arrête le {day}. {pay} À signaler sous 3 jours."

    def said(self, values: Mapping[str, Any]) -> Gesture:
        act = DropTrainee(
            enrolment_id=self.trainee.enrolment.id,
            last_day=values["last_day"],
            reason=values["reason"],
            legitimate={"yes": True, "no": False, "unknown": None}[values["legitimate"]],
        )
        return Gesture((act,), f"Abandon de {self.name} enregistré.")


def _legitimate() -> list[tuple[str, str]]:
    # None is what a field says when nothing was chosen: « pas encore connu » needs its own value.
    return [("yes", "Oui"), ("no", "Non"), ("unknown", "Pas encore connu")]


class ExcludeDialog(_ExitDialog):
    """« Saisir une exclusion », with the dates of the procedure."""

    confirm = "Confirmer l’exclusion"

    def __init__(self, desk: Desk, card: TraineeCard, parent: QWidget) -> None:
        super().__init__(desk, card, parent, "Saisir une exclusion")
        self.add_last_day()
        hint = "Le fait, en quelques mots ; rien de médical."
        self.form.add("reason", TextField("Motif", is_required=True, hint=hint, most=200))
        today = self.desk.now().date()
        for name, title in (
            ("summoned_on", "Convocation écrite du"),
            ("heard_on", "Entretien du"),
        ):
            field = DateField(title, hint="", today=lambda: today)
            self.form.add(name, field, beside=name == "heard_on")
        self.finish()
        self.say(_PROCEDURE)

    def consequence(self, values: Mapping[str, Any]) -> str:
        missing = values["summoned_on"] is None or values["heard_on"] is None
        lacks = " Une date de la procédure manque : la sanction serait fragile." if missing else ""
        return (
            f"{self.name} est exclu de la formation. Pour faute lourde, la rémunération versée "
            f"est à rembourser (R6341-47).{lacks} À signaler sous 3 jours."
        )

    def said(self, values: Mapping[str, Any]) -> Gesture:
        act = ExcludeTrainee(
            enrolment_id=self.trainee.enrolment.id,
            last_day=values["last_day"],
            reason=values["reason"],
            summoned_on=values["summoned_on"],
            heard_on=values["heard_on"],
        )
        return Gesture((act,), f"Exclusion de {self.name} enregistrée.")


class CompleteDialog(_ExitDialog):
    """« Confirmer la sortie »: the planned end is proposed, a person confirms it."""

    def __init__(self, desk: Desk, card: TraineeCard, parent: QWidget) -> None:
        super().__init__(desk, card, parent, "Confirmer la sortie")
        self.add_last_day()
        _, end = path_of(card.enrolment, card.session)
        self.form.field("last_day").set_value(end)
        ends = reason_choices(ReasonKind.END, card.reasons, among=_COMPLETE_ENDS)
        self.form.add("reason", ChoiceField("Fin de formation", ends, is_required=True))
        if end is not None:
            self.form.field("reason").set_value(PLANNED_END)
        self.finish()
        self.say("Le bilan de fin de formation sera ensuite à faire.")

    def said(self, values: Mapping[str, Any]) -> Gesture:
        act = CompleteTrainee(
            enrolment_id=self.trainee.enrolment.id,
            last_day=values["last_day"],
            reason=values["reason"],
        )
        return Gesture((act,), f"Sortie de {self.name} confirmée.")


class ReopenDialog(_ExitDialog):
    """« Rouvrir le parcours »: a correction of the RGC, kept in the history with its reason."""

    def __init__(self, desk: Desk, card: TraineeCard, parent: QWidget) -> None:
        super().__init__(desk, card, parent, "Rouvrir le parcours")
        hint = "Pourquoi la sortie était une erreur. Reste dans l’historique."
        self.form.add("reason", NotesField("Motif de la correction", is_required=True, hint=hint))
        self.finish()
        self.say("Réservé au RGC. Le parcours redevient « Entré », ses mois sont à rectifier.")

    def said(self, values: Mapping[str, Any]) -> Gesture:
        act = ReopenTrainee(enrolment_id=self.trainee.enrolment.id, reason=values["reason"])
        return Gesture((act,), f"Parcours de {self.name} rouvert.")
