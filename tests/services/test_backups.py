# SPDX-License-Identifier: MIT
"""Backups are verified before they have a name, thinned with measure, and put back safely."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models import engine, failures
from kairos_desktop.models.engine import DatabaseKey, Engines, connect_raw
from kairos_desktop.services import backup_work, backups, vault
from kairos_desktop.services.backups import Backup
from kairos_desktop.services.key_slots import DemoKeyFile

KEY = DatabaseKey(bytes(range(32)))
NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "kairos.db"
    engine.create_file(path, KEY)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def engines(database: Path) -> Iterator[Engines]:
    opened = engine.open_engines(database, KEY)
    with opened.write.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql("INSERT INTO person (name) VALUES ('CANARI')")
    yield opened
    opened.dispose()


def people(path: Path) -> list[str]:
    connection = connect_raw(path, KEY)
    try:
        return [name for (name,) in connection.execute("SELECT name FROM person ORDER BY id")]
    finally:
        connection.close()


def add(engines: Engines, name: str) -> None:
    with engines.write.begin() as connection:
        connection.exec_driver_sql("INSERT INTO person (name) VALUES (?)", (name,))


def test_a_backup_of_a_database_in_use_has_all_its_rows(
    engines: Engines, database: Path, folder: Path
) -> None:
    with engines.write.begin() as connection:
        connection.exec_driver_sql("INSERT INTO person (name) VALUES ('not yet')")
        made = backups.make_backup(database, folder, KEY, "automatic")
    assert people(made.path) == ["CANARI"]
    assert backups.list_backups(folder) == (made,)
    assert b"CANARI" not in made.path.read_bytes()
    assert made.size == made.path.stat().st_size


def test_the_vault_and_the_card_go_with_the_backups_while_they_are_sound(
    engines: Engines, database: Path, folder: Path
) -> None:
    names = ("vault.json", "profile.json")
    vault.create(database.parent, [DemoKeyFile()], demo=True)
    database.with_name("profile.json").write_bytes(b'{"siret": "1"}')
    backups.make_backup(database, folder, KEY, "asked")
    kept = [(folder / name).read_bytes() for name in names]
    assert kept == [database.with_name(name).read_bytes() for name in names]
    for name in names:
        database.with_name(name).write_bytes(b"\0\0\0")
    backups.make_backup(database, folder, KEY, "asked")
    assert [(folder / name).read_bytes() for name in names] == kept


def test_an_unsound_database_gives_no_backup(
    engines: Engines, database: Path, folder: Path
) -> None:
    for n in range(200):
        add(engines, f"{n}" * 100)
    engines.dispose()
    kept = backups.make_backup(database, folder, KEY, "automatic")
    content = bytearray(database.read_bytes())
    content[4096 * 3 + 50] ^= 1
    database.write_bytes(content)
    with pytest.raises(failures.BackupFailed):
        backups.make_backup(database, folder, KEY, "automatic")
    assert sorted(path.name for path in folder.iterdir()) == [kept.path.name]


def test_rows_that_point_at_nothing_give_no_backup(
    engines: Engines, database: Path, folder: Path
) -> None:
    raw = connect_raw(database, KEY)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("CREATE TABLE child (parent INTEGER REFERENCES person (id))")
    raw.execute("INSERT INTO child VALUES (99)")
    raw.close()
    assert backup_work.outcome(backup_work.Work(None, str(database)), KEY) == "damaged"
    with pytest.raises(failures.BackupFailed):
        backups.make_backup(database, folder, KEY, "automatic")
    assert backups.list_backups(folder) == ()


def test_a_backup_can_be_stopped_and_leaves_nothing(
    engines: Engines, database: Path, folder: Path
) -> None:
    with pytest.raises(failures.BackupFailed):
        backups.make_backup(database, folder, KEY, "automatic", stopped=lambda: True)
    assert [path for path in folder.iterdir() if path.suffix == ".db"] == []


def test_what_an_interrupted_backup_left_is_swept(
    engines: Engines, database: Path, folder: Path
) -> None:
    folder.mkdir()
    for name in ("x.db.part", "x.db.part-wal", "x.db.part-shm"):
        (folder / name).write_bytes(b"half")
    made = backups.make_backup(database, folder, KEY, "automatic")
    assert list(folder.iterdir()) == [made.path]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)
def test_a_full_disk_is_told_and_leaves_the_earlier_backups(
    engines: Engines, database: Path, folder: Path
) -> None:
    for n in range(40):
        add(engines, f"{n}" * 20_000)
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a disk")
    try:
        with pytest.raises(failures.BackupFailed) as caught:
            backups.make_backup(database, folder, KEY, "automatic")
        assert caught.value.disk_full
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_backup_put_back_replaces_and_the_present_state_is_saved(
    engines: Engines, database: Path, folder: Path
) -> None:
    old = backups.make_backup(database, folder, KEY, "automatic")
    add(engines, "later")
    engines.dispose()
    saved = backups.restore_backup(database, folder, KEY, old)
    assert people(database) == ["CANARI"]
    assert people(saved) == ["CANARI", "later"]
    assert [one.reason for one in backups.list_backups(folder)] == ["restoration", "automatic"]
    assert people(old.path) == ["CANARI"]


def test_a_damaged_backup_replaces_nothing(engines: Engines, database: Path, folder: Path) -> None:
    old = backups.make_backup(database, folder, KEY, "automatic")
    engines.dispose()
    content = bytearray(old.path.read_bytes())
    content[5000] ^= 1
    old.path.write_bytes(content)
    before = database.read_bytes()
    with pytest.raises(failures.BackupDamaged):
        backups.restore_backup(database, folder, KEY, old)
    assert database.read_bytes() == before
    assert backups.list_backups(folder) == (old,)


def test_a_damaged_database_is_replaced_and_its_files_kept(
    engines: Engines, database: Path, folder: Path
) -> None:
    old = backups.make_backup(database, folder, KEY, "automatic")
    engines.dispose()
    database.write_bytes(b"\x01" * 8192)
    # A journal left by a killed process: played into the backup, it would ruin it.
    database.with_name("kairos.db-wal").write_bytes(b"stale journal")
    saved = backups.restore_backup(database, folder, KEY, old)
    assert people(database) == ["CANARI"]
    assert (saved / "kairos.db").read_bytes() == b"\x01" * 8192
    assert (saved / "kairos.db-wal").read_bytes() == b"stale journal"


def test_a_journal_left_by_a_kill_is_in_the_saved_state(
    engines: Engines, database: Path, folder: Path
) -> None:
    old = backups.make_backup(database, folder, KEY, "automatic")
    add(engines, "later")
    # The connections stay open: the row is in the journal only, as after a kill.
    saved = backups.restore_backup(database, folder, KEY, old)
    assert people(saved) == ["CANARI", "later"]
    assert people(database) == ["CANARI"]
    assert [path for path in folder.iterdir() if path.is_dir()] == []


def at(**ago: float) -> Backup:
    made = NOW - timedelta(**ago)
    return Backup(Path(f"{made:%Y%m%dT%H%M%S}.db"), made, "automatic", 1)


@pytest.mark.parametrize(
    ("last", "changed", "wanted"),
    [
        (None, False, True),
        (timedelta(minutes=29), True, False),
        (timedelta(minutes=30), True, True),
        (timedelta(hours=3, minutes=59), False, False),
        (timedelta(hours=4), False, True),
        (timedelta(hours=-1), False, True),
    ],
)
def test_when_a_backup_is_due(last: timedelta | None, changed: bool, wanted: bool) -> None:
    assert backups.due(NOW, None if last is None else NOW - last, changed) is wanted


def test_two_days_are_kept_whole() -> None:
    assert backups.thin([at(hours=h) for h in range(48)], NOW) == ()


def test_older_ones_are_thinned_to_days_weeks_and_months() -> None:
    every_six_hours = [at(hours=6 * n) for n in range(4 * 120)]
    gone = set(backups.thin(every_six_hours, NOW))
    kept = [one for one in every_six_hours if one not in gone]
    ages = [(NOW - one.made) / timedelta(days=1) for one in kept]
    assert len([age for age in ages if 2 < age < 14]) == 11, "one a day"
    assert 4 <= len([age for age in ages if 14 <= age < 56]) <= 8, "one a week"
    assert max(ages) <= 100
    assert len(kept) <= 9 + 14 + 8 + 3


def test_the_only_backup_is_kept_however_old() -> None:
    assert backups.thin([at(days=400)], NOW) == ()
    assert backups.thin([at(days=400), at(days=401)], NOW) == (at(days=401),)


@given(st.lists(st.integers(0, 200 * 24 * 60), max_size=60, unique=True))
def test_thinning_again_deletes_nothing_more(minutes: list[int]) -> None:
    made = [at(minutes=ago) for ago in minutes]
    gone = set(backups.thin(made, NOW))
    kept = [one for one in made if one not in gone]
    assert backups.thin(kept, NOW) == ()
    assert not made or max(made, key=lambda one: one.made) in kept


def test_old_files_are_deleted_and_foreign_ones_left(tmp_path: Path) -> None:
    for name in ("20260101T000000.000000Z-automatic.db", "20261207T080000.000000Z-asked.db"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("notes.db", "2026-asked.db", "20261207T080000.000000Z-other.db"):
        (tmp_path / name).write_bytes(b"x")
    gone = backups.delete_old(tmp_path, NOW)
    assert [one.path.name for one in gone] == ["20260101T000000.000000Z-automatic.db"]
    assert len(list(tmp_path.iterdir())) == 4
