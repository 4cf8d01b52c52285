# SPDX-License-Identifier: MIT
"""How a trainee leaves, and comes back by a correction (domain 3.5; R6352-5, R6341-47)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kairos_desktop.models.rows import EnrolmentRow
from kairos_desktop.models.vocabulary import EnrolmentState
from kairos_desktop.services.acts.exits import (
    CompleteTrainee,
    DropTrainee,
    ExcludeTrainee,
    ReopenTrainee,
)
from kairos_desktop.services.rules.exits import is_exit_due
from tests.factories import TODAY, Scene
from tests.training_scene import a_training, entered

E = EnrolmentState
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def trainee(scene: Scene) -> UUID:
    return entered(scene, a_training(scene))


def drop(trainee: UUID, day: date = FRIDAY) -> DropTrainee:
    return DropTrainee(enrolment_id=trainee, last_day=day, reason="moving")


def test_domain_3_5_entered_to_dropped_with_date_and_reason(scene: Scene, trainee: UUID) -> None:
    assert scene.warning_codes(drop(trainee)) == []
    row = scene.row(EnrolmentRow, trainee)
    assert (row.state, row.left_on, row.reason) == (E.DROPPED, FRIDAY, "moving")
    # Nobody said whether the reason is legitimate: it is not assumed either way (R6341-47).
    assert row.legitimate is None


def test_domain_3_5_entered_to_excluded_recalls_the_procedure(scene: Scene) -> None:
    session = a_training(scene)
    by_the_book, in_haste = entered(scene, session), entered(scene, session)
    act = ExcludeTrainee(
        enrolment_id=by_the_book,
        last_day=FRIDAY,
        reason="Manquement au règlement intérieur",
        summoned_on=date(2026, 11, 10),
        heard_on=date(2026, 11, 17),
    )
    assert scene.warning_codes(act) == []
    assert scene.row(EnrolmentRow, by_the_book).state is E.EXCLUDED
    hasty = ExcludeTrainee(enrolment_id=in_haste, last_day=FRIDAY, reason="Violence")
    assert scene.warning_codes(hasty) == ["exclusion_procedure"]
    assert scene.row(EnrolmentRow, in_haste).state is E.EXCLUDED


def test_domain_3_5_entered_to_completed_is_proposed_then_confirmed(scene: Scene) -> None:
    session = a_training(scene, ends_on=FRIDAY)
    trainee = entered(scene, session)
    row = scene.row(EnrolmentRow, trainee)
    assert not is_exit_due(row, session, FRIDAY)
    assert is_exit_due(row, session, TODAY)
    scene.say(CompleteTrainee(enrolment_id=trainee, last_day=FRIDAY, reason="planned_end"))
    row = scene.row(EnrolmentRow, trainee)
    assert (row.state, row.left_on) == (E.COMPLETED, FRIDAY)
    assert not is_exit_due(row, session, TODAY)


@pytest.mark.parametrize("state", [E.DROPPED, E.EXCLUDED, E.COMPLETED])
def test_domain_3_5_who_left_is_reopened_by_a_correction_with_its_reason(
    scene: Scene, state: EnrolmentState
) -> None:
    left = entered(scene, a_training(scene), state=state, left_on=FRIDAY, reason="job")
    silent = ReopenTrainee(enrolment_id=left, reason=" ")
    assert scene.refusal_code(silent) == "reason_missing"
    scene.say(ReopenTrainee(enrolment_id=left, reason="Saisi sur la mauvaise personne"))
    row = scene.row(EnrolmentRow, left)
    assert (row.state, row.left_on, row.reason) == (E.ENTERED, None, "")
    assert row.note == "Saisi sur la mauvaise personne"


@pytest.mark.parametrize("state", [E.SELECTED, E.REGISTERED, E.NOT_ENTERED, E.DROPPED])
def test_domain_3_5_only_who_is_in_training_leaves(scene: Scene, state: EnrolmentState) -> None:
    someone = entered(scene, a_training(scene), state=state)
    assert scene.refusal_code(drop(someone)) == "not_in_training"


def test_domain_3_5_nobody_in_training_is_reopened(scene: Scene, trainee: UUID) -> None:
    assert scene.refusal_code(ReopenTrainee(enrolment_id=trainee, reason="Erreur")) == "not_left"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 9, 1), "exit_before_entry"),
        (date(2026, 12, 1), "exit_later"),
        (date(2027, 4, 1), "exit_after_end"),
    ],
)
def test_a_last_day_is_recorded_whatever_it_is_and_flagged(
    scene: Scene, trainee: UUID, day: date, code: str
) -> None:
    assert code in scene.warning_codes(drop(trainee, day))
    assert scene.row(EnrolmentRow, trainee).left_on == day


def test_an_exit_is_undone(scene: Scene, trainee: UUID) -> None:
    before = scene.dump()
    scene.say(drop(trainee))
    assert not scene.workspace.undo().refusals
    assert scene.dump() == before
