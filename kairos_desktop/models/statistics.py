# SPDX-License-Identifier: MIT
"""What SQLite is told of the tables, so that it takes the index that a question names.

Every key begins with the organisation. Without figures SQLite takes that column for selective, and
reads all the rows of an organisation where an index holds the few that are asked for: what refers
to a row that is taken away, above all. The figures are no measure of a file but what the columns
mean: they are the same in all files, and a plan is the same on the day of joining and years later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date

from kairos_desktop.models.base import Moment, Uuid16, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Column, Connection, Index, MetaData

_ROWS = 100_000
"""Of a table that is not named below: registrations, absences, acts."""
_FEWER = {
    "training_session": 2_000,
    "slot": 5_000,
    "seats": 5_000,
    "jobseeker": 30_000,
    "outbox": 2_000,
}
"""Rows of those that others link to; a link has as many rows as their numbers make."""
_LINKED = 20
"""Rows that share a link to what is not named above: the absences of a trainee."""
_TEXTS = 2
"""Rows that share a text which is indexed: a name, a number."""
_WORDS, _DAYS = 5, 1_000
"""Different words of a closed list, different days."""
_WAITING = 50
"""Of so many rows one is in an index that has a condition: of those that still wait."""
_UNTOLD = "kairos_waiting"
"""A short list, which is found rightly without: what waits to be typed elsewhere."""


def write(connection: Connection, metadata: MetaData) -> None:
    """Put the figures of these tables into a file, in place of any others; SQLite alone asks.

    Within a transaction: other connections read them when they next look at the tables.
    """
    # Makes the table of figures without reading any row.
    connection.exec_driver_sql("ANALYZE sqlite_schema")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql(
        "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(_lines(metadata))
    )
    connection.exec_driver_sql("ANALYZE sqlite_schema")


def are_written(connection: Connection) -> bool:
    """Whether a file has figures, as those made before there were any have none."""
    named = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"
    return connection.exec_driver_sql(named).first() is not None


def _lines(metadata: MetaData) -> Iterator[tuple[str, str, str]]:
    for table in metadata.sorted_tables:
        if table.name == _UNTOLD:
            continue
        rows = _FEWER.get(table.name, _ROWS)
        key = list(table.primary_key.columns)
        # Of two ways to read all the rows of an organisation, the table itself is said to be the
        # shorter: SQLite takes another index where they seem alike.
        yield table.name, table.name, _figures(key, rows, rows * 17 // 20, unique=True)
        # Of an index that the other database alone has, the line is not read.
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield table.name, str(index.name), _figures_of_index(index, rows)


def _figures_of_index(index: Index, rows: int) -> str:
    if index.dialect_options["sqlite"]["where"] is not None and not index.unique:
        rows //= _WAITING
    return _figures(list(index.columns), rows, rows, unique=bool(index.unique))


def _figures(columns: Sequence[Column[Any]], rows: int, of_one: int, *, unique: bool) -> str:
    """How many rows there are, then how many share the first column, the first two, and so on.

    `of_one` organisation has so many of them.
    """
    found = [rows]
    for column in columns:
        alike = of_one if column.name == "org_id" else _alike(column, rows)
        found.append(max(min(found[-1], alike), 1))
    if unique:
        found[-1] = 1
    # An index is searched by its first columns or not at all: jumping from link to link through it
    # is worth it in some files and not in others.
    return " ".join([*map(str, found), "noskipscan"])


def _alike(column: Column[Any], rows: int) -> int:
    """How many of `rows` have the same value of a column."""
    match column.type:
        case Uuid16() if column.primary_key and column.name == "id":
            return 1
        case Uuid16():
            return _linked(column, rows)
        case Word() | Boolean():
            return rows // _WORDS
        case Date() | Moment():
            return rows // _DAYS
        case _ if column.name == "row_table":
            return rows // _WORDS
        case _:
            return _TEXTS


def _linked(column: Column[Any], rows: int) -> int:
    for link in column.foreign_keys:
        parent = link.column.table.name
        if parent in _FEWER:
            return rows // _FEWER[parent]
    return _LINKED
