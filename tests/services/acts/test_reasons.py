# SPDX-License-Identifier: MIT
"""The lists of reasons: shipped, completed by the RGC, without a word of health (domain 3.9)."""

from __future__ import annotations

import pytest

from kairos_desktop.models.rows import ReasonRow
from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.reasons import DescribeReason
from kairos_desktop.services.rules.reasons import DEFAULTS, WHOLE_SESSION, known_reasons
from kairos_desktop.services.wording.reasons import reason_choices, reason_label
from tests.factories import Scene


def test_domain_3_9_every_shipped_reason_has_its_words() -> None:
    for row in DEFAULTS:
        label = reason_label(row.kind, row.code)
        assert label
        assert "_" not in label
    assert {row.kind for row in DEFAULTS} == set(ReasonKind)


def test_domain_3_9_two_reasons_of_absence_are_never_justified() -> None:
    never = {row.code for row in DEFAULTS if row.justified_by_default is False}
    assert never == {"unjustified_no_news", "unjustified_reason_refused"}


def test_no_label_names_an_illness() -> None:
    words = " ".join(reason_label(row.kind, row.code) for row in DEFAULTS).lower()
    assert not any(word in words for word in ("malad", "santé", "hospital", "grossesse"))


def test_the_rgc_renames_adds_and_takes_out_of_the_list(scene: Scene) -> None:
    kind = ReasonKind.ABSENCE
    scene.say(
        DescribeReason(kind=kind, code="exam", label="Examen ou concours"),
        DescribeReason(kind=kind, code="driving_test", label="Permis de conduire", source="OF"),
        DescribeReason(kind=kind, code="custody", label="Incarcération", active=False),
    )
    kept = scene.rows(ReasonRow)
    offered = dict(reason_choices(kind, kept))
    assert offered["exam"] == "Examen ou concours"
    assert offered["driving_test"] == "Permis de conduire"
    assert "custody" not in offered
    # What was recorded with it stays readable.
    assert reason_label(kind, "custody", kept) == "Incarcération"
    assert len(known_reasons(kind, kept)) == len(known_reasons(kind, ())) + 1
    assert not reason_label(kind, "")


def test_changing_a_reason_twice_makes_one_row(scene: Scene) -> None:
    for label in ("Examen blanc", "Examen final"):
        scene.say(DescribeReason(kind=ReasonKind.ABSENCE, code="exam", label=label))
    assert [row.label for row in scene.rows(ReasonRow)] == ["Examen final"]


@pytest.mark.parametrize(
    ("code", "label", "refused"),
    [
        ("Exam 1", "Examen", "reason_code"),
        ("", "X", "reason_code"),
        ("a", " ", "reason_label_missing"),
    ],
)
def test_a_reason_needs_a_code_and_words(scene: Scene, code: str, label: str, refused: str) -> None:
    act = DescribeReason(kind=ReasonKind.END, code=code, label=label)
    assert scene.refusal_code(act) == refused


def test_a_whole_session_is_offered_its_own_reasons_and_those_added() -> None:
    added = ReasonRow(
        id=DEFAULTS[0].id, kind=ReasonKind.INTERRUPTION, code="works", label="Travaux"
    )
    offered = {code for code, _ in reason_choices(added.kind, (added,), among=WHOLE_SESSION)}
    assert offered == WHOLE_SESSION | {"works"}
