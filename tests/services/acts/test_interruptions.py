# SPDX-License-Identifier: MIT
"""Interruptions of one trainee: sixteen calendar days or more, no overlap (guide p. 5)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ProviderRow,
    SessionRow,
)
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.interruptions import CorrectInterruption, RecordInterruption
from kairos_desktop.services.acts.known import Known, by_id, having
from kairos_desktop.services.acts.papers import enrolment_facts
from kairos_desktop.services.acts.sessions import CancelInterruption, PlanInterruption
from kairos_desktop.services.rules.interruptions import is_interrupted
from tests.factories import Scene
from tests.services.acts.examples import MADE
from tests.training_scene import a_training, entered, on

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 16)


@pytest.fixture
def trainee(scene: Scene) -> UUID:
    return entered(scene, a_training(scene))


def pause(
    scene: Scene, trainee: UUID, first: date = FIRST, last: date = LAST
) -> RecordInterruption:
    return RecordInterruption(
        interruption_id=scene.id(),
        enrolment_id=trainee,
        starts_on=first,
        ends_on=last,
        reason="long_sickness",
    )


def test_domain_4_sixteen_days_both_ends_included_are_an_interruption(
    scene: Scene, trainee: UUID
) -> None:
    fifteen = pause(scene, trainee, last=date(2026, 12, 15))
    refusal = scene.refused(fifteen)
    assert (refusal.code, refusal.facts["days"]) == ("interruption_too_short", 15)
    assert scene.warning_codes(pause(scene, trainee)) == []


def test_domain_3_5_interrupted_follows_from_the_dates_and_the_day(
    scene: Scene, trainee: UUID
) -> None:
    other = entered(scene, a_training(scene, carif_session_number="99_S2"))
    scene.say(pause(scene, trainee))
    rows = scene.rows(InterruptionRow)
    assert [is_interrupted(rows, trainee, day) for day in (FIRST, LAST)] == [True, True]
    assert not is_interrupted(rows, trainee, date(2026, 12, 17))
    assert not is_interrupted(rows, other, FIRST)


def test_domain_2_9_no_overlap_with_the_trainees_own_or_the_sessions(scene: Scene) -> None:
    session = a_training(scene)
    one, other = entered(scene, session), entered(scene, session)
    scene.say(pause(scene, one))
    assert scene.refusal_code(pause(scene, one, LAST, date(2027, 1, 8))) == "interruption_overlap"
    # Somebody else's pause is nobody's overlap, and does not keep the session from stopping.
    scene.say(pause(scene, other))
    scene.say(
        PlanInterruption(
            interruption_id=scene.id(),
            session_id=session.id,
            starts_on=date(2026, 12, 10),
            ends_on=date(2027, 1, 3),
            reason="centre_closure",
        )
    )
    late = pause(scene, other, date(2027, 1, 3), date(2027, 1, 31))
    assert scene.refusal_code(late) == "interruption_overlap"


def test_a_fact_is_flagged_outside_the_path_and_on_an_absence(scene: Scene, trainee: UUID) -> None:
    day = date(2026, 12, 2)
    scene.say(RecordAbsence(absence_id=scene.id(), enrolment_id=trainee, dates=on(day)))
    assert scene.warning_codes(pause(scene, trainee)) == ["interruption_on_absence"]
    beyond = pause(scene, trainee, date(2027, 3, 20), date(2027, 4, 20))
    assert scene.warning_codes(beyond) == ["interruption_outside_path"]


def test_dates_and_a_reason_are_needed(scene: Scene, trainee: UUID) -> None:
    assert scene.refusal_code(pause(scene, trainee, LAST, FIRST)) == "interruption_dates"
    silent = RecordInterruption(
        interruption_id=scene.id(), enrolment_id=trainee, starts_on=FIRST, ends_on=LAST, reason=" "
    )
    assert scene.refusal_code(silent) == "reason_missing"


def test_who_comes_back_earlier_has_the_period_corrected_or_cancelled(
    scene: Scene, trainee: UUID
) -> None:
    act = pause(scene, trainee, last=date(2027, 1, 15))
    scene.say(act)
    row_id = act.interruption_id
    sooner = CorrectInterruption(
        interruption_id=row_id, starts_on=FIRST, ends_on=LAST, reason="personal"
    )
    scene.say(sooner)
    row = scene.row(InterruptionRow, row_id)
    assert (row.ends_on, row.reason, row.enrolment_id) == (LAST, "personal", trainee)
    scene.say(CancelInterruption(interruption_id=row_id))
    assert scene.rows(InterruptionRow) == []


def test_a_sessions_interruption_is_not_corrected_as_one_trainees(scene: Scene) -> None:
    session = a_training(scene)
    plan = PlanInterruption(
        interruption_id=scene.id(),
        session_id=session.id,
        starts_on=FIRST,
        ends_on=LAST,
        reason="school_holidays",
    )
    scene.say(plan)
    act = CorrectInterruption(
        interruption_id=plan.interruption_id, starts_on=FIRST, ends_on=LAST, reason="personal"
    )
    assert scene.refusal_code(act) == "interruption_of_session"


def test_a_paper_shows_no_other_trainees_pause(scene: Scene) -> None:
    session = a_training(scene)
    one, other = entered(scene, session), entered(scene, session)
    scene.describe_provider()
    scene.say(pause(scene, one))
    known = Known()
    for kind in (JobseekerRow, ProviderRow, SessionRow):
        for row in scene.rows(kind):
            known.load(by_id(kind, row.id), [row])
    known.load(having(InterruptionRow, session_id=session.id), scene.rows(InterruptionRow))
    shown = {
        each: enrolment_facts(known, MADE, scene.row(EnrolmentRow, each)).interruptions
        for each in (one, other)
    }
    assert [row.enrolment_id for row in shown[one]] == [one]
    assert shown[other] == ()
