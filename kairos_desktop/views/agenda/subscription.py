# SPDX-License-Identifier: MIT
"""Keeps the subscription file up to date: after changes, and after the start of the program."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from kairos_desktop.services.exchange.calendar_feed import Updated
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.post_settings import AgendaChoices
    from kairos_desktop.views.toolkit.desk import Desk

_SHOWS = frozenset({"slot", "seats", "site", "training_session"})
_CALM_MS = 2_000
"""A file of some hundred meetings takes half a second of Python: not between two keys."""


class Subscription(QObject):
    """One file, written by one job at a time.

    Signals:
        told(Updated): what became of the file.
    """

    told = Signal(object)

    def __init__(self, desk: Desk, choices: Callable[[], AgendaChoices]) -> None:
        super().__init__(desk)
        self._desk, self._choices = desk, choices
        self._is_writing = self._is_stale = False
        self._last_failure = ""
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.update)
        desk.hub.changed.connect(self._on_changed)

    def update_soon(self) -> None:
        """Bring the file up to date once nothing has changed for two seconds."""
        if self._choices().path:
            self._calm.start()

    def update(self) -> None:
        """Bring the file up to date, if there is one; what changes meanwhile is written next."""
        if not self._choices().path:
            return
        if self._is_writing:
            self._is_stale = True
            return
        now = self._desk.now()
        write = partial(self._write, self._choices(), now)
        self._desk.read(_slots, now.date(), done=write, owner=self, key="slots")

    def _write(self, choices: AgendaChoices, now: datetime, found: list[Any]) -> None:
        self._is_writing = True
        path = Path(choices.path)
        job = partial(_update, path, found, now, with_contact=choices.with_contact)
        self._desk.lanes.read(job, self._on_written, self._on_failed, self)

    def _on_written(self, done: Updated) -> None:
        # Said once: a stick that is not plugged in must not speak after each act.
        if done.failure and done.failure != self._last_failure:
            self._desk.say(done.failure)
        self._last_failure = done.failure
        self.told.emit(done)
        self._go_on()

    def _on_failed(self, _error: Exception) -> None:
        self._go_on()

    def _go_on(self) -> None:
        """Write what changed meanwhile, if anything did."""
        is_stale = self._is_stale
        self._is_writing = self._is_stale = False
        if is_stale:
            self.update()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS:
            self.update_soon()


# Loaded by the lane that runs them.


def _slots(conn: Any, org: UUID, today: date) -> list[Any]:
    from kairos_desktop.services.exchange.calendar_feed import AFTER, BEFORE
    from kairos_desktop.services.queries import sessions

    return sessions.slots_between(conn, org, today - BEFORE, today + AFTER, with_deleted=True)


def _update(path: Path, found: list[Any], now: datetime, *, with_contact: bool) -> Updated:
    from kairos_desktop.services.exchange.calendar_feed import update_feed

    return update_feed(path, found, now, with_contact=with_contact)
