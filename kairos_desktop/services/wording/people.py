# SPDX-License-Identifier: MIT
"""How a person is named on screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import Civility
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.models.rows import JobseekerRow

_PARTICLES = ("d’", "d'")


def upper_name(name: str) -> str:
    """The surname in capitals, a leading « d’ » left as it is: « d’HÉROUVILLE »."""
    for particle in _PARTICLES:
        if name.startswith(particle):
            return particle + name[len(particle) :].upper()
    return name.upper()


def full_name(row: JobseekerRow) -> str:
    """« LEFÈVRE Anne », as lists show it."""
    return f"{upper_name(row.last_name)} {row.first_name}"


def addressed(row: JobseekerRow) -> str:
    """« Mme LEFÈVRE Anne »; without civility, the name alone."""
    if row.civility is Civility.NONE:
        return full_name(row)
    return f"{label(row.civility)} {full_name(row)}"


def prescriber_text(row: JobseekerRow) -> str:
    """« France Travail – Le Havre Centre », « Mission locale »."""
    who = label(row.prescriber)
    return f"{who} – {row.agency}" if row.agency else who
