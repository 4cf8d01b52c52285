# SPDX-License-Identifier: MIT
from collections.abc import Hashable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import KeyButton, button, french_keys
from kairos_desktop.views.toolkit.cards import FigureCard
from kairos_desktop.views.toolkit.chips import Chips
from kairos_desktop.views.toolkit.choice_panel import ChoicePanel
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.lanes import InlineLanes
from kairos_desktop.views.toolkit.page import ElidedLabel, Page
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.tabs import CounterTabs
from tests.views.fakes import FakeWorkspace


@pytest.fixture(autouse=True)
def dressed(app: QApplication) -> QApplication:
    return app


def test_tabs_by_key_and_by_keyboard(qtbot: QtBot) -> None:
    tabs = CounterTabs("Listes")
    qtbot.addWidget(tabs)
    heard: list[Hashable] = []
    tabs.chosen.connect(heard.append)
    tabs.add("all", "Inscrits & co", 15)
    tabs.add("presence", "Saisie présence Info coll")
    tabs.show()
    tabs.choose("presence")
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert heard == ["all", "presence", "all"]
    assert tabs.current_key() == "all"
    assert tabs.accessibleName() == "Listes"
    interface = QAccessible.queryAccessibleInterface(tabs)
    assert interface.child(1).text(QAccessible.Text.Name) == "Saisie présence Info coll"


def make_chips(qtbot: QtBot, count: int) -> Chips:
    chips = Chips("Créneaux")
    qtbot.addWidget(chips)
    chips.set_last(QPushButton("+ Saisir une Info coll"))
    chips.set_chips([(key, f"Lun. {key} déc. 2026 · 9 h – 11 h") for key in range(count)], 4)
    chips.resize(700, 32)
    chips.show()
    return chips


def shown(chips: Chips) -> list[Hashable]:
    return [key for key, chip in chips._chips.items() if chip.isVisible()]


def opened(root: QWidget, anchor: QPushButton) -> list[QPushButton]:
    anchor.click()
    panel = root.window().findChild(ChoicePanel)
    assert isinstance(panel, ChoicePanel)
    return panel.findChildren(QPushButton)


def test_chips_that_do_not_fit_go_in_a_panel(qtbot: QtBot) -> None:
    chips = make_chips(qtbot, 6)
    qtbot.waitUntil(lambda: len(shown(chips)) < 6)
    assert 4 in shown(chips), "the one taken always shows"
    more = chips._more
    assert more.isVisible()
    assert more.accessibleName() == f"Autres dates ({6 - len(shown(chips))})"
    entries = opened(chips, more)
    assert len(entries) == 6 - len(shown(chips))
    heard: list[Hashable] = []
    chips.chosen.connect(heard.append)
    entries[-1].click()
    assert heard == [5]
    assert 5 in shown(chips)
    assert chips.current_key() == 5
    chips.resize(2000, 32)
    qtbot.waitUntil(lambda: len(shown(chips)) == 6)
    assert not more.isVisible()


def test_a_chip_is_taken_by_a_click_and_stays_taken(qtbot: QtBot) -> None:
    chips = make_chips(qtbot, 2)
    chips._chips[0].click()
    chips._chips[0].click()
    assert chips._chips[0].isChecked()
    assert not chips._chips[1].isChecked()
    chips.set_chips([("x", "Jeu. 10 déc.")], None)
    assert list(chips._chips) == ["x"]
    assert chips.current_key() is None


def test_a_button_shows_its_key_and_answers_to_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    heard: list[int] = []
    made = button("Imprimer…", lambda: heard.append(1), key="Ctrl+P", tooltip="Cette liste")
    made.setParent(window)
    plain = KeyButton("Imprimer…")
    assert made.sizeHint().width() > plain.sizeHint().width()
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    QTest.keyClick(made, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: heard == [1])
    made.click()
    assert heard == [1, 1]
    assert made.accessibleName() == "Imprimer…"


def test_keys_are_written_as_on_a_french_keyboard() -> None:
    assert french_keys("Ctrl+Shift+Z") == "Ctrl Maj Z"
    assert french_keys("Return") == "Entrée"


