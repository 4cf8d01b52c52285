# SPDX-License-Identifier: MIT
"""What « Pilotage » counts: an office known by heart, then the cases that a count may miss."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.models.vocabulary import (
    CancelReason,
    EnrolmentOrigin,
    EnrolmentState,
    Justification,
)
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.entries import CorrectEntry, RecordEntry
from kairos_desktop.services.acts.exits import DropTrainee, ExcludeTrainee
from kairos_desktop.services.acts.registrations import CancelRegistration, GivePlace
from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.queries import overview
from kairos_desktop.services.queries.overview import (
    AbsenceMonth,
    Delays,
    Dropouts,
    Paths,
    Period,
    Step,
    late,
)
from tests.factories import MEETING_DAY, TODAY, Scene
from tests.training_scene import FIRST_DAY, a_training, entered, on
from tests.views.boards.figures_scene import FIRST, Office

if TYPE_CHECKING:
    from uuid import UUID

EVER = Period(date(2020, 1, 1), date(2030, 12, 31))


def paths(scene: Scene, period: Period = EVER) -> Paths:
    return scene.workspace.read(overview.paths, TODAY, period)


def delays(scene: Scene, today: date = TODAY) -> Delays:
    return scene.workspace.read(overview.delays, today, EVER)


def absences(scene: Scene, period: Period = EVER) -> tuple[AbsenceMonth, ...]:
    return scene.workspace.read(overview.absences, TODAY, period)


def dropouts(scene: Scene, period: Period = EVER) -> Dropouts:
    return scene.workspace.read(overview.dropouts, TODAY, period)


def stopped(found: Paths) -> dict[Step, int]:
    steps: dict[Step, int] = {}
    for each in found.counts:
        steps[each.step] = steps.get(each.step, 0) + each.count
    return steps


def test_everybody_is_counted_once_at_the_last_step_reached(scene: Scene) -> None:
    Office(scene, sessions=2)
    found = paths(scene)
    assert stopped(found) == {
        Step.REGISTERED: 2,
        Step.PRESENT: 4,
        Step.KEPT: 2,
        Step.VALIDATED: 2,
        # The one who left, the one who is there, the one who came without a meeting.
        Step.ENTERED: 6,
        Step.COMPLETED: 6,
    }
    assert sum(each.direct for each in found.counts) == 2
    assert sum(each.unvalidated for each in found.counts) == 2


def test_a_session_and_a_period_narrow_the_count(scene: Scene) -> None:
    office = Office(scene, sessions=3)
    one = paths(scene, Period(*EVER[:2], office.sessions[1]))
    assert {each.session_id for each in one.counts} == {office.sessions[1]}
    assert sum(each.count for each in one.counts) == 11
    assert list(one.sessions) == [office.sessions[1]]
    met = FIRST - timedelta(days=21)
    early = paths(scene, Period(met, met))
    assert sum(each.count for each in early.counts) == 10
    assert {each.month for each in early.counts} == {met.replace(day=1)}


def test_who_was_moved_counts_once_and_who_waits_does_not(scene: Scene) -> None:
    session = scene.session()
    slot = scene.meeting(session, capacity=1)
    first = scene.register(slot)
    waiting = scene.register(slot)
    assert stopped(paths(scene)) == {Step.REGISTERED: 1}
    scene.say(CancelRegistration(registration_id=first, reason=CancelReason.JOB))
    assert stopped(paths(scene)) == {Step.REGISTERED: 1}
    scene.say(GivePlace(registration_id=waiting))
    # The one who gave up was expected; the one who waited has the place now.
    assert stopped(paths(scene)) == {Step.REGISTERED: 2}


def test_who_came_twice_counts_at_the_first_meeting_and_a_deleted_one_not_at_all(
    scene: Scene,
) -> None:
    session, person = scene.session(), scene.person()
    first = scene.meeting(session, held_on=date(2026, 12, 7))
    for slot in (first, scene.meeting(session, held_on=date(2027, 1, 11))):
        scene.register(slot, person)
    (count,) = paths(scene).counts
    assert (count.count, count.month) == (1, date(2026, 12, 1))
    scene.say(DeleteSlot(slot_id=first))
    (count,) = paths(scene).counts
    assert (count.count, count.month) == (1, date(2027, 1, 1))


def test_domain_4_an_entry_told_on_the_third_day_is_in_time_on_the_fourth_it_is_late(
    scene: Scene,
) -> None:
    scene.describe_provider()
    session = scene.session(starts_on=date(2026, 11, 16), ends_on=date(2027, 3, 1))
    for day in (19, 20):
        slot = scene.meeting(session, held_on=date(2026, 11, 2))
        enrolment = scene.selected(scene.present(scene.register(slot)))
        scene.clock.be(date(2026, 11, day))
        scene.say(
            RecordEntry(enrolment_id=enrolment.id, entered_on=date(2026, 11, 16), reason="Venue")
        )
        # Told once, however often the paper is corrected.
        scene.say(
            CorrectEntry(enrolment_id=enrolment.id, entered_on=date(2026, 11, 17), reason="Jour"),
            CorrectEntry(enrolment_id=enrolment.id, entered_on=date(2026, 11, 16), reason="Jour"),
        )
    found = delays(scene)
    assert found.entries == {3: 1, 4: 1}
    assert late(found.entries) == 1


def test_an_entry_still_to_be_typed_counts_the_days_since_the_start(scene: Scene) -> None:
    office = Office(scene, sessions=1)
    del office
    assert delays(scene, FIRST).pending == {0: 2}
    assert delays(scene, FIRST + timedelta(days=4)).pending == {4: 2}
    assert not delays(scene, FIRST - timedelta(days=1)).pending


def test_an_exit_is_late_by_the_day_of_its_record(scene: Scene) -> None:
    session = a_training(scene)
    scene.clock.be(date(2026, 10, 12))
    scene.say(
        DropTrainee(
            enrolment_id=entered(scene, session), last_day=date(2026, 10, 7), reason="job",
            legitimate=True,
        ),
        DropTrainee(enrolment_id=entered(scene, session), last_day=date(2026, 10, 7), reason="job"),
        ExcludeTrainee(
            enrolment_id=entered(scene, session), last_day=date(2026, 10, 9), reason="Violences"
        ),
    )  # fmt: skip
    found = delays(scene)
    assert found.exits == {5: 2, 3: 1}
    assert late(found.exits) == 2
    job, excluded = dropouts(scene).counts
    assert (job.reason, job.legitimate, job.unfounded, job.unsaid, job.total) == ("job", 1, 0, 1, 2)
    # The reason of an exclusion is free text: it stays with the person.
    assert (excluded.reason, excluded.excluded) == ("", 1)
    assert not dropouts(scene, Period(date(2026, 11, 1), TODAY)).counts


def absent(scene: Scene, enrolment: UUID, first: date, last: date) -> None:
    scene.say(
        RecordAbsence(
            absence_id=scene.id(), enrolment_id=enrolment, dates=on(first, last),
            justification=Justification.UNJUSTIFIED, reason="unjustified_no_news",
        )
    )  # fmt: skip


def test_an_absence_over_two_months_counts_in_both(scene: Scene) -> None:
    session = a_training(scene)
    enrolment = entered(scene, session)
    absent(scene, enrolment, date(2026, 10, 29), date(2026, 11, 3))
    absent(scene, enrolment, date(2026, 11, 9), date(2026, 11, 9))
    months = absences(scene, Period(FIRST_DAY, TODAY, session.id))
    assert [month.month.month for month in months] == [9, 10, 11]
    counted = [month.counts.get(Justification.UNJUSTIFIED, 0) for month in months]
    assert counted == [0, 1, 2]


def test_hours_are_those_of_the_months_declared(scene: Scene) -> None:
    Office(scene, sessions=1)
    first = absences(scene)
    january = next(month for month in first if month.month == date(2026, 1, 1))
    assert (january.planned, january.missed) == (
        6 * 8_400,
        210 * sum(n % 3 for n in (5, 6, 7, 8, 9, 1)),
    )


def test_nothing_recorded_gives_months_of_nothing(scene: Scene) -> None:
    period = Period(date(2026, 10, 5), TODAY)
    assert not paths(scene, period).counts
    assert not paths(scene, period).sessions
    assert [month.counts for month in absences(scene, period)] == [{}, {}]


@pytest.mark.parametrize("state", [EnrolmentState.NOT_ENTERED, EnrolmentState.WITHDRAWN])
def test_who_gave_up_before_the_entry_did_not_enter(scene: Scene, state: EnrolmentState) -> None:
    session = scene.session(starts_on=MEETING_DAY)
    entered(scene, session, state=state, entered_on=None, origin=EnrolmentOrigin.DIRECT_PROPOSAL)
    assert stopped(paths(scene)) == {Step.KEPT: 1}
