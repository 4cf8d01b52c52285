# SPDX-License-Identifier: MIT
"""SQLite takes the index that a question names, in the library that is shipped and in any file.

Without figures it reads all the rows of an organisation for each row that is taken away: two
hundred pending acts took twenty seconds to be played again on a full file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.models import schema
from kairos_desktop.models.engine import Engines
from kairos_server.engines import POOLS, sqlite
from tests import blank_files

if TYPE_CHECKING:
    import sqlalchemy as sa

LINKS = sorted(
    (table.name, column.name, link.referred_table.name)
    for table in schema.declared().tables.values()
    for link in table.foreign_key_constraints
    for column in link.columns
    # A site is taken away by hand, once in a year: no row pays for an index.
    if column.name not in ("org_id", "site_id")
)
WHOLE = sorted({name for link in LINKS for name in (link[0], link[2])})


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    path = tmp_path_factory.mktemp("post") / "kairos.db"
    path.write_bytes(blank_files.of_post())
    engines = blank_files.opened(path)
    yield engines
    engines.dispose()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    path = tmp_path_factory.mktemp("server") / "server.db"
    path.write_bytes(blank_files.of_server())
    write, read = sqlite(path, POOLS)
    yield read
    write.dispose()
    read.dispose()


def plan(engine: sa.Engine, asked: str) -> list[str]:
    with engine.connect() as connection:
        # EXPLAIN alone does not look whether the tables have changed, nor what was kept of it.
        connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").all()
        return [str(line[3]) for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")]


def searched(table: str, lines: list[str]) -> str:
    return " ".join(line for line in lines if line.startswith(f"SEARCH {table} "))


@pytest.mark.parametrize(("table", "column", "parent"), LINKS)
def test_what_is_linked_to_a_row_is_found_by_an_index(
    post: Engines, server: sa.Engine, table: str, column: str, parent: str
) -> None:
    asked = f"SELECT * FROM {table} WHERE org_id = 1 AND {column} = 2"
    taken = f"DELETE FROM {parent} WHERE org_id = 1 AND id = 2"
    for engine in (post.read, server):
        assert f"{column}=?" in searched(table, plan(engine, asked))
    assert f"{column}=?" in searched(table, plan(post.write, taken))


@pytest.mark.parametrize("table", WHOLE)
def test_a_table_that_is_read_whole_is_read_in_its_own_order(post: Engines, table: str) -> None:
    (line,) = plan(post.read, f"SELECT * FROM {table} WHERE org_id = 1")
    assert "USING PRIMARY KEY" in line


@pytest.mark.parametrize("index", ["ix_jobseeker_names", "ix_registration_counted"])
def test_a_list_is_drawn_from_its_index_alone(post: Engines, index: str) -> None:
    indexes = {str(i.name): i for t in schema.declared().tables.values() for i in t.indexes}
    declared = indexes[index]
    names = ", ".join(column.name for column in declared.columns)
    assert declared.table is not None
    (line,) = plan(post.read, f"SELECT {names} FROM {declared.table.name} WHERE org_id = 1")
    assert "USING COVERING INDEX" in line


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("SELECT act_id FROM outbox WHERE org_id = 1 AND outcome IS NULL AND n > 2", "unheard"),
        ("SELECT outcome FROM outbox WHERE org_id = 1 AND acked_at IS NULL", "uncovered"),
        ("UPDATE outbox SET n = 1 WHERE org_id = 1 AND acked_at IS NULL AND n < 2", "uncovered"),
        ("DELETE FROM outbox WHERE org_id = 1 AND acked_at < 2", "covered"),
    ],
)  # fmt: skip
def test_of_all_that_was_sent_in_thirty_days_only_what_is_meant_is_read(
    post: Engines, asked: str, index: str
) -> None:
    (line,) = plan(post.write, asked)
    assert f"USING INDEX ix_outbox_{index} (" in line


def test_a_file_made_before_is_told_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "kairos.db"
    path.write_bytes(blank_files.of_post())
    engines = blank_files.opened(path)
    asked = "SELECT * FROM registration WHERE org_id = 1 AND jobseeker_id = 2"
    try:
        with engines.write.begin() as connection:
            connection.exec_driver_sql("DROP TABLE sqlite_stat1")
            connection.exec_driver_sql("ANALYZE sqlite_schema")
            connection.exec_driver_sql("DROP TABLE sqlite_stat1")
    finally:
        engines.dispose()
    engines = blank_files.opened(path)
    try:
        assert "jobseeker_id=?" not in plan(engines.read, asked)[0]
        schema.bring_up_to_date(engines.write, path, lambda: None)
        # Those that were open before know it too.
        for engine in (engines.read, engines.write):
            assert "jobseeker_id=?" in plan(engine, f"{asked} AND org_id = 1")[0]
    finally:
        engines.dispose()


def test_figures_are_told_of_every_index(post: Engines) -> None:
    with post.read.connect() as connection:
        told = connection.exec_driver_sql("SELECT idx FROM sqlite_stat1").scalars().all()
        there = (
            connection.exec_driver_sql(
                "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL"
            )
            .scalars()
            .all()
        )
    assert {name for name in there if "kairos_waiting" not in name} <= set(told)
