# SPDX-License-Identifier: MIT
"""The part of a face that a paper embeds, made once for all the papers with the same letters.

reportlab cuts the face, writes its widths and deflates it for each file: a third of what a small
paper costs. Papers of one kind have the same letters, but for a name now and then.
"""

from __future__ import annotations

import zlib
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportlab.pdfbase.ttfonts import TTFont

_KEPT = 64
"""Parts kept: 50 kB each at most."""


class _KeptDeflate:
    """The filter of reportlab, which finds again what it has deflated."""

    pdfname = "FlateDecode"

    @staticmethod
    @lru_cache(maxsize=2 * _KEPT)
    def encode(text: bytes | str) -> bytes:
        """The same bytes as reportlab's own."""
        return zlib.compress(text.encode() if isinstance(text, str) else text)


def keep_subsets(font: TTFont) -> None:
    """Have a face that was loaded make each part of itself once; the files stay the same."""
    made: Any = font
    made.face.makeSubset = _kept(made.face.makeSubset)
    made.addObjects = partial(_add_objects, made.addObjects)


def _kept(make: Callable[[Sequence[int]], bytes]) -> Callable[[Sequence[int]], bytes]:
    kept = lru_cache(maxsize=_KEPT)(make)
    return lambda subset: kept(tuple(subset))


def _add_objects(add: Callable[[Any], None], document: Any) -> None:
    """Add what a file needs of a face; its long parts are found again."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFStream

    before = len(document.idToObject)
    add(document)
    for added in list(document.idToObject.values())[before:]:
        if isinstance(added, PDFStream):
            added.filters = added.filters and [_KeptDeflate()]
        elif isinstance(widths := getattr(added, "Widths", None), PDFArray):
            added.Widths = _written(tuple(widths.sequence))


@lru_cache(maxsize=_KEPT)
def _written(widths: tuple[float, ...]) -> bytes:
    from reportlab.pdfbase.pdfdoc import PDFArray

    array: Any = PDFArray(widths)
    return array.format(None)
