# SPDX-License-Identifier: MIT
"""The frame filled with fictional rows, to compare with the design and to test the toolkit.

python -m tests.views.demo OUT.png [light|dark] [presence|todo|form|palette|empty] [WIDTHxHEIGHT]
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.shell.navigation import Entry, Group, Identity, Navigation, Switch
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.cards import FigureCard
from kairos_desktop.views.toolkit.chips import Chips
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.desk import Desk, Notice, Place
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    FindField,
    NotesField,
    NumberField,
    TimeField,
)
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.lanes import InlineLanes, Lanes
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import apply_theme, set_look
from kairos_desktop.views.toolkit.type_ahead import Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Changes:
    """The shape of services.ledger.ChangeSet."""

    tables: frozenset[str] = frozenset()
    ids: frozenset[UUID] = frozenset()
    origin: str = "user"


@dataclass(frozen=True)
class Verdict:
    """The shape of services.ledger.Verdict."""

    act_id: UUID = field(default_factory=lambda: UUID(int=1))
    refusal: Refused | None = None
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """The shape of services.ledger.Recorded."""

    verdicts: tuple[Verdict, ...] = (Verdict(),)
    changes: Changes = Changes()
    gesture: UUID = field(default_factory=lambda: UUID(int=2))


class FakeWorkspace:
    """Answers what it was told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer: Recorded | Exception = Recorded()

    def record(self, acts: Sequence[Any], together: bool = False) -> Any:
        self.asked.append((tuple(acts), together))
        return self._answered()

    def undo(self) -> Any:
        self.asked.append("undo")
        return self._answered()

    def redo(self) -> Any:
        self.asked.append("redo")
        return self._answered()

    def read(self, fn: Callable[..., Any], *args: Any) -> Any:
        return fn(None, *args)

    def _answered(self) -> Recorded:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass(frozen=True)
class Person:
    """A fictional line."""

    id: UUID
    number: str
    name: str
    prescriber: str
    status: str = "Inscrit"


PEOPLE = [
    Person(UUID(int=place), number, name, prescriber, status)
    for place, (number, name, prescriber, status) in enumerate(
        [
            ("1234567A", "BARBIER Lucas", "France Travail – Le Havre Centre", "Inscrit"),
            ("10000000017", "DIALLO Aminata", "Mission locale", "Inscrit"),
            ("2345678B", "d’HÉROUVILLE Marie-Ange", "Cap emploi 76", "Inscrit"),
            ("3456789C", "FERREIRA João", "France Travail – Le Havre Ville haute", "Absent"),
            ("10000000025", "GARNIER Sophie", "De lui-même", "Inscrit"),
            ("4567890D", "LEFÈVRE Anne", "France Travail – Le Havre Centre", "Inscrit"),
            ("5678901E", "ŁUKASZEWICZ Paweł", "Mission locale", "Inscrit"),
            ("6789012F", "NGUYEN Thi Mai", "France Travail – Harfleur", "Inscrit"),
            ("10000000033", "ŞAHIN Elif", "France Travail – Le Havre Centre", "Absent"),
        ],
        start=1,
    )
]


def status_pill(person: Person) -> Pill:
    return Pill(person.status, "warn" if person.status == "Absent" else "neutral")


COLUMNS = (
    Column("N° DE", lambda row: row.number, 130, "id", sort_key="number"),
    Column("Nom – Prénom", lambda row: row.name, 257, "strong", sort_key="name", is_search=True),
    Column("Prescripteur", lambda row: row.prescriber, 0, "muted", is_optional=True),
    Column("Statut", width=110, kind="pill", pill=status_pill),
    Column("", kind="acts"),
)


def fetch(ids: Sequence[UUID], arrived: Callable[[Sequence[Person]], None]) -> None:
    arrived([person for person in PEOPLE if person.id in ids])


