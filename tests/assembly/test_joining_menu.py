# SPDX-License-Identifier: MIT
"""« Rejoindre un serveur… » in the organisation's menu and in the palette, while it makes sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from kairos_desktop.assembly.joining_menu import JOIN, SIGN_IN_AGAIN, JoiningMenu
from kairos_desktop.assembly.palette_sources import Gestures
from kairos_desktop.assembly.sites import SiteChoice
from kairos_desktop.assembly.window import identity
from kairos_desktop.views.exchange.watch import ExchangeWatch
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.shell.navigation import Switch
from kairos_desktop.views.toolkit.choice_panel import ChoicePanel
from tests.exchange_scene import SERVER, Exchanged
from tests.factories import SIRET, Scene
from tests.views.demo import NAVIGATION
from tests.views.exchange.conftest import KeptExchange

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.shell.palette import Found
    from kairos_desktop.views.toolkit.desk import Desk

CHANGE = "Choisir un autre profil…"
WHO = identity("Atelier des Quais", SIRET, "Odile", demo=False)


class Asked:
    """Stands where JoinHere does."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def begin(self) -> None:
        self.asked.append("join")

    def begin_again(self, address: str) -> None:
        self.asked.append(address)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(desk, NAVIGATION, {}, WHO)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def watch(desk: Desk) -> ExchangeWatch:
    return ExchangeWatch(desk, KeptExchange(), desk)


@pytest.fixture
def menu(window: MainWindow, watch: ExchangeWatch, asked: Asked) -> JoiningMenu:
    choice = SiteChoice(window, WHO, None, lambda _site: None)
    switches = [Switch(CHANGE, lambda: None)]
    return JoiningMenu(choice, switches, asked, watch)  # type: ignore[arg-type]


def offered(qtbot: QtBot, window: MainWindow) -> list[str]:
    found = window.top_bar.findChildren(QToolButton)
    name = next(each for each in found if each.accessibleName().startswith("Atelier"))
    name.click()
    panel = window.findChild(ChoicePanel)
    assert panel is not None
    labels = [each.accessibleName() for each in panel.findChildren(QPushButton)]
    panel.close_panel()
    return labels


def read(watch: ExchangeWatch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.told):
        watch.read()


def wait_for(qtbot: QtBot, window: MainWindow, wanted: list[str]) -> None:
    def has_them() -> bool:
        identity = window.top_bar._identity
        assert identity is not None
        return [each.label for each in identity.organisations] == wanted

    qtbot.waitUntil(has_them)


def test_a_post_that_works_alone_is_offered_a_server(
    window: MainWindow, menu: JoiningMenu, watch: ExchangeWatch, asked: Asked, qtbot: QtBot
) -> None:
    assert menu.found() == []
    read(watch, qtbot)
    wait_for(qtbot, window, [CHANGE, JOIN])
    assert offered(qtbot, window) == [CHANGE, JOIN]
    answers: list[list[Found]] = []
    Gestures(menu.found).find("rejoin", window, lambda found: answers.append(list(found)))
    assert [each.label for each in answers[0]] == [JOIN]
    answers[0][0].run()
    assert asked.asked == ["join"]


def test_a_post_that_has_joined_is_offered_to_sign_in_once_its_session_ended(
    window: MainWindow,
    menu: JoiningMenu,
    watch: ExchangeWatch,
    asked: Asked,
    scene: Scene,
    qtbot: QtBot,
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join()
    read(watch, qtbot)
    wait_for(qtbot, window, [CHANGE])
    assert menu.found() == []
    exchanged.state(problem="refresh_refused")
    read(watch, qtbot)
    wait_for(qtbot, window, [CHANGE, SIGN_IN_AGAIN])
    menu.found()[0].run()
    assert asked.asked == [SERVER]
