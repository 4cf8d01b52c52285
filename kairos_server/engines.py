# SPDX-License-Identifier: MIT
"""The engines of the back end, one that writes and one that reads, on either database."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from kairos_server import asked_together, sent_ahead, tenant_guard

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine import ExceptionContext

_log = logging.getLogger(__name__)

_SETTINGS = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 10000;
PRAGMA temp_store = MEMORY;
PRAGMA mmap_size = 0;
PRAGMA trusted_schema = OFF;
PRAGMA journal_mode = WAL;
"""

# Lock not available, statement cancelled by its limit, deadlock, serialisation, too many
# connections: the same request may well succeed a moment later.
LATER = {"55P03", "57014", "40P01", "40001", "53300"}
"""SQLSTATE."""
_DISK_FULL = "53100"
# Connection exceptions, and a server that is stopping or starting.
_GONE = ("08", "57P")
_SQLITE_BUSY = ("database is locked", "database table is locked")


class Busy(Exception):
    """A lock, a connection or an answer did not come in time: the same may succeed later."""


class DiskFull(Busy):
    """The disk of the database is full: the same succeeds once there is room."""


class Unreachable(Busy):
    """The database does not answer."""


class BadAddress(ValueError):
    """The address of the database is not one that this program knows; it is not quoted."""


class Pools(msgspec.Struct, frozen=True):
    """How many connections to PostgreSQL each engine keeps, and how many seconds it waits."""

    writers: int = 6
    readers: int = 8
    for_connection: float = 5.0
    for_lock: float = 2.0
    for_answer: float = 15.0


POOLS = Pools()


def sqlite_path(url: str) -> Path | None:
    """The file of an embedded database; None for a PostgreSQL. BadAddress."""
    if "://" not in url:
        return Path(url)
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    if scheme in {"postgresql", "postgresql+psycopg"}:
        return None
    raise BadAddress("L’adresse de la base commence par sqlite:/// ou postgresql+psycopg://")


def sqlite(path: Path, pools: Pools) -> tuple[Engine, Engine]:
    """The engine that writes, which takes the file's only write lock first, and the one that reads.

    One connection and four; those that read cannot write, and each transaction has one snapshot.
    """
    wait = pools.for_connection
    return (
        _sqlite(path, 1, wait, "BEGIN IMMEDIATE", ""),
        _sqlite(path, 4, wait, "BEGIN", "PRAGMA query_only = ON;"),
    )


def _sqlite(path: Path, size: int, wait: float, begin: str, more: str) -> Engine:
    # SQLCipher without a key is a plain SQLite, and free of the WAL-reset bug that most Pythons'
    # own library still has.
    import sqlcipher3.dbapi2 as dbapi  # pyright: ignore[reportMissingTypeStubs]

    module: Any = dbapi

    def connect() -> Any:
        # Made by the library, the file would be as open as the machine's habits have it.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = module.connect(str(path), isolation_level=None, check_same_thread=False)
        connection.executescript(_SETTINGS + more)
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi,
        creator=connect,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=wait,
        hide_parameters=True,
    )

    def starts(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", starts)
    return _watched(engine)


def postgresql(url: str, pools: Pools) -> tuple[Engine, Engine]:
    """The engine that writes and the one that reads.

    READ COMMITTED suffices for what writes: the head's lock gives an organisation its order.
    """
    wait = pools.for_connection
    writes = _postgresql(url, pools.writers, wait, isolation_level="READ COMMITTED")
    reads = _postgresql(
        url, pools.readers, wait, isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    return (
        asked_together.allow(sent_ahead.allow(writes, explain), explain),
        asked_together.allow(reads, explain),
    )


def owner(url: str) -> Engine:
    """One connection of the tables' owner, for what changes the tables; not watched."""
    return _postgresql_engine(url, 1, 5.0)


def postgresql_line(url: str) -> Callable[[], psycopg.Connection[Any]]:
    """What makes a connection for `trips`, which keeps its own."""
    import psycopg

    address = _address(url)
    _none, known = address.get_dialect()().create_connect_args(address)
    return lambda: psycopg.connect(**known, **_CONNECT)


def _postgresql(url: str, size: int, wait: float, **options: Any) -> Engine:
    return _watched(_postgresql_engine(url, size, wait).execution_options(**options))


def _postgresql_engine(url: str, size: int, wait: float) -> Engine:
    return create_engine(
        _address(url),
        pool_size=size,
        max_overflow=0,
        pool_timeout=wait,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_CONNECT,
    )


def _address(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


_CONNECT: dict[str, Any] = {"connect_timeout": 5, "application_name": "kairos-server"}


def _watched(engine: Engine) -> Engine:
    event.listen(engine, "before_cursor_execute", tenant_guard.watch)
    event.listen(engine, "handle_error", _explain)
    return engine


def explain(error: BaseException, *, is_lost: bool) -> None:
    """Raises Busy, DiskFull or Unreachable for what passes; every other error stays as it is."""
    state = getattr(error, "sqlstate", None)
    if state == _DISK_FULL or str(error) == "database or disk is full":
        _log.error("disk_full")
        raise DiskFull from error
    if state in LATER or str(error) in _SQLITE_BUSY:
        raise Busy from error
    if is_lost or (state or "").startswith(_GONE):
        raise Unreachable from error


def _explain(context: ExceptionContext) -> None:
    error = context.original_exception
    state = getattr(error, "sqlstate", None)
    lost = context.is_disconnect or (context.connection is None and state is None)
    explain(error, is_lost=lost)
