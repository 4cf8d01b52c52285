# SPDX-License-Identifier: MIT
"""What the pages about the offer ask of the catalogue; the composition root gives the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.catalogue.generations import Generation, Reception
    from kairos_desktop.services.catalogue.search import Filter, Found, Line, Sort
    from kairos_desktop.services.catalogue.snapshot import SessionSnapshot
    from kairos_desktop.services.catalogue.summary import Preview, Progress


class Shelf(Protocol):
    """The catalogue of one profile. Every method may be called from any thread."""

    @property
    def siret(self) -> str:
        """The organisation's SIRET."""
        ...

    def find(self, chosen: Filter, sort: Sort) -> Found:
        """Find sessions: their ids, and the counts."""
        ...

    def lines(self, ids: Sequence[UUID]) -> list[Line]:
        """Read a page of the list."""
        ...

    def snapshot(self, session_id: UUID) -> SessionSnapshot | None:
        """Read one session whole."""
        ...

    def last_import(self) -> Generation | None:
        """Tell the import that undoing would take away."""
        ...

    def last_reception(self) -> Reception | None:
        """Tell when the organisation's server last gave what it has of the offer."""
        ...

    def prepare(
        self,
        paths: Sequence[Path],
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Preview:
        """Read files in a child process; nothing changes before `apply`. Long."""
        ...

    def apply(self) -> Preview:
        """Put what was prepared into the catalogue. Long."""
        ...

    def undo(self) -> Generation:
        """Take the last import away. Long."""
        ...

    def drop(self) -> None:
        """Forget what was prepared."""
        ...
