# SPDX-License-Identifier: MIT
"""The catalogue's own encrypted file: its tables, and how to open it.

One row of `session` is one version of one session: it lives from the generation `since` until the
generation `until` (NULL while it is the present one). An import adds a generation; undoing it takes
that generation away. What a session says in full stands in `payload`, one a formation.

A generation is `received` where a server gave it; `reception` says up to where, by generation, and
`page` keeps what has come of the next one until all of it is there.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, cast

from kairos_desktop.models import failures
from kairos_desktop.models.engine import DatabaseKey, RawConnection, connect_raw, create_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

SCHEMA = 1
"""Of the tables and of the payloads; another one means importing again, nothing else is lost."""

# Columns of a session version that the file decides, in the catalogue and while staged.
COLUMNS = (
    "id, formation_number, action_number, session_number, source, responsible, dated, title, "
    "town, starts, ends, state, permanent, expired, hash"
)

_VERSION_COLUMNS = """
    id BLOB NOT NULL, formation_number TEXT NOT NULL, action_number TEXT NOT NULL,
    session_number TEXT NOT NULL, source TEXT NOT NULL, responsible TEXT NOT NULL,
    dated TEXT NOT NULL, title TEXT NOT NULL, town TEXT NOT NULL,
    starts TEXT NOT NULL, ends TEXT NOT NULL, state TEXT NOT NULL, permanent INTEGER NOT NULL,
    expired INTEGER NOT NULL, hash BLOB NOT NULL
"""

_CATALOGUE = f"""
CREATE TABLE generation(
    n INTEGER PRIMARY KEY, imported_at TEXT NOT NULL, files TEXT NOT NULL, summary BLOB NOT NULL,
    received INTEGER NOT NULL DEFAULT 0);
