# SPDX-License-Identifier: MIT
"""What changed since a cursor, from one snapshot: rows as they now are, and rows that are gone.

A row changed ten times is sent once. Rows come in the order (rev, table, id), so that one that
moves while pages are read moves ahead of the reader and is never missed.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Integer, and_, bindparam, case, literal_column, or_, select, union_all

from kairos_desktop.models.rows import ROW_OF_TABLE
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.sync.row_bodies import TABLES, body_of, fingerprint
from kairos_desktop.services.sync.wire import (
    Digest,
    News,
    PullAnswer,
    PulledRow,
    TableDigest,
)
from kairos_server.exchange import cursors
from kairos_server.exchange.acts_feed import ACTS, act_rows
from kairos_server.exchange.cursors import Position
from kairos_server.tables import STREAM, TOMBSTONE

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_server.store import Store

POLL_AFTER = 20.0
_GONE = len(TABLES)
"""Tombstones stand after every table of the same rev, and the acts after them."""
_ACTS = 2 * _GONE + 1
"""A slot and its places have one id: their tombstones stand apart, in the order of the tables."""


class _Key(NamedTuple):
    """Where a row stands in the order of a page."""

    rev: int
    table: int
    id: UUID


def pull(
    store: Store, org: UUID, stream: UUID, cursor: str, limit: int, now: datetime
) -> PullAnswer | None:
    """The next page; None where nothing is new. Raises an ExchangeProblem."""
    with store.reading(org) as (conn, head):
        position = cursors.read(cursor, head)
        full = position.began_at is not None
        # Not at the head alone: a page may have ended among the rows of the last act.
        if position == cursors.caught_up(head):
            return None
        keys = _keys(conn, org, position, limit + 1)
        more, keys = len(keys) > limit, keys[:limit]
        rows = _bodies(conn, org, position, keys)
        last_n = conn.execute(_LAST_N, {"org": org, "id": stream}).scalar() or 0
    following = _after(position, keys) if more else cursors.caught_up(head)
    return PullAnswer(
        epoch=head.epoch,
        head=head.head,
        last_n=last_n,
        cursor=following.text(),
        more=more,
        full=full,
        rows=tuple(rows),
        poll_after=POLL_AFTER,
        time=now,
        lease_until=now + timedelta(days=head.lease_days),
    )


def standing(store: Store, org: UUID) -> News:
    """Where the history of an organisation stands: one row is read."""
    with store.reading(org) as (_conn, head):
        return News(head.epoch, head.head)


def digest(store: Store, org: UUID, now: datetime) -> Digest:
    """What a post compares its own copy with; it renews the lease where nothing else is new."""
    with store.reading(org) as (conn, head):
        return Digest(
            head.epoch,
            head.head,
            tuple(_digest_of(conn, org, table) for table in TABLES),
            time=now,
            lease_until=now + timedelta(days=head.lease_days),
        )


def _digest_of(conn: Connection, org: UUID, table: str) -> TableDigest:
    of = TABLE_OF_ROW[table]
    count = revs = total = 0
    rows: Any = conn.execute(select(of.c.id, of.c.rev).where(of.c.org_id == org))
    for row_id, rev in rows:
        count, revs, total = count + 1, revs + rev, total + fingerprint(row_id, rev)
    return TableDigest(table, count, revs, f"{total % 2**64:016x}")


def _after(position: Position, keys: list[_Key]) -> Position:
    last = keys[-1]
    return Position(position.epoch, last.rev, last.table, last.id, position.began_at)


def _keys(conn: Connection, org: UUID, position: Position, most: int) -> list[_Key]:
    """The next rows in order, without their contents."""
    query = _keys_query(position.began_at is not None)
    values = {"org": org, "rev": position.rev, "place": position.table, "id": position.id}
    values["since"] = position.began_at or 0
    found: Any = conn.execute(query, values | {"most": most})
    return [_Key(*key) for key in found]


@cache
def _keys_query(full: bool) -> Any:
    """Each table's next keys, at most a page of each, put in one order."""
    parts: list[Any] = [
        _part(table.c.rev, table.c.id, table.c.org_id, place)
        for place, table in enumerate(TABLE_OF_ROW[name] for name in TABLES)
    ]
    # A whole download needs neither what was gone when it began nor the acts of before; a row of
    # one of its pages may go before the last page.
    gone = _part(TOMBSTONE.c.rev, TOMBSTONE.c.id, TOMBSTONE.c.org_id, _gone_place())
    parts.append(gone.where(TOMBSTONE.c.rev > bindparam("since")))
    if not full:
        parts.append(_part(ACTS.c.seq, ACTS.c.id, ACTS.c.org_id, _ACTS))
    each = [select(part.subquery()) for part in parts]
    whole = union_all(*each).subquery()
    return (
        select(whole.c.rev, whole.c.place, whole.c.id)
        .order_by(whole.c.rev, whole.c.place, whole.c.id)
        .limit(bindparam("most"))
    )


