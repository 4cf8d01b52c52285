# SPDX-License-Identifier: MIT
"""The French of a file of evidence: its chapters, and what is missing from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.evidence import Chapter, Lack
from kairos_desktop.services.wording.dates import day_number, month_name
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sentences import sentence

if TYPE_CHECKING:
    from kairos_desktop.services.rules.evidence import Gap

CHAPTERS = {
    Chapter.SUMMONS: "Convocations et présences",
    Chapter.ENROLMENTS: "Inscriptions",
    Chapter.ENTRIES: "Entrées en formation",
    Chapter.SHEETS: "Émargements",
    Chapter.ABSENCES: "Absences et interruptions",
    Chapter.MONTHS: "Assiduité mensuelle",
    Chapter.NOTICES: "Avis et courriers",
    Chapter.ENDS: "Fin de formation",
    Chapter.HISTORY: "Qui a fait quoi",
}
NOUNS = {
    Chapter.SHEETS: ("feuille", "feuilles"),
    Chapter.ABSENCES: ("ligne", "lignes"),
    Chapter.HISTORY: ("acte", "actes"),
}
"""What each chapter counts: a document, but for these."""
_DOCUMENTS = ("document", "documents")

_MISSING = {
    Lack.CONVOCATION: "Convocation jamais imprimée",
    Lack.PRESENCE: "Présence ou absence non saisie",
    Lack.HANDED: "Documents d’avant l’inscription non remis",
    Lack.ATTESTATION: "AIS absente",
    Lack.ENTRY: "Entrée en formation non saisie",
    Lack.ENTRY_PAPER: "AES non éditée",
    Lack.ENTRY_PROVISIONAL: "AES provisoire, sans identifiant",
    Lack.SHEET: "Feuille d’émargement absente",
    Lack.SIGNATURE: "Signature manquante",
    Lack.ABSENCE: "Absence à compléter",
    Lack.ABSENCE_PROOF: "Absence sans pièce indiquée",
    Lack.ACCIDENT: "Accident du travail non signalé",
    Lack.MONTH: "Assiduité non déclarée",
    Lack.MONTH_CHANGED: "Assiduité à rectifier",
    Lack.STATEMENT: "État de présence non édité",
    Lack.NOTICE: "Avis ou courrier non imprimé",
    Lack.END_NOTICE: "Nouvelle fin : agence non prévenue",
    Lack.EXIT: "Sortie à confirmer",
    Lack.REPORT: "Bilan de fin de formation non saisi",
    Lack.REPORT_PAPER: "Bilan de fin de formation non édité",
    Lack.REALISATION: "Certificat de réalisation non édité",
}
_OF_A_MONTH = (Lack.MONTH, Lack.MONTH_CHANGED, Lack.STATEMENT)


def counted(chapter: Chapter, count: int) -> str:
    """« 12 documents », « 1 feuille »."""
    return f"{count} {NOUNS.get(chapter, _DOCUMENTS)[count > 1]}"


def what_is_missing(gap: Gap) -> str:
    """What lacks, in a few words; of a doubtful sheet, what an inspector would ask."""
    return sentence(gap.doubt) if gap.doubt else _MISSING[gap.lack]


def when(gap: Gap) -> str:
    """« 12/10/2026, matin », « octobre 2026 »; empty where there is no day."""
    if gap.day is None:
        return ""
    if gap.lack in _OF_A_MONTH:
        return month_name(gap.day)
    return f"{day_number(gap.day)}, {label(gap.half).lower()}" if gap.half else day_number(gap.day)


def told(files: int, pages: int, missing: int, provisional: int) -> str:
    """« Dossier constitué : 149 fichiers, 276 pages. Il manque 3 lignes. »"""
    lacks = f"Il manque {missing} ligne{'s' if missing > 1 else ''}." if missing else ""
    many = "s" if provisional > 1 else ""
    waits = f"{provisional} document{many} provisoire{many}, à confirmer." if provisional else ""
    said = f"Dossier constitué : {files} fichiers, {pages} page{'s' if pages > 1 else ''}."
    return " ".join(filter(None, (said, lacks or "Rien n’y manque.", waits)))
