# SPDX-License-Identifier: MIT
"""Many rows to SQLite in one statement, their values converted by one list of functions.

What SQLAlchemy does for every parameter of every row, done once for the columns: a download of a
whole organisation, and each act, wait half as long.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date, Text
from sqlalchemy.dialects import sqlite

from kairos_desktop.models.base import Uuid16, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, Table
    from sqlalchemy.types import TypeEngine

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
    names = tuple(values[0])
    insert_columns(conn, table, names, [[row[name] for row in values] for name in names], updated)


def insert_columns(
    conn: Connection,
    table: Table,
    names: tuple[str, ...],
    columns: Sequence[Sequence[Any]],
    updated: Sequence[str] = (),
) -> None:
    """The same, of rows that are given as their columns, in the order of the names."""
    converted = [
        column if (convert := conversion(table, name)) is None else map(convert, column)
        for name, column in zip(names, columns, strict=True)
    ]
    conn.exec_driver_sql(
        _statement(table, names, tuple(updated)), list(zip(*converted, strict=True))
    )


def delete(conn: Connection, table: Table, org: UUID, ids: Iterable[UUID]) -> None:
    """Rows of one table removed by their ids."""
    here = org.bytes
    conn.exec_driver_sql(_deletion(table), [(here, row_id.bytes) for row_id in ids])


def _deletion(table: Table) -> str:
    return f'DELETE FROM "{table.name}" WHERE org_id = ? AND id = ?'


@cache
def conversion(table: Table, name: str) -> Callable[[Any], Any] | None:
    """How a value of a column is given to the driver; None where it is as it stands."""
    return written(table.c[name].type)


def written(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """How a value of a type is given to the driver; None where it is as it stands.

    What SQLAlchemy says of the type, with less on the way for those of nearly all columns.
    """
    match kind:
        case Uuid16():
            return _bytes
        case Word():
            # A word that is none of the list is written as it is, and refused when it is read.
            texts: dict[Any, str | None] = {word: word.value for word in kind.words}
            return lambda word: (
                texts[word] if word in texts else None if word is None else str(word)
            )
        case Date():
            return lambda day: None if day is None else day.isoformat()
        case Boolean():
            return lambda truth: None if truth is None else int(truth)
        case Text():
            return None
        case _:
            return kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _bytes(row_id: UUID | None) -> bytes | None:
    return None if row_id is None else row_id.int.to_bytes(16, "big")


@cache
def _statement(table: Table, columns: tuple[str, ...], updated: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    if not updated:
        return statement
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in updated)
    return f"{statement} ON CONFLICT (org_id, id) DO UPDATE SET {changes}"
