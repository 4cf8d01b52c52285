# SPDX-License-Identifier: MIT
"""A post that was taken off: what waits is handed over first, then its key is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.assembly import revoked_post
from kairos_desktop.assembly.revoked_post import RevokedPost
from kairos_desktop.models import failures
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.sync.post_tokens import KeyringTokens
from kairos_desktop.services.sync.revocation import REVOKED, end_post
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.exchange.watch import ExchangeWatch
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.label import Label
from tests.exchange_scene import Exchanged
from tests.factories import SIRET, Clock, Scene
from tests.services.test_vault import MemoryStore
from tests.views.demo import IDENTITY, NAVIGATION
from tests.views.exchange.conftest import KeptExchange
from tests.views.hearing import Heard

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.views.toolkit.forms import Form
    from kairos_desktop.views.toolkit.lanes import ThreadLanes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "profil"
    profiles.create_profile(made, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    return made


@pytest.fixture
def profile(folder: Path) -> Iterator[OpenProfile]:
    with profiles.open_profile(folder, DemoKeyFile()) as made:
        yield made


@pytest.fixture
def scene(profile: OpenProfile) -> Scene:
    clock, post = Clock(), profile.profile.card.post_id
    workspace = Workspace(
        profile.engines.write,
        profile.engines.read,
        siret=SIRET,
        post=post,
        post_range="A",
        operator="Odile",
        now=clock,
    )
    return Scene(workspace, clock)


@pytest.fixture
def exchanged(scene: Scene) -> Exchanged:
    scene.person()
    made = Exchanged(scene.workspace)
    made.join(last_ok_at=scene.clock.now)
    return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sentences: list[str] = []

    def tell(_window: object, title: str, form: Form) -> None:
        sentences.append(title)
        sentences.extend(each.text() for each in form.findChildren(Label) if each.wordWrap())

    monkeypatch.setattr(revoked_post.dialogs, "tell", tell)
    return sentences


def opens(folder: Path) -> bool:
    try:
        with profiles.open_profile(folder, DemoKeyFile()):
            return True
    except failures.KeyForgotten:
        return False


class Watched:
    """A window that follows a post, and what it asked."""

    def __init__(self, lanes: ThreadLanes, profile: OpenProfile, workspace: Workspace) -> None:
        self.desk = Desk(workspace, lanes)
        self.window = MainWindow(self.desk, NAVIGATION, {}, IDENTITY)
        self.desk.setParent(self.window)
        self.heard = Heard(self.desk)
        self.watch = ExchangeWatch(self.desk, KeptExchange(), self.window)
        self.exchanges: list[int] = []
        self.left: list[int] = []
        self.on_exchange = self.watch.read
        self.followed = RevokedPost(
            self.window,
            profile,
            workspace,
            self.watch,
            self._synchronise,
            lambda: self.left.append(1),
        )

    def _synchronise(self) -> None:
        self.exchanges.append(1)
        self.on_exchange()


@pytest.fixture
def watched(
    lanes: ThreadLanes, profile: OpenProfile, scene: Scene, told: list[str], qtbot: QtBot
) -> Watched:
    made = Watched(lanes, profile, scene.workspace)
    qtbot.addWidget(made.window)
    return made


def test_with_nothing_left_to_hand_over_the_key_goes_and_the_window_says_so(
    watched: Watched,
    exchanged: Exchanged,
    profile: OpenProfile,
    folder: Path,
    told: list[str],
    qtbot: QtBot,
) -> None:
    exchanged.state(problem=REVOKED)
    watched.watch.read()
    qtbot.waitUntil(lambda: watched.left == [1])
    assert told[0] == "Ce poste a été retiré de l’organisme"
    assert "ne s’ouvriront plus" in told[1]
    assert watched.exchanges == []
    # A second reading meanwhile says nothing twice.
    with qtbot.waitSignal(watched.watch.joined):
        watched.watch.read()
    assert watched.left == [1]
    profile.close()
    assert not opens(folder)


def test_what_waits_is_handed_over_before(
    watched: Watched,
    exchanged: Exchanged,
    profile: OpenProfile,
    folder: Path,
    told: list[str],
    qtbot: QtBot,
) -> None:
    act = exchanged.pend()
    exchanged.state(problem=REVOKED)

    def answered() -> None:
        exchanged.answer(act, "quarantined")
        watched.watch.read()

    watched.on_exchange = answered
    watched.watch.read()
    qtbot.waitUntil(lambda: watched.left == [1])
    assert watched.exchanges == [1]
    profile.close()
    assert not opens(folder)


def test_what_cannot_be_handed_over_keeps_its_key_and_is_said(
    watched: Watched,
    exchanged: Exchanged,
    profile: OpenProfile,
    folder: Path,
    told: list[str],
    qtbot: QtBot,
) -> None:
    exchanged.pend()
    exchanged.state(problem=REVOKED)
    watched.watch.read()
    qtbot.waitUntil(lambda: bool(watched.heard.notices))
    assert "Exporter les actes" in watched.heard.notices[-1].sentence
    assert watched.exchanges == [1, 1, 1]
    assert (watched.left, told) == ([], [])
    profile.close()
    assert opens(folder)


@pytest.mark.parametrize("problem", ["", "account_closed", "refresh_refused"])
def test_no_other_problem_costs_the_key(
    watched: Watched,
    exchanged: Exchanged,
    profile: OpenProfile,
    scene: Scene,
    folder: Path,
    qtbot: QtBot,
    problem: str,
) -> None:
    exchanged.state(problem=problem)
    with qtbot.waitSignal(watched.watch.joined):
        watched.watch.read()
    with qtbot.waitCallback() as done:
        watched.desk.settled(done)
    with pytest.raises(LookupError):
        end_post(profile, scene.workspace, MemoryStore)
    assert watched.left == []
    profile.close()
    assert opens(folder)


def test_the_tokens_of_the_post_go_with_the_key(
    exchanged: Exchanged, profile: OpenProfile, scene: Scene
) -> None:
    store = MemoryStore()
    KeyringTokens(store, profile.profile.card.post_id).keep("x" * 64)
    assert len(store.kept) == 2
    exchanged.state(problem=REVOKED)
    assert end_post(profile, scene.workspace, lambda: store) == 0
    assert store.kept == {}
