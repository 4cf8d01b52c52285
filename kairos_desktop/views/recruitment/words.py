# SPDX-License-Identifier: MIT
"""The words that differ between Info coll and RDV individuel, everything else being the same."""

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
    register_act: str
    presence_act: str
    result_act: str
    nobody: str
    none_open: str
    none_detail: str
    help_topic: str


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
    register_act="Inscrire un DE à une Info coll",
    presence_act="Saisir une présence en Info coll",
    result_act="Saisir les résultats d'une Info coll",
    nobody="Personne n’est encore inscrit à cette Info coll.",
    none_open="Aucune Info coll n’est saisie pour cette session.",
    none_detail="Une Info coll permet aux prescripteurs de positionner des DE.",
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
    register_act="Inscrire un DE à un RDV individuel",
    presence_act="Saisir une présence en RDV individuel",
    result_act="Saisir les résultats d'un RDV individuel",
    nobody="Personne n’est encore inscrit aux RDV de ce jour.",
    none_open="Aucun RDV individuel n’est saisi pour cette session.",
    none_detail="Un groupe de RDV se saisit en une fois, puis se duplique à d’autres dates.",
    help_topic="rdv-individuel",
)

WORDS = {SlotKind.MEETING: MEETING, SlotKind.APPOINTMENT: APPOINTMENT}
