# SPDX-License-Identifier: MIT
"""« À faire » and the calendar of an office at work for three years (benchmarks/office.py).

The lists are read by the program's own queries on an encrypted profile; an act is followed from
the change that it tells to the list painted again. The floor is the same SQL by sqlcipher3 alone.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks import office
from benchmarks.long_list import wait
from benchmarks.painting import after_paint
from benchmarks.statements import Noted, reading
from benchmarks.table import Line, median, milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.boards.todo_page import TodoPage
    from kairos_desktop.views.toolkit.desk import Desk

REPETITIONS, ACTS = 9, 15
SIZE = (1366, 768)
_RAW = "the same SQL, sqlcipher3 alone"
_SHOWN = (date(2026, 10, 26), date(2026, 12, 6))
"""The six weeks that the month of November shows."""


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.assembly.application import application
    from kairos_desktop.models import engine, schema
    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import ThreadLanes

    app, path, key = application(), folder / "due.db", DatabaseKey(bytes(range(32)))
    engine.create_file(path, key)
    engines = engine.open_engines(path, key)
    schema.create(engines.write, schema.declared())
    workspace = Workspace(
        engines.write,
        engines.read,
        siret="99900011000026",
        post=UUID(int=7),
        post_range="A",
        operator="Banc d’essai",
        now=lambda: office.NOW,
    )
    office.fill(workspace)
    noted, lanes = Noted(engines.read), ThreadLanes()
    found = _read(engines, workspace, noted)
    # Before the first page of the calendar is made.
    found.append(_Month(app, Desk(workspace, lanes)).line(found[1].floor))
    found.append(_Refreshed(app, Desk(workspace, lanes), workspace).line(engines, noted))
    lanes.close()
    engines.dispose()
    return found


def _read(engines: Any, workspace: Workspace, noted: Noted) -> list[Line]:
    from kairos_desktop.services.due import board
    from kairos_desktop.services.queries.attendance import months_due
    from kairos_desktop.services.queries.kairos_reports import board as kairos_board
    from kairos_desktop.services.queries.sessions import slots_between

    now = office.NOW.replace(tzinfo=None)
    month = date(2026, 11, 1)
    asked: tuple[tuple[str, float | None, Callable[[], object]], ...] = (
        ("« À faire », three years, computed", 150, lambda: workspace.read(board.whole, now)),
        ("« Calendrier des RDV », a month read", 50,
         lambda: workspace.read(slots_between, *_SHOWN)),
        ("the sessions of the month to declare", None,
         lambda: workspace.read(months_due, month, office.TODAY)),
        ("« Reporter dans KAIROS », what remains", None,
         lambda: workspace.read(kairos_board, office.TODAY)),
    )  # fmt: skip
    return [
        Line(what, median([milliseconds(work) for _ in range(REPETITIONS)]), "ms", target,
             _floor(engines, noted, work), _RAW)
        for what, target, work in asked
    ]  # fmt: skip


def _floor(engines: Any, noted: Noted, work: Callable[[], object]) -> float:
    """Milliseconds that the reads of a work cost sqlcipher3 alone."""
    noted.take()
    work()
    fairy = engines.read.raw_connection()
    alone = reading(fairy.driver_connection, noted.take())
    found = median([milliseconds(alone) for _ in range(REPETITIONS)])
    fairy.close()
    return found


class _Month:
    """Turns the months of the calendar: from the month asked to its blocks painted."""

    def __init__(self, app: QApplication, desk: Desk) -> None:
        from kairos_desktop.views.agenda.calendar_page import CalendarPage
        from kairos_desktop.views.agenda.month_view import MonthView

        self._app = app
        self._is_asked = False
        after_paint(MonthView, self._on_painted)
        self.page: CalendarPage = CalendarPage(desk)
        self.page.resize(*SIZE)
        self.page.show()
        wait(app, 0.5)

    def line(self, floor: float | None) -> Line:
        """The line of the table; beside the floor of what it reads."""
        times = [self._until_shown(date(2026, 11 - place % 2, 1)) for place in range(ACTS)]
        self.page.deleteLater()
        what = "« Calendrier des RDV », a month painted"
        return Line(what, median(times), "ms", 50, floor, _RAW)

    def _until_shown(self, day: date) -> float:
        wait(self._app, 0.1)
        self._is_asked = True
        start = time.perf_counter()
        self.page.show_place({"day": day})
        self._app.exec()
        # The blocks are painted with the month, after its ground.
        wait(self._app, 0)
        return (time.perf_counter() - start) * 1000

    def _on_painted(self, _view: object) -> None:
        from PySide6.QtCore import QTimer

        if self._is_asked:
            self._is_asked = False
            QTimer.singleShot(0, self._app.exit)


class _Refreshed:
    """Follows acts on the page of what is due: from the change told to the list painted again."""

    def __init__(self, app: QApplication, desk: Desk, workspace: Workspace) -> None:
        from kairos_desktop.views.boards.todo_page import TodoPage

        self._app, self._desk, self._workspace = app, desk, workspace
        self._is_shown = True
        desk.counted.connect(self._on_counted)
        self.page: TodoPage = TodoPage(desk)
        self.page.resize(*SIZE)
        self.page.show()
        self.page.show_place({})
        wait(app, 2)

    def line(self, engines: Any, noted: Noted) -> Line:
        """The line of the table."""
        times: list[float] = []
        changes: ChangeSet | None = None
        for place in range(ACTS):
            changes = self._said(place)
            times.append(self._until_shown(changes))
        assert changes is not None
        told = changes
        again = self._again(told)
        what = "« À faire », after an act, painted"
        return Line(what, median(times), "ms", 16, _floor(engines, noted, again), _RAW)

    def _again(self, changes: ChangeSet) -> Callable[[], object]:
        from kairos_desktop.services.due import board

        now = office.NOW.replace(tzinfo=None)
        return lambda: self._workspace.read(board.again, now, changes.tables, changes.ids)

    def _said(self, place: int) -> ChangeSet:
        """An absence of another trainee in training: its own line, and one of the reports."""
        from kairos_desktop.models.vocabulary import Justification
        from kairos_desktop.services.acts.absences import Dates, RecordAbsence

        path = office.path_id(office.in_training() + place * office.TRAINEES)
        day = office.TODAY
        act = RecordAbsence(
            absence_id=self._workspace.new_id(),
            enrolment_id=path,
            dates=Dates(starts_on=day, ends_on=day),
            reason="exam",
            justification=Justification.JUSTIFIED if place % 2 else Justification.TO_QUALIFY,
        )
        recorded = self._workspace.record([act])
        assert not recorded.refusals, recorded.refusals
        return recorded.changes

    def _until_shown(self, changes: ChangeSet) -> float:
        """Milliseconds from the hub's word to the new lines taken and the list painted."""
        wait(self._app, 0.1)
        self._is_shown = False
        start = time.perf_counter()
        self._desk.hub.changed.emit(changes)
        while not self._is_shown:
            self._app.exec()
        # What has changed in sight is painted now, and no more.
        wait(self._app, 0)
        return (time.perf_counter() - start) * 1000

    def _on_counted(self, key: str, _count: int) -> None:
        """The lines are taken; the list shows them once the page is through with them."""
        from PySide6.QtCore import QTimer

        if key == "kairos" and not self._is_shown:
            self._is_shown = True
            QTimer.singleShot(0, self._app.exit)
