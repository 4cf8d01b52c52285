# SPDX-License-Identifier: MIT
"""Waiting for something new: nobody is kept waiting by a server or a post that leaves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.wire import News as Standing
from kairos_server.exchange.news import News
from kairos_server.store import Store
from tests.kairos_server.exchange.site import Site
from tests.kairos_server.house import House
from tests.kairos_server.live_server import live


class _Watched(News):
    """Says that somebody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.somebody = threading.Event()

    def expect(self, org: UUID) -> asyncio.Event:
        event = super().expect(org)
        self.somebody.set()
        return event


@contextmanager
def waiting(store: Store, folder: Path) -> Iterator[tuple[Site, Future[Standing]]]:
    """A back end, and a post that waits for news of it, for 25 seconds at the most."""
    house, news = House(store), _Watched()
    house.app.state.services = msgspec.structs.replace(house.app.state.services, news=news)
    with ThreadPoolExecutor(1) as beside, live(house.app) as address:
        site = Site(house, address, folder)
        answer = beside.submit(site.signed("Sabine", "A").http.news, 1_000_000, 25.0)
        assert news.somebody.wait(30)
        yield site, answer


def test_a_server_that_leaves_answers_who_waits(store: Store, tmp_path: Path) -> None:
    with waiting(store, tmp_path) as (site, answer):
        pass
    # Cut short by the end of the server it would raise NoContact.
    assert isinstance(answer.result(30), Standing)
    site.close()


def test_a_post_that_leaves_waits_no_longer(store: Store, tmp_path: Path) -> None:
    with waiting(store, tmp_path) as (site, answer):
        site.close()
        with pytest.raises(NoContact):
            answer.result(10)


def test_who_comes_after_the_end_does_not_wait() -> None:
    async def late() -> bool:
        news = News()
        news.end()
        return news.expect(UUID(int=1)).is_set()

    assert asyncio.run(late())
