# SPDX-License-Identifier: MIT
"""A PDF as pictures, one page at a time, for the window and for printing.

pdfium is not made for threads: one lock for the process, held for one page only.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import msgspec

_pdfium = threading.Lock()
_POINTS_PER_INCH = 72


class UnreadablePdf(Exception):
    """These bytes are not a PDF that can be opened."""


class PagePicture(msgspec.Struct, frozen=True):
    """RGB pixels, 8 bits each (QImage.Format_RGB888 with `stride` bytes a line)."""

    width: int
    height: int
    stride: int
    pixels: bytes

    def png(self) -> bytes:
        """The same as a PNG file."""
        from PIL import Image

        out = io.BytesIO()
        size = (self.width, self.height)
        image = Image.frombuffer("RGB", size, self.pixels, "raw", "RGB", self.stride, 1)
        image.save(out, "PNG")
        return out.getvalue()


class PdfPages:
    """An open PDF. Any thread; close it by `opened`."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @property
    def count(self) -> int:
        """How many pages."""
        with _pdfium:
            return len(self._document)

    @property
    def keywords(self) -> str:
        """The keywords of the file, where the signed code also stands."""
        with _pdfium:
            return self._document.get_metadata_value("Keywords")

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page, in points."""
        with _pdfium:
            return self._document.get_page_size(index)

    def text(self, index: int) -> str:
        """The text of a page, one line a text object, in the order in which they were drawn.

        pdfium's own reading order guesses at columns and at hyphens; the drawing order is exact.
        """
        raw: Any = import_module("pypdfium2.raw")
        with _pdfium:
            page = self._document[index]
            text_page = page.get_textpage()
            try:
                drawn = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=text_page)
                return "\n".join([text.extract() for text in drawn])
            finally:
                text_page.close()
                page.close()

    def picture(self, index: int, scale: float) -> PagePicture:
        """A page drawn at `scale` pixels a point (300 dpi is 300 / 72)."""
        with _pdfium:
            page = self._document[index]
            bitmap = page.render(scale=scale, rev_byteorder=True)
            try:
                return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()
                page.close()


@contextmanager
def opened(pdf: bytes) -> Generator[PdfPages]:
    """The pages of a PDF; raises UnreadablePdf."""
    pdfium: Any = import_module("pypdfium2")  # it has no type stubs

    with _pdfium:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            raise UnreadablePdf from error
    try:
        yield PdfPages(document)
    finally:
        with _pdfium:
            document.close()


def dots_per_inch(dpi: int) -> float:
    """The scale that gives this many dots an inch."""
    return dpi / _POINTS_PER_INCH
