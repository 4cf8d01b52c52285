# SPDX-License-Identifier: MIT
"""A client that only reads: whether a poller misses nothing is seen in what it holds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.services.sync.wire import PullAnswer
from kairos_server.exchange.problems import CursorTooOld
from kairos_server.exchange.pull import pull
from tests.model.exchange.world import ORG

if TYPE_CHECKING:
    from tests.model.exchange.world import World

Copy = dict[tuple[str, UUID], tuple[int, bytes]]
"""Rows by table and id: their rev and their JSON."""
READER = UUID(int=0xEE)


class Reader:
    """Three rows a page: what it holds must be what there is."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cursor = ""
        self.copy: Copy = {}
        self.epoch: UUID | None = None

    def catch_up(self) -> None:
        store, now = self.world.backend.store, self.world.clock()
        with store.reading(ORG) as (_conn, head):
            if head.epoch != self.epoch:
                self.cursor, self.epoch, self.copy = "", head.epoch, {}
        pages = 0
        while (page := self._page(now)) is not None:
            self._take(page)
            pages += 1
            assert pages < 2000, "I11: the pages have no end"
            if not page.more:
                return

    def _page(self, now: datetime) -> PullAnswer | None:
        """The next page; of a whole download where the deletions since are forgotten."""
        store = self.world.backend.store
        try:
            return pull(store, ORG, READER, self.cursor, 3, now)
        except CursorTooOld:
            self.cursor, self.copy = "", {}
            return pull(store, ORG, READER, "", 3, now)

    def _take(self, page: PullAnswer) -> None:
        self.cursor = page.cursor
        for row in page.rows:
            if row.x is not None:
                self.copy.pop((row.t, row.x), None)
            elif row.t != "act":
                row_id = msgspec.json.decode(row.b, type=_Identified).id
                self.copy[row.t, row_id] = (row.rev, bytes(row.b))


class _Identified(msgspec.Struct):
    id: UUID
