# SPDX-License-Identifier: MIT
"""The post's copy of what the back end holds, and the acts of colleagues.

A row is kept as it was received, with the fields that this version does not know, and shown
through the organisation's own tables. Lane: write.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select, update

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.exchange_tables import TRUTH
from kairos_desktop.models.rows import ROW_OF_TABLE, DocumentRow, RegistrationRow, Row
from kairos_desktop.services import row_store
from kairos_desktop.services.row_store import RowKey
from kairos_desktop.services.sync.row_bodies import row_of
from kairos_desktop.services.sync.wire import ActLine, PulledRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

CHUNK = 400
_EXCLUSIVE: tuple[type[Row], ...] = (RegistrationRow, DocumentRow)


def truth_of(
    conn: Connection, org: UUID, table: str, ids: Sequence[UUID]
) -> dict[UUID, tuple[int, str]]:
    """The rev and the body of these rows of a table; those that the back end does not hold lack."""
    found: dict[UUID, tuple[int, str]] = {}
    for start in range(0, len(ids), CHUNK):
        values = {"org": org, "t": table, "ids": ids[start : start + CHUNK]}
        found |= {row[0]: (row[1], row[2]) for row in conn.execute(_TRUTH, values)}
    return found


def apply(conn: Connection, org: UUID, rows: Iterable[PulledRow]) -> set[RowKey]:
    """Rows as the back end has them; of a row sent twice the last stands."""
    truth: dict[tuple[str, bytes], tuple[int, str]] = {}
    put: dict[RowKey, Row] = {}
    revs: dict[RowKey, int] = {}
    gone: dict[RowKey, None] = {}
    forgotten: dict[tuple[str, bytes], None] = {}
    acts: list[tuple[int, ActLine]] = []
    for pulled in rows:
        if pulled.x is not None:
            kind = ROW_OF_TABLE.get(pulled.t)
            truth.pop((pulled.t, pulled.x.bytes), None)
            forgotten[pulled.t, pulled.x.bytes] = None
            if kind is not None:
                put.pop((kind, pulled.x), None)
                gone[kind, pulled.x] = None
        elif pulled.t == "act":
            acts.append((pulled.rev, msgspec.json.decode(pulled.b, type=ActLine)))
        else:
            row_id, row = read(pulled)
            truth[pulled.t, row_id.bytes] = (pulled.rev, bytes(pulled.b).decode())
            forgotten.pop((pulled.t, row_id.bytes), None)
            if row is not None:
                key = (type(row), row.id)
                put[key], revs[key] = row, pulled.rev
                gone.pop(key, None)
    replace_rows(conn, org, list(put.values()), gone, revs)
    keep_truth(conn, org, truth, forgotten)
    keep_acts(conn, org, acts)
    return {*put, *gone}


def replace_rows(
    conn: Connection,
    org: UUID,
    put: Sequence[Row],
    gone: Iterable[RowKey],
    revs: dict[RowKey, int] | None = None,
) -> None:
    """Rows put and taken away as one step, whatever the order in which they were changed."""
    # One person, one live registration per slot: two rows that exchange their states would meet
    # on their way, since SQLite looks at a unique index row by row.
    exclusive = [(type(row), row.id) for row in put if isinstance(row, _EXCLUSIVE)]
    row_store.remove(conn, org, [*gone, *exclusive])
    row_store.write(conn, org, put, (), revs)


class _Identified(msgspec.Struct):
    id: UUID


def read(pulled: PulledRow) -> tuple[UUID, Row | None]:
    """The id of a row, and the row itself if this version knows its table.

    Raises msgspec.ValidationError for one that is none of its table.
    """
    row = row_of(pulled.t, pulled.b)
    if row is not None:
        return row.id, row
    return msgspec.json.decode(pulled.b, type=_Identified).id, None


def keep_truth(
    conn: Connection,
    org: UUID,
    truth: dict[tuple[str, bytes], tuple[int, str]],
    forgotten: Iterable[tuple[str, bytes]],
) -> None:
    """Rows put into the copy, by their table and the bytes of their id, and rows taken out."""
    here = org.bytes
    out = [(here, table, row_id) for table, row_id in forgotten]
    if out:
        conn.exec_driver_sql(_FORGET_TRUTH, out)
    kept = [(here, table, row_id, rev, body) for (table, row_id), (rev, body) in truth.items()]
    if kept:
        # In the order of the table: the pages of the file that take them are each opened once.
        kept.sort()
        conn.exec_driver_sql(_KEEP_TRUTH, kept)


def keep_acts(conn: Connection, org: UUID, acts: Sequence[tuple[int, ActLine]]) -> None:
    """The acts of colleagues join the history; those of this post learn their place in it."""
    if not acts:
        return
    known = set[UUID]()
    for start in range(0, len(acts), CHUNK):
        ids = [line.id for _, line in acts[start : start + CHUNK]]
        known |= set(conn.execute(_KNOWN_ACTS, {"org": org, "ids": ids}).scalars())
    ours = [(seq, org.bytes, line.id.bytes) for seq, line in acts if line.id in known]
    if ours:
        conn.exec_driver_sql(_PLACE_ACT, ours)
        _forget_guesses(conn, org, [line for _, line in acts if line.id in known])
    others = [(seq, line) for seq, line in acts if line.id not in known]
    if others:
        numbers = _numbers_below(conn, org, [line.post for _, line in others])
        values = [_act_values(org, next(numbers[line.post]), seq, line) for seq, line in others]
        row_store.insert(conn, ACT, values)
    images = [values for _, line in others for values in _image_values(org, line)]
    row_store.insert(conn, IMAGE, images)
    for _, line in acts:
        if line.undoes is not None:
            conn.execute(_UNDONE, {"org": org, "target": line.undoes, "by": line.id})
            conn.execute(_REDONE, {"org": org, "target": line.undoes})


def _forget_guesses(conn: Connection, org: UUID, ours: Sequence[ActLine]) -> None:
    """Rows that this post had an act change, and the back end did not, are no part of its undo.

    As the enrolment of somebody *retenu* here, who was enrolled elsewhere already.
    """
    by_act = {line.id: {(table, row_id) for table, row_id in line.rows} for line in ours}
    for start in range(0, len(ours), CHUNK):
        ids = [line.id for line in ours[start : start + CHUNK]]
        guessed = [
            (org.bytes, act_id.bytes, step)
            for act_id, step, table, row_id in conn.execute(_IMAGES, {"org": org, "ids": ids})
            if (table, row_id) not in by_act[act_id]
        ]
        if guessed:
            conn.exec_driver_sql(_FORGET_IMAGE, guessed)


def _numbers_below(conn: Connection, org: UUID, posts: Iterable[UUID]) -> dict[UUID, count[int]]:
    """For each post, numbers that none of its acts has here.

    Below zero, since a clone or an older copy of this post makes acts that bear its name; and not
    their places in the common order, since a restored back end gives these places again.
    """
    asked = list(dict.fromkeys(posts))
    last: dict[UUID, int] = {}
    for start in range(0, len(asked), CHUNK):
        values = {"org": org, "posts": asked[start : start + CHUNK]}
        last |= {row[0]: row[1] for row in conn.execute(_LEAST_NUMBERS, values)}
    return {post: count(min(last.get(post, 0), 0) - 1, -1) for post in asked}


def _act_values(org: UUID, n: int, seq: int, line: ActLine) -> dict[str, Any]:
    return {
        "org_id": org,
        "id": line.id,
        "n": n,
        "post_id": line.post,
        "gesture_id": line.gesture,
        "type": line.type,
        "v": line.v,
        "args": bytes(line.args).decode(),
        "made_at": line.at,
        "made_by": line.by,
        "seq": seq,
        "undoes_id": line.undoes,
        "undone_by_id": None,
    }


def _image_values(org: UUID, line: ActLine) -> list[dict[str, Any]]:
    """Which rows a colleague's act changed; what they were stays with the back end."""
    return [
        {
            "org_id": org,
            "act_id": line.id,
            "step": step,
            "row_table": table,
            "id": row_id,
            "before": None,
            "after": None,
        }
        for step, (table, row_id) in enumerate(line.rows)
    ]


