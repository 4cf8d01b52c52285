# SPDX-License-Identifier: MIT
"""What a batch asks as soon as its organisation is locked, in the trip that locks it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select

from kairos_desktop.services.row_store import Search, questions
from kairos_server.exchange.expiry import over
from kairos_server.tables import DELIVERY, STREAM

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from kairos_desktop.services.acts.known import Need
    from kairos_desktop.services.row_store import Question
    from kairos_desktop.services.sync.wire import PushAsked


class Opened(msgspec.Struct, frozen=True):
    """What was answered."""

    stream: Sequence[Any]
    """The numbering of the batch: its post, its last number; nothing where it is new."""
    over: Sequence[Any]
    """The holds whose day is over."""
    who: Sequence[Sequence[Any]]
    """What was asked of who speaks."""
    delivered: Iterable[Any]
    """The acts that were decided already."""
    rows: Sequence[Sequence[Any]]
    """The rows that the acts name, as the opening's `search` takes them."""


class Opening:
    """The questions of one batch, and which answer is whose."""

    search: Search
    """What finds the rows that the acts name."""

    def __init__(
        self,
        org: UUID,
        asked: PushAsked,
        needs: Sequence[Need],
        who: Sequence[Question],
        now: datetime,
    ) -> None:
        self._org = org
        self._stream: Question = (_STREAM, {"org": org, "id": asked.stream})
        self._over = over(org, now)
        self._who = who
        self._ids = list(dict.fromkeys((act.id,) for act in asked.acts))
        self._needs = needs

    def questions(self, conn: Connection) -> list[Question]:
        """What is asked on this connection."""
        self.search = Search(conn, self._org, self._needs, with_rev=True)
        self._delivered = questions(conn, self._org, _DELIVERED, ("act_id",), self._ids)
        return [self._stream, self._over, *self._who, *self._delivered, *self.search.questions]

    def answered(self, told: Sequence[Sequence[Any]]) -> Opened:
        """The answers, in the order of the questions."""
        rest = iter(told)
        return Opened(
            stream=next(rest),
            over=next(rest),
            who=list(islice(rest, len(self._who))),
            delivered=list(chain.from_iterable(islice(rest, len(self._delivered)))),
            rows=list(rest),
        )


_STREAM = select(STREAM.c.post_id, STREAM.c.last_n).where(
    STREAM.c.org_id == bindparam("org"), STREAM.c.id == bindparam("id")
)
_DELIVERED = tuple(
    DELIVERY.c[name] for name in ("act_id", "seq", "outcome", "code", "facts", "digest")
)
