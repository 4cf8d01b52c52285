# SPDX-License-Identifier: MIT
"""A page as plain data: what is drawn where, in points from the top left corner.

Composing gives marks, painting turns them into a PDF; between both, marks can be hashed and
tested. A text mark is one string in one style: there is no markup, so no data can be markup.
"""

from __future__ import annotations

from typing import NamedTuple

from kairos_desktop.services.documents.typeface import Face

A4_WIDTH = 595.28
A4_HEIGHT = 841.89
MARGIN = 48.0
CONTENT_WIDTH = A4_WIDTH - 2 * MARGIN
MM = 72 / 25.4

# Light theme of resources/theme/tokens.json: paper has no dark mode.
INK = "#17202B"
MUTED = "#5A6676"
LINE = "#D5DBE3"
ACCENT = "#1D4F9C"
OK = "#17734F"
HOLD = "#5B3FA0"
DANGER = "#B0261D"
WASH = "#F5F7FA"


class Style(NamedTuple):
    """Face, size in points and ink of a text."""

    face: Face = Face.REGULAR
    size: float = 9.75
    ink: str = INK


BODY = Style()
STRONG = Style(Face.SEMIBOLD)
VALUE = Style(Face.MEDIUM)
LABEL = Style(ink=MUTED)
SECTION = Style(Face.SEMIBOLD, 10.5, ACCENT)
SMALL = Style(size=8.25, ink=MUTED)
SMALL_STRONG = Style(Face.SEMIBOLD, 8.25, INK)


class Text(NamedTuple):
    """A string whose baseline starts at x, y."""

    x: float
    y: float
    text: str
    style: Style


class Rule(NamedTuple):
    """A line to the right, or down when `upright`."""

    x: float
    y: float
    length: float
    ink: str = LINE
    weight: float = 0.6
    upright: bool = False


class Box(NamedTuple):
    """A rectangle by its top left corner; `fill` empty leaves the paper."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    ink: str = LINE
    fill: str = ""
    weight: float = 0.6


class Picture(NamedTuple):
    """An image fitted inside a rectangle, proportions kept, anchored left or centred."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    centred: bool = False


class Strokes(NamedTuple):
    """What a hand drew, in a frame by its top left corner; the points are within it."""

    x: float
    y: float
    lines: tuple[tuple[tuple[float, float], ...], ...]
    ink: str = INK
    weight: float = 0.9


class Code(NamedTuple):
    """The dark square of the signed code; its quiet zone is around it."""

    x: float
    y: float
    side: float


class Watermark(NamedTuple):
    """A large slanted word across the page, centred on x, y."""

    x: float
    y: float
    text: str
    ink: str
    size: float
    strength: float
    framed: bool = False


Mark = Text | Rule | Box | Picture | Code | Watermark | Strokes


class Block(NamedTuple):
    """A piece of content as wide as the page's content, never cut by a page break.

    `heading` is drawn again on top of a page that starts with this block; `keeps_next` refuses
    a page break behind it.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    heading: Block | None = None
    keeps_next: bool = False


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The same mark elsewhere."""
    return mark._replace(x=mark.x + dx, y=mark.y + dy)


def gap(height: float) -> Block:
    """Empty space."""
    return Block(height)
