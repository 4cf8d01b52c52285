# SPDX-License-Identifier: MIT
"""A face that keeps its parts makes the very files that reportlab makes by itself."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kairos_desktop import resource_files
from kairos_desktop.services.documents.font_subsets import keep_subsets

TEXTS = ("Camille", "Zoé « à l’heure »", "é puis à", "à puis é", "Łukasz Ωmega", "Camille")
NAME = "Essai"


def face() -> Any:
    return TTFont(NAME, str(resource_files.path("fonts", "Inter-Regular.ttf")))


def file_of(font: Any, text: str, *, deflated: bool) -> bytes:
    """A file with one string; a registered face would be the first one of its name."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=int(deflated))
    document = canvas._doc
    for subset, letters in font.splitString(text, document):
        name = font.getSubsetInternalName(subset, document)
        canvas.addLiteral(f"BT {name} 11 Tf 1 0 0 1 50 700 Tm ({canvas._escape(letters)}) Tj ET")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("deflated", [True, False])
def test_the_files_are_the_same(deflated: bool) -> None:
    kept = face()
    keep_subsets(kept)
    for text in TEXTS:
        assert file_of(kept, text, deflated=deflated) == file_of(face(), text, deflated=deflated)


def test_the_same_letters_are_cut_once() -> None:
    cut: list[list[int]] = []
    font = face()
    make = font.face.makeSubset

    def counted(subset: Any) -> bytes:
        cut.append([code for code in subset if code > 127])
        return make(subset)

    font.face.makeSubset = counted
    keep_subsets(font)
    for text in ("Zoé", "René", "Zoé à", "Noé"):
        file_of(font, text, deflated=True)
    assert cut == [[0xE9], [0xE9, 0xE0]]
