# SPDX-License-Identifier: MIT
"""The French word of each member of the closed lists, and what a state means where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from kairos_desktop.models.vocabulary import (
    AdhesionStep,
    AttendanceState,
    CancelReason,
    Certified,
    Civility,
    Contact,
    Delegates,
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    FollowUp,
    HalfDay,
    Handed,
    Justification,
    Mark,
    NotRegisteredReason,
    NotSelectedReason,
    Objectives,
    OutcomeKind,
    PostState,
    Prescriber,
    Presence,
    ProviderRole,
    ReasonKind,
    RecruitmentState,
    RegistrationState,
    Reportable,
    Result,
    Role,
    Scheme,
    SlotKind,
    SlotOrigin,
    SlotState,
    TrainingEvent,
    Verdict,
    WithdrawalReason,
)
from kairos_desktop.services.rules.absences import ToCheck
from kairos_desktop.services.rules.attendance import MonthState
from kairos_desktop.services.rules.duplicates import Likeness
from kairos_desktop.services.rules.kairos_reports import ReportState
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.wording.aif_words import AIF_EXPLAINED, AIF_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=StrEnum)

_LABELS: dict[type[StrEnum], Mapping[str, str]] = {
    **AIF_LABELS,
    SlotKind: {"meeting": "Info coll", "appointment": "RDV individuel", "candidacy": "Candidature"},
    SlotState: {"open": "Ouvert", "deleted": "Supprimé"},
    OutcomeKind: {
        "adapted": "Adapté",
        "flagged": "À vérifier",
        "refused": "Refusé",
        "quarantined": "Mis de côté",
    },
    Reportable: {
        "presence": "Présence",
        "result": "Résultat",
        "entry": "Entrée",
        "absence": "Absence",
        "interruption": "Interruption",
        "exit": "Sortie",
        "month": "Assiduité",
        "report": "Bilan",
    },
    ReportState: {
        "to_report": "À reporter",
        "again": "À reporter de nouveau",
        "to_take_back": "À retirer",
        "reported": "Reporté",
    },
    SlotOrigin: {"typed": "Saisi ici", "carif": "CARIF"},
    RegistrationState: {
        "registered": "Inscrit",
        "waitlisted": "Mise en attente",
        "present": "Présent",
        "absent": "Absent",
        "cancelled": "Annulé",
        "removed": "Supprimé",
        "transferred": "Transféré",
        "proposed": "À contacter",
        "contacted": "Contacté",
        "unreachable": "Injoignable",
    },
    Contact: {"contacted": "Contacté", "unreachable": "Injoignable"},
    Result: {
        "none": "Résultat à saisir",
        "selected": "Retenu",
        "not_selected": "Non retenu",
        "on_hold": "En attente",
    },
    Presence: {"present": "Présent", "absent": "Absent"},
    Prescriber: {
        "provider": "OF",
        "france_travail": "France Travail",
        "cap_emploi": "Cap emploi",
        "mission_locale": "Mission locale",
        "self": "le DE lui-même",
    },
    EnrolmentState: {
        "selected": "Retenu",
        "to_validate": "À valider",
        "registered": "Inscrit",
        "not_registered": "Non inscrit",
        "withdrawn": "Désistement",
        "entered": "Entré",
        "not_entered": "Absent à l’entrée",
        "dropped": "Abandon",
        "excluded": "Exclu",
        "completed": "Terminé",
    },
    EnrolmentOrigin: {
        "from_result": "Retenu après un rendez-vous ou une candidature",
        "direct_proposal": "Proposition directe",
        "self_positioning": "Positionnement par le DE",
    },
    Verdict: {"registered": "Inscrit", "not_registered": "Non inscrit"},
    Scheme: {"ordinary": "Sans délai particulier", "avenir": "#Avenir (Normandie)"},
    DocumentKind: {
        "AIS": "Attestation d’inscription en stage",
        "CI": "Certificat d’inscription",
        "AES": "Attestation d’entrée en stage",
        "FIN": "Avis de changement de date de fin",
        "EP": "État de présence",
        "RA": "Récapitulatif de l’assiduité",
        "BF": "Bilan de fin de formation",
        "CR": "Certificat de réalisation",
        "AA": "Attestation d’assiduité",
        "AV": "Avis au financeur ou à l’agence",
        "LC": "Courrier à la Mission locale ou à Cap emploi",
        "AIF": "Devis AIF",
        "CV": "Convocation",
        "LI": "Liste des inscrits",
        "FE": "Feuille d’émargement",
    },
    DocumentState: {"valid": "En vigueur", "superseded": "Remplacée", "voided": "Annulée"},
    RecruitmentState: {
        "open": "Recrutement ouvert",
        "closed": "Recrutement fermé",
        "suspended": "Recrutement suspendu",
        "unknown": "Recrutement non précisé",
    },
    ProviderRole: {
        "lead": "Mandataire",
        "delivering": "Dispensateur",
        "co_provider": "Co-traitant",
    },
    NotSelectedReason: {
        "prerequisites": "Prérequis ou niveau insuffisant",
        "project": "Projet non adapté",
        "motivation": "Motivation",
        "availability": "Disponibilité",
        "mobility": "Mobilité",
        "public_not_eligible": "Public non éligible",
        "funding": "Financement",
        "session_full": "Session complète",
        "tests_failed": "Tests non réussis",
        "other_training_better": "Autre formation plus adaptée",
        "withdrew": "Le candidat renonce",
    },
    CancelReason: {
        "unavailable": "Indisponible",
        "job": "Reprise d’emploi",
        "health": "Empêchement personnel",
        "not_interested": "N’est plus intéressé",
        "other": "Autre",
    },
    NotRegisteredReason: {
        "project_not_validated": "Projet non validé",
        "file_error": "Erreur dans le dossier",
        "not_registered_ft": "Non inscrit à France Travail",
        "no_funding": "Pas de financement",
    },
    WithdrawalReason: {
        "job": "Reprise d’emploi",
        "other_training": "Autre formation",
        "health": "Empêchement personnel",
        "project_changed": "Changement de projet",
        "mobility": "Mobilité",
        "no_news": "Sans nouvelle",
        "other": "Autre",
    },
    ReasonKind: {
        "absence": "Absence",
        "interruption": "Interruption",
        "dropout": "Abandon",
        "end": "Fin de formation",
    },
    HalfDay: {"morning": "Matin", "afternoon": "Après-midi"},
    Justification: {
        "to_qualify": "À qualifier",
        "justified": "Justifiée",
        "unjustified": "Non justifiée",
    },
    Mark: {
        "present": "Présent",
        "justified": "Absence justifiée",
        "to_qualify": "Absence à qualifier",
        "late": "Retard",
    },
    AttendanceState: {"declared": "Déclarée", "rectified": "Rectifiée"},
    TrainingEvent: {"entry": "Entrée", "interruption": "Interruption", "exit": "Sortie"},
    Objectives: {
        "reached": "Atteints",
        "partly": "Atteints en partie",
        "not_reached": "Non atteints",
    },
    Certified: {
        "whole": "Obtenue en totalité",
        "partial": "Obtenue en partie",
        "failed": "Non obtenue",
        "awaited": "Résultat attendu",
        "none": "Sans objet",
    },
    FollowUp: {
        "job": "Emploi",
        "business": "Création d’entreprise",
        "training": "Autre formation",
        "search": "Recherche d’emploi",
        "other": "Autre",
        "unknown": "Pas encore connue",
    },
    MonthState: {
        "not_open": "Pas encore ouverte",
        "to_declare": "À déclarer",
        "overdue": "En retard",
        "declared": "Déclarée",
        "to_rectify": "À rectifier",
        "rectified": "Rectifiée",
    },
    ToCheck: {
        "not_entered": "Entrée non saisie",
        "outside_path": "Hors des dates du parcours",
        "after_exit": "Après la sortie",
        "overlap": "Chevauche une autre absence",
        "too_long": "Dure plus de trois ans",
    },
    Delegates: {
        "elected": "Délégués élus",
        "no_candidate": "Procès-verbal de carence",
        "not_concerned": "Sans objet",
    },
    Handed: {
        "objectives": "Objectifs et contenu de la formation",
        "trainers": "Liste des formateurs",
        "timetable": "Horaires",
        "assessment": "Modalités d’évaluation",
        "contact": "Coordonnées de la personne chargée des stagiaires",
        "rules": "Règlement intérieur",
    },
    Role: {
        "rgc": "RGC",
        "manager": "Gestionnaire",
        "trainer": "Formateur",
        "reader": "Lecture",
    },
    PostState: {"active": "Actif", "revoked": "Révoqué"},
    AdhesionStep: {
        "requested": "Adhésion demandée",
        "credentials": "Identifiants reçus",
        "agreement": "Conventionnement accepté",
        "clearances": "Habilitations données",
    },
    Civility: {"mrs": "Mme", "mr": "M.", "none": "—"},
    Tab: {
        "registered": "Inscrits",
        "presence": "Saisie présence",
        "result": "Saisie résultat",
    },
    Likeness: {
        "same_id": "même identifiant",
        "same_name_and_birth": "mêmes nom, prénom et date de naissance",
        "names_swapped": "nom et prénom inversés",
        "same_contact": "même prénom et même téléphone ou courriel",
        "same_name": "mêmes nom et prénom",
    },
}

_EXPLAINED: dict[type[StrEnum], Mapping[str, str]] = {
    **AIF_EXPLAINED,
    RegistrationState: {
        "registered": "Attendu : présence ou absence à saisir.",
        "waitlisted": "Sur la liste d’attente, par ordre d’arrivée.",
        "present": "Venu : résultat à saisir.",
        "absent": "Non venu : reste modifiable, peut être transféré.",
        "cancelled": "Annulé à l’initiative du DE.",
        "removed": "Supprimé à l’initiative de l’OF avec le créneau : à recontacter.",
        "transferred": "Transféré sur un autre rendez-vous de la session.",
        "proposed": "Candidature reçue : à contacter sous cinq jours ouvrés.",
        "contacted": "Contact pris : résultat à saisir.",
        "unreachable": "N’a pas pu être joint : reste à contacter.",
    },
    EnrolmentState: {
        "selected": "Projet à valider par le conseiller.",
        "to_validate": "À valider par le conseiller référent.",
        "registered": "Courrier adressé par France Travail.",
        "not_registered": "Ni la formation ni le DE ne seront payés.",
        "withdrawn": "A renoncé avant l’entrée en formation.",
        "entered": "En formation depuis son entrée.",
        "not_entered": "Pas venu le jour de l’entrée : peut encore être noté présent.",
        "dropped": "A quitté la formation avant son terme.",
        "excluded": "Renvoyé de la formation par l’organisme.",
        "completed": "Sorti de la formation.",
    },
    Justification: {
        "to_qualify": "Le motif ou la justification manque encore.",
        "justified": "Sans effet sur la rémunération.",
        "unjustified": "La rémunération est réduite à proportion (R6341-45).",
    },
    MonthState: {
        "not_open": "Se déclare à partir du 25.",
        "to_declare": "Ouverte depuis le 25 : la rémunération des stagiaires en dépend.",
        "overdue": "Le mois est fini : la rémunération des stagiaires attend.",
        "declared": "Déclarée, rien n’a changé depuis.",
        "to_rectify": "Une absence, une sortie ou une interruption a changé depuis.",
        "rectified": "Déclarée, puis rectifiée.",
    },
    ReportState: {
        "to_report": "Saisi ici, pas encore dans KAIROS.",
        "again": "Corrigé ici depuis : KAIROS a encore les anciennes valeurs.",
        "to_take_back": "Retiré d’ici depuis : à retirer de KAIROS aussi.",
        "reported": "Saisi ici et dans KAIROS, avec les mêmes valeurs.",
    },
    Prescriber: {
        "provider": "par l’organisme",
        "france_travail": "par France Travail",
        "cap_emploi": "par Cap emploi (OUIFORM)",
        "mission_locale": "par la Mission locale (OUIFORM)",
        "self": "par le DE lui-même",
    },
    Role: {
        "rgc": "Responsable de gestion des comptes : comptes, postes, fiche de l’organisme, "
        "tous les actes.",
        "manager": "Tous les actes métier ; ni les comptes, ni la fiche de l’organisme.",
        "trainer": "Feuilles d’émargement et présences de ses lieux.",
        "reader": "Consulte, n’enregistre rien.",
    },
    RecruitmentState: {
        "open": "Les prescripteurs peuvent positionner des DE.",
        "closed": "Plus personne ne peut être positionné.",
        "suspended": "Recrutement suspendu par le CARIF-OREF.",
        "unknown": "L’offre ne dit pas si le recrutement est ouvert.",
    },
}


HEAD_OFFICE = "Siège de l’organisme"
"""The place that has no row of its own, where a list of sites is offered."""


def label(member: StrEnum) -> str:
    """The word shown for a member. KeyError for a list that was given no French."""
    return _LABELS[type(member)][member.value]


def label_of(kind: type[E], value: str) -> str:
    """The word of a stored value; the value itself if this version does not know it."""
    return _LABELS[kind].get(value, value)


def choices(kind: type[E]) -> list[tuple[E, str]]:
    """The members with their words, in the order of the list."""
    return [(member, label(member)) for member in kind]


def explain(member: StrEnum) -> str:
    """What a state means and what follows; empty where the word says it all."""
    return _EXPLAINED.get(type(member), {}).get(member.value, "")


def explain_enrolment(state: EnrolmentState, prescriber: Prescriber) -> str:
    """What an enrolment's state means, and by whom it is validated."""
    if state is EnrolmentState.TO_VALIDATE:
        return f"À valider {explain(prescriber)}."
    return explain(state)


LISTS: tuple[type[StrEnum], ...] = tuple(_LABELS)
"""Every closed list that has French words."""
