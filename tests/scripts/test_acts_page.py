# SPDX-License-Identifier: MIT
"""docs/acts.md says what the code does, and its example can be played."""

from __future__ import annotations

import json
import re

import pytest

from kairos_desktop.services.acts.registry import ACTS, read_act
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording import sentences
from scripts.act_codes import codes_of
from scripts.write_acts_page import PAGE, page
from tests.factories import Scene

# Codes that no act's own decision gives: reading, texts, places, the permanent warning.
OF_EVERY_ACT = {
    "nir", "text_too_long", "text_unreadable", "unknown_row", "place_taken",
    "unknown_act", "unknown_version", "act_arguments",
    # Said before anything is sent, and by the back end's door.
    "password_short", "password_long", "password_guessable",
    # Of the rights, and of the post.
    "right_missing", "out_of_scope", "server_only", "lease_over",
    # Of a code scanned, before anything is said.
    "sheet_code",
}  # fmt: skip
# Warnings that no act gives: of a meeting that is over, and of a sheet when it is looked at.
OF_NO_ACT = {
    "beyond_capacity", "beyond_places",
    "sheet_missing", "sheet_on_holiday", "sheet_on_closure", "sheet_outside_session",
    "sheet_recorded_early", "signed_too_early", "signed_too_late", "signed_at_once",
    "signed_while_absent", "signed_while_interrupted", "signed_before_entry",
    "signed_outside_path", "signed_more_than_once", "signature_altered", "signature_removed",
}  # fmt: skip


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "docs/acts.md is out of date: python -m scripts.write_acts_page"
    )


def test_every_code_is_given_by_some_act() -> None:
    refused = {code for act in ACTS for code in codes_of(act)[0]}
    warned = {code for act in ACTS for code in codes_of(act)[1]}
    assert refused | OF_EVERY_ACT == sentences.REFUSAL_CODES
    assert warned | OF_NO_ACT == sentences.WARNING_CODES


@pytest.mark.parametrize(
    ("name", "refusals", "warnings"),
    [
        (
            "presence.record",
            {"registration_ended", "result_already_recorded", "no_presence_step"},
            {"not_started"},
        ),
        ("registration.cancel", {"cannot_cancel", "candidacy_decided"}, {"place_freed"}),
        ("certificate.issue", {"no_certificate"}, set[str]()),
    ],
)
def test_the_codes_of_an_act_are_those_of_its_rules(
    name: str, refusals: set[str], warnings: set[str]
) -> None:
    act = next(each for each in ACTS if each.name == name)
    assert codes_of(act) == (refusals, warnings)


def test_the_example_of_the_page_can_be_played(scene: Scene) -> None:
    block = re.search(r"```jsonl\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    for line in block[1].splitlines():
        said = json.loads(line)
        act = read_act(said["type"], 1, said["args"], scene.id)
        assert not isinstance(act, Refused), act
        scene.say(act)
    assert len(scene.dump()["enrolment"]) == 1
