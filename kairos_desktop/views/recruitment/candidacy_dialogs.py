# SPDX-License-Identifier: MIT
"""The dialogues of candidacies: the window, a contact told, an RDV fixed, a decision on papers."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import (
    CancelReason,
    Contact,
    NotSelectedReason,
    Result,
    SlotKind,
)
from kairos_desktop.services.acts.candidacies import ChangeCandidacies, OpenCandidacies, Window
from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.rules.candidacies import NO_LIMIT
from kairos_desktop.services.rules.slots import MOST_PLACES
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.labels import choices, label
from kairos_desktop.views.recruitment import candidacy_gestures, gestures
from kairos_desktop.views.recruitment.reason_dialogs import ReasonDialog
from kairos_desktop.views.recruitment.transfer_dialog import target_label, targets
from kairos_desktop.views.recruitment.where_fields import WhereFields
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, NumberField, TextField
from kairos_desktop.views.toolkit.gesture import Gesture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SessionCard, SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

NO_RDV = (
    "Aucun RDV individuel libre et à venir dans cette session. Saisissez d’abord des RDV "
    "individuels, puis fixez le RDV."
)


class WindowDialog(ActDialog):
    """« Saisir une période de candidature », and « Modifier… » one."""

    def __init__(
        self,
        desk: Desk,
        card: SessionCard,
        parent: QWidget,
        *,
        changed: SlotLine | None = None,
        on_created: Callable[[UUID], None] = lambda _slot_id: None,
    ) -> None:
        verb = "Modifier la période" if changed else "Saisir une période"
        super().__init__(desk, parent, f"{verb} de candidature", lead=card.session.title)
        self._session_id, self._changed, self._on_created = card.session.id, changed, on_created
        form, today = self.form, desk.now().date
        first = form.add("opens_on", DateField("Du", is_required=True, today=today))
        form.add("closes_on", DateField("Au", is_required=True, today=today), beside=True)
        most = NumberField(
            "Candidats au plus", 1, MOST_PLACES, is_required=False, hint="Vide : sans limite"
        )
        form.add("most", most, beside=True)
        self._where = WhereFields(desk, form, self, comment="Pièces demandées")
        self.add_note()
        if changed is None:
            first.set_value(today())
            return
        slot = changed.slot
        limit = slot.capacity if slot.capacity < NO_LIMIT else None
        form.set_values({"opens_on": slot.held_on, "closes_on": slot.until, "most": limit})
        self._where.show(slot)

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        where: Where = self._where.where(values)
        window = Window(
            opens_on=values["opens_on"],
            closes_on=values["closes_on"],
            most=values["most"],
            where=where,
        )
        days = period(window.opens_on, window.closes_on)
        if self._changed is not None:
            act = ChangeCandidacies(slot_id=self._changed.id, window=window)
            return Gesture((act,), f"Modification enregistrée : candidatures {days}.")
        slot_id = self.desk.new_id()
        # Asked before the hub speaks, so that the new window is the one taken when it is read.
        self._on_created(slot_id)
        opened = OpenCandidacies(slot_id=slot_id, session_id=self._session_id, window=window)
        return Gesture((opened,), f"Période de candidature saisie : {days}.")


class ContactDialog(ActDialog):
    """« Préciser le contact »: its day, when it is not today's, and a few words."""

    def __init__(self, desk: Desk, lines: Sequence[RegistrationLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        super().__init__(desk, parent, "Préciser le contact", lead=name)
        self._lines = lines
        asked = ChoiceField("Contact", choices(Contact), is_required=True)
        self.form.add("contact", asked).set_value(Contact.CONTACTED)
        today = desk.now().date
        day = DateField("Le", is_required=True, today=today)
        self.form.add("on", day, beside=True).set_value(today())
        self.form.add("note", TextField("Précision", most=400))
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return candidacy_gestures.contact(
            self._lines, values["contact"], values["on"], values["note"]
        )


class DecideDialog(ActDialog):
    """« Décider sans contact »: a result on the papers, with why nobody was called."""

    def __init__(self, desk: Desk, lines: Sequence[RegistrationLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name}. Le contact doit d’ordinaire être pris : dites pourquoi il ne l’est pas."
        super().__init__(desk, parent, "Décider sans contact", lead=lead)
        self._lines = lines
        results = [(each, label(each)) for each in Result if each is not Result.NONE]
        self._result = self.form.add("result", ChoiceField("Résultat", results, is_required=True))
        self._reason = self.form.add("reason", ChoiceField("Motif", choices(NotSelectedReason)))
        self.form.add("why", TextField("Pourquoi sans contact", is_required=True, most=400))
        self.add_note()
        self._result.edited.connect(self._on_result)
        self._on_result()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        result: Result = values["result"]
        reason = values["reason"] if result is Result.NOT_SELECTED else None
        return candidacy_gestures.decided_without_contact(
            self._lines, result, values["why"], reason
        )

    def _on_result(self) -> None:
        self._reason.setVisible(self._result.value() is Result.NOT_SELECTED)


class WithdrawCandidacyDialog(ReasonDialog):
    """« Retirer la candidature », on the jobseeker's demand."""

    def __init__(self, desk: Desk, lines: Sequence[RegistrationLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name}. Retirée veut dire : à l’initiative du DE."
        super().__init__(desk, parent, "Retirer la candidature", lead, CancelReason)
        self._lines = lines

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return candidacy_gestures.withdrawal(self._lines, values["reason"], values["note"])


class FixDialog(ActDialog):
    """« Fixer un RDV »: the first one; several people take the free ones that follow."""

    # All of them or none: whoever is left out would have to be found again.
    together = True

    def __init__(
        self,
        desk: Desk,
        lines: Sequence[RegistrationLine],
        slots: Sequence[SlotLine],
        parent: QWidget,
    ) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name} : de la candidature à un RDV individuel de la session."
        super().__init__(desk, parent, "Fixer un RDV", accept="Fixer le RDV", lead=lead)
        self._lines = list(lines)
        free = targets(desk, slots).values()
        self._free = [line for line in free if line.slot.kind is SlotKind.APPOINTMENT]
        options = [(line.id, target_label(desk, line)) for line in self._free]
        self._target = self.form.add("target", ChoiceField("RDV", options, is_required=True))
        self.form.edited.connect(self._explain)
        self.add_note()
        if not self._free:
            self.accept_button.setEnabled(False)
            self.say(NO_RDV, wrong=True)
        else:
            self._target.set_value(self._free[0].id)
            self._explain()

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        given = self._given()
        if len(given) < len(self._lines):
            self._explain()
            return None
        return candidacy_gestures.fixing(self._lines, given, self.desk.new_id)

    def _given(self) -> list[SlotLine]:
        """The RDV from the one chosen on, one for each candidate as long as there are."""
        chosen = self._target.value()
        following = list(dropwhile(lambda line: line.id != chosen, self._free))
        return following[: len(self._lines)]

    def _explain(self) -> None:
        given, count = len(self._given()), len(self._lines)
        if given < count:
            self.say(f"{given} RDV libres à partir de là pour {count} candidats.", wrong=True)
        elif count > 1:
            self.say(f"{count} candidats sur les {count} RDV libres qui se suivent.")
        else:
            self.say("")
