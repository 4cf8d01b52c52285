# SPDX-License-Identifier: MIT
"""The places that posts keep of slots and trainings, and what is left of them. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from kairos_desktop.models.rows import HoldRow
from kairos_desktop.models.tables import ENROLMENT, HOLD, REGISTRATION
from kairos_desktop.models.vocabulary import HOLDS_SEAT, HOLDS_TRAINING_PLACE
from kairos_desktop.services.queries.reading import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select


class Kept(msgspec.Struct, frozen=True):
    """A hold that stands, and what is left of it."""

    hold: HoldRow
    left: int

    @property
    def id(self) -> UUID:
        """The hold's id."""
        return self.hold.id


def kept_of(
    conn: Connection, org: UUID, slots: Select[tuple[UUID]]
) -> dict[UUID, tuple[Kept, ...]]:
    """By slot, the holds that nobody has given back, of every post; `slots` asks for their ids."""
    holds = _standing(conn, org, HOLD.c.slot_id.in_(slots))
    if not holds:
        return {}
    # By slot, which an index knows; a hold has no index of its own.
    used = _used(
        conn,
        org,
        REGISTRATION.c,
        REGISTRATION.c.slot_id.in_([hold.slot_id for hold in holds]),
        REGISTRATION.c.state.in_(HOLDS_SEAT),
    )
    return _grouped(holds, used, "slot_id")


def kept_of_trainings(
    conn: Connection, org: UUID, session_ids: Sequence[UUID]
) -> dict[UUID, tuple[Kept, ...]]:
    """By session, the holds of its training that nobody has given back, of every post."""
    holds = _standing(conn, org, HOLD.c.session_id.in_(session_ids), HOLD.c.slot_id.is_(None))
    if not holds:
        return {}
    used = _used(
        conn,
        org,
        ENROLMENT.c,
        ENROLMENT.c.session_id.in_([hold.session_id for hold in holds]),
        ENROLMENT.c.state.in_(HOLDS_TRAINING_PLACE),
    )
    return _grouped(holds, used, "session_id")


def _standing(conn: Connection, org: UUID, *tests: ColumnElement[bool]) -> list[HoldRow]:
    query = (
        select(*columns([HoldRow], [HOLD]))
        .where(HOLD.c.org_id == org, HOLD.c.released_at.is_(None), *tests)
        .order_by(HOLD.c.held_at, HOLD.c.id)
    )
    return [HoldRow(*row) for row in conn.execute(query)]


def _used(conn: Connection, org: UUID, of: Any, *tests: ColumnElement[bool]) -> dict[UUID, int]:
    query = (
        select(of.hold_id, func.count())
        .where(of.org_id == org, of.hold_id.is_not(None), *tests)
        .group_by(of.hold_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _grouped(
    holds: Sequence[HoldRow], used: dict[UUID, int], column: str
) -> dict[UUID, tuple[Kept, ...]]:
    found: dict[UUID, list[Kept]] = {}
    for hold in holds:
        left = max(0, hold.places - used.get(hold.id, 0))
        found.setdefault(getattr(hold, column), []).append(Kept(hold, left))
    return {about: tuple(each) for about, each in found.items()}
