# SPDX-License-Identifier: MIT
"""« Adhésion KAIROS »: three steps with the agency, 72 hours, and the funders one by one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from kairos_desktop.models.rows import AdhesionRow, ClearanceRow
from kairos_desktop.models.vocabulary import AdhesionStep
from kairos_desktop.services.acts.adhesion import RecordAdhesionStep, RecordClearance
from kairos_desktop.services.rules.adhesion import Progress, day_of, progress
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.adhesion import progress_text
from tests.factories import TODAY, Scene
from tests.services.acts.examples import MADE

FRIDAY = date(2026, 11, 20)
NEVER = AdhesionRow(id=MADE.org)


def the_adhesion(scene: Scene) -> AdhesionRow:
    (row,) = scene.rows(AdhesionRow)
    return row


def test_the_steps_are_recorded_corrected_and_undone(scene: Scene) -> None:
    for place, step in enumerate(AdhesionStep):
        scene.say(RecordAdhesionStep(step=step, on=TODAY - timedelta(days=9 - place)))
    row = the_adhesion(scene)
    assert row.id == MADE.org
    assert [day_of(row, step) for step in AdhesionStep] == [
        TODAY - timedelta(days=days) for days in (9, 8, 7, 6)
    ]
    scene.say(RecordAdhesionStep(step=AdhesionStep.CREDENTIALS, on=TODAY, at=time(14, 30)))
    assert (the_adhesion(scene).credentials_on, the_adhesion(scene).credentials_at) == (
        TODAY,
        time(14, 30),
    )
    scene.workspace.undo()
    assert the_adhesion(scene) == row


def warned(scene: Scene, act: RecordAdhesionStep) -> list[str]:
    (verdict,) = scene.say(act).verdicts
    return [warning.code for warning in verdict.warnings]


def test_a_step_is_a_fact_and_what_is_odd_is_said(scene: Scene) -> None:
    late = RecordAdhesionStep(step=AdhesionStep.AGREEMENT, on=TODAY + timedelta(days=1))
    assert warned(scene, late) == ["step_in_the_future"]
    early = RecordAdhesionStep(step=AdhesionStep.REQUESTED, on=TODAY + timedelta(days=2))
    assert warned(scene, early) == ["step_in_the_future", "step_out_of_order"]
    again = RecordAdhesionStep(step=AdhesionStep.CLEARANCES, on=TODAY)
    assert warned(scene, again) == ["step_out_of_order"]


@pytest.mark.parametrize(
    ("row", "now", "expected"),
    [
        (NEVER, datetime(2026, 11, 23), Progress(AdhesionStep.REQUESTED)),
        (
            AdhesionRow(id=MADE.org, requested_on=FRIDAY),
            datetime(2026, 11, 23),
            Progress(AdhesionStep.CREDENTIALS),
        ),
        (
            AdhesionRow(id=MADE.org, credentials_on=FRIDAY, credentials_at=time(17)),
            datetime(2026, 11, 23, 16, 59),
            Progress(AdhesionStep.AGREEMENT, datetime(2026, 11, 23, 17)),
        ),
        (
            AdhesionRow(id=MADE.org, credentials_on=FRIDAY, credentials_at=time(17)),
            datetime(2026, 11, 23, 17),
            Progress(AdhesionStep.AGREEMENT, datetime(2026, 11, 23, 17), is_late=True),
        ),
        (
            AdhesionRow(id=MADE.org, credentials_on=FRIDAY),
            datetime(2026, 11, 23, 0, 0),
            Progress(AdhesionStep.AGREEMENT, datetime(2026, 11, 23), is_late=True),
        ),
        (
            AdhesionRow(id=MADE.org, agreement_on=FRIDAY),
            datetime(2026, 11, 23),
            Progress(AdhesionStep.CLEARANCES),
        ),
        (AdhesionRow(id=MADE.org, clearances_on=FRIDAY), datetime(2026, 11, 23), Progress(None)),
    ],
)
def test_guide_p7_credentials_lapse_72_hours_after_receipt_weekends_included(
    row: AdhesionRow, now: datetime, expected: Progress
) -> None:
    assert progress(row, now) == expected


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Progress(AdhesionStep.REQUESTED), "L’adhésion n’est pas encore demandée."),
        (
            Progress(AdhesionStep.AGREEMENT, datetime(2026, 11, 23, 17)),
            "Conventionnement à accepter avant le lun. 23 nov. 2026 à 17 h : il reste 5 h. "
            "Samedis et dimanches comptent.",
        ),
        (
            Progress(AdhesionStep.AGREEMENT, datetime(2026, 11, 23, 9), is_late=True),
            "Les identifiants reçus ont expiré le lun. 23 nov. 2026 à 9 h : redemandez-les à "
            "France Travail.",
        ),
        (
            Progress(None),
            "Adhésion terminée : vous pouvez transmettre pour les financeurs habilités.",
        ),
    ],
)
def test_what_is_awaited_is_said(told: Progress, said: str) -> None:
    text = progress_text(told, datetime(2026, 11, 23, 11, 40))
    assert text.replace("\u00a0", " ") == said


def test_every_progress_has_its_sentence() -> None:
    for step in (*AdhesionStep, None):
        assert progress_text(Progress(step), datetime(2026, 11, 23)).endswith(".")


def test_a_funder_has_one_line_however_its_name_is_typed(scene: Scene) -> None:
    scene.say(RecordClearance(funder="Région Occitanie", allowed=False, since=FRIDAY))
    scene.say(RecordClearance(funder=" REGION  occitanie ", allowed=True, since=TODAY))
    scene.say(RecordClearance(funder="Agefiph", allowed=True, since=TODAY))
    rows = {row.funder: (row.allowed, row.since) for row in scene.rows(ClearanceRow)}
    assert rows == {"REGION occitanie": (True, TODAY), "Agefiph": (True, TODAY)}
    recorded = scene.workspace.record([RecordClearance(funder=" ", allowed=True, since=TODAY)])
    assert recorded.refusals == (Refused("funder_missing", {}),)
