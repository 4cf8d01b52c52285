# SPDX-License-Identifier: MIT
"""Type an absence, for one trainee or a group; give its reason later; correct its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Justification, ReasonKind
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    QualifyAbsence,
    RecordAbsence,
    dates_refusal,
)
from kairos_desktop.services.rules.absences import span_of, to_check
from kairos_desktop.services.rules.reasons import known_reasons
from kairos_desktop.services.wording.labels import explain, label
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.services.wording.reasons import reason_choices
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import CheckField, ChoiceField, TextField
from kairos_desktop.views.toolkit.gesture import Gesture
from kairos_desktop.views.training.dates_fields import (
    add_dates,
    dates_of,
    minutes_of,
    shown_dates,
)
from kairos_desktop.views.training.phrases import length_text, starts_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import (
        AbsenceRow,
        EnrolmentRow,
        JobseekerRow,
        ReasonRow,
        SessionRow,
    )
    from kairos_desktop.services.acts.absences import Dates
    from kairos_desktop.views.toolkit.desk import Desk

_JUSTIFIED = (
    (Justification.JUSTIFIED, "Oui, justifiée"),
    (Justification.UNJUSTIFIED, "Non"),
    (Justification.TO_QUALIFY, "Pas encore connu"),
)
_LATER = ("", "À préciser plus tard")
_EVIDENCE = "Nom du fichier ou référence, sans rien de médical."
_WRONG_LENGTH = "Cette durée n’est pas comprise : tapez par exemple 1h30."


def add_reason(dialog: ActDialog, kept: Sequence[ReasonRow], *, later: bool) -> None:
    """Add the reason, the justification, which nothing chooses beforehand, and its proof."""
    form = dialog.form
    reasons = reason_choices(ReasonKind.ABSENCE, kept)
    form.add(
        "reason",
        ChoiceField("Motif", [_LATER, *reasons] if later else reasons, is_required=not later),
    )
    offered = _JUSTIFIED if later else _JUSTIFIED[:2]
    form.add("justification", ChoiceField("Justifiée", offered, is_required=True), beside=True)
    form.add("evidence", TextField("Pièce", hint=_EVIDENCE, most=120))
    form.add("work_accident", CheckField("Accident du travail ou de trajet, à signaler"))


def _dates_and_length(
    dialog: ActDialog, values: Mapping[str, Any]
) -> tuple[Dates, int | None] | None:
    """The dates and minutes typed; None where something is missing or wrong, which it says."""
    dates = dates_of(values)
    minutes = minutes_of(values["length"]) if values["length"] else None
    if dates is None:
        return None
    if values["length"] and minutes is None:
        dialog.form.show_errors({"length": _WRONG_LENGTH})
        return None
    if refusal := dates_refusal(dates):
        dialog.say(sentence(refusal), wrong=True)
        return None
    return dates, minutes


class AbsenceDialog(ActDialog):
    """An absence of one trainee, or the same one of several at once."""

    def __init__(
        self,
        desk: Desk,
        trainees: Sequence[tuple[EnrolmentRow, JobseekerRow]],
        session: SessionRow,
        kept: Sequence[ReasonRow],
        parent: QWidget,
        others: Sequence[AbsenceRow] = (),
    ) -> None:
        is_one = len(trainees) == 1
        self._name = addressed(trainees[0][1]) if is_one else f"{len(trainees)} stagiaires"
        super().__init__(desk, parent, "Saisir une absence", lead=f"{self._name}. {session.title}.")
        self._trainees, self._session, self._others = trainees, session, others
        self._kept = kept
        add_dates(self.form, desk.now().date())
        add_reason(self, kept, later=True)
        self.add_note()
        self.form.edited.connect(self._explain)

    def show_dates(self, starts_on: date, ends_on: date) -> None:
        """Begin with these days."""
        self.form.set_values({"starts_on": starts_on, "ends_on": ends_on})

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        typed = _dates_and_length(self, values)
        if typed is None:
            return None
        dates, minutes = typed
        acts = tuple(
            RecordAbsence(
                absence_id=self.desk.new_id(),
                enrolment_id=enrolment.id,
                dates=dates,
                minutes=minutes,
                reason=values["reason"] or "",
                justification=values["justification"],
                work_accident=values["work_accident"],
                evidence=values["evidence"],
            )
            for enrolment, _ in self._trainees
        )
        return Gesture(acts, f"Absence de {self._name} enregistrée.")

    def _explain(self) -> None:
        """Say what the choice changes for the pay, and what will be « à vérifier »."""
        values = self.form.values()
        said: list[str] = []
        if values["justification"] is not None:
            said.append(explain(values["justification"]))
        if hint := _usual(values["reason"], values["justification"], self._kept):
            said.append(hint)
        dates = dates_of(values)
        if dates is not None and dates_refusal(dates) is None:
            checks = {
                check
                for enrolment, _ in self._trainees
                for check in to_check(dates.span, enrolment, self._session, self._others)
            }
            if checks:
                words = ", ".join(sorted(label(check).lower() for check in checks))
                said.append(f"Sera enregistrée « à vérifier » : {words}.")
        self.say(" ".join(said))


def _usual(code: str | None, chosen: Justification | None, kept: Sequence[ReasonRow]) -> str:
    """What the list says of a reason, where the person said otherwise."""
    row = next((r for r in known_reasons(ReasonKind.ABSENCE, kept) if r.code == code), None)
    if row is None or chosen in (None, Justification.TO_QUALIFY):
        return ""
    if row.justified_by_default is None:
        return ""
    usual = Justification.JUSTIFIED if row.justified_by_default else Justification.UNJUSTIFIED
    return "" if chosen is usual else "D’ordinaire, ce motif ne l’est pas ainsi : vérifiez."


class QualifyDialog(ActDialog):
    """« Qualifier »: the reason that was left for later, of one absence or several."""

    def __init__(
        self,
        desk: Desk,
        absences: Sequence[AbsenceRow],
        kept: Sequence[ReasonRow],
        parent: QWidget,
        name: str,
    ) -> None:
        count = len(absences)
        first = absences[0]
        what = (
            f"Absence du {starts_text(first)} ({length_text(first)})"
            if count == 1
            else f"{count} absences"
        )
        super().__init__(desk, parent, "Qualifier l’absence", lead=f"{name}. {what}.")
        self._absences, self._name = absences, name
        add_reason(self, kept, later=False)
        if any(row.minutes == 0 for row in absences):
            hint = "De ce retard : 15 min, 1h30…"
            self.form.add("length", TextField("Durée", is_required=True, hint=hint, most=8))
        if count == 1:
            self._show(first, {code for code, _ in reason_choices(ReasonKind.ABSENCE, kept)})
        self.add_note()
        self.form.edited.connect(self._explain)

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        minutes = None
        if values.get("length"):
            minutes = minutes_of(values["length"])
            if not minutes:
                self.form.show_errors({"length": _WRONG_LENGTH})
                return None
        acts = tuple(
            QualifyAbsence(
                absence_id=row.id,
                reason=values["reason"],
                justification=values["justification"],
                minutes=minutes if row.minutes == 0 else None,
                work_accident=values["work_accident"],
                evidence=values["evidence"],
            )
            for row in self._absences
        )
        return Gesture(acts, f"Absence de {self._name} qualifiée.")

    def _show(self, row: AbsenceRow, offered: set[str]) -> None:
        values: dict[str, Any] = {"evidence": row.evidence, "work_accident": row.work_accident}
        if row.reason in offered:
            values["reason"] = row.reason
        if row.reason and row.justification is not Justification.TO_QUALIFY:
            values["justification"] = row.justification
        self.form.set_values(values)

    def _explain(self) -> None:
        chosen = self.form.values()["justification"]
        self.say(explain(chosen) if chosen is not None else "")


class CorrectDialog(ActDialog):
    """« Modifier »: other dates, another length."""

    def __init__(self, desk: Desk, row: AbsenceRow, parent: QWidget, name: str) -> None:
        lead = f"{name}. Le motif et la justification restent."
        super().__init__(desk, parent, "Modifier l’absence", lead=lead)
        self._row, self._name = row, name
        add_dates(self.form, row.starts_on)
        self.form.set_values(shown_dates(row))
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        typed = _dates_and_length(self, values)
        if typed is None:
            return None
        dates, minutes = typed
        if span_of(self._row) == dates.span and minutes == self._row.minutes:
            self.say("Rien n’a changé.")
            return None
        act = CorrectAbsence(absence_id=self._row.id, dates=dates, minutes=minutes)
        return Gesture((act,), f"Absence de {self._name} corrigée.")
