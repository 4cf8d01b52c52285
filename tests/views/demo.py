# SPDX-License-Identifier: MIT
"""The frame filled with fictional rows, to compare with the design and to test the toolkit.

python -m tests.views.demo OUT.png [light|dark] [presence|todo|form|palette|empty] [WIDTHxHEIGHT]
"""

from __future__ import annotations

import os
import sys
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kairos_desktop.services.rules.folding import fold
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.shell.navigation import Entry, Group, Identity, Navigation, Switch
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Desk, Notice, Place
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    FindField,
    NotesField,
    NumberField,
    TimeField,
)
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.lanes import InlineLanes, Lanes
from kairos_desktop.views.toolkit.theme import apply_theme
from kairos_desktop.views.toolkit.type_ahead import Suggestion
from tests.views.demo_pages import PEOPLE, PresencePage, TodoPage
from tests.views.fakes import FakeWorkspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LATER = "Cette page arrive avec l’échange entre postes."

NAVIGATION = Navigation(
    menu=[
        Entry("todo", "À faire", Place("todo")),
        Group(
            "Tableaux de bord",
            [Entry("steer", "Pilotage", why_not=_LATER), Entry("acts", "Actions", why_not=_LATER)],
            _LATER,
        ),
        Entry("calendar", "Calendrier des RDV", why_not=_LATER),
        Entry("sessions", "Sessions de formation", Place("presence")),
        Entry(
            "unlisted",
            "DE inscrits sur plans de formation sans référencement",
            why_not=_LATER,
        ),
        Entry("paths", "Parcours de formation DE", why_not=_LATER),
        Entry("provider", "Informations prestataire", Place("todo", {"tab": "provider"})),
    ],
    acts_title="Liste des actes métier",
    acts=[
        Entry("offer", "Rechercher formation", Place("todo", {"act": "offer"})),
        Entry("break", "Saisir une période d’interruption", Place("todo", {"act": "break"})),
        Group(
            "Gérer les Info coll",
            [
                Entry(f"ic-{place}", label, Place("presence", {"act": place}))
                for place, label in enumerate(
                    [
                        "Saisir une Info coll",
                        "Inscrire un DE à une Info coll",
                        "Saisir une présence en Info coll",
                        "Saisir les résultats d’une Info coll",
                    ]
                )
            ],
        ),
        Group(
            "Gérer les RDV individuels",
            [
                Entry(f"rdv-{place}", label, Place("presence", {"rdv": place}))
                for place, label in enumerate(
                    [
                        "Saisir RDV individuel(s)",
                        "Inscrire un DE à un RDV individuel",
                        "Saisir une présence en RDV individuel",
                        "Saisir les résultats d’un RDV individuel",
                    ]
                )
            ],
        ),
        Group(
            "Gérer les inscrits",
            [
                Entry(
                    "propose",
                    "Proposer l’inscription d’un DE à une formation",
                    Place("presence", {"act": "propose"}),
                ),
                Entry("enter", "Saisir les entrées en formation", why_not=_LATER),
            ],
        ),
        Group(
            "Gérer DE",
            [
                Entry("find", "Rechercher un DE", Place("todo", {"act": "find"})),
                Entry("create", "Créer un DE", Place("todo", {"act": "create"})),
                Entry("merge", "Fusionner deux fiches", Place("todo", {"act": "merge"})),
            ],
        ),
    ],
    start=Place("presence", {"act": 2}),
    search_prompt="Rechercher un DE, une session, un acte…",
)

IDENTITY = Identity(
    "Atelier des Quais",
    "999 000 110 00026",
    "Le Havre (siège)",
    "Odile Tremblaie",
    [Switch("Atelier des Quais", lambda: None, is_current=True)],
    [Switch("Le Havre (siège)", lambda: None, is_current=True)],
)


def make_window(workspace: FakeWorkspace | None = None, lanes: Lanes | None = None) -> MainWindow:
    """Give the window on its first page, not shown yet."""
    desk = Desk(workspace or FakeWorkspace(), lanes or InlineLanes())
    pages = {"presence": PresencePage, "todo": TodoPage}
    window = MainWindow(desk, NAVIGATION, pages, IDENTITY)
    desk.setParent(window)
    window.top_bar.show_state(Pill("Poste autonome", "neutral"), "Il n’y a pas encore de serveur.")
    window.status_bar.show_acts("3 actes enregistrés aujourd’hui")
    window.status_bar.show_backup("Dernière sauvegarde vérifiée à 08:30")
    window.status_bar.show_post("Poste « Accueil »")
    window.side_panel.set_counter("todo", 9)
    window.start()
    return window


def make_dialog(window: MainWindow) -> FormDialog:
    """Give the dialogue of a new meeting, not shown yet."""
    form = Form()
    form.add("day", DateField("Date", is_required=True, today=lambda: date(2026, 11, 23)))
    form.add("start", TimeField("Heure de début", is_required=True), beside=True)
    form.add("end", TimeField("Heure de fin"), beside=True)
    form.add("site", ChoiceField("Lieu", [(1, "Le Havre (siège)"), (2, "Harfleur")]))
    form.add("places", NumberField("Nombre de places", 1, 99), beside=True)

    def search(typed: str, owner: Any, done: Callable[[Sequence[Suggestion]], None]) -> None:
        found = [person for person in PEOPLE if fold(typed) in fold(person.name)]
        done([Suggestion(person.id, person.name, person.number) for person in found])

    form.add("who", FindField("Contact", search, is_required=True, hint="Nom ou N° DE"))
    form.add("wait", CheckField("Ouvrir une liste d’attente"))
    form.add("notes", NotesField("Commentaire"))
    form.set_values({"day": date(2026, 12, 7), "start": time(9), "end": time(11, 30), "places": 15})
    lead = "Secrétaire assistant : bureautique et accueil"
    return FormDialog(window, "Saisir une Info coll", form, "Enregistrer", lead, lambda _v: {})


_SETTLED_MS = 120


def main(out: str, theme: str, scene: str, size: str) -> None:
    """Draw one scene to a picture."""
    app = QApplication([])
    apply_theme(app, "dark" if theme == "dark" else "light")
    window = make_window()
    width, height = (int(part) for part in size.split("x"))
    window.resize(width, height)
    window.show()

    def act() -> None:
        shown = play(window, scene)
        QTimer.singleShot(_SETTLED_MS, partial(finish, shown))

    def finish(shown: QWidget) -> None:
        shown.grab().save(out)
        app.quit()

    QTimer.singleShot(_SETTLED_MS, act)
    app.exec()


def play(window: MainWindow, scene: str) -> QWidget:
    """Bring a scene about; give the window to draw."""
    if scene == "todo":
        window.go(Place("todo"))
    elif scene == "empty":
        window.go(Place("presence", {"empty": True}))
    elif scene == "palette":
        window.palette_box.open()
        QTest.keyClicks(QApplication.focusWidget(), "pres")
    elif scene == "drawer":
        window.top_bar.drawer_asked.emit()
    elif scene == "form":
        dialog = make_dialog(window)
        dialog.show()
        dialog.form.checked()
        return dialog
    else:
        notice = "Présence de Mme COURTOIS Inès enregistrée. Elle passe dans « Saisie résultat »."
        window.desk.said.emit(Notice(notice, "done"))
        page = window.pages.currentWidget()
        assert isinstance(page, PresencePage)
        page.card.table.choose([PEOPLE[1].id])
    return window


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    defaults = ["", "light", "presence", "1366x768"]
    given = sys.argv[1:]
    main(*[*given, *defaults[len(given) :]])
