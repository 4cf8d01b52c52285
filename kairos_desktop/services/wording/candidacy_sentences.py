# SPDX-License-Identifier: MIT
"""What is said of candidacies: why an act is refused, what must be seen."""

from __future__ import annotations

CANDIDACY_REFUSALS = {
    "window_dates": "Le dernier jour des candidatures ({end}) précède le premier ({start}).",
    "candidates_out_of_range": "Le nombre de candidats au plus va de 1 à {most}, ou reste vide.",
    "candidates_below_taken": "{taken} candidature(s) sont déjà saisies : le nombre de candidats "
    "au plus ne peut pas être inférieur.",
    "already_candidate": "Cette personne est déjà candidate sur cette période.",
    "window_full": "Cette période a déjà reçu ses {capacity} candidats au plus. Modifiez ce "
    "nombre, ou choisissez une autre période.",
    "contact_missing": "Il faut un contact : la personne de l’organisme qui reçoit les "
    "candidatures. La saisie reste à l’écran.",
    "not_a_window": "Ceci n’est pas une période de candidature. Rien n’a été modifié.",
    "is_a_window": "Une période de candidature n’a ni heure ni présence : cet acte est celui d’une "
    "Info coll ou d’un RDV. Rien n’a été modifié.",
    "window_has_contacts": "{count} candidat(s) ont déjà été contactés : la période ne peut plus "
    "être supprimée. Avancez plutôt son dernier jour.",
    "not_a_candidacy": "Cette personne est inscrite à un rendez-vous : sa présence se saisit, pas "
    "une prise de contact.",
    "candidacy_ended": "Cette candidature est au statut « {state} » : plus rien ne s’y saisit.",
    "candidacy_decided": "Un résultat a déjà été saisi ({result}) : annulez-le d’abord.",
    "result_before_contact": "Un résultat a déjà été saisi ({result}) : la personne a bien été "
    "jointe. Annulez-le d’abord.",
    "not_contacted": "Ce candidat n’a pas été contacté (statut : {state}). Saisissez la prise de "
    "contact, ou le motif d’une décision sans contact.",
    "no_presence_step": "Une candidature n’a pas de présence : saisissez la prise de contact.",
    "transfer_candidacy": "Une candidature ne se transfère pas : fixez un RDV au candidat.",
    "not_an_appointment": "Un RDV se fixe sur un RDV individuel de la session.",
}

CANDIDACY_WARNINGS = {
    "window_past": "La période s’est terminée le {day} : candidature enregistrée après coup.",
    "contact_in_the_future": "La date du contact ({day}) est dans le futur.",
}
