# SPDX-License-Identifier: MIT
"""« Assiduité du mois »: the grid of a session, typed by key, then declared.

The gestures its user repeats most, and what they cost:
1. Thirty people, ten half-days, twelve exceptions: T (« Tous assidus »), then for each exception
   the down arrow to the person, one digit for the half-day, one letter, which goes to the next
   person by itself; Ctrl+Enter, Enter. Forty-five key presses at most.
2. Somebody was away for days: Shift and arrows, E or A.
3. Distance work: D, the hours estimated, Ctrl+D for everybody; right, the hours validated, Ctrl+D;
   then the exceptions, down to the person and figures.
4. Give the reasons that were left for later: « Qualifier », one form for each absence.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import DocumentKind, Mark
from kairos_desktop.services.rules.absences import is_incomplete
from kairos_desktop.services.rules.attendance import (
    MonthState,
    month_at_work,
    month_of,
    next_month,
)
from kairos_desktop.services.rules.remote_work import summed
from kairos_desktop.services.wording.dates import hours_text, month_name
from kairos_desktop.services.wording.distance import remote_text
from kairos_desktop.services.wording.labels import explain, label
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button, french_keys, keep_focus_out
from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices
from kairos_desktop.views.toolkit.columns import Pill, PillRole
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import ElidedLabel, Page
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import reads
from kairos_desktop.views.training.month_cells import Where, acts_of
from kairos_desktop.views.training.month_grid import MonthGrid
from kairos_desktop.views.training.month_hours import HOURS, Spot, act_of
from kairos_desktop.views.training.month_model import TOTALS
from kairos_desktop.views.training.phrases import actualisation, so_many_trainees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import AbsenceRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.attendance import MonthCard, TraineeMonth
    from kairos_desktop.views.toolkit.desk import Desk

_SHOWS = frozenset(
    {
        "absence", "attendance", "interruption", "enrolment", "jobseeker", "training_session",
        "sheet", "signature", "remote_work", "lesson", "closure",
    }
)  # fmt: skip
_TO_DECLARE = frozenset({MonthState.TO_DECLARE, MonthState.OVERDUE})
# A burst of keys reads the month once.
_CALM_MS = 120
_DAY = timedelta(days=1)
_ROLES: dict[MonthState, PillRole] = {
    MonthState.NOT_OPEN: "neutral",
    MonthState.TO_DECLARE: "warn",
    MonthState.OVERDUE: "danger",
    MonthState.DECLARED: "ok",
    MonthState.TO_RECTIFY: "warn",
    MonthState.RECTIFIED: "ok",
}
_ORDER = (
    MonthState.OVERDUE, MonthState.TO_DECLARE, MonthState.TO_RECTIFY, MonthState.NOT_OPEN,
    MonthState.RECTIFIED, MonthState.DECLARED,
)  # fmt: skip
_LEGEND = (
    "E justifiée · A à qualifier · N non justifiée · R retard · I interruption · – hors parcours"
)


class MonthPage(Page):
    """A session's month. Arguments: `session_id`, `month` (its first day; else the one due).

    `enrolment_id` is the trainee to begin with, on the first half-day of their own.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Assiduité du mois")
        self.card: MonthCard | None = None
        self._session_id: UUID | None = None
        self._month: date | None = None
        self._wanted: UUID | None = None
        self.grid = MonthGrid()
        self.grid.mark_asked.connect(self._mark)
        self.grid.hours_asked.connect(self._type_hours)
        self._told = ElidedLabel()
        self.grid.told.connect(self._told.setText)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._read)
        self._lay_out()
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the month of a session."""
        if "session_id" in arguments:
            self._session_id = arguments["session_id"]
            self.grid.months.confirmed = self.grid.months.asked = False
            self._month = None
        if "month" in arguments:
            self._month = month_of(arguments["month"])
        if self._month is None:
            self._month = month_at_work(self.desk.now().date())
        self._wanted = arguments.get("enrolment_id")
        self._read()

    def focus_start(self) -> None:
        """Give the focus to the grid."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm_all(self) -> None:
        """« Tous assidus »: whoever has no exception reads as confirmed."""
        if self.card is None:
            return
        self.grid.months.confirm(True)
        count = sum(not trainee.figures.absent for trainee in self.card.trainees)
        said = f"Tous assidus, sauf les exceptions : {so_many_trainees(count)} sans absence."
        self.desk.say(said)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def declare(self) -> None:
        """Open what declaring will say, with what it lacks."""
        from kairos_desktop.views.training.declare_dialog import DeclareDialog

        if self.card is None:
            return
        if not self.due():
            states = sorted({each.state for each in self.card.trainees}, key=_ORDER.index)
            why = explain(states[0]) if states else "Personne n’est en formation ce mois-là."
            self.desk.say(f"Rien à déclarer. {why}")
            return
        dialog = DeclareDialog(self.desk, self.card, self.due(), self, self.qualify)
        dialog.declared.connect(self._on_declared)
        dialog.open()

    def print_statements(self) -> None:
        """« État de présence » of every trainee whose month was declared."""
        if self.card is not None:
            ids = [trainee.id for trainee in self.card.trainees if trainee.declared]
            if not ids:
                self.desk.say("Aucun mois n’est encore déclaré : il n’y a rien à imprimer.")
                return
            kind = DocumentKind.ATTENDANCE_STATEMENT
            self.desk.papers.show(kind, enrolment_ids=ids, month=self.card.month)

    def print_recap(self) -> None:
        """The recap of the session's month."""
        if self.card is not None:
            session, month = self.card.session.id, self.card.month
            self.desk.papers.show(DocumentKind.ATTENDANCE_RECAP, session_id=session, month=month)

    def due(self) -> list[TraineeMonth]:
        """The trainees whose month is to be declared or rectified."""
        trainees = self.card.trainees if self.card is not None else ()
        return [t for t in trainees if t.state in _TO_DECLARE | {MonthState.TO_RECTIFY}]

    def incomplete(self) -> list[tuple[TraineeMonth, list[AbsenceRow]]]:
        """The absences that lack a reason, a justification or a length, by trainee."""
        trainees = self.card.trainees if self.card is not None else ()
        found = [(each, [row for row in each.absences if is_incomplete(row)]) for each in trainees]
        return [(each, rows) for each, rows in found if rows]

    def qualify(self) -> None:
        """« Qualifier »: the incomplete absences of the trainee in hand, else of the first one."""
        from kairos_desktop.views.training.absence_dialogs import QualifyDialog

        found = self.incomplete()
        if self.card is None or not found:
            self.desk.say("Aucune absence n’est à compléter.")
            return
        here = self.in_hand()
        own = next((each for each in found if here and each[0].id == here.id), found[0])
        name = addressed(own[0].jobseeker)
        QualifyDialog(self.desk, own[1][:1], self.card.reasons, self, name).open()

    def in_hand(self) -> TraineeMonth | None:
        """The trainee of the current row."""
        row = self.grid.current().row
        if self.card is None or not 0 <= row < len(self.card.trainees):
            return None
        return self.card.trainees[row]

    def _lay_out(self) -> None:
        self._print = button("Imprimer…", self._open_papers)
        self.add_button(self._print)
        self.add_button(button("Déclarer", self.declare, look="primary", key="Ctrl+Return"))
        self.add_button(help_button(self.desk, "assiduite"))
        tools, left = QWidget(), QWidget()
        row, months = _row(tools), _row(left)
        for text, run, key in (
            ("Tous assidus", self.confirm_all, "T"),
            ("Qualifier", self.qualify, "Q"),
            ("Travail à distance", self.grid.show_hours, "D"),
            ("Gérer absence / abandon", self._open_absences, "G"),
            ("Exporter tout le tableau", self._export, ""),
        ):
            made = button(text, run, key=key)
            keep_focus_out(made)
            row.addWidget(made)
        # Their keys stand in the tip: drawn, they would push the tools to a second line.
        for text, step, key in (("Précédent", -1, "Alt+PgUp"), ("Suivant", 1, "Alt+PgDown")):
            tip = f"Mois {text.lower()} ({french_keys(key)})"
            made = button(text, partial(self._turn, step), tooltip=tip)
            made.setShortcut(QKeySequence(key))
            months.addWidget(made)
        months.addStretch(1)
        frame = QFrame()
        set_look(frame, "card")
        column = QVBoxLayout(frame)
        unit = metrics.px(metrics.UNIT)
        column.setContentsMargins(unit, unit, unit, unit)
        column.setSpacing(unit)
        column.addWidget(self.grid, 1)
        self.body.addWidget(FoldingRow(left, tools, more="Actions de la grille"))
        self.body.addWidget(frame, 1)
        legend = ElidedLabel(_LEGEND)
        set_look(legend, "small")
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(legend, 1)
        self.body.addLayout(foot)

    def _read(self) -> None:
        if self._session_id is None or self._month is None:
            return
        today = self.desk.now().date()
        self.desk.read(
            reads.month,
            self._session_id,
            self._month,
            today,
            done=self._show,
            owner=self,
            key="month",
        )

    def _show(self, card: MonthCard | None) -> None:
        if card is None:
            self.desk.say("Cette session n’existe plus ici.")
            return
        self.card = card
        session = card.session
        self.set_title(
            f"Assiduité – {actualisation(card.month)}", f"{session.title} · {_sum(card)}"
        )
        to_session = partial(self.desk.open, "session", session_id=session.id, tab="enrolled")
        self.set_trail(
            [
                ("Assiduité à saisir", partial(self.desk.open, "months", month=card.month)),
                (session.title, to_session),
                (month_name(card.month), None),
            ]
        )
        self.set_pills(_pills(card))
        self.grid.show_card(card)
        wanted, self._wanted = self._wanted, None
        if (first := _first_of(card, wanted)) is not None:
            self.grid.go(first)

    def _mark(self, cells: Sequence[Where], mark: Mark) -> None:
        """Put the mark on screen at once, then record it."""
        card = self.card
        if card is None:
            return
        changed = self.grid.months.mark(cells, mark)
        if not changed:
            return
        acts = acts_of(card, changed, mark)
        one = card.trainees[changed[0].row].jobseeker
        people = {where.row for where in changed}
        who = addressed(one) if len(people) == 1 else so_many_trainees(len(people))
        self.desk.record(acts, f"{label(mark)} : {who}.")

    def _type_hours(self, wanted: Mapping[Spot, int]) -> None:
        """Put the hours on screen at once, then record them."""
        card = self.card
        changed = self.grid.months.put_hours(wanted)
        if card is None or not changed:
            return
        people = {spot.row for spot in changed}
        one = card.trainees[next(iter(people))].jobseeker
        who = addressed(one) if len(people) == 1 else so_many_trainees(len(people))
        self.desk.record((act_of(card, changed),), f"Travail à distance : {who}.")

    def _open_papers(self) -> None:
        choices = [
            Choice("États de présence", self.print_statements),
            Choice("Récapitulatif de la session", self.print_recap),
        ]
        open_choices(self._print, "Imprimer…", choices)

    def _on_declared(self, ids: Sequence[UUID]) -> None:
        """Show the papers of those who were declared, to be printed and signed."""
        if self.card is not None:
            kind = DocumentKind.ATTENDANCE_STATEMENT
            self.desk.papers.show(kind, enrolment_ids=ids, month=self.card.month)

    def _turn(self, step: int) -> None:
        if self._month is None:
            return
        before = month_of(self._month.replace(day=1) - _DAY)
        self._month = next_month(self._month) if step > 0 else before
        self.grid.months.confirmed = False
        self._read()

    def _open_absences(self) -> None:
        trainee = self.in_hand()
        if trainee is not None:
            self.desk.open("absences", enrolment_id=trainee.id)

    def _export(self) -> None:
        card = self.card
        if card is None:
            return
        model = self.grid.months
        days = (f"{each.day:%d/%m} {label(each.half)}" for each in card.planned)
        more = (*HOURS, *TOTALS) if model.hours else TOTALS
        headings = ["Nom-Prénom", *days, *more]
        lines = [
            [full_name(trainee.jobseeker)]
            + [str(model.data(model.index(row, place))) for place in range(model.columnCount())]
            for row, trainee in enumerate(card.trainees)
        ]
        title = f"Assiduité {month_name(card.month)} – {card.session.title}"
        self.desk.exports.save(title, headings, lines)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._calm.start(_CALM_MS)


def _pills(card: MonthCard) -> list[Pill]:
    """The states of the month, the most urgent first, with how many trainees are in each."""
    states = [each.state for each in card.trainees]
    return [
        Pill(f"{label(state)} {states.count(state)}", _ROLES[state])
        for state in _ORDER
        if state in states
    ]


def _sum(card: MonthCard) -> str:
    absent = sum(each.figures.absent for each in card.trainees)
    planned = sum(each.figures.planned for each in card.trainees)
    people = so_many_trainees(len(card.trainees))
    said = f"{people} · {hours_text(absent)} d’absence sur {hours_text(planned)}"
    remote = remote_text(
        summed(each.figures.estimated for each in card.trainees),
        summed(each.figures.validated for each in card.trainees),
    )
    return f"{said} · à distance : {remote}" if remote else said


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.px(metrics.UNIT))
    return row


def _first_of(card: MonthCard, wanted: UUID | None) -> Where | None:
    """The first half-day of a trainee's own; None where the trainee is not of this month."""
    for row, trainee in enumerate(card.trainees):
        if trainee.id == wanted and card.planned:
            first = trainee.figures.period_from
            columns = (at for at, each in enumerate(card.planned) if each.day >= first)
            return Where(row, next(columns, 0))
    return None
