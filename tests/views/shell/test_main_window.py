# SPDX-License-Identifier: MIT
import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
)
from pytestqt.qtbot import QtBot

from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.choice_panel import ChoicePanel
from kairos_desktop.views.toolkit.desk import Notice, Place
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from kairos_desktop.views.toolkit.table import ActTable
from kairos_desktop.views.toolkit.undo_bar import UndoBar
from tests.views import walks
from tests.views.demo import make_window
from tests.views.demo_pages import PresencePage
from tests.views.fakes import FakeWorkspace
from tests.views.hearing import settled

SIZES = [(1366, 768), (911, 512), (800, 1280), (1920, 1080)]


@pytest.fixture
def workspace() -> FakeWorkspace:
    return FakeWorkspace()


@pytest.fixture
def window(app: QApplication, qtbot: QtBot, workspace: FakeWorkspace) -> MainWindow:
    made = make_window(workspace)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    page = presence(made)
    qtbot.waitUntil(lambda: page.card.model.row_at(0) is not None)
    return made


def presence(window: MainWindow) -> PresencePage:
    page = window.pages.page("presence")
    assert isinstance(page, PresencePage)
    return page


def trees(window: MainWindow) -> tuple[QTreeWidget, QTreeWidget]:
    menu, acts = window.side_panel.findChildren(QTreeWidget)
    return menu, acts


def labels(tree: QTreeWidget) -> list[str]:
    found, place = [], QTreeWidgetItemIterator(tree)
    while place.value() is not None:
        found.append(place.value().text(0))
        place += 1
    return found


def test_the_acts_are_a_real_tree_all_open(window: MainWindow) -> None:
    _, acts = trees(window)
    assert acts.accessibleName() == "Liste des actes métier"
    assert "Saisir une présence en Info coll" in labels(acts)
    for row in range(acts.topLevelItemCount()):
        item = acts.topLevelItem(row)
        assert item.isExpanded() or not item.childCount(), item.text(0)


def test_the_act_in_use_is_marked_and_said(window: MainWindow) -> None:
    _, acts = trees(window)
    assert acts.currentItem().text(0) == "Saisir une présence en Info coll"
    described = acts.currentItem().data(0, Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "Acte en cours"
    window.desk.mark_act("ic-0")
    assert acts.currentItem().text(0) == "Saisir une Info coll"
    window.go(Place("todo"))
    marked = [item for tree in trees(window) for item in walk(tree) if is_marked(item)]
    assert [item.text(0) for item in marked] == ["À faire"]


def walk(tree: QTreeWidget) -> list[Any]:
    found, place = [], QTreeWidgetItemIterator(tree)
    while place.value() is not None:
        found.append(place.value())
        place += 1
    return found


def is_marked(item: Any) -> bool:
    return item.data(0, Qt.ItemDataRole.AccessibleDescriptionRole) == "Acte en cours"


def test_what_is_not_built_is_disabled_with_its_reason(window: MainWindow) -> None:
    menu, _ = trees(window)
    item = next(each for each in walk(menu) if each.text(0) == "Calendrier des RDV")
    assert item.isDisabled()
    assert item.toolTip(0) == "Cette page arrive avec l’échange entre postes."
    assert item.data(0, Qt.ItemDataRole.AccessibleDescriptionRole) == item.toolTip(0)


def test_a_click_and_enter_choose_an_entry(qtbot: QtBot, window: MainWindow) -> None:
    menu, acts = trees(window)
    with qtbot.waitSignal(window.pages.place_shown) as shown:
        place = menu.visualItemRect(menu.topLevelItem(0)).center()
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(menu.viewport(), left, Qt.KeyboardModifier.NoModifier, place)
    assert shown.args == [Place("todo")]
    acts.setCurrentItem(acts.topLevelItem(0))
    with qtbot.waitSignal(window.pages.place_shown) as shown:
        QTest.keyClick(acts, Qt.Key.Key_Return)
    assert shown.args[0].page == "todo"
    group = acts.topLevelItem(2)
    acts.setCurrentItem(group)
    QTest.keyClick(acts, Qt.Key.Key_Return)
    assert not group.isExpanded()


def chosen_by_a_screen_reader(tree: QTreeWidget, label: str) -> None:
    """Do on an entry what its only action does: select it or not, the current one staying."""
    index = tree.indexFromItem(next(each for each in walk(tree) if each.text(0) == label))
    tree.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Toggle)


def test_the_action_of_a_screen_reader_chooses_an_entry(qtbot: QtBot, window: MainWindow) -> None:
    menu, acts = trees(window)
    with qtbot.waitSignal(window.pages.place_shown) as shown:
        chosen_by_a_screen_reader(acts, "Saisir une Info coll")
    assert shown.args == [Place("presence", {"act": 0})]
    # The same entry again: the action takes its selection away.
    with qtbot.waitSignal(window.pages.place_shown) as shown:
        chosen_by_a_screen_reader(acts, "Saisir une Info coll")
    assert shown.args == [Place("presence", {"act": 0})]
    with qtbot.waitSignal(window.pages.place_shown) as shown:
        chosen_by_a_screen_reader(menu, "À faire")
    assert shown.args == [Place("todo")]


