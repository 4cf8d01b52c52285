# SPDX-License-Identifier: MIT
"""Long work in a child process: imports, batches of documents, verified backups.

The interpreter lock stays free for the window. The work is a module-level function
`work(report, *arguments)`; it calls `report(progress)` now and then, which raises `Stopped` once
the person has asked to stop. Arguments travel by pipe, never on a command line.
"""

import atexit
import logging
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from kairos_desktop.views.toolkit.lanes import Lanes

_log = logging.getLogger(__name__)

_GRACE_S = 3.0


class Stopped(Exception):
    """The person asked to stop; raised inside the child by `report`."""


class ChildFailed(Exception):
    """The child ended without an answer (killed, out of memory): nothing came back."""


class ChildJob(QObject):
    """One piece of work in its own process.

    Signals:
        progressed(object): whatever the work reports.
        done(object): its result.
        failed(Exception): what it raised, or ChildFailed.
        stopped(): it was stopped as asked.
        ended(): after any of the last three.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, lanes: Lanes, work: Callable[..., Any], *arguments: Any) -> None:
        super().__init__()
        self._lanes = lanes
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_run, args=(theirs, work, arguments))
        self._theirs = theirs
        self._watcher = Thread(target=self._watch, name="child-watcher", daemon=True)
        self._is_stopping = False

    def start(self) -> None:
        """Start the process; at once for the window."""
        # Starting a process takes some 10 ms: the watching thread does it.
        self._watcher.start()

    def stop(self) -> None:
        """Ask the work to stop; it is ended after three seconds if it does not listen."""
        if self._is_stopping:
            return
        self._is_stopping = True
        Thread(target=self._stop, name="child-stopper", daemon=True).start()

    def wait(self) -> None:
        """Wait for the end; for closing the program and for tests."""
        self._watcher.join()

    def _stop(self) -> None:
        try:
            self._pipe.send("stop")
        except OSError:
            return
        self._watcher.join(_GRACE_S)
        if self._watcher.is_alive():
            self._process.terminate()

    def _watch(self) -> None:
        self._process.start()
        # Not a daemon, which may have no child of its own; ended with the program as one.
        atexit.register(self._process.terminate)
        self._theirs.close()
        last: tuple[str, Any] | None = None
        while last is None:
            try:
                kind, value = self._pipe.recv()
            except (EOFError, OSError):
                last = ("stopped", None) if self._is_stopping else ("failed", ChildFailed())
                break
            if kind == "progressed":
                self._lanes.post(lambda progress=value: self._tell("progressed", progress))
            else:
                last = (kind, value)
        self._process.join()
        atexit.unregister(self._process.terminate)
        self._process.close()
        self._pipe.close()
        kind, value = last
        self._lanes.post(lambda: self._finish(kind, value))

    def _tell(self, kind: str, value: Any) -> None:
        if isValid(self):
            getattr(self, kind).emit(value)

    def _finish(self, kind: str, value: Any) -> None:
        if not isValid(self):
            return
        if kind == "stopped":
            self.stopped.emit()
        else:
            self._tell(kind, value)
        self.ended.emit()


def _run(pipe: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """In the child: run the work and send its last word."""

    def report(progress: object) -> None:
        if pipe.poll():
            raise Stopped
        pipe.send(("progressed", progress))

    try:
        last = ("done", work(report, *arguments))
    except Stopped:
        last = ("stopped", None)
    except Exception as error:  # noqa: BLE001 - handed to the window as it is
        last = ("failed", error)
    pipe.send(last)
    pipe.close()
