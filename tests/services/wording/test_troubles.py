# SPDX-License-Identifier: MIT
"""What is wrong with an act is said in French, whatever the reader of JSON says of it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from kairos_desktop.commands.record import Line
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.services.wording.troubles import trouble_text

ROW = str(UUID(int=9))
MEETING = {"held_on": "2026-12-07", "starts_at": "09:00:00", "capacity": 3}


def meeting(**over: Any) -> dict[str, Any]:
    return {"session_id": ROW, "meeting": MEETING | over}


@pytest.mark.parametrize(
    ("act", "args", "said"),
    [
        ("jobseeker.create", {}, "il manque « person »"),
        (
            "jobseeker.create",
            {"person": {"last_name": 3, "first_name": "A"}},
            "un texte est attendu, pas un nombre entier (dans « person.last_name »)",
        ),
        (
            "jobseeker.create",
            {"person": {"last_name": "A", "first_name": "B", "x": 1}},
            "« x » n’est pas attendu (dans « person »)",
        ),
        (
            "presence.record",
            {"registration_id": "x", "presence": "present"},
            "identifiant (UUID) mal écrit (dans « registration_id »)",
        ),
        (
            "presence.record",
            {"registration_id": ROW, "presence": "perdu"},
            "« perdu » n’est pas une valeur possible (dans « presence »)",
        ),
        ("meeting.create", meeting(held_on="2026-02-31"), "date mal écrite, ou impossible"),
        ("meeting.create", meeting(starts_at="25h"), "heure mal écrite, ou impossible"),
        ("meeting.create", meeting(starts_at="09:00:00Z"), "heure sans décalage attendue"),
        ("meeting.create", {"session_id": ROW, "meeting": None}, "un objet est attendu, pas null"),
        ("session.open", {"session": {"id": ROW, "places": -1}}, "nombre >= 0 attendu"),
    ],
)
def test_the_arguments_of_an_act(act: str, args: dict[str, Any], said: str) -> None:
    refused = read_act(act, 1, args, uuid4)
    assert isinstance(refused, Refused)
    assert said in sentence(refused)
    assert not re.search("Expected|Invalid|Object|missing|field", sentence(refused))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "la ligne est coupée"),
        (b"?", "ce n’est pas du JSON (octet 0)"),
        (b"[]", "un objet est attendu, pas une liste"),
        (b'{"type": "\xff"}', "texte mal encodé, UTF-8 attendu"),
        (b'{"type": "a", "at": "hier"}', "moment mal écrit, ou impossible"),
    ],
)
def test_a_line_that_is_no_act(line: bytes, said: str) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)) as trouble:
        msgspec.json.decode(line, type=Line)
    assert trouble_text(str(trouble.value)).startswith(said)


def test_what_is_in_french_already_is_kept() -> None:
    assert trouble_text("ligne trop longue") == "ligne trop longue"
