# SPDX-License-Identifier: MIT
"""The sentences of the sign-in sheets of a training: refusals, and what a check would ask."""

from __future__ import annotations

SHEET_REFUSALS = {
    "sheet_code": "« {typed} » n’est pas le code d’une feuille d’émargement : treize signes, sous "
    "le carré à scanner. Reprenez la saisie.",
    "sheet_empty": "Cette feuille ne dit rien encore : indiquez qui a signé.",
    "sheet_of_other_session": "Une des personnes n’est pas inscrite à « {title} ». Rien n’a été "
    "enregistré.",
    "signature_empty": "Le cadre est vide : signez dedans, avec la souris, le doigt ou le stylet.",
    "signature_unreadable": "Cette signature ne peut pas être lue. Effacez et recommencez.",
    "trainer_missing": "Il faut le nom du formateur qui signe.",
    "already_struck": "Cette signature est déjà barrée, par {by}.",
}

SHEET_WARNINGS = {
    "sheet_to_come": "Le {day} n’est pas encore venu : feuille enregistrée, à vérifier.",
    "sheet_without_trainer": "Feuille du {day} sans la signature du formateur : un contrôle la "
    "demandera.",
    "sheet_missing": "Aucune feuille pour le {day} ({half}) : retrouvez-la, ou saisissez-la.",
    "sheet_on_holiday": "Le {day} est férié : un contrôle demandera si la formation a eu lieu.",
    "sheet_on_closure": "Le {day} est un jour de fermeture : un contrôle le demandera.",
    "sheet_outside_session": "Le {day} sort des dates de la session.",
    "sheet_recorded_early": "Feuille saisie avant le début de la demi-journée ({at}).",
    "signed_too_early": "{count:Une signature a été donnée|# signatures ont été données} bien "
    "avant le début ({start}) : la première {at}.",
    "signed_too_late": "{count:Une signature a été donnée|# signatures ont été données} longtemps "
    "après la fin ({end}) : la dernière {at}.",
    "signed_at_once": "{count} personnes ont signé en {seconds} secondes ({at}) : un contrôle en "
    "doutera.",
    "signed_while_absent": "Signature malgré une absence enregistrée : {who}. L’une des deux est à "
    "corriger.",
    "signed_while_interrupted": "Signature pendant une interruption : {who}.",
    "signed_before_entry": "Signature sans que l’entrée en formation soit saisie : {who}.",
    "signed_outside_path": "Signature hors du parcours : {who}.",
    "signed_more_than_once": "Plusieurs signatures de la même personne : {who}. Barrez ce qui est "
    "de trop.",
    "signature_altered": "Une signature du {day} a été modifiée après coup : gardez une "
    "sauvegarde, et comparez avec la feuille imprimée.",
    "signature_removed": "Une signature du {day} a été retirée après coup : gardez une sauvegarde, "
    "et comparez avec la feuille imprimée.",
    "signed_twice": "Cette personne avait déjà signé cette demi-journée du {day} : les deux "
    "signatures restent, barrez celle qui est de trop.",
}
