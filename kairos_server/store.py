# SPDX-License-Identifier: MIT
"""The database of the back end: one SQLite file, or PostgreSQL.

Every door is a transaction: `writing` an organisation (its head locked first, so that its acts
have one order), `reading` a snapshot of it, `founding` one that is not there yet, and the
`directory` of accounts, which is searched before any organisation is known.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from kairos_desktop.services.row_store import answers
from kairos_server import engines, plans, policies, schema, tables
from kairos_server.engines import Busy, Pools, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from sqlalchemy import Connection, Engine

    from kairos_desktop.services.row_store import Question
    from kairos_server.trips import Trips

__all__ = ["Busy", "Head", "Pools", "Store", "UnknownOrganisation", "Unreachable"]


class UnknownOrganisation(LookupError):
    """No organisation of this id on this server."""


class Head(msgspec.Struct, frozen=True):
    """Where an organisation's history stands."""

    org: UUID
    siret: str
    epoch: UUID
    head: int
    floor: int
    lease_days: int


class Store:
    """The organisations of one back end. Safe to share between threads.

    Busy, from any door, when a lock, a connection or an answer did not come in time; Unreachable
    when the database is not there. What raises inside a door leaves nothing behind.
    """

    def __init__(
        self, write: Engine, read: Engine, pools: Pools, trips: Trips | None = None
    ) -> None:
        self._write = write
        self._read = read
        self.trips = trips
        """What asks PostgreSQL in one round trip; none on SQLite, where a statement costs none."""
        self.limits = {
            "lock": f"{pools.for_lock * 1000:.0f}ms",
            "answer": f"{pools.for_answer * 1000:.0f}ms",
        }
        """How long PostgreSQL may wait for a lock and work at an answer."""

    def __repr__(self) -> str:
        """The kind of database, and none of what it takes to enter."""
        return f"<Store on {self.dialect}>"

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._write.dialect.name

    @contextmanager
    def writing(self, org: UUID) -> Generator[tuple[Connection, Head]]:
        """A transaction on an organisation, whose head is locked until it ends.

        UnknownOrganisation.
        """
        with self._organisation(self._write, org, _HEAD_LOCKED) as (conn, head, _told):
            yield conn, head

    @contextmanager
    def deciding(
        self, org: UUID, asked: Callable[[Connection], Sequence[Question]]
    ) -> Generator[tuple[Connection, Head, list[Sequence[Any]]]]:
        """The same, with the answers to what is asked as soon as the head is locked.

        `asked` is called before that, on PostgreSQL: what it takes holds nobody up there.
        UnknownOrganisation.
        """
        with self._organisation(self._write, org, _HEAD_LOCKED, asked) as entered:
            yield entered

    @contextmanager
    def reading(self, org: UUID) -> Generator[tuple[Connection, Head]]:
        """One snapshot of an organisation; nothing can be written in it. UnknownOrganisation."""
        with self._organisation(self._read, org, HEAD) as (conn, head, _told):
            yield conn, head

    @contextmanager
    def founding(self, org: UUID) -> Generator[Connection]:
        """A transaction on an organisation that may have no head yet."""
        with self._transaction(self._write, policies.TENANT, org) as conn:
            yield conn

    @contextmanager
    def directory(self) -> Generator[Connection]:
        """A transaction on what is known before any organisation: accounts and tokens."""
        with self._transaction(self._write, policies.DIRECTORY, None) as conn:
            yield conn

    @contextmanager
    def reading_directory(self) -> Generator[Connection]:
        """One snapshot of the directory, which waits for no writer."""
        with self._transaction(self._read, policies.DIRECTORY, None) as conn:
            yield conn

    def create_tables(self) -> None:
        """Make every table of an empty SQLite file. On PostgreSQL the owner migrates."""
        schema.migrate(self._write)

    def is_new(self) -> bool:
        """Whether no version of ours made tables in this database."""
        with self._transaction(self._read, policies.TENANT, None) as conn:
            return schema.is_empty(conn)

    def check(self) -> None:
        """WrongSchema unless the database has the tables of this version."""
        with self._transaction(self._read, policies.TENANT, None) as conn:
            schema.check(conn)

    def close(self) -> None:
        """Close every connection."""
        self._write.dispose()
        self._read.dispose()
        if self.trips is not None:
            self.trips.close()

    @contextmanager
    def _organisation(
        self,
        engine: Engine,
        org: UUID,
        head: Any,
        more: Callable[[Connection], Sequence[Question]] = lambda _conn: (),
    ) -> Generator[tuple[Connection, Head, list[Sequence[Any]]]]:
        """A transaction of the tenant, which knows the head from where it entered."""
        with self._begun(engine) as conn:
            entering = [*self._entering(policies.TENANT, org), (head, {"org": org})]
            told = answers(conn, [*entering, *more(conn)])
            found = told[len(entering) - 1]
            if not found:
                raise UnknownOrganisation
            yield conn, Head(*found[0]), told[len(entering) :]

    @contextmanager
    def _transaction(self, engine: Engine, role: str, org: UUID | None) -> Generator[Connection]:
        with self._begun(engine) as conn:
            answers(conn, self._entering(role, org))
            yield conn

    @contextmanager
    def _begun(self, engine: Engine) -> Generator[Connection]:
        try:
            conn = engine.connect()
        except NoFreeConnection as error:
            raise Busy from error
        with conn, conn.begin():
            _renew_plans(conn)
            yield conn

    def _entering(self, role: str, org: UUID | None) -> list[Question]:
        """What is said first: on SQLite nothing, which has no roles."""
        if self.dialect == "sqlite":
            return []
        return [(_ENTER, {"role": role, "org": str(org or ""), **self.limits})]


