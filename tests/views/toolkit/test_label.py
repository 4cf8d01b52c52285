# SPDX-License-Identifier: MIT
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kairos_desktop.views.shell.navigation import Identity
from kairos_desktop.views.shell.top_bar import TopBar
from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices
from kairos_desktop.views.toolkit.label import Label, as_tooltip
from kairos_desktop.views.toolkit.page import ElidedLabel
from kairos_desktop.views.toolkit.pills import PillLabel

MARKUP = "<img src='file:///etc/passwd'><b>Lefèvre</b>"


def test_what_looks_like_markup_is_shown_as_it_is(qtbot: QtBot) -> None:
    for label in (Label(MARKUP), ElidedLabel(MARKUP), PillLabel(MARKUP)):
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert Label(MARKUP).text() == MARKUP


def test_a_tooltip_shows_markup_as_it_is() -> None:
    assert as_tooltip("Lefèvre < Roux") == "Lefèvre < Roux"
    assert "<img" not in as_tooltip(MARKUP)


def test_no_part_of_the_window_gives_a_name_to_a_tooltip_as_markup(qtbot: QtBot) -> None:
    bar = TopBar("Rechercher")
    qtbot.addWidget(bar)
    bar.show_identity(Identity(MARKUP, "999 000 110 00026", MARKUP, "Odile"))
    window = QWidget()
    qtbot.addWidget(window)
    anchor = QPushButton("Imprimer…", window)
    window.show()
    open_choices(anchor, "Imprimer…", [Choice(MARKUP, lambda: None, why_not=MARKUP)])
    tooltips = [each.toolTip() for root in (bar, window) for each in root.findChildren(QWidget)]
    assert sum("Lefèvre" in each for each in tooltips) == 3
    assert not any("<img" in each for each in tooltips)
