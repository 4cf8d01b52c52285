# SPDX-License-Identifier: MIT
"""Which gesture « Annuler » and « Rétablir » speak of, and which acts can be taken back at all.

Read from the ledger itself. Nothing is kept in memory: the answer is the same after a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.services.acts.act import Made
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.deciding import Bench, Said
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import Connection, Select

    from kairos_desktop.models.rows import OutcomeRow


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


def can_be_undone(conn: Connection, org: UUID, told: Iterable[OutcomeRow]) -> set[UUID]:
    """Of the acts that these lines are about, those that this post can put back as it was.

    Of what a colleague did elsewhere it knows the rows, not what they were. Nothing is written.
    """
    lines = {row.id: row for row in told}
    stand = select(ACT.c.id).where(
        ACT.c.org_id == org, ACT.c.id.in_(lines), ACT.c.undone_by_id.is_(None), _KNOWN_BEFORE
    )
    ids = list(conn.execute(stand).scalars()) if lines else []
    said = [_restoring(org, lines[act_id]) for act_id in ids]
    bench = Bench(conn, org)
    bench.prefetch(said)
    found = zip(ids, map(bench.decide, said), strict=True)
    return {
        act_id for act_id, decided in found if not isinstance(decided, Refused) and decided.images
    }


def _restoring(org: UUID, line: OutcomeRow) -> Said:
    made = Made(
        id=line.id,
        gesture=line.id,
        at=line.made_at,
        by=line.made_by,
        post=line.post_id,
        post_range="",
        org=org,
    )
    return Said(Restore(act_id=line.id), made)


# An act that found everything as it asked for has nothing to undo, and must not stand in the way.
_CHANGED_SOMETHING = exists().where(
    and_(IMAGE.c.org_id == ACT.c.org_id, IMAGE.c.act_id == ACT.c.id)
)

# Of a colleague's act the images name the rows and hold nothing.
_KNOWN_BEFORE = exists().where(
    and_(
        IMAGE.c.org_id == ACT.c.org_id,
        IMAGE.c.act_id == ACT.c.id,
        or_(IMAGE.c.before.is_not(None), IMAGE.c.after.is_not(None)),
    )
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
