# SPDX-License-Identifier: MIT
"""Marks into PDF, by reportlab's canvas: strings are drawn as strings, nothing is parsed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from kairos_desktop.services.documents import images, typeface
from kairos_desktop.services.documents.marks import (
    A4_HEIGHT,
    A4_WIDTH,
    INK,
    Box,
    Code,
    Picture,
    Rule,
    Strokes,
    Text,
    Watermark,
)
from kairos_desktop.services.documents.pages import Page
from kairos_desktop.services.documents.qr import bars, matrix
from kairos_desktop.services.documents.typeface import Face, measure

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

_Shape = Box | Picture | Code | Watermark | Strokes


class Painter:
    """One PDF being drawn; faces and pictures are embedded once, however many papers it has."""

    def __init__(self, title: str, author: str, keywords: str = "") -> None:
        from reportlab.pdfgen.canvas import Canvas

        for face in Face:
            typeface.font(face)
        self._out = io.BytesIO()
        # What was said of each string: its letters have their places in this file alone.
        self._said: dict[tuple[str, Face, float], str] = {}
        self._canvas: Canvas = Canvas(
            self._out,
            pagesize=(A4_WIDTH, A4_HEIGHT),
            invariant=1,
            pageCompression=1,
            lang="fr-FR",
            initialFontName=Face.REGULAR.value,  # pyright: ignore[reportArgumentType]
            initialFontSize=10,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject("Document produit par Kairos Desktop")
        self._canvas.setCreator("Kairos Desktop")
        self._canvas.setKeywords(keywords)

    def add(self, pages: Iterable[Page], code: str) -> None:
        """Draw the pages of one paper; `code` is the text of its signed QR."""
        for page in pages:
            ink = ""
            for mark in page:
                if isinstance(mark, Text):
                    # Text by text, most of a page keeps its ink: said once.
                    if mark.style.ink != ink:
                        ink = mark.style.ink
                        self._canvas.addLiteral(f"{_parts(ink)} rg")
                    self._text(mark)
                elif isinstance(mark, Rule):
                    # A rule has a stroke of its own and fills nothing: the ink stays.
                    _rule(self._canvas, mark)
                else:
                    ink = ""
                    _shape(self._canvas, mark, code)
            self._canvas.showPage()

    def _text(self, mark: Text) -> None:
        """One string where it stands: as `drawString` has it, without an object of its own.

        A dossier has sixteen thousand of them; those of its sheets are mostly the same.
        """
        asked = mark.text, mark.style.face, mark.style.size
        said = self._said.get(asked)
        if said is None:
            said = self._said[asked] = _said(self._canvas, *asked)
        place = f"{mark.x:.3f} {A4_HEIGHT - mark.y:.3f}"
        self._canvas.addLiteral(f"BT 1 0 0 1 {place} Tm {said} ET")

    def finish(self) -> bytes:
        """The whole file."""
        self._canvas.save()
        return self._out.getvalue()


@cache
def _colour(ink: str) -> Color:
    from reportlab.lib.colors import HexColor

    return HexColor(ink)


def _said(canvas: Any, text: str, face: Face, size: float) -> str:
    """A string as the content of a page says it, in the parts of its face that it needs."""
    from reportlab.pdfbase import pdfmetrics

    document = canvas._doc  # noqa: SLF001 - a subset belongs to a document: no public way
    font: Any = pdfmetrics.getFont(face.value)  # pyright: ignore[reportUnknownMemberType]
    return " ".join(
        f"{font.getSubsetInternalName(subset, document)} {size:.6g} Tf "
        f"({canvas._escape(letters)}) Tj"  # noqa: SLF001
        for subset, letters in font.splitString(text, document)
    )


def _shape(canvas: Canvas, mark: _Shape, code: str) -> None:
    match mark:
        case Box():
            _box(canvas, mark)
        case Picture():
            _picture(canvas, mark)
        case Code():
            _code(canvas, mark, code)
        case Watermark():
            _watermark(canvas, mark)
        case Strokes():
            _strokes(canvas, mark)


def _rule(canvas: Canvas, mark: Rule) -> None:
    """A line; said as it is, since a page of sheet has a hundred."""
    right = mark.x + (0 if mark.upright else mark.length)
    top = A4_HEIGHT - mark.y
    bottom = top - (mark.length if mark.upright else 0)
    colour, weight = _parts(mark.ink), mark.weight
    path = f"{mark.x:.3f} {top:.3f} m {right:.3f} {bottom:.3f} l S"
    canvas.addLiteral(f"{colour} RG {weight:.3f} w n {path}")


@cache
def _parts(ink: str) -> str:
    """A colour as the content of a page says it."""
    return " ".join(f"{part:.6f}" for part in _colour(ink).rgb())


def _box(canvas: Canvas, mark: Box) -> None:
    canvas.setStrokeColor(_colour(mark.ink))
    canvas.setLineWidth(mark.weight)
    if mark.fill:
        canvas.setFillColor(_colour(mark.fill))
    bottom = A4_HEIGHT - mark.y - mark.height
    fill = int(bool(mark.fill))
    canvas.roundRect(mark.x, bottom, mark.width, mark.height, mark.radius, stroke=1, fill=fill)


def _picture(canvas: Canvas, mark: Picture) -> None:
    """An unreadable picture leaves its place empty: a broken logo never stops a certificate."""
    from reportlab.lib.utils import ImageReader

    if images.problem(mark.data):
        return
    canvas.drawImage(  # pyright: ignore[reportUnknownMemberType]
        ImageReader(io.BytesIO(mark.data)),
        mark.x,
        A4_HEIGHT - mark.y - mark.height,
        mark.width,
        mark.height,
        mask="auto",
        preserveAspectRatio=True,
        anchor="c" if mark.centred else "nw",
    )


def _code(canvas: Canvas, mark: Code, code: str) -> None:
    """The QR as one path of horizontal bars, in a space where a module is 1 by 1."""
    module = mark.side / len(matrix(code))
    canvas.saveState()
    canvas.setFillColor(_colour(INK))
    canvas.transform(module, 0, 0, -module, mark.x, A4_HEIGHT - mark.y)
    # Whole numbers that we made: written as they are, a thousand bars cost nothing.
    canvas.addLiteral(" ".join([*(f"{x} {y} {width} 1 re" for x, y, width in bars(code)), "f"]))
    canvas.restoreState()


def _strokes(canvas: Any, mark: Strokes) -> None:
    """A signature, as lines with round ends; a stroke of one point is a dot."""
    canvas.setStrokeColor(_colour(mark.ink))
    canvas.setLineWidth(mark.weight)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for line in mark.lines:
        points = [(mark.x + x, A4_HEIGHT - mark.y - y) for x, y in line]
        path.moveTo(*points[0])
        for point in points[1:] or points:
            path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)


def _watermark(canvas: Canvas, mark: Watermark) -> None:
    width = measure(mark.text, Face.SEMIBOLD, mark.size)
    canvas.saveState()
    canvas.translate(mark.x, A4_HEIGHT - mark.y)
    canvas.rotate(32)
    canvas.setFillColor(_colour(mark.ink))
    canvas.setFillAlpha(mark.strength)
    canvas.setFont(Face.SEMIBOLD.value, mark.size)
    canvas.drawString(-width / 2, -mark.size * 0.36, mark.text)
    if mark.framed:
        canvas.setStrokeColor(_colour(mark.ink))
        canvas.setStrokeAlpha(mark.strength)
        canvas.setLineWidth(5)
        canvas.roundRect(-width / 2 - 18, -mark.size * 0.56, width + 36, mark.size * 1.12, 12)
    canvas.restoreState()
