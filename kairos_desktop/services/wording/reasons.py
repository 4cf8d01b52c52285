# SPDX-License-Identifier: MIT
"""The French words of the reasons: those shipped, and those that the RGC wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.rules.reasons import known_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kairos_desktop.models.rows import ReasonRow

_SHIPPED: Mapping[ReasonKind, Mapping[str, str]] = {
    ReasonKind.ABSENCE: {
        "sick": "Arrêt de travail",
        "work_accident": "Accident du travail ou de trajet",
        "maternity": "Maternité",
        "paternity": "Paternité",
        "custody": "Incarcération",
        "sick_child": "Garde d’enfant",
        "family_event": "Événement familial",
        "official_summons": "Convocation administrative ou judiciaire",
        "advisor_meeting": "RDV France Travail ou prescripteur",
        "job_interview": "Entretien d’embauche",
        "exam": "Examen",
        "religious_or_authorised_leave": "Absence autorisée",
        "transport_force_majeure": "Transports, force majeure",
        "centre_closed": "Fermeture du centre",
        "late": "Retard",
        "unjustified_no_news": "Sans nouvelle",
        "unjustified_reason_refused": "Motif non recevable",
    },
    ReasonKind.INTERRUPTION: {
        "centre_closure": "Fermeture du centre",
        "school_holidays": "Congés scolaires",
        "company_placement_gap": "Attente d’un stage en entreprise",
        "force_majeure": "Force majeure",
        "long_sickness": "Arrêt de travail de longue durée",
        "maternity": "Maternité",
        "personal": "Raison personnelle",
    },
    ReasonKind.DROPOUT: {
        "job": "Reprise d’emploi",
        "other_training": "Autre formation",
        "health": "Empêchement personnel",
        "family": "Raison familiale",
        "moving": "Déménagement",
        "money": "Difficultés financières",
        "childcare": "Garde d’enfant",
        "transport": "Transports",
        "content_mismatch": "Formation inadaptée",
        "project_changed": "Changement de projet",
        "avenir_no_return": "Ne revient pas sur #Avenir",
        "no_news": "Sans nouvelle",
        "force_majeure": "Force majeure",
        "other": "Autre",
    },
    ReasonKind.END: {
        "planned_end": "Fin prévue",
        "early_success": "Objectifs atteints, certification obtenue",
        "job": "Reprise d’emploi",
        "dropout": "Abandon",
        "exclusion": "Exclusion",
        "provider_stopped": "Arrêt par l’organisme",
        "death": "Décès",
    },
}


def reason_label(kind: ReasonKind, code: str, kept: Iterable[ReasonRow] = ()) -> str:
    """The words of a reason; its code, made readable, where no list knows it; "" for none."""
    for row in kept:
        if row.kind is kind and row.code == code and row.label:
            return row.label
    return _SHIPPED[kind].get(code) or code.replace("_", " ").capitalize()


def reason_choices(
    kind: ReasonKind, kept: Iterable[ReasonRow] = (), *, among: Iterable[str] | None = None
) -> list[tuple[str, str]]:
    """The reasons that are offered, with their words; `among` some codes, and those added."""
    kept = tuple(kept)
    wanted = None if among is None else frozenset(among)
    return [
        (row.code, reason_label(kind, row.code, kept))
        for row in known_reasons(kind, kept)
        if row.active and (wanted is None or row.code in wanted or row.code not in _SHIPPED[kind])
    ]
