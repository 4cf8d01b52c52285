# SPDX-License-Identifier: MIT
"""The part of backups that runs in a child process: copy a database, check a copy.

Loads neither SQLAlchemy nor Qt. The key comes through the pipe, never by arguments or environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from kairos_desktop.models import failures
from kairos_desktop.models.engine import (
    DatabaseKey,
    RawConnection,
    connect_raw,
    create_file,
    explained,
)
from kairos_desktop.services import durable_files

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Outcome = Literal["done", "damaged", "full", "failed"]


class Work(msgspec.Struct, frozen=True):
    """What to do: check `target`, after copying `source` there if there is one."""

    source: str | None
    target: str


class Unsound(Exception):
    """A check found the copy wanting."""


def run(pipe: Connection) -> None:
    """Reads the key and the work from the pipe, does it, answers with an Outcome."""
    key = DatabaseKey(pipe.recv_bytes())
    work = msgspec.json.decode(pipe.recv_bytes(), type=Work)
    pipe.send_bytes(outcome(work, key).encode())


def outcome(work: Work, key: DatabaseKey) -> Outcome:
    """Does the work; every failure becomes a word that can cross the pipe."""
    target = Path(work.target)
    try:
        with explained(target):
            if work.source is None:
                check(target, key)
            else:
                copy(Path(work.source), target, key)
    except (failures.DamagedFile, failures.NotEncrypted, Unsound):
        return "damaged"
    except failures.DiskFull:
        return "full"
    except failures.StorageFailure:
        return "failed"
    return "done"


def copy(source: Path, target: Path, key: DatabaseKey) -> None:
    """Copies one snapshot of a database in use, encrypted with the same key, and checks it.

    A reader in WAL mode holds nobody up. Unsound when the copy differs; the target is on the disk
    when this returns.
    """
    reading = connect_raw(source, key, query_only=True)
    try:
        reading.execute("BEGIN")
        expected = _counts(reading)
        create_file(target, key)
        writing = connect_raw(target, key)
        try:
            reading.backup(writing)
        finally:
            writing.close()
    finally:
        reading.close()
    if check(target, key) != expected:
        raise Unsound("the rows are not all there")
    durable_files.sync_file(target)


def check(path: Path, key: DatabaseKey) -> dict[str, int]:
    """The rows of each table; Unsound unless every page, index and reference is right."""
    connection = connect_raw(path, key, query_only=True)
    try:
        for pragma, sound in (
            ("cipher_integrity_check", []),
            ("integrity_check", [("ok",)]),
            ("foreign_key_check", []),
        ):
            if connection.execute(f"PRAGMA {pragma}").fetchall() != sound:
                raise Unsound(pragma)
        return _counts(connection)
    finally:
        connection.close()


def _counts(connection: RawConnection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    count = 'SELECT count(*) FROM "{}"'
    return {
        name: connection.execute(count.format(name.replace('"', '""'))).fetchone()[0]
        for (name,) in tables
    }
