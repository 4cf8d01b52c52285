# SPDX-License-Identifier: MIT
"""« À faire »: what is due, in the order of the law, and what an act changes of it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest

from kairos_desktop.models.engine import connect_raw
from kairos_desktop.models.rows import SlotRow
from kairos_desktop.models.vocabulary import (
    NotSelectedReason,
    Prescriber,
    Presence,
    RecruitmentState,
    Result,
    Verdict,
)
from kairos_desktop.services.acts.entries import (
    ChangeEnd,
    IssueEntryAttestation,
    RecordAbsentAtEntry,
    RecordEntry,
    TellEnd,
)
from kairos_desktop.services.acts.jobseekers import CorrectJobseeker, Person
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import Due, DueKind
from kairos_desktop.services.rules.slots import modality_guard
from tests.factories import KEY, MEETING_DAY, Scene
from tests.services.acts.test_enrolments import propose, verdict, withdraw

START = date(2027, 1, 11)
K = DueKind


def due(scene: Scene) -> list[Due]:
    return scene.workspace.read(board.whole, scene.clock.now.replace(tzinfo=None))


def to_type(scene: Scene) -> list[Due]:
    """What is to be typed here, without what is then to be reported in KAIROS."""
    return [line for line in due(scene) if line.page != "kairos"]


def of(scene: Scene, kind: DueKind) -> list[Due]:
    return [line for line in due(scene) if line.kind is kind]


def closed_session(scene: Scene, **fields: object) -> UUID:
    """A session that recruits no more, so that its modalities are no matter."""
    return scene.session(recruitment_state=RecruitmentState.CLOSED, **fields).id


def test_guide_p_28_an_entry_is_due_from_its_day_on_and_late_after_three(scene: Scene) -> None:
    session = closed_session(scene)
    ana = propose(scene, session, scene.person("Aragon", prescriber=Prescriber.MISSION_LOCALE))
    scene.say(verdict(ana))
    scene.clock.be(date(2027, 1, 10))
    assert not of(scene, K.ENTRY)
    scene.clock.be(START)
    (line,) = of(scene, K.ENTRY)
    assert (line.by, line.since, line.count) == (date(2027, 1, 14), START, 1)
    assert line.whom == "ARAGON Anne · Secrétaire assistant"
    assert "L6121-5" in line.why
    assert "Mission locale" in line.why
    assert line.arguments == {
        "session_id": session,
        "tab": "enrolled",
        "list": "entries",
        "enrolment_id": ana,
    }
    bob = propose(scene, session, scene.person("Brel"))
    (both,) = of(scene, K.ENTRY)
    assert (both.count, both.whom) == (2, "2 personnes · Secrétaire assistant")
    scene.say(
        RecordAbsentAtEntry(enrolment_id=ana), RecordEntry(enrolment_id=bob, entered_on=START)
    )
    assert not of(scene, K.ENTRY)


def test_guide_p_27_a_verdict_is_called_for_when_the_start_is_near(scene: Scene) -> None:
    session = closed_session(scene)
    row_id = propose(scene, session, scene.person("Aragon"))
    scene.clock.be(date(2026, 12, 31))
    assert not of(scene, K.VERDICT)
    scene.clock.be(date(2027, 1, 1))
    (line,) = of(scene, K.VERDICT)
    assert line.by == date(2027, 1, 10)
    scene.say(verdict(row_id))
    assert not of(scene, K.VERDICT)


def test_a_provisional_aes_is_due_until_it_is_definitive(scene: Scene) -> None:
    person = scene.person("Aragon")
    row_id = propose(scene, closed_session(scene), person)
    scene.clock.be(START)
    scene.say(RecordEntry(enrolment_id=row_id, entered_on=START))
    (line,) = of(scene, K.PAPER)
    assert (line.act, line.page) == ("Compléter l’identifiant", "person")
    typed = Person(last_name="Aragon", first_name="Anne", ft_id="1234567A")
    scene.say(CorrectJobseeker(jobseeker_id=person, person=typed))
    (line,) = of(scene, K.PAPER)
    assert (line.act, line.arguments["enrolment_id"]) == ("Éditer l’AES définitive", row_id)
    scene.say(IssueEntryAttestation(enrolment_id=row_id))
    assert not of(scene, K.PAPER)


def test_guide_p_15_a_new_end_is_due_until_the_agency_is_told(scene: Scene) -> None:
    row_id = propose(scene, closed_session(scene), scene.person("Aragon", ft_id="1234567A"))
    scene.clock.be(START)
    scene.say(RecordEntry(enrolment_id=row_id, entered_on=START))
    end = date(2027, 7, 30)
    scene.say(ChangeEnd(enrolment_id=row_id, planned_end=end, reason="stage"))
    (line,) = of(scene, K.END)
    assert line.by == end
    scene.say(TellEnd(enrolment_id=row_id, told_on=START))
    assert not of(scene, K.END)


def test_guide_p_20_presences_then_results_of_a_meeting_are_due(scene: Scene) -> None:
    session = scene.session(recruitment_state=RecruitmentState.CLOSED)
    slot = scene.meeting(session)
    one, other = scene.register(slot), scene.register(slot)
    scene.clock.be(MEETING_DAY, 8, 59)
    assert not due(scene)
    scene.clock.be(MEETING_DAY, 9, 1)
    (line,) = of(scene, K.PRESENCE)
    assert (line.count, line.by) == (2, date(2026, 12, 8))
    scene.say(RecordPresence(registration_id=other, presence=Presence.ABSENT))
    scene.say(RecordPresence(registration_id=one, presence=Presence.PRESENT))
    assert [each.kind for each in to_type(scene)] == [K.RESULT]
    reason = NotSelectedReason.PROJECT
    scene.say(RecordResult(registration_id=one, result=Result.ON_HOLD))
    assert of(scene, K.RESULT)
    scene.say(RecordResult(registration_id=one, result=Result.NOT_SELECTED, reason=reason))
    assert not to_type(scene)


def test_appointments_of_a_day_are_one_line(scene: Scene) -> None:
    session = scene.session(recruitment_state=RecruitmentState.CLOSED)
    for slot in scene.appointments(session):
        scene.register(slot)
    scene.clock.be(MEETING_DAY, 17)
    (line,) = of(scene, K.PRESENCE)
    assert (line.count, line.arguments["slot_id"]) == (3, MEETING_DAY)


@pytest.mark.parametrize("at", [time(8), time(10), time(11), time(12)])
@pytest.mark.parametrize("state", RecruitmentState)
@pytest.mark.parametrize("day", [date(2026, 12, 6), MEETING_DAY, START, date(2027, 6, 26)])
def test_guide_p_21_a_session_without_modality_is_that_of_the_guard(
    scene: Scene, state: RecruitmentState, day: date, at: time
) -> None:
    with_slot = scene.session(recruitment_state=state)
    scene.meeting(with_slot)
    without_end = scene.session(recruitment_state=state, carif_session_number="3")
    scene.meeting(without_end, ends_at=None)
    deleted = scene.session(recruitment_state=state, carif_session_number="4")
    scene.say(DeleteSlot(slot_id=scene.meeting(deleted)))
    sessions = [
        with_slot,
        without_end,
        deleted,
        scene.session(recruitment_state=state, carif_session_number="2"),
        scene.session(recruitment_state=state, carif_session_number=""),
        scene.session(recruitment_state=state, carif_session_number="5", permanent_entry=True),
    ]
    scene.clock.be(day, at.hour)
    now = scene.clock.now.replace(tzinfo=None)
    slots = scene.rows(SlotRow)
    ruled = set[UUID]()
    for session in sessions:
        own = [slot for slot in slots if slot.session_id == session.id]
        guard = modality_guard(session, own, now)
        ended = session.ends_on is not None and session.ends_on < day
        if guard is not None and guard.code == "no_modality" and not ended:
            ruled.add(session.id)
    assert {line.session_id for line in of(scene, K.MODALITY)} == ruled


def crowd(scene: Scene) -> None:
    """A bit of everything, on two sessions."""
    one = scene.session(recruitment_state=RecruitmentState.OPEN)
    two = closed_session(scene, carif_session_number="2")
    slot = scene.meeting(one)
    first = scene.present(scene.register(slot))
    scene.register(slot)
    scene.selected(first)
    for name in ("Aragon", "Brel"):
        propose(scene, two, scene.person(name))


def test_the_law_comes_first_then_the_days_left(scene: Scene) -> None:
    crowd(scene)
    scene.clock.be(START)
    found = due(scene)
    assert [line.kind for line in found][:2] == [K.ENTRY, K.ENTRY]
    assert found == sorted(found, key=lambda line: line.place)
    later = propose(
        scene, closed_session(scene, carif_session_number="9"), planned_start=date(2027, 1, 8)
    )
    assert due(scene)[0].about == later


def test_it_reads_the_same_without_sqlalchemy(scene: Scene, database: Path) -> None:
    crowd(scene)
    scene.clock.be(START)
    raw = connect_raw(database, KEY, query_only=True)
    now = scene.clock.now.replace(tzinfo=None)
    found = board.everything(raw.execute, scene.workspace.org, now)
    raw.close()
    assert found == scene.workspace.read(board.whole, now)
    assert found
    assert not scene.workspace.read(lambda conn, _org: board.whole(conn, scene.id(), now))


def test_an_act_changes_only_the_sessions_that_it_touched(scene: Scene) -> None:
    crowd(scene)
    scene.clock.be(START)
    lines = due(scene)
    row_id = next(line.about for line in lines if line.kind is K.ENTRY)
    now = datetime.combine(START, time(10))
    for act in (
        RecordEntry(enrolment_id=row_id, entered_on=START, reason="accord oral"),
        verdict(row_id, Verdict.NOT_REGISTERED),
        ChangeEnd(enrolment_id=row_id, planned_end=date(2027, 8, 1), reason="stage"),
    ):
        changes = scene.say(act).changes
        read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
        assert read.sessions is not None
        assert len(read.sessions) == 1
        lines = board.merged(lines, read).lines
        assert lines == scene.workspace.read(board.whole, now), act.name
    changes = scene.workspace.undo().changes
    read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
    assert board.merged(lines, read).lines == scene.workspace.read(board.whole, now)


def test_a_row_that_is_gone_has_everything_of_its_kind_read_again(scene: Scene) -> None:
    session = closed_session(scene)
    scene.clock.be(START)
    propose(scene, session)
    lines = due(scene)
    changes = scene.workspace.undo().changes
    now = datetime.combine(START, time(10))
    read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
    assert read.sessions is None
    assert board.merged(lines, read).lines == []


def test_what_concerns_no_line_reads_none(scene: Scene) -> None:
    crowd(scene)
    scene.clock.be(START)
    now = datetime.combine(START, time(10))
    read = scene.workspace.read(board.again, now, frozenset({"account"}), {scene.id()})
    assert read == (frozenset(), frozenset(), [])
    assert board.merged(due(scene), read).lines == due(scene)


def test_a_withdrawal_closes_what_was_due(scene: Scene) -> None:
    row_id = propose(scene, closed_session(scene))
    scene.clock.be(START)
    assert of(scene, K.ENTRY)
    scene.say(withdraw(row_id))
    assert not due(scene)
