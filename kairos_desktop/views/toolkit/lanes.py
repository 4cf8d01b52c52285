# SPDX-License-Identifier: MIT
"""Background lanes: write (one thread, in order) and read (two threads).

A job is a plain callable without Qt; its answer comes back on the GUI thread. An answer whose
owner was destroyed, or that a newer request with the same key has overtaken, vanishes: a screen
never sees the result of what it no longer asks. The exchange has threads of its own, and writes
through the write lane like everybody.

A lane knows a request by its number. Who asked stays on the GUI thread: a widget that nobody else
holds any more would otherwise be destroyed on the lane that lets go of it last.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Protocol, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

_log = logging.getLogger(__name__)

T = TypeVar("T")
_Answer = Callable[[Callable[[Any], None], Callable[[Exception], None]], None]
"""Tells the one or the other how a job ended."""


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


class _Request(NamedTuple):
    """Who waits for an answer; without an owner, whatever becomes of its window."""

    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    owner: QObject | None = None


class ThreadLanes(QObject):
    """The lanes of the program; lives on the GUI thread and owns the only hop to it."""

    _answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._read = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._answers: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._numbers = count()
        # Changed on the GUI thread only; a request that is not there any more is not wanted.
        self._asked: dict[int, _Request] = {}
        self._latest: WeakKeyDictionary[QObject, dict[str, int]] = WeakKeyDictionary()
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
        number = self._note(_Request(done, failed, owner))
        if key is not None:
            latest = self._latest.setdefault(owner, {})
            if key in latest:
                self._asked.pop(latest[key], None)
            latest[key] = number
        self._read.submit(self._run_read, job, number)

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a job on the write lane, after every earlier one. Raises LanesClosed once closed."""
        if self._is_closed:
            raise LanesClosed
        self._write.submit(self._run_write, job, self._note(_Request(done, failed)))

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
                self._asked.clear()
                return

    def _note(self, request: _Request) -> int:
        number = next(self._numbers)
        self._asked[number] = request
        return number

    def _run_read(self, job: Callable[[], Any], number: int) -> None:
        # Typing fast queues reads that nobody waits for any more: skip them unread.
        if number in self._asked:
            self.post(partial(self._deliver, number, _answer_of(job)))

    def _run_write(self, job: Callable[[], Any], number: int) -> None:
        self.post(partial(self._deliver, number, _answer_of(job)))

    def _deliver(self, number: int, answer: _Answer) -> None:
        request = self._asked.pop(number, None)
        if request and (request.owner is None or isValid(request.owner)):
            answer(request.done, request.failed)

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
        _answer_of(job)(done, failed)

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run at once."""
        _answer_of(job)(done, failed)

    def write_and_wait(self, job: Callable[[], T]) -> T:
        """Run at once."""
        return job()

    def post(self, call: Callable[[], None]) -> None:
        """Run at once."""
        call()

    def close(self) -> None:
        """Nothing to wait for."""


def _answer_of(job: Callable[[], Any]) -> _Answer:
    """Run a job here and give what is left to do on the GUI thread."""
    try:
        result = job()
    except Exception as error:  # noqa: BLE001 - every failure must reach a human
        _log.exception("A job failed")
        failure = error
        return lambda _done, failed: failed(failure)
    return lambda done, _failed: done(result)
