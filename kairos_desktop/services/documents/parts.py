# SPDX-License-Identifier: MIT
"""The pieces that the papers share: title, addressee, table of facts, list, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kairos_desktop.services.documents import phrases
from kairos_desktop.services.documents.facts import (
    EnrolmentFacts,
    PersonFacts,
    Pictures,
    ProviderFacts,
    SlotFacts,
    full_name,
)
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    INK,
    LABEL,
    MUTED,
    SECTION,
    SMALL,
    SMALL_STRONG,
    VALUE,
    WASH,
    Block,
    Box,
    Mark,
    Picture,
    Rule,
    Style,
)
from kairos_desktop.services.documents.typeface import Face, measure
from kairos_desktop.services.documents.typesetting import (
    Run,
    fitted,
    set_centred,
    set_text,
    wrapped,
)

_LABEL_WIDTH = 142.5
# Where the window of a C5/6 envelope shows the address, once the sheet is folded in three.
_ADDRESS_LEFT = 292.0
_ADDRESS_HEIGHT = 76.0


class Fact(NamedTuple):
    """One line of a table of facts; a `pill` stands before the value, in its own ink."""

    label: str
    value: str
    pill: str = ""
    pill_ink: str = INK


class Column(NamedTuple):
    """A column of a list: its heading, its width in points."""

    label: str
    width: float


def addressee(person: PersonFacts) -> Block:
    """Name and address, in the window of an envelope."""
    return addressed_to((full_name(person), *person.address))


def addressed_to(lines: Sequence[str]) -> Block:
    """An organisation and its people, in the window of an envelope."""
    width = CONTENT_WIDTH - _ADDRESS_LEFT
    marks: list[Mark] = []
    top = 8.0
    for index, line in enumerate(lines):
        style = BODY._replace(face=Face.MEDIUM) if index == 0 else BODY
        text, height = set_text([Run(line, style)], _ADDRESS_LEFT, top, width, 14.5)
        marks += text
        top += height
    return Block(max(top + 8, _ADDRESS_HEIGHT), tuple(marks))


def title(text: str, subtitle: str) -> Block:
    """The paper's name and, under it, what it is about."""
    name, height = set_text([Run(text, Style(Face.SEMIBOLD, 17.5))], 0, 0, CONTENT_WIDTH, 23)
    about, more = set_text([Run(subtitle, LABEL)], 0, height + 1, CONTENT_WIDTH, 14)
    return Block(height + more + 11, (*name, *about), keeps_next=True)


def section(text: str) -> Block:
    """A heading inside a paper."""
    marks, height = set_text([Run(text, SECTION)], 0, 0, CONTENT_WIDTH, 15)
    return Block(height + 4, tuple(marks), keeps_next=True)


def ft_identifier(person: PersonFacts) -> Fact:
    """The line of the person's identifier, known or not."""
    return Fact("Identifiant France Travail", person.ft_id or "non communiqué à ce jour")


def facts(lines: Sequence[Fact], padding: float) -> tuple[Block, ...]:
    """Label and value, one line each, between hairlines; empty values are left out.

    `padding` is the air above and under a line: less of it keeps a long paper on one page.
    """
    kept = [line for line in lines if line.value or line.pill]
    blocks = [_fact(line, padding) for line in kept]
    return (Block(0.6, (Rule(0, 0, CONTENT_WIDTH),), keeps_next=True), *blocks)


def _fact(line: Fact, padding: float) -> Block:
    label, label_height = set_text([Run(line.label, LABEL)], 0, padding, _LABEL_WIDTH - 12, 13.8)
    left = _LABEL_WIDTH
    marks: list[Mark] = [*label]
    if line.pill:
        pill, pill_width = _pill(line.pill, line.pill_ink, left, padding - 0.9)
        marks += pill
        left += pill_width + 7
    value, height = set_text([Run(line.value, VALUE)], left, padding, CONTENT_WIDTH - left, 13.8)
    bottom = max(label_height, height, 13.8) + 2 * padding
    return Block(bottom, (*marks, *value, Rule(0, bottom, CONTENT_WIDTH)))


def _pill(text: str, ink: str, left: float, top: float) -> tuple[list[Mark], float]:
    style = Style(Face.SEMIBOLD, 8.25, ink)
    shown = text.upper()
    width = measure(shown, style.face, style.size) + 14
    word = set_centred(shown, style, left + width / 2, top, 15.6)
    return [Box(left, top, width, 15.6, 3.5, ink, weight=0.9), word], width


def signatures(provider: ProviderFacts, pictures: Pictures, also: str = "") -> Block:
    """The organisation's signature and stamp, side by side; `also` who else signs."""
    boxes = 3 if also else 2
    width, height = (CONTENT_WIDTH - 18 * (boxes - 1)) / boxes, 80.0
    lefts = [place * (width + 18) for place in range(boxes)]
    said, bottom = set_text([Run("Pour l’organisme", SMALL)], 10, 7, width - 20, 12)
    signatory = ", ".join(filter(None, (provider.signatory_name, provider.signatory_role)))
    name, _ = set_text([Run(signatory, SMALL_STRONG)], 10, 7 + bottom, width - 20, 12)
    marks: list[Mark] = [Box(left, 0, width, height, 4) for left in lefts]
    marks += [*said, *name]
    for left, word in zip(lefts[1:], ("Cachet", also), strict=False):
        marks += set_text([Run(word, SMALL)], left + 10, 7, width - 20, 12)[0]
    if pictures.stamp:
        room = min(60, width / 4)
        stamp = (lefts[1] + room, 6, width - room - 10, height - 12)
        marks.append(Picture(*stamp, pictures.stamp, centred=True))
    return Block(height, tuple(marks))