def test_moving_the_keyboard_in_the_tree_chooses_nothing(qtbot: QtBot, window: MainWindow) -> None:
    _, acts = trees(window)
    before = window.pages.currentWidget()
    acts.setCurrentItem(acts.topLevelItem(0))
    QTest.keyClick(acts, Qt.Key.Key_Down)
    settled(qtbot)
    assert window.pages.currentWidget() is before
    assert acts.currentItem() is acts.topLevelItem(1)


def test_a_screen_reader_is_not_offered_what_is_not_built(window: MainWindow) -> None:
    menu, _ = trees(window)
    item = next(each for each in walk(menu) if each.text(0) == "Calendrier des RDV")
    assert not item.flags() & Qt.ItemFlag.ItemIsSelectable


def said_of(item: QTreeWidgetItem) -> tuple[str, str]:
    """The name and the description of an entry, as a screen reader is given them."""
    name = item.data(0, Qt.ItemDataRole.AccessibleTextRole) or item.text(0)
    return name, item.data(0, Qt.ItemDataRole.AccessibleDescriptionRole)


def test_a_counter_is_seen_and_said(window: MainWindow) -> None:
    menu, _ = trees(window)
    item = menu.topLevelItem(0)
    assert said_of(item) == ("À faire", "9")
    window.side_panel.set_counter("todo", 0)
    assert said_of(item) == ("À faire", "")


def test_the_list_is_ready_to_type(qtbot: QtBot, window: MainWindow) -> None:
    page = presence(window)
    qtbot.waitUntil(page.card.table.hasFocus)
    QTest.keyClick(page.card.table, Qt.Key.Key_P)
    assert [(label, [row.name for row in rows]) for label, rows in page.done] == [
        ("Présent", ["BARBIER Lucas"])
    ]


def test_back_and_forward(window: MainWindow) -> None:
    shown: list[Place] = []
    window.pages.place_shown.connect(shown.append)
    window.go(Place("todo"))
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    start = Place("presence", {"act": 2})
    assert shown == [Place("todo"), start, Place("todo")]


def test_going_elsewhere_forgets_what_lay_ahead(window: MainWindow) -> None:
    window.go(Place("todo"))
    window.pages.back()
    window.go(Place("todo", {"tab": 1}))
    window.pages.forward()
    shown: list[Place] = []
    window.pages.place_shown.connect(shown.append)
    window.pages.back()
    assert shown == [Place("presence", {"act": 2})]


def test_coming_back_does_again_nothing_that_was_done_at_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.pages.page("todo")
    monkeypatch.setattr(page, "momentary", frozenset({"act"}))
    shown: list[Place] = []
    window.pages.place_shown.connect(shown.append)
    window.go(Place("todo", {"act": "register", "tab": 1}))
    window.go(Place("presence"))
    window.pages.back()
    assert shown[0] == Place("todo", {"act": "register", "tab": 1})
    assert shown[2] == Place("todo", {"tab": 1})
    # The same act once more is done, and the history gains nothing.
    window.go(Place("todo", {"act": "register", "tab": 1}))
    window.pages.forward()
    assert shown[3:] == [Place("todo", {"act": "register", "tab": 1}), Place("presence")]


def test_undo_and_redo_keys_work_without_the_bar(
    window: MainWindow, workspace: FakeWorkspace
) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    QTest.keyClick(window, Qt.Key.Key_Z, control | shift)
    QTest.keyClick(window, Qt.Key.Key_Y, control)
    assert workspace.asked == ["undo", "redo", "redo"]


def visible_buttons(bar: UndoBar) -> list[str]:
    return [each.accessibleName() for each in bar.findChildren(QPushButton) if each.isVisible()]


