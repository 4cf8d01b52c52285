# SPDX-License-Identifier: MIT
"""The pages of the design's pictures, with fictional people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.cards import FigureCard
from kairos_desktop.views.toolkit.chips import Chips
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
