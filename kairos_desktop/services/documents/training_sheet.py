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
    SMALL,
    SMALL_STRONG,
    Block,
    Code,
    Mark,
    Style,
    gap,
)
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typeface import Face
from kairos_desktop.services.documents.typesetting import Run, set_right, set_text
from kairos_desktop.services.rules.sheet_codes import spaced
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
    trainer = f"Formateur{phrases.NB}: {paper.trainer}" if paper.trainer else "Formateur (nom)"
    return (
        _head(paper),
        *parts.facts(_facts(paper), _TIGHT),
        gap(10),
        heading._replace(keeps_next=True),
        *parts.kept(rows),
        gap(11)._replace(keeps_next=True),
        parts.two_boxes(f"{trainer} · signature", "Nombre de présents, observations"),
    )


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
    marked = signer.marked if signer else ""
    cells = [
        Run(str(number), LABEL._replace(size=8.5)),
        Run(signer.name if signer else "", _NAME),
        Run(marked, SMALL),
        Run("", SMALL),
    ]
    block = parts.row(_COLUMNS, cells, heading, least=least)
    return parts.ruled(block, _COLUMNS, 2, marked=bool(marked))
