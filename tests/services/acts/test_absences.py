# SPDX-License-Identifier: MIT
"""Absences: a fact is recorded and flagged, never refused for its dates (domain 2.9, 3.6)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import AbsenceRow
from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    HalfDay,
    Justification,
    Mark,
)
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    Dates,
    MarkHalfDays,
    QualifyAbsence,
    RecordAbsence,
    RemoveAbsence,
)
from kairos_desktop.services.rules.absences import is_incomplete
from tests.factories import Scene
from tests.training_scene import FIRST_DAY, LAST_DAY, a_training, entered, on

AM, PM = HalfDay.MORNING, HalfDay.AFTERNOON
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11)


@pytest.fixture
def trainee(scene: Scene) -> UUID:
    return entered(scene, a_training(scene))


def absence(scene: Scene, trainee: UUID, dates: Dates, **fields: Any) -> RecordAbsence:
    return RecordAbsence(absence_id=scene.id(), enrolment_id=trainee, dates=dates, **fields)


def mark(trainee: UUID, dates: Dates, what: Mark) -> MarkHalfDays:
    return MarkHalfDays(enrolment_id=trainee, dates=dates, mark=what)


def spans(scene: Scene) -> list[tuple[Any, ...]]:
    found = [
        (row.starts_on, row.starts_half, row.ends_on, row.ends_half, row.justification)
        for row in scene.rows(AbsenceRow)
    ]
    return sorted(found, key=lambda each: (each[0], each[1] is PM))


def test_domain_2_9_an_absence_is_to_qualify_until_somebody_says_otherwise(
    scene: Scene, trainee: UUID
) -> None:
    act = absence(scene, trainee, on(MONDAY))
    assert scene.warning_codes(act) == []
    row = scene.row(AbsenceRow, act.absence_id)
    assert (row.justification, row.reason) == (Justification.TO_QUALIFY, "")
    assert is_incomplete(row)


def test_domain_3_6_one_gesture_records_a_whole_group(scene: Scene) -> None:
    session = a_training(scene)
    people = [entered(scene, session) for _ in range(3)]
    recorded = scene.say(*(absence(scene, each, on(MONDAY)) for each in people))
    assert {row.enrolment_id for row in scene.rows(AbsenceRow)} == set(people)
    assert len({verdict.act_id for verdict in recorded.verdicts}) == 3


def test_a_fact_is_recorded_and_flagged_outside_the_path(scene: Scene, trainee: UUID) -> None:
    before, later = date(2026, 9, 4), date(2027, 3, 29)
    assert scene.warning_codes(absence(scene, trainee, on(before))) == ["absence_outside_path"]
    assert scene.warning_codes(absence(scene, trainee, on(LAST_DAY, later))) == [
        "absence_outside_path"
    ]
    assert len(scene.rows(AbsenceRow)) == 2


def test_a_fact_is_recorded_and_flagged_after_an_abandon(scene: Scene) -> None:
    left = entered(
        scene, a_training(scene), state=EnrolmentState.DROPPED, left_on=date(2026, 11, 6)
    )
    assert scene.warning_codes(absence(scene, left, on(MONDAY))) == ["absence_after_exit"]


def test_a_fact_is_recorded_and_flagged_where_it_overlaps(scene: Scene, trainee: UUID) -> None:
    scene.say(absence(scene, trainee, on(MONDAY, TUESDAY, end=AM)))
    assert scene.warning_codes(absence(scene, trainee, on(TUESDAY, start=PM))) == []
    assert scene.warning_codes(absence(scene, trainee, on(TUESDAY, end=AM))) == ["absence_overlap"]


def test_a_fact_is_recorded_and_flagged_before_the_entry_is_typed(scene: Scene) -> None:
    session = a_training(scene)
    waiting = entered(scene, session, state=EnrolmentState.REGISTERED, entered_on=None)
    assert scene.warning_codes(absence(scene, waiting, on(MONDAY))) == ["absence_not_entered"]


def test_dates_the_wrong_way_round_are_no_fact(scene: Scene, trainee: UUID) -> None:
    backwards = on(MONDAY, start=PM, end=AM)
    assert scene.refusal_code(absence(scene, trainee, backwards)) == "absence_dates"


def test_r6341_15_an_absence_of_more_than_three_years_is_recorded_and_flagged(
    scene: Scene, trainee: UUID
) -> None:
    most = absence(scene, trainee, on(MONDAY, date(2029, 11, 8)))
    assert scene.warning_codes(most) == ["absence_outside_path"]
    scene.workspace.undo()
    far = absence(scene, trainee, on(MONDAY, date(2029, 11, 9)))
    assert scene.warning_codes(far) == ["absence_outside_path", "absence_too_long"]
    assert scene.row(AbsenceRow, far.absence_id).ends_on == date(2029, 11, 9)


def test_r6341_35_a_work_accident_is_said(scene: Scene, trainee: UUID) -> None:
    act = absence(
        scene, trainee, on(MONDAY), reason="work_accident", justification=Justification.JUSTIFIED
    )
    assert scene.warning_codes(act) == ["work_accident"]
    assert scene.row(AbsenceRow, act.absence_id).work_accident


def test_the_reason_and_the_justification_may_follow(scene: Scene, trainee: UUID) -> None:
    act = absence(scene, trainee, on(MONDAY))
    scene.say(act)
    qualify = QualifyAbsence(
        absence_id=act.absence_id,
        reason="advisor_meeting",
        justification=Justification.JUSTIFIED,
        evidence="convocation.pdf",
    )
    scene.say(qualify)
    row = scene.row(AbsenceRow, act.absence_id)
    assert not is_incomplete(row)
    assert (row.reason, row.evidence) == ("advisor_meeting", "convocation.pdf")
    unsaid = QualifyAbsence(
        absence_id=act.absence_id, reason=" ", justification=Justification.UNJUSTIFIED
    )
    assert scene.refusal_code(unsaid) == "reason_missing"


def test_an_absence_is_corrected_then_removed_and_both_are_undone(
    scene: Scene, trainee: UUID
) -> None:
    act = absence(scene, trainee, on(MONDAY))
    scene.say(act)
    scene.say(CorrectAbsence(absence_id=act.absence_id, dates=on(TUESDAY, end=AM), minutes=90))
    row = scene.row(AbsenceRow, act.absence_id)
    assert (row.starts_on, row.ends_half, row.minutes) == (TUESDAY, AM, 90)
    scene.say(RemoveAbsence(absence_id=act.absence_id))
    assert scene.rows(AbsenceRow) == []
    assert not scene.workspace.undo().refusals
    assert scene.row(AbsenceRow, act.absence_id) == row


def test_marking_beside_a_like_absence_joins_it(scene: Scene, trainee: UUID) -> None:
    scene.say(mark(trainee, on(MONDAY, end=AM), Mark.TO_QUALIFY))
    scene.say(mark(trainee, on(MONDAY, start=PM), Mark.TO_QUALIFY))
    scene.say(mark(trainee, on(TUESDAY), Mark.TO_QUALIFY))
    assert spans(scene) == [(MONDAY, AM, TUESDAY, PM, Justification.TO_QUALIFY)]
    scene.say(mark(trainee, on(WEDNESDAY), Mark.JUSTIFIED))
    assert len(spans(scene)) == 2


def test_marking_present_in_the_middle_leaves_both_ends(scene: Scene, trainee: UUID) -> None:
    scene.say(
        absence(
            scene,
            trainee,
            on(MONDAY, WEDNESDAY),
            reason="exam",
            justification=Justification.JUSTIFIED,
        )
    )
    before = scene.dump()
    scene.say(mark(trainee, on(TUESDAY), Mark.PRESENT))
    yes = Justification.JUSTIFIED
    assert spans(scene) == [(MONDAY, AM, MONDAY, PM, yes), (WEDNESDAY, AM, WEDNESDAY, PM, yes)]
    assert {row.reason for row in scene.rows(AbsenceRow)} == {"exam"}
    assert not scene.workspace.undo().refusals
    assert scene.dump() == before


def test_marking_replaces_what_was_there_and_says_the_same_thing_once(
    scene: Scene, trainee: UUID
) -> None:
    scene.say(mark(trainee, on(MONDAY), Mark.TO_QUALIFY))
    scene.say(mark(trainee, on(MONDAY, end=AM), Mark.JUSTIFIED))
    expected = [
        (MONDAY, AM, MONDAY, AM, Justification.JUSTIFIED),
        (MONDAY, PM, MONDAY, PM, Justification.TO_QUALIFY),
    ]
    assert spans(scene) == expected
    again = scene.say(mark(trainee, on(MONDAY, end=AM), Mark.JUSTIFIED))
    assert not again.changes.ids
    assert spans(scene) == expected


def test_a_late_arrival_waits_for_its_length(scene: Scene, trainee: UUID) -> None:
    scene.say(mark(trainee, on(MONDAY, end=AM), Mark.LATE))
    (row,) = scene.rows(AbsenceRow)
    assert (row.reason, row.minutes) == ("late", 0)
    assert is_incomplete(row)


def test_what_is_marked_outside_the_path_is_kept_and_flagged(scene: Scene, trainee: UUID) -> None:
    early = date(2026, 9, 4)
    assert early < FIRST_DAY
    assert scene.warning_codes(mark(trainee, on(early), Mark.TO_QUALIFY)) == [
        "absence_outside_path"
    ]
    assert len(scene.rows(AbsenceRow)) == 1