class PresencePage(Page):
    """The page of presence-light.png."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Secrétaire assistant : bureautique et accueil")
        self.done: list[tuple[str, list[Person]]] = []
        self.set_title(
            "Secrétaire assistant : bureautique et accueil",
            "N° CARIF 99_SE_0000000501 · session SE_0000009001 · du 11/01/2027 au 25/06/2027"
            " · Le Havre",
        )
        self.set_trail(
            [
                ("Sessions de formation", partial(desk.open, "todo")),
                ("Secrétaire assistant : bureautique et accueil", None),
            ]
        )
        pills = [Pill("Recrutement ouvert", "ok"), Pill("Places disponibles 4")]
        self.set_pills([*pills, Pill("Mises en attente 2", "hold")])
        self.body.addWidget(self._session_tabs())
        rule = QFrame()
        set_look(rule, "rule")
        self.body.setSpacing(0)
        self.body.addWidget(rule)
        self.body.addSpacing(metrics.px(12))
        self.body.addWidget(self._slots())
        self.body.addSpacing(metrics.px(12))
        self.card = self._card()
        self.body.addWidget(self.card, 1)

    def _session_tabs(self) -> CounterTabs:
        tabs = CounterTabs("Session")
        for label in (
            "Synthèse",
            "Inscrits en Info coll",
            "Inscrits en RDV individuel",
            "Inscrits en formation",
        ):
            tabs.add(label, label)
        tabs.choose("Inscrits en Info coll")
        return tabs

    def _slots(self) -> FoldingRow:
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.px(8))
        chips = Chips("Créneaux")
        chips.set_chips(
            [
                (1, "Lun. 7 déc. 2026 · 9 h – 11 h · 15 inscrits"),
                (2, "Jeu. 10 déc. · 14 h · 6 inscrits"),
            ],
            1,
        )
        chips.set_last(button("+ Saisir une Info coll", lambda: None))
        for label in ("Imprimer…", "Exporter tout le tableau", "? Aide"):
            row.addWidget(button(label, lambda: None))
        return FoldingRow(chips, right)

    def _card(self) -> ListCard:
        tabs = CounterTabs("Listes de l’Info coll")
        for label, counter in (
            ("Inscrits en Info coll", 15),
            ("Saisie présence Info coll", 9),
            ("Saisie résultat Info coll", 6),
        ):
            tabs.add(label, label, counter)
        tabs.choose("Saisie présence Info coll")
        acts = [
            RowAct("Présent", partial(self._do, "Présent"), "P"),
            RowAct(
                "Absent",
                partial(self._do, "Absent"),
                "A",
                lambda row: "Absence déjà saisie." if row.status == "Absent" else "",
            ),
        ]
        card = ListCard(
            "Saisie présence Info coll",
            COLUMNS,
            fetch,
            acts,
            head=tabs,
            buttons=[button("Tous présents", lambda: None, look="primary")],
            noun=("personne", "personnes"),
        )
        card.refused.connect(self.desk.say)
        return card

    def _do(self, label: str, rows: Sequence[Person]) -> None:
        self.done.append((label, list(rows)))
        left = {row.id for row in rows}
        ids = [each for each in self.card.model.ids() if each not in left]
        self.card.show_ids(ids, Empty("Toutes les présences sont saisies."))
        self.desk.record([label], f"Présence de {rows[0].name} enregistrée.")

    def show_place(self, arguments: Any) -> None:
        ids = [] if arguments.get("empty") else [person.id for person in PEOPLE]
        empty = Empty(
            "Toutes les présences sont saisies.",
            "Les personnes présentes attendent leur résultat dans l’onglet suivant.",
            "Saisir les résultats d’une Info coll",
            lambda: None,
        )
        self.card.show_ids(ids, empty)


@dataclass(frozen=True)
class Task:
    """A fictional line of « À faire »."""

    id: UUID
    due: Pill
    act: str
    who: str
    why: str


TASKS = [
    Task(UUID(int=100 + place), Pill(word, role), act, who, why)  # type: ignore[arg-type]
    for place, (word, role, act, who, why) in enumerate(
        [
            (
                "Retard 2 j",
                "danger",
                "Saisir l’entrée en formation",
                "MARTIN Chloé · Savoirs langue française",
                "Entrée le 18/11 · à déclarer sous 3 jours (décret 2019-1386)",
            ),
            (
                "Aujourd’hui",
                "warn",
                "Déclarer l’abandon",
                "ROUX Théo · #Avenir construction de projet",
                "Sans nouvelle depuis le 20/11 · à déclarer sous 3 jours",
            ),
            (
                "5 j",
                "hold",
                "Saisir les résultats",
                "6 présents · Info coll du 16 nov.",
                "Les candidats attendent une réponse",
            ),
            (
                "—",
                "neutral",
                "Aucune modalité ouverte",
                "Vente en magasin · session du 01/03/2027",
                "Le prescripteur ne peut positionner personne",
            ),
        ]
    )
]


class TodoPage(Page):
    """The page of todo-light.png."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "À faire")
        self.set_title(
            "À faire", "Lundi 23 novembre 2026 · du plus urgent au moins urgent, selon la loi"
        )
        for label in ("Tout", "Mes sessions", "Imprimer la liste"):
            self.add_button(button(label, lambda: None))
        figures = QHBoxLayout()
        figures.setSpacing(metrics.px(12))
        for card in (
            FigureCard("Entrées en retard", "2", "débutées depuis plus de 3 jours", "danger"),
            FigureCard("Assiduité de novembre", "23", "stagiaires à déclarer", "warn"),
            FigureCard("Résultats à saisir", "6", "dont 6 depuis 5 jours", "hold"),
            FigureCard("Reporté dans KAIROS", "41 / 44", "3 actes à reporter", "ok"),
        ):
            figures.addWidget(card)
        self.body.addLayout(figures)
        columns = (
            Column("Échéance", kind="pill", width=110, pill=lambda row: row.due),
            Column("Acte", lambda row: row.act, 260, "strong", is_search=True),
            Column("Pour qui, pourquoi", lambda row: row.who, 0, second=lambda row: row.why),
            Column("", kind="acts"),
        )

        def fetch_tasks(ids: Sequence[UUID], arrived: Callable[[Sequence[Task]], None]) -> None:
            arrived([task for task in TASKS if task.id in ids])

        acts = [RowAct("Ouvrir", lambda rows: None)]
        self.card = ListCard("Tâches", columns, fetch_tasks, acts, noun=("tâche", "tâches"))
        self.body.addWidget(self.card, 1)

    def show_place(self, arguments: Any) -> None:
        self.card.show_ids([task.id for task in TASKS], Empty("Rien à faire."))


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


