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
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from kairos_desktop.assembly.running import Program
from kairos_desktop.assembly.server_door import WiredServerDoor
from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.rows import AbsenceRow, EnrolmentRow, RegistrationRow, Row
from kairos_desktop.models.vocabulary import Prescriber, RegistrationState, Role, Verdict
from kairos_desktop.services import post_settings
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.accounts import CreateAccount
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.slots import CreateMeeting
from kairos_desktop.services.key_slots import Argon2Cost
from kairos_desktop.services.profile import default_root
from kairos_desktop.services.profile_door import LocalDoor, NewProfile
from kairos_desktop.services.sync.comparing import digest_here, same_rows
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
from tests.training_scene import on
from tests.views.hearing import texts
from tests.views.recruitment.driving import press, save

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.shell.main_window import MainWindow
    from kairos_desktop.views.toolkit.list_card import ListCard

R = TypeVar("R", bound=Row)
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

    def rows(self, kind: type[R] = RegistrationRow) -> list[R]:
        return self.window.desk._open.read(lambda conn, _org: rows_of(conn, kind))  # type: ignore[return-value]

    def digest(self) -> Digest:
        return self.window.desk._open.read(digest_here)

    def register(self, session: UUID, slot: UUID, name: str) -> None:
        """« Inscrire un DE », three letters, Enter, Enter."""
        page = self.page("session", session_id=session, tab="meetings", slot_id=slot)
        before = len(self.rows())
        self.button(page, "Inscrire un DE").click()
        self.choose(name, placed_by=Prescriber.FRANCE_TRAVAIL)
        self.until(lambda: len(self.rows()) == before + 1)

    def propose(self, session: UUID, name: str) -> None:
        """« + Proposer l'inscription d'un DE », the same."""
        page = self.page("session", session_id=session, tab="enrolled")
        before = len(self.rows(EnrolmentRow))
        self.button(page, "+ Proposer l'inscription d'un DE").click()
        self.choose(name, prescriber=Prescriber.FRANCE_TRAVAIL)
        self.until(lambda: len(self.rows(EnrolmentRow)) == before + 1)

    def choose(self, name: str, **values: Any) -> None:
        """Somebody by three letters, in the dialogue that shows; then what else it asks."""
        dialog = self.dialog()
        line = dialog.people.line
        self.qtbot.keyClicks(line, name[:3])
        self.until(lambda: [each[:3] for each in line.suggestions()] == [name[:3].upper()])
        self.qtbot.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: [row.last_name for row in dialog.people.people] == [name])
        save(dialog, self.qtbot, **values)

    def says(self, page: QWidget, words: str) -> None:
        """Wait until these words show on a page."""
        self.until(
            lambda: any(
                words in each.text() for each in page.findChildren(QLabel) if each.isVisible()
            )
        )

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
    _both_end_equal(posts, server)

    _beyond_the_places(posts, server, people)
    _both_end_equal(posts, server)


def _both_end_equal(posts: list[Post], server: ServerProcess) -> None:
    store = connect_postgresql(server.database)
    try:
        truth = digest(store, ORG, utc_now())
    finally:
        store.close()
    for post in posts:
        post.until(lambda post=post: post.digest().head == truth.head)
    for ours in (post.digest() for post in posts):
        assert (ours.epoch, ours.head) == (truth.epoch, truth.head)
        assert same_rows(ours.tables, truth.tables)


def _acts(card: ListCard) -> list[str]:
    """What « À faire » asks, of its lines that are here."""
    rows = [card.model.row_at(row) for row in range(card.model.rowCount())]
    return [row.act for row in rows if row is not None]


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


def _beyond_the_places(
    posts: list[Post], server: ServerProcess, people: list[CreateJobseeker]
) -> None:
    """The last place of a training, taken twice offline, and a month that was declared already."""
    sabine, karim = posts
    new_id, today = sabine.window.desk.new_id, date.today()
    first_of_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    entered_on = first_of_month - timedelta(days=30)
    training = a_session(
        new_id(), carif_session_number="S2", starts_on=today + timedelta(days=40),
        ends_on=today + timedelta(days=200), places=2,
    )  # fmt: skip
    begun = a_session(
        new_id(), carif_session_number="S3", starts_on=entered_on,
        ends_on=today + timedelta(days=100), hours_weekly=35.0,
    )  # fmt: skip
    first, trainee = (
        ProposeEnrolment(
            enrolment_id=new_id(), session_id=session.id, prescriber=Prescriber.FRANCE_TRAVAIL,
            jobseeker_id=people[0].jobseeker_id,
        )
        for session in (training, begun)
    )  # fmt: skip
    path = trainee.enrolment_id
    sabine.record(
        OpenSession(session=training), OpenSession(session=begun), first, trainee,
        RecordVerdict(
            enrolment_id=path, given_on=entered_on, source="KAIROS", verdict=Verdict.REGISTERED
        ),
        RecordEntry(entered_on=entered_on, enrolment_id=path),
        DeclareAttendance(month=first_of_month, enrolment_ids=(path,)),
    )  # fmt: skip
    karim.until(lambda: len(karim.rows(EnrolmentRow)) == 2)
    for post in posts:
        post.until(lambda post=post: post.state.startswith("À jour"))

    server.kill()
    sabine.propose(training.id, "Lefort")
    karim.propose(training.id, "Courtois")
    monday = first_of_month + timedelta(days=-first_of_month.weekday() % 7)
    # A whole week: one of its days may be a holiday, that nobody is absent from.
    week = on(monday, monday + timedelta(days=4))
    karim.record(RecordAbsence(absence_id=new_id(), dates=week, enrolment_id=path))
    for post in posts:
        post.until(lambda post=post: post.state.startswith("Hors ligne"))
        post.says(post.page("session", session_id=training.id, tab="summary"), "2 places prises")
    server.start()
    for post in posts:
        post.synchronise()
    for post in posts:
        post.until(lambda post=post: len(post.rows(EnrolmentRow)) == 4)
        post.until(lambda post=post: len(post.rows(AbsenceRow)) == 1)
        post.until(lambda post=post: post.state.startswith(("1 à régulariser", "À jour")))

    # Nobody is refused: whoever came last is told, and both see one too many.
    (late,) = [post for post in posts if post.state == "1 à régulariser"]
    for post in posts:
        page = post.page("session", session_id=training.id, tab="summary")
        post.says(page, "3 places prises sur 2, 1 en surnombre")
        card = post.page("todo").card
        post.until(lambda card=card: any("Rectifier l’assiduité" in each for each in _acts(card)))
    page = late.page("settle")
    late.until(lambda: len(page.card.model.ids()) == 1)
    assert texts(late.qtbot, page.card, 2)[0].startswith("Les 2 places de la formation")
    late.button(page, "Saisir le désistement (plus de place)").click()
    for post in posts:
        post.until(lambda post=post: post.state.startswith("À jour"))
        page = post.page("session", session_id=training.id, tab="summary")
        post.says(page, "2 places prises sur 2")
