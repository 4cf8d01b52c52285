# SPDX-License-Identifier: MIT
"""A folder whose files' statements are compiled once for all the histories of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.exchange.histories import Told
from tests.model.exchange.world import World, opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each history begins with the files of the one before gone."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """What the histories of a module told, held at their end to what they are known for."""
    told = Told(request.module.PART)
    yield told
    told.check()


@pytest.fixture
def world(folder: Path) -> Iterator[World]:
    """A back end and two posts that nothing happens to unless a test says so."""
    with opened(0, folder, posts=2) as world:
        yield world
