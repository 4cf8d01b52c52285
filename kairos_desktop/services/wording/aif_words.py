# SPDX-License-Identifier: MIT
"""The French words of a « devis AIF »: its states, who else pays, what it lacks, its money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.quote_rows import Cofunder, QuoteState
from kairos_desktop.services.rules.aif_quotes import distance_percent, lacking
from kairos_desktop.services.wording.dates import NBSP, hours_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from kairos_desktop.models.quote_rows import AifQuoteRow

AIF_LABELS: dict[type[StrEnum], Mapping[str, str]] = {
    QuoteState: {
        "draft": "Brouillon",
        "sent": "Envoyé",
        "accepted": "Accepté par le DE",
        "declined": "Refusé par le DE",
        "expired": "Expiré",
        "granted": "Accordé",
        "refused": "Refusé",
        "enrolled": "Inscrit",
        "invoiced": "Facturé",
        "paid": "Payé",
        "cancelled": "Annulé",
    },
    Cofunder: {
        "cpf": "CPF",
        "opco": "OPCO",
        "region": "Région",
        "agefiph": "Agefiph",
        "own": "DE",
    },
}
AIF_EXPLAINED: dict[type[StrEnum], Mapping[str, str]] = {
    QuoteState: {
        "draft": "Se modifie encore : rien n’est parti.",
        "sent": "Dans l’espace personnel du DE : sa réponse est attendue.",
        "accepted": "À l’étude à France Travail : sa décision est attendue.",
        "expired": "Sans réponse du DE au dernier jour de validité.",
        "granted": "L’inscription en formation peut se faire.",
        "refused": "Refusé par France Travail.",
        "enrolled": "Accordé, et le DE est inscrit : à facturer à la fin, avec les justificatifs.",
        "invoiced": "Le paiement est attendu.",
    },
}
MONEY = {
    "teaching": "coût pédagogique",
    "cpf": "payé par le CPF",
    "opco": "payé par l’OPCO",
    "region": "payé par la Région",
    "agefiph": "payé par l’Agefiph",
    "own": "reste à charge du DE",
}
"""The columns of a quote that hold cents, as its form names them."""
_LACKING = {
    "objective": "objectif",
    "content": "contenu",
    "means": "moyens",
    "duration": "durée",
    "period": "période",
    "distance": "part à distance",
    "arrangements": "modalités de déroulement",
    "follow_up": "suivi et sanction",
    "price": "prix",
    "payment": "modalités de règlement",
}

AIF_REFUSALS = {
    "quote_not_draft": "Ce devis est au statut « {quote_state} » : seul un brouillon se modifie. "
    "Pour le corriger, annulez-le et faites-en une copie.",
    "quote_step": "Un devis au statut « {quote_state} » ne passe pas à « {quote_step} ». Rien n’a "
    "été modifié.",
    "quote_not_cancelled": "Un devis au statut « {quote_state} » ne s’annule plus.",
    "cofunding_beyond": "Les autres financements dépassent le coût pédagogique. La saisie reste à "
    "l’écran.",
    "distance_beyond": "Les heures à distance dépassent les heures de la formation. La saisie "
    "reste à l’écran.",
}
AIF_WARNINGS = {
    "no_quality_reference": "Sans référencement qualité : pas de devis AIF, ni de financement par "
    "France Travail.",
    "quality_over": "La référence qualité de l’organisme n’est plus valable depuis le {day} : "
    "France Travail ne financera pas.",
    "quote_late": "Envoyé le {day} pour un début le {start} : la demande d’AIF se fait au moins 15 "
    "jours avant. Elle risque d’être refusée.",
    "quote_late_reason_missing": "Envoyé à moins de 15 jours du début, sans motif.",
    "quote_soon": "Début le {start} : un envoi 30 jours avant laisse le temps de la réponse.",
    "quote_lacks": "Il manque {count} mention(s) au devis : sans elles, il ne vaut pas convention "
    "de formation (D6353-1).",
    "quote_expired": "La validité du devis s’arrêtait au {day}.",
    "quote_unpublished": "La session n’a pas ses numéros CARIF : sans publication, pas d’AIF.",
    "quote_twin": "{last_name} a déjà un autre devis AIF en cours sur cette session : gardez-en un "
    "seul.",
    "quote_answer_unknown": "Décision notée sans que la réponse du DE le soit.",
    "quote_not_invoiced": "Paiement noté sans que la facture le soit.",
    "quote_before_sending": "Cette date précède l’envoi du devis, le {day}.",
    "aif_with_region": "L’AIF ne se cumule pas avec l’aide individuelle de la Région : vérifiez "
    "auprès de l’agence.",
    "aif_not_free": "L’AIF suppose souvent une formation gratuite pour le DE : vérifiez ce reste à "
    "charge auprès de l’agence.",
}


def money(cents: int) -> str:
    """« 2 450,50 € »; whole euros without cents."""
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", NBSP)
    sign = "-" if cents < 0 else ""
    return f"{sign}{grouped}{f',{rest:02}' if rest else ''}{NBSP}€"


def lacking_text(row: AifQuoteRow) -> str:
    """What D6353-1 asks for and is not filled in; "" where nothing is missing."""
    return ", ".join(_LACKING[name] for name in lacking(row))


def distance_text(row: AifQuoteRow) -> str:
    """« 120 h à distance, soit 20 % de la durée totale » (D6353-1); "" where nobody has said."""
    share = distance_percent(row)
    if row.hours_distance is None or share is None:
        return ""
    if not row.hours_distance:
        return "aucun, la formation se fait en présence"
    hours = hours_text(round(row.hours_distance * 60))
    return f"{hours} à distance, soit {share}{NBSP}% de la durée totale"
