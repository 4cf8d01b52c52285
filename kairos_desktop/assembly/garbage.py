# SPDX-License-Identifier: MIT
"""When Python looks for garbage, and on which thread: not while the program starts, then seldom.

Left to itself Python looks wherever the next object is made, and takes a circle away on that
thread. A timer of Qt or a widget in the circle must end on the thread of its window: another one
leaves the timer running, or crashes. Measures and limits: ADR 0338.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

YOUNG = 10_000
"""Objects more than at the last look, before one is worth it: two to five milliseconds."""
MIDDLE, ALL = 10, 500
"""Each tenth look takes in what has survived one, each five hundredth all but what `start` left."""
INTERVAL = 250
"""Milliseconds between two counts, each of some microseconds."""


class Sweeper(QObject):
    """Looks for garbage on its own thread, the window's, in place of Python.

    It begins where the start has disabled Python's own search (`bootstrap`). Elsewhere, in a test
    or a benchmark, Python goes on by itself.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.sweep)

    def start(self) -> None:
        """Look from now on, and never among what was made until here: a window and its modules."""
        if gc.isenabled():
            return
        if self._timer.isActive():
            # What an earlier window left would stay for good.
            gc.collect()
        gc.freeze()
        self._timer.start()

    def sweep(self) -> None:
        """Take garbage away, if enough was made since the last time."""
        if gc.get_count()[0] > YOUNG:
            self._looks += 1
            gc.collect(2 if self._looks % ALL == 0 else 1 if self._looks % MIDDLE == 0 else 0)
