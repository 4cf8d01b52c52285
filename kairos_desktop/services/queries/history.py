# SPDX-License-Identifier: MIT
"""The history of any line: who, when, what, from which post. Lane: read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select

from kairos_desktop.models.act_tables import ACT, IMAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select


class HistoryLine(msgspec.Struct, frozen=True):
    """One act that touched a line; `undone` where it was taken back since."""

    id: UUID
    n: int
    name: str
    at: datetime
    by: str
    post_id: UUID
    args: dict[str, Any]
    undone: bool
    undoes: str | None
    """For an undo, the wire name of the act that it takes back."""


class Said(msgspec.Struct, frozen=True):
    """The wire name and the arguments of an act in the ledger."""

    name: str
    args: dict[str, Any]


def of_rows(conn: Connection, org: UUID, row_ids: Sequence[UUID]) -> list[HistoryLine]:
    """The acts that touched any of these rows, the latest first."""
    return _lines(conn, org, ACT.c.id.in_(_touched(org, row_ids)), None)


def acts_on(conn: Connection, org: UUID, row_ids: Sequence[UUID]) -> int:
    """How many acts touched any of these rows."""
    return conn.execute(
        select(func.count()).select_from(_touched(org, row_ids).subquery())
    ).scalar_one()


def _touched(org: UUID, row_ids: Sequence[UUID]) -> Select[tuple[UUID]]:
    return select(IMAGE.c.act_id).where(IMAGE.c.org_id == org, IMAGE.c.id.in_(row_ids)).distinct()


def latest(conn: Connection, org: UUID, most: int = 200) -> list[HistoryLine]:
    """The latest acts of this post."""
    return _lines(conn, org, ACT.c.id.is_not(None), most)


def act_count(conn: Connection, org: UUID) -> int:
    """How many acts the ledger holds."""
    return conn.execute(select(func.count()).where(ACT.c.org_id == org)).scalar() or 0


def said(conn: Connection, org: UUID, act_id: UUID) -> Said | None:
    """An act as it was said; None for one that the ledger does not hold."""
    row = conn.execute(
        select(ACT.c.type, ACT.c.args).where(ACT.c.org_id == org, ACT.c.id == act_id)
    ).first()
    return None if row is None else Said(row[0], msgspec.json.decode(row[1]))


def merge_of(conn: Connection, org: UUID, absorbed_id: UUID) -> UUID | None:
    """The act that merged a record away, for taking the two apart again."""
    for line in of_rows(conn, org, [absorbed_id]):
        if line.name == "jobseeker.merge" and not line.undone:
            return line.id
    return None


def _lines(conn: Connection, org: UUID, test: Any, most: int | None) -> list[HistoryLine]:
    undone = ACT.alias("undone")
    query = (
        select(
            ACT.c.id,
            ACT.c.n,
            ACT.c.type,
            ACT.c.made_at,
            ACT.c.made_by,
            ACT.c.post_id,
            ACT.c.args,
            ACT.c.undone_by_id,
            undone.c.type,
        )
        .select_from(
            ACT.outerjoin(
                undone, and_(undone.c.org_id == ACT.c.org_id, undone.c.id == ACT.c.undoes_id)
            )
        )
        .where(ACT.c.org_id == org, or_(test))
        # The order of the organisation, and what still waits for a place in it above.
        .order_by(ACT.c.seq.is_(None).desc(), ACT.c.seq.desc(), ACT.c.n.desc())
        .limit(most)
    )
    return [
        HistoryLine(*row[:6], msgspec.json.decode(row[6]), row[7] is not None, row[8])
        for row in conn.execute(query)
    ]
