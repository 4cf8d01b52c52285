# SPDX-License-Identifier: MIT
"""Where a post stands with its back end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import select

from kairos_desktop.models.exchange_tables import EXCHANGE

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Standing(msgspec.Struct, frozen=True):
    """The stream that it numbers, the history that it knows, and how far it has received."""

    stream: UUID
    epoch: UUID | None
    cursor: str
    staged_cursor: str


def standing_of(conn: Connection, org: UUID) -> Standing:
    """Where the post stands; LookupError on one that works alone. Lane: read or write."""
    row = conn.execute(
        select(
            EXCHANGE.c.stream_id, EXCHANGE.c.epoch, EXCHANGE.c.cursor, EXCHANGE.c.staged_cursor
        ).where(EXCHANGE.c.org_id == org)
    ).first()
    if row is None:
        raise LookupError("this post works alone")
    return Standing(*row)
