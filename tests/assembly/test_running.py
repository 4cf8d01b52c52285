# SPDX-License-Identifier: MIT
"""The program started on a profile that opens alone: its first list, then all the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from kairos_desktop.models.vocabulary import RecruitmentState
from tests.assembly.own_interpreter import told_by
from tests.factories import SIRET, demo_folder


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
    saw, _errors = told_by("tests.assembly.starting", folder, tmp_path)
    assert saw["first"] == ["Accueil", "Vente"]
    assert saw["loaded"] == []
    assert "sqlalchemy" in saw["loaded later"]
    assert saw["chosen"] == ["Vente"]
