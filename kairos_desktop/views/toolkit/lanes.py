# SPDX-License-Identifier: MIT
"""Background lanes: write (one thread, in order) and read (two threads).

A job is a plain callable without Qt; its answer comes back on the GUI thread. An answer whose
owner was destroyed, or that a newer request with the same key has overtaken, vanishes: a screen
never sees the result of what it no longer asks. The exchange has threads of its own, and writes
through the write lane like everybody.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Lanes(Protocol):
    """What the desk asks of its lanes; `ThreadLanes` in the program, `InlineLanes` in tests."""

    def read(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        owner: QObject,
        key: str | None = None,
    ) -> None:
        """Run a job on the read lane; a request with the same owner and key replaces it."""

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a job on the write lane, after every earlier one. Its answer never vanishes."""

    def write_and_wait(self, job: Callable[[], T]) -> T:
        """Run a job on the write lane and give its result here; never from the GUI thread."""
        ...

    def post(self, call: Callable[[], None]) -> None:
        """Run a callable on the GUI thread; may be called from any thread."""

    def close(self) -> None:
        """Refuse new jobs, finish the writes, drop the reads that have not begun."""


class LanesClosed(RuntimeError):
    """A write was asked after the window closed: a defect, since it would be lost."""


@dataclass(eq=False)
class _Request:
    """One read, and whether its answer is still wanted."""

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    is_stale: bool = False

    def deliver(self, call: Callable[[], None]) -> None:
        if not self.is_stale and isValid(self.owner):
            call()


class ThreadLanes(QObject):
    """The lanes of the program; lives on the GUI thread and owns the only hop to it."""

    _answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._read = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._answers: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._latest: WeakKeyDictionary[QObject, dict[str, _Request]] = WeakKeyDictionary()
        self._is_closed = False
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        owner: QObject,
        key: str | None = None,
    ) -> None:
        """Run a job on the read lane; a request with the same owner and key replaces it."""
        if self._is_closed:
            return
        request = _Request(owner, done, failed)
        if key is not None:
            requests = self._latest.setdefault(owner, {})
            if key in requests:
                requests[key].is_stale = True
            requests[key] = request
        self._read.submit(self._run_read, job, request)

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a job on the write lane, after every earlier one. Raises LanesClosed once closed."""
        if self._is_closed:
            raise LanesClosed
        self._write.submit(self._run_write, job, done, failed)

    def write_and_wait(self, job: Callable[[], T]) -> T:
        """Run a job on the write lane and give its result here. Raises LanesClosed once closed."""
        try:
            waited = self._write.submit(job)
        except RuntimeError as closed:
            raise LanesClosed from closed
        return waited.result()

    def post(self, call: Callable[[], None]) -> None:
        """Run a callable on the GUI thread; may be called from any thread."""
        self._answers.put(call)
        if isValid(self):
            self._answered.emit()

    def close(self) -> None:
        """Refuse new jobs, finish the writes, drop the reads that have not begun."""
        if self._is_closed:
            return
        self._is_closed = True
        self._read.shutdown(wait=True, cancel_futures=True)
        self._write.shutdown(wait=True)
        while True:
            try:
                self._on_answered()
            except Exception:  # noqa: BLE001 - whatever it is, the profile is closed
                # What a page of a leaving window does with an answer must not hold the profile.
                _log.exception("An answer failed while closing")
            else:
                return

    def _run_read(self, job: Callable[[], Any], request: _Request) -> None:
        # Typing fast queues reads that nobody waits for any more: skip them unread.
        if request.is_stale:
            return
        answer = _answer_of(job, request.done, request.failed)
        self.post(lambda: request.deliver(answer))

    def _run_write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.post(_answer_of(job, done, failed))

    def _on_answered(self) -> None:
        while True:
            try:
                call = self._answers.get_nowait()
            except Empty:
                return
            call()


class InlineLanes:
    """Lanes that run each job at once, in the caller's thread: for tests."""

    def read(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        owner: QObject,
        key: str | None = None,
    ) -> None:
        """Run at once; `key` has nothing to replace here."""
        _answer_of(job, done, failed)()

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run at once."""
        _answer_of(job, done, failed)()

    def write_and_wait(self, job: Callable[[], T]) -> T:
        """Run at once."""
        return job()

    def post(self, call: Callable[[], None]) -> None:
        """Run at once."""
        call()

    def close(self) -> None:
        """Nothing to wait for."""


def _answer_of(
    job: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
) -> Callable[[], None]:
    """Run a job here and give what is left to do on the GUI thread."""
    try:
        result = job()
    except Exception as error:  # noqa: BLE001 - every failure must reach a human
        _log.exception("A job failed")
        failure = error
        return lambda: failed(failure)
    return lambda: done(result)
