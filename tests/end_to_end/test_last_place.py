# SPDX-License-Identifier: MIT
"""Two secretaries without a network give the last place; both windows end with the same lists.

Nothing is replaced: two windows of the program, their SQLCipher files and their keyring, a server
process, its PostgreSQL.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from kairos_desktop.assembly.running import Program
from kairos_desktop.assembly.server_door import WiredServerDoor
from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.rows import RegistrationRow
from kairos_desktop.models.vocabulary import Prescriber, RegistrationState, Role
from kairos_desktop.services import post_settings
from kairos_desktop.services.acts.accounts import CreateAccount
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.slots import CreateMeeting
from kairos_desktop.services.key_slots import Argon2Cost
from kairos_desktop.services.profile import default_root
from kairos_desktop.services.profile_door import LocalDoor, NewProfile
from kairos_desktop.services.sync.exchange import digest_here
from kairos_desktop.services.sync.wire import Digest
from kairos_desktop.views.exchange.settle_items import Tab
from kairos_desktop.views.profiles.server_door import SignIn
from kairos_server import organisations
from kairos_server.directory.accounts import AccountBook, Asker
from kairos_server.directory.door import utc_now
from kairos_server.directory.passwords import Passwords
from kairos_server.exchange.pull import digest
from kairos_server.store import connect_postgresql
from tests.end_to_end.server_process import ServerProcess
from tests.factories import SIRET, a_meeting, a_session
from tests.kairos_server.exchange.universe import rows_of
from tests.keyring_daemon import with_daemon
from tests.views.hearing import texts
from tests.views.recruitment.driving import press, save

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.shell.main_window import MainWindow

PASSWORD = "une barque descend la Garonne"
PASSPHRASE = "sept canards violets dansent sous la pluie froide du jardin"
CHEAP = Argon2Cost(memory=8, passes=1, lanes=1)
ORG = organisation_id(SIRET)
# Only against a test that would hang: nothing here is measured.
PATIENCE = 60_000


class Post:
    """A secretary at her window."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, folder: Path, letter: str) -> None:
        self.qtbot, self.folder, self.letter = qtbot, folder, letter
        self.program = Program(qapp)
        self.program.choose(folder)
        self.until(lambda: self.program._window is not None and self.window._is_furnished)

    @property
    def window(self) -> MainWindow:
        assert self.program._window is not None
        return self.program._window

    @property
    def state(self) -> str:
        """The pill of the top bar."""
        return self.window.top_bar.state.text()

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=PATIENCE)

    def page(self, key: str, **arguments: Any) -> Any:
        self.window.desk.open(key, **arguments)
        return self.window.pages.page(key)

    def record(self, *acts: Act) -> None:
        self.window.desk.record(acts, "")

    def button(self, where: QWidget, label: str) -> QPushButton:
        """The one button that shows with this label, once it does."""

        def found() -> list[QPushButton]:
            buttons = where.findChildren(QPushButton)
            named = [each for each in buttons if each.accessibleName() == label]
            return [each for each in named if each.isVisible() and each.isEnabled()]

        self.until(lambda: len(found()) == 1)
        return found()[0]

    def synchronise(self) -> None:
        self.button(self.page("exchange"), "Synchroniser maintenant").click()

    def rows(self) -> list[RegistrationRow]:
        return self.window.desk._open.read(lambda conn, _org: rows_of(conn, RegistrationRow))  # type: ignore[return-value]

    def digest(self) -> Digest:
        return self.window.desk._open.read(digest_here)

    def register(self, session: UUID, slot: UUID, name: str) -> None:
        """« Inscrire un DE », three letters, Enter, Enter."""
        page = self.page("session", session_id=session, tab="meetings", slot_id=slot)
        before = len(self.rows())
        self.button(page, "Inscrire un DE").click()
        dialog = self.dialog()
        line = dialog.people.line
        self.qtbot.keyClicks(line, name[:3])
        self.until(lambda: [each[:3] for each in line.suggestions()] == [name[:3].upper()])
        self.qtbot.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: [row.last_name for row in dialog.people.people] == [name])
        save(dialog, self.qtbot, placed_by=Prescriber.FRANCE_TRAVAIL)
        self.until(lambda: len(self.rows()) == before + 1)

    def dialog(self) -> Any:
        """The dialogue that shows over this window."""

        def found() -> list[QDialog]:
            return [each for each in self.window.findChildren(QDialog) if each.isVisible()]

        self.until(lambda: bool(found()))
        return found()[0]

    def close(self) -> None:
        window = self.program._window
        if window is not None:
            window.may_close = lambda: True
            window.close()


