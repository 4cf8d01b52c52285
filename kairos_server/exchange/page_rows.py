# SPDX-License-Identifier: MIT
"""The rows of a page read from an embedded file, and made into JSON here.

First the tables that the page's rows are of, in its order, then the rows of each table: what a
page leaves to the next one is not made into JSON.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import ROW_OF_TABLE
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.sync.row_bodies import TABLES, body_of
from kairos_desktop.services.sync.wire import PulledRow
from kairos_server.exchange.acts_feed import act_rows
from kairos_server.exchange.cursors import Position
from kairos_server.exchange.page_order import (
    ACT,
    GONE,
    PageRows,
    Tell,
    keys_query,
    part,
    source_of,
    values_of,
)
from kairos_server.tables import TOMBSTONE

if TYPE_CHECKING:
    from sqlalchemy import Connection


def page_rows(conn: Connection, org: UUID, position: Position, limit: int, tell: Tell) -> PageRows:
    """The next rows after a position, of one snapshot; `tell` is told where the page ends."""
    values = values_of(org, position)
    query = keys_query(position.began_at is not None)
    keys: Any = conn.execute(query, values | {"most": limit + 1}).all()
    is_last, keys = len(keys) <= limit, keys[:limit]
    following = None
    if not is_last:
        rev, place, row_id = keys[-1]
        following = Position(position.epoch, rev, place, row_id, position.began_at)
        tell(following)
    sources = [source_of(place) for _rev, place, _id in keys]
    # Each table's rows come in the order of the page: they are dealt out, not looked for.
    dealt = {
        source: iter(_rows(conn, source, values | {"most": count}))
        for source, count in Counter(sources).items()
    }
    rows = msgspec.json.encode([next(dealt[source]) for source in sources])[1:-1]
    return PageRows(rows, following)


def _rows(conn: Connection, source: int, values: dict[str, Any]) -> list[PulledRow]:
    """The first rows of one source after a position: those that the page named."""
    if source == ACT:
        return [PulledRow("act", *act) for act in act_rows(conn, source, values)]
    found: Any = conn.execute(_rows_query(source), values).all()
    if source == GONE:
        return [PulledRow(table, rev, x=row_id) for rev, row_id, table in found]
    name = TABLES[source]
    kind = ROW_OF_TABLE[name]
    return [PulledRow(name, rev, msgspec.Raw(body_of(kind(*fields)))) for rev, *fields in found]


@cache
def _rows_query(source: int) -> Any:
    if source == GONE:
        columns = (TOMBSTONE.c.rev, TOMBSTONE.c.id, TOMBSTONE.c.row_table)
    else:
        table, kind = TABLE_OF_ROW[TABLES[source]], ROW_OF_TABLE[TABLES[source]]
        columns = (table.c.rev, *(table.c[name] for name in kind.__struct_fields__))
    return part(source).with_only_columns(*columns, maintain_column_froms=True)
