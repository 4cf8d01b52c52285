# SPDX-License-Identifier: MIT
"""The one dialogue of an act chosen in the tree with no session open: session, then date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from kairos_desktop.services.rules.lists import SESSION_TABS, Tab
from kairos_desktop.services.wording.dates import period
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.recruitment.slot_choices import first_choice, slot_choices
from kairos_desktop.views.recruitment.training_room import TrainingRoom
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, FindField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.type_ahead import Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

_KINDS = {tab: kind for kind, tab in SESSION_TABS.items()}
_CREATIONS = ("create-meeting", "create-appointments", "create-candidacy")


class ChooseSlotDialog(FormDialog):
    """Asks the session by type-ahead and, where the act needs one, the date; then goes there."""

    def __init__(self, desk: Desk, arguments: Mapping[str, Any], parent: QWidget) -> None:
        super().__init__(parent, "Choisir une session", Form(), "Continuer", "", lambda _values: {})
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._arguments = desk, dict(arguments)
        self._kind = _KINDS.get(arguments.get("tab", ""))
        if arguments.get("act") in _CREATIONS:
            self._kind = None
        hint = "Intitulé, numéro CARIF ou ville, en partie"
        self.session = self.form.add(
            "session", FindField("Session", self._search, is_required=True, placeholder=hint)
        )
        self.session.edited.connect(self._on_session)
        no_choice: list[tuple[UUID | date, str]] = []
        self.slot = self.form.add("slot", ChoiceField("Date", no_choice))
        self.slot.hide()
        self.room = TrainingRoom(desk)
        self.form.add_widget(self.room)

    def _search(
        self, typed: str, owner: QObject, done: Callable[[Sequence[Suggestion]], None]
    ) -> None:
        def arrived(found: Sequence[SessionRow]) -> None:
            done([Suggestion(row, row.title, _detail(row)) for row in found])

        self._desk.read(reads.sessions_found, typed, done=arrived, owner=owner, key="sessions")

    def _on_session(self) -> None:
        session = self.session.value()
        if self._arguments.get("tab") == "enrolled":
            self.room.show_session(session.id if session is not None else None)
        if session is None or self._kind is None:
            self.slot.hide()
            return
        self._desk.read(reads.slots, session.id, done=self._on_slots, owner=self, key="slots")

    def _on_slots(self, lines: Sequence[SlotLine]) -> None:
        if self._kind is None:
            return
        now = self._desk.now()
        choices = [each for each in slot_choices(lines, self._kind, now) if not each.is_deleted]
        self.slot.set_choices([(choice.key, choice.label) for choice in choices])
        tab = Tab(self._arguments.get("list", Tab.REGISTERED))
        first = first_choice(choices, tab, now.date())
        if first is not None:
            self.slot.set_member(first.key)
        self.slot.setVisible(bool(choices))

    def accept(self) -> None:
        """Go to the session, with the date chosen."""
        super().accept()
        session = self.session.value()
        chosen = dict(self._arguments, session_id=session.id)
        if self.slot.value() is not None:
            chosen["slot_id"] = self.slot.value()
        self._desk.open("session", **chosen)


def _detail(row: SessionRow) -> str:
    parts = (row.carif_session_number, period(row.starts_on, row.ends_on), row.town)
    return " · ".join(part for part in parts if part)
