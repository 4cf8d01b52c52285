# SPDX-License-Identifier: MIT
"""Announces the next meetings by the desktop's own notice, some minutes before.

One timer, set to the next announcement; nothing where the desktop shows no notices.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from kairos_desktop.views.agenda import reads
from kairos_desktop.views.agenda.next_meetings import NextMeeting, due_at, next_meetings

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

# The clock of a machine that slept is read again at least this often.
_LOOK_AGAIN = timedelta(minutes=10)
_SHOWS = frozenset({"slot", "seats", "site", "training_session"})


class Notices(Protocol):
    """Who shows a notice outside the window."""

    def show(self, title: str, text: str) -> None:
        """Show it, or nothing at all."""
        ...

    def ask_why_not(self, answered: Callable[[str], None]) -> None:
        """Answer why notices do not show here; "" where they do."""
        ...


class Announcer(QObject):
    """Watches the meetings of today and tomorrow."""

    def __init__(self, desk: Desk, notices: Notices, minutes: Callable[[], int]) -> None:
        super().__init__(desk)
        self._desk, self._notices, self._minutes = desk, notices, minutes
        self._told: set[tuple[UUID, datetime]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        desk.hub.changed.connect(self._on_changed)

    def look(self) -> None:
        """Read the next meetings, announce what is due, wait for the next one."""
        if not self._minutes():
            self._timer.stop()
            return
        # Whatever becomes of this read: one that fails must not be the last.
        self._timer.start(_milliseconds(_LOOK_AGAIN))
        today = self._desk.now().date()
        tomorrow = today + timedelta(days=1)
        self._desk.read(reads.slots, today, tomorrow, done=self._tell, owner=self, key="next")

    def _tell(self, found: list[tuple[SlotLine, SessionRow]]) -> None:
        minutes = self._minutes()
        if not minutes:
            return
        now = self._desk.now()
        wait = _LOOK_AGAIN
        for meeting in next_meetings(found):
            if meeting.start <= now or meeting.key in self._told:
                continue
            left = due_at(meeting, minutes) - now
            if left <= timedelta():
                self._announce(meeting)
            else:
                wait = min(wait, left)
        self._timer.start(_milliseconds(wait))

    def _announce(self, meeting: NextMeeting) -> None:
        self._told.add(meeting.key)
        self._notices.show(meeting.title, meeting.text)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS:
            self.look()


def _milliseconds(length: timedelta) -> int:
    return max(1, round(length.total_seconds() * 1000))
