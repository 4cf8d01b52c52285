# SPDX-License-Identifier: MIT
"""« Saisie des entrées en formation »: a whole first day at once, then the exceptions.

Twelve expected, two absent: their first letter and A, then * (« Tous présents »): five keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import EnrolmentState
from kairos_desktop.services.rules.entries import entry_refusal, is_validated, planned_start
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.people import full_name, prescriber_text
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment import enrolled_columns as shown
from kairos_desktop.views.recruitment import enrolment_gestures, reads
from kairos_desktop.views.recruitment.history_act import history_action
from kairos_desktop.views.recruitment.row_marks import mark
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button, keep_focus_out
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import DateField
from kairos_desktop.views.toolkit.list_card import ListCard

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from uuid import UUID

    from kairos_desktop.services.queries.enrolments import EnrolmentLine, EntryList
    from kairos_desktop.services.rules.verdicts import Refused
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.tabs import CounterTabs

ENTRIES = "Saisie des entrées en formation"
_EVERYONE, _EVERYONE_KEY = "Tous présents", "*"
_DAY_WIDTH = 320


def columns() -> tuple[Column, ...]:
    """What one must know of somebody on the first day."""
    return (
        Column("N° DE", lambda line: line.jobseeker.ft_id or "à saisir", 112, "id", "ft_id"),
        Column(
            "Nom-Prénom",
            lambda line: full_name(line.jobseeker),
            190,
            "strong",
            sort_key="name",
            is_search=True,
            mark=mark,
        ),
        Column("Début prévu", _start, 104, sort_key="dates"),
        Column("Statut", width=142, kind="pill", pill=shown.state_pill, tooltip=shown.explained),
        Column("Motif", shown.meaning, 0, second=shown.motive, is_optional=True),
        Column("Prescripteur", _prescriber, 150, "muted", is_optional=True),
        Column("", kind="acts"),
    )


class EntriesList(QWidget):
    """Those of a session whose start has come.

    Signals:
        missing_read(int): how many entries are still to type.
    """

    missing_read = Signal(int)

    def __init__(self, desk: Desk, tabs: CounterTabs, history: Callable[..., None]) -> None:
        super().__init__()
        self._desk = desk
        self._session_id: UUID | None = None
        self._wanted: UUID | None = None
        self._sort = ("name", False)
        self.day = DateField(
            "Date d’entrée (vide : le début prévu de chacun)",
            hint="",
            today=lambda: desk.now().date(),
        )
        self.with_entered = QCheckBox("Afficher les lignes déjà saisies")
        self.with_entered.setAccessibleName("Afficher les lignes déjà saisies")
        self.with_entered.toggled.connect(self.read)
        everyone = button(_EVERYONE, self._all_present, look="primary")
        everyone.show_keys(_EVERYONE_KEY)
        acts = [
            RowAct("Présent", self._enter, "P", why_no_entry),
            RowAct("Absent", self._absent, "A", why_no_absence),
        ]
        self.card = ListCard(
            ENTRIES,
            columns(),
            self._fetch,
            acts,
            head=tabs,
            buttons=[keep_focus_out(everyone)],
            noun=("personne", "personnes"),
        )
        self.card.refused.connect(desk.say)
        self.card.addAction(self._everyone_action())
        self.card.table.addAction(history_action(self.card.table, history))
        self.card.table.row_opened.connect(self._open_person)
        self.card.table.sort_asked.connect(self._on_sort)
        self._lay_out()

    def show_session(self, session_id: UUID) -> None:
        """Show the entries of a session; another one forgets the day typed for the last."""
        if session_id != self._session_id:
            self.day.set_value(None)
        self._session_id = session_id
        self.read()

    def choose_next(self, enrolment_id: UUID | None) -> None:
        """Choose this line as soon as it is read."""
        self._wanted = enrolment_id

    def read(self) -> None:
        """Read the list again."""
        if self._session_id is None:
            return
        self.card.wait()
        self._desk.read(
            reads.entries,
            self._session_id,
            self._desk.now().date(),
            self.with_entered.isChecked(),
            *self._sort,
            done=self._show,
            owner=self,
            key="entries",
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2 * metrics.px(metrics.UNIT))
        self.day.setFixedWidth(metrics.px(_DAY_WIDTH))
        row.addWidget(self.day)
        row.addStretch(1)
        row.addWidget(self.with_entered, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(metrics.UNIT))
        column.addLayout(row)
        column.addWidget(self.card, 1)

    def _everyone_action(self) -> QAction:
        action = QAction(_EVERYONE, self)
        action.setShortcut(QKeySequence(_EVERYONE_KEY))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self._all_present)
        return action

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[EnrolmentLine]], None]
    ) -> None:
        marked = self._desk.has_joined
        self._desk.read(reads.enrolment_lines, ids, marked, done=arrived, owner=self)

    def _show(self, found: EntryList) -> None:
        self.missing_read.emit(found.missing)
        empty = Empty(
            "Aucune entrée à saisir pour le moment.",
            "Chacun arrive ici le jour de son début prévu, et en part quand son entrée est saisie.",
        )
        self.card.show_ids(found.ids, empty)
        wanted, self._wanted = self._wanted, None
        if wanted in found.ids:
            self.card.table.choose([wanted])
            return
        is_placed = self.card.table.currentIndex().isValid()
        if self.card.table.hasFocus() and found.ids and not is_placed:
            self.card.table.choose(found.ids[:1])

    def _enter(self, lines: Sequence[EnrolmentLine]) -> None:
        """Record the entry, after asking why where the prescriber has not agreed."""
        problem = self.day.problem()
        if problem:
            self.day.show_error(problem)
            self._desk.say(problem)
            return
        day = self.day.value()
        without = [line for line in lines if not is_validated(line.enrolment)]
        if not without:
            self._record(enrolment_gestures.entry(lines, day))
            return
        from kairos_desktop.views.recruitment.entry_dialogs import UnvalidatedEntryDialog

        UnvalidatedEntryDialog(self._desk, lines, without, day, self).open()

    def _absent(self, lines: Sequence[EnrolmentLine]) -> None:
        entered = [line for line in lines if line.enrolment.state is EnrolmentState.ENTERED]
        if not entered:
            self._record(enrolment_gestures.absence_at_entry(lines))
            return
        from kairos_desktop.views.recruitment.entry_dialogs import MistakenEntryDialog

        MistakenEntryDialog(self._desk, lines, self).open()

    def _all_present(self) -> None:
        # Typing is faster than reading: an absence just typed may not show yet.
        self._desk.settled(self._read_missing)

    def _read_missing(self) -> None:
        if self._session_id is None:
            return
        self._desk.read(
            reads.entries_missing,
            self._session_id,
            self._desk.now().date(),
            done=self._enter_all,
            owner=self,
            key="missing",
        )

    def _enter_all(self, lines: Sequence[EnrolmentLine]) -> None:
        if lines:
            self._enter(lines)
        else:
            self._desk.say("Toutes les entrées de cette liste sont déjà saisies.")

    def _record(self, gesture: Gesture) -> None:
        self._desk.record(gesture.acts, gesture.said)

    def _open_person(self, line: EnrolmentLine) -> None:
        self._desk.open("person", jobseeker_id=line.jobseeker.id)

    def _on_sort(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.read()


def why_no_entry(line: EnrolmentLine) -> str:
    """Why « Présent » is not offered; "" when it is."""
    return _said(entry_refusal(line.enrolment))


def why_no_absence(line: EnrolmentLine) -> str:
    """Why « Absent » is not offered; "" when it is."""
    row = line.enrolment
    if row.state is EnrolmentState.NOT_ENTERED:
        return "L’absence est déjà saisie."
    return "" if row.state is EnrolmentState.ENTERED else _said(entry_refusal(row))


def _said(refusal: Refused | None) -> str:
    return sentence(refusal) if refusal else ""


def _start(line: EnrolmentLine) -> str:
    return day_number(planned_start(line.enrolment, line.session)) or "non précisé"


def _prescriber(line: EnrolmentLine) -> str:
    return prescriber_text(line.jobseeker)
