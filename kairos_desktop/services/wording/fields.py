# SPDX-License-Identifier: MIT
"""The French name of each typed text, as the forms show it; used by the sentences that name one."""

from __future__ import annotations

FIELDS = {
    "address": "adresse",
    "advisor": "conseiller",
    "agency": "agence",
    "birth_name": "nom de naissance",
    "carif_action_number": "n° CARIF de l’action",
    "carif_contact": "contact du CARIF-OREF",
    "carif_session_number": "n° CARIF de la session",
    "carif_training_number": "n° CARIF de la formation",
    "certification": "certification",
    "comment": "commentaire",
    "decision": "décision",
    "contact": "contact",
    "contact_email": "courriel du contact",
    "contact_name": "nom du contact",
    "contact_phone": "téléphone du contact",
    "dates_text": "dates",
    "delivering_siret": "SIRET dispensateur",
    "distance_share": "part à distance",
    "email": "courriel",
    "entry_level": "niveau d’entrée",
    "first_name": "prénom",
    "ft_id": "identifiant France Travail",
    "full_name": "nom et prénom",
    "funder": "financeur",
    "funding": "financement",
    "funding_reference": "référence du financement",
    "label": "nom du lieu",
    "last_name": "nom",
    "lead_siret": "SIRET responsable",
    "legal_name": "raison sociale",
    "link": "lien",
    "login": "identifiant de connexion",
    "logo": "logo",
    "manager_name": "responsable de gestion des comptes",
    "name": "nom de l’organisme",
    "nda_number": "numéro de déclaration d’activité",
    "note": "précision",
    "phone": "téléphone",
    "place": "lieu",
    "postcode": "code postal",
    "previous_ft_id": "ancien identifiant",
    "quality_reference": "référence qualité",
    "reason": "motif",
    "rhythm": "rythme",
    "search_key": "clé de recherche",
    "signatory_name": "nom du signataire",
    "signatory_role": "qualité du signataire",
    "siret": "SIRET",
    "source": "source",
    "stamp": "cachet",
    "title": "intitulé",
    "town": "ville",
}


def field_name(name: str) -> str:
    """The French name of a typed text; « une zone » for one that has none."""
    return FIELDS.get(name, "une zone")
