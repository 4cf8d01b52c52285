# SPDX-License-Identifier: MIT
"""Makes the verified backups while one works: after the first paint, then as work goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from kairos_desktop.services.profile_door import DoorRefused

if TYPE_CHECKING:
    from kairos_desktop.services.backups import Backup, Reason
    from kairos_desktop.views.toolkit.hub import ChangeHub
    from kairos_desktop.views.toolkit.lanes import Lanes

_log = logging.getLogger(__name__)

_LOOK_EVERY_MS = 60_000
_AGAIN_AFTER_MS = 600_000
_UNFORESEEN = (
    "La sauvegarde n’a pas pu être faite. Vos données et les sauvegardes précédentes sont "
    "intactes. Elle sera refaite d’elle-même ; si cela se répète, fermez puis rouvrez Kairos "
    "Desktop."
)


class Keeper(Protocol):
    """What keeps the backups of the profile at work: services.backup_keeper."""

    def is_due(self, changed: bool) -> bool:
        """Whether one is to be made now."""
        ...

    def make(self, reason: Reason, stopped: Callable[[], bool] = ...) -> Backup:
        """Makes one. Takes seconds."""
        ...

    def said(self) -> str:
        """When the last one was made, in French."""
        ...


class BackupClock(QObject):
    """Looks once a minute whether a backup is due; makes it in a thread that waits for a process.

    Signals:
        said(str): when the last verified backup was made, for the status bar.
        failed(str): why it could not be made; stays true until `said` comes again.
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(
        self, keeper: Keeper, lanes: Lanes, hub: ChangeHub, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._lanes = lanes
        self._changed = False
        self._stopping = Event()
        self._worker: Thread | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        hub.changed.connect(self._on_changed)

    def start(self) -> None:
        """Begin, once the first page is painted."""
        self.said.emit(self._keeper.said())
        self._timer.start(_LOOK_EVERY_MS)
        self.look()

    def look(self) -> None:
        """Make a backup if one is due and none is being made."""
        if not self._is_at_work() and self._keeper.is_due(self._changed):
            self._begin("automatic")

    def make_now(self) -> None:
        """Make one because somebody asks; the answer comes by the same signals."""
        if not self._is_at_work():
            self._begin("asked")

    def stop(self) -> None:
        """Make no more, and end the one being made: it leaves nothing behind. Waits for that."""
        self._timer.stop()
        self._stopping.set()
        if self._worker is not None:
            self._worker.join()

    def _is_at_work(self) -> bool:
        return self._worker is not None or self._stopping.is_set()

    def _begin(self, reason: Reason) -> None:
        # What is recorded from now on may not be in the copy.
        self._changed = False
        self._worker = Thread(target=self._work, args=(reason,), name="backup", daemon=True)
        self._worker.start()

    def _work(self, reason: Reason) -> None:
        """In the thread: make one, hand the answer over."""
        try:
            self._keeper.make(reason, self._stopping.is_set)
            answer = ""
        except DoorRefused as refused:
            answer = refused.sentence
        except Exception:  # noqa: BLE001 (a failure must be said, whatever it is)
            _log.exception("A backup failed")
            answer = _UNFORESEEN
        self._lanes.post(lambda: self._on_done(answer))

    def _on_done(self, refusal: str) -> None:
        if not isValid(self) or self._stopping.is_set():
            return
        self._worker = None
        self._timer.start(_AGAIN_AFTER_MS if refusal else _LOOK_EVERY_MS)
        if refusal:
            self._changed = True
            self.failed.emit(refusal)
        else:
            self.said.emit(self._keeper.said())

    def _on_changed(self, _changes: Any) -> None:
        self._changed = True
