# SPDX-License-Identifier: MIT
"""Files of the offer, imported into a back end in this process rather than in a child."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kairos_desktop.services.catalogue import child, staging
from kairos_desktop.services.catalogue.search import Filter, find
from kairos_desktop.services.catalogue.store import open_catalogue
from kairos_server import engines
from kairos_server.offer.importing import prepared
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path
    from uuid import UUID

    import pytest
    from sqlalchemy import Engine

    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.services.catalogue.summary import Preview, Progress
    from kairos_server.store import Store

AT = datetime(2026, 11, 25, 8, 12, tzinfo=UTC)


@contextmanager
def owner_of(store: Store, cluster: Callable[[], postgres.Cluster]) -> Generator[Engine]:
    """The engine that may change the tables of a store."""
    if store.dialect == "sqlite":
        yield store._write
        return
    database = store._write.url.database
    assert database
    engine = engines.owner(cluster().url(database, postgres.OWNER))
    yield engine
    engine.dispose()


def in_this_process(
    files: Sequence[Path],
    catalogue: Path,
    key: DatabaseKey,
    progress: Callable[[Progress], None],
    _cancelled: Callable[[], bool],
) -> Preview:
    """What the child process does, without its start."""
    return staging.stage(files, catalogue, key, progress)


def importer(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Preview]:
    """Imports documents, as the command does; the work of the child is done here."""
    monkeypatch.setattr(child, "import_files", in_this_process)

    def imported(*documents: bytes) -> Preview:
        paths = [folder / f"offre{rank}.xml" for rank in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_bytes(document)
        with prepared(engine, paths, lambda _: None) as found:
            found.write(engine, AT)
        return found.preview

    return imported


def sessions_of(catalogue: Path, key: DatabaseKey, siret: str = "") -> list[UUID]:
    """What the list of the offer shows of a catalogue."""
    with closing(open_catalogue(catalogue, key, query_only=True)) as connection:
        return find(connection, Filter(siret=siret)).ids
