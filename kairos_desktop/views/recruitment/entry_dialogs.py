# SPDX-License-Identifier: MIT
"""The dialogues of an entry: why without agreement, its right day, a new planned end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Scheme
from kairos_desktop.services.rules.entries import END_NOTICE_DAYS, planned_end, was_refused
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import choices, label
from kairos_desktop.views.recruitment import enrolment_gestures
from kairos_desktop.views.recruitment.gestures import who_are
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, NotesField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk

_AVENIR = "#avenir"
_UNANSWERED = (
    "Sans validation du prescripteur, la formation et le DE risquent de ne pas être payés."
)
_REFUSED = "Après un « non inscrit », ni la formation ni le DE ne seront payés."
_DUE = "L’entrée effective se déclare quand même, sous trois jours (Code du travail, L6121-5)."


def _name(lines: Sequence[EnrolmentLine]) -> str:
    return who_are(lines).name


class UnvalidatedEntryDialog(ActDialog):
    """An entry without the prescriber's agreement: what it risks, and why it takes place.

    `lines` are all those who enter in this gesture, `without` those whom nobody has validated.
    """

    def __init__(
        self,
        desk: Desk,
        lines: Sequence[EnrolmentLine],
        without: Sequence[EnrolmentLine],
        day: date | None,
        parent: QWidget,
    ) -> None:
        refused = any(was_refused(line.enrolment) for line in without)
        risk = _REFUSED if refused else _UNANSWERED
        super().__init__(
            desk,
            parent,
            "Entrée sans validation",
            accept="Enregistrer l’entrée",
            lead=_name(without),
            danger=refused,
        )
        self.form.add_widget(Banner("warn", f"{risk} {_DUE}"))
        self._lines, self._day = lines, day
        hint = "Par exemple : accord oral du conseiller, le 11/01."
        self.form.add("reason", NotesField("Motif de l’entrée", is_required=True, hint=hint))
        others = len(lines) - len(without)
        if others:
            several = "autres personnes, validées, entrent" if others > 1 else ""
            self.say(f"{others} {several or 'autre personne, validée, entre'} avec ce geste.")
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.entry(self._lines, self._day, values["reason"])


class MistakenEntryDialog(ActDialog):
    """Somebody noted present at entry who was not: with the reason, and the AES voided."""

    def __init__(self, desk: Desk, lines: Sequence[EnrolmentLine], parent: QWidget) -> None:
        lead = f"{_name(lines)} : l’entrée déjà saisie est retirée, l’AES est annulée."
        super().__init__(desk, parent, "Absent à l’entrée", lead=lead, danger=True)
        self._lines = lines
        self.form.add("reason", NotesField("Motif de la correction", is_required=True))
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.absence_at_entry(self._lines, values["reason"])


class EntryCorrectionDialog(ActDialog):
    """« Corriger l'entrée »: the right day and why; the AES « annule et remplace »."""

    def __init__(self, desk: Desk, lines: Sequence[EnrolmentLine], parent: QWidget) -> None:
        day = lines[0].enrolment.entered_on
        lead = f"{_name(lines)}. L’AES est éditée à nouveau, sous le même numéro."
        super().__init__(desk, parent, "Corriger l’entrée", lead=lead)
        self._lines = lines
        today = desk.now().date
        field = DateField("Date d’entrée", is_required=True, today=today)
        self.form.add("entered_on", field).set_value(day)
        self.form.add("reason", NotesField("Motif de la correction", is_required=True))
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.entry_correction(
            self._lines, values["entered_on"], values["reason"]
        )


class EndDialog(ActDialog):
    """« Changer la date de fin »: the new end, why, and how long before the agency is told."""

    def __init__(self, desk: Desk, lines: Sequence[EnrolmentLine], parent: QWidget) -> None:
        first = lines[0]
        end = planned_end(first.enrolment, first.session)
        lead = f"{_name(lines)}. Fin prévue jusqu’ici : {day_number(end) or 'non précisée'}."
        super().__init__(desk, parent, "Changer la date de fin", lead=lead)
        self._lines = lines
        self._today = desk.now().date()
        today = desk.now().date
        self.form.add("end", DateField("Nouvelle fin prévue", is_required=True, today=today))
        self.scheme = self.form.add(
            "scheme", ChoiceField("Dispositif", choices(Scheme), is_required=True), beside=True
        )
        told = f"{first.session.title} {first.session.funder} {first.enrolment.funding}".lower()
        self.scheme.set_member(Scheme.AVENIR if _AVENIR in told else Scheme.ORDINARY)
        self.form.add("reason", NotesField("Motif", is_required=True))
        self.scheme.edited.connect(self._say_delay)
        self.add_note()
        self._say_delay()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.new_end(
            self._lines, values["end"], values["reason"], values["scheme"]
        )

    def _say_delay(self) -> None:
        scheme = self.scheme.value()
        least = END_NOTICE_DAYS[scheme] if scheme else 0
        if scheme and least:
            self.say(f"{label(scheme)} : l’agence est prévenue {least} jours avant la sortie.")
        else:
            self.say("Un avis à l’agence est émis, à imprimer ou à envoyer.")
