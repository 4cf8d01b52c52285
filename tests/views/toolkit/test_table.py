# SPDX-License-Identifier: MIT
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.tabs import CounterTabs
from tests.views.hearing import settled

NAMES = [
    "ADAM Zoé",
    "BARBIER Lucas",
    "d’HÉROUVILLE Marie-Ange",
    "LEFÈVRE Anne",
    "LEROY Paul",
    "ŁUKASZEWICZ Paweł",
    "PETIT Jean",
]


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    absent: bool = False


LINES = {place: Line(place, name) for place, name in enumerate(NAMES)}


class Scene:
    """A card with two acts, and what they did."""

    def __init__(self, **extra: Any) -> None:
        self.done: list[tuple[str, list[int]]] = []
        self.lines = dict(LINES)
        columns = (
            Column("Nom", lambda row: row.name, 200, "strong", sort_key="name", is_search=True),
            Column("Prescripteur", lambda row: "Mission locale du Havre", 0, is_optional=True),
            Column("Statut", pill=lambda row: Pill("Absent" if row.absent else "Inscrit")),
            Column("", kind="acts"),
        )
        acts = [
            RowAct("Présent", lambda rows: self.do("present", rows), "P"),
            RowAct("Absent", lambda rows: self.do("absent", rows), "A", self.why_not_absent),
            RowAct("Transférer", lambda rows: self.do("move", rows), in_row=False),
        ]
        noun = ("personne", "personnes")
        self.card = ListCard("Présence", columns, self.fetch, acts, noun=noun, **extra)
        self.table = self.card.table
        self.said: list[str] = []
        self.card.refused.connect(self.said.append)

    def fetch(self, ids: Any, arrived: Any) -> None:
        arrived([self.lines[each] for each in ids])

    def do(self, label: str, rows: Sequence[Line]) -> None:
        self.done.append((label, [row.id for row in rows]))

    def why_not_absent(self, row: Line) -> str:
        return "Absence déjà saisie." if row.absent else ""

    def chosen(self) -> list[str]:
        return [row.name for row in self.table.chosen_rows()]


@pytest.fixture
def scene(app: QApplication, qtbot: QtBot) -> Scene:
    made = Scene()
    qtbot.addWidget(made.card)
    made.card.resize(1000, 500)
    show(qtbot, made)
    return made


def show(qtbot: QtBot, scene: Scene) -> None:
    scene.card.show_ids(list(scene.lines), Empty("Vide."))
    scene.card.show()
    scene.card.activateWindow()
    scene.table.setFocus()
    qtbot.waitUntil(lambda: scene.card.model.row_at(0) is not None)
    qtbot.waitUntil(scene.table.hasFocus)


