# SPDX-License-Identifier: MIT
"""I12, old speaks to new: requests recorded from each version get the outcomes that they had."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.model.exchange.recording import CORPUS, Request, replay
from tests.model.exchange.world import World

FILES = sorted(CORPUS.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_old_requests_are_understood(path: Path, world: World) -> None:
    requests = msgspec.json.decode(path.read_bytes(), type=list[Request])
    assert replay(world, requests) == [request.outcomes for request in requests]


def test_the_corpus_says_most_acts() -> None:
    text = b"".join(path.read_bytes() for path in FILES)
    names = ("registration.create", "presence.record", "history.restore", "enrolment.propose")
    assert all(f'"type":"{name}"'.encode() in text for name in names)
