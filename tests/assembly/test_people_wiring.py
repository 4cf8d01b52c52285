# SPDX-License-Identifier: MIT
"""A slow network holds up no lane; a change of rights that an exchange brings is said."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject

from kairos_desktop.assembly.people_wiring import RightsHeard, WiredPeople
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.accounts import ChangeAccount, CloseAccount, RenewPassword
from kairos_desktop.services.ledger import ChangeSet
from tests.factories import POST
from tests.views.hearing import Heard
from tests.views.settings.people import PAUL, FakeDirectory, People

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene


class Exchange:
    """What the wiring asks of the exchange of the window."""

    post = POST


@pytest.fixture
def held() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def directory(scene: Scene) -> FakeDirectory:
    return FakeDirectory(scene.workspace.now)


def wired(desk: Desk, directory: Any, held: ExitStack) -> WiredPeople:
    return WiredPeople(desk, Exchange(), lambda: directory, held)  # type: ignore[arg-type]


def test_an_answer_comes_back_on_the_thread_of_the_window(
    desk: Desk, directory: FakeDirectory, held: ExitStack, qtbot: QtBot
) -> None:
    answers: list[tuple[Any, bool]] = []

    def take(posts: Any) -> None:
        answers.append((posts, threading.current_thread() is threading.main_thread()))

    people = wired(desk, directory, held)
    people.ask(lambda each: each.posts(), take, lambda why: pytest.fail(why.sentence), desk)
    qtbot.waitUntil(lambda: bool(answers))
    assert (answers[0][0].lease_days, answers[0][1]) == (14, True)


@pytest.mark.parametrize(("linked", "code"), [(False, "not_connected"), (True, "login_taken")])
def test_what_is_refused_comes_back_as_a_sentence(
    desk: Desk, directory: FakeDirectory, held: ExitStack, qtbot: QtBot, linked: bool, code: str
) -> None:
    directory.refuses = ["login_taken"]
    said: list[Any] = []
    people = wired(desk, directory if linked else None, held)
    people.ask(lambda each: each.posts(), lambda _answer: None, said.append, desk)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].code == code
    assert said[0].sentence


def test_a_network_that_does_not_answer_holds_up_no_list(
    desk: Desk, directory: FakeDirectory, held: ExitStack, qtbot: QtBot
) -> None:
    answered = threading.Event()
    held.callback(answered.set)
    people = wired(desk, directory, held)
    for _ in range(3):
        people.ask(lambda _each: answered.wait(30), lambda _: None, lambda _: None, desk)
    read: list[int] = []
    desk.read(lambda _conn, _org: 1, done=read.append, owner=desk)
    qtbot.waitUntil(lambda: read == [1])
    assert not answered.is_set()


def test_an_answer_whose_page_is_gone_vanishes(
    desk: Desk, directory: FakeDirectory, held: ExitStack, qtbot: QtBot
) -> None:
    owner, seen, later = QObject(), list[str](), list[str]()
    ready = threading.Event()
    people = wired(desk, directory, held)
    people.ask(lambda _each: ready.wait(30), lambda _: seen.append("gone"), lambda _: None, owner)
    owner.deleteLater()
    del owner
    qtbot.waitUntil(lambda: True)
    people.ask(lambda _each: None, lambda _: later.append("here"), lambda _: None, desk)
    ready.set()
    qtbot.waitUntil(lambda: later == ["here"])
    assert seen == []


def test_a_change_of_rights_made_elsewhere_is_said_once(
    desk: Desk, scene: Scene, heard: Heard, qtbot: QtBot
) -> None:
    people = People(scene.workspace)
    people.said(RenewPassword(account_id=PAUL), "Odile Roux", 1)
    listening = RightsHeard(desk)
    qtbot.waitUntil(lambda: listening._last is not None)
    changes = ChangeSet(tables=frozenset({"account"}), origin="exchange")
    people.said(CloseAccount(account_id=PAUL), "Odile Roux", 2)
    desk.hub.changed.emit(changes)
    sentence = "Compte fermé : Paul Abadie, par Odile Roux. Voir « Journal des droits »."
    qtbot.waitUntil(lambda: [each.sentence for each in heard.notices] == [sentence])
    people.said(
        ChangeAccount(account_id=PAUL, full_name="Paul Abadie", role=Role.READER), "Odile Roux", 3
    )
    desk.hub.changed.emit(changes)
    # What Paul may do from now on is what he asks himself.
    said = "Droits d’un compte modifiés : Paul Abadie (Lecture), par Odile Roux. "
    qtbot.waitUntil(lambda: heard.notices[-1].sentence.startswith(said))
    desk.hub.changed.emit(changes)
    with qtbot.waitCallback() as done:
        desk.settled(done)
    assert len(heard.notices) == 2
