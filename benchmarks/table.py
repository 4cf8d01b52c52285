# SPDX-License-Identifier: MIT
"""A measure, its floor and its target; the table and the JSON that hold them."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class Line(msgspec.Struct, frozen=True):
    """One line. The target is on the ratio to the floor where `by_ratio`, else on the value.

    `at_least` turns the target round, for a throughput. A line without a target only informs.
    """

    what: str
    value: float
    unit: str
    target: float | None = None
    floor: float | None = None
    floor_is: str = ""
    by_ratio: bool = False
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """The value over its floor."""
        return self.value / self.floor if self.floor else None

    @property
    def is_met(self) -> bool:
        """Whether the target is met; a line without one always is."""
        if self.target is None:
            return True
        judged = self.ratio if self.by_ratio else self.value
        if judged is None:
            return False
        return judged >= self.target if self.at_least else judged <= self.target


HEADINGS = ("", "measured", "floor", "ratio", "target", "", "the floor is")


def cells(line: Line) -> tuple[str, ...]:
    """A line as texts."""
    sign = "≥" if line.at_least else "≤"
    unit = "×" if line.by_ratio else line.unit
    return (
        line.what,
        f"{line.value:.3g} {line.unit}" if line.value < 1000 else f"{line.value:.0f} {line.unit}",
        "" if line.floor is None else f"{line.floor:.3g} {line.unit}",
        "" if line.ratio is None else f"{line.ratio:.2f} ×",
        "" if line.target is None else f"{sign} {line.target:g} {unit}",
        "" if line.target is None else "ok" if line.is_met else "NOT",
        line.floor_is,
    )


def text(lines: Sequence[Line]) -> str:
    """The table in Markdown, aligned for a terminal."""
    rows = [HEADINGS, *(cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    said = [
        "| " + " | ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * max(3, wide) for wide in widths) + " |"
    return "\n".join([said[0], rule, *said[1:]])


def save(lines: Sequence[Line], path: Path) -> None:
    """The lines with their ratios and verdicts, as JSON."""
    report = [
        msgspec.to_builtins(line) | {"ratio": line.ratio, "is_met": line.is_met} for line in lines
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report)))


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work takes, once."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median(times: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(times)


def at(share: int, times: Sequence[float]) -> float:
    """The time that `share` in a hundred stay under (99: the p99)."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]
