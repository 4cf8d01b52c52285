# SPDX-License-Identifier: MIT
"""Too much work at once is turned away; who waits for news takes nobody's place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from kairos_server.application import create_app
from kairos_server.routes.answers import Refusal
from kairos_server.routes.at_once import AtOnce

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from tests.kairos_server.house import House


class Held:
    """Routes that answer when they are let, and say when so many have asked."""

    def __init__(self, many: int) -> None:
        self.go_on = asyncio.Event()
        self.served = list[str]()
        self.are_here = asyncio.Event()
        self._coming = many

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        self._coming -= 1
        if not self._coming:
            self.are_here.set()
        await self.go_on.wait()
        self.served.append(scope["path"])


async def _nothing(*_message: Any) -> Any: ...


def test_who_waits_takes_no_place() -> None:
    async def crowd() -> None:
        routes = Held(7)
        layer = AtOnce(routes, 2, "/news")

        async def ask(path: str) -> None:
            await layer({"type": "http", "path": path}, _nothing, _nothing)

        async with asyncio.TaskGroup() as group:
            for path in ("/news",) * 5 + ("/pull",) * 2:
                group.create_task(ask(path))
            await routes.are_here.wait()
            with pytest.raises(Refusal) as refused:
                await ask("/push")
            assert (refused.value.status, refused.value.error) == (503, "busy")
            assert refused.value.seconds
            group.create_task(ask("/news"))
            routes.go_on.set()
        # Their places are free again.
        await ask("/push")
        assert sorted(routes.served) == ["/news"] * 6 + ["/pull"] * 2 + ["/push"]

    asyncio.run(crowd())


class Full:
    """Settings under which nobody is served."""

    publish_description = False
    requests_at_once = 0


def test_the_back_end_says_that_it_is_busy_and_lets_wait(house: House) -> None:
    house.app = create_app(house.store, Full(), now=house.now, passwords=house.passwords)
    turned_away = house.request("GET", "/v1/exchange/pull")
    assert (turned_away.status_code, turned_away.headers["Sync-Protocol"]) == (503, "1")
    assert turned_away.json() == {"error": "busy", "retry_after": 2.0}
    assert house.request("GET", "/v1/exchange/news").status_code == 401


def test_a_fault_gives_its_place_back() -> None:
    async def failing(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise LookupError

    async def twice() -> None:
        layer = AtOnce(failing, 1, "/news")
        for _time in range(2):
            with pytest.raises(LookupError):
                await layer({"type": "http", "path": "/pull"}, _nothing, _nothing)

    asyncio.run(twice())