def main(out: str, theme: str, scene: str, size: str) -> None:
    """Draw one scene to a picture."""
    app = QApplication([])
    apply_theme(app, "dark" if theme == "dark" else "light")
    window = make_window()
    width, height = (int(part) for part in size.split("x"))
    window.resize(width, height)
    window.show()
    notice = "Présence de Mme COURTOIS Inès enregistrée. Elle passe dans « Saisie résultat »."
    if scene == "todo":
        window.go(Place("todo"))
    elif scene == "empty":
        window.go(Place("presence", {"empty": True}))
    elif scene == "palette":
        app.processEvents()
        window.palette_box.open()
        for letter in "pres":
            QTest.keyClick(app.focusWidget(), letter)
    elif scene == "drawer":
        app.processEvents()
        window.top_bar.drawer_asked.emit()
    elif scene == "form":
        dialog = make_dialog(window)
        dialog.show()
        dialog.form.checked()
        for _ in range(5):
            app.processEvents()
        dialog.grab().save(out)
        return
    else:
        window.desk.said.emit(Notice(notice, "done"))
        page = window.pages.currentWidget()
        assert isinstance(page, PresencePage)
        app.processEvents()
        page.card.table.choose([PEOPLE[1].id])
        if scene == "focus":
            page.card.table.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        app.processEvents()
    window.grab().save(out)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    defaults = ["", "light", "presence", "1366x768"]
    given = sys.argv[1:]
    main(*[*given, *defaults[len(given) :]])
