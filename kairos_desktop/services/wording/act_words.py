# SPDX-License-Identifier: MIT
"""The French name of each act, and of what it was said with, for the history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.quote_rows import QuoteState
from kairos_desktop.models.vocabulary import (
    AdhesionStep,
    Contact,
    Delegates,
    Presence,
    Result,
    Role,
    TrainingEvent,
    Verdict,
)
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTS = {
    "provider.describe": "Informations prestataire enregistrées",
    "site.describe": "Site délocalisé enregistré",
    "session.open": "Session ouverte au recrutement",
    "session.refresh": "Description de la session mise à jour",
    "interruption.plan": "Période d’interruption saisie",
    "interruption.cancel": "Période d’interruption retirée",
    "jobseeker.create": "Fiche créée",
    "jobseeker.correct": "Fiche corrigée",
    "jobseeker.merge": "Deux fiches fusionnées",
    "jobseeker.unmerge": "Fiches séparées",
    "meeting.create": "Info coll saisie",
    "appointments.create": "RDV individuels saisis",
    "appointments.duplicate": "Groupe de RDV dupliqué",
    "slot.change": "Créneau modifié",
    "slot.delete": "Créneau supprimé",
    "registration.create": "Inscription à un créneau",
    "registration.cancel": "Inscription annulée à la demande du DE",
    "registration.give_place": "Place donnée à une mise en attente",
    "registration.transfer": "Transfert vers un autre créneau",
    "candidacies.open": "Période de candidature saisie",
    "candidacies.change": "Période de candidature modifiée",
    "contact.record": "Prise de contact saisie",
    "candidacy.fix_appointment": "RDV fixé après une candidature",
    "hold.place": "Places gardées pour un déplacement",
    "hold.place_training": "Places de formation gardées pour un déplacement",
    "hold.release": "Places gardées rendues",
    "hold.expire": "Places gardées rendues à leur terme",
    "presence.record": "Présence saisie",
    "result.record": "Résultat saisi",
    "enrolment.propose": "Inscription en formation proposée",
    "enrolment.flag_error": "Erreur dans le dossier signalée",
    "enrolment.record_verdict": "Réponse du prescripteur saisie",
    "enrolment.complete": "Inscription en formation complétée",
    "enrolment.withdraw": "Désistement saisi",
    "timetable.plan": "Demi-journées d’emploi du temps saisies",
    "timetable.repeat": "Semaine d’emploi du temps répétée",
    "timetable.clear": "Demi-journées d’emploi du temps retirées",
    "closure.record": "Fermeture saisie",
    "closure.remove": "Fermeture retirée",
    "training_sheet.record": "Feuille d’émargement saisie",
    "signature.sign": "Demi-journée signée à l’écran",
    "signature.strike": "Signature barrée",
    "absence.record": "Absence saisie",
    "absence.qualify": "Absence qualifiée",
    "absence.correct": "Absence corrigée",
    "absence.remove": "Absence retirée",
    "absence.tell_accident": "Accident du travail signalé",
    "absence.mark": "Demi-journées pointées",
    "remote_work.record": "Travail à distance du mois saisi",
    "session.describe_distance": "Travail à distance de la session décrit",
    "documents.hand": "Documents d’avant l’inscription remis",
    "delegates.record": "Élection des délégués des stagiaires notée",
    "attendance.declare": "Assiduité du mois déclarée",
    "attendance.rectify": "Assiduité du mois rectifiée",
    "attendance_statement.issue": "État de présence édité",
    "attendance_recap.issue": "Récapitulatif de l’assiduité édité",
    "interruption.record": "Interruption d’un stagiaire saisie",
    "interruption.correct": "Interruption d’un stagiaire corrigée",
    "trainee.drop": "Abandon saisi",
    "trainee.exclude": "Exclusion saisie",
    "trainee.complete": "Sortie de formation confirmée",
    "trainee.reopen": "Parcours rouvert",
    "report.record": "Bilan de fin de formation saisi",
    "training_report.issue": "Bilan de fin de formation édité",
    "realisation.issue": "Certificat de réalisation édité",
    "assiduity.issue": "Attestation d’assiduité éditée",
    "event_notice.issue": "Avis au financeur ou à l’agence édité",
    "adviser_letter.issue": "Courrier à la Mission locale ou à Cap emploi édité",
    "aif_quote.draft": "Devis AIF créé",
    "aif_quote.change": "Devis AIF modifié",
    "aif_quote.issue": "Devis AIF édité",
    "aif_quote.send": "Devis AIF envoyé",
    "aif_quote.follow": "Suite d’un devis AIF notée",
    "aif_quote.cancel": "Devis AIF annulé",
    "reason.describe": "Motif d’une liste enregistré",
    "kairos.report": "Reporté dans KAIROS",
    "kairos.unreport": "Report dans KAIROS retiré",
    "certificate.issue": "Certificat d’inscription édité",
    "entry.record": "Présence à l’entrée saisie",
    "entry.record_absent": "Absence à l’entrée saisie",
    "entry.correct": "Date d’entrée corrigée",
    "entry_attestation.issue": "AES éditée",
    "enrolment.change_end": "Date de fin changée",
    "enrolment.tell_end": "Agence prévenue de la nouvelle date de fin",
    "convocation.issue": "Convocation éditée",
    "sheet.issue": "Liste ou feuille d’émargement éditée",
    "adhesion.record_step": "Étape de l’adhésion KAIROS saisie",
    "clearance.record": "Habilitation à transmettre saisie",
    "account.create": "Compte créé",
    "account.change": "Droits d’un compte modifiés",
    "account.renew": "Mot de passe provisoire remis",
    "account.activate": "Mot de passe choisi",
    "account.close": "Compte fermé",
    "account.hand_over": "Changement de RGC",
    "outcome.settle": "Ligne régularisée",
    "history.restore": "Acte annulé ou rétabli",
}
"""Every act by its wire name."""

_DETAILS = {
    "presence": Presence,
    "contact": Contact,
    "result": Result,
    "verdict": Verdict,
    "role": Role,
    "step": AdhesionStep,
    "quote_step": QuoteState,
    "event": TrainingEvent,
    "vote": Delegates,
}
_DAYS = ("entered_on", "planned_end", "told_on", "held_on", "decided_on", "starts_on", "day")


def act_title(name: str) -> str:
    """« Présence saisie »; the wire name of an act that this version does not know."""
    return ACTS.get(name, name)


def act_detail(args: Mapping[str, Any]) -> str:
    """The word that the act carried: « Présent », « Retenu », a day; "" where there is none."""
    for name, kind in _DETAILS.items():
        if isinstance(args.get(name), str):
            return label_of(kind, args[name])
    for name in _DAYS:
        if isinstance(args.get(name), str):
            return day_number(date.fromisoformat(args[name][:10]))
    return ""
