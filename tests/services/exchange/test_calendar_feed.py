# SPDX-License-Identifier: MIT
"""The subscription file: the ids that stay, the SEQUENCE that grows, what is crossed out."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from kairos_desktop.models.paris import PARIS
from kairos_desktop.services import durable_files
from kairos_desktop.services.acts.slots import ChangeSlot, DeleteSlot, Where
from kairos_desktop.services.exchange.calendar_feed import AFTER, BEFORE, Updated, update_feed
from kairos_desktop.services.queries import sessions
from tests.factories import MEETING_DAY, Scene, a_meeting

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from icalendar import Event

FROM = time(14)


class Followed:
    """A file, what a calendar program would read of it, and the acts between."""

    def __init__(self, scene: Scene, path: Path) -> None:
        self.scene, self.path = scene, path
        self.session = scene.session()
        where = Where(place="Salle 12", contact="Odile Tremblaie")
        self.slot = scene.meeting(self.session, where=where)
        scene.register(self.slot, scene.person("Courtois"))

    def update(self, **options: Any) -> Updated:
        now = self.scene.clock()
        day = now.date()
        found = self.scene.workspace.read(
            sessions.slots_between, day - BEFORE, day + AFTER, with_deleted=True
        )
        return update_feed(self.path, found, now, **options)

    def move(self, start: time) -> None:
        meeting = a_meeting(starts_at=start, ends_at=time(16), where=Where(place="Salle 12"))
        self.scene.say(ChangeSlot(slot_id=self.slot, meeting=meeting))

    @property
    def events(self) -> dict[str, Event]:
        calendar = Calendar.from_ical(self.path.read_bytes())
        return {str(event["UID"]): event for event in calendar.events}

    def event(self, slot: UUID | None = None) -> Event:
        return self.events[f"{slot or self.slot}@kairos-desktop"]


@pytest.fixture
def feed(scene: Scene, tmp_path: Path) -> Followed:
    made = Followed(scene, tmp_path / "rendez-vous.ics")
    assert made.update() == Updated(1, written=True)
    return made


def test_nothing_is_written_where_nothing_has_changed(feed: Followed) -> None:
    before = feed.path.read_bytes()
    assert feed.update() == Updated(1, written=False)
    assert feed.path.read_bytes() == before


def test_rfc_5545_a_moved_meeting_keeps_its_id_and_grows_its_sequence(feed: Followed) -> None:
    first = feed.event()
    feed.move(FROM)
    feed.update()
    moved = feed.event()
    assert moved.start == datetime.combine(MEETING_DAY, FROM, PARIS)
    assert moved.sequence == first.sequence + 1
    assert moved["UID"] == first["UID"]
    feed.move(time(15))
    feed.update()
    assert feed.event().sequence == first.sequence + 2


def test_a_count_that_changes_is_written_without_a_new_sequence(feed: Followed) -> None:
    before = feed.event()
    assert str(before.description) == "1 inscrit sur 12 places"
    feed.scene.register(feed.slot)
    assert feed.update().written
    after = feed.event()
    assert after.sequence == before.sequence
    assert after.stamp > before.stamp
    assert "2 inscrits sur 12 places" in str(after.description)


def test_a_deleted_meeting_stays_cancelled(feed: Followed) -> None:
    sequence = feed.event().sequence
    feed.scene.say(DeleteSlot(slot_id=feed.slot))
    assert feed.update() == Updated(0, written=True)
    assert str(feed.event().status) == "CANCELLED"
    assert feed.event().sequence == sequence + 1
    assert not feed.update().written
    # Undone, it is there again.
    feed.scene.workspace.undo()
    feed.update()
    assert str(feed.event().status) == "CONFIRMED"
    assert feed.event().sequence == sequence + 2


def test_a_meeting_whose_creation_is_undone_is_cancelled_too(feed: Followed) -> None:
    other = feed.scene.meeting(feed.session, held_on=date(2026, 12, 14))
    feed.update()
    feed.scene.workspace.undo()
    assert feed.update().meetings == 1
    gone = feed.event(other)
    assert (str(gone.status), gone.sequence) == ("CANCELLED", 1)
    assert not feed.update().written
    # A month after its day nobody looks at it any more.
    feed.scene.clock.be(date(2027, 1, 15))
    feed.update()
    assert f"{other}@kairos-desktop" not in feed.events


def test_a_meeting_deleted_before_anybody_was_told_is_not_in_it(feed: Followed) -> None:
    other = feed.scene.meeting(feed.session, held_on=date(2026, 12, 14))
    feed.scene.say(DeleteSlot(slot_id=other))
    assert not feed.update().written


def test_a_lost_file_begins_above_what_it_said(feed: Followed) -> None:
    for start in (FROM, time(15), FROM):
        feed.move(start)
        feed.update()
    said = feed.event().sequence
    feed.path.write_text("BEGIN:VCALENDAR\r\nnothing of ours")
    feed.scene.clock.be(date(2026, 11, 24))
    feed.update()
    assert feed.event().sequence > said


def test_another_programs_file_is_replaced_and_nothing_of_it_is_told(feed: Followed) -> None:
    text = feed.path.read_text("utf-8")
    kept = "".join(line for line in text.splitlines(True) if not line.startswith("PRODID"))
    theirs = kept.replace("BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nPRODID:-//Other//FR")
    feed.path.write_text(theirs.replace("@kairos-desktop", "@example.test"), "utf-8")
    assert feed.update() == Updated(1, written=True)
    assert list(feed.events) == [f"{feed.slot}@kairos-desktop"]


def test_nobody_is_named_but_who_receives_where_it_was_chosen(feed: Followed) -> None:
    text = feed.path.read_text("utf-8")
    assert "Courtois" not in text
    assert "Tremblaie" not in text
    assert "Salle 12" in text
    feed.update(with_contact=True)
    text = feed.path.read_text("utf-8")
    assert "Odile Tremblaie" in text
    assert "Courtois" not in text
    feed.update()
    assert "Tremblaie" not in feed.path.read_text("utf-8")


def test_a_disk_that_does_not_take_it_leaves_the_file_and_says_why(
    feed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = feed.path.read_bytes()

    def broken(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable_files.os, "fsync", broken)
    feed.move(FROM)
    done = feed.update()
    assert not done.written
    assert "plus de place sur le disque" in done.failure
    assert feed.path.read_bytes() == before
    assert list(feed.path.parent.iterdir()) == [feed.path] or not any(
        each.name.endswith(".new") for each in feed.path.parent.iterdir()
    )
