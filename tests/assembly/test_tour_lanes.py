# SPDX-License-Identifier: MIT
"""The lanes that a picture of the tour waits for: quiet once every job has run, dropped or not."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from kairos_desktop.assembly.tour.quiet import WatchedLanes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def lanes(app: QApplication) -> Iterator[WatchedLanes]:
    made = WatchedLanes()
    yield made
    made.close()


def _ignore(_answer: object) -> None:
    """Nobody waits for it."""


def test_a_job_under_way_is_no_quiet(lanes: WatchedLanes, qtbot: QtBot) -> None:
    assert lanes.is_quiet
    held = Event()
    lanes.write(held.wait, _ignore, _ignore)
    assert not lanes.is_quiet
    held.set()
    qtbot.waitUntil(lambda: lanes.is_quiet)


def test_a_read_that_was_overtaken_is_counted_out(lanes: WatchedLanes, qtbot: QtBot) -> None:
    held, owner = Event(), QObject()
    for _ in range(5):
        lanes.read(held.wait, _ignore, _ignore, owner, "ids")
    held.set()
    qtbot.waitUntil(lambda: lanes.is_quiet)
