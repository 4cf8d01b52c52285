# SPDX-License-Identifier: MIT
"""« Noter l’élection des délégués »: what became of the vote, and its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Delegates
from kairos_desktop.services.acts.delegates import RecordDelegates
from kairos_desktop.services.rules.delegates import ABOVE_HOURS
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.delegates import RECORD_DELEGATES, delegates_text
from kairos_desktop.services.wording.labels import choices, label
from kairos_desktop.views.recruitment.gestures import Gesture
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.toolkit.desk import Desk


class DelegatesDialog(ActDialog):
    """Elected, a « procès-verbal de carence », or a session that has no vote of its own."""

    def __init__(self, desk: Desk, card: SessionCard, parent: QWidget) -> None:
        lead = (
            f"{card.session.title}. Une formation de plus de {ABOVE_HOURS} h élit un délégué et "
            "son suppléant, pendant les heures de formation, entre la 20e et la 40e heure "
            "(R6352-9, R6352-10). Sans candidat : un procès-verbal de carence."
        )
        super().__init__(desk, parent, RECORD_DELEGATES, lead=lead)
        self._session_id = card.session.id
        self.form.add("vote", ChoiceField("Résultat", choices(Delegates), is_required=True))
        today = desk.now().date
        self.form.add("day", DateField("Date", is_required=True, hint="", today=today))
        self.add_note()
        if card.delegates is not None:
            self.form.set_values({"vote": card.delegates.vote, "day": card.delegates.day})
        else:
            self.form.set_values({"day": today()})
        self.say(f"{delegates_text(card.delegates, card.vote)}.")

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        act = RecordDelegates(session_id=self._session_id, vote=values["vote"], day=values["day"])
        word = label(act.vote).lower()
        return Gesture((act,), f"Élection des délégués : {word}, le {day_number(act.day)}.")
