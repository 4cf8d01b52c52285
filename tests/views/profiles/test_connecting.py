# SPDX-License-Identifier: MIT
"""« Se connecter », by keyboard: who, what protects this post, the download, the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from kairos_desktop.views.profiles.connecting import Connecting
from kairos_desktop.views.profiles.server_door import SignIn, Welcomed
from kairos_desktop.views.profiles.start_window import StartWindow
from tests.views import walks
from tests.views.profiles.conftest import PHRASE, SIRET, Post, Start, press, type_in
from tests.views.profiles.fake_server import PASSWORD, FakeServer

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.lanes import ThreadLanes


@pytest.fixture
def server(bare: Post) -> FakeServer:
    return FakeServer(bare.door())


@pytest.fixture
def start(bare: Post, server: FakeServer, lanes: ThreadLanes, qtbot: QtBot) -> Iterator[Start]:
    window = StartWindow(lanes, bare.door(), server=server)
    qtbot.addWidget(window)
    made = Start(window, [], qtbot)
    window.opened.connect(made.taken.append)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.start()
    made.wait()
    yield made
    window.close()
    lanes.close()
    for profile in made.taken:
        profile.close()


def connecting(start: Start) -> Connecting:
    assert start.window.connecting is not None
    return start.window.connecting


def sign_in(start: Start, password: str = PASSWORD) -> None:
    step = connecting(start).sign_in
    type_in(step.address.control, "https://kairos.exemple.fr")
    type_in(step.siret.control, "999 000 110 00026")
    type_in(step.login.control, "odile")
    type_in(step.password.control, password)
    press(step.password.control)


def protect(start: Start) -> None:
    step = connecting(start).protect
    start.qtbot.waitUntil(lambda: start.window.step is step)
    type_in(step.passphrase.first.control, PHRASE)
    type_in(step.passphrase.again.control, PHRASE)
    press(step.passphrase.again.control)


def test_connecting_leads_to_an_open_profile_of_the_organisation(
    start: Start, server: FakeServer
) -> None:
    window = start.window
    assert window.welcome.server.isEnabled()
    press(window.welcome.server)
    sign_in(start)
    protect(start)
    sheet = connecting(start).sheet
    start.qtbot.waitUntil(lambda: window.step is sheet)
    (asked,) = server.asked
    assert (asked.siret, asked.login) == (SIRET, "odile")
    assert asked.post
    assert start.taken == []
    sheet.put_away.emit()
    card = start.opened().profile.card
    assert (card.siret, card.name) == (SIRET, "Atelier des Quais")
    assert server.forgotten == []


def test_a_wrong_password_is_said_forgotten_and_typed_again(
    start: Start, server: FakeServer
) -> None:
    press(start.window.welcome.server)
    sign_in(start, "pas le bon")
    step = connecting(start).sign_in
    start.qtbot.waitUntil(lambda: step.said() == "Identifiant ou mot de passe inexact.")
    assert step.password.value() == ""
    assert step.login.value() == "odile"
    assert step.password.control.hasFocus()
    type_in(step.password.control, PASSWORD)
    press(step.password.control)
    start.qtbot.waitUntil(lambda: start.window.step is connecting(start).protect)


def test_the_organisation_that_answered_is_read_before_anything_is_downloaded(
    start: Start,
) -> None:
    press(start.window.welcome.server)
    sign_in(start)
    step = connecting(start).protect
    start.qtbot.waitUntil(lambda: start.window.step is step)
    told = [label.accessibleName() for label in step.findChildren(walks.QLabel)]
    assert "Organisme : Atelier des Quais" in told
    assert "SIRET : 999 000 110 00026" in told
    assert "Vous êtes : Odile Tremblaie · Gestionnaire" in told
    assert not walks.misnamed(step)


def test_what_is_missing_is_said_before_anything_is_asked(start: Start, server: FakeServer) -> None:
    press(start.window.welcome.server)
    step = connecting(start).sign_in
    type_in(step.siret.control, "999 000 110 00027")
    press(step.siret.control)
    assert "SIRET n’est pas valable" in step.siret.error()
    assert step.address.error()
    assert step.password.error()
    assert server.asked == []
    assert not walks.misnamed(step)


def test_a_password_never_shows(start: Start) -> None:
    press(start.window.welcome.server)
    step = connecting(start).sign_in
    type_in(step.password.control, PASSWORD)
    control = step.password.control
    assert isinstance(control, QLineEdit)
    assert control.echoMode() is QLineEdit.EchoMode.Password
    assert PASSWORD not in repr(step.typed())
    assert "odile" not in repr(SignIn("https://x", SIRET, "odile", "secret", "Accueil"))


def test_a_download_that_was_cut_is_said_and_can_be_taken_again(
    start: Start, server: FakeServer
) -> None:
    server.cut = True
    press(start.window.welcome.server)
    sign_in(start)
    protect(start)
    step = connecting(start).protect
    start.qtbot.waitUntil(lambda: "coupé" in step.said())
    server.cut = False
    press(step.passphrase.again.control)
    start.qtbot.waitUntil(lambda: start.window.step is connecting(start).sheet)
    connecting(start).give_up()


@pytest.mark.parametrize("leave", [True, False])
def test_whoever_goes_back_or_leaves_is_signed_out(
    start: Start, server: FakeServer, leave: bool
) -> None:
    press(start.window.welcome.server)
    sign_in(start)
    step = connecting(start).protect
    start.qtbot.waitUntil(lambda: start.window.step is step)
    leaving: Callable[[], object] = start.window.close if leave else step.back_asked.emit
    leaving()
    assert [each.organisation for each in server.forgotten] == ["Atelier des Quais"]
    assert isinstance(server.forgotten[0], Welcomed)
