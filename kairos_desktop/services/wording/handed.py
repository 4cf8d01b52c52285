# SPDX-License-Identifier: MIT
"""What was handed before the enrolment, in French (L6353-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.handed import lacking
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.models.rows import HandedRow

HAND_DOCUMENTS = "Noter les documents remis"


def handed_text(people: int, missing: int) -> str:
    """« Documents d’avant l’inscription : 3 personnes sur 12 n’ont pas tout reçu (L6353-8) »."""
    said = f"tout est remis ({people} personne{'s' if people > 1 else ''})"
    if missing:
        verb = "n’ont" if missing > 1 else "n’a"
        noun = "personnes" if missing > 1 else "personne"
        said = f"{missing} {noun} sur {people} {verb} pas tout reçu"
    return f"Documents d’avant l’inscription : {said} (L6353-8)"


def handed_so_far(row: HandedRow | None) -> str:
    """What somebody holds, and since when; what lacks."""
    if row is None:
        return "Rien n’est encore noté."
    missing = ", ".join(label(each).lower() for each in lacking(row))
    said = f"Noté le {day_number(row.day)}"
    return f"{said}. Il manque : {missing}." if missing else f"{said} : tout est remis."
