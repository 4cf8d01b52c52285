# SPDX-License-Identifier: MIT
"""A dossier put in place in one step, as a ZIP or a folder: whole, or nothing at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from kairos_desktop.services.durable_files import put_whole, sync_folder
from kairos_desktop.services.exchange.export import export_failure
from kairos_desktop.services.file_names import name_from

if TYPE_CHECKING:
    from kairos_desktop.services.evidence_drawing import Dossier


class DossierFailed(Exception):
    """The dossier could not be written; nothing of it is left. Its one argument is French."""

    @property
    def sentence(self) -> str:
        """What happened, what was kept, what to do."""
        return str(self.args[0])


def file_name(title: str, made_on: object) -> str:
    """The name proposed for a dossier, without its ending; any system takes it."""
    return f"Dossier de preuves - {name_from(title, without='session')} - {made_on}"


def write_zip(dossier: Dossier, target: Path) -> None:
    """Write the dossier as one ZIP; what lay there under this name is replaced at the end.

    Raises DossierFailed; nothing partial is left, an older file stays.
    """
    try:
        _put_zip(dossier, target)
    except OSError as error:
        raise DossierFailed(export_failure(error, target).sentence) from error


def write_folder(dossier: Dossier, target: Path) -> None:
    """Write the dossier as a folder that did not exist. Raises DossierFailed; nothing is left."""
    # Of a link that leads nowhere too, and never raises: a name may be too long to be asked about.
    if os.path.lexists(target):
        raise DossierFailed(
            f"« {target.name} » existe déjà : un dossier remis ne se mélange pas à un autre. Rien "
            "n’a été écrit. Choisissez un autre nom."
        )
    try:
        _put_folder(dossier, target)
    except OSError as error:
        raise DossierFailed(export_failure(error, target).sentence) from error


def _put_zip(dossier: Dossier, target: Path) -> None:
    at = dossier.made_at.timetuple()[:6]
    # PDFs and workbooks are compressed already.
    with put_whole(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as held:
        for file in dossier.files:
            entry = zipfile.ZipInfo(file.name, at)
            entry.external_attr = 0o600 << 16
            held.writestr(entry, file.content)


def _put_folder(dossier: Dossier, target: Path) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=".dossier-", dir=target.parent))
    try:
        for file in dossier.files:
            path = fresh / file.name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with path.open("xb") as out:
                out.write(file.content)
                out.flush()
                os.fsync(out.fileno())
        for folder in (*(each for each in fresh.iterdir() if each.is_dir()), fresh):
            sync_folder(folder)
        fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    sync_folder(target.parent)
