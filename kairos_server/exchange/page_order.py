# SPDX-License-Identifier: MIT
"""The order of a page, (rev, table, id), and what of each table stands after a position in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Integer, and_, bindparam, case, literal_column, or_, select, union_all

from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.sync.row_bodies import TABLES
from kairos_server.exchange.acts_feed import ACTS
from kairos_server.exchange.cursors import Position
from kairos_server.tables import TOMBSTONE

GONE = len(TABLES)
"""Tombstones stand after every table of the same rev, and the acts after them."""
ACT = 2 * GONE + 1
"""A slot and its places have one id: their tombstones stand apart, in the order of the tables."""


Tell = Callable[[Position], Any]
"""Hears where a page ends that is not the last, before its rows are made."""


class PageRows(msgspec.Struct, frozen=True):
    """The JSON of the rows, commas between them; where the next page begins, None after all."""

    rows: bytes
    following: Position | None


def source_of(place: int) -> int:
    """Where the rows of a place are: all tombstones are in one table."""
    return GONE if GONE <= place < ACT else place


@cache
def keys_query(full: bool) -> Any:
    """Rev, place and id of the next rows: each table's at most a page, put in one order."""
    parts = [part(place) for place in range(GONE)]
    # A whole download needs neither what was gone when it began nor the acts of before; a row of
    # one of its pages may go before the last page.
    parts.append(part(GONE))
    if not full:
        parts.append(part(ACT))
    each = [select(one.subquery()) for one in parts]
    whole = union_all(*each).subquery()
    return (
        select(whole.c.rev, whole.c.place, whole.c.id)
        .order_by(whole.c.rev, whole.c.place, whole.c.id)
        .limit(bindparam("most"))
    )


@cache
def part(source: int) -> Any:
    """Rev, place and id of the first `most` rows of a source after `rev`, `place`, `id`."""
    if source == GONE:
        query = _part(TOMBSTONE.c.rev, TOMBSTONE.c.id, TOMBSTONE.c.org_id, _gone_place())
        return query.where(TOMBSTONE.c.rev > bindparam("since"))
    if source == ACT:
        return _part(ACTS.c.seq, ACTS.c.id, ACTS.c.org_id, ACT)
    table = TABLE_OF_ROW[TABLES[source]]
    return _part(table.c.rev, table.c.id, table.c.org_id, source)


def values_of(org: Any, position: Position) -> dict[str, Any]:
    """What the statements of a page are given; `most` is added to each."""
    return {
        "org": org,
        "rev": position.rev,
        "place": position.table,
        "id": position.id,
        "since": position.began_at or 0,
    }


def _gone_place() -> Any:
    """Where the tombstone of a row of each table stands among those of its rev."""
    places = {name: GONE + place for place, name in enumerate(TABLES)}
    return case(places, value=TOMBSTONE.c.row_table, else_=ACT - 1)


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
