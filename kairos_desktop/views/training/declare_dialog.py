# SPDX-License-Identifier: MIT
"""« Déclarer »: what the month comes to, what it lacks, then one gesture for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.rules.absences import is_incomplete
from kairos_desktop.services.rules.attendance import MonthState, needs_reason
from kairos_desktop.services.rules.remote_work import is_lacking, summed
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import hours_text, month_name
from kairos_desktop.services.wording.distance import remote_text
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import NotesField
from kairos_desktop.views.toolkit.gesture import Gesture
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.training import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.services.queries.attendance import MonthCard, TraineeMonth
    from kairos_desktop.views.toolkit.desk import Desk


class DeclareDialog(ActDialog):
    """The month of all those due; what was left to qualify is offered before.

    Signals:
        declared(list[UUID]): the enrolments whose month was just declared or rectified.
    """

    declared = Signal(object)

    def __init__(
        self,
        desk: Desk,
        card: MonthCard,
        due: Sequence[TraineeMonth],
        parent: QWidget,
        qualify: Callable[[], None],
    ) -> None:
        lead = f"{card.session.title}, {month_name(card.month)}."
        super().__init__(desk, parent, "Déclarer l’assiduité", accept="Déclarer", lead=lead)
        self._card, self._due, self._qualify = card, due, qualify
        said = Label(" ".join(sentences(card, due)))
        said.setWordWrap(True)
        self.form.add_widget(said)
        self._is_late = needs_reason(card.month, desk.now().date())
        if self._is_late and any(each.state is MonthState.TO_RECTIFY for each in due):
            hint = "Après la fin du mois suivant, une rectification dit pourquoi."
            self.form.add("reason", NotesField("Motif", is_required=True, hint=hint))
        if any(is_incomplete(row) for each in due for row in each.absences):
            self.form.add_widget(button("Qualifier les absences d’abord", self._qualify_first))
        self.add_note()

    def showEvent(self, event: QShowEvent) -> None:
        """With no field to fill, Enter must declare."""
        super().showEvent(event)
        if not self.form.values():
            self.accept_button.setFocus()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        month = self._card.month
        first = [each for each in self._due if each.state is not MonthState.TO_RECTIFY]
        again = [each for each in self._due if each.state is MonthState.TO_RECTIFY]
        acts: list[Act] = []
        if first:
            acts.append(DeclareAttendance(month=month, enrolment_ids=tuple(t.id for t in first)))
        acts += [
            RectifyAttendance(month=month, enrolment_id=each.id, reason=values.get("reason", ""))
            for each in again
        ]
        parts = [
            f"{len(trainees)} {word}{'s' if len(trainees) > 1 else ''}"
            for trainees, word in ((first, "déclaré"), (again, "rectifié"))
            if trainees
        ]
        return Gesture(tuple(acts), f"Assiduité {of(month_name(month))} : {', '.join(parts)}.")

    def recorded(self, recorded: Recorded) -> None:
        self.declared.emit([each.id for each in self._due])

    def _qualify_first(self) -> None:
        self.reject()
        self._qualify()


def sentences(card: MonthCard, due: Sequence[TraineeMonth]) -> list[str]:
    """What will be declared, in numbers; what it costs and what it lacks."""
    absent = [each for each in due if each.figures.absent]
    total = sum(each.figures.absent for each in due)
    unjustified = sum(each.figures.unjustified for each in due)
    rows = [row for each in due for row in each.absences if is_incomplete(row)]
    lacking = sum(
        is_lacking(card.session, each.figures.estimated, each.figures.validated) for each in due
    )
    said = [f"{phrases.so_many_trainees(len(due))}, dont {len(due) - len(absent)} sans absence."]
    if absent:
        said.append(f"{len(absent)} avec des absences : {hours_text(total)} en tout.")
    if unjustified:
        said.append(
            f"{hours_text(unjustified)} non justifiées : la rémunération sera réduite à proportion "
            "(R6341-45)."
        )
    remote = remote_text(
        summed(each.figures.estimated for each in due),
        summed(each.figures.validated for each in due),
    )
    if remote:
        said.append(f"Travail à distance : {remote}.")
    if lacking:
        said.append(f"Sans leurs heures de travail à distance : {lacking} (R6341-13).")
    if rows:
        said.append(
            f"À compléter : {len(rows)} (motif, justification ou durée). Le mois sera à rectifier."
        )
    return said
