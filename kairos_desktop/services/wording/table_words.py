# SPDX-License-Identifier: MIT
"""What a row of each table is, in French, with its article."""

from __future__ import annotations

TABLES = {
    "account": "le compte",
    "adhesion": "l’adhésion KAIROS",
    "clearance": "l’habilitation à transmettre",
    "provider": "la fiche de l’organisme",
    "site": "le lieu",
    "training_session": "la session",
    "interruption": "l’interruption",
    "jobseeker": "la fiche du DE",
    "slot": "le rendez-vous",
    "registration": "l’inscription au rendez-vous",
    "enrolment": "l’inscription en formation",
    "absence": "l’absence",
    "remote_work": "le travail à distance du mois",
    "attendance": "l’assiduité du mois",
    "delegates": "l’élection des délégués",
    "handed": "la remise des documents",
    "reason": "le motif",
    "report": "le bilan",
    "aif_quote": "le devis AIF",
    "sheet": "la feuille d’émargement",
    "reported": "le report dans KAIROS",
    "signature": "la signature",
    "signature_chain": "la chaîne des signatures",
    "document": "le document",
    "seats": "le nombre de places",
    "place_hold": "les places gardées",
    "counter": "la numérotation",
    "outcome": "la ligne à régulariser",
}
