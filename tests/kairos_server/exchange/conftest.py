# SPDX-License-Identifier: MIT
"""Posts around a back end, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kairos_server.store import Store
from tests.kairos_server.exchange.site import Site
from tests.kairos_server.exchange.universe import Universe
from tests.kairos_server.house import House
from tests.kairos_server.live_server import live


@pytest.fixture
def universe(store: Store, tmp_path: Path) -> Iterator[Universe]:
    made = Universe(store, tmp_path)
    yield made
    made.close()


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Iterator[Site]:
    house = House(store)
    with live(house.app) as address:
        made = Site(house, address, tmp_path)
        yield made
        made.close()
