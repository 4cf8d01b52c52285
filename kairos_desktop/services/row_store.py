# SPDX-License-Identifier: MIT
"""Rows of the organisation, from and to the database, in bulk.

Only the ledger writes through it. One statement per table and shape of need, compiled once.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import JSON, Text, and_, bindparam, cast, column, delete, func, select, true

from kairos_desktop.models.act_tables import IMAGE
from kairos_desktop.models.rows import ROWS, ImageRow, Row
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services import sqlite_rows
from kairos_desktop.services.acts.known import Need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Column, Connection, Delete, Table

RowKey = tuple[type[Row], UUID]
Revs = dict[RowKey, int]
Question = tuple[Any, dict[str, Any]]
"""A query that SQLAlchemy knows, and the values of its parameters."""
_PLACES = {kind: place for place, kind in enumerate(ROWS)}
_KINDS = {kind.table: kind for kind in ROWS}
CHUNK = 400
"""Values in one IN list, several of which stay well under SQLite's limit."""


def table_of(kind: type[Row]) -> Table:
    """The table that holds a kind of row."""
    return IMAGE if kind is ImageRow else TABLE_OF_ROW[kind.table]


@cache
def _columns(kind: type[Row], with_rev: bool) -> tuple[Column[Any], ...]:
    table = table_of(kind)
    found = tuple(table.c[name] for name in kind.__struct_fields__)
    return (*found, table.c.rev) if with_rev and kind is not ImageRow else found


@cache
def parents(kind: type[Row], names: tuple[str, ...]) -> tuple[tuple[int, type[Row]], ...]:
    """Which of these columns hold the id of a row that must be there: its place, the row's kind."""
    links = {
        link.column_keys[-1]: _KINDS[link.referred_table.name]
        for link in table_of(kind).foreign_key_constraints
        if link.referred_table.name in _KINDS
    }
    return tuple((place, links[name]) for place, name in enumerate(names) if name in links)


def answers(conn: Connection, asked: Sequence[Question]) -> list[Sequence[Any]]:
    """The rows that answer each question: where the engine says how, all in one round trip.

    A value that is asked for is then one that the driver itself takes: a text, an id, a day.
    """
    together: Callable[[Connection, Sequence[Question]], list[Sequence[Any]]] | None
    together = conn.get_execution_options().get("asks_together")
    if together is not None:
        return together(conn, asked)
    return [conn.execute(query, values).all() for query, values in asked]


def questions(
    conn: Connection,
    org: UUID,
    columns: tuple[Column[Any], ...],
    names: tuple[str, ...],
    values: Iterable[tuple[Any, ...]],
) -> list[Question]:
    """What finds the columns of the rows that have one of these values in those named.

    One question, or on SQLite one for some hundreds of values. There, of several names, also the
    rows whose values no single one has together. The images of an act come in their order.
    """
    if conn.dialect.name == "postgresql":
        asked = [dict(zip(names, each, strict=True)) for each in values]
        keys = msgspec.json.encode(asked).decode()
        return [(_of_keys(columns, names), {"org": org, "keys": keys})]
    every = list(values)
    if len(every) == 1:
        alone = {f"p_{name}": value for name, value in zip(names, every[0], strict=True)}
        return [(_of_one(columns, names), {"org": org, **alone})]
    chunks = (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))
    return [
        (
            _of_lists(columns, names),
            {"org": org}
            | {
                f"p_{name}": list(dict.fromkeys(each))
                for name, each in zip(names, zip(*chunk, strict=True), strict=True)
            },
        )
        for chunk in chunks
    ]


@cache
def _of_one(columns: tuple[Column[Any], ...], names: tuple[str, ...]) -> Any:
    table = columns[0].table
    tests = [table.c[name] == bindparam(f"p_{name}") for name in names]
    query = select(*columns).where(and_(table.c.org_id == bindparam("org"), *tests))
    return query.order_by(table.c.step) if table is IMAGE else query


@cache
def _of_keys(columns: tuple[Column[Any], ...], names: tuple[str, ...]) -> Any:
    """One search of the index a key, whatever the database knows of the table.

    `= ANY` would be planned once for an average organisation, and read one that is large whole for
    each batch. What has an OFFSET is not joined in another way.
    """
    table = columns[0].table
    asked = (
        func.json_to_recordset(cast(bindparam("keys", type_=Text), JSON))
        .table_valued(*(column(name, table.c[name].type) for name in names), name="asked")
        .render_derived(with_types=True)
    )
    tests = [table.c[name] == asked.c[name] for name in names]
    found = select(*columns).where(table.c.org_id == bindparam("org"), *tests).offset(0)
    each = found.lateral("found")
    query = select(*each.c).select_from(asked.join(each, true()))
    return query.order_by(each.c.step) if table is IMAGE else query


@cache
def _of_lists(columns: tuple[Column[Any], ...], names: tuple[str, ...]) -> Any:
    """SQLite has no value that is a list: each is a parameter of its own."""
    table = columns[0].table
    tests = [table.c[name].in_(bindparam(f"p_{name}", expanding=True)) for name in names]
    query = select(*columns).where(and_(table.c.org_id == bindparam("org"), *tests))
    return query.order_by(table.c.step) if table is IMAGE else query


