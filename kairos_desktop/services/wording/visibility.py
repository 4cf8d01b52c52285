# SPDX-License-Identifier: MIT
"""« Pourquoi je ne vois pas ma session » in French: the reasons, and what is known of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kairos_desktop.services.rules.visibility import Answer, Expected, Finding, Why
from kairos_desktop.services.wording.dates import day_number

if TYPE_CHECKING:
    from collections.abc import Iterable

WHY_NOT_SEEN = "Pourquoi je ne vois pas ma session"
REASONS = {
    Why.TOO_EARLY: "Trop tôt : une session arrive dans KAIROS de J+1 à J+8 environ",
    Why.NUMBERS: "Pas encore de numéros CARIF (action et session)",
    Why.SIRET: "SIRET absent ou faux dans l’offre",
    Why.OTHER_PROVIDER: "Session d’un autre organisme dispensateur",
    Why.ENDED: "Session finie depuis plus de 30 jours",
    Why.WITHDRAWN: "Session retirée de l’offre, ou périmée",
    Why.KIND: "Apprentissage ou formation initiale : jamais dans KAIROS",
}
ANSWERS = {
    Answer.CAUSE: "C’est le cas",
    Answer.CLEAR: "Ce n’est pas cela",
    Answer.CHECK: "À vérifier",
}
_KNOWN = {
    (Why.TOO_EARLY, Answer.CAUSE): "Attendez le {fact} avant d’appeler.",
    (Why.TOO_EARLY, Answer.CLEAR): "Elle devrait y être depuis le {fact}.",
    (Why.NUMBERS, Answer.CAUSE): "Le CARIF-OREF ne l’a pas encore validée.",
    (Why.NUMBERS, Answer.CLEAR): "L’offre donne les deux numéros.",
    (Why.SIRET, Answer.CAUSE): "L’offre porte « {fact} » : à faire corriger.",
    (Why.SIRET, Answer.CLEAR): "L’offre porte {fact}.",
    (Why.OTHER_PROVIDER, Answer.CAUSE): "Elle est au compte du SIRET {fact} : lui seul la voit.",
    (Why.OTHER_PROVIDER, Answer.CLEAR): "Elle est à votre SIRET.",
    (Why.ENDED, Answer.CAUSE): "Finie le {fact}.",
    (Why.ENDED, Answer.CLEAR): "Elle finit le {fact}.",
    (Why.WITHDRAWN, Answer.CAUSE): "Le dernier fichier importé le dit.",
    (Why.WITHDRAWN, Answer.CLEAR): "Le dernier fichier importé la contient.",
    (
        Why.WITHDRAWN,
        Answer.CHECK,
    ): "L’offre importée ici ne la contient pas : importez la dernière.",
}
_ASK = "À vérifier auprès du CARIF-OREF."


def expected_text(days: Expected | None) -> str:
    """« Session attendue dans KAIROS entre le 02/12/2026 et le 09/12/2026 (J+1 à J+8) »."""
    if days is None:
        return "Session attendue dans KAIROS de J+1 à J+8 environ après sa validation"
    between = f"entre le {day_number(days.first)} et le {day_number(days.last)}"
    return f"Session attendue dans KAIROS {between} (J+1 à J+8)"


def known_text(finding: Finding) -> str:
    """What is known of a reason, in a sentence."""
    said = _KNOWN.get((finding.why, finding.answer), _ASK)
    fact = finding.fact
    return said.format(fact=day_number(fact) if isinstance(fact, date) else fact or "rien")


def conclusion(found: Iterable[Finding], carif: str) -> str:
    """What to do next, by what was found."""
    causes = [each for each in found if each.answer is Answer.CAUSE]
    if not causes:
        return f"Rien d’ici ne l’explique : appelez le {carif}, le numéro de session sous les yeux."
    if causes[0].why is Why.TOO_EARLY:
        return "Rien d’anormal : elle n’est pas encore attendue."
    return f"À corriger auprès du {carif}, ou normal : voyez chaque ligne."
