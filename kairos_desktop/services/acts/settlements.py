# SPDX-License-Identifier: MIT
"""What a person decides of an act that the back end did not simply apply (« À régulariser »)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import OutcomeRow
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.verdicts import Refused


class SettleOutcome(Act, frozen=True):
    """Closes a line of « À régulariser » with what was decided. Refuses "already_settled".

    `decision` says it in words ("" is refused "reason_missing"); an alternative that was chosen is
    an act of its own, in the same gesture.
    """

    name: ClassVar = "outcome.settle"
    outcome_id: UUID
    decision: str

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The line."""
        yield by_id(OutcomeRow, self.outcome_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The line settled."""
        row = known.get(OutcomeRow, self.outcome_id)
        if row.settled_at is not None:
            return Refused("already_settled", {"by": row.settled_by})
        if not self.decision.strip():
            return Refused("reason_missing", {})
        settled = msgspec.structs.replace(
            row, settled_at=made.at, settled_by=made.by, decision=tidy(self.decision)
        )
        return Changes(put=(settled,))
