# SPDX-License-Identifier: MIT
"""`evidence`: the dossier of a session, and what is said where it cannot be written."""

from __future__ import annotations

import zipfile
from pathlib import Path
from uuid import UUID

from kairos_desktop.commands.answers import Exit
from tests.commands.conftest import Shell
from tests.commands.test_command_line import enrolled


def test_a_dossier_is_written_and_says_what_is_missing(shell: Shell, tmp_path: Path) -> None:
    enrolled(shell)
    session, out = shell.rows("sessions")[0], tmp_path / "dossier.zip"
    command = ("evidence", "--session", session["carif_session_number"], "--out")
    answer = shell(*command, str(out), "--json")
    assert answer.code == Exit.DONE, answer.err
    with zipfile.ZipFile(out) as held:
        names = held.namelist()
    assert names[0] == "00 Sommaire.pdf"
    assert any(name.startswith("02 Inscriptions/AIS-") for name in names)
    assert answer.json["files"] == len(names)
    assert "Convocation jamais imprimée" in [each["what"] for each in answer.json["missing"]]
    folder = tmp_path / "dossier"
    said = shell(*command, str(folder))
    assert (said.code, (folder / names[0]).is_file()) == (Exit.DONE, True)
    assert said.out.startswith("Dossier constitué : ")
    again = shell(*command, str(folder))
    assert (again.code, "existe déjà" in again.err) == (Exit.STORAGE, True)
    nowhere = shell(*command, str(tmp_path / "gone" / "d.zip"), "--json")
    assert (nowhere.code, nowhere.json["exit"]) == (Exit.STORAGE, Exit.STORAGE)


def test_a_session_that_is_not_here_is_refused(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "d.zip"
    unknown = shell("evidence", "--session", str(UUID(int=1)), "--out", str(out))
    assert (unknown.code, out.exists()) == (Exit.REFUSED, False)
    assert shell("evidence", "--session", "rien", "--out", str(out)).code == Exit.USAGE
