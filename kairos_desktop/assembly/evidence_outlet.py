# SPDX-License-Identifier: MIT
"""« Constituer le dossier… »: asked where, gathered, drawn apart, put in place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.evidence_drawing import EvidenceToDraw, Written
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.profile_door import LocalDoor
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Constituer le dossier de preuves"
ZIP, FOLDER = "Dossier compressé (*.zip)", "Dossier (*)"
_FAILED = (
    "Le dossier n’a pas pu être constitué. Rien n’a été écrit et vos données sont intactes : "
    "recommencez, ou choisissez un autre dossier."
)
_STOPPED = "Dossier abandonné : rien n’a été écrit."


class EvidenceOutlet:
    """Writes dossiers; remembers where the last one went."""

    def __init__(
        self,
        desk: Desk,
        profile: OpenProfile,
        workspace: Workspace,
        window: Callable[[], QWidget],
        keep_drawn: Callable[[EvidenceToDraw], None],
        door: LocalDoor | None,
    ) -> None:
        self._desk, self._profile, self._workspace = desk, profile, workspace
        self._window, self._keep_drawn = window, keep_drawn
        self._door = door
        self._last = door.dossiers(profile.profile.folder) if door else Path()

    def save(self, session_id: UUID, title: str) -> None:
        """Ask where, then write the dossier of a session."""
        from kairos_desktop.assembly.saving import may_replace
        from kairos_desktop.services.evidence_place import file_name

        proposed = self._last / f"{file_name(title, self._desk.now().date())}.zip"
        name, chosen = QFileDialog.getSaveFileName(
            self._window(), TITLE, str(proposed), f"{ZIP};;{FOLDER}"
        )
        if not name:
            return
        as_folder = chosen == FOLDER
        target = _target(Path(name), as_folder=as_folder)
        if not (as_folder or may_replace(self._window(), Path(name), target)):
            return
        from kairos_desktop.services.evidence_file import gather

        read = partial(gather, self._profile, self._workspace, session_id, self._desk.now())
        draw = partial(self._draw, target, as_folder)
        self._desk.lanes.read(read, draw, self._on_failed, self._desk, "evidence-file")

    def _remember(self, place: Path) -> None:
        self._last = place
        if self._door is not None:
            self._door.keep_dossiers(self._profile.profile.folder, place)

    def _draw(self, target: Path, as_folder: bool, asked: EvidenceToDraw | None) -> None:
        from kairos_desktop.services.evidence_drawing import written_apart
        from kairos_desktop.views.toolkit.child_process import ChildJob
        from kairos_desktop.views.toolkit.progress import run_with_progress

        if asked is None:
            self._desk.say("Cette session n’existe plus ici : aucun dossier n’a été écrit.")
            return
        self._keep_drawn(asked)
        job = ChildJob(self._desk.lanes, written_apart, asked, target, as_folder)
        # A connection to a bound method of a plain object would not keep the object.
        job.done.connect(lambda written: self._on_written(target, written))
        job.failed.connect(lambda error: self._on_failed(error))
        job.stopped.connect(lambda: self._desk.say(_STOPPED))
        run_with_progress(self._window(), TITLE, job)

    def _on_written(self, target: Path, written: Written) -> None:
        from kairos_desktop.services.wording.evidence_words import told

        self._remember(target.parent)
        said = told(written.files, written.pages, written.missing, written.provisional)
        said = " ".join(filter(None, (said, written.announcement)))
        self._desk.say(f"{said} Il est ici : {target}")

    def _on_failed(self, error: Exception) -> None:
        from kairos_desktop.services.evidence_place import DossierFailed

        self._desk.say(error.sentence if isinstance(error, DossierFailed) else _FAILED)


def _target(chosen: Path, *, as_folder: bool) -> Path:
    """The path with the ending of what is written."""
    is_zip = chosen.suffix.lower() == ".zip"
    if as_folder:
        return chosen.with_suffix("") if is_zip else chosen
    return chosen if is_zip else chosen.with_name(f"{chosen.name}.zip")
