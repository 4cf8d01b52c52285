# SPDX-License-Identifier: MIT
"""Whether an act costs the same in a small database and in one of all organisations.

The same acts are pushed by the same organisation beside 1,000 registrations of 10 organisations,
then beside 1,000,000 of 22,000. About ten minutes: asked for by its name.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.back_end import Post, back_end, begin, registered
from benchmarks.crowd import fill
from benchmarks.exchange import BATCH
from benchmarks.table import Line, median

if TYPE_CHECKING:
    from uuid import UUID


FEW, MANY = (1_000, 10), (1_000_000, 22_000)
"""Registrations, and the organisations that they are dealt out to."""
BATCHES, WARM, POLLS = 30, 10, 200
_Costs = tuple[float, float, float]


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    few, many = (_cost(folder, *size) for size in (FEW, MANY))
    beside = f"beside {FEW[0]} registrations of {FEW[1]} organisations"
    whole = f"{MANY[0]} registrations of {MANY[1]} organisations"
    return [
        _line(f"an act pushed beside {whole}", 0, few, many, beside),
        _line("of it, the processor of PostgreSQL", 1, few, many, beside),
        _line("an empty poll, the processor of PostgreSQL", 2, few, many, beside),
    ]


def _line(what: str, place: int, few: _Costs, many: _Costs, beside: str) -> Line:
    return Line(what, many[place], "ms", 1.2, few[place], beside, by_ratio=True)


def _cost(folder: Path, registrations: int, organisations: int) -> _Costs:
    """Milliseconds an act, PostgreSQL's processor of it, and that of a poll of nothing."""
    place = folder / f"flat-{organisations}"
    place.mkdir()
    with back_end() as (cluster, address):
        office = Post(place, "office", "A", address)
        slots = begin(office.workspace)
        office.workspace.record(registered(office.workspace, slots, 1))
        office.exchange.round()
        fill(cluster, registrations, organisations)
        office.exchange.round()
        _batches(office, slots, WARM)
        used, times = _processor(), _batches(office, slots, BATCHES)
        pushing = _processor() - used
        office.exchange.round()
        used = _processor()
        for _ in range(POLLS):
            office.exchange.round()
        polling = _processor() - used
        return median(times) / BATCH, pushing / BATCHES / BATCH, polling / POLLS


def _batches(office: Post, slots: list[UUID], count: int) -> list[float]:
    """How long each batch takes, sent when it is recorded."""
    times: list[float] = []
    for _ in range(count):
        office.workspace.record(registered(office.workspace, slots, BATCH // 2))
        began = time.perf_counter()
        office.exchange.send()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _processor() -> float:
    """Milliseconds of processor that the connections of the back end have had."""
    total = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"postgres: kairos_server" in (process / "cmdline").read_bytes():
                total += int((process / "schedstat").read_text().split()[0]) / 1e6
        except OSError:
            continue
    return total
