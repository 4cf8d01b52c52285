# SPDX-License-Identifier: MIT
"""Verified copies of the embedded file, made while it serves, and put back while it does not.

A copy gets its name only once it passed every check (reference R-B1, R-B4).
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kairos_server import engines, schema


class Unfit(Exception):
    """The file is no sound database of a back end."""


class InUse(Exception):
    """A server has the file open."""


def back_up(database: Path, target: Path) -> int:
    """Copy a file that may be in use; gives the bytes written. Unfit, FileExistsError, OSError."""
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(_open(database)) as source, closing(_open(part)) as copy:
            source.backup(copy)
            # One file and no journal beside it.
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        check(part)
        _make_durable(part)
        part.rename(target)
        _make_durable(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def check(file: Path) -> None:
    """Unfit unless the file is whole, coherent, and of a back end of this version or before."""
    if not file.exists():
        raise Unfit
    try:
        with closing(_open(file)) as found:
            whole = found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            coherent = not found.execute("PRAGMA foreign_key_check").fetchall()
            revision = found.execute("SELECT version_num FROM alembic_version").fetchone()
            found.execute("SELECT epoch FROM org_head").fetchall()
    except _module().DatabaseError as error:
        raise Unfit from error
    if not (whole and coherent and revision and revision[0] <= schema.HEAD):
        raise Unfit


def put_back(copy: Path, database: Path) -> Path | None:
    """Make a copy the database, each organisation with another history; gives the old one's place.

    Unfit; InUse. The database is as it was until the copy is whole, migrated and on the disk.
    """
    check(copy)
    part = database.with_name(database.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(_open(copy)) as source, closing(_open(part)) as fresh:
            part.chmod(0o600)
            source.backup(fresh)
            fresh.execute("UPDATE org_head SET epoch = randomblob(16)")
        writing, reading = engines.sqlite(part, engines.POOLS)
        schema.migrate(writing)
        writing.dispose()
        reading.dispose()
        with closing(_open(part)) as fresh:
            fresh.execute("PRAGMA journal_mode = DELETE").fetchall()
        check(part)
        _make_durable(part)
        kept = _set_aside(database)
        part.rename(database)
        _make_durable(database.parent)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _set_aside(database: Path) -> Path | None:
    """The present file, whole, under another name; nothing where there is none. InUse."""
    if not database.exists():
        return None
    with closing(_open(database)) as present:
        present.execute("PRAGMA busy_timeout = 0").fetchall()
        try:
            # Refused while another connection is open; folds the journal into the file.
            if present.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                raise InUse
        except _module().OperationalError as error:
            raise InUse from error
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = database.with_name(f"{database.name}.before-{stamp}")
    database.rename(kept)
    return kept


def _module() -> Any:
    import sqlcipher3.dbapi2 as dbapi  # pyright: ignore[reportMissingTypeStubs]

    return dbapi


def _open(path: Path) -> Any:
    return _module().connect(str(path), isolation_level=None)


def _make_durable(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
