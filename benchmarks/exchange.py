# SPDX-License-Identifier: MIT
"""The exchange over HTTP with a real back end on a real PostgreSQL, in a process of its own.

The floor of a push is the same rows in bare bulk statements (psycopg alone) on the same tables.
"""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from benchmarks.back_end import DATABASE, FLOOR_SIRET, SIRET, Post, back_end, begin, registered
from benchmarks.table import Line, at, median, milliseconds

if TYPE_CHECKING:
    from uuid import UUID

BATCH, ACTS = 200, 12_000


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.assembly import garbage

    # As the program does at its start.
    garbage.hold()
    garbage.resume()
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
    """Acts a second through the whole exchange, and of the same rows in bare statements."""
    workspace, acts = office.workspace, registered(office.workspace, slots, ACTS // 2)
    for start in range(0, len(acts), BATCH):
        workspace.record(acts[start : start + BATCH])
    began = time.perf_counter()
    sent, _held = office.exchange.send()
    rate = sent / (time.perf_counter() - began)
    office.exchange.round()
    return rate, _bare(url, sent)


_ROWS = ("act", "image", "jobseeker", "delivery")
"""The tables that an act such as « Fiche créée » writes; the head is a fifth statement."""


def _bare(url: str, acts: int) -> float:
    """Acts a second, were there nothing but their rows: one bulk statement a table and a batch."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        _enter(conn, SIRET)
        taken = {
            table: _one(conn, f"SELECT json_agg(x) FROM (SELECT * FROM {table} LIMIT {BATCH}) x")
            for table in _ROWS
        }
        conn.commit()
        began = time.perf_counter()
        for _batch in range(acts // BATCH):
            _enter(conn, FLOOR_SIRET)
            for table, rows in taken.items():
                _write(conn, table, rows)
            conn.execute("UPDATE org_head SET head = head + 0")
            conn.commit()
        return acts / (time.perf_counter() - began)


def _enter(conn: Any, siret: str) -> None:
    from kairos_desktop.models.ids import organisation_id

    conn.execute("SET LOCAL ROLE kairos_tenant")
    conn.execute("SELECT set_config('app.org', %s, true)", (str(organisation_id(siret)),))


def _one(conn: Any, query: str) -> Any:
    return conn.execute(query).fetchone()[0]


def _write(conn: Any, table: str, rows: list[dict[str, Any]]) -> None:
    """The same rows under other keys, in an organisation that nobody pulls."""
    import json

    from kairos_desktop.models.ids import organisation_id

    for row in rows:
        fresh, row["org_id"] = str(uuid4()), str(organisation_id(FLOOR_SIRET))
        for name in ("id", "act_id") if table != "image" else ("act_id",):
            if name in row:
                row[name] = fresh
        for name in ("n", "seq"):
            if name in row:
                row[name] = next(_numbers)
    fill = f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s)"
    conn.execute(fill, (json.dumps(rows),))


_numbers = itertools.count(1_000_000)


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
