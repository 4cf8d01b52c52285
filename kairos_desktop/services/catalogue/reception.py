# SPDX-License-Identifier: MIT
"""What a server gives of the offer: kept page by page, then taken in as an import would be.

The pages lie in the catalogue until the last one has come: a cut download goes on from there. The
taking in runs in a child process, by the import's own comparison and writing (docs/adr/0286).
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services.catalogue import generations
from kairos_desktop.services.catalogue.comparison import compare_received, lacks_some
from kairos_desktop.services.catalogue.index_rows import Scope, scope
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.staging import Stager
from kairos_desktop.services.catalogue.store import (
    Connection,
    attach,
    discard_staging,
    open_catalogue,
    open_staging,
    present_generation,
    reception_path,
    staging_path,
)
from kairos_desktop.services.sync.offer_wire import OfferAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.services.catalogue.summary import Preview

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(OfferAnswer).decode


def cursor_of(connection: Connection) -> str:
    """After what the next page is to be asked for; pages of another beginning are dropped."""
    since = _received_cursor(connection)
    connection.execute("DELETE FROM page WHERE since <> ?", (since,))
    row = connection.execute("SELECT cursor FROM page ORDER BY row DESC LIMIT 1").fetchone()
    return since if row is None else str(row[0])


def keep_page(connection: Connection, page: OfferAnswer) -> None:
    """Puts a page beside those that came before it; nothing is shown of it yet."""
    connection.execute(
        "INSERT INTO page(since, cursor, body) VALUES (?, ?, ?)",
        (_received_cursor(connection), page.cursor, _encode(page)),
    )


def is_whole(connection: Connection) -> bool:
    """Whether the last page that there is to give is here, and waits to be taken in."""
    row = connection.execute("SELECT body FROM page ORDER BY row DESC LIMIT 1").fetchone()
    return row is not None and not _decode(row[0]).more


def take_in(catalogue: Path, key: DatabaseKey, siret: str, at: datetime) -> Preview:
    """Makes the pages a part of the catalogue, whole or not at all; gives what it did.

    `ImportRefused` while somebody prepares an import: its preview must stay true. Child process.
    """
    if staging_path(catalogue).exists():
        raise ImportRefused("Un import de l’offre est en préparation sur ce poste.")
    path = reception_path(catalogue)
    try:
        with closing(open_catalogue(catalogue, key)) as connection:
            found = connection.execute("SELECT body FROM page ORDER BY row").fetchall()
            pages = [_decode(body) for (body,) in found]
            preview, is_lacking = _stage(pages, catalogue, key, siret)
            attach(connection, path, key, "staging")
            connection.execute("BEGIN IMMEDIATE")
            try:
                _write(connection, pages[-1], preview, at, is_lacking=is_lacking)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
    finally:
        discard_staging(path)
    return preview


def _received_cursor(connection: Connection) -> str:
    row = connection.execute(
        "SELECT cursor FROM reception ORDER BY generation DESC LIMIT 1"
    ).fetchone()
    return "" if row is None else str(row[0])


def _stage(
    pages: Sequence[OfferAnswer], catalogue: Path, key: DatabaseKey, siret: str
) -> tuple[Preview, bool]:
    """Stages and compares; and whether the server has what is not here and did not come."""
    staging = open_staging(reception_path(catalogue), key)
    with closing(staging):
        attach(staging, catalogue, key, "held")
        staging.execute("BEGIN")
        files = _stage_scopes(staging, pages[-1])
        stager = Stager(staging, lambda _progress: None)
        for page in pages:
            for each in page.formations:
                stager.keep(each.body, each.dated, files.get(scope(each.body), 0))
            stager.flush()
        staging.executemany(
            "INSERT OR IGNORE INTO live VALUES (?)", [(each.bytes,) for each in pages[-1].live]
        )
        _keep_last(staging)
        preview = compare_received(staging, siret, pages[-1].dated)
        is_lacking = lacks_some(staging)
        staging.execute("COMMIT")
        return preview, is_lacking


def _stage_scopes(staging: Connection, page: OfferAnswer) -> dict[Scope, int]:
    """One « file » for each date that the scopes have: they are compared as those of files are."""
    dates = sorted({(each.dated, each.declared) for each in page.covered})
    number = {date: n for n, date in enumerate(dates, 1)}
    staging.executemany(
        "INSERT INTO file(n, name, dated, declared) VALUES (?, '', ?, ?)",
        [(n, dated, int(declared)) for (dated, declared), n in number.items()],
    )
    files = {
        Scope(each.source, each.responsible): number[each.dated, each.declared]
        for each in page.covered
    }
    staging.executemany(
        "INSERT INTO coverage(file, source, responsible) VALUES (?, ?, ?)",
        [(n, *of) for of, n in files.items()],
    )
    return files


def _keep_last(staging: Connection) -> None:
    """Of a session that changed again while pages came, keeps what came last; not what has gone."""
    staging.execute("DELETE FROM staged WHERE row NOT IN (SELECT max(row) FROM staged GROUP BY id)")
    staging.execute("DELETE FROM staged WHERE id NOT IN (SELECT id FROM live)")


def _write(
    connection: Connection,
    last: OfferAnswer,
    preview: Preview,
    at: datetime,
    *,
    is_lacking: bool,
) -> None:
    since = _received_cursor(connection)
    if preview.changes_nothing:
        # No generation of its own: those that can be undone are few.
        generations.cover(connection, present_generation(connection))
    else:
        generations.write(connection, preview, at, received=True)
    # What is lacking comes with everything, once; not for ever where it is older than what is here.
    cursor = "" if is_lacking and since else last.cursor
    connection.execute(
        "INSERT OR REPLACE INTO reception VALUES (?, ?, ?, ?)",
        (present_generation(connection), cursor, at.isoformat(), last.dated),
    )
    connection.execute("DELETE FROM page")
