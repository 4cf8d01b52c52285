# SPDX-License-Identifier: MIT
"""A back end for the tests of its directory, on SQLite and on PostgreSQL."""

import pytest

from kairos_server.store import Store
from tests.kairos_server.house import House


@pytest.fixture
def house(store: Store) -> House:
    return House(store)