_ORG = cast("Any", bindparam("org"))
_TRUTH = select(TRUTH.c.id, TRUTH.c.rev, TRUTH.c.body).where(
    TRUTH.c.org_id == _ORG,
    TRUTH.c.row_table == bindparam("t"),
    TRUTH.c.id.in_(bindparam("ids", expanding=True)),
)
_KEEP_TRUTH = (
    f"INSERT INTO {TRUTH.name} (org_id, row_table, id, rev, body) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (org_id, row_table, id) DO UPDATE SET rev = excluded.rev, body = excluded.body"
)
_FORGET_TRUTH = f"DELETE FROM {TRUTH.name} WHERE org_id = ? AND row_table = ? AND id = ?"
_KNOWN_ACTS = select(ACT.c.id).where(
    ACT.c.org_id == _ORG, ACT.c.id.in_(bindparam("ids", expanding=True))
)
_LEAST_NUMBERS = (
    select(ACT.c.post_id, func.min(ACT.c.n))
    .where(ACT.c.org_id == _ORG, ACT.c.post_id.in_(bindparam("posts", expanding=True)))
    .group_by(ACT.c.post_id)
)
_IMAGES = select(IMAGE.c.act_id, IMAGE.c.step, IMAGE.c.row_table, IMAGE.c.id).where(
    IMAGE.c.org_id == _ORG, IMAGE.c.act_id.in_(bindparam("ids", expanding=True))
)
_FORGET_IMAGE = f"DELETE FROM {IMAGE.name} WHERE org_id = ? AND act_id = ? AND step = ?"
_PLACE_ACT = f"UPDATE {ACT.name} SET seq = ? WHERE org_id = ? AND id = ?"
_UNDONE = (
    update(ACT)
    .where(ACT.c.org_id == _ORG, ACT.c.id == bindparam("target"), ACT.c.undone_by_id.is_(None))
    .values(undone_by_id=bindparam("by"))
)
_REDONE = (
    update(ACT)
    .where(ACT.c.org_id == _ORG, ACT.c.undone_by_id == bindparam("target"))
    .values(undone_by_id=None)
)
