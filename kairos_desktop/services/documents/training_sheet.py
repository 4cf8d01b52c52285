# SPDX-License-Identifier: MIT
"""« Feuille d'émargement » of a training's half-day: one signature each, and its code to scan.

What it must say: the training, the session, date, hours, module, trainer, place, page n of N
(domain 5). No identifier of a person: the sheet goes from hand to hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.marks import (
    CONTENT_WIDTH,
    LABEL,
    MM,
    MUTED,
    SMALL,
    SMALL_STRONG,
    Block,
    Code,
    Mark,
    Rule,
    Strokes,
    Style,
    gap,
)
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typeface import Face
from kairos_desktop.services.documents.typesetting import Run, paragraph, set_right, set_text
from kairos_desktop.services.rules.sheet_codes import spaced
from kairos_desktop.services.rules.strokes import HIGH, WIDE, read
from kairos_desktop.services.wording import dates

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import SignerFacts, TrainingSheet

_TITLE = "Feuille d’émargement"
_NAME = Style(Face.MEDIUM, 9.5)
_TIGHT = 2.4
# Seven millimetres and a half of signature at least.
_SIGN_HEIGHT = 20.4
_CODE_SIDE = 20 * MM
_CODE_WIDTH = 108.0
_COLUMNS = parts.filled(
    (
        Column("N°", 28),
        Column("Nom et prénom", 0),
        Column("Signature", 168),
        Column("Observations", 118),
    )
)
_SPARE = 1
SHEETS_TITLE = "Feuilles d’émargement"
"""What many of them in one file are called."""
ON_PAPER = "signé sur papier"
"""In the box of who signed the sheet that was printed before."""


def names(paper: TrainingSheet) -> tuple[str, str]:
    """The title that stands on top of the next pages, and the name of the file."""
    when = f"{dates.short_day(paper.day)}, {paper.half.lower()}"
    return f"{_TITLE} · {when} · {spaced(paper.code)}", f"emargement-{paper.code}.pdf"


def sheet(paper: TrainingSheet, padding: float) -> tuple[Block, ...]:
    """The body of a half-day's sheet, in as many pages as needed."""
    heading = parts.heading_row(_COLUMNS)
    signers: list[SignerFacts | None] = [*paper.signers, *[None] * _SPARE]
    rows = [
        _row(number, signer, heading, _SIGN_HEIGHT + padding)
        for number, signer in enumerate(signers, start=1)
    ]
    return (
        _head(paper),
        *parts.facts(_facts(paper), _TIGHT),
        gap(10),
        heading._replace(keeps_next=True),
        *parts.kept(rows),
        gap(11)._replace(keeps_next=True),
        _foot(paper),
        *_proof(paper),
    )


def _foot(paper: TrainingSheet) -> Block:
    """The trainer's box, signed where it was, and the room for a few words."""
    trainer = f"Formateur{phrases.NB}: {paper.trainer}" if paper.trainer else "Formateur (nom)"
    if not paper.signed_by:
        return parts.two_boxes(f"{trainer} · signature", "Nombre de présents, observations")
    first = paper.signed_by[0]
    said = f"Formateur{phrases.NB}: {first.name}"
    block = parts.two_boxes(said, "Nombre de présents, observations")
    hand = _hand(first.strokes, 96, 17, 130, 38)
    proof, _ = set_text([Run(first.proof, SMALL)], 10, 40, 86, 11)
    others = [f"{each.name} {each.proof}" for each in paper.signed_by[1:]]
    also, _ = set_text([Run(" · ".join(others), SMALL)], CONTENT_WIDTH / 2 + 19, 24, 220, 11)
    return block._replace(marks=(*block.marks, *hand, *proof, *also))


def _proof(paper: TrainingSheet) -> tuple[Block, ...]:
    """What holds of the signatures on the screen, under everything."""
    if not paper.proof:
        return ()
    return gap(7)._replace(keeps_next=True), paragraph([Run(paper.proof, SMALL)], CONTENT_WIDTH, 11)


def _hand(strokes: str, left: float, top: float, width: float, height: float) -> tuple[Mark, ...]:
    """A signature fitted in a box; nothing of what cannot be read."""
    try:
        lines = read(strokes)
    except ValueError:
        return ()
    scale = min(width / WIDE, height / HIGH)
    drawn = tuple(tuple((x * scale, y * scale) for x, y in line) for line in lines)
    return (Strokes(left, top, drawn),) if drawn else ()


def _head(paper: TrainingSheet) -> Block:
    """What it is and when; against the right edge, the code and how to type it."""
    width = CONTENT_WIDTH - _CODE_WIDTH
    marks: list[Mark] = []
    top = 0.0
    when = f"{phrases.weekday_date(paper.day)}, {paper.half.lower()}"
    for text, style, leading in (
        (_TITLE, Style(Face.SEMIBOLD, 17.5), 23),
        (when[:1].upper() + when[1:], Style(Face.SEMIBOLD, 12.5), 18),
        (phrases.span(paper.starts_at, paper.ends_at), Style(Face.SEMIBOLD, 12.5), 18),
        (paper.assumed, LABEL, 13),
    ):
        said, height = set_text([Run(text, style)], 0, top, width, leading)
        marks += said
        top += height
    typed = set_right(spaced(paper.code), SMALL_STRONG, CONTENT_WIDTH, 61, 11)
    marks += [Code(CONTENT_WIDTH - _CODE_SIDE, 0, _CODE_SIDE), typed]
    return Block(max(top, 72.0) + 6, tuple(marks), keeps_next=True)


def _facts(paper: TrainingSheet) -> tuple[Fact, ...]:
    session = paper.session
    numbers = parts.carif_numbers(session.carif_action_number, session.carif_session_number)
    return (
        Fact("Formation", session.title),
        Fact("N° CARIF · session", numbers),
        Fact("Module", paper.module),
        Fact("Formateur", paper.trainer),
        Fact("Lieu", paper.place),
    )


def _row(number: int, signer: SignerFacts | None, heading: Block, least: float) -> Block:
    signed = signer is not None and bool(signer.strokes)
    marked = signer.marked if signer and not signed else ""
    said = " · ".join(filter(None, (signer.proof, signer.struck))) if signer else ""
    cells = [
        Run(str(number), LABEL._replace(size=8.5)),
        Run(signer.name if signer else "", _NAME),
        Run(marked, SMALL),
        Run(said, SMALL._replace(size=7.5)),
    ]
    block = parts.row(_COLUMNS, cells, heading, least=least)
    grey = bool(marked) and marked != ON_PAPER
    block = parts.ruled(block, _COLUMNS, 2, marked=grey)
    if signer is None or not (signer.strokes or signer.struck_strokes):
        return block
    left = _COLUMNS[0].width + _COLUMNS[1].width + 6
    room = _COLUMNS[2].width - 12
    drawn = signer.strokes or signer.struck_strokes
    hand: list[Mark] = [*_hand(drawn, left, 1.5, room, block.height - 3)]
    if not signer.strokes:
        # Struck through, as a pen does it: what was signed can still be read.
        hand = [mark._replace(ink=MUTED) for mark in hand if isinstance(mark, Strokes)]
        hand.append(Rule(left, block.height / 2, room * 0.6, MUTED, 1.0))
    return block._replace(marks=(*block.marks, *hand))
