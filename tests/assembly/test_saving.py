# SPDX-License-Identifier: MIT
"""Where a file goes: the ending typed, the format chosen, and what would be replaced unasked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kairos_desktop.assembly.saving import export_target, may_replace
from kairos_desktop.services.exchange.table import ExportKind
from kairos_desktop.services.file_names import name_from
from kairos_desktop.views.toolkit import dialogs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

XLSX, ODS, CSV = ExportKind


@pytest.mark.parametrize(
    ("name", "chosen", "file", "kind"),
    [
        ("Inscrits.xlsx", XLSX, "Inscrits.xlsx", XLSX),
        # Only the format was changed: a workbook of LibreOffice does not open as « .xlsx ».
        ("Inscrits.xlsx", ODS, "Inscrits.ods", ODS),
        ("Inscrits.CSV", XLSX, "Inscrits.CSV", CSV),
        ("Absences janv. 2027", XLSX, "Absences janv. 2027.xlsx", XLSX),
    ],
)
def test_an_export_has_the_ending_of_its_format(
    name: str, chosen: ExportKind, file: str, kind: ExportKind
) -> None:
    assert export_target(f"/là/{name}", chosen) == (Path("/là") / file, kind)


def test_what_the_system_did_not_ask_about_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(_parent: QWidget, _title: str, sentence: str, **_words: Any) -> bool:
        asked.append(sentence)
        return False

    monkeypatch.setattr(dialogs, "confirm", refuse)
    parent: Any = None
    typed, target = tmp_path / "preuves", tmp_path / "preuves.zip"
    assert may_replace(parent, typed, target)
    target.write_bytes(b"older")
    # Typed whole, the system's dialogue has asked already.
    assert may_replace(parent, target, target)
    assert asked == []
    assert not may_replace(parent, typed, target)
    assert asked == [f"« preuves.zip » existe déjà dans {tmp_path}. Il sera remplacé."]


def test_a_title_with_a_slash_is_no_folder() -> None:
    assert name_from("Secrétaire / assistant(e)\nniveau 5", without="x") == (
        "Secrétaire assistant(e) niveau 5"
    )
    assert name_from(" ../.. ", without="Tableau") == "Tableau"
