# SPDX-License-Identifier: MIT
"""« Supprimer » a date: says in numbers what will happen, and offers to transfer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.dates import hours
from kairos_desktop.views.recruitment import gestures, reads
from kairos_desktop.views.recruitment.gestures import slot_words
from kairos_desktop.views.recruitment.transfer_dialog import seating, target_label, targets
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.recruitment.slot_choices import SlotChoice
    from kairos_desktop.views.toolkit.desk import Desk

WITHOUT = "without"
ALL = "all"


class DeleteDialog(ActDialog):
    """Deletes an info coll, or one or all of the RDV of a day."""

    # Transferred and then deleted, or nothing at all.
    together = True

    def __init__(
        self, desk: Desk, choice: SlotChoice, slots: Sequence[SlotLine], parent: QWidget
    ) -> None:
        self._lines = list(choice.open_lines)
        self._expected: list[RegistrationLine] = []
        is_window = self._lines[0].slot.kind is SlotKind.CANDIDACY
        gone = "La période disparaît" if is_window else "La date disparaît"
        lead = f"Supprimé veut dire : à l’initiative de l’OF. {gone} de l’offre."
        super().__init__(desk, parent, "Supprimer", accept="Supprimer", lead=lead, danger=True)
        if self._lines[0].slot.kind is SlotKind.APPOINTMENT:
            choices: list[tuple[Any, str]] = [(ALL, f"Tous les RDV du jour ({len(self._lines)})")]
            choices += [
                (line.id, hours(line.slot.starts_at, line.slot.ends_at)) for line in self._lines
            ]
            which = self.form.add(
                "which", ChoiceField("RDV à supprimer", choices, is_required=True)
            )
            which.set_value(ALL)
            which.edited.connect(self._on_which)
        own = {line.id for line in self._lines}
        # A candidacy does not move: an RDV is fixed, one candidate after the other.
        found = {} if is_window else targets(desk, slots)
        self._targets = {key: line for key, line in found.items() if key not in own}
        options: list[tuple[Any, str]] = [(WITHOUT, "Supprimer sans transférer")]
        options += [
            (line.id, f"Transférer puis supprimer : vers {target_label(desk, line)}")
            for line in self._targets.values()
        ]
        self._target = self.form.add("target", ChoiceField("Personnes inscrites", options))
        self._target.set_value(WITHOUT)
        self._target.edited.connect(self._explain)
        self.add_note()
        self._on_which()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        target = self._targets.get(values["target"]) if self._expected else None
        return gestures.deletion(self._chosen(), self._expected, target, self.desk.new_id)

    def _chosen(self) -> list[SlotLine]:
        which = self.form.values().get("which", ALL)
        return [line for line in self._lines if which in (ALL, line.id)]

    def _on_which(self) -> None:
        ids = tuple(line.id for line in self._chosen())
        self.desk.read(reads.expected, ids, done=self._count, owner=self, key="expected")

    def _count(self, expected: list[RegistrationLine]) -> None:
        self._expected = expected
        self._target.setVisible(bool(expected and self._targets))
        self._explain()

    def _explain(self) -> None:
        chosen, count = self._chosen(), len(self._expected)
        words = slot_words(chosen[0].slot) if len(chosen) == 1 else f"{len(chosen)} RDV"
        if chosen[0].slot.kind is SlotKind.CANDIDACY:
            self.say(window_consequence(words, count))
            return
        self.say(consequence(self.desk, words, count, self._targets.get(self._target.value())))


def window_consequence(words: str, count: int) -> str:
    """What the deletion of a window will do, in numbers."""
    text = f"{words[0].upper()}{words[1:]} : suppression."
    if not count:
        return f"{text} Aucune candidature n’y attend."
    if count == 1:
        return f"{text} 1 candidature sera supprimée : prévenez la personne."
    return f"{text} {count} candidatures seront supprimées : prévenez les personnes."


def consequence(desk: Desk, words: str, count: int, target: SlotLine | None) -> str:
    """What the deletion will do, in numbers."""
    text = f"{words[0].upper()}{words[1:]} : suppression."
    if not count:
        return f"{text} Personne n’y est attendu."
    people = "1 personne" if count == 1 else f"{count} personnes"
    if target is None:
        return (
            f"{text} {people} n’auront plus de rendez-vous : à recontacter et à réinscrire, "
            "le transfert ne sera plus possible."
        )
    return f"{text} D’abord, {people} à transférer vers {slot_words(target.slot)}. " + seating(
        desk, target, count
    )