def _gone_place() -> Any:
    """Where the tombstone of a row of each table stands among those of its rev."""
    places = {name: _GONE + place for place, name in enumerate(TABLES)}
    return case(places, value=TOMBSTONE.c.row_table, else_=_ACTS - 1)


def _part(rev: Any, row_id: Any, org: Any, place: Any) -> Any:
    # What is the same for a whole table is neither sent nor sorted by: its index has the order.
    constant = isinstance(place, int)
    here = literal_column(str(place), Integer) if constant else place
    after = or_(
        rev > bindparam("rev"),
        bindparam("place") < here,
        and_(bindparam("place") == here, row_id > bindparam("id")),
    )
    return (
        select(rev.label("rev"), here.label("place"), row_id.label("id"))
        .where(org == bindparam("org"), rev >= bindparam("rev"), after)
        .order_by(*((rev, row_id) if constant else (rev, here, row_id)))
        .limit(bindparam("most"))
    )


def _bodies(conn: Connection, org: UUID, position: Position, keys: list[_Key]) -> list[PulledRow]:
    """The rows of a page, in its order."""
    if not keys:
        return []
    places = [_GONE if _GONE <= key.table < _ACTS else key.table for key in keys]
    # Each table's rows come in the order of the page: they are dealt out, not looked for.
    following = {
        place: iter(_page_of(conn, org, position, place, count))
        for place, count in Counter(places).items()
    }
    return [next(following[place]) for place in places]


def _page_of(
    conn: Connection, org: UUID, position: Position, place: int, count: int
) -> list[PulledRow]:
    """The first `count` rows of one table after a position: those that the page named."""
    values = {
        "org": org,
        "rev": position.rev,
        "place": position.table,
        "id": position.id,
        "most": count,
    }
    if place == _ACTS:
        return [
            PulledRow("act", seq, body)
            for seq, _id, body in act_rows(conn, org, position, place, count)
        ]
    if place == _GONE:
        gone: Any = conn.execute(_gone_query(), values | {"since": position.began_at or 0})
        return [PulledRow(table, rev, x=row_id) for rev, _where, row_id, table in gone]
    name = TABLES[place]
    kind = ROW_OF_TABLE[name]
    rows: Any = conn.execute(_rows_query(place), values)
    return [PulledRow(name, rev, msgspec.Raw(body_of(kind(*fields)))) for rev, *fields in rows]


@cache
def _rows_query(place: int) -> Any:
    table, kind = TABLE_OF_ROW[TABLES[place]], ROW_OF_TABLE[TABLES[place]]
    part = _part(table.c.rev, table.c.id, table.c.org_id, place)
    return part.with_only_columns(
        table.c.rev, *(table.c[name] for name in kind.__struct_fields__), maintain_column_froms=True
    )


@cache
def _gone_query() -> Any:
    where = _gone_place()
    part = _part(TOMBSTONE.c.rev, TOMBSTONE.c.id, TOMBSTONE.c.org_id, where)
    part = part.where(TOMBSTONE.c.rev > bindparam("since"))
    return part.with_only_columns(
        TOMBSTONE.c.rev, where, TOMBSTONE.c.id, TOMBSTONE.c.row_table, maintain_column_froms=True
    )


_LAST_N = select(STREAM.c.last_n).where(
    STREAM.c.org_id == bindparam("org"), STREAM.c.id == bindparam("id")
)
