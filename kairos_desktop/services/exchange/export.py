# SPDX-License-Identifier: MIT
"""*Exporter tout le tableau*: XLSX, ODS or CSV, whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

from kairos_desktop.services.durable_files import put_whole, write_private
from kairos_desktop.services.exchange import csv_file, ods_file, xlsx_file
from kairos_desktop.services.exchange.table import Exported, ExportKind, ExportTable

_WRITERS = {
    ExportKind.XLSX: xlsx_file.write,
    ExportKind.ODS: ods_file.write,
    ExportKind.CSV: csv_file.write,
}


class ExportFailed(Exception):
    """The file could not be written; nothing partial is left, an older file of that name stays."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def export_table(table: ExportTable, target: Path | BinaryIO, kind: ExportKind) -> Exported:
    """Write a table to a path, atomically, or into an open binary file.

    Raises ExportFailed with a French sentence (full disk, no right, name taken by a folder, file
    held open by another program). Blocking: read lane or child process.
    """
    if not isinstance(target, Path):
        return _WRITERS[kind](table, target)
    try:
        with put_whole(target) as file:
            return _WRITERS[kind](table, file)
    except OSError as error:
        raise export_failure(error, target) from error


def write_whole(target: Path, content: bytes) -> None:
    """Write a file that a person saves, atomically. Raises ExportFailed. Lane: read."""
    try:
        write_private(target, content)
    except OSError as error:
        raise export_failure(error, target) from error


def export_failure(error: OSError, target: Path) -> ExportFailed:
    """Why a file could not be written, in a sentence."""
    kept = "Rien n’a été écrit et vos données sont intactes."
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ExportFailed(
            "disk_full",
            f"Il n’y a plus de place sur le disque pour « {target.name} ». {kept} Libérez de la"
            " place ou choisissez un autre dossier.",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ExportFailed(
            "no_folder",
            f"Le dossier « {target.parent} » n’existe pas ou n’est plus branché. {kept}"
            " Choisissez un autre dossier.",
        )
    if isinstance(error, IsADirectoryError):
        return ExportFailed(
            "is_folder",
            f"« {target.name} » est le nom d’un dossier. {kept} Choisissez un autre nom.",
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return ExportFailed(
            "no_permission",
            f"« {target.name} » ne peut pas être écrit ici : le dossier est protégé, ou le fichier"
            f" est ouvert dans un tableur. {kept} Fermez-le ou choisissez un autre dossier.",
        )
    return ExportFailed(
        "unwritable",
        f"« {target.name} » n’a pas pu être écrit. {kept} Réessayez dans un autre dossier.",
    )
