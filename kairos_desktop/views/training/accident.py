# SPDX-License-Identifier: MIT
"""« Signalé »: a work accident that the organisation has notified (R6341-35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.acts.absences import TellAccident
from kairos_desktop.services.wording.dates import day_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.queries.training import AbsenceLine
    from kairos_desktop.views.toolkit.desk import Desk


def why_not(line: AbsenceLine) -> str:
    """Why there is nothing to notify of an absence."""
    if not line.absence.work_accident:
        return "Cette absence n’est pas un accident du travail."
    told = line.absence.accident_told_on
    return f"Cet accident a été signalé le {day_number(told)}." if told else ""


def tell(desk: Desk, lines: Sequence[AbsenceLine]) -> None:
    """Note that the accidents are notified, today."""
    today = desk.now().date()
    acts = [TellAccident(absence_id=line.id, told_on=today) for line in lines]
    desk.record(acts, f"Accident du {day_number(lines[0].absence.starts_on)} signalé.")
