# SPDX-License-Identifier: MIT
"""Reads files into the throw-away staging file, and says what they would change.

The catalogue is only read here. Runs in the import's child process; memory stays flat.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services.catalogue.comparison import compare
from kairos_desktop.services.catalogue.elements import local_name
from kairos_desktop.services.catalogue.formation_reading import SetAside, read_formation
from kairos_desktop.services.catalogue.index_rows import Scope, rows, scope
from kairos_desktop.services.catalogue.payloads import pack
from kairos_desktop.services.catalogue.plain_text import line
from kairos_desktop.services.catalogue.refusals import Notices
from kairos_desktop.services.catalogue.source_file import LheoFile
from kairos_desktop.services.catalogue.store import (
    COLUMNS,
    Connection,
    attach,
    open_catalogue,
    open_staging,
    staging_path,
)
from kairos_desktop.services.catalogue.summary import Counts, Preview, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.services.catalogue.elements import Element
    from kairos_desktop.services.catalogue.offer import Formation

_BATCH = 400
_INSERT = (
    f"INSERT INTO staged(row, file, payload, key, {COLUMNS}) "
    f"VALUES ({', '.join('?' * (4 + COLUMNS.count(',') + 1))})"
)


def stage(
    paths: Sequence[Path],
    catalogue: Path,
    key: DatabaseKey,
    progress: Callable[[Progress], None],
) -> Preview:
    """What importing these files would do; `generations.apply` does it.

    `ImportRefused` where a file is refused whole, or where the catalogue knows newer ones.
    """
    open_catalogue(catalogue, key).close()
    staging = open_staging(staging_path(catalogue), key)
    try:
        attach(staging, catalogue, key, "held")
        staging.execute("BEGIN")
        stager = Stager(staging, progress)
        for path in paths:
            stager.read(LheoFile(path))
        preview = compare(staging, stager.counts, stager.set_aside, stager.warnings)
        staging.execute("INSERT INTO preview VALUES (?)", (msgspec.msgpack.encode(preview),))
        staging.execute("COMMIT")
        return preview
    finally:
        staging.close()


class Stager:
    """Writes what is read, by batches; counts as it goes."""

    def __init__(self, staging: Connection, progress: Callable[[Progress], None]) -> None:
        self.formations = self.actions = self.sessions = 0
        self.set_aside = Notices("formations mises de côté")
        self.warnings = Notices("avertissements")
        self._staging, self._progress = staging, progress
        self._file = self._payload = self._row = 0
        self._payloads: list[tuple[int, bytes]] = []
        self._staged: list[tuple[object, ...]] = []
        self._owners: list[tuple[int, str]] = []
        self._covered: set[Scope] = set()

    @property
    def counts(self) -> Counts:
        """What was read so far."""
        return Counts(self.formations, self.actions, self.sessions)

    def read(self, source: LheoFile) -> None:
        """Stages one file whole."""
        self._file += 1
        latest = ""
        self._staging.execute("INSERT INTO file(n, name) VALUES (?, ?)", (self._file, source.name))
        for rank, element in enumerate(source.formations(), 1):
            dated = self._survey(element)
            latest = max(latest, dated)
            self._take(element, dated, f"{source.name}, formation {rank}")
            if rank % _BATCH == 0:
                self.flush()
                self._progress(Progress(source.name, source.position, source.size, self.counts))
        self.flush()
        self._cover()
        exported = _digits(source.exported)
        self._staging.execute(
            "UPDATE file SET dated = ?, declared = ? WHERE n = ?",
            (exported or latest, int(bool(exported)), self._file),
        )
        self._progress(Progress(source.name, source.size, source.size, self.counts))

    def _take(self, element: Element, dated: str, where: str) -> None:
        number = line(element.get("numero"))
        place = f"{where} ({number})" if number else where
        try:
            formation = read_formation(element, lambda why: self.warnings.add(place, why))
        except SetAside as reason:
            self.set_aside.add(place, str(reason))
            self._staging.execute("INSERT INTO set_aside VALUES (?)", (number,))
            return
        self._covered.add(scope(formation))
        self.keep(formation, dated, self._file)

    def keep(self, formation: Formation, dated: str, file: int) -> None:
        """Stages the sessions of one formation, as part of a file; `flush` writes them."""
        self._payload += 1
        self._payloads.append((self._payload, pack(formation)))
        for owners, *columns in rows(formation, dated):
            self._row += 1
            self._staged.append((self._row, file, self._payload, *columns))
            self._owners.extend((self._row, siret) for siret in owners)

    def _survey(self, element: Element) -> str:
        """Counts the actions and sessions, even of what is set aside; gives the latest change."""
        self.formations += 1
        latest = _changed_on(element)
        for part in element.iter("{*}action", "{*}session"):
            if local_name[part.tag] == "action":
                self.actions += 1
            else:
                self.sessions += 1
            latest = max(latest, _changed_on(part))
        return latest

    def flush(self) -> None:
        """Writes what was read since the last time."""
        self._staging.executemany("INSERT INTO payload VALUES (?, ?)", self._payloads)
        self._staging.executemany(_INSERT, self._staged)
        self._staging.executemany("INSERT INTO owner VALUES (?, ?)", self._owners)
        for batch in (self._payloads, self._staged, self._owners):
            batch.clear()

    def _cover(self) -> None:
        self._staging.executemany(
            "INSERT INTO coverage(file, source, responsible) VALUES (?, ?, ?)",
            [(self._file, *covered) for covered in self._covered],
        )
        self._covered.clear()


def _changed_on(element: Element) -> str:
    said = element.get("datemaj") or element.get("horodatage-modification")
    return _digits(said)[:8] if said else ""


@lru_cache(maxsize=4096)
def _digits(said: str) -> str:
    """AAAAMMJJ and more, from « 20261102 » or « 2026-11-02T23:15:00 »; "" where no date is."""
    figures = "".join(char for char in said if char in "0123456789")
    with suppress(ValueError):
        datetime.strptime(figures[:8], "%Y%m%d")
        return figures[:14]
    return ""
