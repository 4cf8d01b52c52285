# SPDX-License-Identifier: MIT
"""« Saisie des absences et/ou abandon »: one trainee, from the entry to the last day.

The three gestures its user repeats most, and what they cost:
1. Type an absence: A, the day (« 9/11 », Tab, Tab, « 9/11 »), « Oui » or « Non », Enter.
2. Say later why: the line, Q, the reason, Enter.
3. Type an abandon: B, the last day, the reason, Enter, Enter (the second one after the warning).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.absences import RemoveAbsence
from kairos_desktop.services.acts.sessions import CancelInterruption
from kairos_desktop.services.rules.attendance import month_at_work
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.services.wording.reasons import reason_label
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.choice_panel import open_choices
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import leaving, reads
from kairos_desktop.views.training.absences_columns import absence_columns, path_columns
from kairos_desktop.views.training.accident import tell, why_not
from kairos_desktop.views.training.phrases import (
    actualisation,
    identity_facts,
    path_pill,
    starts_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import InterruptionRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.training import AbsenceLine, PathLine, TraineeCard
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Saisie des absences et/ou abandon"
_LEAST_PATHS, _LEAST_ABSENCES = 132, 250
_SHOWS = frozenset(
    {
        "absence",
        "interruption",
        "enrolment",
        "jobseeker",
        "attendance",
        "reason",
        "report",
        "document",
    }
)


class AbsencesPage(Page):
    """One trainee. Arguments: `enrolment_id`, or `jobseeker_id`; `act` opens a dialogue."""

    momentary = frozenset({"act"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self.card: TraineeCard | None = None
        self._asked: dict[str, Any] = {}
        self._act = ""
        self._identity, self._pauses = Facts(names=84), QVBoxLayout()
        self._banners = QVBoxLayout()
        kept = self._kept
        self.paths = ListCard(
            "Session de formation",
            path_columns(kept),
            self._fetch_paths,
            noun=("session", "sessions"),
        )
        self.paths.table.row_opened.connect(self._open_path)
        self.absences = ListCard(
            "Détail des absences et/ou abandon",
            absence_columns(kept),
            self._fetch_absences,
            [
                RowAct("Qualifier", self._qualify, "Q", in_row=False),
                RowAct("Modifier", self._correct, "M", in_row=False),
                RowAct("Retirer", self._remove, "Del", in_row=False),
                RowAct("Signalé", partial(tell, desk), "S", why_not, in_row=False),
            ],
            noun=("absence", "absences"),
        )
        self.absences.refused.connect(desk.say)
        self._leave: KeyButton = button("Sortie de formation…", self._open_exits)
        self._lay_out()
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a trainee; without argument, the one in hand."""
        named = {key: arguments.get(key) for key in ("enrolment_id", "jobseeker_id")}
        if any(named.values()):
            self._asked = named
        self._act = str(arguments.get("act", ""))
        self._read()

    def focus_start(self) -> None:
        """Give the focus to the absences."""
        self.absences.table.setFocus()

    def do(self, act: str) -> None:
        """Open the dialogue of an act: absence, drop, exclude, complete, reopen…; "report" goes."""
        if self.card is None:
            return
        from kairos_desktop.views.training import exit_dialogs

        dialogs = {
            "drop": exit_dialogs.DropDialog,
            "exclude": exit_dialogs.ExcludeDialog,
            "complete": exit_dialogs.CompleteDialog,
            "reopen": exit_dialogs.ReopenDialog,
        }
        if act == "absence":
            self.type_absence()
        elif act == "interruption":
            self._pause(None)
        elif why := leaving.why_not(self.card, act):
            self.desk.say(why)
        elif act == "report":
            self.desk.open("report", enrolment_id=self.card.enrolment.id)
        else:
            dialogs[act](self.desk, self.card, self).open()

    def type_absence(self, starts_on: date | None = None, ends_on: date | None = None) -> None:
        """« Saisir une absence », maybe with its days."""
        from kairos_desktop.views.training.absence_dialogs import AbsenceDialog

        card = self.card
        if card is None:
            return
        others = [line.absence for line in card.absences]
        trainees = [(card.enrolment, card.jobseeker)]
        dialog = AbsenceDialog(self.desk, trainees, card.session, card.reasons, self, others)
        if starts_on and ends_on:
            dialog.show_dates(starts_on, ends_on)
        dialog.open()

    def _lay_out(self) -> None:
        self.add_button(button("Saisir une absence", partial(self.do, "absence"), look="primary"))
        self.add_button(self._leave)
        self.add_button(help_button(self.desk, "absences"))
        unit = metrics.px(metrics.UNIT)
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit + unit // 2)
        column.addWidget(self.paths, 2)
        column.addWidget(self.absences, 5)
        self.body.addLayout(self._banners)
        self.paths.setMinimumHeight(metrics.px(_LEAST_PATHS))
        self.absences.setMinimumHeight(metrics.px(_LEAST_ABSENCES))
        # Where the window is narrow or short the parts stack, and the page scrolls.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(SideBySide(lists, self._aside(), width=268, least=900))
        self.body.addWidget(scroll, 1)
        buttons = QWidget()
        row = _row(buttons)
        row.addWidget(button("Exporter tout le tableau", self._export))
        row.addWidget(button("Motifs…", partial(self.desk.open, "reasons")))
        row.addWidget(button("Historique", self._show_history))
        left = QWidget()
        row = _row(left)
        row.addWidget(button("Retour", self._go_back))
        row.addStretch(1)
        self.body.addWidget(FoldingRow(left, buttons, more="Autres actions"))

    def _aside(self) -> QFrame:
        frame = QFrame()
        set_look(frame, "card")
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(frame)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(unit + unit // 2)
        for title, below in (
            ("Identité et coordonnées du DE", self._identity),
            ("Interruptions", None),
        ):
            heading = Label(title)
            heading.setWordWrap(True)
            set_look(heading, "section")
            column.addWidget(heading)
            if below is not None:
                column.addWidget(below)
        column.addLayout(self._pauses)
        act = partial(self.do, "interruption")
        column.addWidget(button("Saisir une période d'interruption", act))
        column.addStretch(1)
        return frame

    def _read(self) -> None:
        if not self._asked:
            return
        asked = self._asked
        self.desk.read(
            reads.trainee,
            asked["enrolment_id"],
            asked["jobseeker_id"],
            self.desk.now().date(),
            done=self._show,
            owner=self,
            key="trainee",
        )

    def _show(self, card: TraineeCard | None) -> None:
        self.card = card
        if card is None:
            self.desk.say("Cette personne n’est inscrite à aucune formation.")
            return
        today = self.desk.now().date()
        month = actualisation(month_at_work(today))
        self.set_title(TITLE, f"{addressed(card.jobseeker)} · {month}")
        self.set_trail(
            [
                ("Sessions de formation", partial(self.desk.open, "sessions")),
                (card.session.title, self._go_back),
                (full_name(card.jobseeker), None),
            ]
        )
        own = next(line for line in card.paths if line.id == card.enrolment.id)
        self.set_pills([path_pill(own)])
        self._identity.show_facts(identity_facts(card))
        for shown, lines, empty in (
            (self.paths, card.paths, Empty("Aucune formation.")),
            (self.absences, card.absences, self._empty()),
        ):
            shown.model.keep(lines)
            shown.show_ids([line.id for line in lines], empty)
            shown.model.refresh_all()
        self._show_pauses(card.pauses)
        self._show_banner(card, today)
        act, self._act = self._act, ""
        if act:
            self.do(act)

    def _empty(self) -> Empty:
        return Empty(
            "Aucune absence n’est saisie.",
            "Les absences se saisissent au fil de l’eau ; l’assiduité du mois les reprend.",
            "Saisir une absence",
            partial(self.do, "absence"),
        )

    def _show_pauses(self, rows: Sequence[InterruptionRow]) -> None:
        _clear(self._pauses)
        for row in rows:
            kept = self._kept()
            whole = "" if row.enrolment_id else " (toute la session)"
            words = f"{period(row.starts_on, row.ends_on).capitalize()}{whole}"
            reason = reason_label(ReasonKind.INTERRUPTION, row.reason, kept)
            said = Label(f"{words} · {reason}")
            said.setWordWrap(True)
            self._pauses.addWidget(said)
            if row.enrolment_id:
                line = QWidget()
                buttons = _row(line)
                buttons.addWidget(button("Corriger", partial(self._pause, row)))
                buttons.addWidget(button("Annuler", partial(self._cancel_pause, row)))
                self._pauses.addWidget(line)
        if not rows:
            none = Label("Aucune.")
            set_look(none, "muted")
            self._pauses.addWidget(none)

    def _show_banner(self, card: TraineeCard, today: date) -> None:
        _clear(self._banners)
        if shown := leaving.banner(card, today, self.do):
            self._banners.addWidget(shown)

    def _open_exits(self) -> None:
        open_choices(self._leave, leaving.TITLE, leaving.exit_choices(self.card, self.do))

    def _kept(self) -> Sequence[Any]:
        return self.card.reasons if self.card is not None else ()

    def _fetch_paths(
        self, ids: Sequence[Any], arrived: Callable[[Sequence[PathLine]], None]
    ) -> None:
        lines = self.card.paths if self.card is not None else ()
        arrived([line for line in lines if line.id in ids])

    def _fetch_absences(
        self, ids: Sequence[Any], arrived: Callable[[Sequence[AbsenceLine]], None]
    ) -> None:
        lines = self.card.absences if self.card is not None else ()
        arrived([line for line in lines if line.id in ids])

    def _open_path(self, line: PathLine) -> None:
        self.desk.open("absences", enrolment_id=line.id)

    def _qualify(self, lines: Sequence[AbsenceLine]) -> None:
        from kairos_desktop.views.training.absence_dialogs import QualifyDialog

        if self.card is not None:
            rows = [line.absence for line in lines]
            name = addressed(self.card.jobseeker)
            QualifyDialog(self.desk, rows, self.card.reasons, self, name).open()

    def _correct(self, lines: Sequence[AbsenceLine]) -> None:
        from kairos_desktop.views.training.absence_dialogs import CorrectDialog

        if self.card is not None:
            name = addressed(self.card.jobseeker)
            CorrectDialog(self.desk, lines[0].absence, self, name).open()

    def _remove(self, lines: Sequence[AbsenceLine]) -> None:
        acts = [RemoveAbsence(absence_id=line.id) for line in lines]
        one = f"Absence du {starts_text(lines[0].absence)} retirée."
        self.desk.record(acts, one if len(lines) == 1 else f"{len(lines)} absences retirées.")

    def _pause(self, row: InterruptionRow | None) -> None:
        from kairos_desktop.views.training.pause_dialog import PauseDialog

        if self.card is not None:
            PauseDialog(self.desk, self.card, self, self.type_absence, row).open()

    def _cancel_pause(self, row: InterruptionRow) -> None:
        words = period(row.starts_on, row.ends_on)
        self.desk.record(
            [CancelInterruption(interruption_id=row.id)], f"Interruption {words} annulée."
        )

    def _go_back(self) -> None:
        if self.card is not None:
            self.desk.open("session", session_id=self.card.session.id, tab="enrolled")

    def _export(self) -> None:
        if self.card is not None:
            title = f"Absences – {full_name(self.card.jobseeker)}"
            save_whole_table(self.desk, title, self.absences.model)

    def _show_history(self) -> None:
        if self.card is not None:
            rows: list[UUID] = [self.card.enrolment.id]
            rows += [line.id for line in self.card.absences]
            rows += [row.id for row in (*self.card.pauses, *self.card.months)]
            self.desk.show_history(rows, full_name(self.card.jobseeker))

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._read()


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.px(metrics.UNIT))
    return row


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
