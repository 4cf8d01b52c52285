# SPDX-License-Identifier: MIT
"""« Rechercher un DE » with 100,000 people: the first page, all the ids behind it, and scrolling.

The page, its lanes, its list and its model are the program's. Scrolling is compared with the same
view and the same painting on a QStandardItemModel that holds everything, without a thread beside.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.painting import after_paint
from benchmarks.statements import Noted, reading
from benchmarks.table import Line, at, median, milliseconds
from benchmarks.world import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.people.people_page import PeoplePage
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.table import ActTable

PEOPLE, REPETITIONS, FRAMES, ROUNDS = 100_000, 15, 300, 4
SIZE = (1366, 768)
_STEP_ROWS = 3
_PACE_S = 1 / 60
_KINDS_OF_ROWS = 2000


def lines(world: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.assembly.application import application
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import ThreadLanes

    app = application()
    with opened(world) as (profile, workspace):
        noted = Noted(profile.engines.read)
        lanes = ThreadLanes()
        opening = _Opening(app, Desk(workspace, lanes))
        opening.once()
        noted.take()
        first, behind = opening.times()
        raw = _floor(profile, workspace, noted)
        scrolled, standard = _scrolling(app, opening.last, workspace)
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


class _Opening:
    """Opens the page again and again, and notes when its first rows and all its ids are there."""

    def __init__(self, app: Any, desk: Desk) -> None:
        from kairos_desktop.views.toolkit.table import ActTable

        self._app = app
        self._desk = desk
        self._painted: list[float] = []
        self.last: PeoplePage = self._page()
        after_paint(ActTable, self._on_painted)

    def times(self) -> tuple[list[float], list[float]]:
        """Milliseconds to the first rows painted, and to the last id known."""
        pairs = [self.once() for _ in range(REPETITIONS)]
        return [first for first, _ in pairs], [behind for _, behind in pairs]

    def once(self) -> tuple[float, float]:
        """Open the page once."""
        from PySide6.QtCore import QEventLoop

        self.last.deleteLater()
        self.last = page = self._page()
        page.resize(*SIZE)
        page.show()
        self._app.processEvents()
        self._painted = []
        start = time.perf_counter()
        page.show_place({})
        while page.card.model.rowCount() < PEOPLE or not self._painted:
            # Sleeping until something comes, as the program's own loop does.
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        end = time.perf_counter()
        return (self._painted[0] - start) * 1000, (end - start) * 1000

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


def _scrolling(app: Any, page: PeoplePage, workspace: Workspace) -> tuple[list[float], list[float]]:
    """Frames of the page and of its twin, in turn, over parts of the list not yet read."""
    twin = _twin(page, workspace)
    app.processEvents()
    ours, standard = list[float](), list[float]()
    for place in range(ROUNDS):
        first_row = 10_000 + 20_000 * place
        ours += _frames(app, page.card.table, first_row)
        standard += _frames(app, twin, first_row)
    twin.deleteLater()
    return ours, standard


def _frames(app: Any, table: Any, first_row: int) -> list[float]:
    """Milliseconds that each frame takes, at sixty a second, as a wheel turned fast."""
    bar, height = table.verticalScrollBar(), table.rowHeight(0)
    bar.setValue(first_row * height)
    _until(app, time.perf_counter() + 0.5)
    times: list[float] = []
    for frame in range(1, FRAMES + 1):
        due = time.perf_counter() + _PACE_S
        value = (first_row + frame * _STEP_ROWS) * height
        times.append(milliseconds(partial(_frame, app, table, value)))
        _until(app, due)
    return times


def _frame(app: Any, table: Any, value: int) -> None:
    table.verticalScrollBar().setValue(value)
    app.processEvents()


def _until(app: Any, due: float) -> None:
    while time.perf_counter() < due:
        app.processEvents()
        time.sleep(0.0005)


def _twin(page: PeoplePage, workspace: Workspace) -> Any:
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
