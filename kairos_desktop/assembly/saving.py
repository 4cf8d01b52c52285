# SPDX-License-Identifier: MIT
"""Where a file goes once the system's dialogue has answered: its ending, and what it replaces."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kairos_desktop.services.exchange.table import ExportKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_PROPOSED = ExportKind.XLSX
_ENDINGS = {f".{kind.value}": kind for kind in ExportKind}


def export_target(name: str, chosen: ExportKind) -> tuple[Path, ExportKind]:
    """The path and the format of an export.

    An ending typed by hand says the format; the one that was proposed gives way to the format
    chosen. Anything else after a point, « janv. 2027 », is part of the name.
    """
    path = Path(name)
    typed = _ENDINGS.get(path.suffix.lower())
    if typed is None:
        return path.with_name(f"{path.name}.{chosen.value}"), chosen
    kind = chosen if typed is _PROPOSED else typed
    return (path if kind is typed else path.with_suffix(f".{kind.value}")), kind


def may_replace(parent: QWidget, typed: Path, target: Path) -> bool:
    """Whether to go on: the system asked about the name typed, not about the one with its ending.

    Asks again where another file stands there; True where nothing would be replaced unasked.
    """
    # Where the name cannot even be looked up, writing will say why.
    if target == typed or not os.path.lexists(target):
        return True
    from kairos_desktop.views.toolkit import dialogs

    return dialogs.confirm(
        parent,
        "Remplacer le fichier",
        f"« {target.name} » existe déjà dans {target.parent}. Il sera remplacé.",
        accept="Remplacer",
        destructive=True,
    )
