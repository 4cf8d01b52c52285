# SPDX-License-Identifier: MIT
"""Encrypted files: settings, walls between the engines, what damage, a full disk, a kill do."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from kairos_desktop.models import engine, failures
from kairos_desktop.models.engine import DatabaseKey, Engines, connect_raw, create_file

KEY = DatabaseKey(bytes(range(32)))
CANARY = "CANARI-Łukasz"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "é kairos.db"
    create_file(file, KEY)
    return file


@pytest.fixture
def engines(path: Path) -> Iterator[Engines]:
    opened = engine.open_engines(path, KEY)
    with opened.write.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    yield opened
    opened.dispose()


def add(engines: Engines, name: str) -> None:
    with engines.write.begin() as connection:
        connection.exec_driver_sql("INSERT INTO person (name) VALUES (?)", (name,))


def names(engines: Engines) -> list[str]:
    with engines.read.begin() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM person ORDER BY id").scalars())


def test_what_is_written_is_read_by_the_other_engine(engines: Engines) -> None:
    add(engines, CANARY)
    assert names(engines) == [CANARY]


def test_nothing_on_the_disk_is_in_clear(engines: Engines, path: Path) -> None:
    add(engines, CANARY)
    written = [file.read_bytes() for file in path.parent.iterdir()]
    assert len(written) == 3, "the database, its journal and its index"
    assert not any(b"CANARI" in content or b"SQLite format" in content for content in written)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
def test_files_belong_to_their_owner_alone(engines: Engines, path: Path) -> None:
    add(engines, CANARY)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10000),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("mmap_size", 0),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("wal_autocheckpoint", 1000),
        ("application_id", engine.APPLICATION_ID),
        ("cipher_status", "1"),
        # ADR 0080
        ("cipher_memory_security", "0"),
    ],
)
def test_every_connection_has_the_settings(engines: Engines, pragma: str, value: object) -> None:
    for one in (engines.write, engines.read):
        with one.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_format_is_the_one_every_sqlcipher_tool_reads(path: Path) -> None:
    connection = connect_raw(path, KEY)
    try:
        settings = {row[0] for row in connection.execute("PRAGMA cipher_settings")}
    finally:
        connection.close()
    assert {"PRAGMA cipher_page_size = 4096;", "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;"} <= (
        settings
    )


def test_a_write_takes_its_place_from_its_first_statement(engines: Engines, path: Path) -> None:
    other = connect_raw(path, KEY)
    try:
        other.execute("PRAGMA busy_timeout = 0")
        with engines.write.begin() as connection:
            connection.exec_driver_sql("SELECT 1")
            with pytest.raises(Exception, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


def test_a_write_that_finds_the_file_taken_says_so(engines: Engines, path: Path) -> None:
    other = connect_raw(path, KEY)
    try:
        other.execute("BEGIN IMMEDIATE")
        with engines.write.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.cursor().execute("PRAGMA busy_timeout = 0")
            with pytest.raises(failures.FileBusy):
                connection.exec_driver_sql("SELECT 1")
    finally:
        other.close()


def test_the_reader_cannot_write(engines: Engines) -> None:
    with engines.read.connect() as connection, pytest.raises(failures.ReadOnlyProfile):
        connection.exec_driver_sql("DELETE FROM person")


def test_a_reader_keeps_one_snapshot_while_the_writer_goes_on(engines: Engines) -> None:
    add(engines, "before")
    with engines.read.begin() as connection:
        count = "SELECT count(*) FROM person"
        assert connection.exec_driver_sql(count).scalar() == 1
        add(engines, "after")
        assert connection.exec_driver_sql(count).scalar() == 1
    assert names(engines) == ["before", "after"]


def test_one_connection_writes_and_two_read(engines: Engines) -> None:
    assert (engines.write.pool.size(), engines.write.pool.overflow()) == (1, 0)  # type: ignore[attr-defined]
    with engines.read.connect(), engines.read.connect():
        assert engines.read.pool.checkedout() == 2  # type: ignore[attr-defined]


def test_no_value_is_in_an_error_message(engines: Engines) -> None:
    add(engines, CANARY)
    with pytest.raises(IntegrityError) as caught:
        add(engines, CANARY)
    assert CANARY not in str(caught.value)


def test_the_key_is_never_shown() -> None:
    shown = f"{KEY} {KEY!r} {[KEY]} {KEY!s} {engine.Engines}"
    assert KEY.hex() not in shown
    assert "\\x01" not in shown
    with pytest.raises(ValueError, match="32 bytes") as caught:
        DatabaseKey(b"secret")
    assert "secret" not in str(caught.value)


def test_a_wrong_key_opens_nothing(path: Path) -> None:
    with pytest.raises(failures.DamagedFile):
        engine.open_engines(path, DatabaseKey(bytes(32)))


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(failures.MissingFile):
        connect_raw(tmp_path / "absent.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_clear_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clear.db"
    path.write_bytes(b"SQLite format 3\0" + bytes(4080))
    with pytest.raises(failures.NotEncrypted):
        connect_raw(path, KEY)


def test_a_file_is_never_made_over_another(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_file(path, KEY)
    assert path.read_bytes() == before


@pytest.mark.parametrize("keep", [0, 100, 4096, 9000])
def test_a_truncated_file_is_told_damaged(engines: Engines, path: Path, keep: int) -> None:
    for n in range(50):
        add(engines, f"{n}" * 200)
    engines.dispose()
    os.truncate(path, keep)
    with pytest.raises(failures.DamagedFile):
        read_all(path)


@pytest.mark.parametrize("at", [0, 20, 4000, 4096 * 2 + 7, 4096 * 3 + 4090])
def test_a_flipped_byte_is_told_damaged(engines: Engines, path: Path, at: int) -> None:
    for n in range(50):
        add(engines, f"{n}" * 200)
    engines.dispose()
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(failures.DamagedFile):
        read_all(path)


def read_all(path: Path) -> None:
    opened = engine.open_engines(path, KEY)
    try:
        with opened.read.connect() as connection:
            connection.exec_driver_sql("SELECT name FROM person").fetchall()
            connection.exec_driver_sql("SELECT name FROM person ORDER BY name").fetchall()
    finally:
        opened.dispose()


def test_a_full_disk_keeps_what_was_acknowledged(path: Path) -> None:
    freed: list[bool] = []
    opened = engine.open_engines(path, KEY, lambda: freed.append(True))
    with opened.write.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
    add(opened, "kept")
    with opened.write.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute("PRAGMA max_page_count = 4")
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(failures.DiskFull):
            connection.exec_driver_sql("INSERT INTO person (name) VALUES (?)", ("x" * 50_000,))
    assert freed == [True]
    with opened.write.connect() as connection:
        assert connection.connection.dbapi_connection is not driver, "never used again"
    assert names(opened) == ["kept"]
    opened.dispose()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)
def test_a_real_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a disk")
    try:
        acknowledged = fill(disk / "kairos.db")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert acknowledged > 1


def fill(path: Path) -> int:
    """Writes until the disk is full; how many rows were acknowledged, all of them found again."""
    create_file(path, KEY)
    opened = engine.open_engines(path, KEY)
    with opened.write.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
    acknowledged = 0
    try:
        while True:
            add(opened, "x" * 20_000)
            acknowledged += 1
    except failures.DiskFull:
        assert len(names(opened)) == acknowledged
    opened.dispose()
    reopened = connect_raw(path, KEY)
    assert reopened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert reopened.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert reopened.execute("SELECT count(*) FROM person").fetchone() == (acknowledged,)
    reopened.close()
    return acknowledged


WRITER = """
import sys
from pathlib import Path
from kairos_desktop.models.engine import DatabaseKey, open_engines
engines = open_engines(Path(sys.argv[1]), DatabaseKey(bytes.fromhex(sys.stdin.readline())))
n = int(sys.stdin.readline())
while True:
    n += 1
    with engines.write.begin() as connection:
        for part in range(3):
            connection.exec_driver_sql("INSERT INTO part VALUES (?, ?)", (n, part))
    print(n, flush=True)
