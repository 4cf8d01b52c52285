# SPDX-License-Identifier: MIT
"""« Dupliquer le groupe »: the same times, free places, on other days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.acts.slots import DuplicateAppointments
from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.views.recruitment.days_field import DaysField
from kairos_desktop.views.recruitment.gestures import Gesture
from kairos_desktop.views.toolkit.act_dialog import ActDialog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.slot_choices import SlotChoice
    from kairos_desktop.views.toolkit.desk import Desk


class DuplicateDialog(ActDialog):
    """Copies the groups of one day to other days."""

    together = True

    def __init__(self, desk: Desk, choice: SlotChoice, parent: QWidget) -> None:
        self._choice = choice
        self._lines = [line for line in choice.open_lines if line.slot.group_id is not None]
        lead = f"{short_day(choice.day)} : {_times(self._lines)}."
        super().__init__(desk, parent, "Dupliquer le groupe", lead=lead)
        hint = "Un ou plusieurs jours, séparés par des virgules : 21/12, 22/12"
        self._days = self.form.add("days", DaysField("Vers les dates", hint, desk.now().date))
        self.form.edited.connect(self._preview)
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        days = values["days"]
        groups: dict[UUID | None, UUID] = {
            line.slot.group_id: line.slot.session_id for line in self._lines
        }
        acts = tuple(
            DuplicateAppointments(
                group_id=group_id, session_id=session_id, source_day=self._choice.day, days=days
            )
            for group_id, session_id in groups.items()
            if group_id is not None
        )
        shown = ", ".join(short_day(day) for day in days)
        return Gesture(acts, f"Groupe dupliqué : {len(self._lines) * len(days)} RDV, {shown}.")

    def _preview(self) -> None:
        days = self._days.value() or ()
        total = len(self._lines) * len(days)
        self.say(f"{total} RDV seront créés, avec des places libres." if days else "")


def _times(lines: list[SlotLine]) -> str:
    return ", ".join(hour(line.slot.starts_at) for line in lines)
