# SPDX-License-Identifier: MIT
"""The lines of the side panel: the guide's menu above, the « Liste des actes métier » below.

The labels are those of the guide (p. 20 to 30), to the letter.
"""

from __future__ import annotations

from kairos_desktop.views.shell.navigation import Entry, Group, Line, Navigation
from kairos_desktop.views.toolkit.desk import Place

_PLANS_SOON = "Les plans de formation sans référencement arrivent avec une prochaine version."


def _act(act: str, label: str, tab: str) -> Entry:
    """A line of the acts: it lands on its tab, with session and slot asked for if need be."""
    return Entry(act, label, Place("session", {"tab": tab, "act": act}))


def _slots(kind: str, create: Entry, name: str, article: str) -> tuple[Entry, ...]:
    """The four acts of one kind of slot."""
    tab = f"{kind}s"
    return (
        create,
        _act(f"register-{kind}", f"Inscrire un DE à {article}", tab),
        _act(f"{kind}-presence", f"Saisir une présence en {name}", tab),
        _act(f"{kind}-result", f"Saisir les résultats d'{article}", tab),
    )


def navigation() -> Navigation:
    """Both lists, what starts the window, and what the search line says."""
    return Navigation(
        menu=_menu(),
        acts_title="Liste des actes métier",
        acts=_acts(),
        start=Place("todo"),
        search_prompt="Rechercher un DE, une session, un acte…",
    )


def _menu() -> tuple[Line, ...]:
    """The guide's menu, then what the program itself needs."""
    return (
        Entry("todo", "À faire", Place("todo")),
        Entry("kairos", "Reporter dans KAIROS", Place("kairos")),
        # On a post that has joined a server.
        Entry("settle", "À régulariser", Place("settle"), is_hidden=True),
        Group(
            "Tableaux de bord",
            (
                Entry("boards-overview", "Pilotage", Place("boards-overview")),
                Entry("boards-actions", "Actions", Place("boards-actions")),
            ),
        ),
        Entry("calendar", "Calendrier des RDV", Place("calendar")),
        # Found by the palette; the calendar leads there too.
        Entry("agenda", "Abonnement et annonces", Place("agenda"), is_hidden=True),
        Entry("sessions", "Sessions de formation", Place("sessions")),
        Entry(
            "unreferenced",
            "DE inscrits sur plans de formation sans référencement",
            why_not=_PLANS_SOON,
        ),
        Entry("paths", "Parcours de formation DE", Place("paths")),
        Entry("provider", "Informations prestataire", Place("provider")),
        Entry("sheets", "Émargements", Place("sheets")),
        Entry("notices", "Avis et courriers", Place("notices")),
        Entry("accounts", "Gestion des comptes", Place("accounts")),
        # Found by the palette; the tabs of the page lead there too.
        Entry("posts", "Postes", Place("accounts", {"tab": "posts"}), is_hidden=True),
        Entry(
            "adhesion", "Adhésion KAIROS", Place("accounts", {"tab": "adhesion"}), is_hidden=True
        ),
        Entry("rights", "Journal des droits", Place("accounts", {"tab": "rights"}), is_hidden=True),
        Entry("exchange", "Échange entre les postes", Place("exchange"), is_hidden=True),
        Entry("travel", "Préparer un déplacement", Place("travel"), is_hidden=True),
        Entry("data", "Mes données et sauvegardes", Place("data")),
        Entry("appearance", "Apparence", Place("appearance")),
        Entry("help", "Aide", Place("help")),
    )


def _acts() -> tuple[Line, ...]:
    """The « Liste des actes métier »."""
    meeting = _act("create-meeting", "Saisir une Info coll", "meetings")
    appointments = _act("create-appointments", "Saisir RDV individuel(s)", "appointments")
    propose = _act("propose", "Proposer l'inscription d'un DE à une formation", "enrolled")
    return (
        Entry("offer", "Rechercher formation", Place("offer")),
        _act("interruption", "Saisir une période d'interruption", "summary"),
        Group("Gérer les Info coll", _slots("meeting", meeting, "Info coll", "une Info coll")),
        Group(
            "Gérer les RDV individuels",
            _slots("appointment", appointments, "RDV individuel", "un RDV individuel"),
        ),
        Group(
            "Gérer les candidatures",
            (
                _act("create-candidacy", "Saisir une période de candidature", "candidacies"),
                _act("register-candidacy", "Saisir une candidature", "candidacies"),
                _act("candidacy-presence", "Saisir une prise de contact", "candidacies"),
                _act("candidacy-result", "Saisir les résultats des candidatures", "candidacies"),
            ),
        ),
        Group(
            "Gérer les inscrits",
            (
                propose,
                _act("entries", "Saisir les entrées en formation", "enrolled"),
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
    )
