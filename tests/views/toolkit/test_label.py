# SPDX-License-Identifier: MIT
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

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
