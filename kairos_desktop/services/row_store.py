# SPDX-License-Identifier: MIT
"""Rows of the organisation, from and to the database, in bulk.

Only the ledger writes through it. One statement per table and shape of need, compiled once.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, and_, any_, bindparam, delete, select

from kairos_desktop.models.act_tables import IMAGE
from kairos_desktop.models.rows import ImageRow, Row
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services import sqlite_rows
from kairos_desktop.services.acts.known import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Delete, Select, Table

RowKey = tuple[type[Row], UUID]
Revs = dict[RowKey, int]
CHUNK = 400
"""Values in one IN list, several of which stay well under SQLite's limit."""


def table_of(kind: type[Row]) -> Table:
    """The table that holds a kind of row."""
    return IMAGE if kind is ImageRow else TABLE_OF_ROW[kind.table]


@cache
def _select_one(kind: type[Row], columns: tuple[str, ...], with_rev: bool) -> Select[Any]:
    table = table_of(kind)
    tests = [table.c[name] == bindparam(f"p_{name}") for name in columns]
    return _select(kind, with_rev, tests)


@cache
def _select_in(
    kind: type[Row], columns: tuple[str, ...], with_rev: bool, as_arrays: bool
) -> Select[Any]:
    table = table_of(kind)
    tests = [among(table.c[name], f"p_{name}", as_arrays=as_arrays) for name in columns]
    return _select(kind, with_rev, tests)


def among(column: Column[Any], name: str, *, as_arrays: bool) -> ColumnElement[bool]:
    """That a column has one of the values of a list, bound by this name.

    PostgreSQL takes the list as one value, so that the statement is the same whatever its length:
    written, sent and planned once. SQLite has no lists.
    """
    if not as_arrays:
        return column.in_(bindparam(name, expanding=True))
    return column == any_(bindparam(name, type_=ARRAY(column.type)))


def _select(kind: type[Row], with_rev: bool, tests: Sequence[ColumnElement[bool]]) -> Select[Any]:
    table = table_of(kind)
    query = select(*_columns(kind, with_rev)).where(
        and_(table.c.org_id == bindparam("org"), *tests)
    )
    return query.order_by(table.c.step) if kind is ImageRow else query


def _columns(kind: type[Row], with_rev: bool) -> list[Column[Any]]:
    table = table_of(kind)
    found = [table.c[name] for name in kind.__struct_fields__]
    return [*found, table.c.rev] if with_rev and kind is not ImageRow else found


def fetch(
    conn: Connection, org: UUID, needs: Sequence[Need], revs: Revs | None = None
) -> list[tuple[Need, list[Row]]]:
    """What the database holds for each need; needs of the same columns go in one statement.

    `revs`, where given, receives the rev of every row that was read.
    """
    alike: dict[tuple[type[Row], tuple[str, ...]], list[Need]] = {}
    for need in needs:
        alike.setdefault((need.kind, tuple(name for name, _ in need.where)), []).append(need)
    found: list[tuple[Need, list[Row]]] = []
    for (kind, columns), group in alike.items():
        if len(group) == 1:
            query, values = _select_one(kind, columns, revs is not None), dict(group[0].where)
            asked = {f"p_{name}": value for name, value in values.items()}
            rows = conn.execute(query, {"org": org, **asked})
            found.append((group[0], [_row(kind, row, revs) for row in rows]))
        else:
            found.extend(_fetch_in(conn, org, kind, columns, group, revs))
    return found


def _row(kind: type[Row], values: Any, revs: Revs | None) -> Row:
    if revs is None or kind is ImageRow:
        return kind(*values)
    *fields, rev = values
    row = kind(*fields)
    revs.setdefault((kind, row.id), rev)
    return row


def _fetch_in(
    conn: Connection,
    org: UUID,
    kind: type[Row],
    columns: tuple[str, ...],
    needs: list[Need],
    revs: Revs | None,
) -> Iterable[tuple[Need, list[Row]]]:
    by_values: dict[tuple[Any, ...], list[Row]] = {_values(need): [] for need in needs}
    every = list(by_values)
    places = [kind.__struct_fields__.index(name) for name in columns]
    query = _select_in(kind, columns, revs is not None, conn.dialect.name == "postgresql")
    for start in range(0, len(every), CHUNK):
        chunk = zip(*every[start : start + CHUNK], strict=True)
        lists = {
            f"p_{name}": list(dict.fromkeys(values))
            for name, values in zip(columns, chunk, strict=True)
        }
        for row in conn.execute(query, {"org": org, **lists}):
            # Of several columns, the lists also match values that no need has together.
            group = by_values.get(tuple(row[place] for place in places))
            if group is not None:
                group.append(_row(kind, row, revs))
    return ((need, by_values[_values(need)]) for need in needs)


def _values(need: Need) -> tuple[Any, ...]:
    return tuple(value for _, value in need.where)


def insert(
    conn: Connection,
    table: Table,
    values: Sequence[Mapping[str, Any]],
    updated: Sequence[str] = (),
) -> None:
    """New rows of any table of an organisation, all with the same columns; none is no trouble.

    With `updated`, a row whose (org_id, id) is there takes these columns.
    """
    if not values:
        return
    if conn.dialect.name == "postgresql":
        from kairos_desktop.services import json_rows

        json_rows.insert(conn, table, values, updated)
    else:
        sqlite_rows.insert(conn, table, values, updated)


@cache
def _written(kind: type[Row], with_rev: bool) -> tuple[str, ...]:
    """The columns that a row changes when it is there already."""
    fields = tuple(name for name in kind.__struct_fields__ if name != "id")
    return (*fields, "rev") if with_rev else fields


@cache
def _delete(kind: type[Row]) -> Delete:
    table = table_of(kind)
    return delete(table).where(
        table.c.org_id == bindparam("p_org"), table.c.id == bindparam("p_id")
    )


def write(
    conn: Connection,
    org: UUID,
    put: Iterable[Row],
    gone: Iterable[Row],
    revs: Mapping[RowKey, int] | None = None,
) -> None:
    """The rows written and removed, one statement per table.

    `revs` gives the rev of each row put; without it a row keeps the one that it had.
    """
    puts: dict[type[Row], list[dict[str, Any]]] = {}
    for row in put:
        values = {name: getattr(row, name) for name in row.__struct_fields__}
        values["org_id"] = org
        if revs is not None:
            values["rev"] = revs[type(row), row.id]
        puts.setdefault(type(row), []).append(values)
    remove(conn, org, ((type(row), row.id) for row in gone))
    for kind, values in puts.items():
        insert(conn, table_of(kind), values, _written(kind, revs is not None))


def remove(conn: Connection, org: UUID, keys: Iterable[RowKey]) -> None:
    """The rows of these keys removed, one statement per table."""
    by_kind: dict[type[Row], list[dict[str, Any]]] = {}
    for kind, row_id in keys:
        by_kind.setdefault(kind, []).append({"p_org": org, "p_id": row_id})
    for kind, values in by_kind.items():
        conn.execute(_delete(kind), values)
