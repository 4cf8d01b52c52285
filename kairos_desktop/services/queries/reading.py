# SPDX-License-Identifier: MIT
"""Rows from the database to frozen rows, joined or alone; lists put in the order of their ids."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select, type_coerce
from sqlalchemy.types import NullType

from kairos_desktop.models.rows import Row
from kairos_desktop.models.tables import TABLE_OF_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Select, Table


_PART = 2_000
"""Ids made in one go: about a millisecond."""


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> UUID:
        """The id."""
        ...


L = TypeVar("L", bound=HasId)
R = TypeVar("R", bound=Row)
T = TypeVar("T")
K = TypeVar("K")


def columns(kinds: Sequence[type[Row]], tables: Sequence[Table]) -> list[Column[Any]]:
    """The columns of several kinds of rows, one after the other; names may repeat."""
    return [
        table.c[name].label(f"{place}_{name}")  # pyright: ignore[reportReturnType]
        for place, (kind, table) in enumerate(zip(kinds, tables, strict=True))
        for name in kind.__struct_fields__
    ]


def take(kinds: Sequence[type[Row]], values: Sequence[Any]) -> list[Any]:
    """The rows that one joined line holds; None for a row that an outer join left empty."""
    rows: list[Any] = []
    start = 0
    for kind in kinds:
        end = start + len(kind.__struct_fields__)
        part = values[start:end]
        rows.append(None if part[0] is None else kind(*part))
        start = end
    return rows


def rows_of(conn: Connection, org: UUID, kind: type[R], *tests: ColumnElement[bool]) -> list[R]:
    """The rows of one kind that pass these tests, in no order."""
    table = TABLE_OF_ROW[kind.table]
    query = select(*columns([kind], [table])).where(table.c.org_id == org, *tests)
    return [kind(*line) for line in conn.execute(query).all()]


def grouped(rows: Iterable[T], key: Callable[[T], K]) -> defaultdict[K, list[T]]:
    """The rows by what they share, each group in the order given."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def all_ids(conn: Connection, query: Select[tuple[Any]]) -> list[UUID]:
    """Every id that a query of `bare_id` gives, a hundred thousand of them in no time.

    By parts: a thread that makes them all at once would hold up the window.
    """
    ids: list[UUID] = []
    for part in conn.execute(query).scalars().partitions(_PART):
        ids += msgspec.convert(part, list[UUID])
    return ids


def bare_id(table: Table) -> ColumnElement[Any]:
    """The ids of a table as their bytes, for `all_ids`."""
    return type_coerce(table.c.id, NullType())


def in_order(ids: Sequence[UUID], lines: Iterable[L]) -> list[L]:
    """The lines in the order of the ids; an id that is gone is left out."""
    by_id = {line.id: line for line in lines}
    return [by_id[row_id] for row_id in ids if row_id in by_id]
