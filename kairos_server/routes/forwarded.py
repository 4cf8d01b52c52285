# SPDX-License-Identifier: MIT
"""Whom a request comes from, where a proxy speaks for it.

At a Unix socket nobody has an address: without what the proxy says, all who sign in would share
one brake (`routes.addresses`). Whoever reaches the socket is on this machine, as the proxy is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

SOCKET = "unix"
"""What stands for the address of who reaches a Unix socket."""


class Forwarded:
    """Believes `X-Forwarded-For` of the proxies of the settings, and of a Unix socket."""

    def __init__(self, app: ASGIApp, proxies: str) -> None:
        """`proxies` are addresses separated by commas."""
        # uvicorn and Starlette write the types of the same protocol each in its own way.
        inner: Any = app
        self._app: Any = ProxyHeadersMiddleware(inner, f"{proxies},{SOCKET}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, with the address of the client for that of the proxy."""
        if scope["type"] == "http" and scope["client"] is None:
            scope["client"] = (SOCKET, 0)
        await self._app(scope, receive, send)
