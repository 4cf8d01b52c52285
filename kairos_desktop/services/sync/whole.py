# SPDX-License-Identifier: MIT
"""Takes in a whole download: rows join the copy of the truth as they come, and are shown at once.

A page that came is read, and so refused where it is no page of ours, but not kept as rows: SQLite
draws the organisation's tables from the copy itself, a statement a table, without Python's lock.
Lane: write.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, Date, Float, Integer, Text, Time, delete, select

from kairos_desktop.models import kairos_waiting, month_doubts, statistics
from kairos_desktop.models.base import Moment, Texts, Uuid16, Word, metadata
from kairos_desktop.models.exchange_tables import TRUTH
from kairos_desktop.models.rows import ROWS, Row
from kairos_desktop.services import sqlite_rows
from kairos_desktop.services.row_store import table_of
from kairos_desktop.services.sync.truth import keep_acts, keep_truth, read
from kairos_desktop.services.sync.wire import ActLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Column, Connection
    from sqlalchemy.types import TypeEngine

    from kairos_desktop.services.sync.wire import PulledRow

WORTH_IT = 5_000
"""Rows from which indexes are quicker made at the end, in one go, than kept row by row."""


def keep(conn: Connection, org: UUID, rows: Sequence[PulledRow], *, is_first: bool) -> None:
    """A page of a whole download, to the copy of the truth; nothing of it is shown yet.

    Raises msgspec.ValidationError for a row that is none of its table.
    """
    if is_first:
        conn.execute(delete(TRUTH).where(TRUTH.c.org_id == org))
    kept: dict[tuple[str, bytes], tuple[int, str]] = {}
    gone: dict[tuple[str, bytes], None] = {}
    acts: list[tuple[int, ActLine]] = []
    for row in rows:
        if row.t == "act":
            acts.append((row.rev, msgspec.json.decode(row.b, type=ActLine)))
            continue
        # Of a row sent twice the last stands.
        key = row.t, (row.x or read(row)[0]).int.to_bytes(16, "big")
        if row.x is None:
            kept[key] = row.rev, str(row.b, "utf-8")
            gone.pop(key, None)
        else:
            kept.pop(key, None)
            gone[key] = None
    keep_truth(conn, org, kept, gone)
    keep_acts(conn, org, acts)


def show(conn: Connection, org: UUID) -> None:
    """The organisation's tables, which are empty, drawn from the copy of the truth."""
    driver: Any = conn.connection.dbapi_connection
    for reading in _READINGS:
        driver.create_function(reading.name, 1, reading.function, deterministic=True)
    many = select(TRUTH.c.id).where(TRUTH.c.org_id == org).offset(WORTH_IT).limit(1)
    if conn.execute(many).first() is None:
        _fill(conn, org)
    else:
        taken_away = _bared(conn)
        _fill(conn, org)
        for statement in taken_away:
            conn.exec_driver_sql(statement)
        # What the triggers would have kept beside the rows.
        kairos_waiting.judge_all(conn, org)
        month_doubts.doubt_all(conn, org)
        # What SQLite was told of an index went away with it.
        statistics.write(conn, metadata)


def held(conn: Connection, org: UUID) -> dict[str, list[UUID]]:
    """The ids of every row that the organisation's tables have, by table."""
    found: dict[str, list[UUID]] = {}
    for kind in ROWS:
        asked = f'SELECT id FROM "{kind.table}" WHERE org_id = ?'
        rows = conn.exec_driver_sql(asked, (org.bytes,)).all()
        if rows:
            found[kind.table] = msgspec.convert([row[0] for row in rows], list[UUID])
    return found


def _fill(conn: Connection, org: UUID) -> None:
    # Parents first, as everywhere.
    for kind in ROWS:
        statement, defaults = _filling(kind)
        conn.exec_driver_sql(statement, (*defaults, org.bytes, kind.table))


def _bared(conn: Connection) -> list[str]:
    """Takes indexes and triggers from the organisation's tables; what makes them again."""
    found = conn.exec_driver_sql(_BESIDE).all()
    here = {kind.table for kind in ROWS}
    again: list[str] = []
    for kind, name, table, sql in found:
        # A link within one table may name a row that comes after: what refers to each is looked
        # for meanwhile.
        if table in here and not (kind == "index" and _links_to_itself(table, name)):
            conn.exec_driver_sql(f'DROP {kind} "{name}"')
            again.append(sql)
    return again


def _links_to_itself(table: str, index: str) -> bool:
    declared = metadata.tables[table]
    within = {
        link.parent.name
        for constraint in declared.foreign_key_constraints
        if constraint.referred_table is declared
        for link in constraint.elements
    } - {"org_id"}
    columns = next((i.columns for i in declared.indexes if i.name == index), ())
    return any(column.name in within for column in columns)


@cache
def _filling(kind: type[Row]) -> tuple[str, tuple[Any, ...]]:
    """The statement that draws a table from the copy, and the values of the fields left out."""
    table, defaults = table_of(kind), list[Any]()
    drawn: list[str] = []
    for field in msgspec.structs.fields(kind):
        column = table.c[field.name]
        value = _drawn(column)
        default = field.default
        if field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        if default is not msgspec.NODEFAULT and default is not None:
            convert = sqlite_rows.conversion(table, field.name)
            defaults.append(default if convert is None else convert(default))
            value = f"iif(json_type(body, '$.{field.name}') IS NULL, ?, {value})"
        drawn.append(value)
    names = ", ".join(f'"{name}"' for name in kind.__struct_fields__)
    statement = (
        f'INSERT INTO "{table.name}" ({names}, org_id, rev) SELECT {", ".join(drawn)}, org_id, rev'
        f" FROM {TRUTH.name} WHERE org_id = ? AND row_table = ?"
    )
    return statement, tuple(defaults)


def _drawn(column: Column[Any]) -> str:
    """The field of a body as its column holds it."""
    found = f"json_extract(body, '$.{column.name}')"
    match column.type:
        case Uuid16():
            return f"unhex({found}, '-')"
        case Word() | Text() | Integer() | Float() | Boolean() | Date():
            return found
        case kind:
            (reading,) = (each for each in _READINGS if isinstance(kind, each.kind))
            return f"{reading.name}({found})"


class _Reading(NamedTuple):
    """What SQLite does not write as we do: read and written by a function of ours."""

    name: str
    kind: type[TypeEngine[Any]]
    function: Callable[[Any], Any]


def _reading(name: str, kind: type[TypeEngine[Any]], read: Callable[[Any], Any]) -> _Reading:
    convert = sqlite_rows.written(kind())

    def written(value: Any) -> Any:
        found = None if value is None else read(value)
        return found if found is None or convert is None else convert(found)

    return _Reading(name, kind, written)


def _moment(found: Any) -> datetime:
    return msgspec.convert(found, datetime)


def _time(found: Any) -> time:
    return msgspec.convert(found, time)


def _texts(found: Any) -> tuple[str, ...]:
    return msgspec.json.decode(found, type=tuple[str, ...])


_READINGS = (
    _reading("kairos_moment", Moment, _moment),
    _reading("kairos_time", Time, _time),
    _reading("kairos_texts", Texts, _texts),
)
_BESIDE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master"
    " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid"
)
