# SPDX-License-Identifier: MIT
"""« Rejoindre un serveur… »: what will be sent is said in numbers before anything is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QWidget

from kairos_desktop.views.profiles import join_here
from kairos_desktop.views.profiles.join_here import JoinHere
from kairos_desktop.views.toolkit.forms import Form
from tests.views.profiles.conftest import SIRET
from tests.views.profiles.fake_server import PASSWORD, FakeServer

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene
    from tests.views.hearing import Heard

PROFILE: Any = SimpleNamespace(profile=SimpleNamespace(card=SimpleNamespace(siret=SIRET)))


class Person:
    """What somebody types and answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.password: str | None = PASSWORD
        self.says_yes = True
        self.read: list[str] = []
        monkeypatch.setattr(join_here.dialogs, "ask", self._ask)
        monkeypatch.setattr(join_here.dialogs, "confirm", self._confirm)

    def _ask(self, *given: object, **_words: object) -> dict[str, str] | None:
        if self.password is None:
            return None
        typed = {"address": "https://x", "login": "odile", "post": "Accueil"}
        typed["password"] = self.password
        form = given[2]
        assert isinstance(form, Form)
        return {name: typed[name] for name in form.values()}

    def _confirm(self, _parent: object, _title: str, sentence: str, **_words: object) -> bool:
        self.read.append(sentence)
        return self.says_yes


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def joining(desk: Desk, server: FakeServer, qtbot: QtBot) -> tuple[JoinHere, list[int]]:
    window = QWidget()
    qtbot.addWidget(window)
    told: list[int] = []
    made = JoinHere(window, desk, server, PROFILE, lambda: told.append(1))
    made._kept = window  # type: ignore[attr-defined]
    return made, told


def test_the_acts_that_will_be_sent_are_counted_first(
    scene: Scene,
    joining: tuple[JoinHere, list[int]],
    server: FakeServer,
    person: Person,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    scene.person()
    joining[0].begin()
    qtbot.waitUntil(lambda: joining[1] == [1])
    assert "2 actes de ce poste seront envoyés au serveur" in person.read[0]
    assert "Odile Tremblaie, gestionnaire" in person.read[0]
    assert server.joined == [PROFILE]
    assert heard.notices[-1].sentence == "Ce poste a rejoint le serveur : 12 actes à envoyer."


def test_a_session_that_ended_is_taken_up_again_without_being_joined_anew(
    joining: tuple[JoinHere, list[int]],
    server: FakeServer,
    person: Person,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    joining[0].begin_again("https://kairos.exemple.fr")
    qtbot.waitUntil(lambda: joining[1] == [1])
    assert person.read == []
    assert server.asked[0].address == "https://kairos.exemple.fr"
    assert heard.notices[-1].sentence == "Ce poste est reconnecté au serveur : 12 actes à envoyer."


def test_no_after_reading_changes_nothing(
    joining: tuple[JoinHere, list[int]], server: FakeServer, person: Person, qtbot: QtBot
) -> None:
    person.says_yes = False
    joining[0].begin()
    qtbot.waitUntil(lambda: len(server.forgotten) == 1)
    assert (server.joined, joining[1]) == ([], [])


def test_another_organisation_is_refused(
    joining: tuple[JoinHere, list[int]],
    server: FakeServer,
    person: Person,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    server.siret = "99900022700002"
    joining[0].begin()
    qtbot.waitUntil(lambda: len(server.forgotten) == 1)
    qtbot.waitUntil(lambda: "autre SIRET" in heard.notices[-1].sentence)
    assert not person.read


def test_a_wrong_password_is_said(
    joining: tuple[JoinHere, list[int]],
    server: FakeServer,
    person: Person,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    person.password = "non"
    joining[0].begin()
    qtbot.waitUntil(lambda: bool(heard.notices) and "inexact" in heard.notices[-1].sentence)
    assert server.joined == []


def test_giving_up_asks_nothing(
    joining: tuple[JoinHere, list[int]], server: FakeServer, person: Person
) -> None:
    person.password = None
    joining[0].begin()
    assert server.asked == []
