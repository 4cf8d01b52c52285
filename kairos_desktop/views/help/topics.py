# SPDX-License-Identifier: MIT
"""The topics of the help: shipped texts of resources/help, by act, not by menu. No data."""

from __future__ import annotations

from functools import cache

import msgspec

from kairos_desktop import resource_files
from kairos_desktop.services.rules.folding import fold, matches

FIRST = "accueil"
ORDER = (
    FIRST,
    "a-faire",
    "reporter",
    "importer-offre",
    "rechercher-formation",
    "ouvrir-session",
    "sessions",
    "synthese",
    "info-coll",
    "rdv-individuel",
    "candidature",
    "transferer",
    "emploi-du-temps",
    "emargements",
    "interruption",
    "inscrits-en-formation",
    "devis-aif",
    "entrees",
    "absences",
    "assiduite",
    "bilan",
    "avis-courriers",
    "dossier-de-preuves",
    "motifs",
    "tableau-actions",
    "pilotage",
    "documents",
    "calendrier",
    "abonnement",
    "rechercher-de",
    "creer-de",
    "fiche-de",
    "fusionner",
    "parcours",
    "prestataire",
    "comptes",
    "postes",
    "adhesion",
    "echange",
    "hors-ligne",
    "regulariser",
    "deplacement",
    "donnees",
    "apparence",
    "historique",
    "raccourcis",
)


class Topic(msgspec.Struct, frozen=True):
    """One text: the name of its file, its title, the rest of it in Markdown."""

    key: str
    title: str
    text: str
    search_key: str


@cache
def topics() -> dict[str, Topic]:
    """Give every topic by its name, in the order in which one meets them."""
    return {key: _read(key) for key in ORDER}


def found(typed: str) -> list[Topic]:
    """Give the topics that hold every word typed, those with it in their title first."""
    held = [topic for topic in topics().values() if matches(topic.search_key, typed)]
    return sorted(held, key=lambda topic: not matches(fold(topic.title), typed))


def _read(key: str) -> Topic:
    whole = resource_files.path("help", f"{key}.md").read_text(encoding="utf-8")
    heading, _, text = whole.partition("\n")
    title = heading.removeprefix("# ").strip()
    return Topic(key, title, text.strip(), fold(whole))
