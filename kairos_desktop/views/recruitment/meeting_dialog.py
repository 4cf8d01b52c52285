# SPDX-License-Identifier: MIT
"""« Saisir une Info coll », and « Modifier… » an info coll or one RDV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.acts.slots import ChangeSlot, CreateMeeting, Meeting
from kairos_desktop.services.wording.dates import hours, slot_text
from kairos_desktop.views.recruitment.gestures import Gesture, slot_words
from kairos_desktop.views.recruitment.where_fields import WhereFields
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    NumberField,
    TimeField,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.sessions import SessionCard, SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

_PLACES = 15


class MeetingDialog(ActDialog):
    """One info coll, new or `changed`; of several RDV, one is chosen first."""

    def __init__(
        self,
        desk: Desk,
        card: SessionCard,
        parent: QWidget,
        *,
        changed: Sequence[SlotLine] = (),
        on_created: Callable[[UUID], None] = lambda _slot_id: None,
    ) -> None:
        self._changed = list(changed)
        self._on_created = on_created
        self._slot_id: UUID = changed[0].id if changed else desk.new_id()
        self._session = card.session
        is_appointment = bool(changed) and changed[0].slot.kind is SlotKind.APPOINTMENT
        title = "Saisir une Info coll"
        if changed:
            title = "Modifier un RDV individuel" if is_appointment else "Modifier l’Info coll"
        super().__init__(desk, parent, title, lead=card.session.title)
        if len(changed) > 1:
            choices = [(line.id, hours(line.slot.starts_at, line.slot.ends_at)) for line in changed]
            which = self.form.add("which", ChoiceField("RDV à modifier", choices, is_required=True))
            which.set_value(self._slot_id)
            which.edited.connect(self._on_which)
        self._add_fields(is_appointment=is_appointment)
        if changed:
            self._show(changed[0])

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        meeting = Meeting(
            held_on=values["held_on"],
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            # An RDV individuel receives one person.
            capacity=values.get("capacity", 1),
            waitlist=values["waitlist"],
            where=self._where.where(values),
        )
        if self._changed:
            act = ChangeSlot(slot_id=self._slot_id, meeting=meeting)
            words = slot_words(self._line().slot)
            return Gesture((act,), f"Modification enregistrée : {words}.")
        act = CreateMeeting(slot_id=self._slot_id, session_id=self._session.id, meeting=meeting)
        when = slot_text(meeting.held_on, meeting.starts_at, meeting.ends_at)
        # Asked before the hub speaks, so that the new date is the one taken when it is read.
        self._on_created(self._slot_id)
        return Gesture((act,), f"Info coll saisie : {when}.")

    def _add_fields(self, *, is_appointment: bool) -> None:
        form, today = self.form, self.desk.now().date
        self._day = form.add("held_on", DateField("Date", is_required=True, today=today))
        form.add("starts_at", TimeField("Début", is_required=True, hint=""), beside=True)
        form.add("ends_at", TimeField("Fin", hint=""), beside=True)
        if not is_appointment:
            form.add("capacity", NumberField("Nombre de places", 1, 500)).set_value(_PLACES)
        waitlist = form.add("waitlist", CheckField("Liste d’attente"), beside=not is_appointment)
        waitlist.set_value(not is_appointment)
        self._where = WhereFields(self.desk, form, self)
        self.add_note()

    def _line(self) -> SlotLine:
        return next(line for line in self._changed if line.id == self._slot_id)

    def _on_which(self) -> None:
        self._slot_id = self.form.field("which").value()
        self._show(self._line())

    def _show(self, line: SlotLine) -> None:
        slot = line.slot
        shown = {
            "held_on": slot.held_on,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "waitlist": slot.waitlist,
        }
        if slot.kind is SlotKind.MEETING:
            shown["capacity"] = slot.capacity
        self.form.set_values(shown)
        self._where.show(slot)
        taken = line.seats.taken
        if taken:
            who = "1 personne est inscrite" if taken == 1 else f"{taken} personnes sont inscrites"
            self.say(f"{who} : prévenez-les si le jour ou l’heure change.")
