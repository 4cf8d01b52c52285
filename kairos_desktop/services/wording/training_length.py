# SPDX-License-Identifier: MIT
"""The length of a training in French, and what a funder would ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.training_length import is_full_time
from kairos_desktop.services.wording.dates import hours_text

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SessionRow

LENGTH_WARNINGS = {
    "training_short": "Moins de {least} heures en tout : les stagiaires d’une formation aussi "
    "courte ne sont pas rémunérés par l’État ou la Région (R6341-15).",
    "training_long": "Plus de {years} ans : une formation rémunérée par l’État ou la Région dure "
    "{years} ans au plus (R6341-15).",
    "absence_too_long": "Absence du {day} à vérifier : elle dure plus de {years} ans.",
}
_RHYTHMS = {
    True: "Temps plein",
    False: "Temps partiel",
    None: "Heures par semaine non précisées",
}


def length_text(session: SessionRow) -> str:
    """« Temps plein · 35 h par semaine · 600 h en tout » with what is known (R6341-15)."""
    weekly, total = session.hours_weekly, session.hours_total
    parts = (
        _RHYTHMS[is_full_time(weekly)],
        f"{_hours(weekly)} par semaine" if weekly else "",
        f"{_hours(total)} en tout" if total else "",
    )
    return " · ".join(filter(None, parts))


def _hours(hours: float) -> str:
    return hours_text(round(hours * 60))
