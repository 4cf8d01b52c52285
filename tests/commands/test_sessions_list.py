# SPDX-License-Identifier: MIT
"""`show sessions`: those opened for recruitment, then those of the offer still to open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop import resource_files

if TYPE_CHECKING:
    from tests.commands.conftest import Shell

SAMPLE = str(resource_files.path("demo", "example-2.3.xml"))


def test_sessions_tell_which_are_opened_and_which_are_still_to_open(shell: Shell) -> None:
    assert shell("catalogue", "import", SAMPLE, "--json").code == 0
    before = shell("show", "sessions", "--json").json["rows"]
    assert [row["opened"] for row in before] == [False] * 3

    shell.applied("session.open", session_id=before[1]["id"])

    after = shell("show", "sessions", "--json").json["rows"]
    assert [row["opened"] for row in after] == [True, False, False]
    assert after[0]["id"] == before[1]["id"]
    offer = shell("show", "offer", "--json").json["rows"]
    assert [row["id"] for row in offer if row["opened"]] == [before[1]["id"]]