CREATE TABLE payload(row INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE session(
    row INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER,
    withdrawn INTEGER NOT NULL DEFAULT 0, payload INTEGER NOT NULL, {_VERSION_COLUMNS});
CREATE UNIQUE INDEX session_present ON session(id) WHERE until IS NULL;
CREATE INDEX session_past ON session(until) WHERE until IS NOT NULL;
CREATE TABLE owner(
    siret TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(siret, row)) WITHOUT ROWID;
CREATE TABLE search(row INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE coverage(
    generation INTEGER NOT NULL, source TEXT NOT NULL, responsible TEXT NOT NULL,
    dated TEXT NOT NULL, declared INTEGER NOT NULL,
    PRIMARY KEY(source, responsible, generation)) WITHOUT ROWID;
CREATE TABLE reception(
    generation INTEGER PRIMARY KEY, cursor TEXT NOT NULL, at TEXT NOT NULL, dated TEXT NOT NULL);
CREATE TABLE page(
    row INTEGER PRIMARY KEY, since TEXT NOT NULL, cursor TEXT NOT NULL, body BLOB NOT NULL);
"""

STAGING = f"""
CREATE TABLE file(
    n INTEGER PRIMARY KEY, name TEXT NOT NULL, dated TEXT NOT NULL DEFAULT '',
    declared INTEGER NOT NULL DEFAULT 0);
CREATE TABLE payload(row INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE staged(
    row INTEGER PRIMARY KEY, file INTEGER NOT NULL, payload INTEGER NOT NULL,
    key TEXT NOT NULL, {_VERSION_COLUMNS});
CREATE TABLE coverage(
    file INTEGER NOT NULL, source TEXT NOT NULL, responsible TEXT NOT NULL,
    older INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(source, responsible, file)) WITHOUT ROWID;
CREATE TABLE verdict(row INTEGER PRIMARY KEY, status TEXT NOT NULL);
CREATE TABLE owner(row INTEGER NOT NULL, siret TEXT NOT NULL);
CREATE TABLE withdrawn(row INTEGER NOT NULL);
CREATE TABLE live(id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE set_aside(formation_number TEXT NOT NULL);
CREATE TABLE preview(body BLOB NOT NULL);
"""


_MAKING = Lock()


class Connection(RawConnection, Protocol):
    """A connection to the catalogue."""

    def executemany(self, sql: str, rows: Iterable[Sequence[object]], /) -> Any:
        """Runs one statement for many rows."""
        ...


def open_catalogue(path: Path, key: DatabaseKey, *, query_only: bool = False) -> Connection:
    """The catalogue, made empty where there is none; usable from any one thread at a time.

    Refuses as models.engine.connect_raw does; `failures.NewerSchema` for a later program's file.
    """
    # A page that reads and what a server gives may come first together: one of them makes it.
    with _MAKING:
        if not path.exists():
            create_file(path, key)
        connection = cast("Connection", connect_raw(path, key))
        try:
            _bring_up(connection, path)
            _tune(connection)
            if query_only:
                # The keys of a whole region are scanned at each letter: they stay deciphered.
                connection.executescript("PRAGMA query_only = ON; PRAGMA cache_size = -48000")
        except BaseException:
            connection.close()
            raise
    return connection


def open_staging(path: Path, key: DatabaseKey) -> Connection:
    """A new throw-away file beside the catalogue, encrypted alike: it is lost with its process."""
    discard_staging(path)
    create_file(path, key)
    connection = cast("Connection", connect_raw(path, key))
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {STAGING}")
    _tune(connection)
    return connection


def attach(connection: Connection, path: Path, key: DatabaseKey, name: str) -> None:
    """Gives a connection a second file, encrypted with the same key."""
    connection.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (str(path), f"x'{key.hex()}'"))


def present_generation(connection: Connection, schema: str = "") -> int:
    """The number of the last generation; 0 before the first. Undone ones give theirs back."""
    found = connection.execute(
        f"SELECT coalesce(max(n), 0) FROM (SELECT max(n) AS n FROM {schema}generation "
        f"UNION ALL SELECT max(since) FROM {schema}session "
        f"UNION ALL SELECT max(generation) FROM {schema}coverage)"
    ).fetchone()
    return int(found[0])


def staging_path(catalogue: Path) -> Path:
    """Where the file of an import in progress stands."""
    return catalogue.with_name(catalogue.stem + "-import.db")


def reception_path(catalogue: Path) -> Path:
    """Where what a server gave is staged, beside an import that somebody prepares."""
    return catalogue.with_name(catalogue.stem + "-received.db")


def discard_staging(path: Path) -> None:
    """Takes the throw-away file away, whatever state a killed process left it in."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sweep(catalogue: Path) -> None:
    """Takes away what an import left whose process was killed; the folder must be held.

    A folder that refuses is left alone: the next import tries again.
    """
    with suppress(OSError):
        discard_staging(staging_path(catalogue))
        discard_staging(reception_path(catalogue))


def set_aside(catalogue: Path) -> None:
    """Keeps a catalogue that cannot be read under another name; the next opening makes a new one.

    Its journals go: left beside another file, they would be played into it.
    """
    for suffix in ("-wal", "-shm"):
        catalogue.with_name(catalogue.name + suffix).unlink(missing_ok=True)
    catalogue.replace(catalogue.with_name(f"{catalogue.stem}-damaged.db"))


def _bring_up(connection: Connection, path: Path) -> None:
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > SCHEMA:
        raise failures.NewerSchema(path, str(found), str(SCHEMA))
    if found < SCHEMA:
        connection.executescript(
            f"BEGIN IMMEDIATE; {_CATALOGUE} PRAGMA user_version = {SCHEMA}; COMMIT;"
        )


def _tune(connection: Connection) -> None:
    # The published offer is no secret: wiping each freed byte would only slow it. 16 MB of pages.
    connection.executescript(
        "PRAGMA secure_delete = OFF; PRAGMA cache_size = -16000; PRAGMA foreign_keys = OFF;"
    )
