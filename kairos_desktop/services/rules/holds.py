# SPDX-License-Identifier: MIT
"""« Places gardées »: what a post may keep of a slot or a training, and how long.

Spend only what one owns: claims inside a hold are never refused for room, wherever they arrive
from and however late. Source: reference sync 2.12 (escrow), ADR 0161.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.models.rows import EnrolmentRow, RegistrationRow
from kairos_desktop.models.vocabulary import HOLDS_SEAT, HOLDS_TRAINING_PLACE, SlotState
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.models.rows import HoldRow, SeatsRow, SessionRow, SlotRow

OnPlace = RegistrationRow | EnrolmentRow
"""Who may occupy a place: of a slot, or of the training."""

LONGEST = timedelta(days=14)
"""A hold lasts as long as a post may do without contact, and not a day more."""


def is_open(hold: HoldRow) -> bool:
    """Whether nobody has given it back."""
    return hold.released_at is None


def serves(hold: HoldRow, post: UUID, day: date) -> bool:
    """Whether a post may place people on it, on a civil day."""
    return is_open(hold) and hold.post_id == post and day <= hold.until


def is_over(hold: HoldRow, today: date) -> bool:
    """Whether it is to be given back: its last day is past, or a wrong clock put it too far."""
    return hold.until < today or hold.until > today + LONGEST


def occupies(row: OnPlace) -> bool:
    """Whether a person has one of the places."""
    if isinstance(row, EnrolmentRow):
        return row.state in HOLDS_TRAINING_PLACE
    return row.state in HOLDS_SEAT


def used(hold: HoldRow, rows: Iterable[OnPlace]) -> int:
    """How many of its places somebody has, among those on the slot or on the training."""
    return sum(row.hold_id == hold.id and occupies(row) for row in rows)


def left(hold: HoldRow, rows: Iterable[OnPlace]) -> int:
    """Places still kept: none once it was given back."""
    return max(0, hold.places - used(hold, rows)) if is_open(hold) else 0


def hold_refusal(
    slot: SlotRow, seats: SeatsRow, places: int, until: date, today: date
) -> Refused | None:
    """None where so many places may be kept until a day, included.

    Refuses "slot_deleted", "hold_count", "hold_past", "hold_too_long", and "hold_no_room": those
    who wait come first.
    """
    if slot.state is SlotState.DELETED:
        return Refused("slot_deleted", {"day": slot.held_on})
    return _refusal(seats, places, until, today)


def training_hold_refusal(
    session: SessionRow, seats: SeatsRow, places: int, until: date, today: date
) -> Refused | None:
    """None where so many places of the training may be kept until a day, included.

    Refuses "hold_training_over", and what `hold_refusal` does of numbers and days.
    """
    if session.ends_on is not None and session.ends_on < today:
        return Refused("hold_training_over", {"day": session.ends_on})
    return _refusal(seats, places, until, today)


def _refusal(seats: SeatsRow, places: int, until: date, today: date) -> Refused | None:
    if places < 1:
        return Refused("hold_count", {})
    if until < today:
        return Refused("hold_past", {"day": until})
    if until > today + LONGEST:
        return Refused("hold_too_long", {"day": until, "days": LONGEST.days})
    room = holdable(seats)
    if places > room:
        return Refused("hold_no_room", {"places": places, "free": room})
    return None


def holdable(seats: SeatsRow) -> int:
    """How many places may be kept: the free ones that nobody waits for."""
    return max(0, free_places(seats) - seats.waiting)
