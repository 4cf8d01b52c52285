# SPDX-License-Identifier: MIT
"""A list that paints what changed in sight shows what one painted whole would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent

from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_card import ListCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

LONG = 60
NOTHING = Empty("Rien à faire.")


class Line(NamedTuple):
    id: int
    town: str = "Le Havre"


def fetch(ids: Any, arrived: Any) -> None:
    arrived([Line(each) for each in ids])


class Painted(QObject):
    """Notes what of a list is painted, first to last."""

    def __init__(self, card: ListCard) -> None:
        super().__init__(card)
        self.parts: list[QRect] = []
        card.table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.parts.append(event.rect())
        return super().eventFilter(watched, event)


class Scene:
    """A card in a window, sixty lines long, of which it shows six."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        columns = (
            Column("Nom", lambda row: f"Personne {row.id}", 200, second=lambda row: row.town),
            Column("Statut", pill=lambda row: Pill(f"n° {row.id}"), width=0),
            Column("", kind="acts"),
        )
        self.card = ListCard("Personnes", columns, fetch, [RowAct("Ouvrir", print)])
        self.table = self.card.table
        self.card.resize(560, 360)

    def show(self, ids: Sequence[int], **how: Any) -> None:
        self.card.show_ids(ids, NOTHING, **how)
        self.settle()

    def settle(self) -> None:
        """Let the list lay itself out, then paint."""
        for _ in range(3):
            turn = QTimer(self.card)
            turn.setSingleShot(True)
            with self._qtbot.waitSignal(turn.timeout):
                turn.start(0)

    def top_of(self, row: int) -> int:
        return self.table.rowViewportPosition(row)

    def on_screen(self) -> QImage:
        """What the screen shows now, nothing painted for it."""
        return self.card.screen().grabWindow(self.card.winId()).toImage()


@pytest.fixture
def scene(app: QApplication, qtbot: QtBot) -> Scene:
    made = Scene(qtbot)
    qtbot.addWidget(made.card)
    with qtbot.waitExposed(made.card):
        made.card.show()
    made.show(range(LONG))
    return made


def test_lines_below_what_is_in_sight_paint_nothing(scene: Scene) -> None:
    painted = Painted(scene.card)
    scene.show([*range(50), 99, *range(50, LONG)])
    scene.show([*range(50), *range(51, LONG)])
    assert not painted.parts
    assert scene.table.model().rowCount() == LONG - 1


def test_from_the_line_that_came_down_it_is_painted(scene: Scene) -> None:
    scene.card.model.keep([Line(99)])
    painted, top = Painted(scene.card), scene.top_of(4)
    scene.show([0, 1, 2, 3, 99, *range(4, LONG)])
    assert [(part.top(), part.bottom()) for part in painted.parts] == [
        (top, scene.table.viewport().height() - 1)
    ]


CHANGES: tuple[tuple[int, ...], ...] = (
    (0, 1, 2, *range(7, LONG)),
    (99, *range(LONG)),
    tuple(range(1, LONG)),
    (*range(LONG), 99),
    tuple(range(57)),
    (0, 1, 98, 2, 97, *range(3, 40)),
    (5, 6),
    (),
    (3, *range(LONG)[:3], *range(4, LONG)),
)


@pytest.mark.parametrize(("scrolled", "chosen"), [(0, None), (0, 2), (777, 18), (100_000, 59)])
def test_what_stands_on_the_screen_is_what_would_be_painted(
    scene: Scene, scrolled: int, chosen: int | None
) -> None:
    if chosen is not None:
        scene.table.choose([chosen])
    for ids in CHANGES:
        scene.show(range(LONG))
        scene.table.verticalScrollBar().setValue(scrolled)
        scene.settle()
        scene.show(ids, loose={3})
        kept = scene.on_screen()
        scene.card.update()
        scene.table.viewport().update()
        scene.settle()
        assert kept == scene.on_screen(), ids


@pytest.mark.parametrize("meanwhile", ["said", "chosen", "faded"])
def test_what_changes_above_before_the_list_is_laid_out_is_painted_too(
    scene: Scene, meanwhile: str
) -> None:
    scene.table.choose([0])
    scene.settle()
    scene.card.model.set_ids([0, 1, 2, 3, 99, *range(4, LONG)])
    if meanwhile == "said":
        scene.card.model.keep([Line(1, "Fécamp")])
    elif meanwhile == "chosen":
        scene.table.choose([2])
    else:
        scene.table.fade(lambda row: row.id == 1)
        scene.card.model.refresh([1])
    scene.settle()
    kept = scene.on_screen()
    scene.table.viewport().update()
    scene.settle()
    assert kept == scene.on_screen()


def test_a_line_that_stands_elsewhere_moves_alone(scene: Scene) -> None:
    resets: list[int] = []
    scene.card.model.modelReset.connect(lambda: resets.append(1))
    order = [*range(20), *range(21, 40), 20, *range(40, LONG)]
    scene.show(order, loose={20})
    assert not resets
    assert scene.card.model.ids() == tuple(order)
    scene.table.choose([30])
    scene.show(range(LONG), loose={20, 30})
    assert not resets
    assert scene.table.chosen_ids() == (30,)
    scene.show([30, *range(30), *range(31, LONG)], loose={30})
    assert resets
    assert scene.table.chosen_ids() == (30,)
