# SPDX-License-Identifier: MIT
"""A back end that answers on a port of loopback, in a thread of the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from kairos_server.serving import Serving

if TYPE_CHECKING:
    from fastapi import FastAPI

    from kairos_server.exchange.news import News


class _Server(Serving):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, news: News) -> None:
        super().__init__(config, news)
        self.answers = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()


@contextmanager
def live(app: FastAPI) -> Iterator[str]:
    """The address of an application that is being served."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=2
    )
    server = _Server(config, app.state.services.news)
    thread = threading.Thread(target=server.run, args=([listening],), name="server")
    thread.start()
    try:
        assert server.answers.wait(30), "the server did not start"
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
