# SPDX-License-Identifier: MIT
"""The acts themselves, as posts receive them for the history of a line: who, when, what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, bindparam, or_, select

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.services.sync.wire import ActLine

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

ACTS = ACT


def act_rows(conn: Connection, place: int, values: dict[str, Any]) -> list[tuple[int, msgspec.Raw]]:
    """The first acts after a position: where each stands, its body (an ActLine)."""
    acts = conn.execute(_NEXT, values | {"here": place}).all()
    touched = _touched(conn, values["org"], [act.id for act in acts])
    return [
        (act.seq, msgspec.Raw(msgspec.json.encode(_line(act, touched.get(act.id, [])))))
        for act in acts
    ]


def _line(act: Any, rows: list[tuple[str, UUID]]) -> ActLine:
    return ActLine(
        id=act.id,
        post=act.post_id,
        gesture=act.gesture_id,
        type=act.type,
        v=act.v,
        args=msgspec.Raw(act.args.encode()),
        at=act.made_at,
        by=act.made_by,
        undoes=act.undoes_id,
        rows=tuple(rows),
    )


def _touched(conn: Connection, org: UUID, ids: list[UUID]) -> dict[UUID, list[tuple[str, UUID]]]:
    """The rows that each act changed, so that a line's history finds its acts."""
    found: dict[UUID, list[tuple[str, UUID]]] = {}
    for act_id, table, row_id in conn.execute(_ROWS, {"org": org, "ids": ids}):
        found.setdefault(act_id, []).append((table, row_id))
    return found


_NEXT = (
    select(
        ACT.c.seq,
        ACT.c.id,
        ACT.c.post_id,
        ACT.c.gesture_id,
        ACT.c.type,
        ACT.c.v,
        ACT.c.args,
        ACT.c.made_at,
        ACT.c.made_by,
        ACT.c.undoes_id,
    )
    .where(
        ACT.c.org_id == bindparam("org"),
        ACT.c.seq >= bindparam("rev"),
        or_(
            ACT.c.seq > bindparam("rev"),
            bindparam("place") < bindparam("here"),
            and_(bindparam("place") == bindparam("here"), ACT.c.id > bindparam("id")),
        ),
    )
    .order_by(ACT.c.seq, ACT.c.id)
    .limit(bindparam("most"))
)
_ROWS = (
    select(IMAGE.c.act_id, IMAGE.c.row_table, IMAGE.c.id)
    .where(IMAGE.c.org_id == bindparam("org"), IMAGE.c.act_id.in_(bindparam("ids", expanding=True)))
    .order_by(IMAGE.c.act_id, IMAGE.c.step)
)
