# SPDX-License-Identifier: MIT
"""How many places the training of a session has left, as it stands, before somebody is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.wording.holds import kept_text, places
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.recruitment.slot_choices import kept_here
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.training_places import TrainingLine
    from kairos_desktop.views.toolkit.desk import Desk

UNKNOWN = "L’offre ne dit pas combien de places a cette formation."
_MOVING = frozenset({"seats", "place_hold", "training_session", "enrolment"})


class TrainingRoom(QWidget):
    """The places left, what posts keep, and a warning where so many people would be too many.

    It stays true while it shows: a colleague's enrolment that arrives changes it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session_id: UUID | None = None
        self._line: TrainingLine | None = None
        self._count = 0
        self._facts = Label()
        self._facts.setWordWrap(True)
        set_look(self._facts, "sentence")
        self._beyond = Banner("warn", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(metrics.UNIT))
        column.addWidget(self._facts)
        column.addWidget(self._beyond)
        self.hide()
        desk.hub.changed.connect(self._on_changed)

    def show_session(self, session_id: UUID | None) -> None:
        """Say the places of this session; nothing without one."""
        if session_id != self._session_id:
            self.hide()
        self._session_id = session_id
        self._read()

    def show_count(self, count: int) -> None:
        """Say what comes of it for so many people."""
        self._count = count
        if not self.isHidden():
            self._dress()

    def _read(self) -> None:
        if self._session_id is not None:
            read, session_id = reads.training, self._session_id
            self._desk.read(read, session_id, done=self._show, owner=self, key="training")

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _MOVING:
            self._read()

    def _show(self, line: TrainingLine | None) -> None:
        if self._session_id is None:
            return
        self._line = line
        self.show()
        self._dress()

    def _dress(self) -> None:
        line, today = self._line, self._desk.now().date()
        if line is None:
            self._facts.setText(UNKNOWN)
            self._beyond.hide()
            return
        mine = kept_here(line.kept, self._desk.post, today)
        others = [each for each in line.kept if each.hold.post_id != self._desk.post]
        self._facts.setText(room_text(line, mine, kept_text(others)))
        said = beyond_text(free_places(line.seats) + mine, self._count)
        is_new = bool(said) and self._beyond.isHidden()
        self._beyond.set_sentence(said)
        self._beyond.setVisible(bool(said))
        if is_new:
            announce(self, said)


def room_text(line: TrainingLine, mine: int, kept: str) -> str:
    """« Places disponibles : 3 sur 15 · 2 places gardées par ce poste », and by the others."""
    seats = line.seats
    here = f"{places(mine)} gardée{'s' if mine > 1 else ''} par ce poste" if mine else ""
    free = f"Places disponibles : {free_places(seats)} sur {seats.capacity}"
    return " · ".join(part for part in (free, here, kept) if part)


def beyond_text(room: int, count: int) -> str:
    """What comes of proposing more people than there is room for; "" where each has a place."""
    if count <= room and room:
        return ""
    beyond = count - room
    if count <= 1:
        return "Complet : l’inscription sera enregistrée quand même, en surnombre."
    if not room:
        return f"Complet : les {count} inscriptions seront enregistrées quand même, en surnombre."
    many = "inscriptions seront" if beyond > 1 else "inscription sera"
    return f"{places(room)} pour {count} personnes : {beyond} {many} en surnombre."
