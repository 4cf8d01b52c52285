# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Actions »: its blocks and its two days (guide p. 28, 30)."""

from __future__ import annotations

from datetime import date

import pytest

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.acts.entries import RecordAbsentAtEntry
from kairos_desktop.services.due import dashboard
from kairos_desktop.services.due.dashboard import ActionBoard, Between
from tests.factories import MEETING_DAY, TODAY, Scene
from tests.services.acts.test_enrolments import propose

START = date(2027, 1, 11)


def board(scene: Scene, first: date | None = None, last: date | None = None) -> ActionBoard:
    now = scene.clock.now.replace(tzinfo=None)
    return scene.workspace.read(dashboard.board, now, Between(first, last))


def test_guide_p_28_rdv_non_echus_are_the_open_slots_to_come_with_their_counts(
    scene: Scene,
) -> None:
    session = scene.session()
    slot = scene.meeting(session, capacity=1)
    scene.register(slot)
    scene.register(slot)
    appointments = scene.appointments(session, days=(date(2026, 12, 8),))
    scene.register(appointments[1])
    meeting, rdv = board(scene).upcoming
    assert (meeting.kind, meeting.registered, meeting.places, meeting.waiting) == (
        SlotKind.MEETING,
        1,
        1,
        1,
    )
    assert (rdv.kind, rdv.registered, rdv.places) == (SlotKind.APPOINTMENT, 1, 3)
    assert (meeting.choice, rdv.choice) == (slot, date(2026, 12, 8))
    assert board(scene, last=MEETING_DAY).upcoming == [meeting]
    assert board(scene, first=date(2026, 12, 8)).upcoming == [rdv]
    scene.clock.be(MEETING_DAY, 11)
    assert board(scene).upcoming == [rdv]


def test_guide_p_28_resultat_rdv_counts_presences_and_results_of_a_slot(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    scene.present(scene.register(slot))
    scene.register(slot)
    scene.register(slot)
    assert not board(scene).to_type
    scene.clock.be(MEETING_DAY, 12)
    (line,) = board(scene).to_type
    assert (line.presences, line.results, line.held_on) == (2, 1, MEETING_DAY)
    assert not board(scene, first=date(2026, 12, 8)).to_type


@pytest.mark.parametrize(("day", "is_late"), [(14, False), (15, True)])
def test_guide_p_28_entries_are_split_at_more_than_three_days(
    scene: Scene, day: int, is_late: bool
) -> None:
    session = scene.session()
    one, _other = propose(scene, session.id), propose(scene, session.id)
    assert board(scene) == ActionBoard([], [], [], [], [], [], [])
    scene.clock.be(date(2027, 1, day))
    found = board(scene)
    (line,) = found.late if is_late else found.recent
    assert not (found.recent if is_late else found.late)
    assert (line.missing, line.begun, line.number) == (2, START, "99_S1")
    scene.say(RecordAbsentAtEntry(enrolment_id=one))
    left = board(scene)
    assert [each.missing for each in (*left.late, *left.recent)] == [1]
    assert board(scene, last=TODAY) == ActionBoard([], [], [], [], [], [], [])
