# SPDX-License-Identifier: MIT
"""The rows of a page as one text, made by PostgreSQL: this program does not look at a row.

A first statement counts, of each table, the rows that the page holds; a second makes them into
JSON and puts them in the order of the page.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Text, bindparam, func, literal_column, select, true, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by

from kairos_server.exchange.cursors import Position
from kairos_server.exchange.page_order import PageRows, Tell, keys_query, part, source_of, values_of
from kairos_server.exchange.row_texts import SETTINGS, text_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def page_text(conn: Connection, org: UUID, position: Position, limit: int, tell: Tell) -> PageRows:
    """The next rows after a position, of one snapshot; `tell` is told where the page ends."""
    values = values_of(org, position)
    asked = values | {"most": limit + 1, "page": limit}
    found: Any = conn.execute(_counts_query(position.began_at is not None), asked).all()
    if not found:
        return PageRows(b"", None)
    following = None
    if found[0].there > limit:
        last = (found[0].last_rev, found[0].last_place, found[0].last_id)
        following = Position(position.epoch, *last, position.began_at)
        tell(following)
    counts = Counter[int]()
    for row in found:
        counts[source_of(row.place)] += row.many
    sources = tuple(sorted(counts))
    most = {f"most_{source}": counts[source] for source in sources}
    conn.execute(SETTINGS)
    rows: str = conn.execute(_text_query(sources), values | most).scalar_one()
    return PageRows(rows.encode(), following)


@cache
def _counts_query(full: bool) -> Any:
    """How many rows of each place the page holds, how many there are with the one after, the last.

    One row a place; nothing where there is no row.
    """
    keys = keys_query(full).subquery()
    order = (keys.c.rev, keys.c.place, keys.c.id)
    numbered = select(*order, func.row_number().over(order_by=order).label("n")).cte("numbered")
    counted = (
        select(numbered.c.place, func.count().label("many"))
        .where(numbered.c.n <= bindparam("page"))
        .group_by(numbered.c.place)
        .subquery()
    )
    last = select(numbered).where(numbered.c.n == bindparam("page")).subquery()
    there = select(func.count()).select_from(numbered).scalar_subquery()
    return select(
        counted,
        there.label("there"),
        last.c.rev.label("last_rev"),
        last.c.place.label("last_place"),
        last.c.id.label("last_id"),
    ).select_from(counted.outerjoin(last, true()))


@lru_cache(maxsize=256)
def _text_query(sources: tuple[int, ...]) -> Any:
    """The rows of these sources, `most_<source>` of each, as one text."""
    each = [
        select(
            part(source)
            .add_columns(text_of(source).label("said"))
            .limit(bindparam(f"most_{source}"))
            .subquery()
        )
        for source in sources
    ]
    rows = union_all(*each).subquery() if len(each) > 1 else each[0].subquery()
    order = (rows.c.rev, rows.c.place, rows.c.id)
    comma: ColumnElement[str] = literal_column("','", Text)
    return select(func.string_agg(rows.c.said, aggregate_order_by(comma, *order)))
