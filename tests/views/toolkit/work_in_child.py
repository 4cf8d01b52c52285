# SPDX-License-Identifier: MIT
"""Work for a child process; a module of its own, since the child imports it."""

import os
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def count(report: Callable[[object], None], most: int) -> int:
    """Report each step, give the last one."""
    for step in range(most):
        report((step, most, f"étape {step}"))
    return most


def go_on(report: Callable[[object], None]) -> None:
    """Go on until asked to stop."""
    while True:
        report("encore")
        time.sleep(0.01)


def fail(report: Callable[[object], None]) -> None:
    """Refuse."""
    raise ValueError("ligne 3")


def die(report: Callable[[object], None]) -> None:
    """End without a word."""
    os._exit(1)


def leave() -> None:
    """A program that ends while work goes on."""
    from queue import Queue

    from kairos_desktop.views.toolkit.child_process import ChildJob

    posted = Queue[object]()
    lanes: Any = SimpleNamespace(post=posted.put)
    ChildJob(lanes, go_on).start()
    posted.get()


if __name__ == "__main__":
    leave()