def two_boxes(left: str, right: str) -> Block:
    """Two boxes side by side, to be filled in by hand."""
    half = (CONTENT_WIDTH - 18) / 2
    first, _ = set_text([Run(left, SMALL)], 10, 7, half - 20, 12)
    second, _ = set_text([Run(right, SMALL)], half + 28, 7, half - 20, 12)
    boxes: list[Mark] = [Box(0, 0, half, 58, 4), Box(half + 18, 0, half, 58, 4)]
    return Block(58, (*boxes, *first, *second))


def ruled(block: Block, columns: Sequence[Column], boxes: int, *, marked: bool) -> Block:
    """A line of a sheet, its last `boxes` columns drawn as boxes; grey where they are `marked`."""
    left = sum(column.width for column in columns[:-boxes])
    marks: list[Mark] = []
    if marked:
        marks.append(Box(left, 1, CONTENT_WIDTH - left, block.height - 2, 0, WASH, WASH))
    for column in columns[-boxes:]:
        marks.append(Rule(left, 0, block.height, upright=True))
        left += column.width
    marks.append(Rule(left, 0, block.height, upright=True))
    return block._replace(marks=(*marks, *block.marks))


def kept(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, the last one on the page of what follows."""
    return (*blocks[:-1], *(block._replace(keeps_next=True) for block in blocks[-1:]))


def bulleted(lines: Sequence[str]) -> tuple[Block, ...]:
    """A short list with dashes."""
    blocks: list[Block] = []
    for line in lines:
        text, height = set_text([Run(line, BODY)], 14, 0, CONTENT_WIDTH - 14, 14.5)
        dash, _ = set_text([Run("–", LABEL)], 2, 0, 12, 14.5)
        blocks.append(Block(height, (*dash, *text)))
    return tuple(blocks)


def filled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The column of width 0 takes what the others leave."""
    rest = CONTENT_WIDTH - sum(column.width for column in columns)
    return tuple(column if column.width else column._replace(width=rest) for column in columns)


def heading_row(columns: Sequence[Column]) -> Block:
    """The headings of a list, repeated on each page."""
    height = 22.0
    marks: list[Mark] = [Box(0, 0, CONTENT_WIDTH, height, 0, WASH, WASH)]
    left = 0.0
    for column in columns:
        style = fitted(column.label, SMALL_STRONG._replace(ink=MUTED), column.width - 10, 6)
        text, _ = set_text([Run(column.label, style)], left + 6, 0, column.width - 8, height)
        marks += text
        left += column.width
    marks.append(Rule(0, height, CONTENT_WIDTH, MUTED, 0.8))
    return Block(height, tuple(marks))


def row(
    columns: Sequence[Column],
    cells: Sequence[Run],
    heading: Block,
    *,
    least: float,
    extra: Sequence[Mark] = (),
) -> Block:
    """One line of a list, as high as its tallest cell, at least `least`."""
    fits = [_in_cell(cell, column) for column, cell in zip(columns, cells, strict=True)]
    leading = 11.6
    lines = [
        len(wrapped([cell], column.width - 10)) for column, cell in zip(columns, fits, strict=True)
    ]
    height = max(least, max(lines) * leading + 7)
    marks: list[Mark] = list(extra)
    left = 0.0
    for column, cell, count in zip(columns, fits, lines, strict=True):
        top = (height - count * leading) / 2
        text, _ = set_text([cell], left + 6, top, column.width - 10, leading)
        marks += text
        left += column.width
    marks.append(Rule(0, height, CONTENT_WIDTH))
    return Block(height, tuple(marks), heading=heading)


def _in_cell(cell: Run, column: Column) -> Run:
    """A little smaller when that saves a line, else as it is, on two lines."""
    width = column.width - 10
    smaller = Run(cell.text, fitted(cell.text, cell.style, width, cell.style.size * 0.86))
    return smaller if len(wrapped([smaller], width)) == 1 else cell


def when_and_where(slot: SlotFacts) -> tuple[Fact, ...]:
    """Date, hours, place or link, host, of a meeting or an appointment."""
    return (
        Fact("Date", phrases.weekday_date(slot.held_on)),
        Fact("Horaires", phrases.span(slot.starts_at, slot.ends_at)),
        Fact("Lieu", slot.place),
        Fact("À distance", slot.link),
        Fact("Animation", slot.host),
    )


def carif_numbers(action: str, session: str) -> str:
    """Both CARIF-OREF numbers, action then session."""
    return " · ".join(filter(None, (action, session)))


def funding(enrolment: EnrolmentFacts) -> str:
    """Who pays the teaching, and under which reference."""
    reference = enrolment.funding_reference
    return " · ".join(
        filter(None, (enrolment.funding, f"réf.{phrases.NB}{reference}" if reference else ""))
    )
