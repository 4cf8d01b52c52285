# SPDX-License-Identifier: MIT
"""Forgets which rows are gone, once every post that was in contact has heard of it.

A post that comes back later than that downloads everything again; its own acts are untouched.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update

from kairos_server.directory.tables import ACCOUNT
from kairos_server.tables import DELIVERY, ORG_HEAD, TOMBSTONE

if TYPE_CHECKING:
    from kairos_server.store import Store

KEPT_FOR = timedelta(days=180)
"""How long a post may stay without contact and still receive changes alone (reference 2.10)."""


def organisations(store: Store) -> list[UUID]:
    """Every organisation that somebody may sign in to."""
    with store.reading_directory() as conn:
        query = select(ACCOUNT.c.org_id).distinct().order_by(ACCOUNT.c.org_id)
        return list(conn.execute(query).scalars())


def prune(store: Store, org: UUID, now: datetime) -> int:
    """How many tombstones of an organisation went; the floor of its cursors follows.

    A row that went with the act at the floor itself keeps its tombstone: a cursor may stand in
    the middle of that act, and none is older than the head of an organisation that is quiet.
    """
    with store.writing(org) as (conn, head):
        floor = conn.execute(_LAST_BEFORE, {"org": org, "before": now - KEPT_FOR}).scalar() or 0
        if floor <= head.floor:
            return 0
        gone = conn.execute(_FORGET, {"p_org": org, "floor": floor}).rowcount
        conn.execute(_RAISE_FLOOR, {"p_org": org, "to": floor})
        return gone


_LAST_BEFORE = select(func.max(DELIVERY.c.seq)).where(
    DELIVERY.c.org_id == bindparam("org"), DELIVERY.c.received_at < bindparam("before")
)
_FORGET = delete(TOMBSTONE).where(
    TOMBSTONE.c.org_id == bindparam("p_org"), TOMBSTONE.c.rev < bindparam("floor")
)
_RAISE_FLOOR = (
    update(ORG_HEAD).where(ORG_HEAD.c.org_id == bindparam("p_org")).values(floor=bindparam("to"))
)
