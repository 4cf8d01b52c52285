# SPDX-License-Identifier: MIT
"""The floor of a push: the very rows that its last batch wrote, in bare bulk statements.

psycopg alone, one statement a table and a batch, on the same tables with their indexes, links and
policies, in an organisation that nobody pulls. What a statement is made of is within the clock (the
rows into text); their keys are made before it starts.
"""

from __future__ import annotations

import itertools
import json
import secrets
import time
from collections import defaultdict
from typing import Any

import msgspec

from benchmarks.back_end import FLOOR_SIRET, SIRET

_WRITTEN = {
    "act": "SELECT * FROM act WHERE seq > {since}",
    "image": "SELECT image.* FROM image JOIN act ON act.org_id = image.org_id"
    " AND act.id = image.act_id WHERE act.seq > {since}",
    "jobseeker": "SELECT * FROM jobseeker WHERE rev > {since}",
    "registration": "SELECT * FROM registration WHERE rev > {since}",
    "seats": "SELECT * FROM seats WHERE rev > {since}",
    "delivery": "SELECT * FROM delivery WHERE seq > {since}",
}
"""The rows of the acts after a place; the head of the organisation is one statement more."""
_PARENTS = ("provider", "training_session", "slot", "seats")
_OWN = frozenset({"id", "act_id", "gesture_id", "jobseeker_id"})
"""The columns whose keys are other ones in each batch, unless they are a parent's."""
_numbers = itertools.count(1_000_000)


def bare(url: str, acts: int, batch: int) -> float:
    """Acts a second, were there nothing but their rows."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", "")) as opened:
        conn: Any = opened
        _enter(conn, SIRET)
        since = _one(conn, "SELECT max(seq) FROM delivery") - batch
        taken = {table: _rows(conn, query.format(since=since)) for table, query in _WRITTEN.items()}
        parents = {table: _rows(conn, f"SELECT * FROM {table}") for table in _PARENTS}
        _enter(conn, FLOOR_SIRET)
        for table, rows in parents.items():
            conn.execute(_fill(table, "ON CONFLICT DO NOTHING"), (json.dumps(_moved(rows)),))
        conn.commit()
        batches = [_renamed(taken) for _batch in range(acts // batch)]
        began = time.perf_counter()
        for written in batches:
            _enter(conn, FLOOR_SIRET)
            for table, rows in written.items():
                conn.execute(_FILL[table], (msgspec.json.encode(rows).decode(),))
            conn.execute("UPDATE org_head SET head = head + 0")
            conn.commit()
        return acts / (time.perf_counter() - began)


def _enter(conn: Any, siret: str) -> None:
    from kairos_desktop.models.ids import organisation_id

    conn.execute("SET LOCAL ROLE kairos_tenant")
    conn.execute("SELECT set_config('app.org', %s, true)", (str(organisation_id(siret)),))


def _one(conn: Any, query: str) -> Any:
    return conn.execute(query).fetchone()[0]


def _rows(conn: Any, query: str) -> list[dict[str, Any]]:
    return _one(conn, f"SELECT coalesce(json_agg(x), '[]') FROM ({query}) x")


def _moved(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from kairos_desktop.models.ids import organisation_id

    here = str(organisation_id(FLOOR_SIRET))
    return [row | {"org_id": here} for row in rows]


def _renamed(taken: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The same rows under other keys, which grow with time as those of a post do."""
    from kairos_desktop.models.ids import UuidMaker

    new_id = UuidMaker(lambda: time.time_ns() // 1_000_000, secrets.randbits)
    parents = {row["id"] for row in taken["seats"]}
    made = defaultdict[str, str](lambda: str(new_id()), zip(parents, parents, strict=True))
    renamed = {table: _moved(rows) for table, rows in taken.items()}
    for row in itertools.chain.from_iterable(renamed.values()):
        for name in _OWN & row.keys():
            row[name] = made[row[name]]
        row |= {name: next(_numbers) for name in ("n", "seq") if name in row}
    return renamed


def _fill(table: str, there: str = "") -> str:
    return f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s) {there}"


_FILL = {table: _fill(table) for table in _WRITTEN} | {
    "seats": _fill(
        "seats", "ON CONFLICT (org_id, id) DO UPDATE SET taken = excluded.taken, rev = excluded.rev"
    )
}
