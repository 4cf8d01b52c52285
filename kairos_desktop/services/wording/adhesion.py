# SPDX-License-Identifier: MIT
"""Where the adhesion to KAIROS stands, in a sentence. Source: guide p. 7, 8."""

from __future__ import annotations

from datetime import datetime

from kairos_desktop.models.vocabulary import AdhesionStep
from kairos_desktop.services.rules.adhesion import Progress
from kairos_desktop.services.wording.dates import hour, short_day

_AWAITED = {
    AdhesionStep.REQUESTED: "L’adhésion n’est pas encore demandée.",
    AdhesionStep.CREDENTIALS: "Adhésion demandée : les identifiants du RGC arrivent par courriel.",
    AdhesionStep.AGREEMENT: "Identifiants reçus : le conventionnement reste à accepter.",
    AdhesionStep.CLEARANCES: "Conventionnement accepté : le RGC habilite les collaborateurs.",
}
_DONE = "Adhésion terminée : vous pouvez transmettre pour les financeurs habilités."


def progress_text(progress: Progress, now: datetime) -> str:
    """What is awaited, and the hours left where there are any; `now` is civil."""
    if progress.awaited is None:
        return _DONE
    if progress.deadline is None:
        return _AWAITED[progress.awaited]
    moment = f"{short_day(progress.deadline.date())} à {hour(progress.deadline.time())}"
    if progress.is_late:
        return f"Les identifiants reçus ont expiré le {moment} : redemandez-les à France Travail."
    left = int((progress.deadline - now).total_seconds() // 3600)
    shown = f"il reste {left} h" if left else "il reste moins d’une heure"
    return (
        f"Conventionnement à accepter avant le {moment} : {shown}. Samedis et dimanches comptent."
    )
