# SPDX-License-Identifier: MIT
"""A client whose `close` ends at once what waits for an answer in another thread. Lane: any.

A socket that is only closed leaves the thread that reads from it waiting until its timeout: a
long poll would keep a program that is leaving for half a minute.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import httpx

_OPENED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})
"""What the trace of a request says once it has a socket, and another one under TLS."""


class CutClient(httpx.Client):
    """Knows the sockets it opened, and shuts them down before it is closed."""

    def __init__(self, **options: Any) -> None:
        """`options` are those of httpx.Client."""
        super().__init__(**options)
        self._sockets = WeakSet[socket.socket]()
        self._is_cut = False
        self.event_hooks = {"request": [self._follow]}

    def close(self) -> None:
        """End every request under way with an error, and make no other one."""
        self._is_cut = True
        for opened in list(self._sockets):
            _shut(opened)
        super().close()

    def _follow(self, request: httpx.Request) -> None:
        request.extensions = {**request.extensions, "trace": self._note}

    def _note(self, event: str, told: dict[str, Any]) -> None:
        if event in _OPENED:
            opened = told["return_value"].get_extra_info("socket")
            self._sockets.add(opened)
            # A request that had begun before the end may still open one after it.
            if self._is_cut:
                _shut(opened)


def _shut(opened: socket.socket) -> None:
    # Gone already: then nobody waits for it.
    with suppress(OSError):
        # Not TLS's own way, which may take its leave of a peer that is silent.
        socket.socket.shutdown(opened, socket.SHUT_RDWR)
