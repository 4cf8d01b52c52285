# SPDX-License-Identifier: MIT
"""A row read by plain SQL is the row that SQLAlchemy reads, whatever its kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import insert

from kairos_desktop.models.engine import connect_raw
from kairos_desktop.models.plain_rows import names, reader
from kairos_desktop.models.rows import ROWS, Row
from kairos_desktop.models.tables import TABLE_OF_ROW
from tests.factories import KEY, Scene
from tests.services.acts.examples import example, fields


def full(kind: type[Row]) -> Row:
    """A row with a value in every column."""
    values = {name: example(held) for name, held in fields(kind).items()} | {"id": str(UUID(int=9))}
    return msgspec.convert(values, kind)


def bare(kind: type[Row]) -> Row:
    """The same with nothing where nothing is allowed."""
    hints = get_type_hints(kind)
    nothing = {name: None for name in kind.__struct_fields__ if type(None) in _args(hints[name])}
    return msgspec.structs.replace(full(kind), **nothing)


def _args(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__args__", ())


@pytest.mark.parametrize("make", [full, bare])
@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.table)
def test_plain_sql_reads_the_row_that_was_written(
    kind: type[Row], make: Any, bare_scene: Scene, database: Path
) -> None:
    row, workspace = make(kind), bare_scene.workspace
    values = {"org_id": workspace.org} | {name: getattr(row, name) for name in names_of(kind)}
    with workspace._write.connect() as conn:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        conn.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        conn.execute(insert(TABLE_OF_ROW[kind.table]), values)
        driver: Any = conn.connection.dbapi_connection
        line = driver.execute(f"SELECT {names(kind)} FROM {kind.table}").fetchone()
        conn.rollback()
    assert reader(kind)(line) == row


def names_of(kind: type[Row]) -> tuple[str, ...]:
    return kind.__struct_fields__


def test_another_connection_reads_what_was_recorded(scene: Scene, database: Path) -> None:
    scene.describe_provider(town="Fécamp")
    kind = ROWS[0]
    connection = connect_raw(database, KEY, query_only=True)
    try:
        found = connection.execute(f"SELECT {names(kind)} FROM {kind.table}").fetchall()
    finally:
        connection.close()
    assert [reader(kind)(line) for line in found] == scene.rows(kind)
