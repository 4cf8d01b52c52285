# SPDX-License-Identifier: MIT
"""Nothing heavy begins before the window was painted."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit.first_paint import FirstPaint


class Child(QWidget):
    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self.heard = heard

    def paintEvent(self, event: QPaintEvent) -> None:
        self.heard.append("painted")


def test_it_calls_once_after_the_children_are_painted(qtbot: QtBot) -> None:
    heard: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 100)
    QVBoxLayout(window).addWidget(Child(heard))
    FirstPaint(window, lambda: heard.append("called"))
    window.show()
    qtbot.waitUntil(lambda: "called" in heard)
    assert heard[0] == "painted"
    window.update()
    qtbot.waitUntil(lambda: heard[-1] == "painted" and len(heard) > 2)
    assert heard.count("called") == 1
