# SPDX-License-Identifier: MIT
"""Work for a child process; a module of its own, since the child imports it."""

import os
import time
from collections.abc import Callable


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
