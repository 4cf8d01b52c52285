# SPDX-License-Identifier: MIT
"""Long work on the catalogue, on a thread of its own: it waits for the child process that works."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, Signal

from kairos_desktop.services.catalogue.refusals import ImportCancelled
from kairos_desktop.services.catalogue.summary import Progress

Work = Callable[[Callable[[Progress], None], Callable[[], bool]], Any]

_FAILED = (
    "L’import n’est pas allé au bout. Le catalogue n’a pas changé : recommencez, ou vérifiez "
    "que le disque n’est pas plein."
)


class ImportJob(QObject):
    """Runs `work(progress, cancelled)` once; every signal comes on the GUI thread.

    Signals:
        progressed(Progress): how far the reading is.
        done(object): what the work gave.
        refused(str): why nothing was done, in French.
        cancelled(): it was stopped as asked.
    """

    progressed = Signal(object)
    done = Signal(object)
    refused = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._thread = Thread(target=self._run, name="catalogue", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the work to stop; `cancelled` follows."""
        self._stop.set()

    def wait(self) -> None:
        """Wait for the end of the work, for closing the window and for tests."""
        self._thread.join()

    def _run(self) -> None:
        # Signals emitted from this thread reach the GUI thread by its queue.
        try:
            result = self._work(self.progressed.emit, self._stop.is_set)
        except ImportCancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - every failure must reach a human
            self.refused.emit(getattr(error, "sentence", "") or _FAILED)
        else:
            self.done.emit(result)
