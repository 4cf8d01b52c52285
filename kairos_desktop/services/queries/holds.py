# SPDX-License-Identifier: MIT
"""The places that posts keep of some slots, and what is left of them. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from kairos_desktop.models.rows import HoldRow
from kairos_desktop.models.tables import HOLD, REGISTRATION
from kairos_desktop.models.vocabulary import HOLDS_SEAT
from kairos_desktop.services.queries.reading import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Kept(msgspec.Struct, frozen=True):
    """A hold that stands, and what is left of it."""

    hold: HoldRow
    left: int

    @property
    def id(self) -> UUID:
        """The hold's id."""
        return self.hold.id


def kept_of(conn: Connection, org: UUID, slot_ids: Sequence[UUID]) -> dict[UUID, tuple[Kept, ...]]:
    """By slot, the holds that nobody has given back, of every post."""
    query = select(*columns([HoldRow], [HOLD])).where(
        HOLD.c.org_id == org, HOLD.c.slot_id.in_(slot_ids), HOLD.c.released_at.is_(None)
    )
    holds = [HoldRow(*row) for row in conn.execute(query.order_by(HOLD.c.held_at, HOLD.c.id))]
    if not holds:
        return {}
    used = _used(conn, org, holds)
    found: dict[UUID, list[Kept]] = {}
    for hold in holds:
        left = max(0, hold.places - used.get(hold.id, 0))
        found.setdefault(hold.slot_id, []).append(Kept(hold, left))
    return {slot_id: tuple(each) for slot_id, each in found.items()}


def _used(conn: Connection, org: UUID, holds: Sequence[HoldRow]) -> dict[UUID, int]:
    # By slot, which an index knows; a hold has no index of its own.
    slots = [hold.slot_id for hold in holds]
    query = (
        select(REGISTRATION.c.hold_id, func.count())
        .where(
            REGISTRATION.c.org_id == org,
            REGISTRATION.c.slot_id.in_(slots),
            REGISTRATION.c.hold_id.is_not(None),
            REGISTRATION.c.state.in_(HOLDS_SEAT),
        )
        .group_by(REGISTRATION.c.hold_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}
