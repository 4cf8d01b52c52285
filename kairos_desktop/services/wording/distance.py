# SPDX-License-Identifier: MIT
"""Distance work in French: what was validated of what was estimated, what the AIS says of it."""

from __future__ import annotations

from kairos_desktop.services.rules.remote_work import percent
from kairos_desktop.services.wording.dates import NBSP, hours_text


def remote_text(estimated: int | None, validated: int | None) -> str:
    """« 30 h validées sur 40 h estimées (75 %) »; nothing where nobody has said anything."""
    if estimated is None:
        return f"{hours_text(validated)} validées, sans estimation" if validated else ""
    if validated is None:
        return f"{hours_text(estimated)} estimées, heures validées à saisir"
    done = percent(estimated, validated)
    said = f"{hours_text(validated)} validées sur {hours_text(estimated)} estimées"
    return said if done is None else f"{said} ({done}{NBSP}%)"


def distance_text(hours: float | None, assessment: str) -> str:
    """« 120 h estimées · évaluation : chaque semaine », with what is known (R6341-6)."""
    parts = (
        f"{hours_text(round(hours * 60))} estimées" if hours is not None else "",
        f"évaluation : {assessment}" if assessment else "",
    )
    return " · ".join(filter(None, parts))
