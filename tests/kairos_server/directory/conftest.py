# SPDX-License-Identifier: MIT
"""A back end for the tests of its directory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kairos_server.store import Store, open_sqlite
from tests.kairos_server.house import House


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_sqlite(tmp_path / "server.db")
    store.create_tables()
    yield store
    store.close()


@pytest.fixture
def house(store: Store) -> House:
    return House(store)
