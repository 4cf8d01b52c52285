# SPDX-License-Identifier: MIT
"""Gives back the places that a post kept until a day that is over: its laptop may never return.

So too those of a post that was revoked, at once: it places nobody any more. Looked at before each
batch, and once a day at the first pull of an organisation: nobody who waits for places needs to
say anything first. By the server's own clock, in Paris.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import bindparam, or_, select

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.tables import HOLD
from kairos_desktop.models.vocabulary import PostState
from kairos_desktop.services.acts.holds import ExpireHold
from kairos_desktop.services.row_store import answers
from kairos_desktop.services.rules.holds import LONGEST
from kairos_server.exchange.recorder import record_own
from kairos_server.tables import POST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.row_store import Question
    from kairos_server.store import Head, Store

BY = "Serveur"


def expire(conn: Connection, head: Head, now: datetime) -> Head:
    """Give back what is over, in the caller's transaction; the head as it then stands."""
    return give_back(conn, head, now, answers(conn, [over(head.org, now)])[0])


def give_back(conn: Connection, head: Head, now: datetime, found: Sequence[Any]) -> Head:
    """The same of what was `found` to be over in this transaction."""
    acts = [ExpireHold(hold_id=hold, revoked=revoked) for hold, revoked in found]
    if not acts:
        return head
    at = now.astimezone(PARIS)
    judged = record_own(conn, head, acts, by=BY, now=at, new_id=uuid4())
    return msgspec.structs.replace(head, head=judged[-1].verdict.seq)


class Expiries:
    """Looks at each organisation once a day. Safe between threads."""

    def __init__(self) -> None:
        # One dictionary operation each time: no lock is needed between threads.
        self._seen: dict[UUID, date] = {}

    def looked(self, org: UUID, now: datetime) -> bool:
        """Whether this organisation was looked at today."""
        return self._seen.get(org) == now.astimezone(PARIS).date()

    def look(self, store: Store, org: UUID, now: datetime) -> bool:
        """Whether something was given back: whoever waits for news is to be told."""
        today = now.astimezone(PARIS).date()
        if self.looked(org, now):
            return False
        with store.reading(org) as (conn, _head):
            found = answers(conn, [over(org, now)])[0]
        if found:
            with store.writing(org) as (conn, head):
                expire(conn, head, now)
        self._seen[org] = today
        return bool(found)


def over(org: UUID, now: datetime) -> Question:
    """Which holds of an organisation are over, and whether their post was revoked."""
    today = now.astimezone(PARIS).date()
    return _OVER, {"org": org, "today": today, "last": today + LONGEST}


_REVOKED = HOLD.c.post_id.in_(
    select(POST.c.id).where(
        POST.c.org_id == bindparam("org"), POST.c.state == PostState.REVOKED.value
    )
)
_OVER = (
    select(HOLD.c.id, _REVOKED.label("revoked"))
    .where(
        HOLD.c.org_id == bindparam("org"),
        HOLD.c.released_at.is_(None),
        or_(_REVOKED, HOLD.c.until < bindparam("today"), HOLD.c.until > bindparam("last")),
    )
    .order_by(HOLD.c.until, HOLD.c.id)
)
