# SPDX-License-Identifier: MIT
"""What a post and its back end compare, so that both know that their copies are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from kairos_desktop.models.exchange_tables import EXCHANGE, TRUTH
from kairos_desktop.services.sync.row_bodies import fingerprint
from kairos_desktop.services.sync.wire import Digest, TableDigest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def digest_here(conn: Connection, org: UUID) -> Digest:
    """The digest of this post's copy: of the truth alone, whatever waits. Lane: read or write."""
    row = conn.execute(
        select(EXCHANGE.c.epoch, EXCHANGE.c.head).where(EXCHANGE.c.org_id == org)
    ).one()
    totals: dict[str, tuple[int, int, int]] = {}
    rows: Any = conn.execute(
        select(TRUTH.c.row_table, TRUTH.c.id, TRUTH.c.rev).where(TRUTH.c.org_id == org)
    )
    for table, row_id, rev in rows:
        count, revs, total = totals.get(table, (0, 0, 0))
        totals[table] = (count + 1, revs + rev, total + fingerprint(row_id, rev))
    tables = tuple(
        TableDigest(table, count, revs, f"{total % 2**64:016x}")
        for table, (count, revs, total) in totals.items()
    )
    return Digest(row[0] or UUID(int=0), row[1], tables)


def same_rows(one: Iterable[TableDigest], other: Iterable[TableDigest]) -> bool:
    """Whether two digests speak of the same rows.

    In whatever order, and whatever tables either knows without having a row of them: the back end
    may be of a later version.
    """
    return {each for each in one if each.count} == {each for each in other if each.count}
