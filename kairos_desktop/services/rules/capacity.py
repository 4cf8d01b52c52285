# SPDX-License-Identifier: MIT
"""Places of a slot or a training: free ones, the waiting list, and facts that exceed them.

Source: domain 3.1, guide p. 20 « Places disponibles », « Mises en attente ».
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import RegistrationState
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SeatsRow, SessionRow


def free_places(seats: SeatsRow) -> int:
    """How many persons may still be registered, never below zero."""
    return max(0, seats.capacity - seats.taken - seats.held)


def training_places(session: SessionRow) -> int | None:
    """How many places the training has; None where the offer does not say, or says 0."""
    return session.places or None


def placement(seats: SeatsRow, *, waitlist: bool, kept: int = 0) -> RegistrationState | Refused:
    """State of somebody who asks for a place: registered, else on the waiting list.

    First come, first served: while others wait, a newcomer waits behind them. `kept` places are
    held for the post that asks: it is never refused for room. Refuses "slot_full" where the slot
    keeps no waiting list.
    """
    if kept > 0:
        return RegistrationState.REGISTERED
    if free_places(seats) > seats.waiting or (free_places(seats) and not waitlist):
        return RegistrationState.REGISTERED
    if waitlist:
        return RegistrationState.WAITLISTED
    return Refused("slot_full", {"capacity": seats.capacity})
