# SPDX-License-Identifier: MIT
"""A catalogue in a throw-away folder, and the short way to import into it in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.services.catalogue import generations, staging
from kairos_desktop.services.catalogue.store import Connection, open_catalogue
from kairos_desktop.services.catalogue.summary import Preview

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Import = Callable[..., Preview]


@pytest.fixture
def key() -> DatabaseKey:
    return DatabaseKey(bytes(range(32)))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture
def preview(tmp_path: Path, catalogue: Path, key: DatabaseKey) -> Import:
    """Stages documents (bytes) or files (paths); the catalogue does not change."""

    def stage(*given: bytes | Path, name: str = "offre") -> Preview:
        paths: list[Path] = []
        for rank, one in enumerate(given):
            if isinstance(one, bytes):
                path = tmp_path / f"{name}{rank}.xml"
                path.write_bytes(one)
                paths.append(path)
            else:
                paths.append(one)
        return staging.stage(paths, catalogue, key, lambda _: None)

    return stage


@pytest.fixture
def imported(preview: Import, catalogue: Path, key: DatabaseKey) -> Import:
    """Stages and applies."""

    def both(*given: bytes | Path) -> Preview:
        preview(*given)
        return generations.apply(catalogue, key, NOW)

    return both


@pytest.fixture
def connection(catalogue: Path, key: DatabaseKey) -> Iterator[Connection]:
    opened = open_catalogue(catalogue, key, query_only=True)
    yield opened
    opened.close()
