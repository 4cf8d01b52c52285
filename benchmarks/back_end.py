# SPDX-License-Identifier: MIT
"""A real back end on a real PostgreSQL, in a process of its own, and posts that speak to it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import date
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kairos_desktop.services.workspace import Workspace
    from tests.postgres import Cluster

SIRET, FLOOR_SIRET = "99900011000026", "99900022700002"
PASSWORD = "une barque descend la Garonne"
DATABASE = "speed"
KEY = bytes(range(32))


@contextmanager
def back_end() -> Iterator[tuple[Cluster, str]]:
    """The cluster, with a founded organisation, and the address of the back end."""
    from tests import postgres
    from tests.kairos_server.conftest import migrate

    with postgres.running() as cluster:
        cluster.run(f"CREATE DATABASE {DATABASE} OWNER {postgres.OWNER} TEMPLATE template0")
        migrate(cluster, DATABASE)
        url = cluster.url(DATABASE)
        found(url)
        with served(url) as address:
            yield cluster, address


def found(url: str) -> None:
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
def served(url: str) -> Iterator[str]:
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
        line = next(line for line in server.stderr if "running on" in line)
        # Its log is read to the end: a full pipe would stop it.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        server.terminate()
        server.wait()


class Post:
    """A post over an encrypted file, signed in."""

    def __init__(self, folder: Path, name: str, letter: str, address: str) -> None:
        from kairos_desktop.models import engine, schema
        from kairos_desktop.models.engine import DatabaseKey
        from kairos_desktop.services.sync import rebase
        from kairos_desktop.services.sync.beside import in_a_thread
        from kairos_desktop.services.sync.exchange import Exchange
        from kairos_desktop.services.sync.http_wire import HttpWire, open_client, sign_in
        from kairos_desktop.services.sync.joining import Joined, join
        from kairos_desktop.services.sync.people_wire import PostAsked, SignInAsked
        from kairos_desktop.services.sync.post_tokens import MemoryTokens
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
            rebase.Post(org, post, letter),
            self.wire,
            self.workspace.write,
            self.workspace.now,
            new_id,
            in_a_thread,
        )


def begin(workspace: Workspace) -> list[UUID]:
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


def registered(workspace: Workspace, slots: Sequence[UUID], people: int) -> list[Any]:
    """Two acts for each person: created, and registered on the slots by turns."""
    from kairos_desktop.models.vocabulary import Prescriber
    from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
    from kairos_desktop.services.acts.registrations import Register

    acts = list[Any]()
    for number in range(people):
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
    return acts
