# SPDX-License-Identifier: MIT
"""Files with the tables and nothing in them, made once a process and then copied.

Nothing that a test keeps is worth a disk's time: the files are opened as the program does, but
for waiting until the disk has what was written. A program that is stopped loses nothing by that;
a machine that loses its power would. What is written then is the matter of the tests of
models.engine, and of those that kill a program.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from kairos_desktop.models import engine, schema
from kairos_desktop.models.engine import DatabaseKey, Engines

if TYPE_CHECKING:
    from sqlalchemy import Engine

KEY = DatabaseKey(bytes(range(32)))


@cache
def of_post() -> bytes:
    """An encrypted file of this version, under KEY."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "kairos.db")
        engine.create_file(path, KEY)
        engines = opened(path)
        schema.create(engines.write, schema.declared())
        engines.dispose()
        return path.read_bytes()


@cache
def of_server() -> bytes:
    """A server's embedded file of this version."""
    from kairos_server.store import open_sqlite

    with TemporaryDirectory() as folder:
        path = Path(folder, "server.db")
        store = open_sqlite(path)
        wait_for_no_disk(store._write)
        store.create_tables()
        store.close()
        return path.read_bytes()


def opened(path: Path) -> Engines:
    """The engines of a post's file under KEY."""
    engines = engine.open_engines(path, KEY)
    wait_for_no_disk(engines.write)
    return engines


def wait_for_no_disk(write: Engine) -> None:
    """Have the engine that writes an SQLite file go on before the disk has it."""

    def go_on(connection: Any, _record: Any = None) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    # One connection may be open already.
    held = write.raw_connection()
    go_on(held.driver_connection)
    held.close()
    event.listen(write, "connect", go_on)
