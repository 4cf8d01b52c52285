# SPDX-License-Identifier: MIT
"""The database of the back end: one SQLite file, or PostgreSQL.

Three doors, each a transaction: `writing` an organisation (its head locked first, so that its acts
have one order), `reading` a snapshot of it, and the `directory` of accounts, which belongs to no
organisation.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, create_engine, event, select
from sqlalchemy.pool import QueuePool

from kairos_desktop.models import schema
from kairos_server import tables

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Connection, Engine

_SETTINGS = (
    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;"
    "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
)


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
    """The organisations of one back end. Safe to share between threads."""

    def __init__(self, write: Engine, read: Engine) -> None:
        self._write = write
        self._read = read

    @contextmanager
    def writing(self, org: UUID) -> Generator[tuple[Connection, Head]]:
        """A transaction on an organisation, whose head is locked until it ends.

        UnknownOrganisation. What raises inside leaves nothing behind.
        """
        with self._write.begin() as conn:
            yield conn, _head(conn, org, lock=True)

    @contextmanager
    def reading(self, org: UUID) -> Generator[tuple[Connection, Head]]:
        """One snapshot of an organisation; nothing can be written in it. UnknownOrganisation."""
        with self._read.connect() as conn, conn.begin():
            yield conn, _head(conn, org, lock=False)

    @contextmanager
    def directory(self) -> Generator[Connection]:
        """A transaction on what is known before any organisation: accounts and tokens."""
        with self._write.begin() as conn:
            yield conn

    def create_tables(self) -> None:
        """Make every table of an empty database."""
        with self._write.begin() as conn:
            schema.declared().create_all(conn)
            tables.metadata.create_all(conn)

    def close(self) -> None:
        """Close every connection."""
        self._write.dispose()
        self._read.dispose()


def open_sqlite(path: Path) -> Store:
    """The embedded file, made where it is not there yet."""
    return Store(_sqlite(path, 1, "BEGIN IMMEDIATE"), _sqlite(path, 4, "BEGIN"))


def _sqlite(path: Path, size: int, begin: str) -> Engine:
    def connect() -> Any:
        from sqlcipher3 import dbapi2  # pyright: ignore[reportMissingTypeStubs]

        module: Any = dbapi2
        connection = module.connect(str(path), isolation_level=None, check_same_thread=False)
        connection.executescript(_SETTINGS + "PRAGMA journal_mode = WAL;")
        return connection

    import sqlcipher3.dbapi2 as dbapi  # pyright: ignore[reportMissingTypeStubs]

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi,
        creator=connect,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
    )

    def starts(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", starts)
    return engine


_HEAD = select(
    tables.ORG_HEAD.c.org_id,
    tables.ORG_HEAD.c.siret,
    tables.ORG_HEAD.c.epoch,
    tables.ORG_HEAD.c.head,
    tables.ORG_HEAD.c.floor,
    tables.ORG_HEAD.c.lease_days,
).where(tables.ORG_HEAD.c.org_id == bindparam("org"))
# SQLite drops the words: its BEGIN IMMEDIATE is the same lock.
_HEAD_LOCKED = _HEAD.with_for_update()


def _head(conn: Connection, org: UUID, *, lock: bool) -> Head:
    row = conn.execute(_HEAD_LOCKED if lock else _HEAD, {"org": org}).first()
    if row is None:
        raise UnknownOrganisation
    return Head(*row)
