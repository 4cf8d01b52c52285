# SPDX-License-Identifier: MIT
"""What changed since a cursor, from one snapshot: rows as they now are, and rows that are gone.

A row changed ten times is sent once. Rows come in the order (rev, table, id), so that one that
moves while pages are read moves ahead of the reader and is never missed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.sync.row_bodies import TABLES, fingerprint
from kairos_desktop.services.sync.wire import (
    Digest,
    News,
    PullAnswer,
    TableDigest,
)
from kairos_server.exchange import cursors
from kairos_server.exchange.page_rows import page_rows
from kairos_server.exchange.page_text import page_text
from kairos_server.store import Head
from kairos_server.tables import STREAM

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_server.store import Store

POLL_AFTER = 20.0


class Page(msgspec.Struct, frozen=True):
    """What follows a cursor, of one snapshot: a PullAnswer but for the moment of the answer."""

    head: Head
    last_n: int
    cursor: str
    more: bool
    full: bool
    rows: bytes
    """The JSON of the rows, commas between them."""

    def ending(self, now: datetime) -> bytes:
        """The JSON of the answer from the end of its rows on, as it is given now."""
        rest = _Ending(
            epoch=self.head.epoch,
            head=self.head.head,
            last_n=self.last_n,
            cursor=self.cursor,
            more=self.more,
            full=self.full,
            poll_after=POLL_AFTER,
            time=now,
            lease_until=now + timedelta(days=self.head.lease_days),
        )
        return b"]," + msgspec.json.encode(rest)[1:]


BEGINNING = b'{"rows":['
"""The JSON of an answer until its rows, which come first: they are ready before the rest."""


class _Ending(msgspec.Struct, frozen=True):
    """The fields of PullAnswer but its rows."""

    epoch: UUID
    head: int
    last_n: int
    cursor: str
    more: bool
    full: bool
    poll_after: float
    time: datetime
    lease_until: datetime


def pull(
    store: Store, org: UUID, stream: UUID, cursor: str, limit: int, now: datetime
) -> PullAnswer | None:
    """The next page; None where nothing is new. Raises an ExchangeProblem."""
    page = next_page(store, org, stream, cursor, limit)
    if page is None:
        return None
    return msgspec.json.decode(BEGINNING + page.rows + page.ending(now), type=PullAnswer)


def next_page(
    store: Store,
    org: UUID,
    stream: UUID,
    cursor: str,
    limit: int,
    tell: Callable[[str], None] | None = None,
) -> Page | None:
    """The next page as it travels; None where nothing is new. Raises an ExchangeProblem.

    `tell` hears the cursor of the page after it, as soon as it is known, and nothing after the
    last one.
    """
    with store.reading(org) as (conn, head):
        position = cursors.read(cursor, head)
        # Not at the head alone: a page may have ended among the rows of the last act.
        if position == cursors.caught_up(head):
            return None
        read = page_text if store.dialect == "postgresql" else page_rows
        came = read(conn, org, position, limit, lambda after: tell and tell(after.text()))
        last_n = conn.execute(_LAST_N, {"org": org, "id": stream}).scalar() or 0
    following = came.following or cursors.caught_up(head)
    return Page(
        head=head,
        last_n=last_n,
        cursor=following.text(),
        more=came.following is not None,
        full=position.began_at is not None,
        rows=came.rows,
    )


def standing(store: Store, org: UUID) -> News:
    """Where the history of an organisation stands: one row is read."""
    with store.reading(org) as (_conn, head):
        return News(head.epoch, head.head)


def digest(store: Store, org: UUID, now: datetime) -> Digest:
    """What a post compares its own copy with; it renews the lease where nothing else is new."""
    with store.reading(org) as (conn, head):
        return Digest(
            head.epoch,
            head.head,
            tuple(_digest_of(conn, org, table) for table in TABLES),
            time=now,
            lease_until=now + timedelta(days=head.lease_days),
        )


def _digest_of(conn: Connection, org: UUID, table: str) -> TableDigest:
    of = TABLE_OF_ROW[table]
    count = revs = total = 0
    rows: Any = conn.execute(select(of.c.id, of.c.rev).where(of.c.org_id == org))
    for row_id, rev in rows:
        count, revs, total = count + 1, revs + rev, total + fingerprint(row_id, rev)
    return TableDigest(table, count, revs, f"{total % 2**64:016x}")


_LAST_N = select(STREAM.c.last_n).where(
    STREAM.c.org_id == bindparam("org"), STREAM.c.id == bindparam("id")
)
