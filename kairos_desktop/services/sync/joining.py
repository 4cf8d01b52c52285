# SPDX-License-Identifier: MIT
"""How a post joins a back end, and leaves it. Lane: write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, insert, literal, select, update

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import DIRTY, EXCHANGE, OUTBOX
from kairos_desktop.models.rows import ROWS
from kairos_desktop.models.tables import TABLE_OF_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Joined(msgspec.Struct, frozen=True):
    """Where a post joins, as whom, and under which letter its papers were numbered till now."""

    server_url: str
    stream: UUID
    account: UUID | None
    letter: str
    file_key: bytes = b""
    """What the back end gave this post to seal its files with."""

    def __repr__(self) -> str:
        """The address alone: no key."""
        return f"<Joined {self.server_url}>"


def join(conn: Connection, org: UUID, post: UUID, joined: Joined) -> int:
    """Make a post that works alone exchange with a back end; gives how many acts will be sent.

    All that was said here is sent, in its order, and decided again there. Nothing changes on the
    screens until the first exchange has come to its end.
    """
    acts: Sequence[UUID] = (
        conn.execute(
            select(ACT.c.id)
            .where(ACT.c.org_id == org, ACT.c.post_id == post)
            .order_by(ACT.c.seq.is_(None), ACT.c.seq, ACT.c.n)
        )
        .scalars()
        .all()
    )
    waiting = [
        {
            "org_id": org,
            "act_id": act,
            "n": n,
            "account_id": None,
            "letter": joined.letter,
            "base": 0,
        }
        for n, act in enumerate(acts, start=1)
    ]
    values = {
        "org_id": org,
        "server_url": joined.server_url,
        "account_id": joined.account,
        "stream_id": joined.stream,
        "next_n": len(waiting) + 1,
        "file_key": joined.file_key or None,
    }
    conn.execute(insert(EXCHANGE), [values])
    if waiting:
        conn.execute(insert(OUTBOX), waiting)
    for kind in ROWS:
        table = TABLE_OF_ROW[kind.table]
        rows = select(table.c.org_id, literal(kind.table), table.c.id).where(table.c.org_id == org)
        conn.execute(insert(DIRTY).from_select(["org_id", "row_table", "id"], rows))
    return len(waiting)


def sign_in_again(conn: Connection, org: UUID, account: UUID, file_key: bytes = b"") -> int:
    """Another person works on this post, or the same one again; gives how many acts wait."""
    values: dict[str, Any] = {"account_id": account, "problem": "", "failures": 0}
    values |= {"file_key": file_key} if file_key else {}
    conn.execute(
        update(EXCHANGE).where(EXCHANGE.c.org_id == org).values(next_try_at=None, **values)
    )
    waiting = select(func.count()).where(OUTBOX.c.org_id == org, OUTBOX.c.acked_at.is_(None))
    return conn.execute(waiting).scalar() or 0


def leave(conn: Connection, org: UUID) -> None:
    """Work alone again, with all that is here; what was not sent stays in the ledger."""
    for table in (EXCHANGE, OUTBOX, DIRTY):
        conn.execute(delete(table).where(table.c.org_id == org))
