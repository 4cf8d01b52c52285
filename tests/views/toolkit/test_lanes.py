# SPDX-License-Identifier: MIT
import threading
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.lanes import InlineLanes, LanesClosed, ThreadLanes


class Heard:
    """What came back, and on which thread."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[Exception] = []
        self.threads: list[QThread] = []

    def done(self, result: Any) -> None:
        self.results.append(result)
        self.threads.append(QThread.currentThread())

    def failed(self, error: Exception) -> None:
        self.errors.append(error)


def test_an_answer_comes_on_the_gui_thread(qtbot: QtBot, lanes: ThreadLanes) -> None:
    heard, owner = Heard(), QObject()
    lanes.read(lambda: threading.current_thread().name, heard.done, heard.failed, owner)
    lanes.write(lambda: threading.current_thread().name, heard.done, heard.failed)
    qtbot.waitUntil(lambda: len(heard.results) == 2)
    assert {name.split("_")[0] for name in heard.results} == {"read", "write"}
    assert heard.threads == [owner.thread()] * 2


def test_writes_keep_their_order(qtbot: QtBot, lanes: ThreadLanes) -> None:
    heard = Heard()
    for number in range(50):
        lanes.write(lambda number=number: number, heard.done, heard.failed)
    qtbot.waitUntil(lambda: len(heard.results) == 50)
    assert heard.results == list(range(50))


def test_a_late_answer_of_an_older_request_vanishes(qtbot: QtBot, lanes: ThreadLanes) -> None:
    heard, owner, gate = Heard(), QObject(), threading.Event()

    def slow() -> str:
        gate.wait(5)
        return "old"

    lanes.read(slow, heard.done, heard.failed, owner, "list")
    lanes.read(lambda: "new", heard.done, heard.failed, owner, "list")
    lanes.read(lambda: "other key", heard.done, heard.failed, owner, "count")
    qtbot.waitUntil(lambda: len(heard.results) == 2)
    gate.set()
    lanes.read(lambda: "last", heard.done, heard.failed, owner)
    qtbot.waitUntil(lambda: "last" in heard.results)
    assert sorted(heard.results) == ["last", "new", "other key"]


def test_a_stale_request_that_has_not_begun_is_not_run(qtbot: QtBot, lanes: ThreadLanes) -> None:
    heard, owner, gate, run = Heard(), QObject(), threading.Event(), []
    for _ in range(2):
        lanes.read(lambda: gate.wait(5), heard.done, heard.failed, owner)
    for letter in "abc":
        lanes.read(lambda letter=letter: run.append(letter), heard.done, heard.failed, owner, "k")
    gate.set()
    qtbot.waitUntil(lambda: len(heard.results) == 3)
    assert run == ["c"]


def test_the_answer_to_a_destroyed_owner_vanishes(qtbot: QtBot, lanes: ThreadLanes) -> None:
    heard, parent, gate = Heard(), QObject(), threading.Event()
    owner = QObject(parent)
    lanes.read(lambda: gate.wait(5), heard.done, heard.failed, owner)
    with qtbot.waitSignal(parent.destroyed):
        parent.deleteLater()
    gate.set()
    other = QObject()
    lanes.read(lambda: "seen", heard.done, heard.failed, other)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == ["seen"]


@pytest.mark.expects_log
def test_a_failure_comes_back_and_is_logged(
    qtbot: QtBot, lanes: ThreadLanes, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()

    def broken() -> None:
        raise OSError("disk")

    lanes.write(broken, heard.done, heard.failed)
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], OSError)
    assert [record.message for record in caplog.records] == ["A job failed"]


def test_close_finishes_writes_drops_reads_and_refuses(lanes: ThreadLanes) -> None:
    heard, owner, gate, written = Heard(), QObject(), threading.Event(), []

    def first() -> None:
        gate.wait(5)
        written.append(1)

    lanes.write(first, heard.done, heard.failed)
    lanes.write(lambda: written.append(2), heard.done, heard.failed)
    for _ in range(2):
        lanes.read(lambda: gate.wait(5), heard.done, heard.failed, owner)
    lanes.read(lambda: written.append("read"), heard.done, heard.failed, owner)
    threading.Timer(0.01, gate.set).start()
    lanes.close()
    assert written == [1, 2]
    # The last words of the writes are delivered before the window goes.
    assert heard.results.count(None) == 2
    with pytest.raises(LanesClosed):
        lanes.write(lambda: None, heard.done, heard.failed)
    lanes.read(lambda: written.append("late"), heard.done, heard.failed, owner)
    assert written == [1, 2]


@pytest.mark.expects_log
def test_an_answer_that_fails_while_closing_holds_nothing_back(lanes: ThreadLanes) -> None:
    heard = Heard()

    def broken(_answer: object) -> None:
        raise ValueError("a page of a window that leaves")

    lanes.write(lambda: 1, broken, heard.failed)
    lanes.write(lambda: 2, heard.done, heard.failed)
    lanes.close()
    assert heard.results == [2]


class Page(QObject):
    """Asks, and is held by nobody else."""

    def done(self, _result: Any) -> None:
        pass

    def failed(self, _error: Exception) -> None:
        pass

    def read(self, lanes: ThreadLanes) -> None:
        lanes.read(lambda: 1, self.done, self.failed, self)

    def read_by_key(self, lanes: ThreadLanes) -> None:
        lanes.read(lambda: 1, self.done, self.failed, self, "list")

    def write(self, lanes: ThreadLanes) -> None:
        lanes.write(lambda: 1, self.done, self.failed)


class SlowLanes(ThreadLanes):
    """A lane still stands where it told its answer when the GUI thread has heard it."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def post(self, call: Callable[[], None]) -> None:
        super().post(call)
        self.gate.wait(5)


@pytest.mark.parametrize("ask", [Page.read, Page.read_by_key, Page.write])
def test_who_asked_is_let_go_of_on_the_gui_thread(
    qtbot: QtBot, ask: Callable[[Page, ThreadLanes], None]
) -> None:
    slow, ended = SlowLanes(), list[threading.Thread]()
    page = Page()
    weakref.finalize(page, lambda: ended.append(threading.current_thread()))
    ask(page, slow)
    del page
    qtbot.waitUntil(lambda: slow._answers.empty() and not slow._asked)
    slow.gate.set()
    slow.close()
    assert ended == [threading.current_thread()]


def test_inline_lanes_answer_at_once() -> None:
    heard, inline = Heard(), InlineLanes()
    inline.read(lambda: 1, heard.done, heard.failed, QObject())
    inline.write(lambda: 2, heard.done, heard.failed)
    inline.post(lambda: heard.done(3))
    inline.close()
    assert heard.results == [1, 2, 3]
