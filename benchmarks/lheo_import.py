# SPDX-License-Identifier: MIT
"""LHEO import beside its floor, a bare lxml iterparse of the same file; its memory; the window.

The import is whole: reading and comparing in the child process, then applying. Memory is the
child's highest resident set. The window is an event loop that ticks while the import runs as the
page runs it, on a thread that waits for the child.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import psutil

from benchmarks.lheo_maker import write_lheo
from benchmarks.table import Line, at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kairos_desktop.services.catalogue.summary import Progress

SMALL, BIG = 50, 500
_TICK_MS = 5


class Measure(NamedTuple):
    """One file, imported."""

    bare_mb_s: float
    import_mb_s: float
    child_mb: float
    gaps: list[float]
    """Milliseconds between two ticks of the window meanwhile."""


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    idle = _gaps_during(lambda: time.sleep(3))
    small, big = measure(SMALL, folder), measure(BIG, folder)
    bare, one = "a bare lxml iterparse", "the same while nothing runs"
    speed = "LHEO import, {} MB"
    return [
        Line(speed.format(size), each.import_mb_s, "MB/s", 0.15, each.bare_mb_s, bare, True, True)
        for size, each in ((SMALL, small), (BIG, big))
    ] + [
        Line("its memory, 50 MB", small.child_mb, "MB", 150),
        Line("its memory, 500 MB", big.child_mb, "MB", 150, small.child_mb, "50 MB"),
        Line(
            "the window meanwhile, p99 between ticks", at(99, big.gaps), "ms", 16, at(99, idle), one
        ),
        Line("the window meanwhile, longest gap", max(big.gaps), "ms", None, max(idle), one),
    ]


def bare(path: Path) -> float:
    """Seconds that lxml takes to go through the formations and forget them."""
    from lxml import etree

    start = time.perf_counter()
    with path.open("rb") as file:
        events = etree.iterparse(
            file,
            tag="{*}formation",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            parent = element.getparent()
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del parent[0]
    return time.perf_counter() - start


def measure(megabytes: int, folder: Path) -> Measure:
    """Import a file of a size; the floor is taken on both sides, the machine's speed drifts."""
    path, catalogue = folder / f"{megabytes}.xml", folder / f"{megabytes}.db"
    write_lheo(path, megabytes)
    before = bare(path)
    highest, start = [0], time.perf_counter()
    gaps = _gaps_during(lambda: _whole(path, catalogue, highest))
    spent = time.perf_counter() - start
    floor = (before + bare(path)) / 2
    size = path.stat().st_size / 1e6
    return Measure(size / floor, size / spent, highest[0] / 1e6, gaps)


def _whole(path: Path, catalogue: Path, highest: list[int]) -> None:
    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.services.catalogue.child import apply_import, import_files

    def watch(_: Progress) -> None:
        for child in psutil.Process().children(recursive=True):
            highest[0] = max(highest[0], child.memory_info().rss)

    key = DatabaseKey(bytes(32))
    import_files([path], catalogue, key, watch, lambda: False)
    apply_import(catalogue, key, datetime.now(UTC))


def _gaps_during(work: Callable[[], None]) -> list[float]:
    """Milliseconds between the ticks of an event loop while the work runs on a thread."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer

    app = QCoreApplication.instance() or QCoreApplication([])
    ticks: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(_TICK_MS)

    def work_then_quit() -> None:
        try:
            work()
        finally:
            app.quit()

    thread = threading.Thread(target=work_then_quit)
    thread.start()
    app.exec()
    thread.join()
    timer.stop()
    return [(after - before) * 1000 for before, after in pairwise(ticks)]