def test_a_banner_says_its_kind_in_a_word(qtbot: QtBot) -> None:
    steps: list[int] = []
    banner = Banner("warn", "Le recrutement est ouvert.", "Ouvrir", lambda: steps.append(1))
    qtbot.addWidget(banner)
    texts = [each.text() for each in banner.findChildren(type(banner._sentence))]
    assert texts[0] == "Attention"
    banner.findChild(QPushButton).click()
    assert steps == [1]
    banner.set_sentence("Complet.")
    assert banner._sentence.text() == "Complet."


def test_a_figure_changes(qtbot: QtBot) -> None:
    card = FigureCard("Résultats à saisir", "6", "dont 6 depuis 5 jours", "hold")
    qtbot.addWidget(card)
    card.show_figure("0", "", "ok")
    assert card._figure.text() == "0"
    assert card._figure.property("look") == "figure-ok"


def test_an_elided_label_says_the_whole_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("N° CARIF 99_SE_0000000501 · session SE_0000009001")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label._whole
    label.resize(800, 20)
    assert label.text() == label._whole
    assert label.toolTip() == ""


def test_a_row_folds_and_unfolds(qtbot: QtBot) -> None:
    left, right = ElidedLabel("x" * 40), QPushButton("Exporter tout le tableau")
    row = FoldingRow(left, right)
    qtbot.addWidget(row)
    row.resize(900, 700)
    row.show()
    assert row.shape_taken() == "beside"
    row.resize(300, 700)
    qtbot.waitUntil(lambda: row.shape_taken() == "below")
    assert right.isVisible()
    row.resize(900, 700)
    qtbot.waitUntil(lambda: row.shape_taken() == "beside")


def test_the_primary_button_stays_out_of_the_menu_and_goes_back(qtbot: QtBot) -> None:
    right, line = QWidget(), QHBoxLayout()
    holder = QHBoxLayout(right)
    holder.addLayout(line)
    pressed: list[str] = []
    for label, look in (("Imprimer…", ""), ("Déclarer", "primary"), ("? Aide", "")):
        line.addWidget(button(label, partial(pressed.append, label), look=look))
    row = FoldingRow(ElidedLabel("x" * 60), right, more="Actions de la grille")
    qtbot.addWidget(row)
    row.resize(300, 400)
    row.show()
    qtbot.waitUntil(lambda: row.shape_taken() == "menu")
    shown = [each for each in row.findChildren(QPushButton) if each.isVisible()]
    assert sorted(each.accessibleName() for each in shown) == ["Actions de la grille", "Déclarer"]
    next(each for each in shown if each.accessibleName() == "Déclarer").click()
    assert pressed == ["Déclarer"]
    row.show_right(False)
    assert not any(each.isVisible() for each in row.findChildren(QPushButton))
    row.show_right(True)
    row.resize(1200, 400)
    qtbot.waitUntil(lambda: row.shape_taken() == "beside")
    texts = [line.itemAt(place).widget().text() for place in range(line.count())]
    assert texts == ["Imprimer…", "Déclarer", "? Aide"]
    assert all(line.itemAt(place).widget().isVisible() for place in range(line.count()))


def test_the_arrows_of_narrow_tabs_are_large_enough_to_be_hit(qtbot: QtBot) -> None:
    tabs = CounterTabs("Ce qui reste")
    qtbot.addWidget(tabs)
    for label in ("Tout", "Entrées, sorties", "Assiduité", "Recrutement"):
        tabs.add(label, label, 12)
    tabs.resize(240, 40)
    tabs.show()
    arrows = [each for each in tabs.findChildren(QToolButton) if each.isVisible()]
    assert len(arrows) == 2
    # WCAG 2.2, 2.5.8: 24 pixels.
    assert min(each.width() for each in arrows) >= 24


def test_a_page_says_where_it_stands(qtbot: QtBot) -> None:
    page = Page(Desk(FakeWorkspace(), InlineLanes()), "À faire")
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    went: list[int] = []
    page.set_title("Secrétaire assistant", "du 11/01/2027 au 25/06/2027")
    page.set_trail([("Sessions de formation", lambda: went.append(1)), ("Secrétaire", None)])
    assert page.accessibleName() == "Secrétaire assistant"
    page.findChild(QPushButton).click()
    assert went == [1]
    title = "Titre professionnel " + "très " * 40
    page.set_trail([("Sessions de formation", lambda: went.append(1)), (title, went.clear)])
    step = page._trail_holder.findChildren(QPushButton)[-1]
    assert step.text().endswith("…")
    assert step.width() < page.width()
    assert title.strip() in step.toolTip()
    page.set_trail([])
    assert not page._trail_holder.isVisible()


