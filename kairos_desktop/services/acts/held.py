# SPDX-License-Identifier: MIT
"""What the acts ask of the places that posts keep: what to load, what is left, giving back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import HoldRow, RegistrationRow, SeatsRow
from kairos_desktop.services.acts.known import Known, Need, having
from kairos_desktop.services.rules.holds import left, serves

if TYPE_CHECKING:
    from kairos_desktop.services.acts.act import Made


def hold_rows(slot_id: UUID) -> tuple[Need, Need]:
    """The holds of a slot, and the registrations that they are counted from."""
    return having(HoldRow, slot_id=slot_id), having(RegistrationRow, slot_id=slot_id)


def held_needs(known: Known, slot_id: UUID) -> Iterator[Need]:
    """`hold_rows` where places are kept; nothing more is read where none is."""
    seats = known.peek(SeatsRow, slot_id)
    if isinstance(seats, SeatsRow) and seats.held:
        yield from hold_rows(slot_id)


def left_for(known: Known, made: Made, slot_id: UUID) -> int:
    """The places of a slot that are kept for the post that speaks."""
    seats = known.one(SeatsRow, slot_id)
    if seats is None or not seats.held:
        return 0
    registrations = known.find(RegistrationRow, slot_id=slot_id)
    holds = known.find(HoldRow, slot_id=slot_id)
    return sum(left(hold, registrations) for hold in holds if serves(hold, made.post, made.today))


def released(hold: HoldRow, made: Made) -> HoldRow:
    """The hold given back: what is not used of it is free again."""
    return msgspec.structs.replace(hold, released_at=made.at, released_by=made.by)
