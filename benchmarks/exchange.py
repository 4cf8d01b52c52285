# SPDX-License-Identifier: MIT
"""The exchange over HTTP with a real back end on a real PostgreSQL, in a process of its own.

The floor of a push is the very rows of a batch in bare bulk statements (`bare_rows`).
"""

from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.back_end import DATABASE, Post, back_end, begin, registered
from benchmarks.bare_rows import bare
from benchmarks.table import Line, at, median, milliseconds

if TYPE_CHECKING:
    from uuid import UUID

BATCH, ACTS, TURNS = 200, 4_000, 9
"""Acts in a batch, and in a turn: pushed, then their bare rows; the middle turn is shown."""


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    # As seldom as in the program; by Python itself, since there is no window.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    with back_end() as (cluster, address):
        return _measured(folder, address, cluster.url(DATABASE))


def _measured(folder: Path, address: str, url: str) -> list[Line]:
    office = Post(folder, "office", "A", address)
    slots = begin(office.workspace)
    office.exchange.round()
    pushed, floor = _push(office, slots, url)
    seen = _seen(office, folder, address)
    idle = [milliseconds(office.exchange.round) for _ in range(50)]
    bare = "the same rows in bulk, psycopg alone"
    return [
        Line("acts pushed, 200 a batch, a second", pushed, "/s", 2000, at_least=True),
        Line("acts pushed, beside the bare rows", pushed, "/s", 0.4, floor, bare, True, True),
        Line("one act, from the commit to a colleague’s file, p95", at(95, seen), "ms", 1000),
        Line("an exchange with nothing new", median(idle), "ms"),
    ]


def _push(office: Post, slots: list[UUID], url: str) -> tuple[float, float]:
    """Acts a second through the whole exchange, and of the same rows in bare statements.

    By turns: what else the machine does in a second would be the whole of one of them.
    """
    rates, floors = list[float](), list[float]()
    for _turn in range(TURNS):
        acts = registered(office.workspace, slots, ACTS // 2)
        for start in range(0, len(acts), BATCH):
            office.workspace.record(acts[start : start + BATCH])
        began = time.perf_counter()
        sent, _held = office.exchange.send()
        rates.append(sent / (time.perf_counter() - began))
        office.exchange.round()
        floors.append(bare(url, sent, BATCH))
    return median(rates), median(floors)


def _seen(office: Post, folder: Path, address: str) -> list[float]:
    """From the commit of an act on one post to the same row on another, which waits for news."""
    from sqlalchemy import select

    from kairos_desktop.models.exchange_tables import EXCHANGE
    from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person

    karim, times = Post(folder, "karim", "C", address), list[float]()
    karim.exchange.round()
    head = EXCHANGE.c.head
    with ThreadPoolExecutor(1) as waiting:
        for number in range(30):
            known = karim.workspace.read(lambda c, _o: c.execute(select(head)).scalar() or 0)
            told = waiting.submit(karim.wire.news, known, 20.0)
            person = Person(last_name=f"Vu{number}", first_name="Paul")
            new = CreateJobseeker(jobseeker_id=office.workspace.new_id(), person=person)
            office.workspace.record([new])
            began = time.perf_counter()
            office.exchange.round()
            told.result()
            karim.exchange.round()
            times.append((time.perf_counter() - began) * 1000)
    return times
