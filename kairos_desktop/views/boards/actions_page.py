# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Actions »: what waits, block by block, as the guide shows it (p. 28, 30).

Enter on a line opens the form that closes it. The two days above narrow every block.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.dates import day_number, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import upper_name
from kairos_desktop.views.boards.blocks import Block
from kairos_desktop.views.boards.quote_blocks import draft_block, sent_block
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.empty_state import Empty, EmptyState
from kairos_desktop.views.toolkit.fields import DateField
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from kairos_desktop.services.due.dashboard import (
        ActionBoard,
        EntryBoardLine,
        ReportBoardLine,
        SlotBoardLine,
    )
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.toolkit.desk import Desk

ActionTab: TypeAlias = Literal["upcoming", "results", "entries", "attendance", "reports", "quotes"]
TABS: dict[ActionTab, str] = {
    "upcoming": "RDV non échus",
    "results": "Résultat RDV",
    "entries": "Entrées formation",
    "attendance": "Assiduité",
    "reports": "Bilan",
    "quotes": "Devis AIF brouillon",
}
_ELSEWHERE = "attendance"
"""The tab whose form is on a page of its own."""
_SHOWS = frozenset(
    {"slot", "seats", "registration", "enrolment", "training_session", "report", "jobseeker",
     "aif_quote"}
)  # fmt: skip
_KINDS = {SlotKind.MEETING: "Info coll", SlotKind.APPOINTMENT: "RDV individuel"}
_DATE_WIDTH = 150
_LEAST_BLOCK = 176
"""A title, the headings and two lines."""


class ActionsPage(Page):
    """The board. Argument: `tab`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Tableau de bord : actions")
        today = desk.now().date
        self.first = DateField("à partir du", hint="", today=today)
        self.last = DateField("au", hint="", today=today)
        self.tabs = CounterTabs("Tableau de bord : actions")
        for key, text in TABS.items():
            self.tabs.add(key, text, None if key == _ELSEWHERE else 0)
        self._stack = QStackedWidget()
        self.upcoming = Block(
            desk, _upcoming_title, _upcoming_columns(), self._open_registered, _NO_UPCOMING
        )
        self.results = Block(desk, _results_title, _results_columns(), self._open_slot, _NO_RESULT)
        self.late = Block(desk, _late_title, _entry_columns(), self._open_entries, _NO_LATE)
        self.recent = Block(desk, _recent_title, _entry_columns(), self._open_entries, _NO_RECENT)
        self.reports = Block(desk, _reports_title, _report_columns(), self._open_report, _NO_REPORT)
        self.drafts, self.quotes = draft_block(desk), sent_block(desk)
        self._lay_out()
        self.tabs.chosen.connect(self._on_chosen)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read the board again, on a tab."""
        if "tab" in arguments:
            self.tabs.choose(arguments["tab"])
        self.read()

    def read(self) -> None:
        """« Appliquer »: read every block between the two days."""
        for field in (self.first, self.last):
            if problem := field.problem():
                field.show_error(problem)
                return
        days = (self.first.value(), self.last.value())
        self.desk.read(_board, self.desk.now(), *days, done=self._show, owner=self, key="board")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        for field in (self.first, self.last):
            field.setFixedWidth(metrics.px(_DATE_WIDTH))
            row.addWidget(field)
        row.addWidget(button("Appliquer", self.read), 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        bodies: dict[str, QWidget] = {
            "upcoming": _body((self.upcoming,)),
            "results": _body((self.results,)),
            "entries": _body((self.late, self.recent)),
            "attendance": _elsewhere(self.desk),
            "reports": _body((self.reports,)),
            "quotes": _body((self.drafts, self.quotes)),
        }
        for key in TABS:
            self._stack.addWidget(bodies[key])
        self.body.addLayout(row)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)

    def _show(self, board: ActionBoard) -> None:
        self.upcoming.show_rows(board.upcoming)
        self.results.show_rows(board.to_type)
        self.late.show_rows(board.late)
        self.recent.show_rows(board.recent)
        self.reports.show_rows(board.reports)
        self.drafts.show_rows(board.drafts)
        self.quotes.show_rows(board.quotes)
        self.tabs.set_counter("upcoming", len(board.upcoming))
        self.tabs.set_counter("results", len(board.to_type))
        self.tabs.set_counter("entries", len(board.late) + len(board.recent))
        self.tabs.set_counter("reports", len(board.reports))
        self.tabs.set_counter("quotes", len(board.drafts))

    def focus_start(self) -> None:
        """Give the focus to the first list of the tab that shows."""
        first = {
            "results": self.results,
            "entries": self.late,
            "reports": self.reports,
            "quotes": self.drafts,
        }
        first.get(str(self.tabs.current_key()), self.upcoming).table.setFocus()

    def _on_chosen(self, key: ActionTab) -> None:
        self._stack.setCurrentIndex(list(TABS).index(key))

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.tables & _SHOWS:
            self.read()

    def _open_registered(self, line: SlotBoardLine) -> None:
        self._open_list(line, "registered")

    def _open_slot(self, line: SlotBoardLine) -> None:
        self._open_list(line, "presence" if line.presences else "result")

    def _open_list(self, line: SlotBoardLine, shown: str) -> None:
        self.desk.open(
            "session",
            session_id=line.session_id,
            tab=f"{line.kind}s",
            list=shown,
            slot_id=line.choice,
        )

    def _open_entries(self, line: EntryBoardLine) -> None:
        self.desk.open("session", session_id=line.id, tab="enrolled", list="entries")

    def _open_report(self, line: ReportBoardLine) -> None:
        self.desk.open("report", enrolment_id=line.id)


