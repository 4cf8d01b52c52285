# SPDX-License-Identifier: MIT
"""The program started on a profile that opens alone: its first list, then all the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kairos_desktop.models.vocabulary import RecruitmentState
from tests.factories import SIRET, demo_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo_folder(
        tmp_path / SIRET,
        *(
            {
                "title": title,
                "starts_on": None,
                "ends_on": None,
                "recruitment_state": RecruitmentState.OPEN,
            }
            for title in ("Vente", "Accueil")
        ),
    )


def test_what_is_due_shows_before_sqlalchemy_and_what_is_chosen_there_stays(
    folder: Path, tmp_path: Path
) -> None:
    places = {
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.assembly.starting", str(folder)],
        cwd=ROOT,
        env=os.environ | places,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    saw = json.loads(done.stdout.splitlines()[-1])
    assert saw["first"] == ["Accueil", "Vente"]
    assert saw["loaded"] == []
    assert "sqlalchemy" in saw["loaded later"]
    assert saw["chosen"] == ["Vente"]
