# SPDX-License-Identifier: MIT
"""Posts around a back end, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kairos_server.store import Store
from tests.kairos_server.exchange.universe import Universe


@pytest.fixture
def universe(store: Store, tmp_path: Path) -> Iterator[Universe]:
    made = Universe(store, tmp_path)
    yield made
    made.close()
