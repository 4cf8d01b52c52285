# SPDX-License-Identifier: MIT
"""What Ctrl+K finds of files of evidence: their name first, then words of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kairos_desktop.assembly.palette_sources import EvidenceFiles
from kairos_desktop.views.toolkit.desk import Desk, Place
from kairos_desktop.views.toolkit.lanes import InlineLanes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from kairos_desktop.views.shell.palette import Found
    from tests.factories import Scene


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("dossier", ["Accueil", "Secrétaire"]),
        ("preuves accu", ["Accueil"]),
        ("Dossier de preuves secr", ["Secrétaire"]),
        ("accueil", []),
        ("", []),
    ],
)
def test_the_file_of_a_session_is_found(
    qapp: QApplication, shared_scene: Scene, typed: str, titles: list[str]
) -> None:
    scene = shared_scene
    if not scene.people:
        for place, title in enumerate(("Accueil", "Secrétaire")):
            scene.session(title=title, carif_session_number=f"99_S{place}")
        scene.person()
    desk = Desk(scene.workspace, InlineLanes())
    found: list[Sequence[Found]] = []
    asked: list[Place] = []
    desk.place_asked.connect(asked.append)
    EvidenceFiles(desk).find(typed, desk, found.append)
    assert sorted(each.label for each in found[0]) == [f"Dossier de preuves · {t}" for t in titles]
    for each in found[0]:
        each.run()
    assert [place.page for place in asked] == ["evidence"] * len(titles)
