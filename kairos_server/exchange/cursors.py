# SPDX-License-Identifier: MIT
"""Where a post stands in an organisation's history, as a text that only the server reads."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_server.exchange.problems import BadCursor, CursorTooOld, EpochChanged

if TYPE_CHECKING:
    from kairos_server.store import Head

PAST_ALL_TABLES = 1_000
_NO_ID = UUID(int=0)


class Position(msgspec.Struct, frozen=True, array_like=True):
    """After which row the next page begins: the order is (rev, table, id).

    `began_at` is the head at the start of a whole download, None when only changes are asked.
    """

    epoch: UUID
    rev: int
    table: int
    id: UUID
    began_at: int | None = None

    def text(self) -> str:
        """The cursor to hand out."""
        return urlsafe_b64encode(msgspec.json.encode(self)).decode("ascii")


def start(head: Head) -> Position:
    """Before everything: a whole download."""
    return Position(head.epoch, 0, 0, _NO_ID, began_at=head.head)


def caught_up(head: Head) -> Position:
    """After everything that there is now."""
    return Position(head.epoch, head.head, PAST_ALL_TABLES, _NO_ID)


def read(cursor: str, head: Head) -> Position:
    """The position of a cursor; BadCursor, EpochChanged, CursorTooOld.

    What a whole download in progress must not have missed began with it, so its own beginning is
    held against the floor, not the place that it has come to.
    """
    if not cursor:
        return start(head)
    try:
        position = msgspec.json.decode(urlsafe_b64decode(cursor.encode("ascii")), type=Position)
    except (ValueError, UnicodeError):
        raise BadCursor from None
    if position.epoch != head.epoch:
        raise EpochChanged
    since = position.rev if position.began_at is None else position.began_at
    if since < head.floor or max(since, position.rev) > head.head:
        raise CursorTooOld
    return position
