# SPDX-License-Identifier: MIT
"""The vote of the delegates: due, recorded, said again, undone (R6352-9 to R6352-12)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kairos_desktop.models.rows import DelegatesRow, SessionRow
from kairos_desktop.models.vocabulary import (
    Delegates,
    EnrolmentState,
    HalfDay,
    RecruitmentState,
)
from kairos_desktop.services.acts.delegates import RecordDelegates
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, RecordClosure, Taught
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import Due, DueKind
from kairos_desktop.services.queries import sessions
from kairos_desktop.services.rules.delegates import VoteDays
from kairos_desktop.services.wording.delegates import delegates_text
from tests.training_scene import FIRST_DAY, a_training, entered

if TYPE_CHECKING:
    from tests.factories import Scene

# Seven hours a day from Monday the 7th: twenty on the Wednesday, forty on the next Monday.
DAYS = VoteDays(date(2026, 9, 9), date(2026, 9, 14))


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    return a_training(scene, hours_total=600.0, recruitment_state=RecruitmentState.CLOSED)


def due(scene: Scene, day: date) -> list[Due]:
    now = datetime(day.year, day.month, day.day, 10)
    found = scene.workspace.read(board.whole, now)
    return [line for line in found if line.kind is DueKind.DELEGATES]


def vote(session: SessionRow, day: date, outcome: Delegates = Delegates.ELECTED) -> RecordDelegates:
    return RecordDelegates(session_id=session.id, vote=outcome, day=day)


def test_r6352_10_a_vote_is_due_from_the_20th_hour_until_something_is_said(
    scene: Scene, session: SessionRow
) -> None:
    assert session.starts_on == FIRST_DAY
    assert not due(scene, DAYS.first)
    entered(scene, session)
    assert not due(scene, date(2026, 9, 8))
    (line,) = due(scene, DAYS.first)
    assert (line.since, line.by) == DAYS
    assert line.arguments == {"session_id": session.id, "tab": "summary", "act": "delegates"}
    assert "R6352-9" in line.why
    # It is late for three months, as what is older is settled with the inspector.
    assert due(scene, date(2026, 12, 8))
    assert not due(scene, date(2026, 12, 9))
    scene.clock.be(DAYS.first)
    scene.say(vote(session, DAYS.first, Delegates.NO_CANDIDATE))
    assert not due(scene, DAYS.first)


@pytest.mark.parametrize(
    ("hours", "state", "count"),
    [
        (500.0, EnrolmentState.ENTERED, 0),
        (None, EnrolmentState.ENTERED, 0),
        (501.0, EnrolmentState.DROPPED, 0),
        (501.0, EnrolmentState.ENTERED, 1),
    ],
)
def test_r6352_9_only_a_long_training_with_somebody_in_it_is_asked_for(
    scene: Scene, hours: float | None, state: EnrolmentState, count: int
) -> None:
    session = a_training(scene, hours_total=hours)
    entered(scene, session, state=state)
    assert len(due(scene, DAYS.last)) == count


def test_a_slow_training_is_looked_at_longer_and_ends_with_its_last_day(scene: Scene) -> None:
    slow = a_training(scene, hours_total=600.0)
    entered(scene, slow)
    monday = Lesson(
        day=FIRST_DAY, half=HalfDay.MORNING, taught=Taught(starts_at=time(8), ends_at=time(12))
    )
    weekly = [replace(monday, day=FIRST_DAY + timedelta(weeks=week)) for week in range(20)]
    scene.say(PlanLessons(session_id=slow.id, lessons=tuple(weekly)))
    # Four hours each Monday: twenty on the fifth, forty on the tenth.
    (line,) = due(scene, date(2026, 10, 5))
    assert (line.since, line.by) == (date(2026, 10, 5), date(2026, 11, 9))
    short = a_training(scene, hours_total=600.0, ends_on=FIRST_DAY, carif_session_number="2")
    entered(scene, short)
    assert {each.session_id for each in due(scene, FIRST_DAY)} == set()


def test_a_closure_moves_the_days_and_only_its_session_is_read_again(
    scene: Scene, session: SessionRow
) -> None:
    entered(scene, session)
    other = a_training(scene, hours_total=600.0, carif_session_number="2")
    entered(scene, other)
    now = datetime(2026, 9, 9, 10)
    lines = scene.workspace.read(board.whole, now)
    for act in (
        RecordClosure(
            closure_id=scene.id(),
            session_id=session.id,
            starts_on=FIRST_DAY,
            ends_on=FIRST_DAY,
            label="Pont",
        ),
        vote(other, DAYS.first),
    ):
        changes = scene.say(act).changes
        read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
        assert read.sessions is not None
        assert len(read.sessions) == 1
        lines = board.merged(lines, read).lines
        assert lines == scene.workspace.read(board.whole, now)
    (moved,) = due(scene, date(2026, 9, 10))
    assert (moved.since, moved.by) == (date(2026, 9, 10), date(2026, 9, 15))


def test_r6352_10_a_vote_at_another_time_is_recorded_and_flagged(
    scene: Scene, session: SessionRow
) -> None:
    scene.clock.be(date(2026, 10, 1))
    assert scene.warning_codes(vote(session, DAYS.last)) == []
    assert scene.warning_codes(vote(session, date(2026, 9, 15))) == ["vote_outside"]
    assert scene.warning_codes(vote(session, date(2026, 9, 8))) == ["vote_outside"]
    exempt = vote(session, date(2026, 9, 15), Delegates.NOT_CONCERNED)
    assert scene.warning_codes(exempt) == []
    ahead = vote(session, date(2026, 10, 2))
    assert scene.warning_codes(ahead) == ["vote_in_the_future", "vote_outside"]
    (row,) = scene.rows(DelegatesRow)
    assert row.day == date(2026, 10, 2)


def test_the_page_of_a_session_knows_the_days_then_the_outcome(
    scene: Scene, session: SessionRow
) -> None:
    def said() -> str:
        now = scene.clock.now.replace(tzinfo=None)
        card = scene.workspace.read(sessions.card, session.id, now)
        assert card is not None
        return delegates_text(card.delegates, card.vote)

    assert said() == "Délégués des stagiaires : vote du 09/09/2026 au 14/09/2026"
    scene.say(vote(session, DAYS.last))
    assert said() == "Délégués des stagiaires : délégués élus, le 14/09/2026"
    scene.workspace.undo()
    assert scene.rows(DelegatesRow) == []
    assert said().endswith("au 14/09/2026")
