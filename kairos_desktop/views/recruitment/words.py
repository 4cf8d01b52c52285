# SPDX-License-Identifier: MIT
"""The words that differ between the modalities, everything else being the same."""

from __future__ import annotations

from dataclasses import dataclass

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.rules.lists import Tab


@dataclass(frozen=True)
class KindWords:
    """The visible words of one kind of slot."""

    kind: SlotKind
    tab: str
    lists: dict[Tab, str]
    dates: str
    create: str
    create_act: str
    register: str
    register_act: str
    presence_act: str
    result_act: str
    nobody: str
    none_open: str
    none_detail: str
    all_typed: tuple[str, str]
    """What the second list says once it is empty: that all is typed, and where they are."""
    first: str
    """What comes before a result."""
    help_topic: str


_PRESENCE_FIRST = (
    "Un résultat se saisit pour une personne présente : saisissez d’abord la présence."
)

MEETING = KindWords(
    kind=SlotKind.MEETING,
    tab="Inscrits en Info coll",
    lists={
        Tab.REGISTERED: "Inscrits en Info coll",
        Tab.PRESENCE: "Saisie présence Info coll",
        Tab.RESULT: "Saisie résultat Info coll",
    },
    dates="Dates d’Info coll",
    create="+ Saisir une Info coll",
    create_act="Saisir une Info coll",
    register="Inscrire un DE",
    register_act="Inscrire un DE à une Info coll",
    presence_act="Saisir une présence en Info coll",
    result_act="Saisir les résultats d'une Info coll",
    nobody="Personne n’est encore inscrit à cette Info coll.",
    none_open="Aucune Info coll n’est saisie pour cette session.",
    none_detail="Une Info coll permet aux prescripteurs de positionner des DE.",
    all_typed=(
        "Toutes les présences sont saisies.",
        "Les présents sont dans « Saisie résultat Info coll ».",
    ),
    first=_PRESENCE_FIRST,
    help_topic="info-coll",
)

APPOINTMENT = KindWords(
    kind=SlotKind.APPOINTMENT,
    tab="Inscrits en RDV individuel",
    lists={
        Tab.REGISTERED: "Inscrits en RDV individuel",
        Tab.PRESENCE: "Saisie présence RDV individuel",
        Tab.RESULT: "Saisie résultat RDV individuel",
    },
    dates="Jours de RDV individuels",
    create="+ Saisir RDV individuel(s)",
    create_act="Saisir RDV individuel(s)",
    register="Inscrire un DE",
    register_act="Inscrire un DE à un RDV individuel",
    presence_act="Saisir une présence en RDV individuel",
    result_act="Saisir les résultats d'un RDV individuel",
    nobody="Personne n’est encore inscrit aux RDV de ce jour.",
    none_open="Aucun RDV individuel n’est saisi pour cette session.",
    none_detail="Un groupe de RDV se saisit en une fois, puis se duplique à d’autres dates.",
    all_typed=(
        "Toutes les présences sont saisies.",
        "Les présents sont dans « Saisie résultat RDV individuel ».",
    ),
    first=_PRESENCE_FIRST,
    help_topic="rdv-individuel",
)

CANDIDACY = KindWords(
    kind=SlotKind.CANDIDACY,
    tab="Inscrits sur candidature",
    lists={
        Tab.REGISTERED: "Inscrits sur candidature",
        Tab.PRESENCE: "Saisie prise de contact",
        Tab.RESULT: "Saisie résultat candidature",
    },
    dates="Périodes de candidature",
    create="+ Saisir une période de candidature",
    create_act="Saisir une période de candidature",
    register="Saisir une candidature",
    register_act="Saisir une candidature",
    presence_act="Saisir une prise de contact",
    result_act="Saisir les résultats des candidatures",
    nobody="Aucune candidature n’est encore saisie sur cette période.",
    none_open="Aucune période de candidature n’est saisie pour cette session.",
    none_detail="Les prescripteurs y proposent des candidats, puis l’organisme prend contact.",
    all_typed=(
        "Tous les candidats ont été contactés.",
        "Ils sont dans « Saisie résultat candidature ».",
    ),
    first="Un résultat se saisit pour un candidat contacté : saisissez d’abord le contact.",
    help_topic="candidature",
)

WORDS = {words.kind: words for words in (MEETING, APPOINTMENT, CANDIDACY)}
