# SPDX-License-Identifier: MIT
"""The vote of the delegates in French: what became of it, or when it is to be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.wording.dates import day_number, period
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.models.rows import DelegatesRow
    from kairos_desktop.services.rules.delegates import VoteDays

RECORD_DELEGATES = "Noter l’élection des délégués"


def delegates_text(row: DelegatesRow | None, days: VoteDays | None) -> str:
    """« Délégués élus le 20/01/2027 », « Vote des délégués : du … au … » (R6352-10)."""
    if row is not None:
        return f"Délégués des stagiaires : {label(row.vote).lower()}, le {day_number(row.day)}"
    when = period(days.first, days.last) if days else "entre 20 h et 40 h de formation"
    return f"Délégués des stagiaires : vote {when}"
