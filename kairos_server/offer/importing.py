# SPDX-License-Identifier: MIT
"""Files of the training offer into the tables of the back end, as a post reads them into its own.

Read, compared and refused by the post's own program (kairos_desktop.services.catalogue), against a
throw-away copy of what the tables know; then written in one transaction of the tables' owner.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, text, update

from kairos_desktop.models.engine import KEY_BYTES, DatabaseKey
from kairos_desktop.services.catalogue import child
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.store import attach, open_catalogue, staging_path
from kairos_server.offer.tables import COVERAGE, FORMATION, IMPORT, OWNER, SESSION

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Column, Connection, Engine

    from kairos_desktop.services.catalogue.store import Connection as Catalogue
    from kairos_desktop.services.catalogue.summary import Preview, Progress

_BATCH = 1_000


class Prepared:
    """What files would do to the offer (`preview`); `write` does it, once."""

    def __init__(self, preview: Preview, known: int, catalogue: Catalogue) -> None:
        self.preview = preview
        self._known = known
        self._catalogue = catalogue

    def write(self, engine: Engine, at: datetime) -> None:
        """Put it into the tables, whole or not at all. ImportRefused where they changed since."""
        with engine.begin() as conn:
            if conn.dialect.name == "postgresql":
                # Those who read the offer go on; a second import waits, then is refused.
                conn.execute(text(f"LOCK TABLE {IMPORT.name} IN EXCLUSIVE MODE"))
            if _last(conn, IMPORT.c.n) != self._known:
                raise ImportRefused("Le catalogue a changé depuis l’aperçu : recommencez l’import.")
            line = {"n": self._known + 1, "id": uuid4(), "imported_at": at}
            said = {"files": self.preview.files, "dated": self.preview.dated}
            conn.execute(insert(IMPORT), line | said)
            self._take_out(conn)
            self._put_in(conn)
            conn.execute(_FORGET)

    def _take_out(self, conn: Connection) -> None:
        """What is about to be written again, and what the files no longer have."""
        for rows in self._chunks(_CHANGED):
            ids = [UUID(bytes=key) for (key,) in rows]
            conn.execute(delete(OWNER).where(OWNER.c.session.in_(ids)))
            conn.execute(delete(SESSION).where(SESSION.c.id.in_(ids)))
        for rows in self._chunks(_WITHDRAWN):
            gone = update(SESSION).where(SESSION.c.id.in_([UUID(bytes=key) for (key,) in rows]))
            conn.execute(gone.values(withdrawn=True))

    def _put_in(self, conn: Connection) -> None:
        first = _last(conn, FORMATION.c.n)
        for rows in self._chunks(_BODIES):
            bodies = [{"n": first + row, "body": body} for row, body in rows]
            conn.execute(insert(FORMATION), bodies)
        for rows in self._chunks(_SESSIONS):
            conn.execute(insert(SESSION), [_session(row, first) for row in rows])
        for rows in self._chunks(_OWNERS):
            owners = [{"siret": siret, "session": UUID(bytes=key)} for siret, key in rows]
            conn.execute(insert(OWNER), owners)
        for rows in self._chunks(_COVERED):
            names = ("source", "responsible", "declared", "dated")
            fresh = [dict(zip(names, row, strict=True)) for row in rows]
            conn.execute(_COVER, [each | {"declared": bool(each["declared"])} for each in fresh])

    def _chunks(self, query: str) -> Iterator[list[Any]]:
        found = self._catalogue.execute(query)
        while rows := found.fetchmany(_BATCH):
            yield rows


@contextmanager
def prepared(
    engine: Engine, files: Sequence[Path], progress: Callable[[Progress], None]
) -> Generator[Prepared]:
    """The files, read in a child process and compared with the tables; nothing is changed yet.

    ImportRefused with its French sentence. What is read lies in a folder of this user alone,
    under a key that is never written.
    """
    key = DatabaseKey(secrets.token_bytes(KEY_BYTES))
    with TemporaryDirectory(prefix="kairos-offer-") as folder:
        path = Path(folder) / "catalogue.db"
        catalogue = open_catalogue(path, key)
        try:
            known = _copy(engine, catalogue)
            preview = child.import_files(files, path, key, progress, lambda: False)
            attach(catalogue, staging_path(path), key, "staging")
            yield Prepared(preview, known, catalogue)
        finally:
            catalogue.close()


def _copy(engine: Engine, catalogue: Catalogue) -> int:
    """What files are compared with, into a catalogue; gives the number of the last import."""
    with engine.begin() as conn:
        known = _last(conn, IMPORT.c.n)
        catalogue.execute("BEGIN")
        found = conn.execution_options(yield_per=_BATCH).execute(_KNOWN)
        for rows in found.partitions():
            catalogue.executemany(_INSERT_KNOWN, [_known(row) for row in rows])
        covered = [
            (known, row.source, row.responsible, row.dated, int(row.declared))
            for row in conn.execute(select(COVERAGE).order_by(COVERAGE.c.declared))
        ]
        # The declared date of a scope is what the comparison looks at: it comes last, and stands.
        catalogue.executemany(
            "INSERT OR REPLACE INTO coverage(generation, source, responsible, dated, declared) "
            "VALUES (?, ?, ?, ?, ?)",
            covered,
        )
        catalogue.execute("COMMIT")
    return known


def _known(row: Any) -> tuple[object, ...]:
    key = row.id.bytes
    said = (row.formation_number, row.action_number, row.session_number, row.source)
    return (int(row.withdrawn), key, *said, row.responsible, row.dated, row.hash)


def _session(row: tuple[Any, ...], first: int) -> dict[str, object]:
    key, formation, *said, dated, digest = row
    names = ("formation_number", "action_number", "session_number", "source", "responsible")
    return {
        "id": UUID(bytes=key),
        "formation": first + formation,
        "withdrawn": False,
        **dict(zip(names, said, strict=True)),
        "dated": dated,
        "hash": digest,
    }


def _last(conn: Connection, column: Column[int]) -> int:
    return int(conn.execute(select(func.coalesce(func.max(column), 0))).scalar_one())


_KNOWN = select(SESSION)
_INSERT_KNOWN = (
    "INSERT INTO session(since, payload, withdrawn, id, formation_number, action_number, "
    "session_number, source, responsible, dated, hash, "
    "title, town, starts, ends, state, permanent, expired) "
    "VALUES (0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', 0, 0)"
)
# Of the throw-away files: « staging » has what was read, the catalogue what the tables had.
_READ = "FROM staging.staged s JOIN staging.verdict v ON v.row = s.row WHERE v.status"
_TAKEN = f"{_READ} IN ('new', 'changed')"
_CHANGED = f"SELECT s.id {_READ} = 'changed'"
_WITHDRAWN = "SELECT s.id FROM staging.withdrawn w JOIN session s ON s.row = w.row"
_BODIES = f"SELECT row, body FROM staging.payload WHERE row IN (SELECT s.payload {_TAKEN})"
_SESSIONS = (
    "SELECT s.id, s.payload, s.formation_number, s.action_number, s.session_number, s.source, "
    f"s.responsible, s.dated, s.hash {_TAKEN}"
)
_OWNERS = (
    "SELECT DISTINCT o.siret, s.id FROM staging.owner o JOIN staging.staged s ON s.row = o.row "
    "JOIN staging.verdict v ON v.row = s.row WHERE v.status IN ('new', 'changed')"
)
_COVERED = (
    "SELECT c.source, c.responsible, f.declared, max(f.dated) FROM staging.coverage c "
    "JOIN staging.file f ON f.n = c.file WHERE NOT c.older "
    "GROUP BY c.source, c.responsible, f.declared"
)
_COVER = text(
    f"INSERT INTO {COVERAGE.name} (source, responsible, declared, dated) "
    "VALUES (:source, :responsible, :declared, :dated) "
    "ON CONFLICT (source, responsible, declared) DO UPDATE SET dated = excluded.dated "
    f"WHERE excluded.dated > {COVERAGE.name}.dated"
)
_FORGET = delete(FORMATION).where(
    ~select(SESSION.c.id).where(SESSION.c.formation == FORMATION.c.n).exists()
)
