# SPDX-License-Identifier: MIT
"""The exchange in the real frame of the window: pill, counter, entries, warning at closing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.assembly.exchange_wiring import WiredExchange, attach_exchange
from kairos_desktop.assembly.window import frame, identity
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.documents import preview
from kairos_desktop.services.exchange_seen import ANSWERED
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.exchange.pages import exchange_pages
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from kairos_desktop.views.toolkit.pills import PillLabel
from tests.exchange_scene import Exchanged
from tests.factories import POST, SIRET, Clock, Scene

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.ledger import ChangeSet


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[OpenProfile]:
    folder = tmp_path / "profil"
    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as made:
        yield made


@pytest.fixture
def scene(profile: OpenProfile) -> Scene:
    clock = Clock()
    workspace = Workspace(
        profile.engines.write,
        profile.engines.read,
        siret=SIRET,
        post=POST,
        post_range="A",
        operator="Odile",
        now=clock,
    )
    made = Scene(workspace, clock)
    made.describe_provider()
    return made


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def keeper(profile: OpenProfile, scene: Scene, asked: list[str]) -> WiredExchange:
    def synchronise() -> None:
        asked.append("synchronise")

    return WiredExchange(profile, scene.workspace, lambda post: post.hex[-4:], synchronise)


@pytest.fixture
def window(qapp: QApplication, scene: Scene, keeper: WiredExchange) -> Iterator[MainWindow]:
    lanes = ThreadLanes()
    who = identity("Atelier des Quais", SIRET, "Odile", demo=True)
    made = frame(lanes, who, lambda: None)
    made.desk.attach(scene.workspace)
    made.furnish(exchange_pages(keeper))
    yield made
    made.may_close = lambda: True
    made.close()
    made.deleteLater()


def hidden(window: MainWindow, key: str) -> bool:
    return window.side_panel._menu._items[key].isHidden()


def test_a_post_that_works_alone_shows_neither_entry_nor_counter(
    window: MainWindow, keeper: WiredExchange, qtbot: QtBot
) -> None:
    watch = attach_exchange(window, window.desk, keeper)
    with qtbot.waitSignal(watch.joined):
        watch.read()
    assert window.top_bar.state.text() == "Poste autonome"
    assert hidden(window, "settle")
    assert hidden(window, "exchange")
    assert hidden(window, "travel")
    assert not window.desk.has_joined


def test_a_post_that_has_joined_shows_where_it_stands(
    window: MainWindow, scene: Scene, keeper: WiredExchange, qtbot: QtBot
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join(last_ok_at=scene.clock.now, digest_ok_at=scene.clock.now)
    scene.person()
    exchanged.pend()
    attach_exchange(window, window.desk, keeper)
    qtbot.waitUntil(lambda: window.top_bar.state.text() == "1 acte à envoyer")
    assert window.desk.has_joined
    assert not hidden(window, "settle")
    assert not hidden(window, "exchange")
    assert not hidden(window, "travel")
    window.show()
    QTest.mouseClick(window.top_bar.state, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.pages.page("exchange"))


def test_an_answer_is_told_to_the_lists(
    window: MainWindow, scene: Scene, keeper: WiredExchange, qtbot: QtBot
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join(last_ok_at=scene.clock.now)
    scene.person()
    act = exchanged.pend()
    watch = attach_exchange(window, window.desk, keeper)
    qtbot.waitUntil(lambda: watch.state is not None)
    changes: list[ChangeSet] = []
    window.desk.hub.changed.connect(changes.append)
    exchanged.cover(act, scene.clock())
    watch.read()
    qtbot.waitUntil(lambda: bool(changes))
    assert changes[0].tables == {ANSWERED}


def test_an_exchange_that_changes_no_row_is_shown_by_the_page_on_screen(
    window: MainWindow, scene: Scene, keeper: WiredExchange, qtbot: QtBot
) -> None:
    """It failed, then it worked again: the pill of the page is that of the frame, at once."""
    exchanged = Exchanged(scene.workspace)
    exchanged.join(last_ok_at=scene.clock.now, digest_ok_at=scene.clock.now)
    watch = attach_exchange(window, window.desk, keeper)
    qtbot.waitUntil(lambda: watch.state is not None)
    for key in ("exchange", "travel"):
        window.desk.open(key)
        page = window.pages.page(key)
        window.show()
        for fields in ({"failures": 2}, {"failures": 0}):
            exchanged.state(**fields)
            watch.read()
            word = "Hors ligne" if fields["failures"] else "À jour"

            def told(page: QWidget = page, word: str = word) -> bool:
                inside = {each.text() for each in page.findChildren(PillLabel) if each.isVisible()}
                frame = window.top_bar.state.text()
                return frame.startswith(word) and frame in inside

            qtbot.waitUntil(told)


def test_closing_with_unsent_acts_is_asked_once(
    window: MainWindow,
    scene: Scene,
    keeper: WiredExchange,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join(last_ok_at=scene.clock.now)
    scene.person()
    exchanged.pend()
    watch = attach_exchange(window, window.desk, keeper)
    qtbot.waitUntil(lambda: watch.state is not None)
    monkeypatch.setattr(dialogs, "confirm", lambda *_given, **_words: False)
    assert not window.close()
    # Its lanes still work.
    with qtbot.waitSignal(watch.joined):
        watch.read()


def test_the_receipt_is_a_paper_of_this_organisation(
    scene: Scene, keeper: WiredExchange, window: MainWindow, qtbot: QtBot
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join(last_ok_at=scene.clock.now, head=77)
    watch = attach_exchange(window, window.desk, keeper)
    qtbot.waitUntil(lambda: watch.state is not None)
    assert watch.state is not None
    pdf, name = keeper.receipt(watch.state)
    assert name.startswith("accuse-de-transmission-2026-11-23")
    with preview.opened(pdf) as pages:
        text = pages.text(0)
    assert "Atelier des Quais" in text
    assert "77" in text


def test_an_exchange_is_asked_where_there_is_one(
    keeper: WiredExchange, asked: list[str], profile: OpenProfile, scene: Scene
) -> None:
    assert keeper.can_synchronise()
    keeper.synchronise()
    assert asked == ["synchronise"]
    without = WiredExchange(profile, scene.workspace, str)
    assert not without.can_synchronise()
    assert not without.can_join()
    without.offer_join(lambda: asked.append("join"), lambda: asked.append("again"))
    without.ask_join()
    without.ask_sign_in()
    assert asked == ["synchronise", "join", "again"]
