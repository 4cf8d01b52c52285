# SPDX-License-Identifier: MIT
"""Whom a request comes from: what a proxy says is believed of the proxies of the settings alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from kairos_server.routes.forwarded import Forwarded

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

AT_A_SOCKET = None
PROXY, STRANGER = ("127.0.0.1", 5000), ("192.0.2.9", 5000)


def seen(client: tuple[str, int] | None, *said: str) -> str:
    """The address that the routes see of a request with these X-Forwarded-For."""
    found = list[str]()

    async def routes(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope["client"][0])

    async def nothing(*_message: Any) -> Any: ...

    headers = [(b"x-forwarded-for", each.encode()) for each in said]
    scope = {"type": "http", "client": client, "headers": headers}
    asyncio.run(Forwarded(routes, "127.0.0.1, ::1")(scope, nothing, nothing))
    return found[0]


@pytest.mark.parametrize(
    ("client", "said", "address"),
    [
        (PROXY, ("203.0.113.7",), "203.0.113.7"),
        (("::1", 5000), ("203.0.113.7",), "203.0.113.7"),
        (AT_A_SOCKET, ("203.0.113.7",), "203.0.113.7"),
        # A proxy that adds to what the client said: what it has seen itself comes last.
        (PROXY, ("198.51.100.1, 203.0.113.7",), "203.0.113.7"),
        (AT_A_SOCKET, ("unix, 198.51.100.1", "203.0.113.7"), "203.0.113.7"),
        # Nobody else is believed.
        (STRANGER, ("203.0.113.7",), "192.0.2.9"),
        (STRANGER, (), "192.0.2.9"),
    ],
)
def test_a_proxy_says_who_asks(
    client: tuple[str, int] | None, said: tuple[str, ...], address: str
) -> None:
    assert seen(client, *said) == address
