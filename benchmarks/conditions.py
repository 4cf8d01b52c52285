# SPDX-License-Identifier: MIT
"""How busy the machine was: beside others the ratios hold, the milliseconds do not."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPIN_SECONDS = 0.5


def share_got() -> float:
    """How much of a processor this process gets when it wants all of one, 0 to 1."""
    start, busy = time.perf_counter(), time.process_time()
    while time.perf_counter() - start < _SPIN_SECONDS:
        pass
    return (time.process_time() - busy) / (time.perf_counter() - start)


def conditions(shares: Sequence[float]) -> str:
    """What to say under the table."""
    low, high = min(shares), max(shares)
    return (
        f"{os.cpu_count()} processors; a process that wanted one whole got {low:.0%} to {high:.0%} "
        "of it before, between and after the parts."
    )
