# SPDX-License-Identifier: MIT
"""Counts which acts the histories of the suite tell of, and in which quarter each is told most.

`python -m tests.model.exchange.counting` writes `played.json`, after a change of what is drawn.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.model.exchange.histories import PARTS, PLAYED_FILE, SEEDS, play


def told_most(counts: Mapping[int, Counter[str]]) -> dict[str, int]:
    """For each act the part of the histories, by their seeds, in which it stands most often."""
    parts = [Counter[str]() for _ in range(PARTS)]
    for seed, acts in counts.items():
        parts[seed * PARTS // SEEDS] += acts
    names = sorted(set[str]().union(*parts))
    return {name: 1 + max(range(PARTS), key=lambda part: parts[part][name]) for name in names}


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        found = {seed: play(seed, Path(folder)) for seed in range(SEEDS)}
    PLAYED_FILE.write_text(json.dumps(told_most(found), indent=1) + "\n")
    for name, count in sorted(sum(found.values(), Counter()).items()):
        sys.stdout.write(f"{count:6} {name}\n")