class Search:
    """What finds the rows of some needs: one question for those of the same columns."""

    def __init__(
        self, conn: Connection, org: UUID, needs: Iterable[Need], *, with_rev: bool
    ) -> None:
        alike: dict[tuple[type[Row], tuple[str, ...]], list[Need]] = {}
        for need in needs:
            alike.setdefault((need.kind, need.names), []).append(need)
        self._groups = list[tuple[list[Need], list[Question]]]()
        for (kind, names), group in alike.items():
            columns, values = _columns(kind, with_rev), [need.values for need in group]
            self._groups.append((group, questions(conn, org, columns, names, values)))

    @property
    def questions(self) -> list[Question]:
        """What is to be asked, in the order of the answers that `rows` takes."""
        return [question for _group, asked in self._groups for question in asked]

    def rows(
        self, told: Sequence[Sequence[Any]], revs: Revs | None
    ) -> Iterable[tuple[Need, list[Row]]]:
        """What the database holds for each need; `revs` receives the rev of every row."""
        answered = iter(told)
        for group, asked in self._groups:
            yield from _dealt(group, chain.from_iterable(islice(answered, len(asked))), revs)


def fetch(
    conn: Connection, org: UUID, needs: Sequence[Need], revs: Revs | None = None
) -> list[tuple[Need, list[Row]]]:
    """What the database holds for each need; needs of the same columns go in one statement.

    `revs`, where given, receives the rev of every row that was read.
    """
    search = Search(conn, org, needs, with_rev=revs is not None)
    return list(search.rows(answers(conn, search.questions), revs))


def _dealt(
    needs: list[Need], rows: Iterable[Any], revs: Revs | None
) -> Iterable[tuple[Need, list[Row]]]:
    """The rows of each of these needs, which are of the same columns."""
    kind, names = needs[0].kind, needs[0].names
    key = itemgetter(*map(kind.__struct_fields__.index, names))
    alone = len(names) == 1
    keys = [need.values[0] if alone else need.values for need in needs]
    by_key: dict[Any, list[Row]] = {each: [] for each in keys}
    for row in rows:
        # Of several columns, what was read may mix the values of two needs.
        group = by_key.get(key(row))
        if group is not None:
            group.append(_row(kind, row, revs))
    return zip(needs, map(by_key.__getitem__, keys), strict=True)


def _row(kind: type[Row], values: Any, revs: Revs | None) -> Row:
    if revs is None or kind is ImageRow:
        return kind(*values)
    *fields, rev = values
    row = kind(*fields)
    revs.setdefault((kind, row.id), rev)
    return row


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
    puts: dict[type[Row], list[Row]] = {}
    for row in put:
        puts.setdefault(type(row), []).append(row)
    remove(conn, org, ((type(row), row.id) for row in gone))
    # Parents first: while one lacks, SQLite looks through every table for each row that comes.
    for kind in sorted(puts, key=_PLACES.__getitem__):
        _put(conn, org, kind, puts[kind], revs)


def _put(
    conn: Connection,
    org: UUID,
    kind: type[Row],
    rows: Sequence[Row],
    revs: Mapping[RowKey, int] | None,
) -> None:
    """Rows of one kind: in one list, or column by column where the database takes them so."""
    table, written = table_of(kind), _written(kind, revs is not None)
    if conn.dialect.name == "postgresql":
        insert(conn, table, [_line(org, row, revs) for row in rows], written)
        return
    columns = list(zip(*map(_fields(kind), rows), strict=True))
    names = (*kind.__struct_fields__, "org_id")
    columns.append((org,) * len(rows))
    if revs is not None:
        names = (*names, "rev")
        columns.append(tuple(revs[kind, row.id] for row in rows))
    sqlite_rows.insert_columns(conn, table, names, columns, written)


def _line(org: UUID, row: Row, revs: Mapping[RowKey, int] | None) -> dict[str, Any]:
    values = msgspec.structs.asdict(row)
    values["org_id"] = org
    if revs is not None:
        values["rev"] = revs[type(row), row.id]
    return values


@cache
def _fields(kind: type[Row]) -> attrgetter[tuple[Any, ...]]:
    """All the fields of a row at once; each kind has more than its id."""
    return attrgetter(*kind.__struct_fields__)


def remove(conn: Connection, org: UUID, keys: Iterable[RowKey]) -> None:
    """The rows of these keys removed, one statement per table."""
    by_kind: dict[type[Row], list[UUID]] = {}
    for kind, row_id in keys:
        by_kind.setdefault(kind, []).append(row_id)
    for kind in sorted(by_kind, key=_PLACES.__getitem__, reverse=True):
        ids = by_kind[kind]
        if conn.dialect.name == "sqlite":
            sqlite_rows.delete(conn, table_of(kind), org, ids)
        else:
            conn.execute(_delete(kind), [{"p_org": org, "p_id": row_id} for row_id in ids])
