# SPDX-License-Identifier: MIT
"""A back end's database reaches this version's tables, whole or not at all, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from kairos_desktop.models import exchange_tables
from kairos_server import engines, policies, schema
from kairos_server.store import Store, connect_postgresql, open_sqlite, open_store
from tests import postgres

pytestmark = pytest.mark.own_database

BREAKS = """
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.execute("DELETE FROM site")
    op.execute("SELECT nothing FROM nowhere")
"""
ADDS = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0002", "0001"
def upgrade():
    op.execute("UPDATE org_head SET name = 'changed by a step'")
    with op.batch_alter_table("site") as site:
        site.add_column(sa.Column("colour", sa.Text, nullable=True))
"""


@pytest.fixture
def changing(store_url: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The engine that migrates: the writing one of a file, the owner's on PostgreSQL."""
    path = engines.sqlite_path(store_url)
    if path:
        engine = engines.sqlite(path, engines.POOLS)[0]
    else:
        cluster: postgres.Cluster = request.getfixturevalue("cluster")
        engine = engines.owner(cluster.url(request.getfixturevalue("database"), postgres.OWNER))
    yield engine
    engine.dispose()


def versions(tmp_path: Path, second: str) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    first = schema.VERSIONS / "v0001_first_tables.py"
    (folder / first.name).write_text(first.read_text("utf-8"))
    (folder / "v0002_second.py").write_text(second)
    return folder


def test_the_tables_are_those_declared_and_none_of_a_post(changing: Engine) -> None:
    wanted = {*schema.organisation.tables, *schema.directory.tables, "alembic_version"}
    wanted |= schema.offer.tables.keys()
    found = inspect(changing)
    assert set(found.get_table_names()) == wanted
    posts_only = {
        table.name for table in vars(exchange_tables).values() if isinstance(table, Table)
    }
    assert posts_only
    assert not posts_only & wanted
    for table in schema.organisation.sorted_tables:
        assert {column["name"] for column in found.get_columns(table.name)} == set(table.c.keys())
        assert found.get_pk_constraint(table.name)["constrained_columns"][0] == "org_id"


def test_a_row_is_found_by_its_key_whatever_the_database_knows(changing: Engine) -> None:
    """An empty table, of which no figure is kept: another index would be read whole one day."""
    if changing.dialect.name == "sqlite":
        pytest.skip("SQLite prefers a whole key by itself")
    with changing.connect() as connection:
        for table in schema.organisation.sorted_tables:
            asked = " AND ".join(
                f"{key.name} = (SELECT NULL::{key.type.compile(changing.dialect)})"
                for key in table.primary_key
            )
            plan = connection.exec_driver_sql(f'EXPLAIN SELECT 1 FROM "{table.name}" WHERE {asked}')
            assert f"pk_{table.name} " in " ".join(plan.scalars()), table.name


def test_pulls_find_what_changed_by_an_index(changing: Engine) -> None:
    found = inspect(changing)
    for table in schema.organisation.sorted_tables:
        if "rev" in table.c:
            indexes = [index["column_names"] for index in found.get_indexes(table.name)]
            assert any(columns[:2] == ["org_id", "rev"] for columns in indexes), table.name


def test_one_registration_lives_in_a_slot_on_both(changing: Engine) -> None:
    (index,) = (
        index
        for index in inspect(changing).get_indexes("registration")
        if index["name"] == "uq_registration_live"
    )
    assert index["unique"]
    options = index.get("dialect_options", {})
    assert "registered" in str(options[f"{changing.dialect.name}_where"])


def test_a_step_changes_data_of_every_organisation_and_leaves_the_tables_shut(
    store: Store, org: UUID, changing: Engine, tmp_path: Path
) -> None:
    before, after = schema.migrate(changing, head="0002", versions=versions(tmp_path, ADDS))
    assert (before, after) == ("0001", "0002")
    with changing.connect() as conn:
        assert "colour" in {column["name"] for column in inspect(conn).get_columns("site")}
    with store.founding(org) as conn:
        name = text("SELECT name FROM org_head WHERE org_id = :org")
        key = org if store.dialect == "postgresql" else org.bytes
        assert conn.execute(name, {"org": key}).scalar_one() == "changed by a step"
    if changing.dialect.name == "postgresql":
        with changing.connect() as conn:
            assert policies.unprotected(conn) == []


def test_a_step_that_fails_leaves_all_as_it_was(changing: Engine, tmp_path: Path) -> None:
    with pytest.raises(DBAPIError):
        schema.migrate(changing, head="0002", versions=versions(tmp_path, BREAKS))
    with changing.connect() as conn:
        schema.check(conn)


@pytest.mark.parametrize(
    ("found", "said"),
    [("9999", "plus récente"), ("0000", "antérieure"), (None, "vide")],
)
def test_a_database_of_another_version_is_refused_in_a_sentence(
    store_url: str, changing: Engine, found: str | None, said: str
) -> None:
    with changing.begin() as conn:
        if found is None:
            conn.exec_driver_sql("DELETE FROM alembic_version")
        else:
            conn.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'")
    path = engines.sqlite_path(store_url)
    store = open_sqlite(path) if path else connect_postgresql(store_url)
    with pytest.raises(schema.WrongSchema, match=said):
        store.check()
    store.close()
    if found == "9999":
        with pytest.raises(schema.WrongSchema, match=said):
            schema.migrate(changing)
        with pytest.raises(schema.WrongSchema, match=said):
            open_store(store_url)


def test_a_new_file_gets_its_tables_when_it_is_opened(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "new.db"))
    store.check()
    store.close()
