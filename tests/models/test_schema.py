# SPDX-License-Identifier: MIT
"""A file reaches this version's tables, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kairos_desktop.models import engine, failures, schema
from kairos_desktop.models.engine import DatabaseKey, Engines

KEY = DatabaseKey(bytes(range(32)))

FIRST = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0001", None
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True))
"""
SECOND = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0002", "0001"
def upgrade():
    with op.batch_alter_table("parent") as parent:
        parent.add_column(sa.Column("name", sa.Text, nullable=False, server_default="x"))
"""
BREAKS = SECOND + "    op.execute('DELETE FROM parent WHERE id = 1')\n"
FAILS = SECOND + "    op.execute('SELECT nothing FROM nowhere')\n"


def tiny() -> sa.MetaData:
    metadata = sa.MetaData()
    sa.Table("parent", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table(
        "child",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.ForeignKey("parent.id")),
    )
    return metadata


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kairos.db"


@pytest.fixture
def engines(path: Path) -> Iterator[Engines]:
    engine.create_file(path, KEY)
    opened = engine.open_engines(path, KEY)
    yield opened
    opened.dispose()


@pytest.fixture
def old(engines: Engines) -> sa.Engine:
    """A file of revision 0001 with a parent and its child."""
    schema.create(engines.write, tiny(), "0001")
    with engines.write.begin() as connection:
        connection.exec_driver_sql("INSERT INTO parent VALUES (1)")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 1)")
    return engines.write


def steps(tmp_path: Path, *sources: str) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    for n, source in enumerate(sources, 1):
        (folder / f"v{n:04}.py").write_text(source)
    return folder


def tables(writing: sa.Engine) -> dict[str, str]:
    with writing.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
        return {row[0]: row[1] for row in rows}


def test_an_old_file_is_upgraded_after_it_was_saved(
    old: sa.Engine, path: Path, tmp_path: Path
) -> None:
    saved: list[dict[str, str]] = []
    before = tables(old)
    schema.bring_up_to_date(
        old,
        path,
        lambda: saved.append(tables(old)),
        head="0002",
        versions=steps(tmp_path, FIRST, SECOND),
    )
    assert saved == [before]
    with old.connect() as connection:
        assert schema.stored_revision(connection) == "0002"
        assert connection.exec_driver_sql("SELECT * FROM parent").fetchall() == [(1, "x")]
        assert connection.exec_driver_sql("SELECT * FROM child").fetchall() == [(1, 1)]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("step", [BREAKS, FAILS])
def test_a_step_that_fails_changes_nothing(
    old: sa.Engine, path: Path, tmp_path: Path, step: str
) -> None:
    before = tables(old)
    with pytest.raises(failures.MigrationFailed):
        schema.bring_up_to_date(
            old, path, lambda: None, head="0002", versions=steps(tmp_path, FIRST, step)
        )
    assert tables(old) == before
    with old.connect() as connection:
        assert schema.stored_revision(connection) == "0001"
        assert connection.exec_driver_sql("SELECT * FROM parent").fetchall() == [(1,)]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_backup_that_fails_stops_the_upgrade(old: sa.Engine, path: Path, tmp_path: Path) -> None:
    def cannot() -> None:
        raise failures.BackupFailed(path, disk_full=True)

    with pytest.raises(failures.BackupFailed):
        schema.bring_up_to_date(
            old, path, cannot, head="0002", versions=steps(tmp_path, FIRST, SECOND)
        )
    assert "name" not in tables(old)["parent"]


def test_a_file_of_this_version_is_neither_saved_nor_touched(old: sa.Engine, path: Path) -> None:
    saved: list[bool] = []
    schema.bring_up_to_date(old, path, lambda: saved.append(True), head="0001")
    assert saved == []


def test_a_newer_file_is_refused_untouched(old: sa.Engine, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(failures.NewerSchema) as caught:
        schema.bring_up_to_date(old, path, lambda: None, head="0000")
    assert (caught.value.found, caught.value.known) == ("0001", "0000")
    assert path.read_bytes() == before


def test_a_file_that_no_version_finished_is_refused(engines: Engines, path: Path) -> None:
    with pytest.raises(failures.DamagedFile):
        schema.bring_up_to_date(engines.write, path, lambda: None)


def test_the_steps_lead_to_the_declared_tables(engines: Engines, tmp_path: Path) -> None:
    from kairos_desktop.models.migrations import runner

    runner.upgrade(engines.write, schema.HEAD, runner.VERSIONS, schema.declared())
    other = tmp_path / "direct.db"
    engine.create_file(other, KEY)
    direct = engine.open_engines(other, KEY)
    schema.create(direct.write, schema.declared())
    stepped, made = tables(engines.write), tables(direct.write)
    direct.dispose()
    # Alembic lays its own table out on several lines.
    assert {name: "".join(sql.split()) for name, sql in stepped.items()} == {
        name: "".join(sql.split()) for name, sql in made.items()
    }


NEW_FILE = """
import sys
from pathlib import Path
from kairos_desktop.models import engine, schema
path = Path(sys.argv[1])
key = engine.DatabaseKey(bytes(32))
engine.create_file(path, key)
engines = engine.open_engines(path, key)
schema.create(engines.write, schema.declared())
schema.bring_up_to_date(engines.write, path, lambda: None)
engines.dispose()
assert "alembic" not in sys.modules
"""


def test_a_new_file_needs_no_alembic(path: Path) -> None:
    subprocess.run([sys.executable, "-c", NEW_FILE, str(path)], check=True)
