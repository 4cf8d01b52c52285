# SPDX-License-Identifier: MIT
"""uvicorn's server, that lets go of the posts waiting for news before it waits for its requests.

A restart would otherwise last as long as a long poll: half a minute during which nobody is served.
"""

from __future__ import annotations

import gc
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


def look_seldom_for_garbage() -> None:
    """Leave what the start has made out of every search, and search after many more new objects.

    A batch of two hundred acts makes and drops some hundred thousand objects, none in a circle;
    Python looked at them a hundred times, for a quarter of the batch.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
