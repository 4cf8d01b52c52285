# SPDX-License-Identifier: MIT
"""How many requests are served at the same time; a post that waits for news is at no work.

Each post whose window is open waits so all day (ADR 0142): counted with the others, a hundred of
them would leave nobody a place, not even to sign in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_server.routes.answers import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class AtOnce:
    """The layer that turns away what is too much: Refusal 503 "busy"."""

    def __init__(self, app: ASGIApp, most: int, waiting: str) -> None:
        """`waiting` is the path of those who wait."""
        self._app = app
        self._most = most
        self._waiting = waiting
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, unless too many are being served."""
        if scope["type"] != "http" or scope["path"] == self._waiting:
            await self._app(scope, receive, send)
            return
        if self._at_work >= self._most:
            raise Refusal(503, "busy", seconds=2.0)
        self._at_work += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._at_work -= 1
