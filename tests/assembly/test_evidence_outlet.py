# SPDX-License-Identifier: MIT
"""« Constituer le dossier… » from the question where to the file on the disk."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from kairos_desktop.assembly.evidence_outlet import FOLDER, ZIP
from kairos_desktop.assembly.outlets import WiredPapers
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile_door import LocalDoor
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.toolkit.desk import Desk, Notice
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from tests.factories import POST, SIRET, TODAY, Clock, Scene

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot


def test_a_file_of_evidence_is_asked_where_written_apart_and_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, target = tmp_path / "gone" / "preuves.zip", tmp_path / "preuves.zip"
    answers = [(str(gone), FOLDER), ("", ""), (str(target.with_suffix("")), ZIP)]
    proposed: list[Path] = []
    told: list[Notice] = []

    def answer(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(name))
        return answers.pop()

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    folder, window, lanes = tmp_path / "profil", QWidget(), ThreadLanes()
    qtbot.addWidget(window)
    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as opened:
        clock, engines = Clock(), opened.engines
        workspace = Workspace(
            engines.write, engines.read, siret=SIRET, post=POST, post_range="A",
            operator="Odile", now=clock,
        )  # fmt: skip
        scene = Scene(workspace, clock)
        scene.describe_provider()
        session = scene.session()
        person = scene.person("田中")
        row = scene.selected(scene.present(scene.register(scene.meeting(session), person)))
        desk = Desk(workspace, lanes)
        desk.said.connect(told.append)
        door = LocalDoor(root=tmp_path, settings=tmp_path / "post.json")
        papers = WiredPapers(desk, opened, workspace, lambda: window, door)

        papers.save_evidence(row.session_id, "Secrétaire : accueil")
        qtbot.waitUntil(lambda: len(told) == 1, timeout=30_000)
        for _ in range(2):
            papers.save_evidence(row.session_id, "")
        qtbot.waitUntil(lambda: len(told) == 2, timeout=30_000)
        lanes.close()
    assert told[0].sentence.startswith("Dossier constitué : ")
    assert "n’existent pas dans la police des documents : 田 中." in told[0].sentence
    assert told[0].sentence.endswith(f"Il est ici : {target}")
    with zipfile.ZipFile(target) as held:
        assert "02 Inscriptions/AIS-2026-A-000001-v1.pdf" in held.namelist()
    assert "n’existe pas ou n’est plus branché" in told[1].sentence
    assert proposed[0].name == f"Dossier de preuves - Secrétaire accueil - {TODAY}.zip"
    assert door.dossiers(folder) == tmp_path, "not where it could not be written"
    assert proposed[1].parent == proposed[2].parent == tmp_path, "where the last one went"
