# SPDX-License-Identifier: MIT
"""The places of a training: counted, kept by a post that leaves, never a reason to refuse."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos_desktop.models.rows import EnrolmentRow, HoldRow, SeatsRow, SessionRow
from kairos_desktop.models.vocabulary import HOLDS_TRAINING_PLACE, WithdrawalReason
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, WithdrawEnrolment
from kairos_desktop.services.acts.entries import RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.acts.holds import ExpireHold, PlaceTrainingHold, ReleaseHold
from kairos_desktop.services.acts.sessions import RefreshSession
from kairos_desktop.services.rules.holds import left
from tests.factories import TODAY, Scene
from tests.services.acts.test_holds import elsewhere


def proposing(scene: Scene, session: SessionRow) -> ProposeEnrolment:
    return ProposeEnrolment(
        enrolment_id=scene.id(), session_id=session.id, jobseeker_id=scene.person()
    )


def enrol(scene: Scene, session: SessionRow, count: int = 1) -> list[UUID]:
    acts = [proposing(scene, session) for _ in range(count)]
    scene.say(*acts)
    return [act.enrolment_id for act in acts]


def keeping(scene: Scene, session: SessionRow, places: int, days: int = 3) -> PlaceTrainingHold:
    until = TODAY + timedelta(days=days)
    return PlaceTrainingHold(
        hold_id=scene.id(), session_id=session.id, places=places, until=until, label="Fécamp"
    )


def figures(scene: Scene, session: SessionRow) -> tuple[int, int, int]:
    """Taken, held, surplus."""
    seats = scene.seats(session.id)
    return seats.taken, seats.held, seats.surplus


def described(session: SessionRow, places: int | None) -> RefreshSession:
    return RefreshSession(session=msgspec.structs.replace(session, places=places))


@pytest.mark.parametrize("places", [None, 0])
def test_a_training_whose_places_nobody_says_counts_none(scene: Scene, places: int | None) -> None:
    session = scene.session(places=places)
    enrol(scene, session, 3)
    assert not scene.rows(SeatsRow)
    assert scene.refusal_code(keeping(scene, session, 1)) == "hold_places_unknown"


def test_one_beyond_the_places_is_enrolled_and_told(scene: Scene) -> None:
    session = scene.session(places=2)
    assert scene.warning_codes(proposing(scene, session), proposing(scene, session)) == []
    (warned,) = scene.warned(proposing(scene, session))
    assert (warned.code, warned.facts) == ("beyond_places", {"places": 2})
    assert figures(scene, session) == (3, 0, 1)


def test_who_gives_up_or_does_not_come_gives_the_place_back(scene: Scene) -> None:
    session = scene.session(places=2, starts_on=TODAY, ends_on=TODAY + timedelta(days=90))
    first, second = enrol(scene, session, 2)
    scene.say(WithdrawEnrolment(enrolment_id=first, reason=WithdrawalReason.JOB))
    assert figures(scene, session) == (1, 0, 0)
    scene.say(RecordAbsentAtEntry(enrolment_id=second))
    assert figures(scene, session) == (0, 0, 0)
    # Somebody who comes after all has a place again.
    scene.say(RecordEntry(enrolment_id=second, entered_on=TODAY, reason="Venue le soir"))
    assert figures(scene, session) == (1, 0, 0)
    scene.workspace.undo()
    assert figures(scene, session) == (0, 0, 0)


def test_a_new_description_counts_those_who_are_there(scene: Scene) -> None:
    session = scene.session()
    enrol(scene, session, 3)
    scene.say(described(session, 2))
    enrol(scene, session)
    assert figures(scene, session) == (4, 0, 2)
    scene.say(described(session, 5))
    assert (figures(scene, session), scene.seats(session.id).capacity) == ((4, 0, 0), 5)
    scene.say(described(session, None))
    assert not scene.rows(SeatsRow)


def test_what_is_kept_is_not_free_for_others(scene: Scene) -> None:
    session = scene.session(places=3)
    scene.say(keeping(scene, session, 2))
    assert figures(scene, session) == (0, 2, 0)
    (refused,) = elsewhere(scene, keeping(scene, session, 2))
    assert refused is not None
    assert (refused.code, refused.facts["free"]) == ("hold_no_room", 1)
    elsewhere(scene, proposing(scene, session), proposing(scene, session))
    assert figures(scene, session) == (2, 2, 1)
    # Those that the laptop enrols have its places, and are not told of.
    mine = [proposing(scene, session) for _ in range(2)]
    assert scene.warning_codes(*mine) == []
    (hold,) = scene.rows(HoldRow)
    assert {scene.row(EnrolmentRow, act.enrolment_id).hold_id for act in mine} == {hold.id}
    assert figures(scene, session) == (4, 0, 1)
    assert scene.warning_codes(proposing(scene, session)) == ["beyond_places"]


def test_a_new_description_counts_what_is_kept(scene: Scene) -> None:
    session = scene.session(places=3)
    scene.say(keeping(scene, session, 2), described(session, None))
    scene.say(described(session, 1))
    mine = enrol(scene, session)
    assert figures(scene, session) == (1, 1, 1)
    assert scene.row(EnrolmentRow, mine[0]).hold_id is not None


def test_one_hold_a_post_and_a_training(scene: Scene) -> None:
    session = scene.session(places=4)
    meeting = scene.meeting(session)
    first = keeping(scene, session, 1)
    scene.say(first)
    assert scene.refusal_code(keeping(scene, session, 2)) == "training_hold_stands"
    assert scene.seats(meeting).held == 0
    scene.say(ReleaseHold(hold_id=first.hold_id), keeping(scene, session, 4))
    assert figures(scene, session) == (0, 4, 0)


def test_a_training_that_is_over_keeps_nothing(scene: Scene) -> None:
    over = scene.session(places=4, starts_on=TODAY - timedelta(9), ends_on=TODAY - timedelta(1))
    assert scene.refusal_code(keeping(scene, over, 1)) == "hold_training_over"


STEPS = ("enrol", "elsewhere", "withdraw", "absent", "enter", "hold", "hold_elsewhere", "release",
         "expire", "describe", "undo", "redo", "day")  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=22))
def test_whatever_is_done_the_places_are_those_counted_anew(
    scene: Scene, steps: list[tuple[str, int]]
) -> None:
    scene.clock.be(TODAY)
    session = scene.session(places=3, starts_on=TODAY, ends_on=TODAY + timedelta(days=90))
    for step, number in steps:
        _do(scene, session, step, number)
        _is_counted(scene, session)


def _is_counted(scene: Scene, session: SessionRow) -> None:
    places = scene.row(SessionRow, session.id).places
    seats = [row for row in scene.rows(SeatsRow) if row.id == session.id]
    if not places:
        assert not seats
        return
    rows = [row for row in scene.rows(EnrolmentRow) if row.session_id == session.id]
    holds = [row for row in scene.rows(HoldRow) if row.session_id == session.id]
    taken = sum(row.state in HOLDS_TRAINING_PLACE for row in rows)
    held = sum(left(hold, rows) for hold in holds)
    for row in seats:
        assert (row.capacity, row.taken, row.held) == (places, taken, held)
        assert row.surplus == max(0, taken + held - places)
    assert seats or not (taken or held)


def _do(scene: Scene, session: SessionRow, step: str, number: int) -> None:
    rows = sorted(r.id for r in scene.rows(EnrolmentRow) if r.session_id == session.id)
    holds = sorted(h.id for h in scene.rows(HoldRow) if h.session_id == session.id)
    row = rows[number % len(rows)] if rows else scene.id()
    hold = holds[number % len(holds)] if holds else scene.id()
    acts: dict[str, Act] = {
        "enrol": proposing(scene, session),
        "withdraw": WithdrawEnrolment(enrolment_id=row, reason=WithdrawalReason.JOB),
        "absent": RecordAbsentAtEntry(enrolment_id=row, reason="Erreur"),
        "enter": RecordEntry(enrolment_id=row, entered_on=TODAY, reason="Venue"),
        "hold": keeping(scene, session, 1 + number % 3, days=2),
        "release": ReleaseHold(hold_id=hold),
        "describe": described(session, (None, 0, 1, 2, 3, 6)[number]),
    }
    match step:
        case "elsewhere":
            elsewhere(scene, proposing(scene, session))
        case "hold_elsewhere":
            elsewhere(scene, keeping(scene, session, 1 + number % 3, days=2))
        case "expire":
            elsewhere(scene, ExpireHold(hold_id=hold), post=UUID(int=0))
        case "undo":
            scene.workspace.undo()
        case "redo":
            scene.workspace.redo()
        case "day":
            scene.clock.now += timedelta(days=1)
        case _:
            scene.workspace.record([acts[step]])
