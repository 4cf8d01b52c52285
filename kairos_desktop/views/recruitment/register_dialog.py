# SPDX-License-Identifier: MIT
"""« Inscrire un DE » to an info coll or an RDV: one or several people, and who placed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Prescriber
from kairos_desktop.services.wording.labels import choices
from kairos_desktop.views.recruitment import gestures
from kairos_desktop.views.recruitment.people_picker import PeoplePicker
from kairos_desktop.views.recruitment.slot_choices import free_of
from kairos_desktop.views.recruitment.transfer_dialog import mine, seating, target_label
from kairos_desktop.views.recruitment.words import CANDIDACY, WORDS
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk

NOBODY = "Choisissez au moins une personne : tapez une partie de son nom, puis Entrée."


def contact_words(count: int) -> str:
    """What follows from candidacies: a call."""
    if count == 1:
        return "Ensuite : un contact à prendre sous cinq jours ouvrés."
    return f"Ensuite : {count} contacts à prendre sous cinq jours ouvrés."


class RegisterDialog(ActDialog):
    """People on one slot; of a day of RDV, the first free one is proposed."""

    def __init__(
        self, desk: Desk, lines: Sequence[SlotLine], session: SessionRow, parent: QWidget
    ) -> None:
        words = WORDS[lines[0].slot.kind]
        super().__init__(desk, parent, words.register_act, lead=session.title)
        self._lines = {line.id: line for line in lines}
        self.people = PeoplePicker(desk)
        self.form.add_widget(self.people)
        options = [(line.id, target_label(desk, line)) for line in lines]
        self._is_candidacy = words is CANDIDACY
        what = "Période" if self._is_candidacy else "Rendez-vous"
        self._slot = self.form.add("slot", ChoiceField(what, options, is_required=True))
        free = next((line for line in lines if mine(desk, line) or free_of([line])), lines[0])
        self._slot.set_value(free.id)
        self._slot.setEnabled(len(lines) > 1)
        by, on = "Positionné par", "Positionné le"
        if self._is_candidacy:
            by, on = "Proposé par", "Reçue le"
        placed_by = ChoiceField(by, choices(Prescriber), is_required=True)
        self._placed_by = self.form.add("placed_by", placed_by)
        today = desk.now().date
        day = DateField(on, hint="", today=today)
        self.form.add("placed_on", day, beside=True).set_value(today())
        hint = "D’après KAIROS, un courriel, un appel…"
        self.form.add("source", TextField("Source", hint=hint))
        self.add_note()
        self.people.changed.connect(self._explain)
        self._slot.edited.connect(self._explain)

    def first_control(self) -> QWidget:
        """Give the line that finds people."""
        return self.people.line

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        if not self.people.people:
            self.say(NOBODY, wrong=True)
            self.people.setFocus()
            return None
        made = gestures.registration(
            self.people.people,
            self._lines[values["slot"]].slot,
            values["placed_by"],
            self.desk.new_id,
            values["placed_on"],
            values["source"],
        )
        return made._replace(acts=(*self.people.creations, *made.acts))

    def _explain(self) -> None:
        people, line = self.people.people, self._lines[self._slot.member()]
        if people and self._placed_by.value() is None:
            # Whoever follows the person is the likeliest to have placed them.
            self._placed_by.set_value(people[0].prescriber)
        if self._is_candidacy:
            self.say(contact_words(len(people)) if people else "")
            return
        self.say(seating(self.desk, line, len(people)) if people else "")
