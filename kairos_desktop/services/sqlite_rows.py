# SPDX-License-Identifier: MIT
"""Many rows to SQLite in one statement, their values converted by one list of functions.

What SQLAlchemy does for every parameter of every row, done once for the columns: a download of a
whole organisation, and each act, wait half as long.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Table

_DIALECT = sqlite.dialect()


def insert(
    conn: Connection,
    table: Table,
    values: Sequence[Mapping[str, Any]],
    updated: Sequence[str] = (),
) -> None:
    """Insert rows that all have the same columns, by the names of their columns.

    With `updated`, a row whose (org_id, id) is there takes these columns; each key once then.
    """
    columns = tuple(values[0])
    converted = [_converted(table, name, values) for name in columns]
    conn.exec_driver_sql(
        _statement(table, columns, tuple(updated)), list(zip(*converted, strict=True))
    )


def _converted(table: Table, name: str, values: Sequence[Mapping[str, Any]]) -> list[Any]:
    """One column of all the rows, as the driver takes it."""
    convert = _conversion(table, name)
    if convert is None:
        return [row[name] for row in values]
    return [convert(row[name]) for row in values]


@cache
def _conversion(table: Table, name: str) -> Callable[[Any], Any] | None:
    return table.c[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


@cache
def _statement(table: Table, columns: tuple[str, ...], updated: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    if not updated:
        return statement
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in updated)
    return f"{statement} ON CONFLICT (org_id, id) DO UPDATE SET {changes}"
