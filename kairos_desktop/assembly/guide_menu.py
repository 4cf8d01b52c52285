# SPDX-License-Identifier: MIT
"""The lines of the side panel: the guide's menu above, the « Liste des actes métier » below.

The labels are those of the guide (p. 20 to 30), to the letter.
"""

from __future__ import annotations

from kairos_desktop.views.shell.navigation import Entry, Group, Navigation
from kairos_desktop.views.toolkit.desk import Place

_ENTRIES_SOON = "Les entrées, l’assiduité et les sorties arrivent avec la prochaine version."
_BOARDS_SOON = "Les tableaux de bord arrivent avec la prochaine version."
_PLANS_SOON = "Les plans de formation sans référencement arrivent avec une prochaine version."


def _session(key: str, label: str, **arguments: str) -> Entry:
    return Entry(key, label, Place("session", arguments))


def _slots(prefix: str, tab: str, name: str, create: str, article: str) -> tuple[Entry, ...]:
    """The four acts of one kind of slot."""
    return (
        _session(f"{prefix}-create", create, tab=tab, act=f"create-{prefix}"),
        _session(f"{prefix}-register", f"Inscrire un DE à {article}", tab=tab, act="register"),
        _session(f"{prefix}-presence", f"Saisir une présence en {name}", tab=tab, list="presence"),
        _session(f"{prefix}-result", f"Saisir les résultats d'{article}", tab=tab, list="result"),
    )


def navigation() -> Navigation:
    """Both lists, what starts the window, and what the search line says."""
    return Navigation(
        menu=(
            Entry("todo", "À faire", why_not=_BOARDS_SOON),
            Group(
                "Tableaux de bord",
                (
                    Entry("boards-overview", "Pilotage", why_not=_BOARDS_SOON),
                    Entry("boards-actions", "Actions", why_not=_BOARDS_SOON),
                ),
            ),
            Entry("calendar", "Calendrier des RDV", Place("calendar")),
            Entry("sessions", "Sessions de formation", Place("sessions")),
            Entry(
                "unreferenced",
                "DE inscrits sur plans de formation sans référencement",
                why_not=_PLANS_SOON,
            ),
            Entry("paths", "Parcours de formation DE", Place("paths")),
            Entry("provider", "Informations prestataire", Place("provider")),
            Entry("data", "Mes données et sauvegardes", Place("data")),
            Entry("help", "Aide", Place("help")),
        ),
        acts_title="Liste des actes métier",
        acts=(
            Entry("offer", "Rechercher formation", Place("offer")),
            _session(
                "interruption",
                "Saisir une période d'interruption",
                tab="summary",
                act="plan-interruption",
            ),
            Group(
                "Gérer les Info coll",
                _slots("meeting", "meetings", "Info coll", "Saisir une Info coll", "une Info coll"),
            ),
            Group(
                "Gérer les RDV individuels",
                _slots(
                    "appointment",
                    "appointments",
                    "RDV individuel",
                    "Saisir RDV individuel(s)",
                    "un RDV individuel",
                ),
            ),
            Group(
                "Gérer les inscrits",
                (
                    _session(
                        "propose",
                        "Proposer l'inscription d'un DE à une formation",
                        tab="enrolled",
                        act="propose",
                    ),
                    Entry("entries", "Saisir les entrées en formation", why_not=_ENTRIES_SOON),
                ),
            ),
            Group(
                "Gérer DE",
                (
                    Entry("people", "Rechercher un DE", Place("people")),
                    Entry("person-create", "Créer un DE", Place("person-create")),
                    Entry("people-merge", "Fusionner deux fiches", Place("people-merge")),
                ),
            ),
        ),
        start=Place("sessions"),
        search_prompt="Rechercher un DE, une session, un acte…",
    )
