# SPDX-License-Identifier: MIT
"""uvicorn's server, that lets go of the posts waiting for news before it waits for its requests.

A restart would otherwise last as long as a long poll: half a minute during which nobody is served.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from kairos_server.exchange.news import News


class Serving(uvicorn.Server):
    """Leaves as soon as the requests at work are finished."""

    def __init__(self, config: uvicorn.Config, news: News) -> None:
        super().__init__(config)
        self._news = news

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of who waits, finish what is under way, and close."""
        self._news.end()
        await super().shutdown(sockets)
