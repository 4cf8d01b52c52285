# SPDX-License-Identifier: MIT
"""« Compléter »: the individual dates and the funding of one or several enrolments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.wording.dates import period
from kairos_desktop.views.recruitment import enrolment_gestures
from kairos_desktop.views.recruitment.gestures import who_are
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import DateField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk


class CompleteDialog(ActDialog):
    """Of one enrolment, empty dates mean those of the session; of several, what each one has."""

    def __init__(self, desk: Desk, lines: Sequence[EnrolmentLine], parent: QWidget) -> None:
        name = who_are(lines).name
        session, first = lines[0].session, lines[0].enrolment
        dates = period(session.starts_on, session.ends_on)
        lead = f"{name}. Sans date, ce sont celles de la session : {dates}."
        if len(lines) > 1:
            lead = f"{name}. Un champ laissé vide garde ce que chaque dossier contient."
        super().__init__(desk, parent, "Compléter", lead=lead)
        self._lines = lines
        today = desk.now().date
        form = self.form
        start = form.add("start", DateField("Début prévu", hint="", today=today))
        end = form.add("end", DateField("Fin prévue", hint="", today=today), beside=True)
        funding = form.add("funding", TextField("Financement", hint="Par exemple : AFC, AIF"))
        reference = form.add("reference", TextField("Référence", hint="N° de devis, de marché"))
        if len(lines) == 1:
            start.set_value(first.planned_start)
            end.set_value(first.planned_end)
            funding.set_value(first.funding)
            reference.set_value(first.funding_reference)
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.completion(
            self._lines, values["start"], values["end"], values["funding"], values["reference"]
        )
