# SPDX-License-Identifier: MIT
"""« Rechercher un DE » with 100,000 people: the first page, all the ids behind it, and scrolling.

The page, its lanes, its list and its model are the program's. Scrolling is compared with the same
view and the same painting on a QStandardItemModel that holds everything, without a thread beside.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks.painting import after_paint
from benchmarks.statements import Noted, reading
from benchmarks.table import Line, at, median, milliseconds
from benchmarks.world import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QTableView

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.people.people_page import PeoplePage
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.table import ActTable

PEOPLE, REPETITIONS, FRAMES, ROUNDS = 100_000, 15, 150, 4
SIZE = (1366, 768)
_STEP_ROWS = 3
_PACE_MS = 16
_KINDS_OF_ROWS = 2000


def lines(world: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.assembly.application import application
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import ThreadLanes

    app, painted = application(), Painted()
    with opened(world) as (profile, workspace):
        noted = Noted(profile.engines.read)
        lanes = ThreadLanes()
        opening = _Opening(app, Desk(workspace, lanes), painted)
        opening.once()
        noted.take()
        first, behind = opening.times()
        raw = _floor(profile, workspace, noted)
        scrolled, standard = _scrolling(app, opening.last, workspace, painted)
        lanes.close()
    sql = "the same SQL, sqlcipher3 alone"
    same = "the same view on a QStandardItemModel"
    name = "scrolling them, a frame"
    p99 = Line(f"{name}, p99", at(99, scrolled), "ms", 1.5, at(99, standard), same, by_ratio=True)
    return [
        Line("100,000 people, first 200 painted", median(first), "ms", 150, raw[0], sql),
        Line("100,000 people, all ids behind", median(behind), "ms", 900, raw[1], sql),
        p99,
        Line(f"{name}, median", median(scrolled), "ms", None, median(standard), same),
    ]


class Painted:
    """Every paint of a list, told to one listener; to be made before the first list."""

    def __init__(self) -> None:
        from kairos_desktop.views.toolkit.table import ActTable

        self.heard: Callable[[Any], object] = id
        after_paint(ActTable, lambda table: self.heard(table))


class _Opening:
    """Opens the page again and again, and notes when its first rows and all its ids are there."""

    def __init__(self, app: QApplication, desk: Desk, painted: Painted) -> None:
        self._app = app
        self._desk = desk
        self._painted: list[float] = []
        self.last: PeoplePage = self._page()
        painted.heard = self._on_painted

    def times(self) -> tuple[list[float], list[float]]:
        """Milliseconds to the first rows painted, and to the last id known."""
        pairs = [self.once() for _ in range(REPETITIONS)]
        return [first for first, _ in pairs], [behind for _, behind in pairs]

    def once(self) -> tuple[float, float]:
        """Open the page once."""
        self.last.deleteLater()
        self.last = page = self._page()
        page.resize(*SIZE)
        page.show()
        wait(self._app, 0.2)
        self._painted, known = [], list[float]()

        def on_reset() -> None:
            if page.card.model.rowCount() == PEOPLE:
                known.append(time.perf_counter())
                self._app.exit()

        page.card.model.modelReset.connect(on_reset)
        start = time.perf_counter()
        page.show_place({})
        self._app.exec()
        return (self._painted[0] - start) * 1000, (known[0] - start) * 1000

    def _page(self) -> PeoplePage:
        from kairos_desktop.views.people.people_page import people_page

        return people_page(self._desk)

    def _on_painted(self, table: ActTable) -> None:
        model = self.last.card.model
        if table is self.last.card.table and model.rowCount() and model.row_at(0) is not None:
            self._painted.append(time.perf_counter())


def _floor(profile: OpenProfile, workspace: Workspace, noted: Noted) -> tuple[float, float]:
    """Milliseconds that the two reads of the page cost sqlcipher3 alone."""
    from kairos_desktop.services.queries import paths

    fairy = profile.engines.read.raw_connection()
    found: list[float] = []
    for read in (paths.first_lines, paths.ids_for):
        noted.take()
        workspace.read(read, "")
        work = reading(fairy.driver_connection, noted.take())
        found.append(median([milliseconds(work) for _ in range(REPETITIONS)]))
    fairy.close()
    return found[0], found[1]


def _scrolling(
    app: QApplication, page: PeoplePage, workspace: Workspace, painted: Painted
) -> tuple[list[float], list[float]]:
    """Frames of the page and of its twin, in turn, over parts of the list not yet read."""
    twin = _twin(page, workspace)
    wait(app, 0.5)
    ours, standard = list[float](), list[float]()
    for place in range(ROUNDS):
        for table, frames in ((page.card.table, ours), (twin, standard)):
            wheel = _Wheel(app, table, 10_000 + 20_000 * place)
            painted.heard = wheel.on_painted
            wait(app, 0.5)
            frames += wheel.turn()
    twin.deleteLater()
    return ours, standard


class _Wheel:
    """Turns fast over a list, sixty times a second."""

    def __init__(self, app: QApplication, table: QTableView, first_row: int) -> None:
        self._app, self._table = app, table
        self._height, self._row = table.rowHeight(0), first_row
        self._begun: float | None = None
        self._times: list[float] = []
        table.verticalScrollBar().setValue(self._row * self._height)

    def turn(self) -> list[float]:
        """Milliseconds of each frame, from the turn of the wheel to the list painted."""
        from PySide6.QtCore import Qt, QTimer

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._step)
        timer.start(_PACE_MS)
        self._app.exec()
        timer.stop()
        return self._times

    def _step(self) -> None:
        if self._begun is None:
            self._begun = time.perf_counter()
            self._row += _STEP_ROWS
            self._table.verticalScrollBar().setValue(self._row * self._height)

    def on_painted(self, table: object) -> None:
        """The frame is over."""
        if self._begun is None or table is not self._table:
            return
        self._times.append((time.perf_counter() - self._begun) * 1000)
        self._begun = None
        if len(self._times) == FRAMES:
            self._app.exit()


def wait(app: QApplication, seconds: float) -> None:
    """Let the window work for a while."""
    from PySide6.QtCore import QTimer

    QTimer.singleShot(round(seconds * 1000), app.exit)
    app.exec()


def _twin(page: PeoplePage, workspace: Workspace) -> QTableView:
    """The same view, its columns as wide, on a QStandardItemModel with every row in it."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    from kairos_desktop.services.queries import paths
    from kairos_desktop.views.people.people_page import PEOPLE_COLUMNS
    from kairos_desktop.views.toolkit.paged_model import PagedModel, RowRole
    from kairos_desktop.views.toolkit.table import ActTable

    ids = workspace.read(paths.ids_for, "")
    rows = workspace.read(paths.lines_for, ids[:_KINDS_OF_ROWS])
    model = QStandardItemModel(0, len(PEOPLE_COLUMNS))
    for place in range(PEOPLE):
        row, items = rows[place % len(rows)], list[QStandardItem]()
        for column in PEOPLE_COLUMNS:
            item = QStandardItem(column.text(row))
            item.setData(row, RowRole)
            items.append(item)
        model.appendRow(items)
    table = ActTable("Floor", PagedModel(PEOPLE_COLUMNS, _nothing))
    model.setParent(table)
    QTableView.setModel(table, model)
    real = page.card.table
    table.resize(real.size())
    for section in range(len(PEOPLE_COLUMNS)):
        table.setColumnHidden(section, real.isColumnHidden(section))
        table.setColumnWidth(section, real.columnWidth(section))
    table.show()
    return table


def _nothing(_ids: Any, _arrived: Callable[..., None]) -> None:
    return