def press(scene: Scene, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(scene.table, key)


def test_the_first_line_is_ready(scene: Scene) -> None:
    assert scene.chosen() == ["ADAM Zoé"]


def test_keys_do_the_acts(scene: Scene) -> None:
    press(scene, Qt.Key.Key_P, Qt.Key.Key_Down, Qt.Key.Key_A)
    assert scene.done == [("present", [0]), ("absent", [1])]


def test_a_letter_jumps_to_a_name_without_accents(scene: Scene) -> None:
    press(scene, "b")
    assert scene.chosen() == ["BARBIER Lucas"]
    press(scene, "d")
    assert scene.chosen() == ["d’HÉROUVILLE Marie-Ange"]
    assert scene.done == []


def test_the_same_letter_goes_on_and_round(scene: Scene) -> None:
    found = []
    for _ in range(4):
        press(scene, "l")
        found += scene.chosen()
    assert found == ["LEFÈVRE Anne", "LEROY Paul", "ŁUKASZEWICZ Paweł", "LEFÈVRE Anne"]


def test_letters_typed_in_a_row_narrow(scene: Scene) -> None:
    press(scene, "l", "e", "r")
    assert scene.chosen() == ["LEROY Paul"]


def test_shift_jumps_even_with_the_letter_of_an_act(scene: Scene) -> None:
    QTest.keyClick(scene.table, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert scene.chosen() == ["PETIT Jean"]
    assert scene.done == []


def test_an_act_key_after_a_jump_is_the_act(scene: Scene) -> None:
    press(scene, "l", Qt.Key.Key_A)
    assert scene.done == [("absent", [3])]


def test_a_selection_of_several_lines(scene: Scene) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(scene.table, Qt.Key.Key_Down, shift)
    QTest.keyClick(scene.table, Qt.Key.Key_Down, shift)
    press(scene, Qt.Key.Key_P)
    QTest.keyClick(scene.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(scene, Qt.Key.Key_P)
    assert scene.done == [("present", [0, 1, 2]), ("present", list(range(7)))]


def test_an_act_goes_to_the_lines_that_it_is_offered_on(qtbot: QtBot, scene: Scene) -> None:
    scene.lines[1] = Line(1, "BARBIER Lucas", absent=True)
    with qtbot.waitSignal(scene.card.model.dataChanged):
        scene.card.model.refresh([1])
    scene.table.choose([0, 1])
    press(scene, Qt.Key.Key_A)
    assert scene.done == [("absent", [0])]
    scene.table.choose([1])
    press(scene, Qt.Key.Key_A)
    assert len(scene.done) == 1
    assert scene.said == ["Absence déjà saisie."]


def test_enter_and_a_double_click_open(qtbot: QtBot, scene: Scene) -> None:
    opened: list[int] = []
    scene.table.row_opened.connect(lambda row: opened.append(row.id))
    press(scene, Qt.Key.Key_Down, Qt.Key.Key_Return)
    place = scene.table.visualRect(scene.card.model.index(3, 0)).center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseDClick(scene.table.viewport(), left, Qt.KeyboardModifier.NoModifier, place)
    assert opened == [1, 3]


def button_place(scene: Scene, row: int, from_right: int) -> QPoint:
    cell = scene.table.visualRect(scene.card.model.index(row, 3))
    return QPoint(cell.right() - from_right, cell.center().y())


def test_a_click_on_a_button_of_a_row_acts_on_that_row_only(scene: Scene) -> None:
    left = Qt.MouseButton.LeftButton
    for from_right in (30, 140):
        place = button_place(scene, 4, from_right)
        QTest.mouseClick(scene.table.viewport(), left, Qt.KeyboardModifier.NoModifier, place)
    assert scene.done == [("absent", [4]), ("present", [4])]
    assert scene.chosen() == ["ADAM Zoé"], "the selection stays"


def test_the_button_under_the_mouse_shows_a_hand(scene: Scene) -> None:
    viewport = scene.table.viewport()
    QTest.mouseMove(viewport, button_place(scene, 2, 30))
    assert viewport.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(viewport, QPoint(20, button_place(scene, 2, 30).y()))
    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_every_act_is_a_real_button_and_a_menu_entry(scene: Scene) -> None:
    labels = ["Présent", "Absent", "Transférer"]
    assert [action.text() for action in scene.table.actions()][:3] == labels
    assert scene.table.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    assert QContextMenuEvent is not None
    by_name = {made.accessibleName(): made for _, made in scene.card._act_buttons}
    assert list(by_name) == labels
    by_name["Transférer"].click()
    assert scene.done == [("move", [0])]


def test_buttons_sleep_and_say_why(qtbot: QtBot, scene: Scene) -> None:
    scene.lines[1] = Line(1, "BARBIER Lucas", absent=True)
    with qtbot.waitSignal(scene.card.model.dataChanged):
        scene.card.model.refresh([1])
    scene.table.choose([1])
    made = scene.card._act_buttons[1][1]
    assert not made.isEnabled()
    assert made.toolTip() == made.accessibleDescription() == "Absence déjà saisie."
    scene.table.choose([0, 1])
    assert made.isEnabled()


def test_a_line_that_leaves_gives_its_place_to_the_next(scene: Scene) -> None:
    press(scene, Qt.Key.Key_Down)
    scene.card.show_ids([0, 2, 3, 4, 5, 6], Empty("Vide."))
    assert scene.chosen() == ["d’HÉROUVILLE Marie-Ange"]
    press(scene, Qt.Key.Key_P)
    assert scene.done == [("present", [2])]


def test_the_selection_stays_with_its_people_through_another_order(scene: Scene) -> None:
    scene.table.choose([2, 4])
    scene.card.show_ids([6, 5, 4, 3, 2, 1, 0], Empty("Vide."))
    assert scene.table.chosen_ids() == (4, 2)


def test_a_header_asks_for_an_order_then_the_other_way(scene: Scene) -> None:
    asked: list[tuple[str, bool]] = []
    scene.table.sort_asked.connect(lambda key, down: asked.append((key, down)))
    scene.table.horizontalHeader().sectionClicked.emit(0)
    scene.table.horizontalHeader().sectionClicked.emit(0)
    scene.table.horizontalHeader().sectionClicked.emit(1)
    sort_actions = [each for each in scene.table.actions() if each.text() == "Trier par Nom"]
    sort_actions[0].trigger()
    assert asked == [("name", False), ("name", True), ("name", False)]


def test_cut_text_is_said_whole_in_a_tooltip(qtbot: QtBot, scene: Scene) -> None:
    index = scene.card.model.index(1, 1)
    rect = scene.table.visualRect(index)
    assert not scene.table._delegate.is_elided(index, rect)
    rect.setWidth(60)
    assert scene.table._delegate.is_elided(index, rect)
    QToolTip.hideText()


def test_an_optional_column_gives_way(qtbot: QtBot, scene: Scene) -> None:
    assert not scene.table.isColumnHidden(1)
    scene.card.resize(560, 500)
    qtbot.waitUntil(lambda: scene.table.isColumnHidden(1))
    scene.card.resize(1000, 500)
    qtbot.waitUntil(lambda: not scene.table.isColumnHidden(1))


def test_a_screen_reader_finds_the_list_and_its_cells(scene: Scene) -> None:
    interface = QAccessible.queryAccessibleInterface(scene.table)
    assert interface.text(QAccessible.Text.Name) == "Présence"
    cells = [interface.child(place) for place in range(interface.childCount())]
    spoken = [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None]
    assert "LEFÈVRE Anne" in spoken
    assert "Inscrit" in spoken


def add_row(scene: Scene, row: int) -> None:
    """Select a line as a screen reader does: added to the others, the current one staying."""
    flags = QItemSelectionModel.SelectionFlag
    index = scene.card.model.index(row, 0)
    scene.table.selectionModel().select(index, flags.Select | flags.Rows)


def test_the_line_of_a_screen_reader_replaces_the_one_that_was_ready(
    qtbot: QtBot, scene: Scene
) -> None:
    scene.table.choose([0])
    settled(qtbot)
    add_row(scene, 2)
    settled(qtbot)
    assert scene.table.chosen_ids() == (2,)
    add_row(scene, 4)
    settled(qtbot)
    assert scene.table.chosen_ids() == (2, 4), "its next lines are added"


def test_a_person_extends_the_line_that_was_ready(qtbot: QtBot, scene: Scene) -> None:
    scene.table.choose([0])
    settled(qtbot)
    QTest.keyClick(scene.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot)
    assert scene.table.chosen_ids() == (0, 1)


def test_the_counter_and_the_empty_list(scene: Scene) -> None:
    assert scene.card._counter.text() == "7 personnes"
    scene.table.choose([0, 1])
    assert scene.card._counter.text() == "7 personnes · Sélection : 2"
    steps: list[int] = []
    empty = Empty("Personne encore.", "Inscrivez…", "Inscrire un DE", lambda: steps.append(1))
    scene.card.show_ids([], empty)
    assert not scene.table.isVisible()
    button = scene.card._empty._button
    assert button is not None
    assert button.accessibleName() == "Inscrire un DE"
    button.click()
    assert steps == [1]
    scene.card.show_ids([3], empty)
    assert scene.table.isVisible()


def test_waiting_shows_only_when_it_lasts(qtbot: QtBot, scene: Scene) -> None:
    scene.card.wait()
    assert scene.card._wait.isHidden()
    qtbot.waitUntil(lambda: not scene.card._wait.isHidden())
    scene.card.show_ids([1], Empty("Vide."))
    assert scene.card._wait.isHidden()


def test_tabs_count_instead_of_the_counter(app: QApplication, qtbot: QtBot) -> None:
    tabs = CounterTabs("Listes")
    tabs.add("a", "Saisie présence Info coll", 9)
    scene = Scene(head=tabs)
    qtbot.addWidget(scene.card)
    show(qtbot, scene)
    assert scene.card._counter.text() == ""
    before = tabs.tabSizeHint(0).width()
    tabs.set_counter("a", 1234)
    assert tabs.tabSizeHint(0).width() > before
    assert tabs.tabToolTip(0) == "Saisie présence Info coll : 1234"


def test_fifteen_people_three_absent_in_eight_keys(qtbot: QtBot, scene: Scene) -> None:
    """Three names told apart by a letter, absent; the rest at once: six keys and one."""
    press(scene, "b", Qt.Key.Key_A, "d", Qt.Key.Key_A, "l", Qt.Key.Key_A)
    assert scene.done == [("absent", [1]), ("absent", [2]), ("absent", [3])]