_NO_UPCOMING = Empty(
    "Aucun rendez-vous à venir.", "Ni Info coll ni RDV individuel entre ces dates."
)
_NO_RESULT = Empty(
    "Tout est saisi.", "Aucune présence ni aucun résultat ne manque entre ces dates."
)
_NO_LATE = Empty("Aucune entrée en retard.", "Aucune formation débutée depuis plus de 3 jours.")
_NO_RECENT = Empty("Aucune entrée à saisir.", "Aucune formation débutée depuis 3 jours ou moins.")

_NO_REPORT = Empty(
    "Tous les bilans sont saisis.",
    "Une personne sortie de formation entre ces dates arrive ici jusqu’à son bilan.",
)


def _upcoming_title(count: int) -> str:
    return f"({count}) Créneaux à venir"


def _results_title(count: int) -> str:
    return f"({count}) Créneaux avec des présences ou des résultats à saisir"


def _late_title(count: int) -> str:
    return (
        f"({count}) Sessions de formation avec AES à saisir "
        "(formation débutée depuis plus de 3 jours)"
    )


def _recent_title(count: int) -> str:
    return (
        f"({count}) Sessions de formation avec AES à saisir "
        "(formation débutée depuis moins de 3 jours)"
    )


def _reports_title(count: int) -> str:
    return f"({count}) Sorties de formation sans bilan"


def _slot_columns() -> tuple[Column, ...]:
    return (
        Column("Date", lambda line: short_day(line.held_on), 132),
        Column("Type", lambda line: _KINDS[line.kind], 112, "muted"),
        Column(
            "Intitulé de la formation",
            lambda line: line.title,
            0,
            "strong",
            is_search=True,
            second=lambda line: line.number,
        ),
    )


def _upcoming_columns() -> tuple[Column, ...]:
    return (
        *_slot_columns(),
        Column("Inscrits", lambda line: str(line.registered), 82, "number"),
        Column("Places", lambda line: str(line.places), 74, "number"),
        Column("En attente", lambda line: str(line.waiting), 92, "number"),
    )


def _results_columns() -> tuple[Column, ...]:
    return (
        *_slot_columns(),
        Column("Présences à saisir", lambda line: str(line.presences), 146, "number"),
        Column("Résultats à saisir", lambda line: str(line.results), 142, "number"),
    )


def _entry_columns() -> tuple[Column, ...]:
    return (
        Column("N° CARIF", lambda line: line.number, 150, "id"),
        Column("Intitulé de la formation", lambda line: line.title, 0, "strong", is_search=True),
        Column("Date début", lambda line: day_number(line.starts_on), 104),
        Column("Date fin", lambda line: day_number(line.ends_on), 104),
        Column("AES à saisir", lambda line: str(line.missing), 104, "number"),
    )


def _report_columns() -> tuple[Column, ...]:
    return (
        Column("N° DE", lambda line: line.ft_id or "à saisir", 116, "id"),
        Column(
            "Nom-Prénom",
            lambda line: f"{upper_name(line.last_name)} {line.first_name}",
            200,
            "strong",
            is_search=True,
        ),
        Column("Intitulé de la formation", lambda line: line.title, 0, second=_number_of),
        Column("Statut", lambda line: label(line.state), 100, "muted"),
        Column("Sortie", lambda line: day_number(line.left_on), 104),
    )


def _number_of(line: ReportBoardLine) -> str:
    return line.number


def _body(blocks: Sequence[Block]) -> QWidget:
    """The blocks one below another, each under its buttons; F1 is the first one's.

    Several scroll where the window is short, so that each keeps some lines in sight.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics.px(metrics.UNIT))
    for place, block in enumerate(blocks):
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addStretch(1)
        for made in block.tools(key="" if place else "F1"):
            row.addWidget(made)
        column.addLayout(row)
        column.addWidget(block, 1)
    if len(blocks) == 1:
        return holder
    for block in blocks:
        block.setMinimumHeight(metrics.px(_LEAST_BLOCK))
    scroll = QScrollArea()
    scroll.setWidget(holder)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll


def _elsewhere(desk: Desk) -> QWidget:
    """The attendance, whose form is on a page of its own."""
    said = EmptyState()
    said.show_empty(
        Empty(
            "L’assiduité du mois a sa propre liste.",
            "Les sessions référencées avec assiduité à saisir, mois par mois.",
            "Ouvrir l’actualisation du mois",
            partial(desk.open, "months"),
        )
    )
    return said


# Loaded by the lane that runs it.


def _board(
    conn: Any, org: UUID, now: datetime, first: date | None, last: date | None
) -> ActionBoard:
    from kairos_desktop.services.due.dashboard import Between, board

    return board(conn, org, now, Between(first, last))
