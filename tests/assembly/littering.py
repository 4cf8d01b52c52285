# SPDX-License-Identifier: MIT
"""Starts the program on a profile and litters it from the write lane; tells what it saw as JSON.

Run by test_garbage in an interpreter of its own: who looks for garbage is a matter of the whole
process.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import weakref
from argparse import Namespace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kairos_desktop import bootstrap
from kairos_desktop.assembly import garbage
from kairos_desktop.views.shell.main_window import MainWindow

FAR = 3_600_000
saw: dict[str, Any] = {"ended": []}
kept: list[object] = []
start = MainWindow.start


class Circle(QObject):
    """What nothing but a look for garbage takes away; its timer runs."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.startTimer(FAR)


def start_and_litter(window: MainWindow) -> None:
    start(window)
    QTimer.singleShot(30_000, give_up)
    # Once the program has left all of its start out of the search.
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: litter(window)))


def litter(window: MainWindow) -> None:
    saw["automatic"] = gc.isenabled()
    weakref.finalize(Circle(), on_ended, window)
    window.desk.lanes.write(make_litter, kept.append, kept.append)


def make_litter() -> None:
    """Objects enough for more than one look, made and kept on a lane."""
    saw["littered on"] = threading.current_thread().name
    kept.append([[] for _ in range(3 * garbage.YOUNG)])


def on_ended(window: MainWindow) -> None:
    saw["ended"].append(threading.current_thread().name)
    window.desk.lanes.post(lambda: leave(window))


def leave(window: MainWindow) -> None:
    window.close()


def give_up() -> None:
    QApplication.exit(9)


MainWindow.start = start_and_litter  # pyright: ignore[reportAttributeAccessIssue]
folder = Path(sys.argv[1])
code = bootstrap.window(Namespace(command=None, profile=folder))
sys.stdout.write(json.dumps(saw))
sys.exit(code)
