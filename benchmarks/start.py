# SPDX-License-Identifier: MIT
"""From the command to the painted window, beside a bare PySide6 window; memory once it settled.

Each start is a fresh process, the two kinds in turn. The profile opens by its key file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.table import Line, at, median

if TYPE_CHECKING:
    from pathlib import Path

REPETITIONS, WARM_UP = 15, 2


def lines(world: Path) -> list[Line]:
    """The lines of the table."""
    bare, ours = list[dict[str, Any]](), list[dict[str, Any]]()
    for _ in range(REPETITIONS + WARM_UP):
        bare.append(_start("bare"))
        ours.append(_start("ours", str(world)))
    floor = [one["window"] for one in bare[WARM_UP:]]
    windows = [one["window"] for one in ours[WARM_UP:]]
    lists = [one["list"] for one in ours[WARM_UP:]]
    ready = [one["ready"] for one in ours[WARM_UP:]]
    memory = median([one["bytes"] for one in ours[WARM_UP:]]) / 2**20
    for moment, what in (("loaded", "tree"), ("loaded at the list", "first list")):
        heavy = ", ".join(ours[-1][moment]) or "nothing heavy"
        print(f"loaded when the {what} was painted: {heavy}", file=sys.stderr)
    one = "a bare PySide6 window"
    found = [
        Line("window, its tree painted", median(windows), "ms", 2, median(floor), one, True),
        Line("first list filled", median(lists), "ms", 4.5, median(floor), one, True),
    ]
    found += [
        Line("window, its tree painted, p99", at(99, windows), "ms", None, at(99, floor), one),
        Line("every page ready for acts", median(ready), "ms", None, median(floor), one),
        Line("resident memory, every page ready", memory, "MiB", 170),
    ]
    return found


def _start(*words: str) -> dict[str, Any]:
    """The moments of one start, in milliseconds after the command."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.start_probe", *words],
        check=True,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    moments = [name for name in ("window", "list", "ready") if name in said]
    return said | {name: (said[name] - start) * 1000 for name in moments}


if __name__ == "__main__":
    from pathlib import Path

    print(lines(Path(sys.argv[1])))
