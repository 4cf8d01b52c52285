# SPDX-License-Identifier: MIT
"""Questions that PostgreSQL answers all in one round trip, within a transaction of the store.

A batch of acts asks some twenty things before it is judged. One after another, this process and
PostgreSQL hand over to each other each time; on a machine that is busy, each waits for its turn.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kairos_server import tenant_guard
from kairos_server.sent_ahead import settle, telling, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Dialect, Engine, Select

    from kairos_desktop.services.row_store import Question
    from kairos_server.sent_ahead import Explain

OPTION = "asks_together"
"""The execution option of an engine that is asked so."""


def allow(engine: Engine, explain: Explain) -> Engine:
    """An engine whose connections answer many questions at once (`row_store.answers`)."""

    def ask(conn: Connection, asked: Sequence[Question]) -> list[Sequence[Any]]:
        settle(conn, explain)
        raw: Any = conn.connection.driver_connection
        said = [(*_text(query, conn.dialect), values) for query, values in asked]
        with telling(conn, explain), raw.pipeline():
            cursors = [
                raw.cursor().execute(statement, constants | values)
                for statement, constants, values in said
            ]
        return [
            _made(query, conn.dialect, cursor)
            for (query, _), cursor in zip(asked, cursors, strict=True)
        ]

    return engine.execution_options(**{OPTION: ask})


def _made(query: Select[Any], dialect: Dialect, cursor: Any) -> Sequence[Any]:
    """The rows, with the values that the columns of the query give."""
    rows: list[Any] = cursor.fetchall()
    kinds = tuple(column.type_code for column in cursor.description)
    makers = _makers(query, dialect, kinds)
    if not rows or not any(makers):
        return rows
    made = [
        column if maker is None else map(maker, column)
        for maker, column in zip(makers, zip(*rows, strict=True), strict=True)
    ]
    return list(zip(*made, strict=True))


@lru_cache(maxsize=256)
def _text(query: Select[Any], dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """What `text_of` gives, guarded: the listener of the engine sees what SQLAlchemy says alone."""
    statement, constants = text_of(query, dialect)
    if fault := tenant_guard.fault_of(statement):
        raise tenant_guard.UnguardedStatement(fault)
    return statement, constants


@lru_cache(maxsize=256)
def _makers(
    query: Select[Any], dialect: Dialect, kinds: tuple[int, ...]
) -> tuple[Callable[[Any], Any] | None, ...]:
    """What makes a value of each column of what the driver gives; None for as it is."""
    return tuple(
        column.type.dialect_impl(dialect).result_processor(dialect, kind)
        for column, kind in zip(query.selected_columns, kinds, strict=True)
    )
