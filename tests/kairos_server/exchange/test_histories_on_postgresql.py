# SPDX-License-Identifier: MIT
"""Some of the random histories on a real PostgreSQL; what copies a server's file is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kairos_server.store import Store
from tests.model.exchange.histories import play


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("seed", [3, 14, 15, 27])
def test_every_promise_holds(seed: int, store: Store, tmp_path: Path) -> None:
    play(seed, tmp_path, store)
