# SPDX-License-Identifier: MIT
"""A back end for the tests of its directory, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from kairos_server.store import Store
from tests.kairos_server.house import House


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    house = House(store)
    yield house
    house.close()
