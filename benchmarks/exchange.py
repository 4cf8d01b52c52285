# SPDX-License-Identifier: MIT
"""The exchange over HTTP with a real back end on a real PostgreSQL, in a process of its own.

The floor of a push is the same rows in bare bulk statements (psycopg alone) on the same tables.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from benchmarks.table import Line, at, median, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.workspace import Workspace

SIRET, FLOOR_SIRET = "99900011000026", "99900022700002"
PASSWORD = "une barque descend la Garonne"
BATCH, ACTS = 200, 12_000
KEY = bytes(range(32))


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    from tests import postgres
    from tests.kairos_server.conftest import migrate

    with postgres.running() as cluster:
        cluster.run(f"CREATE DATABASE speed OWNER {postgres.OWNER} TEMPLATE template0")
        migrate(cluster, "speed")
        url = cluster.url("speed")
        _found(url)
        with _served(url) as address:
            return _measured(folder, address, url)


def _found(url: str) -> None:
    """An organisation and an account that may do everything."""
    from kairos_desktop.models.vocabulary import Role
    from kairos_desktop.services.rules.logins import folded_login
    from kairos_server import organisations
    from kairos_server.directory.door import utc_now
    from kairos_server.directory.passwords import Passwords
    from kairos_server.directory.tables import ACCOUNT
    from kairos_server.store import open_store

    store = open_store(url)
    org = organisations.create(store, SIRET, "Atelier des Quais")
    organisations.create(store, FLOOR_SIRET, "Lignes nues")
    with store.directory() as conn:
        conn.execute(
            ACCOUNT.insert().values(
                org_id=org,
                id=UUID(int=1),
                login=folded_login("sabine"),
                full_name="Sabine Martin",
                role=Role.RGC,
                sites=(),
                active=True,
                password=Passwords().hash(PASSWORD),
                password_at=utc_now(),
            )
        )
    store.close()


@contextmanager
def _served(url: str) -> Iterator[str]:
    """The back end in a process of its own; its address."""
    environment = os.environ | {"KAIROS_SERVER_DATABASE": url}
    server = subprocess.Popen(
        [sys.executable, "-m", "kairos_server", "serve", "--port", "0"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr
        for line in server.stderr:
            if "running on" in line:
                break
        # Its log is read to the end: a full pipe would stop it.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        server.terminate()
        server.wait()


class _Post:
    """A post over an encrypted file, signed in."""

    def __init__(self, folder: Path, name: str, letter: str, address: str) -> None:
        from kairos_desktop.models import engine, schema
        from kairos_desktop.models.engine import DatabaseKey
        from kairos_desktop.services.sync.exchange import Exchange
        from kairos_desktop.services.sync.http_wire import HttpWire, open_client, sign_in
        from kairos_desktop.services.sync.joining import Joined, join
        from kairos_desktop.services.sync.people_wire import PostAsked, SignInAsked
        from kairos_desktop.services.sync.post_tokens import MemoryTokens
        from kairos_desktop.services.sync.rebase import Post
        from kairos_desktop.services.workspace import Workspace

        path, post = folder / f"{name}.db", UUID(int=100 + ord(letter))
        engine.create_file(path, DatabaseKey(KEY))
        self.engines = engine.open_engines(path, DatabaseKey(KEY))
        schema.create(self.engines.write, schema.declared())
        self.workspace: Workspace = Workspace(
            self.engines.write,
            self.engines.read,
            siret=SIRET,
            post=post,
            post_range=letter,
            operator=name,
        )
        self.client = open_client(address)
        asked = SignInAsked(SIRET, "sabine", PASSWORD, PostAsked(post, name, letter))
        signed = sign_in(self.client, asked)
        self.wire = HttpWire(self.client, post, MemoryTokens(signed.refresh))
        org, new_id = self.workspace.org, self.workspace.new_id
        joined = Joined(address, new_id(), signed.account.id, letter)
        self.workspace.write(lambda conn: join(conn, org, post, joined))
        self.workspace.outbox.look_again()
        self.exchange = Exchange(
            Post(org, post, letter), self.wire, self.workspace.write, self.workspace.now, new_id
        )


def _measured(folder: Path, address: str, url: str) -> list[Line]:
    office = _Post(folder, "office", "A", address)
    slots = _begin(office.workspace)
    office.exchange.round()
    pushed, floor = _push(office, slots, url)
    download, rows, wire = _download(folder, address)
    seen = _seen(office, folder, address)
    idle = [milliseconds(office.exchange.round) for _ in range(50)]
    bare = "the same rows in bulk, psycopg alone"
    return [
        Line("acts pushed, 200 a batch, a second", pushed, "/s", 2000, at_least=True),
        Line("acts pushed, beside the bare rows", pushed, "/s", 0.4, floor, bare, True, True),
        Line(f"first download of {rows} rows, shown", download, "ms", 5000),
        Line("its bytes on the wire", wire / 1e6, "MB", 4),
        Line(
            "rows received and applied, a second",
            rows / download * 1000,
            "/s",
            14_000,
            at_least=True,
        ),
        Line("one act, from the commit to a colleague’s file, p95", at(95, seen), "ms", 1000),
        Line("an exchange with nothing new", median(idle), "ms"),
    ]


def _begin(workspace: Workspace) -> list[UUID]:
    """A session with large meetings."""
    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.acts.provider import DescribeProvider, Provider
    from kairos_desktop.services.acts.sessions import OpenSession
    from kairos_desktop.services.acts.slots import CreateMeeting, Meeting

    session = SessionRow(
        workspace.new_id(),
        "99_F1",
        "99_A1",
        "99_S1",
        "Secrétaire assistant",
        date(2027, 1, 11),
        date(2027, 6, 25),
        delivering_siret=SIRET,
    )
    slots = [workspace.new_id() for _ in range(40)]
    meeting = Meeting(
        held_on=date(2026, 12, 7), starts_at=clock(9), ends_at=clock(11), capacity=500
    )
    acts = [CreateMeeting(slot_id=s, session_id=session.id, meeting=meeting) for s in slots]
    described = DescribeProvider(provider=Provider(siret=SIRET, name="Atelier", town="Lyon"))
    recorded = workspace.record([described, OpenSession(session=session), *acts])
    assert not recorded.refusals, recorded.refusals
    return slots


def _push(office: _Post, slots: list[UUID], url: str) -> tuple[float, float]:
    """Acts a second through the whole exchange, and of the same rows in bare statements."""
    from kairos_desktop.models.vocabulary import Prescriber
    from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
    from kairos_desktop.services.acts.registrations import Register

    workspace, acts = office.workspace, list[Any]()
    for number in range(ACTS // 2):
        person = workspace.new_id()
        named = Person(last_name=f"Nom{number}", first_name="Anne", town="Lyon")
        acts.append(CreateJobseeker(jobseeker_id=person, person=named))
        acts.append(
            Register(
                registration_id=workspace.new_id(),
                slot_id=slots[number % len(slots)],
                jobseeker_id=person,
                placed_by=Prescriber.FRANCE_TRAVAIL,
            )
        )
    for start in range(0, len(acts), BATCH):
        workspace.record(acts[start : start + BATCH])
    began = time.perf_counter()
    sent = _pushed_alone(office)
    rate = sent / (time.perf_counter() - began)
    office.exchange.round()
    return rate, _bare(url, sent)


def _pushed_alone(office: _Post) -> int:
    """Every act handed over, verdicts kept; what changed is not fetched yet."""
    from kairos_desktop.services.sync.outbox import note_verdicts

    sent, org, exchange = 0, office.workspace.org, office.exchange
    while (asked := office.workspace.write(exchange._batch)) is not None:  # noqa: SLF001
        answer = office.wire.push(asked)
        results = answer.results
        office.workspace.write(lambda conn, r=results: note_verdicts(conn, org, r))
        sent += len(results)
    return sent


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
    from kairos_desktop.models.vocabulary import organisation_id

    conn.execute("SET LOCAL ROLE kairos_tenant")
    conn.execute("SELECT set_config('app.org', %s, true)", (str(organisation_id(siret)),))


def _one(conn: Any, query: str) -> Any:
    return conn.execute(query).fetchone()[0]


def _write(conn: Any, table: str, rows: list[dict[str, Any]]) -> None:
    """The same rows under other keys, in an organisation that nobody pulls."""
    import json

    from kairos_desktop.models.vocabulary import organisation_id

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


def _download(folder: Path, address: str) -> tuple[float, int, int]:
    """A new post from nothing to the whole: milliseconds, rows, bytes of the answers."""
    from sqlalchemy import func, select

    from kairos_desktop.models.exchange_tables import TRUTH

    laptop, received = _Post(folder, "laptop", "B", address), 0

    def count(response: Any) -> None:
        nonlocal received
        received += int(response.headers.get("Content-Length", 0))

    laptop.client.event_hooks["response"].append(count)
    took = milliseconds(laptop.exchange.round)
    count_rows = select(func.count()).select_from(TRUTH)
    rows = laptop.workspace.read(lambda conn, _org: conn.execute(count_rows).scalar() or 0)
    return took, rows, received


def _seen(office: _Post, folder: Path, address: str) -> list[float]:
    """From the commit of an act on one post to the same row on another, which waits for news."""
    from sqlalchemy import select

    from kairos_desktop.models.exchange_tables import EXCHANGE
    from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person

    karim, times = _Post(folder, "karim", "C", address), list[float]()
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
