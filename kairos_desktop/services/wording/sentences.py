# SPDX-License-Identifier: MIT
"""The French sentence of each refusal and warning: what happened, what was kept, what to do.

The same wherever the rule is met: window, command line, back end. A test holds this list
against the codes that the rules and the acts give.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.services.wording.aif_words import AIF_REFUSALS, AIF_WARNINGS
from kairos_desktop.services.wording.candidacy_sentences import (
    CANDIDACY_REFUSALS,
    CANDIDACY_WARNINGS,
)
from kairos_desktop.services.wording.dates import day_number, hour, moment
from kairos_desktop.services.wording.fields import field_name
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sheet_sentences import SHEET_REFUSALS, SHEET_WARNINGS
from kairos_desktop.services.wording.table_words import TABLES
from kairos_desktop.services.wording.training_length import LENGTH_WARNINGS
from kairos_desktop.services.wording.troubles import trouble_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kairos_desktop.services.rules.verdicts import Refused, Warned

_REFUSALS = {
    **AIF_REFUSALS,
    **SHEET_REFUSALS,
    **CANDIDACY_REFUSALS,
    # Any act
    "unknown_row": "{table} n’existe pas, ou plus. Rien n’a été modifié : rouvrez la liste.",
    "unknown_act": "L’acte « {name} » n’existe pas dans cette version. Il n’a pas été joué.",
    "unknown_version": "L’acte « {name} » existe, mais pas dans la version {version}. "
    "Il n’a pas été joué.",
    "act_arguments": "L’acte « {name} » est mal rempli : {trouble}. Il n’a pas été joué.",
    "id_taken": "Cet identifiant est déjà celui d’une autre ligne. Rien n’a été modifié.",
    "nir": "Ce texte ressemble à un numéro de sécurité sociale ({field}). Il n’est jamais "
    "enregistré : effacez-le, l’identifiant France Travail suffit.",
    "text_too_long": "Ce texte est trop long ({field}) : {most} caractères au plus.",
    "text_unreadable": "Ce texte contient un caractère invisible ou de contrôle ({field}). "
    "Retapez-le au clavier.",
    "no_accident_to_tell": "Cette absence n’est pas un accident du travail à signaler, ou il l’est "
    "déjà. Rien n’a été modifié.",
    "not_reported": "Ceci n’était plus noté comme reporté dans KAIROS. Rien n’a été modifié.",
    "already_settled": "Cette ligne a déjà été régularisée par {by}. Rien n’a été modifié.",
    # Jobseekers
    "name_missing": "Il faut un nom et un prénom. La saisie reste à l’écran.",
    "jobseeker_id_shape": "« {typed} » n’est pas un identifiant de demandeur d’emploi : "
    "8 caractères (7 chiffres puis un chiffre ou une lettre), 11 chiffres, ou 3 chiffres suivis "
    "de l’ancien identifiant. Il peut rester vide pour l’instant.",
    "birth_date_impossible": "La date de naissance {day} n’est pas possible.",
    "merge_same": "Les deux fiches choisies sont la même. Choisissez-en deux différentes.",
    "merged_away": "Cette fiche ({last_name}) a été fusionnée avec une autre. "
    "Ouvrez la fiche conservée.",
    "merge_both_on_slot": "Les deux fiches sont inscrites au même rendez-vous. Annulez d’abord "
    "l’une des deux inscriptions, puis fusionnez.",
    "merge_both_enrolled": "Les deux fiches sont inscrites à la même formation. Saisissez d’abord "
    "le désistement de l’une des deux, puis fusionnez.",
    "keeper_merged_away": "La fiche qui a absorbé celle-ci ({last_name}) a elle-même été fusionnée "
    "depuis, et les inscriptions sont parties avec elle. Séparez d’abord cette fusion-là, sur la "
    "fiche conservée, puis celle-ci. Rien n’a été modifié.",
    "not_merged": "Cette fiche n’est pas fusionnée par cet acte : il n’y a rien à séparer.",
    # Sessions
    "session_already_open": "La session « {title} » est déjà ouverte au recrutement.",
    "not_our_session": "La session « {title} » n’est pas dispensée par votre SIRET : chaque "
    "organisme dispensateur saisit la sienne.",
    "offer_older": "L’offre importée est plus ancienne que celle du {held}. "
    "La session garde la plus récente.",
    "interruption_too_short": "Cette période dure {days} jours. Seules les interruptions de plus "
    "de 15 jours se déclarent ({least} jours au moins, les deux dates comprises).",
    "interruption_outside": "La période sort des dates de la session ({start} – {end}).",
    "interruption_overlap": "La période chevauche l’interruption du {start} au {end}.",
    "lesson_missing": "Aucune demi-journée à planifier sur cette période : vérifiez les "
    "jours cochés et les dates.",
    "lesson_hours": "La demi-journée finit ({end}) avant de commencer ({start}).",
    "lesson_weekday": "Le jour de la semaine est inconnu.",
    "repeat_dates": "Répétez une semaine sur deux ans au plus, du premier jour au dernier.",
    "timetable_too_long": "Un emploi du temps compte au plus {most} demi-journées.",
    "nothing_to_clear": "Ces demi-journées ne sont plus dans l’emploi du temps.",
    "closure_dates": "Le dernier jour de fermeture vient avant le premier.",
    "interruption_dates": "Le dernier jour vient avant le premier.",
    "interruption_of_session": "Cette interruption est celle de toute la session : annulez-la dans "
    "« Synthèse ». Rien n’a été modifié.",
    # Absences, exits, months
    "absence_dates": "La fin de l’absence vient avant son début. Rien n’a été enregistré.",
    "reason_code": "« {typed} » n’est pas un code : de petites lettres sans accent, des chiffres "
    "et des tirets bas, 40 au plus.",
    "reason_label_missing": "Il faut un libellé. La saisie reste à l’écran.",
    "not_in_training": "Cette personne n’est pas en formation (statut : {state}). Saisissez "
    "d’abord son entrée, ou faites rouvrir son parcours par le RGC.",
    "not_left": "Cette personne n’est pas sortie de formation (statut : {state}) : il n’y a rien "
    "à rouvrir.",
    "month_day": "Le {day} n’est pas le premier jour d’un mois.",
    "month_not_open": "L’assiduité du mois qui commence le {day} se déclare à partir du 25.",
    "nothing_to_declare": "Aucun jour du mois qui commence le {day} n’est à ces stagiaires : "
    "il n’y a rien à déclarer.",
    "not_declared": "Le mois qui commence le {day} n’est pas encore déclaré pour cette personne.",
    "period_dates": "La fin de la période vient avant son début. Rien n’a été édité.",
    "period_outside": "Aucun jour de cette période n’est à cette personne : rien n’est à attester.",
    "no_event": "Cette personne n’a pas d’événement de ce genre à signaler.",
    "not_followed": "Cette personne n’est suivie ni par la Mission locale ni par Cap emploi : pas "
    "de courrier.",
    "no_report": "Le bilan de cette personne n’est pas encore saisi : il s’imprime ensuite.",
    "nothing_to_rectify": "Rien n’a changé depuis la déclaration du mois qui commence le {day}.",
    # Slots
    "no_carif_numbers": "La session « {title} » n’a pas encore ses numéros CARIF. Une modalité "
    "de recrutement s’ouvre au plus tôt le lendemain de la validation par le CARIF-OREF (J+1).",
    "day_out_of_range": "Le {day} n’est pas un jour possible pour un rendez-vous : vérifiez "
    "l’année.",
    "ends_before_start": "L’heure de fin ({end}) précède l’heure de début ({start}).",
    "capacity_out_of_range": "Le nombre de places va de 1 à {most}.",
    "appointment_one_place": "Un RDV individuel reçoit une seule personne. Pour en recevoir "
    "{capacity}, saisissez autant de RDV, ou une Info coll.",
    "link_shape": "Le lien doit commencer par https:// (ou http://).",
    "group_shape": "Un groupe compte de 1 à 60 rendez-vous, de 5 à 480 minutes chacun.",
    "group_past_midnight": "{count} rendez-vous ne tiennent pas dans la journée : "
    "{fits} au plus à partir de cette heure.",
    "group_days": "Choisissez de 1 à {most} jours.",
    "group_day_taken": "Le groupe a déjà des rendez-vous le {day}. Choisissez un autre jour.",
    "unknown_group": "Ce groupe n’a pas de rendez-vous ouvert le {day}.",
    "slot_deleted": "Ce rendez-vous du {day} a été supprimé : plus personne ne peut y être "
    "inscrit.",
    "slot_has_presences": "{count} présence(s) ont déjà été saisies : ce rendez-vous a eu lieu et "
    "ne peut plus être supprimé.",
    "capacity_below_taken": "{taken} personnes occupent déjà une place : {capacity} places ne "
    "suffisent pas. Transférez d’abord quelques personnes.",
    "capacity_below_held": "{taken} personnes occupent déjà une place, et {held} autres sont "
    "gardées par un poste en déplacement. Attendez qu’il les rende.",
    # Held places
    "hold_count": "Gardez au moins une place.",
    "hold_past": "Le {day} est passé : gardez les places jusqu’à un jour à venir.",
    "hold_too_long": "Le {day} est trop loin : un poste garde des places {days} jours au plus.",
    "hold_no_room": "{places} places demandées, {free} libres : celles qui sont prises, gardées ou "
    "attendues ne se gardent pas.",
    "hold_stands": "Ce poste garde déjà des places du {day} : rendez-les d’abord.",
    "hold_places_unknown": "La session « {title} » ne dit pas son nombre de places : il n’y a "
    "rien à garder.",
    "hold_training_over": "La formation s’est terminée le {day} : ses places ne se gardent plus.",
    "training_hold_stands": "Ce poste garde déjà des places de la formation « {title} » : "
    "rendez-les d’abord.",
    "hold_of_other": "Ces places sont gardées par le poste « {letter} » : lui seul peut les "
    "rendre.",
    "hold_lasts": "Ces places sont gardées jusqu’au {day}.",
    # Registrations
    "already_registered": "Cette personne est déjà inscrite à ce rendez-vous.",
    "slot_full": "{capacity:La seule place est prise|Les # places sont prises} et ce "
    "rendez-vous n’a pas de liste d’attente. "
    "Choisissez un autre rendez-vous.",
    "place_taken": "{capacity:La seule place est prise|Les # places sont prises} : la place "
    "a été donnée entre-temps. "
    "Rien n’a été modifié.",
    "not_waitlisted": "Cette personne n’est pas en liste d’attente (statut : {state}).",
    "cannot_cancel": "Un rendez-vous au statut « {state} » ne s’annule plus.",
    "registration_ended": "Cette inscription est au statut « {state} » : la présence ne se saisit "
    "plus ici.",
    "result_already_recorded": "Un résultat a déjà été saisi ({result}). Annulez-le d’abord pour "
    "saisir une absence.",
    "not_present": "Un résultat ne se saisit que pour une personne présente (statut : {state}).",
    "result_missing": "Choisissez un résultat : retenu, non retenu ou en attente.",
    "already_selected": "Cette personne est déjà retenue. Pour revenir en arrière, annulez l’acte "
    "ou passez par son inscription en formation.",
    "reason_missing": "Il faut un motif. La saisie reste à l’écran.",
    "transfer_ended": "Une inscription au statut « {state} » ne se transfère pas.",
    "transfer_source_deleted": "Le rendez-vous du {day} a été supprimé : le transfert n’est plus "
    "possible. Inscrivez la personne à un autre rendez-vous.",
    "transfer_other_session": "Le transfert se fait au sein d’une même session.",
    "transfer_same_slot": "La personne est déjà sur ce rendez-vous.",
    "transfer_target_past": "Le rendez-vous du {day} est passé : choisissez-en un à venir.",
    # Enrolments
    "already_enrolled": "Cette personne est déjà inscrite à cette formation. Rien n’a été modifié.",
    "planned_dates": "La fin prévue précède le début prévu.",
    "cannot_give_verdict": "Au statut « {state} », la réponse du prescripteur ne se saisit pas.",
    "source_missing": "Indiquez d’où vient la réponse : KAIROS, courriel, téléphone…",
    "cannot_withdraw": "Au statut « {state} », un désistement ne se saisit pas.",
    "cannot_flag_error": "Seul un dossier « Retenu » se renvoie à valider (statut : {state}).",
    "no_certificate": "Le certificat ne s’imprime que pour un DE retenu ou inscrit "
    "(statut : {state}).",
    "end_has_its_act": "Cette personne est entrée en formation : sa fin prévue se change par "
    "« Changer la date de fin », qui prévient l’agence. Rien n’a été modifié.",
    # Entries
    "already_entered": "L’entrée est déjà saisie (le {day}). Pour une autre date, corrigez-la.",
    "cannot_enter": "Au statut « {state} », l’entrée ne se saisit pas : proposez d’abord à nouveau "
    "l’inscription.",
    "not_entered": "Cette personne n’est pas entrée en formation (statut : {state}).",
    "end_before_entry": "La fin prévue ({end}) précède l’entrée ({start}).",
    "no_end_to_tell": "Aucun changement de date de fin n’attend d’être signalé.",
    "no_entry_attestation": "L’AES s’émet à la saisie de la présence à l’entrée "
    "(statut : {state}).",
    # Papers
    "not_a_sheet": "Ce document ne s’établit pas pour un rendez-vous entier.",
    "not_expected": "Cette personne n’est pas attendue à ce rendez-vous (statut : {state}) : "
    "pas de convocation.",
    # Provider
    "siret_shape": "« {typed} » n’est pas un SIRET : 14 chiffres et une clé juste.",
    "siret_not_ours": "Ce profil est celui d’un autre SIRET. Un compte, un SIRET : créez un autre "
    "profil pour {typed}.",
    "provider_name_missing": "Il faut le nom de l’organisme.",
    "picture_too_large": "Cette image est trop lourde : {most_kb} ko au plus.",
    "picture_unreadable": "Cette image ne peut pas être lue : choisissez un fichier PNG ou JPEG.",
    "site_label_missing": "Il faut un nom pour ce lieu.",
    # Accounts
    "login_shape": "« {typed} » ne convient pas comme identifiant : 2 à 80 lettres, chiffres, "
    "points, tirets ou @, sans espace.",
    "login_taken": "L’identifiant « {login} » est déjà celui d’un compte, ouvert ou fermé. "
    "Choisissez-en un autre.",
    "full_name_missing": "Il faut le nom et le prénom de la personne.",
    "account_closed": "Le compte de {name} a été fermé par {who}. Rien n’a été modifié.",
    "last_rgc": "C’est le seul RGC : nommez-en d’abord un autre, sinon plus personne ne pourrait "
    "gérer les comptes.",
    "not_rgc": "{name} n’est pas RGC : rien à transmettre.",
    "hand_over_same": "Choisissez une autre personne que le RGC actuel.",
    "right_missing": "Votre rôle ({role}) ne permet pas cet acte. Il n’a pas été enregistré : "
    "demandez-le à un gestionnaire ou au RGC.",
    "out_of_scope": "Le rendez-vous du {day} n’est pas sur un de vos lieux. Rien n’a été "
    "enregistré : demandez-le à un gestionnaire ou au RGC.",
    "server_only": "Les comptes se gèrent avec le serveur : connectez ce poste, puis recommencez. "
    "Rien n’a été enregistré.",
    "account_not_undone": "Les droits d’un compte ne s’annulent pas : le RGC les modifie dans "
    "Gestion des comptes. Rien n’a été modifié.",
    "password_short": "Ce mot de passe est trop court : {least} caractères au moins. Une phrase "
    "convient.",
    "password_long": "Ce mot de passe est trop long : {most} octets au plus.",
    "password_guessable": "Ce mot de passe se devine : évitez le nom de l’organisme ou le vôtre, "
    "les suites du clavier et les répétitions. Quatre ou cinq mots sans rapport conviennent.",
    # The lease of a post
    "lease_over": "Ce poste est sans contact avec le serveur depuis trop longtemps : les données "
    "personnelles sont masquées, rien ne s’imprime ni ne se corrige. Rien n’a été enregistré ; "
    "tout revient au premier échange.",
    # Adhésion KAIROS
    "funder_missing": "Il faut le nom du financeur.",
    # Undo
    "nothing_to_undo": "Il n’y a rien à annuler.",
    "changed_since": "Impossible d’annuler : {table} a changé depuis. Rien n’a été modifié ; "
    "corrigez directement la ligne.",
    "still_used": "Impossible d’annuler : {table} sert encore à {by}. Rien n’a été modifié.",
}

_WARNINGS = {
    **AIF_WARNINGS,
    **SHEET_WARNINGS,
    **CANDIDACY_WARNINGS,
    **LENGTH_WARNINGS,
    "enrolment_stands": "Personne déjà inscrite à cette formation (statut : {state}) : "
    "l’inscription en place est gardée, aucune autre n’est créée.",
    "slot_in_the_past": "Le {day} est passé.",
    "slot_after_start": "Le {day} vient après le début de la formation ({start}).",
    "recruitment_not_open": "Attention : {state} d’après le CARIF-OREF.",
    "tell_the_registered": "{count} personne(s) inscrite(s) sont à prévenir du changement.",
    "transfer_no_longer_possible": "{count} personne(s) n’ont plus de rendez-vous : elles sont à "
    "recontacter et à réinscrire, le transfert n’est plus possible.",
    "no_modality": "Recrutement ouvert sans aucune modalité : les prescripteurs ne peuvent "
    "positionner personne. Ouvrez une Info coll, des RDV individuels ou une "
    "période de candidature.",
    "no_modality_unknown": "Aucune modalité n’est ouverte, et l’offre ne dit pas si le recrutement "
    "est ouvert : vérifiez auprès du CARIF-OREF.",
    "no_carif_numbers": "Pas encore de numéros CARIF : les modalités s’ouvriront au plus tôt le "
    "lendemain de la validation (J+1).",
    "waitlisted": "Plus de place : mise en liste d’attente, rang {rank}.",
    "slot_past": "Ce rendez-vous du {day} est passé : inscription enregistrée après coup.",
    "also_registered": "{last_name} a aussi un autre rendez-vous ou une candidature dans "
    "cette session.",
    "place_freed": "Une place s’est libérée : la première personne en attente peut la prendre.",
    "not_first_waiting": "Une autre personne attendait depuis plus longtemps.",
    "not_started": "Saisi avant l’heure du rendez-vous ({day}, {start}) : signalé sur la ligne.",
    "beyond_places": "{places:La seule place de la formation est prise ou gardée|Les # places de "
    "la formation sont prises ou gardées} : cette inscription est en surnombre.",
    "beyond_capacity": "Au-delà des {capacity} places : la présence est enregistrée en surnombre.",
    "session_started": "La formation a commencé le {start}.",
    "delivered_by_another": "Vous êtes mandataire : l’organisme dispensateur ({siret}) saisit "
    "d’ordinaire lui-même dans KAIROS.",
    "verdict_in_the_future": "La date de la réponse ({day}) est dans le futur.",
    "ais_voided": "{number} est annulée : une version marquée « annulée » la remplace.",
    "neither_paid": "Non inscrit : ni la formation ni le DE ne seront payés.",
    "entry_stands": "L’entrée du {day} reste enregistrée : elle a eu lieu, et se déclare.",
    "entry_not_validated": "Entrée sans validation du prescripteur : formation et DE risquent "
    "de ne pas être payés. L’entrée effective se déclare quand même (L6121-5).",
    "entry_after_refusal": "Entrée malgré un « non inscrit » : ni la formation ni le DE ne seront "
    "payés. L’entrée effective se déclare quand même (L6121-5).",
    "entry_reason_missing": "Le motif de cette entrée reste à préciser.",
    "entry_outside": "Cette date est hors de la session ({start} – {end}).",
    "entry_in_the_future": "Le {day} est dans le futur : signalé sur la ligne.",
    "aes_provisional": "Sans identifiant France Travail, l’AES est provisoire : complétez la "
    "fiche, puis éditez l’AES définitive.",
    "aes_voided": "{number} est annulée : une version marquée « annulée » la remplace.",
    "end_notice_late": "L’agence devait être prévenue {least} jours avant la sortie effective : "
    "au plus tard le {day}.",
    "absence_not_entered": "Absence du {day} à vérifier : l’entrée en formation n’est pas saisie.",
    "absence_outside_path": "Absence du {day} à vérifier : elle sort des dates du parcours.",
    "lesson_outside_session": "Le {day} sort des dates de la session : à vérifier.",
    "lesson_on_holiday": "Le {day} est férié : à vérifier, un contrôle le demande.",
    "lesson_on_closure": "Le {day} est un jour de fermeture : il n’est pas compté.",
    "absence_after_exit": "Absence du {day} à vérifier : la formation s’est arrêtée le {end}.",
    "absence_overlap": "Absence du {day} à vérifier : elle en chevauche une autre.",
    "vote_outside": "Vote hors des heures prévues : entre 20 h et 40 h de formation, du {start} au "
    "{end} (R6352-10).",
    "vote_in_the_future": "Le {day} est dans le futur : le vote n’a pas encore eu lieu.",
    "handed_late": "Remis après l’inscription définitive (personnes : {count}) : L6353-8 demande "
    "avant.",
    "month_declared": "Le mois qui commence le {day} est déjà déclaré : il est à rectifier.",
    "already_reported": "Déjà reporté dans KAIROS par {by} le {day}, avec les mêmes valeurs. "
    "S’il y est deux fois, retirez-en un là-bas.",
    "already_declared": "Le mois qui commence le {day} était déjà déclaré par {by} (stagiaires : "
    "{count}) : cette déclaration-là reste, à rectifier si ses chiffres diffèrent.",
    "absences_to_qualify": "Déclaré avec des absences à qualifier (stagiaires : {count}) : le mois "
    "sera à rectifier.",
    "remote_work_lacking": "Déclaré sans les heures estimées ou validées du travail à distance "
    "(stagiaires : {count}) : le mois sera à rectifier.",
    "remote_work_not_counted": "Les heures validées du travail à distance manquent : elles ne sont "
    "pas comptées dans la durée réalisée.",
    "validated_beyond": "Plus d’heures validées qu’estimées (stagiaires : {count}) : à vérifier.",
    "remote_work_outside": "Aucun jour du mois qui commence le {day} n’est dans le parcours "
    "(stagiaires : {count}) : heures à vérifier.",
    "month_to_rectify": "Le mois qui commence le {day} est à rectifier : ce document montre ce "
    "qui a été déclaré.",
    "work_accident": "Accident du travail le {day} : l’organisme le signale (R6341-35).",
    "interruption_outside_path": "L’interruption sort des dates du parcours ({start} – {end}) : "
    "à vérifier.",
    "interruption_on_absence": "Une absence est déjà saisie dans cette période (le {day}).",
    "exit_before_entry": "Dernier jour ({day}) avant l’entrée du {start} : à vérifier.",
    "exit_after_end": "Dernier jour ({day}) après la fin prévue du {end} : à vérifier.",
    "exit_later": "Le dernier jour ({day}) n’est pas encore passé.",
    "report_before_exit": "Bilan saisi avant la sortie : il la dira une fois confirmée, par une "
    "nouvelle version.",
    "before_exit": "Formation en cours : ce document compte les heures jusqu’au {day}.",
    "exclusion_procedure": "Exclusion enregistrée. La procédure demande une convocation écrite "
    "puis un entretien (R6352-5) : leurs dates manquent ou ne se suivent pas.",
    "step_in_the_future": "Le {day} est dans le futur.",
    "step_out_of_order": "Cette date ne suit pas l’ordre des étapes : « {step} » est au {day}.",
}


def sentence(verdict: Refused | Warned) -> str:
    """The sentence of a refusal or a warning, its facts filled in."""
    from kairos_desktop.services.rules.verdicts import Warned as WarnedKind

    known = _WARNINGS if isinstance(verdict, WarnedKind) else _REFUSALS
    return filled(known[verdict.code], verdict.facts)


def filled(template: str, facts: Mapping[str, Any]) -> str:
    """A sentence with its facts; one that is left out reads « … »."""
    words = {name: _Word(shown(name, value)) for name, value in facts.items()}
    text = template.format_map(_Facts(words))
    return text[0].upper() + text[1:]


class _Word(str):
    """A fact in words; `{name:one thing|# things}` says the first for 1, else the second."""

    __slots__ = ()

    def __format__(self, choice: str) -> str:
        one, _, several = choice.partition("|")
        return (one if self == "1" else several).replace("#", self) if choice else str(self)


class _Facts(dict[str, _Word]):
    """Facts of a sentence; one that a rule left out reads « … »."""

    def __missing__(self, key: str) -> _Word:
        return _Word("…")


def shown(name: str, value: Any) -> str:
    """The words of one fact, by its name and its kind."""
    if name == "table":
        return TABLES.get(str(value), "la ligne")
    if name == "by":
        # What still uses a row, or who did something.
        return TABLES.get(str(value), str(value))
    if name == "trouble":
        return trouble_text(str(value))
    if name == "field":
        return field_name(str(value))
    match value:
        case StrEnum():
            return label(value)
        case datetime():
            return moment(value)
        case date():
            return day_number(value)
        case time():
            return hour(value)
        case None:
            return "non précisé"
        case UUID():
            return ""
        case _:
            return str(value)


REFUSAL_CODES = frozenset(_REFUSALS)
WARNING_CODES = frozenset(_WARNINGS)
