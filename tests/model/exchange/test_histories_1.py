# SPDX-License-Identifier: MIT
"""A quarter of the random histories: files are what the suite's two processes share out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.exchange.histories import Told, share

PART = 1


@pytest.mark.parametrize("seeds", share(PART), ids=str)
def test_every_promise_holds(seeds: range, folder: Path, told: Told) -> None:
    told.play(seeds, folder)
