# SPDX-License-Identifier: MIT
"""Candidacies by a script: a window, somebody on it, the contact, the lists."""

from __future__ import annotations

from tests.commands.conftest import Shell
from tests.commands.test_command_line import PERSON, SESSION

WINDOW = {"opens_on": "2026-11-23", "closes_on": "2026-12-18", "where": {"contact": "Mme Blin"}}


def test_a_candidacy_is_typed_called_and_listed_by_a_script(shell: Shell) -> None:
    shell.applied("session.open", session=SESSION)
    person = shell.applied("jobseeker.create", person=PERSON)["jobseeker_id"]
    slot = shell.applied("candidacies.open", session_id=SESSION["id"], window=WINDOW)["slot_id"]
    row = shell.applied("registration.create", slot_id=slot, jobseeker_id=person, placed_by="self")[
        "registration_id"
    ]
    (line,) = shell.rows("candidacy-contact", "--session", "99_S1")
    assert (line["registration_id"], line["state_label"]) == (row, "À contacter")
    shell.applied("contact.record", registration_id=row, contact="contacted", on="2026-11-23")
    (line,) = shell.rows("candidacy-result", "--slot", slot)
    assert (line["state"], line["contacted_on"]) == ("contacted", "2026-11-23")
    shown = shell("show", "slots", "--session", "99_S1").out
    assert "Candidature · du 23/11/2026 au 18/12/2026" in shown
