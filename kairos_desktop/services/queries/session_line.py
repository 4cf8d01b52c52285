# SPDX-License-Identifier: MIT
"""A line of « Sessions de formation », made of what was read; loads no database."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.vocabulary import EnrolmentState, SlotState
from kairos_desktop.services.rules.slots import is_past, modality_guard
from kairos_desktop.services.rules.verdicts import Warned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kairos_desktop.models.rows import SlotRow

ENROLLED = (
    EnrolmentState.SELECTED,
    EnrolmentState.TO_VALIDATE,
    EnrolmentState.REGISTERED,
    EnrolmentState.ENTERED,
)
"""The states that the column « Inscrits » counts."""


class SessionLine(msgspec.Struct, frozen=True):
    """One session of the list."""

    session: SessionRow
    open_slots: int
    """Info coll and RDV still to come."""
    enrolled: int
    """Retenus, à valider and inscrits."""
    guard: Warned | None

    @property
    def id(self) -> UUID:
        """The session's id."""
        return self.session.id


def session_line(
    session: SessionRow, slots: Sequence[SlotRow], enrolled: int, now: datetime
) -> SessionLine:
    """The line of a session with its slots; `now` is local and naive."""
    return SessionLine(
        session=session,
        open_slots=sum(slot.state is SlotState.OPEN and not is_past(slot, now) for slot in slots),
        enrolled=enrolled,
        guard=modality_guard(session, slots, now),
    )
