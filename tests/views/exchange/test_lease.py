# SPDX-License-Identifier: MIT
"""The lease on screen: told beforehand, names hidden, nothing printed, lifted at a contact."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.assembly.exchange_wiring import follow_lease
from kairos_desktop.assembly.outlets import WiredPapers
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.exchange_seen import ExchangeState
from kairos_desktop.services.veil import Veil
from kairos_desktop.views.exchange.lease_notice import is_hidden, lease_notice
from kairos_desktop.views.exchange.watch import ExchangeWatch
from kairos_desktop.views.people.pages import PAGES
from kairos_desktop.views.people.people_page import PeoplePage
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.banners import Banner
from tests.exchange_scene import Exchanged
from tests.views.demo import IDENTITY, NAVIGATION
from tests.views.exchange.conftest import KeptExchange
from tests.views.hearing import Heard, texts
from tests.views.walks import misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene

NOW = datetime(2026, 12, 7, 9, 30)


def state(days: float, silent: float) -> ExchangeState:
    until, contact = NOW + timedelta(days=days), NOW - timedelta(days=silent)
    return ExchangeState(server_url="https://x", lease_until=until, last_ok_at=contact)


def test_the_last_days_are_told_in_plain_french() -> None:
    told = lease_notice(state(2.2, 11.8), NOW)
    assert told == (
        "warn",
        "Sans contact avec le serveur depuis 11 j : encore 2 jours, puis les données personnelles "
        "seront masquées sur ce poste (le mer. 9 déc. 2026). Connectez-le, même un instant.",
    )
    for days, words in [(1.5, "encore 1 jour,"), (0.5, "dernier jour,")]:
        notice = lease_notice(state(days, 12), NOW)
        assert notice is not None
        assert words in notice[1]


@pytest.mark.parametrize("quiet", [None, state(5, 9), state(2, 0.2)])
def test_nothing_is_told_while_there_is_no_hurry(quiet: ExchangeState | None) -> None:
    assert lease_notice(quiet, NOW) is None


def test_what_is_hidden_says_what_goes_on() -> None:
    late = state(-1, 15)
    kind, sentence = lease_notice(late, NOW) or ("", "")
    assert kind == "danger"
    assert "masquées : ce poste est sans contact avec le serveur depuis 15 j" in sentence
    assert "gardé et partira" in sentence
    assert is_hidden(late, NOW)


@pytest.fixture
def window(scene: Scene, desk: Desk, qtbot: QtBot) -> MainWindow:
    scene.workspace._veil = Veil(scene.workspace.org, scene.clock)
    made = MainWindow(desk, NAVIGATION, PAGES, IDENTITY)
    qtbot.addWidget(made)
    made.show()
    return made


def notices(window: MainWindow) -> list[str]:
    return [
        each._sentence.text() for each in window.findChildren(Banner) if each.isVisibleTo(window)
    ]


def test_names_leave_the_lists_and_come_back_at_the_next_contact(
    window: MainWindow, scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    exchanged = Exchanged(scene.workspace)
    at = scene.clock.now
    exchanged.join(last_ok_at=at, lease_until=at + timedelta(days=14))
    scene.person("Courtois", "Inès")
    watch = ExchangeWatch(desk, KeptExchange(), window)
    follow_lease(window, desk, watch)
    watch.read()
    desk.open("people")
    page = window.pages.page("people")
    assert isinstance(page, PeoplePage)

    def names() -> list[str]:
        return " ".join(texts(qtbot, page.card, 0) + texts(qtbot, page.card, 1)).split()

    qtbot.waitUntil(lambda: "COURTOIS" in names())
    scene.clock.now = at + timedelta(days=12)
    watch._again.timeout.emit()
    qtbot.waitUntil(lambda: len(notices(window)) == 1)
    assert "puis les données personnelles seront masquées" in notices(window)[0]
    assert "COURTOIS" in names()
    scene.clock.now = at + timedelta(days=15)
    watch._again.timeout.emit()
    qtbot.waitUntil(lambda: "C•••" in names())
    assert notices(window)[0].startswith("Données personnelles masquées")
    assert not misnamed(page)
    papers = WiredPapers(desk, None, scene.workspace, lambda: window)  # type: ignore[arg-type]
    papers.show(DocumentKind.CONVOCATION, registration_ids=[scene.id()])
    assert "rien ne s’imprime" in heard.notices[-1].sentence
    now = scene.clock.now
    exchanged.state(last_ok_at=now, lease_until=now + timedelta(days=14))
    scene.workspace.write(lambda _conn: None)
    watch.read()
    qtbot.waitUntil(lambda: "COURTOIS" in names())
    assert notices(window) == []