def test_tabs_cut_their_longest_words_rather_than_hide_one_behind_an_arrow(qtbot: QtBot) -> None:
    tabs = CounterTabs("À faire")
    qtbot.addWidget(tabs)
    tabs.add("", "Tout")
    for label in ("Entrées", "Assiduité", "Recrutement", "À reporter dans KAIROS"):
        tabs.add(label, label, 12)
    tabs.resize(900, 40)
    tabs.show()
    whole = tabs.sizeHint().width()

    def has_arrows() -> bool:
        return any(each.isVisible() for each in tabs.findChildren(QToolButton))

    last = tabs.count() - 1
    tabs.resize(whole - 90, 40)
    assert not has_arrows()
    assert tabs.tabRect(last).right() < tabs.width()
    # The words that were short stay whole, and the room that was lost is asked back.
    assert tabs._text_width(0) == tabs._whole_width(0)
    assert tabs._text_width(last) < tabs._whole_width(last)
    assert tabs.sizeHint().width() > tabs.width()
    assert tabs.tabText(last) == "À reporter dans KAIROS"
    tabs.set_counter("Assiduité", 1234)
    assert not has_arrows()
    tabs.resize(120, 40)
    assert has_arrows()
    assert tabs._text_width(last) == tabs._whole_width(last)
    tabs.resize(900, 40)
    assert not has_arrows()
    assert tabs.sizeHint().width() - tabs._counter_width(2) == whole - tabs._counter_width(1)


def test_what_must_be_seen_stays_out_of_the_menu(qtbot: QtBot) -> None:
    seen, right = QWidget(), QWidget()
    states = QHBoxLayout(seen)
    states.addWidget(PillLabel("À déclarer", "warn"))
    line = QHBoxLayout(right)
    line.addWidget(seen)
    for label, look in (("Imprimer…", ""), ("Déclarer", "primary"), ("? Aide", "")):
        line.addWidget(button(label, lambda: None, look=look))
    left = ElidedLabel("x" * 60)
    row = FoldingRow(left, right, seen=seen)
    qtbot.addWidget(row)
    need = left.sizeHint().width() + right.sizeHint().width()
    row.resize(420, 400)
    row.show()
    qtbot.waitUntil(lambda: row.shape_taken() == "menu")
    qtbot.waitUntil(seen.isVisible)
    assert states.itemAt(0).widget().isVisible()
    # What stands out is counted: the line would not hold it with all the buttons.
    row.resize(need - 5, 400)
    assert row.shape_taken() == "menu"
    row.resize(1200, 400)
    qtbot.waitUntil(lambda: row.shape_taken() == "beside")
    assert line.itemAt(0).widget() is seen
    qtbot.waitUntil(seen.isVisible)


def test_the_state_of_a_page_is_seen_in_a_short_narrow_window(qtbot: QtBot) -> None:
    page = Page(Desk(FakeWorkspace(), InlineLanes()), "Émargement du mardi 24 novembre 2026, matin")
    qtbot.addWidget(page)
    for label in ("Imprimer la feuille", "Historique de la feuille", "Exporter tout le tableau"):
        page.add_button(button(label, lambda: None))
    page.resize(560, 430)
    page.show()
    row = page.findChild(FoldingRow)
    qtbot.waitUntil(lambda: row.shape_taken() == "menu")
    for words in ("À saisir", "Saisi"):
        page.set_pills([Pill(words, "warn")])
        pill = next(each for each in page.findChildren(PillLabel) if each.text() == words)
        qtbot.waitUntil(pill.isVisible)
        assert page.rect().contains(QRect(pill.mapTo(page, QPoint()), pill.size()))
    page.set_pills([])
    assert not any(each.isVisible() for each in page.findChildren(PillLabel))
