# SPDX-License-Identifier: MIT
"""The acts of the three lists: what each button, key and menu does on the chosen lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import Presence, RegistrationState, Result
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.recruitment import gestures
from kairos_desktop.views.recruitment import registration_columns as why
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.empty_state import Empty

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.recruitment.words import KindWords
    from kairos_desktop.views.toolkit.desk import Desk

NOT_WAITING = "Seule une personne en liste d’attente peut recevoir une place libre."


class EntryActs:
    """Records what is typed in the lists of one kind of slot.

    `slots` gives the slots of the session, for a transfer; `register` opens the registration,
    `create` the entry of a new date, `open_enrolled` the tab « Inscrits en formation ».
    """

    def __init__(
        self,
        desk: Desk,
        words: KindWords,
        window: QWidget,
        *,
        slots: Callable[[], Sequence[SlotLine]],
        register: Callable[[], None],
        create: Callable[[], None],
        open_enrolled: Callable[[], None],
    ) -> None:
        self._desk, self._words, self._window = desk, words, window
        self._slots = slots
        self.register, self.create, self.open_enrolled = register, create, open_enrolled

    def of_tab(self, tab: Tab) -> list[RowAct]:
        """The acts of one list, with their keys."""
        if tab is Tab.RESULT:
            return self.results()
        transfer = RowAct("Transférer", self.transfer, "", why.why_no_transfer, in_row=False)
        cancel = RowAct("Annuler le RDV", self.cancel, "", why.why_no_cancel, in_row=False)
        if tab is Tab.REGISTERED:
            give = RowAct("Donner la place", self.give_place, "", _why_no_place, in_row=False)
            return [give, transfer, cancel]
        return [
            self._presence("Présent", "P", Presence.PRESENT),
            self._presence("Absent", "A", Presence.ABSENT),
            transfer,
            cancel,
        ]

    def results(self) -> list[RowAct]:
        """The three results, with their keys."""
        return [
            self._result("Retenu", "R", Result.SELECTED, self._record_result),
            self._result("Non retenu", "N", Result.NOT_SELECTED, self._ask_reason),
            self._result("En attente", "T", Result.ON_HOLD, self._record_result),
        ]

    def all_present(self, expected: Sequence[RegistrationLine]) -> None:
        """« Tous présents »: those of the list for whom nothing is typed yet."""
        if expected:
            self._record(gestures.presence(expected, Presence.PRESENT))
        else:
            self._desk.say("Toutes les présences de cette liste sont déjà saisies.")

    def give_place(self, lines: Sequence[RegistrationLine]) -> None:
        """Gives the freed place to those chosen, in order of arrival."""
        for line in sorted(lines, key=lambda each: each.registration.rank or 0):
            self._record(gestures.place_given(line))

    def transfer(self, lines: Sequence[RegistrationLine]) -> None:
        """« Transférer »: asks for the target, then moves them all."""
        from kairos_desktop.views.recruitment.transfer_dialog import TransferDialog

        TransferDialog(self._desk, lines, self._slots(), self._window).open()

    def cancel(self, lines: Sequence[RegistrationLine]) -> None:
        """« Annuler le RDV »: asks for the jobseeker's reason."""
        from kairos_desktop.views.recruitment.reason_dialogs import CancelDialog

        CancelDialog(self._desk, lines, self._window).open()

    def open_person(self, line: RegistrationLine) -> None:
        """Opens the record of the person."""
        self._desk.open("person", jobseeker_id=line.jobseeker.id)

    def nothing_open(self) -> Empty:
        """What the lists say while no date is typed."""
        words = self._words
        return Empty(words.none_open, words.none_detail, words.create_act, self.create)

    def _presence(self, label: str, key: str, what: Presence) -> RowAct:
        def run(lines: Sequence[RegistrationLine]) -> None:
            self._record(gestures.presence(lines, what))

        return RowAct(label, run, key, partial(why.why_no_presence, what=what))

    def _result(
        self,
        label: str,
        key: str,
        result: Result,
        run: Callable[[Result, Sequence[RegistrationLine]], None],
    ) -> RowAct:
        return RowAct(label, partial(run, result), key, partial(why.why_no_result, what=result))

    def _record_result(self, result: Result, lines: Sequence[RegistrationLine]) -> None:
        self._record(gestures.outcome(lines, result))

    def _ask_reason(self, result: Result, lines: Sequence[RegistrationLine]) -> None:
        from kairos_desktop.views.recruitment.reason_dialogs import NotSelectedDialog

        del result
        NotSelectedDialog(self._desk, lines, self._window).open()

    def _record(self, gesture: Gesture) -> None:
        self._desk.record(gesture.acts, gesture.said)


def _why_no_place(line: RegistrationLine) -> str:
    return "" if line.registration.state is RegistrationState.WAITLISTED else NOT_WAITING
