# SPDX-License-Identifier: MIT
"""« Abonnement et annonces »: a file that follows each act, and notices at their hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.post_settings import AgendaChoices
from kairos_desktop.services.queries.sessions import slots_between
from kairos_desktop.views.agenda.agenda_page import AgendaPage
from kairos_desktop.views.agenda.next_meetings import next_meetings
from kairos_desktop.views.agenda.pages import agenda_pages
from kairos_desktop.views.agenda.post_agenda import PostAgenda
from kairos_desktop.views.agenda.subscription import _update
from kairos_desktop.views.toolkit import dialogs
from tests.views.recruitment.driving import press
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from tests.views.recruitment.conftest import Said
    from tests.views.recruitment.scene import Scene

PARIS = ZoneInfo("Europe/Paris")


class Shown:
    """Notices kept; `why_not` is what this desktop would answer."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []
        self.why_not = ""

    def show(self, title: str, text: str) -> None:
        self.kept.append((title, text))

    def ask_why_not(self, answered: Callable[[str], None]) -> None:
        answered(self.why_not)


class Post:
    """The choices of a post, what it kept of them, and its page."""

    def __init__(self, scene: Scene, choices: AgendaChoices) -> None:
        self.notices, self.kept = Shown(), list[AgendaChoices]()
        self.agenda = PostAgenda(scene.desk, self.notices, choices, self.kept.append)

    def calm(self) -> None:
        """The moment without a change for which the file waits."""
        waiting = self.agenda._subscription._calm
        assert waiting.isActive()
        waiting.stop()
        waiting.timeout.emit()

    @property
    def watch(self) -> int:
        """Milliseconds until the next look; 0 where nobody looks."""
        timer = self.agenda._announcer._timer
        return timer.interval() if timer.isActive() else 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rendez-vous.ics"


@pytest.fixture
def post(scene: Scene, slots: dict[str, UUID]) -> Post:
    del slots
    return Post(scene, AgendaChoices(announce_before=0))


@pytest.fixture
def page(scene: Scene, post: Post, qtbot: QtBot) -> AgendaPage:
    made = agenda_pages(post.agenda)["agenda"](scene.desk)
    assert isinstance(made, AgendaPage)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    made.show()
    made.show_place({})
    return made


def events(path: Path) -> list[str]:
    calendar = Calendar.from_ical(path.read_bytes())
    return [str(event.status) for event in calendar.events]


def test_the_file_follows_each_act_from_the_moment_it_is_chosen(
    scene: Scene,
    slots: dict[str, UUID],
    page: AgendaPage,
    post: Post,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogs, "save_path", lambda *_words: path.with_suffix(""))
    press(page, "Choisir le fichier…")
    assert post.kept == [AgendaChoices(str(path), announce_before=0)]
    assert events(path).count("CONFIRMED") == 9
    assert page._state.text() == "À jour : 9 rendez-vous."
    scene.desk.record([DeleteSlot(slot_id=slots["thursday"])], "Supprimée.")
    assert events(path).count("CANCELLED") == 0
    post.calm()
    assert events(path).count("CANCELLED") == 1
    assert page._state.text() == "À jour : 8 rendez-vous."
    press(page, "Arrêter l’abonnement")
    scene.desk.undo()
    assert events(path).count("CANCELLED") == 1
    assert not page.stop.isVisible()


def test_a_file_older_than_the_data_is_brought_up_to_date_at_the_start(
    scene: Scene, slots: dict[str, UUID], path: Path
) -> None:
    del slots
    post = Post(scene, AgendaChoices(str(path), announce_before=0))
    post.agenda.start()
    assert not path.exists()
    post.calm()
    assert len(events(path)) == 9


