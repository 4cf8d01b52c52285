# SPDX-License-Identifier: MIT
"""Writes what was judged: rows with their rev, acts, before-images, deliveries, tombstones.

One statement per table for a whole batch, all in the caller's transaction, which holds the head.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, update

from kairos_desktop.models.rows import Row
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.deciding import Decided, Said, write_acts, write_images
from kairos_desktop.services.rules.verdicts import Refused
from kairos_server.exchange.judging import Judge, Judged, Sender
from kairos_server.tables import DELIVERY, ORG_HEAD, TOMBSTONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from kairos_server.store import Head

SERVER_POST = UUID(int=0)
"""The post that the back end's own acts are made on."""


class Delivered(msgspec.Struct, frozen=True):
    """An act as it was received: where it stood in its stream, and what became of it."""

    judged: Judged
    stream: UUID
    n: int


def write_batch(conn: Connection, head: Head, judge: Judge, judged: Sequence[Judged]) -> None:
    """Write the rows, the acts and the new head of an organisation."""
    put, gone = judge.bench.final()
    row_store.write(conn, head.org, put, gone, judge.written)
    _write_tombstones(conn, head.org, judge, gone)
    applied = [each for each in judged if each.decided is not None]
    decided: list[Decided] = [each.decided for each in applied if each.decided is not None]
    numbers = [{"n": each.verdict.seq, "seq": each.verdict.seq} for each in applied]
    write_acts(conn, head.org, decided, numbers)
    write_images(conn, head.org, decided)
    conn.execute(_MOVE_HEAD, {"org": head.org, "to": judge.seq})


def write_deliveries(
    conn: Connection,
    org: UUID,
    delivered: Sequence[Delivered],
    digests: Mapping[UUID, bytes],
    now: datetime,
) -> None:
    """Remember for ever what became of each act; `digests` tells what each said."""
    values = [_delivery_values(org, each, digests, now) for each in delivered]
    row_store.insert(conn, DELIVERY, values)


def record_own(
    conn: Connection, head: Head, acts: Sequence[Act], *, by: str, now: datetime, new_id: UUID
) -> list[Judged]:
    """Record acts of the back end itself, or of a person through it; nothing is adapted.

    The first refusal raises ActRefused: the caller's transaction must then end with it.
    `new_id` names the gesture; the acts' ids are derived from it.
    """
    judge = Judge(conn, head, Sender(SERVER_POST, "S"))
    judged: list[Judged] = []
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
    write_batch(conn, head, judge, judged)
    return judged


class ActRefused(Exception):
    """An act of the back end's own was refused."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _nth(gesture: UUID, place: int) -> UUID:
    from uuid import uuid5

    return gesture if place == 0 else uuid5(gesture, str(place))


def _delivery_values(
    org: UUID, each: Delivered, digests: Mapping[UUID, bytes], now: datetime
) -> dict[str, Any]:
    verdict = each.judged.verdict
    return {
        "org_id": org,
        "act_id": verdict.id,
        "stream_id": each.stream,
        "n": each.n,
        "seq": verdict.seq,
        "outcome": verdict.outcome,
        "code": verdict.code,
        "facts": msgspec.json.encode(verdict.facts).decode(),
        "digest": digests[verdict.id],
        "received_at": now,
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