@pytest.fixture
def posts(
    server: ServerProcess,
    daemon: subprocess.Popen[str],
    app: QApplication,
    qtbot: QtBot,
) -> Iterator[list[Post]]:
    """Two posts that signed in, each with a personal profile that the keyring opens."""
    store = connect_postgresql(server.database)
    organisations.create(store, SIRET, "Atelier des Quais")
    book = AccountBook(store, Passwords(), now=utc_now, new_id=uuid4)
    door = LocalDoor(default_root(), post_settings.default_path(), cost=CHEAP)
    made: list[Post] = []
    for letter, login, name in (("A", "sabine", "Sabine Martin"), ("B", "karim", "Karim Diallo")):
        act = CreateAccount(account_id=uuid4(), login=login, full_name=name, role=Role.RGC)
        given = book.create(Asker(ORG, "Serveur"), act).password
        network = WiredServerDoor(door)
        typed = SignIn(server.address, SIRET, login, given, f"Poste {letter}", PASSWORD)
        folder = default_root() / letter
        new = NewProfile(folder, SIRET, "Atelier des Quais", name, PASSPHRASE, personal=True)
        created = network.join_anew(network.sign_in(typed), new)
        assert not created.keyring_refused
        created.profile.close()
        made.append(Post(app, qtbot, folder, letter))
    store.close()
    yield made
    for post in made:
        post.close()
    # Closing the last window tells the application's loop to end, this one or the next: until it
    # has, every loop of the tests that follow would end at once, and nothing be waited for.
    QTimer.singleShot(0, app.quit)
    app.exec()


def _meeting(post: Post, capacity: int, session: UUID, day: date) -> CreateMeeting:
    meeting = a_meeting(held_on=day, capacity=capacity, waitlist=False, starts_at=time(9))
    return CreateMeeting(slot_id=post.window.desk.new_id(), session_id=session, meeting=meeting)


@with_daemon
def test_the_last_place_is_given_once_and_the_other_takes_the_alternative(
    posts: list[Post], server: ServerProcess, qtbot: QtBot
) -> None:
    sabine, karim = posts
    new_id, today = sabine.window.desk.new_id, date.today()
    starts, ends = today + timedelta(days=60), today + timedelta(days=200)
    session = a_session(new_id(), starts_on=starts, ends_on=ends)
    full = _meeting(sabine, 2, session.id, today + timedelta(days=14))
    roomy = _meeting(sabine, 5, session.id, today + timedelta(days=21))
    people = [
        CreateJobseeker(jobseeker_id=new_id(), person=Person(last_name=name, first_name="Anne"))
        for name in ("Aubert", "Lefort", "Courtois")
    ]
    first = Register(
        registration_id=new_id(),
        slot_id=full.slot_id,
        jobseeker_id=people[0].jobseeker_id,
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )
    for post in posts:
        post.until(lambda post=post: post.state.startswith("À jour"))
    describe = DescribeProvider(provider=Provider(siret=SIRET, name="Atelier des Quais"))
    sabine.record(describe, OpenSession(session=session), full, roomy, *people, first)
    # Nobody asks Karim's post for anything: the news of it come by themselves.
    karim.until(lambda: len(karim.rows()) == 1)

    server.kill()
    sabine.register(session.id, full.slot_id, "Lefort")
    karim.register(session.id, full.slot_id, "Courtois")
    for post in posts:
        post.until(lambda post=post: post.state.startswith("Hors ligne"))

    server.start()
    for post in posts:
        post.synchronise()
    # Whoever comes first has it: each post also tries again by itself.
    for post in posts:
        post.until(lambda post=post: post.state.startswith(("1 refus", "À jour")))
    (late,) = [post for post in posts if post.state == "1 refus à traiter"]
    page = late.page("settle")
    late.until(lambda: len(page.card.model.ids()) == 1)
    assert page.tab is Tab.MINE
    assert texts(qtbot, page.card, 0) == ["Refusé"]
    assert texts(qtbot, page.card, 2)[0].startswith("Les 2 places sont prises")
    _take(late, page)
    for post in posts:
        post.until(lambda post=post: post.state.startswith("À jour"))
        post.until(lambda post=post: len(post.rows()) == 3)

    ids = [each.jobseeker_id for each in people]
    refused = ids[1] if late is sabine else ids[2]
    places = {row.jobseeker_id: row.slot_id for row in sabine.rows()}
    assert places == dict.fromkeys(ids, full.slot_id) | {refused: roomy.slot_id}
    assert {row.state for row in sabine.rows()} == {RegistrationState.REGISTERED}
    assert sabine.rows() == karim.rows()
    store = connect_postgresql(server.database)
    try:
        truth = digest(store, ORG, utc_now())
    finally:
        store.close()
    for post in posts:
        post.until(lambda post=post: post.digest().head == truth.head)
    for ours in (sabine.digest(), karim.digest()):
        assert (ours.epoch, ours.head, ours.tables) == (truth.epoch, truth.head, truth.tables)


def _take(post: Post, page: Any) -> None:
    """Press the alternative, then the button of its dialogue, which runs a loop of its own."""

    def accept() -> None:
        shown = [each for each in post.window.findChildren(QDialog) if each.isVisible()]
        if not shown:
            QTimer.singleShot(20, accept)
            return
        try:
            press(shown[0], "Inscrire")
        finally:
            shown[0].reject()

    QTimer.singleShot(0, accept)
    post.button(page, "Inscrire sur un autre créneau…").click()
    post.until(lambda: not page.card.model.ids())
