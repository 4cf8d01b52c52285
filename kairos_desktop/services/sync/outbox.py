# SPDX-License-Identifier: MIT
"""Acts that must go to the back end: kept with the acts themselves, in one transaction."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, select, text, update

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import DIRTY, EXCHANGE, OUTBOX
from kairos_desktop.services import row_store
from kairos_desktop.services.sync.wire import ActVerdict, WireAct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.deciding import Decided
    from kairos_desktop.services.row_store import RowKey


class PostOutbox:
    """The outbox of one organisation on this post. Lane: write.

    On a post that works alone it keeps nothing, and costs nothing after its first look.
    """

    def __init__(self, org: UUID) -> None:
        self._org = org
        self._joined: bool | None = None

    def look_again(self) -> None:
        """Forget whether the post has joined a back end: it has just joined or left one."""
        self._joined = None

    def take(self, conn: Connection, decided: Sequence[Decided]) -> None:
        """Keep these acts until a pull covers them, and the rows that they touch."""
        if self._joined is None:
            self._joined = conn.execute(_STATE, {"org": self._org}).first() is not None
        if not self._joined:
            return
        account, base, first = conn.execute(_STATE, {"org": self._org}).one()
        values = [
            self._values(each, first + place, account, base) for place, each in enumerate(decided)
        ]
        row_store.insert(conn, OUTBOX, values)
        conn.execute(_MOVE_NUMBER, {"org": self._org, "to": first + len(decided)})
        mark_dirty(
            conn,
            self._org,
            ((type(row), row.id) for each in decided for row, _before, _after in each.images),
        )

    def _values(self, decided: Decided, n: int, account: UUID | None, base: int) -> dict[str, Any]:
        expects = [warning.code for warning in decided.changes.warned]
        return {
            "org_id": self._org,
            "act_id": decided.said.made.id,
            "n": n,
            "account_id": account,
            "letter": decided.said.made.post_range,
            "base": base,
            "expects": msgspec.json.encode(expects).decode(),
            "fallback": "[]",
        }


def mark_dirty(conn: Connection, org: UUID, keys: Iterable[RowKey]) -> None:
    """Remember rows that no longer are what the back end gave."""
    values = [
        {"org": org.bytes, "row_table": kind.table, "id": row_id.bytes}
        for kind, row_id in dict.fromkeys(keys)
    ]
    if values:
        conn.execute(_DIRTY, values)


def to_send(conn: Connection, org: UUID, most: int, after: int = 0) -> list[WireAct]:
    """The first acts after a number of which the back end has not been heard, in order.

    Lane: read or write.
    """
    asked = {"org": org, "most": most, "after": after}
    return [_wire(row) for row in conn.execute(_TO_SEND, asked)]


def note_verdicts(conn: Connection, org: UUID, verdicts: Sequence[ActVerdict]) -> None:
    """Keep what the back end answered; a pull alone ends the playing of an act. Lane: write."""
    if not verdicts:
        return
    # As the driver takes it: two hundred of them are noted between two batches.
    here = org.bytes
    noted = [(msgspec.json.encode(each).decode(), here, each.id.bytes) for each in verdicts]
    conn.exec_driver_sql(_NOTE, noted)


def heard_of(conn: Connection, org: UUID, head: int) -> int:
    """The last number of which a verdict says that its place is not above `head`; 0 if none.

    Where an act came another way (an old request, a file that a colleague carried), sending it
    moves no head: no page will cover it. Lane: read or write.
    """
    upto = 0
    for n, outcome in conn.execute(_UNCOVERED, {"org": org}):
        if outcome is None or msgspec.json.decode(outcome, type=ActVerdict).seq > head:
            break
        upto = n
    return upto


def number_anew(conn: Connection, org: UUID, stream: UUID, *, is_other_history: bool) -> None:
    """Send again, under a new numbering, every act that is still here, acknowledged or not.

    After a restoration of either side: what the back end still knows has no second effect, what it
    lost is back. Everything will be downloaded again; until then the screens go on showing what
    was received, with what no pull had covered played on it. Heads of another history mean nothing
    in this one. Lane: write.
    """
    acts = list(conn.execute(_ALL, {"org": org}).scalars())
    if acts:
        numbers = [{"org": org, "act": act, "to": n} for n, act in enumerate(acts, start=1)]
        conn.execute(_RENUMBER, numbers)
    values: dict[str, Any] = {"stream_id": stream, "next_n": len(acts) + 1}
    values |= {"cursor": "", "staged_cursor": "", "digest_ok_at": None}
    if is_other_history:
        values |= {"epoch": None, "head": 0}
    conn.execute(update(EXCHANGE).where(EXCHANGE.c.org_id == org).values(**values))


def _wire(row: Any) -> WireAct:
    act_id, n, kind, v, at, by, gesture, args, account, letter, base, expects, fallback = row
    return WireAct(
        id=act_id,
        n=n,
        type=kind,
        v=v,
        at=at,
        by=by[:200],
        gesture=gesture,
        args=msgspec.json.decode(args),
        account=account,
        letter=letter,
        base=base,
        expects=_texts(expects),
        fallback=_texts(fallback),
    )


@lru_cache(maxsize=64)
def _texts(listed: str) -> tuple[str, ...]:
    """A JSON list; most acts have the same few, and none above all."""
    return msgspec.json.decode(listed, type=tuple[str, ...])


_STATE = select(EXCHANGE.c.account_id, EXCHANGE.c.head, EXCHANGE.c.next_n).where(
    EXCHANGE.c.org_id == bindparam("org")
)
_MOVE_NUMBER = (
    update(EXCHANGE).where(EXCHANGE.c.org_id == bindparam("org")).values(next_n=bindparam("to"))
)
_DIRTY = text(
    f"INSERT OR IGNORE INTO {DIRTY.name} (org_id, row_table, id) VALUES (:org, :row_table, :id)"
)
_TO_SEND = (
    select(
        ACT.c.id,
        OUTBOX.c.n,
        ACT.c.type,
        ACT.c.v,
        ACT.c.made_at,
        ACT.c.made_by,
        ACT.c.gesture_id,
        ACT.c.args,
        OUTBOX.c.account_id,
        OUTBOX.c.letter,
        OUTBOX.c.base,
        OUTBOX.c.expects,
        OUTBOX.c.fallback,
    )
    .join(ACT, and_(ACT.c.org_id == OUTBOX.c.org_id, ACT.c.id == OUTBOX.c.act_id))
    .where(
        OUTBOX.c.org_id == bindparam("org"),
        # Also one that a pull has covered already: what became of it is still to be heard.
        OUTBOX.c.outcome.is_(None),
        OUTBOX.c.n > bindparam("after"),
    )
    .order_by(OUTBOX.c.n)
    .limit(bindparam("most"))
)
_UNCOVERED = (
    select(OUTBOX.c.n, OUTBOX.c.outcome)
    .where(OUTBOX.c.org_id == bindparam("org"), OUTBOX.c.acked_at.is_(None))
    .order_by(OUTBOX.c.n)
)
_NOTE = f"UPDATE {OUTBOX.name} SET outcome = ? WHERE org_id = ? AND act_id = ?"
_ALL = select(OUTBOX.c.act_id).where(OUTBOX.c.org_id == bindparam("org")).order_by(OUTBOX.c.n)
_RENUMBER = (
    update(OUTBOX)
    .where(OUTBOX.c.org_id == bindparam("org"), OUTBOX.c.act_id == bindparam("act"))
    .values(n=bindparam("to"), outcome=None)
)
