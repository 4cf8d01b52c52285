# SPDX-License-Identifier: MIT
"""« Sommaire » of a file of evidence: every file with its pages and its hash, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    HOLD,
    LABEL,
    MUTED,
    OK,
    Block,
    Style,
    gap,
)
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typesetting import Run, paragraph
from kairos_desktop.services.wording.dates import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.documents.evidence_facts import (
        ChapterFacts,
        EvidenceSummary,
        FileFacts,
        MissingFacts,
    )

_CELL = Style(size=8.5)
_HASH = Style(size=6.6, ink=MUTED)
_HALF_OF_A_HASH = 32
_FILES = parts.filled(
    (Column("Fichier", 130), Column("Contenu", 0), Column("Pages", 40), Column("SHA-256", 142))
)
_MISSING = parts.filled(
    (Column("Ce qui manque", 0), Column("Qui", 132), Column("Quand", 84), Column("Texte", 108))
)
_LEAST = 17.0
_HOW = (
    "Chaque document numéroté est redessiné tel qu’il a été édité, avec son numéro, sa version et "
    "le code signé de l’organisme. Le fichier « empreintes.sha256 » permet de vérifier que rien "
    "n’a changé depuis."
)


def names(paper: EvidenceSummary) -> tuple[str, str]:
    """The title, and the name of the file."""
    del paper
    return "Dossier de preuves", "00 Sommaire.pdf"


def summary(paper: EvidenceSummary) -> tuple[Block, ...]:
    """The body: what it is, what is missing in a figure, the files, then each thing missing."""
    files = [each for chapter in paper.chapters for each in chapter.files]
    pages = sum(each.pages for each in files)
    missing = len(paper.missing)
    numbers = parts.carif_numbers(
        paper.session.carif_action_number, paper.session.carif_session_number
    )
    lines = (
        Fact("Formation", paper.session.title),
        Fact("Numéros CARIF", numbers),
        Fact("Session", paper.period),
        Fact("Constitué", f"{moment(paper.made_at)} par {paper.made_by}"),
        Fact("Contenu", f"{_count(len(files), 'fichier')}, {_count(pages, 'page')}"),
        Fact(
            "Ce qui manque",
            "détail à la fin" if missing else "rien à cette date",
            _count(missing, "ligne") if missing else "complet",
            HOLD if missing else OK,
        ),
    )
    return (
        parts.title("Dossier de preuves", "Sommaire"),
        *parts.facts(lines, 4.4),
        gap(6),
        paragraph([Run(_HOW, LABEL)], CONTENT_WIDTH),
        gap(10),
        *(block for chapter in paper.chapters for block in _chapter(chapter)),
        *_lacks(paper.missing),
    )


def _chapter(chapter: ChapterFacts) -> Iterator[Block]:
    yield parts.section(chapter.title)
    if not chapter.files:
        yield paragraph([Run("Rien à cette date.", BODY)], CONTENT_WIDTH)
    else:
        heading = parts.heading_row(_FILES)
        yield heading._replace(keeps_next=True)
        for each in chapter.files:
            yield parts.row(_FILES, _file_cells(each), heading, least=_LEAST)
    yield gap(10)


def _file_cells(each: FileFacts) -> list[Run]:
    what = f"{each.what} ({each.note})" if each.note else each.what
    half = f"{each.sha256[:_HALF_OF_A_HASH]} {each.sha256[_HALF_OF_A_HASH:]}"
    pages = str(each.pages) if each.pages else "–"
    return [Run(each.name, _CELL), Run(what, _CELL), Run(pages, _CELL), Run(half, _HASH)]


def _lacks(missing: tuple[MissingFacts, ...]) -> Iterator[Block]:
    if not missing:
        return
    yield parts.section("Ce qui manque")
    heading = parts.heading_row(_MISSING)
    yield heading._replace(keeps_next=True)
    for each in missing:
        cells = [Run(text, _CELL) for text in (each.what, each.whom, each.when, each.source)]
        yield parts.row(_MISSING, cells, heading, least=_LEAST)


def _count(count: int, noun: str) -> str:
    return f"{count}{phrases.NB}{noun}{'s' if count > 1 else ''}"