def _renew_plans(conn: Connection) -> None:
    if conn.dialect.name == "postgresql" and plans.are_old(conn.info):
        conn.exec_driver_sql(plans.ANEW)


def open_store(url: str, pools: Pools = engines.POOLS) -> Store:
    """The store of a database that has the tables of this version; WrongSchema otherwise.

    `sqlite:///file` or a plain path: the embedded file, made with its tables where it is not
    there. `postgresql+psycopg://…`: what `kairos-server migrate` prepared. BadAddress.
    """
    path = engines.sqlite_path(url)
    store = connect_postgresql(url, pools) if path is None else open_sqlite(path, pools)
    try:
        if path is not None and store.is_new():
            store.create_tables()
        store.check()
    except BaseException:
        store.close()
        raise
    return store


def open_sqlite(path: Path, pools: Pools = engines.POOLS) -> Store:
    """The embedded file, whatever it holds; made empty where it is not there yet."""
    return Store(*engines.sqlite(path, pools), pools)


def connect_postgresql(url: str, pools: Pools = engines.POOLS) -> Store:
    """The store of a PostgreSQL database, whatever it holds; nothing is sent yet."""
    from kairos_server.trips import Trips

    trips = Trips(engines.postgresql_line(url), pools)
    return Store(*engines.postgresql(url, pools), pools, trips)


# One round trip for all: the role, the tenant and the limits end with the transaction, so that a
# pooled connection, ours or a pooler's, hands nothing to whoever takes it next.
_ENTER = select(
    func.set_config("role", bindparam("role"), literal(True)),
    func.set_config("app.org", bindparam("org"), literal(True)),
    func.set_config("lock_timeout", bindparam("lock"), literal(True)),
    func.set_config("statement_timeout", bindparam("answer"), literal(True)),
)

HEAD = select(
    tables.ORG_HEAD.c.org_id,
    tables.ORG_HEAD.c.siret,
    tables.ORG_HEAD.c.epoch,
    tables.ORG_HEAD.c.head,
    tables.ORG_HEAD.c.floor,
    tables.ORG_HEAD.c.lease_days,
).where(tables.ORG_HEAD.c.org_id == bindparam("org"))
# SQLite drops the words: its BEGIN IMMEDIATE is the same lock.
_HEAD_LOCKED = HEAD.with_for_update()