def test_what_changes_while_the_file_is_written_is_written_next(
    scene: Scene, slots: dict[str, UUID], post: Post, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[Callable[[], None]] = []
    read = scene.desk.lanes.read

    def later(job: Any, done: Any, failed: Any, owner: Any, key: str | None = None) -> None:
        run = partial(read, job, done, failed, owner, key)
        writes.append(run) if getattr(job, "func", None) is _update else run()

    monkeypatch.setattr(scene.desk.lanes, "read", later)
    post.agenda.choose(AgendaChoices(str(path), announce_before=0))
    scene.desk.record([DeleteSlot(slot_id=slots["thursday"])], "Supprimée.")
    post.calm()
    (first,) = writes
    first()
    assert events(path).count("CONFIRMED") == 9
    writes[-1]()
    assert events(path).count("CANCELLED") == 1
    assert len(writes) == 2


def test_after_a_read_that_failed_the_next_change_is_written_and_looked_at(
    scene: Scene, slots: dict[str, UUID], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post(scene, AgendaChoices(str(path)))
    monkeypatch.setattr(scene.desk, "read", lambda *_asked, **_words: None)
    post.agenda.start()
    post.calm()
    assert post.watch
    monkeypatch.undo()
    scene.desk.record([DeleteSlot(slot_id=slots["thursday"])], "Supprimée.")
    post.calm()
    assert events(path).count("CONFIRMED") == 8


def test_who_receives_is_written_only_where_it_is_ticked(
    scene: Scene, post: Post, page: AgendaPage, path: Path
) -> None:
    del scene
    post.agenda.choose(AgendaChoices(str(path), announce_before=0))
    assert "Tremblaie" not in path.read_text("utf-8")
    page.contact.click()
    assert "Tremblaie" in path.read_text("utf-8")
    assert post.kept[-1].with_contact
    press(page, "Arrêter l’abonnement")
    assert post.kept[-1] == AgendaChoices(announce_before=0)


def test_a_folder_that_is_gone_is_said_once_and_stays_on_the_page(
    scene: Scene, slots: dict[str, UUID], page: AgendaPage, post: Post, said: Said, path: Path
) -> None:
    post.agenda.choose(AgendaChoices(str(path.parent / "clé" / "a.ics"), announce_before=0))
    assert "n’est plus branché" in said.last
    assert "n’est plus branché" in page._state.text()
    scene.desk.record([DeleteSlot(slot_id=slots["thursday"])], "Supprimée.")
    post.calm()
    assert said.last.startswith("Supprimée.")


@pytest.mark.parametrize(
    ("at", "shown"),
    [(time(13, 44), 0), (time(13, 45), 1), (time(13, 59), 1), (time(14), 0), (time(15), 0)],
)
def test_a_meeting_is_announced_from_its_quarter_until_it_begins(
    scene: Scene, slots: dict[str, UUID], at: time, shown: int
) -> None:
    del slots
    moment = datetime.combine(date(2026, 12, 10), at, PARIS)
    scene.workspace.now = lambda: moment
    post = Post(scene, AgendaChoices(announce_before=15))
    post.agenda.start()
    assert len(post.notices.kept) == shown
    # Said once, whatever is recorded meanwhile.
    post.agenda.start()
    assert len(post.notices.kept) == shown
    assert 0 < post.watch <= timedelta(minutes=10).total_seconds() * 1000


def test_the_notice_says_place_hour_and_counts_and_names_nobody(
    scene: Scene, slots: dict[str, UUID]
) -> None:
    del slots
    scene.workspace.now = lambda: datetime(2026, 12, 10, 13, 50, tzinfo=PARIS)
    post = Post(scene, AgendaChoices(announce_before=15))
    post.agenda.start()
    ((title, text),) = post.notices.kept
    assert title == "Info coll à 14\N{NO-BREAK SPACE}h – Salle 12"
    assert text.startswith("2 inscrits sur 2 places.")
    for name in (*scene.people, "Tremblaie"):
        assert name not in title + text


def test_the_only_place_of_a_meeting_is_one(scene: Scene, slots: dict[str, UUID]) -> None:
    day = date(2026, 12, 10)
    found = scene.workspace.read(slots_between, day, day)
    ((line, session),) = [pair for pair in found if pair[0].id == slots["thursday"]]
    alone = replace(line, slot=replace(line.slot, capacity=1))
    (meeting,) = next_meetings([(alone, session)])
    assert " sur 1 place. " in meeting.text


def test_the_rdv_of_a_group_are_one_notice(scene: Scene, slots: dict[str, UUID]) -> None:
    del slots
    scene.workspace.now = lambda: datetime(2026, 12, 14, 8, 50, tzinfo=PARIS)
    post = Post(scene, AgendaChoices(announce_before=15))
    post.agenda.start()
    ((title, text),) = post.notices.kept
    assert title.startswith("RDV individuels à 9")
    assert "sur 6 places" in text


def test_never_means_that_nobody_watches(scene: Scene, post: Post) -> None:
    scene.workspace.now = lambda: datetime(2026, 12, 10, 13, 50, tzinfo=PARIS)
    post.agenda.start()
    assert not post.notices.kept
    assert not post.watch


def test_the_page_says_whether_this_desktop_shows_notices(page: AgendaPage, post: Post) -> None:
    assert page._notice_state.text() == "Ce poste affiche les annonces."
    press(page, "Essayer une annonce")
    assert len(post.notices.kept) == 1
    post.notices.why_not = "Ce bureau n’affiche pas d’annonces."
    page.show_place({})
    assert page._notice_state.text() == "Ce bureau n’affiche pas d’annonces."
    assert not page.trial.isEnabled()


def test_the_minutes_chosen_are_kept_and_served(scene: Scene, page: AgendaPage, post: Post) -> None:
    scene.workspace.now = lambda: datetime(2026, 12, 10, 13, 5, tzinfo=PARIS)
    press(page, "1 h avant")
    assert post.kept[-1].announce_before == 60
    assert len(post.notices.kept) == 1


@pytest.mark.parametrize("size", [(1058, 690), (891, 420)])
def test_every_control_has_its_name_and_its_whole_words(
    page: AgendaPage, post: Post, qtbot: QtBot, path: Path, size: tuple[int, int]
) -> None:
    post.agenda.choose(AgendaChoices(str(path)))
    page.resize(*size)
    qtbot.waitUntil(lambda: not cut_texts(page))
    assert not misnamed(page)
