# SPDX-License-Identifier: MIT
"""« Transférer »: one or several people to another slot of the same session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import SlotKind, SlotState
from kairos_desktop.services.rules.slots import is_past
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.holds import places
from kairos_desktop.views.recruitment import gestures
from kairos_desktop.views.recruitment.slot_choices import (
    free_of,
    kept_here,
    places_text,
    slot_label,
)
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk

NO_TARGET = (
    "Aucun autre rendez-vous à venir dans cette session. Saisissez d’abord une Info coll ou des "
    "RDV individuels, puis transférez."
)


class TransferDialog(ActDialog):
    """Asks for the target among the slots to come; says who will wait."""

    def __init__(
        self,
        desk: Desk,
        lines: Sequence[RegistrationLine],
        slots: Sequence[SlotLine],
        parent: QWidget,
    ) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name} : vers un autre rendez-vous de la même session."
        super().__init__(desk, parent, "Transférer", accept="Transférer", lead=lead)
        self._lines = list(lines)
        sources = {line.slot.id for line in lines}
        source = next(iter(sources)) if len(sources) == 1 else None
        self._targets = targets(desk, slots, without=source)
        choices = [(line.id, target_label(desk, line)) for line in self._targets.values()]
        self._target = self.form.add("target", ChoiceField("Vers", choices, is_required=True))
        self.form.edited.connect(self._explain)
        self.add_note()
        if not self._targets:
            self.accept_button.setEnabled(False)
            self.say(NO_TARGET, wrong=True)

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return gestures.transfer(self._lines, self._targets[values["target"]], self.desk.new_id)

    def _explain(self) -> None:
        target = self._targets.get(self._target.value())
        self.say(seating(self.desk, target, len(self._lines)) if target else "")


def targets(
    desk: Desk, slots: Sequence[SlotLine], *, without: object = None
) -> dict[object, SlotLine]:
    """The slots that may receive somebody: open and to come, candidacies left out."""
    now = desk.now()
    return {
        line.id: line
        for line in slots
        if line.slot.state is SlotState.OPEN
        and line.slot.kind is not SlotKind.CANDIDACY
        and not is_past(line.slot, now)
        and line.id != without
        and (free_of([line]) or mine(desk, line) or line.slot.waitlist)
    }


def mine(desk: Desk, line: SlotLine) -> int:
    """The places of a slot that this post keeps: whom it places there is never refused for room."""
    return kept_here(line.kept, desk.post, desk.now().date())


def target_label(desk: Desk, line: SlotLine) -> str:
    """« Info coll · jeu. 10 déc. · 14 h · Places disponibles : 4 », and those kept here."""
    if line.slot.until is not None:
        return f"Candidatures {period(line.slot.held_on, line.slot.until)}"
    noun = "Info coll" if line.slot.kind is SlotKind.MEETING else "RDV"
    free = places_text([line]).split(" · ")[0]
    text = f"{noun} · {slot_label(line, desk.now())} · {free}"
    kept = mine(desk, line)
    return f"{text} · {kept} gardée{'s' if kept > 1 else ''} ici" if kept else text


def seating(desk: Desk, line: SlotLine, count: int) -> str:
    """How many will have a place and how many will wait."""
    kept = mine(desk, line)
    free = kept + max(0, free_of([line]) - line.seats.waiting)
    if count <= kept:
        return f"{places(count)} sur {kept} gardée{'s' if kept > 1 else ''} par ce poste."
    if count <= free:
        return "Une place pour chacun." if count > 1 else "Une place est libre."
    over = count - free
    if not line.slot.waitlist:
        left = f"{places(free)} libre{'s' if free > 1 else ''}" if free else "Aucune place libre"
        who = f"{over} personnes ne pourront" if over > 1 else "1 personne ne pourra"
        return f"{left}, sans liste d’attente : {who} pas venir."
    waiting = f"{over} seront" if over > 1 else "1 sera"
    if not free:
        return f"Aucune place libre : {waiting} en liste d’attente."
    return f"{free} {'auront' if free > 1 else 'aura'} une place, {waiting} en liste d’attente."
