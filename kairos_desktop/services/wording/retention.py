# SPDX-License-Identifier: MIT
"""« Conservation des pièces » in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.retention import Keeping
from kairos_desktop.services.wording.dates import day_number

if TYPE_CHECKING:
    from kairos_desktop.services.queries.retention import RetentionLine

RETENTION = "Conservation des pièces"
KEEPING = {
    Keeping.PAST: "Délai passé",
    Keeping.KEPT: "À conserver",
    Keeping.UNKNOWN: "Fin inconnue",
}


def retention_text(line: RetentionLine) -> str:
    """« Pièces à conserver jusqu’au 31/12/2033 (6 ans après l’année de fin) »."""
    if line.until is None:
        return "Pièces à conserver : la fin de la session n’est pas connue"
    why = f"{line.years} ans après l’année de fin{', cofinancée' if line.is_cofunded else ''}"
    until = day_number(line.until)
    if line.keeping is Keeping.PAST:
        return f"Délai de conservation des pièces passé depuis le {until} ({why})"
    return f"Pièces à conserver jusqu’au {until} ({why})"
