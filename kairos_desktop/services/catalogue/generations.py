# SPDX-License-Identifier: MIT
"""Applies a staged import as a new generation, and takes the last generation away again.

Each is one transaction on the catalogue: a kill or a full disk leaves the generation before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.store import (
    COLUMNS,
    Connection,
    attach,
    discard_staging,
    open_catalogue,
    present_generation,
    staging_path,
)
from kairos_desktop.services.catalogue.summary import Preview

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kairos_desktop.models.engine import DatabaseKey

KEPT = 5
"""How many imports can be undone, one after the other."""


OFFER = "offer"
"""Among the tables that changed: the list of the offer is another."""

_TAKEN = "row IN (SELECT row FROM staging.verdict WHERE status IN ('new', 'changed'))"


class Generation(msgspec.Struct, frozen=True):
    """One import that is part of the catalogue."""

    n: int
    imported_at: str
    files: tuple[str, ...]
    preview: Preview


class Reception(msgspec.Struct, frozen=True):
    """When a server last gave what it has of the offer; `dated` as its newest file is."""

    at: str
    dated: str


def apply(catalogue: Path, key: DatabaseKey, at: datetime) -> Preview:
    """Puts what was staged into the catalogue; gives what it did.

    `ImportRefused` where nothing is staged, or where the catalogue changed since the preview.
    """
    staging = staging_path(catalogue)
    if not staging.exists():
        raise ImportRefused("Aucun import n’est préparé : choisissez d’abord un fichier.")
    connection = open_catalogue(catalogue, key)
    try:
        attach(connection, staging, key, "staging")
        preview = _staged_preview(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            write(connection, preview, at)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.close()
    discard_staging(staging)
    return preview


def last_generation(connection: Connection) -> Generation | None:
    """The import of files that undoing would take away; None where there is none."""
    row = connection.execute(
        "SELECT n, imported_at, files, summary FROM generation WHERE NOT received "
        "ORDER BY n DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    preview = msgspec.msgpack.decode(row[3], type=Preview)
    return Generation(row[0], row[1], tuple(msgspec.json.decode(row[2], type=list[str])), preview)


def last_reception(connection: Connection) -> Reception | None:
    """The last one that is part of the catalogue; None where no server gave anything."""
    row = connection.execute(
        "SELECT at, dated FROM reception ORDER BY generation DESC LIMIT 1"
    ).fetchone()
    return None if row is None else Reception(*row)


def undo(catalogue: Path, key: DatabaseKey) -> Generation:
    """Takes the last import of files away, and what a server gave since; gives what was undone.

    What the server gave comes again at the next contact. `ImportRefused` where no import is left
    that can be undone.
    """
    connection = open_catalogue(catalogue, key)
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            last = last_generation(connection)
            if last is None:
                raise ImportRefused("Aucun import ne peut plus être annulé.")
            for n in range(present_generation(connection), last.n - 1, -1):
                _take_away(connection, n)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return last
    finally:
        connection.close()


def _staged_preview(connection: Connection) -> Preview:
    row = connection.execute("SELECT body FROM staging.preview").fetchone()
    if row is None:
        raise ImportRefused("La préparation de l’import n’est pas allée au bout : recommencez-la.")
    return msgspec.msgpack.decode(row[0], type=Preview)


def write(
    connection: Connection, preview: Preview, at: datetime, *, received: bool = False
) -> None:
    """Adds what is attached as `staging` as a generation. In the caller's transaction.

    `ImportRefused` where the catalogue is no longer what it was compared with.
    """
    present = present_generation(connection)
    if present != preview.base:
        raise ImportRefused("Le catalogue a changé depuis l’aperçu : recommencez l’import.")
    n = present + 1
    files, summary = msgspec.json.encode(preview.files).decode(), msgspec.msgpack.encode(preview)
    connection.execute(
        "INSERT INTO generation VALUES (?, ?, ?, ?, ?)",
        (n, at.isoformat(), files, summary, int(received)),
    )
    connection.execute(
        "UPDATE session SET until = ? WHERE until IS NULL "
        "AND id IN (SELECT id FROM staging.staged JOIN staging.verdict USING (row) "
        "WHERE status = 'changed')",
        (n,),
    )
    _insert_read(connection, n)
    _insert_withdrawn(connection, n)
    cover(connection, n)
    _prune(connection, n - KEPT)


def cover(connection: Connection, n: int) -> None:
    """Notes how fresh the generation is, by scope; of two dates the declared, then the newer."""
    connection.execute(
        "INSERT INTO coverage SELECT ?, c.source, c.responsible, max(f.dated), max(f.declared) "
        "FROM staging.coverage c JOIN staging.file f ON f.n = c.file WHERE NOT c.older "
        "GROUP BY c.source, c.responsible ON CONFLICT DO UPDATE SET dated = excluded.dated, "
        "declared = excluded.declared "
        "WHERE (excluded.declared, excluded.dated) > (coverage.declared, coverage.dated)",
        (n,),
    )


def _insert_read(connection: Connection, n: int) -> None:
    """Copies the new and changed sessions, each staged row number shifted by the same amount."""
    bodies, first = _last(connection, "payload"), _last(connection, "session")
    connection.execute(
        "INSERT INTO payload SELECT ? + row, body FROM staging.payload WHERE row IN "
        f"(SELECT payload FROM staging.staged WHERE {_TAKEN})",
        (bodies,),
    )
    connection.execute(
        f"INSERT INTO session(row, since, payload, {COLUMNS}) SELECT ? + row, ?, ? + payload, "
        f"{COLUMNS} FROM staging.staged WHERE {_TAKEN}",
        (first, n, bodies),
    )
    connection.execute(
        f"INSERT INTO search SELECT ? + row, key FROM staging.staged WHERE {_TAKEN}", (first,)
    )
    connection.execute(
        f"INSERT INTO owner SELECT siret, ? + row FROM staging.owner WHERE {_TAKEN} "
        "ORDER BY siret, row",
        (first,),
    )


def _insert_withdrawn(connection: Connection, n: int) -> None:
    """Closes the withdrawn sessions and writes them again, marked, with what was last known."""
    first = _last(connection, "session")
    connection.execute(
        "UPDATE session SET until = ? WHERE row IN (SELECT row FROM staging.withdrawn)", (n,)
    )
    connection.execute(
        f"INSERT INTO session(row, since, withdrawn, payload, {COLUMNS}) "
        f"SELECT ? + w.rowid, ?, 1, payload, {COLUMNS} "
        "FROM staging.withdrawn w JOIN session s ON s.row = w.row",
        (first, n),
    )
    connection.execute(
        "INSERT INTO search SELECT ? + w.rowid, k.key FROM staging.withdrawn w "
        "JOIN search k ON k.row = w.row",
        (first,),
    )
    connection.execute(
        "INSERT INTO owner SELECT o.siret, ? + w.rowid FROM staging.withdrawn w "
        "JOIN owner o ON o.row = w.row",
        (first,),
    )


def _last(connection: Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(row), 0) FROM {table}").fetchone()[0])


def _take_away(connection: Connection, n: int) -> None:
    _delete_versions(connection, "since = ?", n)
    connection.execute("UPDATE session SET until = NULL WHERE until = ?", (n,))
    connection.execute("DELETE FROM coverage WHERE generation = ?", (n,))
    connection.execute("DELETE FROM reception WHERE generation = ?", (n,))
    connection.execute("DELETE FROM generation WHERE n = ?", (n,))


def _prune(connection: Connection, oldest: int) -> None:
    """Forgets the versions that no undo can bring back."""
    _delete_versions(connection, "until <= ?", oldest)
    connection.execute("DELETE FROM generation WHERE n <= ?", (oldest,))
    connection.execute(
        "DELETE FROM reception WHERE generation < "
        "(SELECT max(generation) FROM reception WHERE generation <= ?)",
        (oldest,),
    )
    connection.execute(
        "DELETE FROM coverage WHERE EXISTS (SELECT 1 FROM coverage newer WHERE "
        "newer.source = coverage.source AND newer.responsible = coverage.responsible "
        "AND newer.generation > coverage.generation AND newer.generation <= ?)",
        (oldest,),
    )


def _delete_versions(connection: Connection, which: str, n: int) -> None:
    if connection.execute(f"SELECT 1 FROM session WHERE {which} LIMIT 1", (n,)).fetchone() is None:
        return
    for table in ("owner", "search"):
        connection.execute(
            f"DELETE FROM {table} WHERE row IN (SELECT row FROM session WHERE {which})", (n,)
        )
    connection.execute(f"DELETE FROM session WHERE {which}", (n,))
    connection.execute("DELETE FROM payload WHERE row NOT IN (SELECT payload FROM session)")
