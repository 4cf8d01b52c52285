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
    from collections.abc import Collection, Sequence
    from enum import StrEnum

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
    return _kept(conn, org, holds, "slot_id", REGISTRATION.c, HOLDS_SEAT)


def kept_of_trainings(
    conn: Connection, org: UUID, session_ids: Sequence[UUID]
) -> dict[UUID, tuple[Kept, ...]]:
    """By session, the holds of its training that nobody has given back, of every post."""
    holds = _standing(conn, org, HOLD.c.session_id.in_(session_ids), HOLD.c.slot_id.is_(None))
    return _kept(conn, org, holds, "session_id", ENROLMENT.c, HOLDS_TRAINING_PLACE)


def _standing(conn: Connection, org: UUID, *tests: ColumnElement[bool]) -> list[HoldRow]:
    query = (
        select(*columns([HoldRow], [HOLD]))
        .where(HOLD.c.org_id == org, HOLD.c.released_at.is_(None), *tests)
        .order_by(HOLD.c.held_at, HOLD.c.id)
    )
    return [HoldRow(*row) for row in conn.execute(query)]


def _kept(
    conn: Connection,
    org: UUID,
    holds: Sequence[HoldRow],
    about: str,
    takers: Any,
    taking: Collection[StrEnum],
) -> dict[UUID, tuple[Kept, ...]]:
    """By what they are `about`, the holds and what is left: `takers` with a state of `taking`."""
    if not holds:
        return {}
    query = (
        select(takers.hold_id, func.count())
        .where(
            takers.org_id == org,
            takers.hold_id.is_not(None),
            # By slot or session, which an index knows; a hold has no index of its own.
            takers[about].in_([getattr(hold, about) for hold in holds]),
            takers.state.in_(taking),
        )
        .group_by(takers.hold_id)
    )
    used = {row[0]: row[1] for row in conn.execute(query)}
    found: dict[UUID, list[Kept]] = {}
    for hold in holds:
        left = max(0, hold.places - used.get(hold.id, 0))
        found.setdefault(getattr(hold, about), []).append(Kept(hold, left))
    return {each: tuple(kept) for each, kept in found.items()}
