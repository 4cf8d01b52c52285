# SPDX-License-Identifier: MIT
"""The prescriber's answer, « Inscrit » or « Non inscrit », with its date and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import EnrolmentState, NotRegisteredReason, Verdict
from kairos_desktop.services.wording.labels import choices, explain, label
from kairos_desktop.views.recruitment import enrolment_gestures
from kairos_desktop.views.recruitment.gestures import who_are
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk


class VerdictDialog(ActDialog):
    """The same answer for all those chosen."""

    def __init__(
        self, desk: Desk, lines: Sequence[EnrolmentLine], what: Verdict, parent: QWidget
    ) -> None:
        name = who_are(lines).name
        meaning = explain(EnrolmentState(what))
        super().__init__(desk, parent, label(what), lead=f"{name}. {meaning}")
        self._lines, self._what = lines, what
        if what is Verdict.NOT_REGISTERED:
            reasons = choices(NotRegisteredReason)
            self.form.add("reason", ChoiceField("Motif", reasons, is_required=True))
        today = desk.now().date()
        day = DateField("Date de la réponse", is_required=True, today=lambda: today)
        self.form.add("given_on", day).set_value(today)
        hint = "D’où vient la réponse : KAIROS, courriel, téléphone…"
        source = TextField("Source", is_required=True, hint=hint)
        self.form.add("source", source, beside=True).set_value("KAIROS")
        self.form.add("note", TextField("Précision", most=400))
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.verdict(
            self._lines,
            self._what,
            values["given_on"],
            values["source"],
            values.get("reason"),
            values["note"],
        )
