# SPDX-License-Identifier: MIT
"""Wakes the posts that wait for something new, so that a colleague's act shows within a second.

One process only: with several, send each organisation to one of them (docs/server.md); a post
whose news was told elsewhere hears it at its next request.
"""

from __future__ import annotations

import asyncio
from uuid import UUID


class News:
    """Who waits for which organisation. Waiting is of the event loop, telling of any thread."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, set[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_over = False

    def tell(self, org: UUID) -> None:
        """Something of this organisation has changed."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake, org)

    def expect(self, org: UUID) -> asyncio.Event:
        """An event that is set at the next change; taken before looking, so that none is missed."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        if self._is_over:
            event.set()
        self._waiting.setdefault(org, set()).add(event)
        return event

    def forget(self, org: UUID, event: asyncio.Event) -> None:
        """Nobody waits for this event any more."""
        waiting = self._waiting.get(org)
        if waiting is not None:
            waiting.discard(event)
            if not waiting:
                del self._waiting[org]

    def end(self) -> None:
        """Let everybody go, now and from now on: the program leaves. Of the event loop."""
        self._is_over = True
        for org in self._waiting:
            self._wake(org)

    def _wake(self, org: UUID) -> None:
        for event in self._waiting.get(org, ()):
            event.set()
