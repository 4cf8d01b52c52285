# SPDX-License-Identifier: MIT
"""« Proposer l'inscription d'un DE à une formation », or record that he placed himself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import EnrolmentOrigin, Prescriber
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.labels import choices, label
from kairos_desktop.views.recruitment import enrolment_gestures
from kairos_desktop.views.recruitment.duties_card import length_duty
from kairos_desktop.views.recruitment.people_picker import PeoplePicker
from kairos_desktop.views.recruitment.register_dialog import NOBODY
from kairos_desktop.views.recruitment.training_room import TrainingRoom
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Proposer l'inscription d'un DE à une formation"
_ORIGINS = (EnrolmentOrigin.DIRECT_PROPOSAL, EnrolmentOrigin.SELF_POSITIONING)
# Those who validate a project: not the organisation, not the jobseeker.
_VALIDATORS = (Prescriber.FRANCE_TRAVAIL, Prescriber.CAP_EMPLOI, Prescriber.MISSION_LOCALE)


class ProposeDialog(ActDialog):
    """One or several people on a session; each begins « À valider »."""

    def __init__(self, desk: Desk, session: SessionRow, parent: QWidget) -> None:
        dates = period(session.starts_on, session.ends_on)
        length = length_duty(session)
        lead = f"{session.title}, {dates}. {length.text}."
        super().__init__(desk, parent, TITLE, lead=lead)
        self._session = session
        self.people = PeoplePicker(desk)
        self.form.add_widget(self.people)
        self.room = TrainingRoom(desk)
        self.form.add_widget(self.room)
        self.room.show_session(session.id)
        origins = [(origin, label(origin)) for origin in _ORIGINS]
        origin = self.form.add("origin", ChoiceField("Origine", origins, is_required=True))
        origin.set_value(EnrolmentOrigin.DIRECT_PROPOSAL)
        validators = [each for each in choices(Prescriber) if each[0] in _VALIDATORS]
        self._prescriber = self.form.add(
            "prescriber", ChoiceField("À valider par", validators, is_required=True), beside=True
        )
        self.form.add("source", TextField("Source", hint="Courriel, appel, passage au centre…"))
        self.add_note()
        begins = "Statut « À valider » ; l’AIS s’émettra quand le prescripteur l’aura inscrit."
        self.say(" ".join((*length.warnings, begins)))
        self.people.changed.connect(self._on_people)

    def first_control(self) -> QWidget:
        """Give the line that finds people."""
        return self.people.line

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        if not self.people.people:
            self.say(NOBODY, wrong=True)
            self.people.setFocus()
            return None
        made = enrolment_gestures.proposal(
            self.people.people,
            self._session,
            self.desk.new_id,
            prescriber=values["prescriber"],
            self_positioned=values["origin"] is EnrolmentOrigin.SELF_POSITIONING,
            source=values["source"],
        )
        return made._replace(acts=(*self.people.creations, *made.acts))

    def _on_people(self) -> None:
        people = self.people.people
        self.room.show_count(len(people))
        if people and self._prescriber.value() is None and people[0].prescriber in _VALIDATORS:
            self._prescriber.set_value(people[0].prescriber)
