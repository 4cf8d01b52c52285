# SPDX-License-Identifier: MIT
"""What « Sortie de formation… » offers of a trainee, and what the page says of an exit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.rules.exits import exit_refusal, is_exit_due, reopen_refusal
from kairos_desktop.services.rules.reports import owes_report, report_refusal
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.choice_panel import Choice

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kairos_desktop.services.queries.training import TraineeCard

TITLE = "Sortie de formation"
REPORT = "Saisir le bilan"
_ACTS = {
    "complete": "Confirmer la sortie",
    "drop": "Saisir un abandon",
    "exclude": "Saisir une exclusion",
    "report": REPORT,
    "reopen": "Rouvrir le parcours (RGC)",
}
_RULES = {"reopen": lambda row: reopen_refusal(row.state), "report": report_refusal}


def why_not(card: TraineeCard | None, act: str) -> str:
    """Why an act is not offered; "" when it is."""
    if card is None:
        return "Personne n’est choisi."
    row = card.enrolment
    refusal = _RULES[act](row) if act in _RULES else exit_refusal(row.state)
    return sentence(refusal) if refusal else ""


def exit_choices(card: TraineeCard | None, do: Callable[[str], None]) -> list[Choice]:
    """The ways out of a training, and what comes after."""
    return [
        Choice(label, partial(do, act), not (said := why_not(card, act)), why_not=said)
        for act, label in _ACTS.items()
    ]


def banner(card: TraineeCard, today: date, do: Callable[[str], None]) -> Banner | None:
    """What is still to be done of this trainee, the most pressing alone."""
    own = next(line for line in card.paths if line.id == card.enrolment.id)
    if is_exit_due(card.enrolment, card.session, today):
        said = "La fin prévue est passée : confirmez la sortie, à signaler sous 3 jours."
        return Banner("warn", said, _ACTS["complete"], partial(do, "complete"))
    if card.enrolment.entered_on is None:
        said = "L’entrée en formation n’est pas saisie : une absence sera « à vérifier »."
        return Banner("info", said)
    if owes_report(card.enrolment, today) and own.report is None:
        said = "Le bilan de fin de formation n’est pas encore saisi."
        return Banner("info", said, REPORT, partial(do, "report"))
    return None
