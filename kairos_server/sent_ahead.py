# SPDX-License-Identifier: MIT
"""Statements that PostgreSQL works through while this process goes on: nobody waits for them.

They are of the transaction in which they are sent. Whatever is said next on the connection, and
its COMMIT, waits for them first and raises what they raised: the order stays that of the program.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

OPTION = "sends_ahead"
"""The execution option of an engine whose rows go ahead (`row_store.insert`): `send`."""
_OPEN, _SENDS = "sent_ahead", "sends"


class Explain(Protocol):
    """Raises what is said of an error that passes; does nothing for any other."""

    def __call__(self, error: BaseException, *, is_lost: bool) -> None: ...


def allow(engine: Engine, explain: Explain) -> Engine:
    """An engine whose connections send ahead what they are asked to."""

    def send(conn: Connection, statement: str, values: tuple[Any, ...]) -> None:
        info = conn.info
        if _OPEN not in info:
            raw: Any = conn.connection.driver_connection
            info[_OPEN] = pipeline = raw.pipeline()
            pipeline.__enter__()
        info[_SENDS] = True
        try:
            conn.exec_driver_sql(statement, values)
        finally:
            del info[_SENDS]

    def settle(conn: Connection, *_more: Any) -> None:
        if _SENDS not in conn.info and (pipeline := conn.info.pop(_OPEN, None)) is not None:
            _close(conn, pipeline, explain)

    def forget(conn: Connection) -> None:
        # What is taken back raises nothing more.
        with suppress(Exception):
            settle(conn)

    event.listen(engine, "before_cursor_execute", settle)
    event.listen(engine, "commit", settle)
    event.listen(engine, "rollback", forget)
    return engine.execution_options(**{OPTION: send})


def _close(conn: Connection, pipeline: Any, explain: Explain) -> None:
    """Wait for what was sent; what it raises is told as SQLAlchemy and the store tell it."""
    import psycopg

    try:
        pipeline.__exit__(None, None, None)
    except psycopg.Error as error:
        raw: Any = conn.connection.driver_connection
        if raw.closed:
            conn.invalidate(error)
        explain(error, is_lost=raw.closed)
        told = DBAPIError.instance(None, None, error, psycopg.Error, hide_parameters=True)
        raise told from error
