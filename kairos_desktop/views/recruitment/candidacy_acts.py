# SPDX-License-Identifier: MIT
"""The acts of the three lists of a window of candidacies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import Contact
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.recruitment import candidacy_gestures
from kairos_desktop.views.recruitment import registration_columns as why
from kairos_desktop.views.recruitment.entry_acts import EntryActs
from kairos_desktop.views.toolkit.columns import RowAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.queries.registrations import RegistrationLine


class CandidacyActs(EntryActs):
    """Records what is typed of candidates: no presence, no transfer; a contact and an RDV."""

    def of_tab(self, tab: Tab) -> list[RowAct]:
        """The acts of one list, with their keys."""
        fix = RowAct("Fixer un RDV", self.fix, "", why.why_no_fixing, in_row=False)
        cancel = RowAct("Retirer la candidature", self.cancel, "", why.why_no_cancel, in_row=False)
        if tab is Tab.RESULT:
            return [*self.results(), fix]
        if tab is Tab.REGISTERED:
            return [fix, cancel]
        reached = partial(why.why_no_contact, what=Contact.CONTACTED)
        decide = RowAct("Décider sans contact", self.decide, "", why.why_no_decision, in_row=False)
        return [
            self._contact("Contacté", "C", Contact.CONTACTED),
            self._contact("Injoignable", "I", Contact.UNREACHABLE),
            RowAct("Préciser le contact", self.describe, "", reached, in_row=False),
            fix,
            decide,
            cancel,
        ]

    def cancel(self, lines: Sequence[RegistrationLine]) -> None:
        """« Retirer la candidature »: asks for the jobseeker's reason."""
        from kairos_desktop.views.recruitment.candidacy_dialogs import WithdrawCandidacyDialog

        WithdrawCandidacyDialog(self._desk, lines, self._window).open()

    def fix(self, lines: Sequence[RegistrationLine]) -> None:
        """« Fixer un RDV »: asks for the first RDV."""
        from kairos_desktop.views.recruitment.candidacy_dialogs import FixDialog

        FixDialog(self._desk, lines, self._slots(), self._window).open()

    def describe(self, lines: Sequence[RegistrationLine]) -> None:
        """« Préciser le contact »: on another day, with a note."""
        from kairos_desktop.views.recruitment.candidacy_dialogs import ContactDialog

        ContactDialog(self._desk, lines, self._window).open()

    def decide(self, lines: Sequence[RegistrationLine]) -> None:
        """« Décider sans contact »: asks for the result and why."""
        from kairos_desktop.views.recruitment.candidacy_dialogs import DecideDialog

        DecideDialog(self._desk, lines, self._window).open()

    def _contact(self, label: str, key: str, what: Contact) -> RowAct:
        def run(lines: Sequence[RegistrationLine]) -> None:
            self._record(candidacy_gestures.contact(lines, what))

        return RowAct(label, run, key, partial(why.why_no_contact, what=what))
