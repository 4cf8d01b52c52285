# SPDX-License-Identifier: MIT
"""Statements that PostgreSQL works through while this process goes on: nobody waits for them.

They are of the transaction in which they are sent. Whatever is said next on the connection, and
its COMMIT, waits for them first and raises what they raised: the order stays that of the program.
"""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from kairos_server import tenant_guard

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Connection, Dialect, Engine, Select, Update

OPTION = "sends_ahead"
"""The execution option of an engine whose rows go ahead (`row_store.insert`): `send`."""
_OPEN = "sent_ahead"
_WIDE = 1024 * 1024
"""Bytes: the rows of the largest batches; the system gives what it allows of it."""


class Explain(Protocol):
    """Raises what is said of an error that passes; does nothing for any other."""

    def __call__(self, error: BaseException, *, is_lost: bool) -> None: ...


def say(conn: Connection, statement: Update, values: dict[str, Any]) -> None:
    """Say what nobody waits for: ahead, where the engine's connections do so."""
    send = conn.get_execution_options().get(OPTION)
    if send is None:
        conn.execute(statement, values)
    else:
        text, constants = text_of(statement, conn.dialect)
        send(conn, text, constants | values)


@lru_cache(maxsize=256)
def text_of(statement: Select[Any] | Update, dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """A statement as the driver takes it, and the values that are its own."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), dict(compiled.params)


def allow(engine: Engine, explain: Explain) -> Engine:
    """An engine whose connections send ahead what they are asked to."""

    def send(conn: Connection, statement: str, values: tuple[Any, ...] | dict[str, Any]) -> None:
        # Straight to the driver: some thirty statements a batch that return nothing.
        if fault := tenant_guard.fault_of(statement):
            raise tenant_guard.UnguardedStatement(fault)
        raw: Any = conn.connection.driver_connection
        with telling(conn, explain):
            if _OPEN not in conn.info:
                conn.info[_OPEN] = pipeline = raw.pipeline()
                pipeline.__enter__()
            raw.cursor().execute(statement, values)

    def watch(conn: Connection, *_more: Any) -> None:
        settle(conn, explain)

    def forget(conn: Connection) -> None:
        # What is taken back raises nothing more.
        with suppress(Exception):
            settle(conn, explain)

    event.listen(engine, "connect", _widen)
    event.listen(engine, "before_cursor_execute", watch)
    event.listen(engine, "commit", watch)
    event.listen(engine, "rollback", forget)
    return engine.execution_options(**{OPTION: send})


def _widen(raw: Any, _record: Any) -> None:
    """Let what a batch sends lie before PostgreSQL has read it.

    A local socket of the usual size takes about fifty kilobytes before it is said to be full.
    """
    with socket.socket(fileno=os.dup(raw.fileno())) as line:
        # Over TCP the system finds the size itself, unless one is set.
        if line.family not in (socket.AF_INET, socket.AF_INET6):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _WIDE)


def settle(conn: Connection, explain: Explain) -> None:
    """Wait for what was sent, which raises what it raised."""
    if (pipeline := conn.info.pop(_OPEN, None)) is not None:
        with telling(conn, explain):
            pipeline.__exit__(None, None, None)


@contextmanager
def telling(conn: Connection, explain: Explain) -> Generator[None]:
    """What the driver raises here is told as SQLAlchemy and the store tell it."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raw: Any = conn.connection.driver_connection
        if raw.closed:
            conn.invalidate(error)
        explain(error, is_lost=raw.closed)
        told = DBAPIError.instance(None, None, error, psycopg.Error, hide_parameters=True)
        raise told from error
