# SPDX-License-Identifier: MIT
"""One way out of a line of « À régulariser »: a button, and the acts that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from kairos_desktop.services.acts.act import Act

ActForSlot = Callable[[UUID, UUID], Act]
"""The act for a chosen slot and the id of the row that it will make."""
ActsForSession = Callable[[UUID, UUID], tuple[Act, ...]]
"""The acts for a chosen session and the id of the enrolment that they will make."""


@dataclass(frozen=True)
class Alternative:
    """One button of a line: the acts that it records, or the place that it asks for first."""

    label: str
    acts: tuple[Act, ...] = ()
    for_slot: ActForSlot | None = None
    for_session: ActsForSession | None = None

    @property
    def decision(self) -> str:
        """What the line is settled with."""
        return self.label.removesuffix("…")
