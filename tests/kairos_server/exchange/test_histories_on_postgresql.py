# SPDX-License-Identifier: MIT
"""Some of the random histories on a real PostgreSQL; what copies a server's file is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kairos_server.exchange import recorder
from kairos_server.store import Store
from tests.model.exchange.histories import play


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("seed", "at_a_time"), [(3, 1), (14, 67), (15, 2), (27, 67)])
def test_every_promise_holds(
    seed: int, at_a_time: int, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few acts the back end writes together while it judges the next."""
    monkeypatch.setattr(recorder, "_AT_A_TIME", at_a_time)
    play(seed, tmp_path, store)