"""


def test_a_kill_loses_no_acknowledged_transaction(path: Path) -> None:
    connection = connect_raw(path, KEY)
    connection.execute("CREATE TABLE part (n INTEGER, part INTEGER)")
    connection.close()
    last = 0
    for enough in (1, 7, 40):
        last = kill_after(path, last, enough)
        connection = connect_raw(path, KEY)
        groups = connection.execute("SELECT n, count(*) FROM part GROUP BY n ORDER BY n").fetchall()
        sound = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
        assert sound == [("ok",)]
        assert {count for _, count in groups} == {3}, "no transaction is there in part"
        assert [n for n, _ in groups][:last] == list(range(1, last + 1))
        last = groups[-1][0]


def kill_after(path: Path, start: int, enough: int) -> int:
    """Kills a writer after so many acknowledgements; gives the last one that it made."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(f"{KEY.hex()}\n{start}\n")
        writer.stdin.flush()
        for _ in range(enough):
            writer.stdout.readline()
        writer.kill()
        rest = writer.stdout.read().split("\n")
    said = [int(line) for line in rest[:-1] if line]
    return max([start + enough, *said])


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 53, 4), True),
        ((3, 51, 3), True),
        ((3, 51, 2), False),
        ((3, 50, 7), True),
        ((3, 50, 6), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 40, 1), False),
    ],
)
def test_a_library_with_the_journal_bug_is_refused(
    version: tuple[int, int, int], safe: bool
) -> None:
    assert engine.is_safe(version) is safe


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="made read-only by a mount of root's"
)
def test_a_read_only_place_is_told(path: Path) -> None:
    folder = path.parent
    bound = subprocess.run(["mount", "--bind", str(folder), str(folder)], check=False)
    if bound.returncode:
        pytest.skip("this machine does not let root bind a folder")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        with pytest.raises(failures.ReadOnlyProfile):
            engine.open_engines(path, KEY)
        with pytest.raises(failures.ReadOnlyProfile):
            create_file(folder / "new.db", KEY)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    engine.open_engines(path, KEY).dispose()