def test_the_bar_says_what_was_done_and_offers_the_way_back(
    window: MainWindow, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(
        "kairos_desktop.views.toolkit.announce.announce", lambda _widget, said: spoken.append(said)
    )
    bar = window.findChild(UndoBar)
    assert not bar.isVisible()
    window.desk.said.emit(Notice("Présence enregistrée.", "done"))
    assert bar.isVisible()
    assert visible_buttons(bar) == ["Annuler", "Fermer"]
    undo = next(b for b in bar.findChildren(QPushButton) if b.accessibleName() == "Annuler")
    undo.click()
    assert workspace.asked == ["undo"]
    assert visible_buttons(bar) == ["Rétablir", "Fermer"]
    window.desk.say("Rien à faire.")
    assert visible_buttons(bar) == ["Fermer"]
    assert spoken == ["Présence enregistrée.", "Acte annulé.", "Rien à faire."]
    bar.findChildren(QPushButton)[-1].click()
    assert not bar.isVisible()


def test_the_announcement_reaches_qt(window: MainWindow) -> None:
    QAccessible.setActive(True)
    window.desk.say("Dit à voix haute.")
    QAccessible.setActive(False)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_size_is_usable(qtbot: QtBot, window: MainWindow, width: int, height: int) -> None:
    window.resize(metrics.px(width), metrics.px(height))
    narrow = width < metrics.NARROW
    qtbot.waitUntil(lambda: window.width() == metrics.px(width))
    qtbot.waitUntil(lambda: window.side_panel.isVisible() is not narrow)
    qtbot.waitUntil(lambda: walks.cut_texts(window) == [])
    assert window.height() == metrics.px(height), "nothing forbids this size"
    assert walks.misnamed(window) == []
    table = presence(window).card.table
    assert table.viewport().height() >= 3 * metrics.px(metrics.ROW)
    assert table.horizontalScrollBar().maximum() == 0


def test_in_a_low_window_the_menu_scrolls_and_the_acts_stay_under_their_title(
    qtbot: QtBot, window: MainWindow
) -> None:
    menu, acts = trees(window)
    title = next(each for each in window.side_panel.findChildren(QLabel) if each.buddy() is acts)
    for height, scrolls in ((768, False), (430, True), (768, False)):
        window.resize(metrics.px(1366), metrics.px(height))
        qtbot.waitUntil(lambda to=scrolls: (menu.verticalScrollBar().maximum() > 0) is to)
        qtbot.waitUntil(lambda: menu.geometry().bottom() < title.geometry().top())
        qtbot.waitUntil(lambda: title.geometry().bottom() < acts.geometry().top())
        qtbot.waitUntil(lambda: acts.height() >= metrics.px(84))
        assert acts.geometry().bottom() <= window.side_panel.height()


def test_the_drawer_opens_and_closes(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 1280)
    qtbot.waitUntil(lambda: not window.side_panel.isVisible())
    drawer = window.top_bar.findChildren(QPushButton)[0]
    assert drawer.accessibleName() == drawer.text() == "Menu"
    drawer.click()
    assert window.side_panel.isVisible()
    menu, _ = trees(window)
    assert menu.visualItemRect(menu.topLevelItem(0)).height() >= metrics.px(40), "for a finger"
    QTest.mouseClick(window._veil, Qt.MouseButton.LeftButton)
    assert not window.side_panel.isVisible()
    drawer.click()
    menu.itemClicked.emit(menu.topLevelItem(0), 0)
    assert not window.side_panel.isVisible()
    window.resize(1366, 768)
    qtbot.waitUntil(window.side_panel.isVisible)
    assert menu.visualItemRect(menu.topLevelItem(0)).height() < metrics.px(40)


def test_a_short_window_puts_buttons_in_a_panel_that_keeps_them(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(911, 512)
    page = presence(window)
    buttons = page.card.findChildren(QPushButton)
    more = next(each for each in buttons if each.accessibleName() == "Actions de la liste")
    qtbot.waitUntil(more.isVisible)
    more.click()
    panel = window.findChild(ChoicePanel)
    assert isinstance(panel, ChoicePanel)
    entries = panel.findChildren(QPushButton)
    # What is done most stays in sight.
    assert [each.text() for each in entries] == ["Présent", "Absent"]
    assert any(each.text() == "Tous présents" and each.isVisible() for each in buttons)
    entries[0].click()
    assert [label for label, _ in page.done] == ["Présent"]


def test_tab_goes_through_the_window_in_reading_order(window: MainWindow) -> None:
    order = walks.tab_order(window)
    table = presence(window).card.table
    menu, acts = trees(window)
    assert order.index(window.top_bar.search) < order.index(menu) < order.index(acts)
    assert order.index(acts) < order.index(table)
    names = [each.accessibleName() for each in order]
    assert names.index("Imprimer…") < names.index("Tous présents") < order.index(table)


def test_every_list_has_a_name(window: MainWindow) -> None:
    for view in walks.views_and_tabs(window):
        assert view.accessibleName()
    assert isinstance(presence(window).card.table, ActTable)


def test_closing_finishes_the_writes_and_tells(
    app: QApplication,
    qtbot: QtBot,
    lanes: ThreadLanes,
) -> None:
    window = make_window(lanes=lanes)
    qtbot.addWidget(window)
    told: list[int] = []
    window._on_closed = lambda: told.append(1)
    written: list[int] = []
    lanes.write(lambda: written.append(1), lambda _r: None, lambda _e: None)
    window.close()
    assert (written, told) == ([1], [1])


def test_the_shell_loads_nothing_heavy() -> None:
    code = (
        "import sys; import kairos_desktop.views.shell.main_window;"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sqlalchemy", "reportlab", "keyring", "lxml", "pypdfium2", "cryptography", "argon2"}
    assert not heavy & set(done.stdout.split())


def test_the_shell_says_no_business_word() -> None:
    from pathlib import Path

    from kairos_desktop.views import shell

    words = ("Info coll", "RDV", "formation", "DE ", "présence", "SIRET inscrit", "session")
    for file in Path(shell.__path__[0]).glob("*.py"):
        source = file.read_text(encoding="utf-8")
        code = "\n".join(line.split("#")[0] for line in source.split('"""')[::2])
        assert not [word for word in words if word in code], file.name
    lines = (Path(shell.__path__[0]) / "main_window.py").read_text(encoding="utf-8").count("\n")
    assert lines < 300
