# SPDX-License-Identifier: MIT
"""« Emploi du temps » of a session: its half-days, a week repeated, a file imported, closures.

The three gestures repeated most: plan the whole session in one go (repeat a week), change one
half-day (Enter on its line), close some days.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kairos_desktop.services.acts.timetables import (
    ClearLessons,
    PlanLessons,
    RecordClosure,
    RemoveClosure,
    RepeatLessons,
)
from kairos_desktop.services.rules.timetables import is_closed, length, lesson_warnings
from kairos_desktop.services.wording.dates import hours, hours_text, period, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.agenda import lesson_forms, reads
from kairos_desktop.views.agenda.lesson_import import import_lessons
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from kairos_desktop.models.rows import ClosureRow, LessonRow
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.timetables import SessionTimetable
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Emploi du temps"
_CONCERNED = frozenset({"lesson", "closure", "training_session", "site"})
_ODD = {
    "lesson_outside_session": "Hors session",
    "lesson_on_holiday": "Férié",
    "lesson_on_closure": "Fermeture",
}


class TimetablePage(Page):
    """The half-days of one session, a line each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self._session_id: UUID | None = None
        self._found: SessionTimetable | None = None
        self._lessons: dict[Hashable, LessonRow] = {}
        acts = [
            RowAct("Modifier…", self._change_first, "", in_row=False),
            RowAct("Retirer", self._clear, "Del", in_row=False),
        ]
        self.card = ListCard(
            TITLE,
            self._columns(),
            self._fetch,
            acts,
            noun=("demi-journée", "demi-journées"),
        )
        self._closures = QVBoxLayout()
        self._closed = QFrame()
        self._closed.setLayout(self._closures)
        set_look(self._closed, "card")
        self.add_button(button("Répéter une semaine…", self._repeat, look="primary"))
        self.add_button(button("Ajouter…", self._add))
        self.add_button(button("Fermeture…", self._close_days))
        self.add_button(button("Importer…", self._import))
        self.add_button(button("Feuilles d’émargement", self._open_sheets))
        self.add_button(export_button(desk, TITLE, self.card.model))
        self.add_button(help_button(desk, "emploi-du-temps"))
        self.body.addWidget(self.card, 1)
        self.body.addWidget(self._closed)
        self.card.refused.connect(desk.say)
        self.card.table.row_opened.connect(self._change)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the timetable of `session_id`, else the one on screen."""
        self._session_id = arguments.get("session_id", self._session_id)
        self.read()

    def read(self) -> None:
        """Read the timetable again."""
        if self._session_id is None:
            return
        self.card.wait()
        read = partial(self.desk.read, reads.timetable, self._session_id)
        read(done=self._show, owner=self, key="timetable")

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Jour", lambda row: short_day(row.day), 136, "strong"),
            Column("Demi-journée", lambda row: label(row.half), 108, "muted"),
            Column("Horaires", lambda row: hours(row.starts_at, row.ends_at), 140),
            Column(
                "Durée",
                lambda row: hours_text(length(row.starts_at, row.ends_at)),
                72,
                "muted",
                is_optional=True,
            ),
            Column("Module", lambda row: row.module, 0, is_search=True),
            Column("Formateur", lambda row: row.trainer, 128),
            Column("Lieu", self._where, 128, "muted", is_optional=True),
            Column("À vérifier", self._oddity, 112),
        )

    def _show(self, found: SessionTimetable | None) -> None:
        self._found = found
        if found is None:
            return
        session = found.session
        self._lessons = {row.id: row for row in found.lessons}
        opened = partial(self.desk.open, "session", session_id=session.id)
        self.set_trail([(session.title, opened), (TITLE, None)])
        self.set_title(TITLE, _facts(found))
        empty = Empty(
            "Rien n’est encore planifié : les heures hebdomadaires de la session servent de base.",
            "Une semaine répétée planifie toute la session d’un coup ; un fichier se lit aussi.",
            "Planifier la semaine type",
            self._repeat,
        )
        self.card.show_ids(list(self._lessons), empty)
        self.card.model.refresh_all()
        self._show_closures(found.closures)

    def _show_closures(self, closures: Sequence[ClosureRow]) -> None:
        while (item := self._closures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in closures:
            self._closures.addWidget(self._closure_line(row))
        self._closed.setVisible(bool(closures))

    def _closure_line(self, row: ClosureRow) -> QFrame:
        line = QFrame()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(metrics.px(12), 0, metrics.px(12), 0)
        words = f"Fermeture {period(row.starts_on, row.ends_on)}"
        layout.addWidget(Label(f"{words} · {row.label}" if row.label else words), 1)
        made = button("Retirer cette fermeture", partial(self._reopen_days, row))
        made.setAccessibleDescription(words)
        layout.addWidget(made)
        return line

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[LessonRow]], None]
    ) -> None:
        arrived([self._lessons[each] for each in ids if each in self._lessons])

    def _where(self, row: LessonRow) -> str:
        sites = self._found.sites if self._found else ()
        site = next((each.label for each in sites if each.id == row.site_id), "")
        return " · ".join(each for each in (site, row.place) if each)

    def _oddity(self, row: LessonRow) -> str:
        if self._found is None:
            return ""
        odd = lesson_warnings(self._found.session, self._found.closures, [row])
        return ", ".join(_ODD[each.code] for each in odd)

    def _repeat(self) -> None:
        if (found := self._found) is None:
            return
        form = lesson_forms.week_form(found, self._near)
        lead = f"{found.session.title}. Ce qui est déjà planifié ces demi-journées-là est remplacé."
        values = dialogs.ask(
            self,
            "Répéter une semaine",
            form,
            accept="Planifier",
            lead=lead,
            check=lesson_forms.check_week,
        )
        if values is None:
            return
        act = RepeatLessons(
            session_id=found.session.id,
            pattern=lesson_forms.week_of(values),
            first=values["first"],
            last=values["last"],
            on_holidays=values["on_holidays"],
        )
        self.desk.record([act], f"Semaine répétée {period(values['first'], values['last'])}.")

    def _add(self) -> None:
        self._ask_lesson(None)

    def _change_first(self, rows: Sequence[LessonRow]) -> None:
        self._change(rows[0])

    def _change(self, row: LessonRow) -> None:
        self._ask_lesson(row)

    def _ask_lesson(self, row: LessonRow | None) -> None:
        if (found := self._found) is None:
            return
        title = "Modifier la demi-journée" if row else "Ajouter une demi-journée"
        form = lesson_forms.lesson_form(found, row, self._near())
        values = dialogs.ask(
            self, title, form, lead=found.session.title, check=lesson_forms.check_hours
        )
        if values is None:
            return
        lesson = lesson_forms.lesson_of(values)
        acts: list[Any] = [PlanLessons(session_id=found.session.id, lessons=(lesson,))]
        if row is not None and (row.day, row.half) != (lesson.day, lesson.half):
            # Its day and half are its identity: elsewhere it is another one.
            acts.append(ClearLessons(session_id=found.session.id, lesson_ids=(row.id,)))
        words = f"{short_day(lesson.day)}, {label(lesson.half).lower()}"
        self.desk.record(acts, f"Demi-journée planifiée : {words}.", together=True)

    def _clear(self, rows: Sequence[LessonRow]) -> None:
        if self._found is None:
            return
        ids = tuple(row.id for row in rows)
        act = ClearLessons(session_id=self._found.session.id, lesson_ids=ids)
        one = f"Demi-journée du {short_day(rows[0].day)} retirée."
        self.desk.record([act], one if len(ids) == 1 else f"{len(ids)} demi-journées retirées.")

    def _close_days(self) -> None:
        if (found := self._found) is None:
            return
        form = lesson_forms.closure_form(self._near)
        values = dialogs.ask(
            self,
            "Fermeture",
            form,
            lead="Rien n’est compté ces jours-là, ni heures ni absences.",
            check=lesson_forms.check_closure,
        )
        if values is None:
            return
        act = RecordClosure(
            closure_id=self.desk.new_id(),
            session_id=found.session.id,
            starts_on=values["first"],
            ends_on=values["last"],
            label=values["label"] or "",
        )
        self.desk.record([act], f"Fermeture {period(act.starts_on, act.ends_on)} enregistrée.")

    def _reopen_days(self, row: ClosureRow) -> None:
        said = f"Fermeture {period(row.starts_on, row.ends_on)} retirée."
        self.desk.record([RemoveClosure(closure_id=row.id)], said)

    def _import(self) -> None:
        if self._found is not None:
            import_lessons(self.desk, self, self._found)

    def _open_sheets(self) -> None:
        """« Émargements », its sheets offered for print at once."""
        if self._session_id is not None:
            self.desk.open("sheets", session_id=self._session_id, act="print")

    def _near(self) -> Any:
        """The day from which dates are typed: today, but never before the session."""
        today = self.desk.now().date()
        starts = self._found.session.starts_on if self._found else None
        return max(today, starts) if starts else today

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _CONCERNED and self.isVisible():
            self.read()


def _facts(found: SessionTimetable) -> str:
    session = found.session
    taught = [row for row in found.lessons if not is_closed(row.day, found.closures)]
    minutes = sum(length(row.starts_at, row.ends_at) for row in taught)
    facts = [session.title, period(session.starts_on, session.ends_on)]
    planned = f"{hours_text(minutes)} planifiées" if minutes else "heures hebdomadaires"
    if session.hours_total:
        planned += f" sur {hours_text(round(session.hours_total * 60))} prévues"
    return " · ".join([*facts, planned])
