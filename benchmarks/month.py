# SPDX-License-Identifier: MIT
"""The month's grid of forty trainees: opened, a key, and two hundred trainees declared.

The page, its lanes and its grid are the program's, on an encrypted profile of its own. Opening is
compared with the same SQL by sqlcipher3 alone; a key with a plain view on a QStandardItemModel
whose cell changes. Declaring has no floor here: that of recording stands in another part.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.long_list import wait
from benchmarks.painting import after_paint
from benchmarks.statements import Noted, reading
from benchmarks.table import Line, at, median, milliseconds

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.training.month_page import MonthPage

TRAINEES, MANY, REPETITIONS, KEYS = 40, 200, 9, 60
MONTH, SIZE = date(2026, 11, 1), (1366, 768)
_DOWN = 30
_GRID, _LARGE = UUID(int=1), UUID(int=2)


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.assembly.application import application
    from kairos_desktop.models import engine, schema
    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.models.paris import PARIS
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import ThreadLanes

    app, path, key = application(), folder / "month.db", DatabaseKey(bytes(range(32)))
    engine.create_file(path, key)
    engines = engine.open_engines(path, key)
    schema.create(engines.write, schema.declared())
    noted = Noted(engines.read)
    workspace = Workspace(
        engines.write,
        engines.read,
        siret="99900011000026",
        post=UUID(int=7),
        post_range="A",
        operator="Banc d’essai",
        now=lambda: datetime(2026, 11, 26, 9, tzinfo=PARIS),
    )
    for session, count in ((_GRID, TRAINEES), (_LARGE, MANY)):
        _fill(workspace, session, count)
    lanes = ThreadLanes()
    found = _measured(_Grid(app, Desk(workspace, lanes)), _read_floor(engines, workspace, noted))
    lanes.close()
    declared = Line("declaring 200 trainees", _declared(workspace), "ms", 500)
    engines.dispose()
    return [*found, declared]


def _measured(grid: _Grid, raw: float) -> list[Line]:
    opened = [grid.open() for _ in range(REPETITIONS + 1)][1:]
    keys, standard = grid.keys(), grid.standard_keys()
    same = "a plain view on a QStandardItemModel"
    return [
        Line("the month of 40 trainees, painted", median(opened), "ms", 100, raw,
             "the same SQL, sqlcipher3 alone"),
        Line("a key of the grid, painted, p99", at(99, keys), "ms", 16, at(99, standard), same),
        Line("a key of the grid, median", median(keys), "ms", None, median(standard), same),
    ]  # fmt: skip


def _fill(workspace: Workspace, session_id: UUID, count: int) -> None:
    """A session of trainees who entered in September, a third of them absent some days."""
    from kairos_desktop.models.rows import AbsenceRow, EnrolmentRow, JobseekerRow, SessionRow
    from kairos_desktop.models.vocabulary import EnrolmentOrigin, EnrolmentState
    from kairos_desktop.services import row_store

    start, base = date(2026, 9, 7), session_id.int << 100
    rows: list[Any] = [
        SessionRow(
            id=session_id, carif_training_number="99_F", carif_action_number="99_A",
            carif_session_number=f"99_S{session_id.int}", title="Secrétaire assistant",
            starts_on=start, ends_on=date(2027, 3, 26), hours_weekly=35.0,
        )
    ]  # fmt: skip
    for place in range(count):
        person, enrolment = UUID(int=base + place), UUID(int=base + 10_000 + place)
        name = f"Nom{place:04d}"
        rows.append(
            JobseekerRow(id=person, last_name=name, first_name="Camille", sort_key=name.lower())
        )
        rows.append(
            EnrolmentRow(
                id=enrolment, session_id=session_id, jobseeker_id=person,
                state=EnrolmentState.ENTERED, origin=EnrolmentOrigin.FROM_RESULT, since=start,
                entered_on=start,
            )
        )  # fmt: skip
        for nth in range(place % 3):
            day = MONTH + timedelta(days=1 + place % 20 + nth)
            absence = UUID(int=base + 20_000 + place * 3 + nth)
            rows.append(
                AbsenceRow(id=absence, session_id=session_id, enrolment_id=enrolment,
                           starts_on=day, ends_on=day)
            )  # fmt: skip
    workspace.write(lambda conn: row_store.write(conn, workspace.org, rows, ()))


class _Grid:
    """Opens the page and types on it, noting when the grid was painted."""

    def __init__(self, app: QApplication, desk: Desk) -> None:
        from kairos_desktop.views.training.month_grid import MonthGrid

        self._app, self._desk = app, desk
        self._painted: list[float] = []
        self._is_awaited = False
        self.page: MonthPage | None = None
        after_paint(MonthGrid, self._on_painted)

    def open(self) -> float:
        """Milliseconds from asking for the month to its cells painted."""
        from kairos_desktop.views.training.month_page import MonthPage

        if self.page is not None:
            self.page.deleteLater()
        self.page = page = MonthPage(self._desk)
        page.resize(*SIZE)
        page.show()
        wait(self._app, 0.15)
        self._painted = []
        start = time.perf_counter()
        page.show_place({"session_id": _GRID, "month": MONTH})
        self._until_painted()
        return (self._painted[0] - start) * 1000

    def keys(self) -> list[float]:
        """Milliseconds of each key, from the press to the grid painted; acts are recorded."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from kairos_desktop.views.training.month_cells import Where

        assert self.page is not None
        grid = self.page.grid
        grid.setFocus()
        found: list[float] = []
        order = (Qt.Key.Key_E, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_Space, Qt.Key.Key_Right)
        for place in range(KEYS):
            if place % _DOWN == 0:
                # Back to the top: below the last trainee a key would change nothing.
                grid.go(Where(0, place // _DOWN))
                wait(self._app, 0.2)
            self._painted = []
            start = time.perf_counter()
            QTest.keyClick(grid, order[place % len(order)])
            self._until_painted()
            found.append((self._painted[0] - start) * 1000)
            wait(self._app, 0.03)
        return found

    def standard_keys(self) -> list[float]:
        """A plain view on a model that holds its texts; a cell changes, the next one is chosen."""
        from PySide6.QtGui import QStandardItem, QStandardItemModel
        from PySide6.QtWidgets import QTableView

        class Twin(QTableView):
            """A view of its own, so that its paints are told apart."""

        after_paint(Twin, self._on_painted)
        model = QStandardItemModel(TRAINEES, 42)
        for row in range(TRAINEES):
            for column in range(42):
                model.setItem(row, column, QStandardItem(""))
        twin = Twin()
        twin.setModel(model)
        for column in range(42):
            twin.setColumnWidth(column, 20)
        twin.resize(*SIZE)
        twin.show()
        wait(self._app, 0.3)
        found: list[float] = []
        for place in range(KEYS):
            self._painted = []
            start = time.perf_counter()
            model.item(place % TRAINEES, place % 40).setText("E")
            twin.setCurrentIndex(model.index((place + 1) % TRAINEES, place % 40))
            self._until_painted()
            found.append((self._painted[0] - start) * 1000)
            wait(self._app, 0.03)
        twin.deleteLater()
        return found

    def _on_painted(self, grid: Any) -> None:
        if self.page is None or grid is not self.page.grid or grid.months.cells:
            self._painted.append(time.perf_counter())
            if self._is_awaited:
                self._app.exit()

    def _until_painted(self) -> None:
        self._is_awaited = True
        while not self._painted:
            self._app.exec()
        self._is_awaited = False


def _read_floor(engines: Any, workspace: Workspace, noted: Noted) -> float:
    """Milliseconds that the reads of the page cost sqlcipher3 alone."""
    from kairos_desktop.services.queries.attendance import month_card

    noted.take()
    workspace.read(month_card, _GRID, MONTH, date(2026, 11, 26))
    fairy = engines.read.raw_connection()
    work = reading(fairy.driver_connection, noted.take())
    found = median([milliseconds(work) for _ in range(REPETITIONS)])
    fairy.close()
    return found


def _declared(workspace: Workspace) -> float:
    """Milliseconds to declare two hundred trainees in one gesture, undone between."""
    from kairos_desktop.services.acts.attendance import DeclareAttendance

    base = (_LARGE.int << 100) + 10_000
    ids = tuple(UUID(int=base + place) for place in range(MANY))
    found: list[float] = []
    for _ in range(7):
        start = time.perf_counter()
        recorded = workspace.record([DeclareAttendance(month=MONTH, enrolment_ids=ids)])
        found.append((time.perf_counter() - start) * 1000)
        assert not recorded.refusals, recorded.refusals
        workspace.undo()
    return median(found)
