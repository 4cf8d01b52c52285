# SPDX-License-Identifier: MIT
"""The catalogue of an opened profile, as the pages about the offer ask for it.

What reads LHEO files is loaded at its first use, not with the window.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from kairos_desktop.models.paris import paris_now
from kairos_desktop.services.catalogue import search
from kairos_desktop.services.catalogue.store import open_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.catalogue.generations import Generation, Reception
    from kairos_desktop.services.catalogue.search import Filter, Found, Line, Sort
    from kairos_desktop.services.catalogue.snapshot import SessionSnapshot
    from kairos_desktop.services.catalogue.store import Connection
    from kairos_desktop.services.catalogue.summary import Preview, Progress
    from kairos_desktop.services.profile import OpenProfile


class CatalogueShelf:
    """Reads by one connection, which keeps the search keys deciphered; any lane may ask."""

    def __init__(self, profile: OpenProfile, now: Callable[[], datetime] = paris_now) -> None:
        self._path = profile.profile.catalogue
        self._key = profile.key
        self._now = now
        self.siret = profile.profile.card.siret
        self._in_use = Lock()
        self._connection: Connection | None = None

    def find(self, chosen: Filter, sort: Sort) -> Found:
        """Find sessions: their ids, and the counts."""
        with self._opened() as connection:
            return search.find(connection, chosen, sort)

    def lines(self, ids: Sequence[UUID]) -> list[Line]:
        """Read a page of the list."""
        with self._opened() as connection:
            return search.rows_for(connection, ids)

    def snapshot(self, session_id: UUID) -> SessionSnapshot | None:
        """Read one session whole."""
        from kairos_desktop.services.catalogue.snapshot import session_snapshot

        with self._opened() as connection:
            return session_snapshot(connection, session_id)

    def last_import(self) -> Generation | None:
        """Tell the import that undoing would take away."""
        from kairos_desktop.services.catalogue import generations

        with self._opened() as connection:
            return generations.last_generation(connection)

    def last_reception(self) -> Reception | None:
        """Tell when the organisation's server last gave what it has of the offer."""
        from kairos_desktop.services.catalogue import generations

        with self._opened() as connection:
            return generations.last_reception(connection)

    def prepare(
        self,
        paths: Sequence[Path],
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Preview:
        """Read files in a child process; nothing changes before `apply`."""
        from kairos_desktop.services.catalogue import child

        return child.import_files(paths, self._path, self._key, progress, cancelled)

    def apply(self) -> Preview:
        """Put what was prepared into the catalogue."""
        from kairos_desktop.services.catalogue import child

        return child.apply_import(self._path, self._key, self._now())

    def undo(self) -> Generation:
        """Take the last import away."""
        from kairos_desktop.services.catalogue import child

        return child.undo_import(self._path, self._key)

    def drop(self) -> None:
        """Forget what was prepared."""
        from kairos_desktop.services.catalogue import child

        child.drop_import(self._path)

    def close(self) -> None:
        """Let go of the file, before the profile is closed."""
        with self._in_use:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        with self._in_use:
            if self._connection is None:
                self._connection = open_catalogue(self._path, self._key, query_only=True)
            yield self._connection
