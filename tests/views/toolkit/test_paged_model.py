# SPDX-License-Identifier: MIT
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.columns import Column, Pill
from kairos_desktop.views.toolkit.paged_model import KEPT_ROWS, PAGE, PagedModel, RowRole


@dataclass(frozen=True)
class Line:
    id: int
    name: str


COLUMNS = (
    Column("Nom", lambda row: row.name, is_search=True, sort_key="name"),
    Column("Statut", pill=lambda row: Pill("Pair" if row.id % 2 == 0 else "Impair")),
    Column("Suite", lambda row: "a", second=lambda row: "b", tooltip=lambda row: f"n° {row.id}"),
)


class Source:
    """Answers when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.waiting: list[Any] = []
        self.names: dict[int, str] = {}
        self.at_once = True

    def fetch(self, ids: Any, arrived: Any) -> None:
        self.asked.append(tuple(ids))
        self.waiting.append((ids, arrived))
        if self.at_once:
            self.answer()

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for ids, arrived in waiting:
            arrived([Line(each, self.names.get(each, f"Nom {each}")) for each in ids])


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def model(app: object, source: Source) -> PagedModel:
    return PagedModel(COLUMNS, source.fetch)


def text(
    model: PagedModel, row: int, column: int = 0, role: int = Qt.ItemDataRole.DisplayRole
) -> Any:
    return model.index(row, column).data(role)


def test_model_tester(qtmodeltester: ModelTester, model: PagedModel) -> None:
    model.set_ids([1, 2, 3])
    qtmodeltester.check(model)
    model.set_ids([2, 3, 4])
    model.set_ids([])
    model.set_ids([9, 8])


def test_a_missing_row_shows_dots_and_its_page_is_asked_once(
    qtbot: QtBot, model: PagedModel, source: Source
) -> None:
    source.at_once = False
    model.set_ids(range(1000))
    assert text(model, 450) == "…"
    assert text(model, 451) == "…"
    assert source.asked == [], "never inside data()"
    qtbot.waitUntil(lambda: bool(source.asked))
    assert source.asked == [tuple(range(400, 600))]
    assert text(model, 452) == "…"
    with qtbot.waitSignals([model.rows_arrived, model.dataChanged]):
        source.answer()
    assert text(model, 450) == "Nom 450"
    assert len(source.asked) == 1


def test_roles(qtbot: QtBot, model: PagedModel) -> None:
    model.set_ids([7])
    with qtbot.waitSignal(model.rows_arrived):
        text(model, 0)
    assert text(model, 0, 1) == "Impair"
    assert text(model, 0, 1, Qt.ItemDataRole.AccessibleTextRole) == "Impair"
    assert text(model, 0, 2, Qt.ItemDataRole.AccessibleTextRole) == "a, b"
    assert text(model, 0, 2, Qt.ItemDataRole.ToolTipRole) == "n° 7"
    assert text(model, 0, 0, RowRole) == Line(7, "Nom 7")
    assert text(model, 0, 0, Qt.ItemDataRole.DecorationRole) is None
    horizontal = Qt.Orientation.Horizontal
    assert model.headerData(0, horizontal) == "Nom"
    model.set_sorted("name", True)
    assert model.headerData(0, horizontal) == "Nom ↓"
    assert model.rowCount(model.index(0, 0)) == 0


def test_only_some_pages_are_kept(qtbot: QtBot, model: PagedModel, source: Source) -> None:
    model.set_ids(range(KEPT_ROWS + 5 * PAGE))
    for page in range(KEPT_ROWS // PAGE + 2):
        with qtbot.waitSignal(model.rows_arrived):
            text(model, page * PAGE)
    asked = len(source.asked)
    assert text(model, 0) == "…", "the first page was let go"
    assert text(model, (KEPT_ROWS // PAGE + 1) * PAGE) != "…"
    qtbot.waitUntil(lambda: len(source.asked) == asked + 1)
    assert text(model, 0) == "Nom 0"


def test_a_line_that_leaves_is_told_as_a_removal(qtbot: QtBot, model: PagedModel) -> None:
    model.set_ids([1, 2, 3, 4, 5])
    with qtbot.waitSignal(model.rows_arrived):
        text(model, 0)
    resets: list[int] = []
    removed: list[tuple[int, int]] = []
    inserted: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.set_ids([1, 4, 6, 5])
    assert removed == [(1, 2)]
    assert inserted == [(2, 2)]
    assert not resets
    assert [text(model, row) for row in range(4)][:2] == ["Nom 1", "Nom 4"]
    assert model.ids() == (1, 4, 6, 5)
    assert model.position_of(6) == 2
    model.set_ids([5, 1])
    assert resets, "another order is a reset"
    assert text(model, 0) == "Nom 5", "the rows that were here are still here"


def test_refresh_keeps_the_old_row_until_the_new_one(
    qtbot: QtBot, model: PagedModel, source: Source
) -> None:
    model.set_ids([1, 2])
    with qtbot.waitSignal(model.rows_arrived):
        text(model, 0)
    source.at_once, source.names = False, {1: "Autre"}
    model.refresh([1, 99])
    assert source.asked[-1] == (1,)
    assert text(model, 0) == "Nom 1"
    source.answer()
    assert text(model, 0) == "Autre"
    model.refresh_all()
    assert set(source.asked[-1]) == {1, 2}


def test_load_hands_over_rows_in_order_also_those_not_here(
    qtbot: QtBot, model: PagedModel, source: Source
) -> None:
    model.set_ids(range(500))
    with qtbot.waitSignal(model.rows_arrived):
        text(model, 0)
    given: list[Any] = []
    model.load([450, 3, 451], given.extend)
    assert [row.id for row in given] == [450, 3, 451]
    assert source.asked[-1] == (450, 451)


def test_an_unknown_parent_has_no_rows(model: PagedModel) -> None:
    model.set_ids([1])
    assert model.rowCount(QModelIndex()) == 1
    assert model.columnCount(model.index(0, 0)) == 0


def test_rows_at_hand_show_at_once(model: PagedModel, source: Source) -> None:
    model.keep([Line(2, "Déjà là")])
    model.set_ids([2])
    assert text(model, 0) == "Déjà là"
    assert source.asked == []
