# SPDX-License-Identifier: MIT
"""Joined rows from the database to frozen rows, and lists put in the order of their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import type_coerce
from sqlalchemy.types import NullType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Select, Table

    from kairos_desktop.models.rows import Row


_PART = 2_000
"""Ids made in one go: about a millisecond."""


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> UUID:
        """The id."""
        ...


L = TypeVar("L", bound=HasId)


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
