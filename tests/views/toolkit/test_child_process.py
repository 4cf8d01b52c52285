# SPDX-License-Identifier: MIT
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.child_process import ChildFailed, ChildJob
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from kairos_desktop.views.toolkit.progress import ProgressCard
from tests.views.toolkit import work_in_child


@pytest.fixture
def heard() -> list[tuple[str, Any]]:
    return []


def listen(job: ChildJob, heard: list[tuple[str, Any]]) -> ChildJob:
    job.progressed.connect(lambda value: heard.append(("progressed", value)))
    job.done.connect(lambda value: heard.append(("done", value)))
    job.failed.connect(lambda value: heard.append(("failed", value)))
    job.stopped.connect(lambda: heard.append(("stopped", None)))
    return job


@pytest.fixture
def started(qtbot: QtBot, lanes: ThreadLanes, heard: list[tuple[str, Any]]) -> Iterator[Any]:
    jobs: list[ChildJob] = []

    def start(*work: Any) -> ChildJob:
        job = listen(ChildJob(lanes, *work), heard)
        jobs.append(job)
        return job

    yield start
    for job in jobs:
        job.stop()
        job.wait()
    qtbot.wait(0)


def test_progress_then_result(qtbot: QtBot, started: Any, heard: list[tuple[str, Any]]) -> None:
    job = started(work_in_child.count, 3)
    card = ProgressCard("Import", job)
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.ended, timeout=20_000):
        job.start()
    assert [kind for kind, _ in heard] == ["progressed"] * 3 + ["done"]
    assert heard[-1] == ("done", 3)


def test_stop_is_heard(qtbot: QtBot, started: Any, heard: list[tuple[str, Any]]) -> None:
    job = started(work_in_child.go_on)
    with qtbot.waitSignal(job.progressed, timeout=20_000):
        job.start()
    with qtbot.waitSignal(job.ended, timeout=20_000):
        job.stop()
    assert heard[-1] == ("stopped", None)


@pytest.mark.parametrize(("work", "kind"), [("fail", ValueError), ("die", ChildFailed)])
def test_a_failure_says_why(
    qtbot: QtBot, started: Any, heard: list[tuple[str, Any]], work: str, kind: type[Exception]
) -> None:
    job = started(getattr(work_in_child, work))
    with qtbot.waitSignal(job.ended, timeout=20_000):
        job.start()
    assert [each for each, _ in heard] == ["failed"]
    assert isinstance(heard[0][1], kind)


def test_the_work_ends_with_the_program() -> None:
    # Where it did not, the program would wait for it at its end.
    subprocess.run([sys.executable, "-m", work_in_child.__name__], check=True, timeout=60)
