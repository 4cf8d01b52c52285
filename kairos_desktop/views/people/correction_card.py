# SPDX-License-Identifier: MIT
"""The record turned into its form: save, or give up what was typed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal

from kairos_desktop.services.acts.jobseekers import Person
from kairos_desktop.views.people.person_form import PersonForm
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.form_card import FormCard


class CorrectionCard(FormCard):
    """The form in place of the record.

    Signals:
        save_asked(Person): « Enregistrer », with what was typed once it can be taken.
        given_up(): « Abandonner la saisie ».
    """

    save_asked = Signal(object)
    given_up = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        form = PersonForm(today)
        super().__init__(form)
        self.form = form
        save = button("Enregistrer", self._on_save, look="primary", key="Ctrl+Return")
        give_up = button("Abandonner la saisie", self.given_up.emit, key="Escape")
        self.add_buttons(give_up, save)

    def show_person(self, person: Person) -> None:
        """Show a record to correct."""
        self.form.show_person(person)

    def _on_save(self) -> None:
        person = self.form.person()
        if person is not None:
            self.save_asked.emit(person)
