# SPDX-License-Identifier: MIT
"""Makes the next pages of a download while the post takes in the last one.

A page that is ready is given out only where its organisation still stands at the very head that
the page was read at: it is then what would be read now. Whatever fails, or comes too late, is
made again by whoever asks.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_server.exchange.pull import BEGINNING, Page, next_page

if TYPE_CHECKING:
    from kairos_server.store import Head, Store

LEVEL = 3
"""Of the compression: half the time of the next one, for a tenth more bytes."""
_DEPTH = 2
"""Pages of one download that are made before they are asked for."""
_DOWNLOADS = 8
"""How many are followed at once, the last that began; each holds about a megabyte."""
_WORTH_IT = 1_000
"""Rows of a page under which nothing is gained."""


class Asked(msgspec.Struct, frozen=True):
    """Which page a post asks for."""

    org: UUID
    stream: UUID
    cursor: str
    limit: int


class Squeezed:
    """A page in gzip but for its end, which says when it was given out. Given out once."""

    def __init__(self, page: Page) -> None:
        self.head = page.head
        self._end = page.ending
        self._squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
        self._rows = self._squeezer.compress(BEGINNING + page.rows)

    def body(self, now: datetime) -> bytes:
        """The whole answer."""
        return self._rows + self._squeezer.compress(self._end(now)) + self._squeezer.flush()


class _Download(msgspec.Struct):
    """The pages of one stream that were begun, by their cursor, and the one that waits for room."""

    pages: dict[str, Future[Squeezed | None]] = {}
    waiting: Asked | None = None


class Ahead:
    """The pages of a store. Safe between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._downloads = OrderedDict[tuple[UUID, UUID], _Download]()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(2, "ahead")

    def page(self, asked: Asked, head: Head) -> Squeezed | None:
        """The page, for an organisation that stands at `head`; None where nothing is new.

        Raises an ExchangeProblem, or what a door of the store does.
        """
        ready = self._take(asked)
        # One that nobody has begun yet is made sooner here.
        if ready is not None and not ready.cancel() and ready.exception() is None:
            page = ready.result()
            if page is not None and page.head == head:
                return page
            self._forget(asked)
        return self._made(asked)

    def _made(self, asked: Asked) -> Squeezed | None:
        page = next_page(
            self._store, asked.org, asked.stream, asked.cursor, asked.limit, self._telling(asked)
        )
        return None if page is None else Squeezed(page)

    def _telling(self, asked: Asked) -> Callable[[str], None] | None:
        """What is told the cursor of the page after, as soon as it is known."""
        # On an embedded file the work would be of this very program: nothing would be gained.
        if self._store.dialect == "sqlite" or asked.limit < _WORTH_IT:
            return None
        return lambda cursor: self._begin(msgspec.structs.replace(asked, cursor=cursor))

    def _take(self, asked: Asked) -> Future[Squeezed | None] | None:
        """The page that was begun for this cursor; its place is another's."""
        with self._lock:
            download = self._downloads.get((asked.org, asked.stream))
            if download is None:
                return None
            taken = download.pages.pop(asked.cursor, None)
            if taken is None:
                # Another way than the one foreseen.
                del self._downloads[asked.org, asked.stream]
            elif download.waiting is not None:
                self._start(download, download.waiting)
            return taken

    def _forget(self, asked: Asked) -> None:
        """What was begun stands at another head, and serves no more."""
        with self._lock:
            self._downloads.pop((asked.org, asked.stream), None)

    def _begin(self, asked: Asked) -> None:
        with self._lock:
            key = (asked.org, asked.stream)
            download = self._downloads.setdefault(key, _Download())
            self._downloads.move_to_end(key)
            if len(self._downloads) > _DOWNLOADS:
                self._downloads.popitem(last=False)
            if asked.cursor in download.pages:
                return
            if len(download.pages) < _DEPTH:
                self._start(download, asked)
            else:
                download.waiting = asked

    def _start(self, download: _Download, asked: Asked) -> None:
        download.waiting = None
        download.pages[asked.cursor] = self._threads.submit(self._made, asked)
