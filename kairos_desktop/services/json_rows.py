# SPDX-License-Identifier: MIT
"""Many rows to PostgreSQL in one statement and one value: a JSON list that it reads itself.

Both ends of that list are C: it takes this process a sixth of the time that adapting each value
takes, and the whole batch half the time of one statement a row. SQLite
keeps its own way, which is as fast there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Table


def insert(
    conn: Connection,
    table: Table,
    values: Sequence[Mapping[str, Any]],
    updated: Sequence[str] = (),
) -> None:
    """Insert rows that all have the same columns, by the names of their columns.

    With `updated`, a row whose (org_id, id) is there takes these columns; each key once then. Where
    the engine says how, it is sent ahead: what it raises is raised by a later statement.
    """
    columns = tuple(values[0])
    raw = _raw_columns(table, columns)
    if raw:
        values = [{**row, **{name: _hexadecimal(row[name]) for name in raw}} for row in values]
    text = msgspec.json.encode(values).decode()
    statement = _statement(table, columns, tuple(updated))
    send: Callable[[Connection, str, tuple[str]], object] = conn.get_execution_options().get(
        "sends_ahead", Connection.exec_driver_sql
    )
    send(conn, statement, (text,))


def _hexadecimal(value: bytes | None) -> str | None:
    return None if value is None else f"\\x{value.hex()}"


@cache
def _raw_columns(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of bytes, which JSON would hold in another alphabet than PostgreSQL's."""
    from sqlalchemy import LargeBinary

    return tuple(name for name in columns if isinstance(table.c[name].type, LargeBinary))


@cache
def _statement(table: Table, columns: tuple[str, ...], updated: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    # The type of the rows is the table's own: each text is read as the column's type reads it.
    statement = (
        f'INSERT INTO "{table.name}" ({names})'
        f' SELECT {names} FROM json_populate_recordset(NULL::"{table.name}", %s::json)'
    )
    if not updated:
        return statement
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in updated)
    return f"{statement} ON CONFLICT (org_id, id) DO UPDATE SET {changes}"
