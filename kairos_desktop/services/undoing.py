# SPDX-License-Identifier: MIT
"""Which gesture « Annuler » and « Rétablir » speak of, read from the ledger itself.

Nothing is kept in memory: the answer is the same after a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, select

from kairos_desktop.models.act_tables import ACT, IMAGE

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection, Select


def to_undo(conn: Connection, org: UUID, post: UUID) -> list[UUID]:
    """The acts of the last gesture of this post that still stands, the last act first."""
    last = _latest(org, post).where(
        ACT.c.undoes_id.is_(None), ACT.c.undone_by_id.is_(None), _CHANGED_SOMETHING
    )
    return _gesture(conn, org, post, last)


def to_redo(conn: Connection, org: UUID, post: UUID) -> list[UUID]:
    """The restoring acts to take back: the last undo, if nothing new was said since."""
    undone = ACT.alias("undone")
    last_new = _latest(org, post).where(ACT.c.undoes_id.is_(None), _CHANGED_SOMETHING)
    of_an_act = exists().where(
        and_(
            undone.c.org_id == org,
            undone.c.id == ACT.c.undoes_id,
            undone.c.undoes_id.is_(None),
        )
    )
    last = _latest(org, post).where(
        ACT.c.undoes_id.is_not(None),
        ACT.c.undone_by_id.is_(None),
        ACT.c.n > func.coalesce(last_new.scalar_subquery(), 0),
        of_an_act,
        _CHANGED_SOMETHING,
    )
    return _gesture(conn, org, post, last)


# An act that found everything as it asked for has nothing to undo, and must not stand in the way.
_CHANGED_SOMETHING = exists().where(
    and_(IMAGE.c.org_id == ACT.c.org_id, IMAGE.c.act_id == ACT.c.id)
)


def _latest(org: UUID, post: UUID) -> Select[tuple[int]]:
    """The number of the latest act of a post; further tests narrow it."""
    mine = select(ACT.c.n).where(ACT.c.org_id == org, ACT.c.post_id == post)
    return mine.order_by(ACT.c.n.desc()).limit(1)


def _gesture(conn: Connection, org: UUID, post: UUID, last: Select[tuple[int]]) -> list[UUID]:
    gesture = select(ACT.c.gesture_id).where(
        ACT.c.org_id == org, ACT.c.post_id == post, ACT.c.n == last.scalar_subquery()
    )
    acts = (
        select(ACT.c.id)
        .where(
            ACT.c.org_id == org,
            ACT.c.gesture_id == gesture.scalar_subquery(),
            ACT.c.undone_by_id.is_(None),
            _CHANGED_SOMETHING,
        )
        .order_by(ACT.c.n.desc())
    )
    return list(conn.execute(acts).scalars())
