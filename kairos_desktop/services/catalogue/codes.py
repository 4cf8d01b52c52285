# SPDX-License-Identifier: MIT
"""The code tables of LHEO that a secretary reads, in French. An unknown code is shown as such.

Source: LHEO 2.3, dictionaries (definition/lheo-gml.xml); standards A3. France Travail bears its
present name: the table still says Pôle emploi.
"""

from __future__ import annotations

from kairos_desktop.models.vocabulary import RecruitmentState

MEETING, APPOINTMENT, CANDIDACY = "9", "8", "7"

RECRUITMENT_STATES = {
    "1": RecruitmentState.OPEN,
    "2": RecruitmentState.CLOSED,
    "3": RecruitmentState.SUSPENDED,
}

FUNDERS = {
    "0": "Autre",
    "2": "Conseil régional",
    "3": "Fonds social européen",
    "4": "France Travail",
    "5": "Entreprise",
    "6": "ACSÉ",
    "7": "Agefiph",
    "8": "Conseil départemental",
    "9": "Commune",
    "10": "Bénéficiaire de l’action",
    "11": "Ministère chargé de l’emploi",
    "12": "Ministère de l’éducation nationale",
    "13": "État, autre",
    "14": "Fonds européens, autre",
    "15": "Collectivité territoriale, autre",
    "16": "OPCO",
    "17": "Transition Pro",
    "18": "LADOM",
    "19": "Ministère de l’intérieur",
    "20": "OFII",
}

MODALITIES = {
    "0": "Modalité inconnue",
    "1": "Recrutement par simulation",
    "2": "Concours",
    "3": "Dossier",
    "4": "Tests pratiques",
    "5": "Tests écrits",
    "6": "Tests oraux",
    CANDIDACY: "Candidature",
    APPOINTMENT: "RDV individuel",
    MEETING: "Info coll",
}

TEACHING = {"0": "En présentiel", "1": "Mixte", "2": "À distance"}

LEVELS = {
    "0": "Non communiqué",
    "1": "Sans niveau",
    "2": "Niveau VI",
    "3": "Niveau V bis",
    "4": "Niveau V",
    "5": "Niveau IV",
    "6": "Niveau III",
    "7": "Niveau II",
    "8": "Niveau I",
    **{str(10 + level): f"Niveau {level}" for level in range(1, 9)},
}

CONTACT_KINDS = {
    "1": "Référent handicap",
    "2": "Mobilité internationale",
    "3": "Responsable pédagogique",
    "4": "Accueil",
    "5": "Direction",
    "6": "Qualité",
    "7": "Relations entreprises",
    "8": "Commercial",
    "9": "Financier",
    "10": "DDFPT",
    "11": "Communication",
    "12": "Formation à distance",
    "13": "VAE",
    "14": "Apprentissage",
}


def label(table: dict[str, str], code: str) -> str:
    """The French words of a code; « code 42 (inconnu) » where the table has none."""
    if not code:
        return ""
    return table.get(code) or f"code {code} (inconnu)"
