# SPDX-License-Identifier: MIT
"""The places of a slot after an act, in one spot for every act and for undo.

No act counts places itself: they follow from the registrations that it changes, so that undoing
one registration never touches the count of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.rows import RegistrationRow, Row, SeatsRow, SlotRow
from kairos_desktop.models.vocabulary import HOLDS_SEAT, RegistrationState
from kairos_desktop.services.acts.act import Changes
from kairos_desktop.services.acts.known import by_id
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.acts.known import Known, Need

replace = msgspec.structs.replace


def seats_touched(changes: Changes) -> list[Need]:
    """The places to load before settling."""
    ids: dict[UUID, None] = {}
    for row in changes.put + changes.gone:
        if isinstance(row, RegistrationRow):
            ids[row.slot_id] = None
        elif isinstance(row, SlotRow):
            ids[row.id] = None
    return [by_id(SeatsRow, slot_id) for slot_id in ids]


def settle(changes: Changes, known: Known) -> Changes | Refused:
    """The changes with the places that follow from them.

    Somebody present or absent is a fact: beyond the capacity it raises the surplus and is flagged
    "beyond_capacity". A mere registration is a claim, refused "place_taken". Invariant kept:
    taken + held ≤ capacity + surplus.
    """
    put: list[Row] = list(changes.put)
    gone: list[Row] = list(changes.gone)
    warned: list[Warned] = list(changes.warned)
    for need in seats_touched(changes):
        slot_id = need.where[0][1]
        before = known.one(SeatsRow, slot_id)
        after = _recount(slot_id, before, changes, known)
        if after is None:
            gone.extend([before] if before else [])
            continue
        over = after.taken + after.held - after.capacity
        if over > after.surplus:
            if _claims_place(slot_id, changes, known):
                return Refused("place_taken", {"capacity": after.capacity})
            warned.append(Warned("beyond_capacity", {"capacity": after.capacity}))
        after = replace(after, surplus=max(0, over))
        if after != before:
            put.append(after)
    return Changes(put=tuple(put), gone=tuple(gone), warned=tuple(warned))


def _claims_place(slot_id: UUID, changes: Changes, known: Known) -> bool:
    """Whether somebody takes a place of the slot by being registered, not by having come."""
    for row in changes.put:
        if isinstance(row, RegistrationRow) and row.slot_id == slot_id:
            was = known.peek(RegistrationRow, row.id)
            seated = isinstance(was, RegistrationRow) and was.state in HOLDS_SEAT
            if row.state is RegistrationState.REGISTERED and not seated:
                return True
    return False


def _recount(
    slot_id: UUID, before: SeatsRow | None, changes: Changes, known: Known
) -> SeatsRow | None:
    seats = before or SeatsRow(id=slot_id, capacity=0)
    for row in changes.put:
        if isinstance(row, SlotRow) and row.id == slot_id:
            seats = replace(seats, capacity=row.capacity)
        elif isinstance(row, RegistrationRow) and row.slot_id == slot_id:
            was = known.peek(RegistrationRow, row.id)
            seats = _shift(seats, was, -1)
            seats = _shift(seats, row, 1)
    for row in changes.gone:
        if isinstance(row, SlotRow) and row.id == slot_id:
            return None
        if isinstance(row, RegistrationRow) and row.slot_id == slot_id:
            seats = _shift(seats, row, -1)
    return seats


def _shift(seats: SeatsRow, row: Row | None, by: int) -> SeatsRow:
    if not isinstance(row, RegistrationRow):
        return seats
    return replace(
        seats,
        taken=seats.taken + by * (row.state in HOLDS_SEAT),
        waiting=seats.waiting + by * (row.state is RegistrationState.WAITLISTED),
        last_rank=max(seats.last_rank, row.rank or 0),
    )
