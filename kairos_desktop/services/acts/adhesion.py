# SPDX-License-Identifier: MIT
"""« Adhésion KAIROS »: the steps with the agency, and which funders let the organisation transmit.

Facts: what the agency did is recorded, never refused. Sources: domain 2.1; guide p. 7, 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import AdhesionRow, ClearanceRow
from kairos_desktop.models.vocabulary import AdhesionStep
from kairos_desktop.services.acts.act import Act, Changes, LocalTime, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.adhesion import clearance_id, step_warnings, with_step
from kairos_desktop.services.rules.verdicts import Refused


class RecordAdhesionStep(Act, frozen=True):
    """A step of the adhesion and its day; said again, it is corrected.

    The hour counts for the credentials: they lapse 72 hours after their receipt. Warns
    "step_in_the_future", "step_out_of_order".
    """

    name: ClassVar = "adhesion.record_step"
    is_fact: ClassVar = True
    step: AdhesionStep
    on: date
    at: LocalTime | None = None

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """How far the organisation is."""
        yield by_id(AdhesionRow, made.org)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The adhesion with this step."""
        row = known.one(AdhesionRow, made.org) or AdhesionRow(id=made.org)
        warned = step_warnings(row, self.step, self.on, made.today)
        return Changes(put=(with_step(row, self.step, self.on, self.at),), warned=tuple(warned))


class RecordClearance(Act, frozen=True):
    """Whether a funder lets the organisation transmit, since when. Refuses "funder_missing".

    One line a funder, however its name is typed.
    """

    name: ClassVar = "clearance.record"
    is_fact: ClassVar = True
    funder: str
    allowed: bool
    since: date

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """What was known of the funder."""
        yield by_id(ClearanceRow, self._id(made))

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The funder's line."""
        if not self.funder.strip():
            return Refused("funder_missing", {})
        row = ClearanceRow(
            id=self._id(made), funder=tidy(self.funder), allowed=self.allowed, since=self.since
        )
        return Changes(put=(row,))

    def _id(self, made: Made) -> UUID:
        return clearance_id(made.org, self.funder)
