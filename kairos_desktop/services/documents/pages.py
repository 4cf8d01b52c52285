# SPDX-License-Identifier: MIT
"""Blocks into pages: what each page draws, then the text that the signed code answers for."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kairos_desktop.services.documents import frame
from kairos_desktop.services.documents.facts import (
    Document,
    Pictures,
    head_of,
    is_demo,
    provider_of,
)
from kairos_desktop.services.documents.frame import Frame
from kairos_desktop.services.documents.marks import MARGIN, Block, Mark, Text, Watermark, moved

Page = tuple[Mark, ...]
_UNDER_HEADER = 20.0
_ABOVE_FOOTER = 6.0


class Content(NamedTuple):
    """What a paper says between its header and its footer, and the name of the paper."""

    title: str
    blocks: tuple[Block, ...]


def lay_out(
    document: Document, content: Content, pictures: Pictures, shape: Frame
) -> tuple[Page, ...]:
    """The pages of a document. Pure: the same facts give the same marks."""
    head, provider = head_of(document), provider_of(document)
    first = frame.letterhead(provider, head, pictures, shape)
    later = frame.running_head(content.title, head, provider)
    bodies = _broken(content.blocks, first.height, later.height, shape)
    pages: list[Page] = []
    for number, body in enumerate(bodies, start=1):
        header = first if number == 1 else later
        marks = frame.watermarks(head, demo=is_demo(document))
        marks += [moved(mark, MARGIN, frame.TOP) for mark in header.marks]
        marks += body
        marks += frame.footer(number, len(bodies), shape)
        pages.append(tuple(marks))
    return tuple(pages)


def _broken(
    blocks: Sequence[Block], first_header: float, later_header: float, shape: Frame
) -> list[list[Mark]]:
    """The marks of each page's body, blocks kept whole."""
    bodies: list[list[Mark]] = [[]]
    top = frame.TOP + first_header + _UNDER_HEADER
    for index, block in enumerate(blocks):
        bottom = shape.bottom(len(bodies)) - _ABOVE_FOOTER
        if top + _needed(blocks, index) > bottom and bodies[-1]:
            bodies.append([])
            top = frame.TOP + later_header + _UNDER_HEADER
            if block.heading:
                bodies[-1] += [moved(mark, MARGIN, top) for mark in block.heading.marks]
                top += block.heading.height
            if not block.marks:
                continue  # a gap has no sense on top of a page
        bodies[-1] += [moved(mark, MARGIN, top) for mark in block.marks]
        top += block.height
    return bodies


def _needed(blocks: Sequence[Block], index: int) -> float:
    """Height of a block and of those it must stay with."""
    height = blocks[index].height
    while blocks[index].keeps_next and index + 1 < len(blocks):
        index += 1
        height += blocks[index].height
    return height


def fingerprint(texts: Iterable[str]) -> bytes:
    """16 bytes of SHA-256 over the letters of each page, in order, spaces left out.

    The same for the marks of a layout and for the text read back from the file, where a string may
    come in several pieces, and where pdfium gives U+0002 for a hyphen that ends a line.
    """
    canonical = "\f".join(_letters(text) for text in texts)
    return hashlib.sha256(canonical.encode()).digest()[:16]


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\x02", "-").split())


def page_texts(pages: Iterable[Page]) -> list[str]:
    """The letters drawn on each page, in drawing order."""
    return [
        "".join(mark.text for mark in page if isinstance(mark, Text | Watermark)) for page in pages
    ]
