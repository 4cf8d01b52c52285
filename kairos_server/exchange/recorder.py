# SPDX-License-Identifier: MIT
"""Writes what was judged: rows with their rev, acts, before-images, deliveries, tombstones.

One statement per table for many acts, all in the caller's transaction, which holds the head.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, update

from kairos_desktop.models.rows import CounterRow, Row, SeatsRow
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.deciding import Decided, Said, write_acts, write_images
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.sync.wire import ActVerdict
from kairos_server.exchange.judging import Judge, Judged, Sender
from kairos_server.sent_ahead import say
from kairos_server.tables import DELIVERY, ORG_HEAD, TOMBSTONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from kairos_server.store import Head

SERVER_POST = UUID(int=0)
"""The post that the back end's own acts are made on."""


_COUNTS = (SeatsRow, CounterRow)
"""Rows that act after act changes: written once, at the end."""
_AT_A_TIME = 67
"""Acts that are written together, unless fewer are left: a third of the largest batch."""


class Delivery(msgspec.Struct, frozen=True):
    """An act as it was received: where it stood in its stream, what it said, and when."""

    stream: UUID
    n: int
    digest: bytes
    at: datetime


class Recorder:
    """Writes the acts of a transaction as they are judged, some at a time.

    PostgreSQL works on those while the next are judged. A row that later acts change is written
    again, but for the counts; all is one transaction, and nobody sees the head move before its end.
    """

    def __init__(self, conn: Connection, head: Head, judge: Judge) -> None:
        self._conn = conn
        self._head = head
        self._judge = judge
        self._judged: list[Judged] = []
        self._delivered: list[dict[str, Any]] = []

    def take(self, judged: Judged) -> None:
        """Write this act with those around it: it was judged, and what follows is not yet."""
        self._judged.append(judged)
        if len(self._judged) == _AT_A_TIME:
            self._write(_COUNTS)

    def deliver(self, judged: Judged, said: Delivery) -> None:
        """The same of an act that was received: what became of it is remembered for ever."""
        self._delivered.append(_delivery_values(self._head.org, judged.verdict, said))
        self.take(judged)

    def end(self) -> None:
        """Write what is left, and the new head of the organisation."""
        self._write()
        if self._judge.seq != self._head.head:
            say(self._conn, _MOVE_HEAD, {"org": self._head.org, "to": self._judge.seq})

    def _write(self, staying: tuple[type[Row], ...] = ()) -> None:
        conn, org, bench = self._conn, self._head.org, self._judge.bench
        put, gone = bench.take(staying)
        row_store.write(conn, org, put, gone, self._judge.written)
        _write_tombstones(conn, org, self._judge, gone)
        applied = [each for each in self._judged if each.decided is not None]
        decided: list[Decided] = [each.decided for each in applied if each.decided is not None]
        numbers = [{"n": each.verdict.seq, "seq": each.verdict.seq} for each in applied]
        write_acts(conn, org, decided, numbers)
        write_images(conn, org, decided)
        row_store.insert(conn, DELIVERY, self._delivered)
        self._judged, self._delivered = [], []


def record_own(
    conn: Connection, head: Head, acts: Sequence[Act], *, by: str, now: datetime, new_id: UUID
) -> list[Judged]:
    """Record acts of the back end itself, or of a person through it; nothing is adapted.

    The first refusal raises ActRefused: the caller's transaction must then end with it.
    `new_id` names the gesture; the acts' ids are derived from it.
    """
    judge = Judge(conn, head, Sender(SERVER_POST, "S"))
    recorder, judged = Recorder(conn, head, judge), list[Judged]()
    for place, act in enumerate(acts):
        made = Made(
            id=_nth(new_id, place),
            gesture=new_id,
            at=now,
            by=by,
            post=SERVER_POST,
            post_range="S",
            org=head.org,
        )
        outcome = judge.bench.decide(Said(act, made))
        if isinstance(outcome, Refused):
            raise ActRefused(outcome)
        judged.append(judge.take(outcome))
        recorder.take(judged[-1])
    recorder.end()
    return judged


class ActRefused(Exception):
    """An act of the back end's own was refused."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _nth(gesture: UUID, place: int) -> UUID:
    from uuid import uuid5

    return gesture if place == 0 else uuid5(gesture, str(place))


def _delivery_values(org: UUID, verdict: ActVerdict, said: Delivery) -> dict[str, Any]:
    return {
        "org_id": org,
        "act_id": verdict.id,
        "stream_id": said.stream,
        "n": said.n,
        "seq": verdict.seq,
        "outcome": verdict.outcome,
        "code": verdict.code,
        "facts": msgspec.json.encode(verdict.facts).decode(),
        "digest": said.digest,
        "received_at": said.at,
    }


def _write_tombstones(conn: Connection, org: UUID, judge: Judge, gone: Sequence[Row]) -> None:
    """A row that goes leaves its id; an older tombstone of a row that came back is harmless."""
    if not gone:
        return
    conn.execute(
        _FORGET_TOMBSTONE,
        [{"p_org": org, "p_table": row.table, "p_id": row.id} for row in gone],
    )
    values = [
        {
            "org_id": org,
            "row_table": row.table,
            "id": row.id,
            "rev": judge.written[type(row), row.id],
        }
        for row in gone
    ]
    row_store.insert(conn, TOMBSTONE, values)


_MOVE_HEAD = (
    update(ORG_HEAD).where(ORG_HEAD.c.org_id == bindparam("org")).values(head=bindparam("to"))
)
_FORGET_TOMBSTONE = delete(TOMBSTONE).where(
    TOMBSTONE.c.org_id == bindparam("p_org"),
    TOMBSTONE.c.row_table == bindparam("p_table"),
    TOMBSTONE.c.id == bindparam("p_id"),
)
