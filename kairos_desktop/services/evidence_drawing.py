# SPDX-License-Identifier: MIT
"""The file of evidence of a session, drawn and put in place: for a child process.

It loads no database: what `evidence_file.gather` read comes by pipe, so that the process starts in
a fifth of a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec

from kairos_desktop.services.documents.evidence_facts import (
    ChapterFacts,
    EvidenceSummary,
    FileFacts,
)
from kairos_desktop.services.documents.facts import IssuedDocument, Pictures, TrainingSheet
from kairos_desktop.services.documents.training_sheet import SHEETS_TITLE
from kairos_desktop.services.evidence_hands import OtherHand, other_hand
from kairos_desktop.services.exchange.table import ExportKind, ExportTable
from kairos_desktop.services.rules.evidence import Chapter
from kairos_desktop.services.wording.evidence_words import CHAPTERS

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[int, int], None]
HASHES = "empreintes.sha256"
SUMMARY = "00 Sommaire.pdf"


class PaperToDraw(NamedTuple):
    """A numbered paper, where it goes and what is said of it."""

    chapter: Chapter
    document: IssuedDocument
    what: str
    note: str


class MonthOfSheets(NamedTuple):
    """The sheets of one month: one file."""

    name: str
    what: str
    sheets: tuple[TrainingSheet, ...]


class EvidenceToDraw(NamedTuple):
    """Everything that the dossier is made of; goes to a child process by pipe."""

    summary: EvidenceSummary
    """Without its files: their hashes are known once they are drawn."""
    papers: tuple[PaperToDraw, ...]
    sheets: tuple[MonthOfSheets, ...]
    tables: tuple[tuple[Chapter, ExportTable], ...]
    pictures: Pictures
    key: bytes
    provisional: tuple[UUID, ...] = ()
    """The papers that the back end has not accepted yet."""

    @property
    def documents(self) -> tuple[IssuedDocument, ...]:
        """The numbered papers."""
        return tuple(each.document for each in self.papers)


class DossierFile(NamedTuple):
    """One file of the dossier; its name has its chapter's folder, with « / »."""

    name: str
    content: bytes
    sha256: str = ""
    pages: int = 0


_Made = tuple[FileFacts, bytes]
"""What the Sommaire says of a file, and the file."""


class Dossier(NamedTuple):
    """The whole, in order: the Sommaire first."""

    files: tuple[DossierFile, ...]
    made_at: datetime

    @property
    def pages(self) -> int:
        """The pages of all its PDFs."""
        return sum(each.pages for each in self.files)


class Written(msgspec.Struct, frozen=True):
    """What was put in place: how many files and pages, how much is missing.

    `announcement` says which letters of its papers the font lacks; "" where it has them all.
    """

    files: int
    pages: int
    missing: int
    provisional: int = 0
    announcement: str = ""


def drawn(asked: EvidenceToDraw, progress: Progress = lambda _done, _total: None) -> Dossier:
    """The files of the dossier. About 7 ms a paper, 5 ms a sheet; many papers by two processes."""
    from kairos_desktop.services.documents import render

    total = len(asked.papers) + sum(len(each.sheets) for each in asked.sheets) + 1
    with other_hand(asked.documents, asked.pictures, asked.key) as other:
        chapters = _chapters(asked, other, _counted(progress, total, other))
    facts = tuple(
        ChapterFacts(title=_title(chapter), files=tuple(told for told, _ in files))
        for chapter, files in chapters.items()
    )
    summary = render.render(msgspec.structs.replace(asked.summary, chapters=facts), asked.pictures)
    files = [DossierFile(SUMMARY, summary.pdf, summary.sha256, summary.pages)]
    for chapter, some in chapters.items():
        for told, content in some:
            path = f"{_title(chapter)}/{told.name}"
            files.append(DossierFile(path, content, told.sha256, told.pages))
    progress(total, total)
    return Dossier((*files, _hashes(files)), asked.summary.made_at)


def _chapters(
    asked: EvidenceToDraw, other: OtherHand, told: Callable[..., None]
) -> dict[Chapter, list[_Made]]:
    """The files of each chapter; papers from the first on, until those of the other hand."""
    from kairos_desktop.services.documents import batch, render

    made: dict[Chapter, list[_Made]] = {each: [] for each in Chapter}
    for month in asked.sheets:
        sheets = batch.render_batch(month.sheets, asked.pictures, None, told, SHEETS_TITLE)
        made[Chapter.SHEETS].append(_hashed(month.name, month.what, sheets.pdf, sheets.pages))
    for chapter, table in asked.tables:
        made[chapter].append(_table(table))
    for place, paper in enumerate(asked.papers):
        drawn = other.drawn.get(place)
        if drawn is None:
            drawn = render.render(paper.document, asked.pictures, asked.key)
            told()
        facts = FileFacts(
            name=drawn.file_name, what=paper.what, pages=drawn.pages, sha256=drawn.sha256,
            note=paper.note,
        )  # fmt: skip
        made[paper.chapter].append((facts, drawn.pdf))
    return made


def _counted(progress: Progress, total: int, other: OtherHand) -> Callable[..., None]:
    """To be called after each paper and sheet drawn here: tells of those of both hands."""
    done = count(1)

    def told(*_of_a_month: int) -> None:
        other.look()
        # Where both meet, the other may have drawn again what was drawn here.
        progress(min(next(done) + len(other.drawn), total), total)

    return told


def written(asked: EvidenceToDraw, target: Path, *, as_folder: bool, progress: Progress) -> Written:
    """Draw the dossier, then put it in place. Raises `evidence_place.DossierFailed`."""
    from kairos_desktop.services import evidence_place

    dossier = drawn(asked, progress)
    put = evidence_place.write_folder if as_folder else evidence_place.write_zip
    put(dossier, target)
    missing, waits = len(asked.summary.missing), len(asked.provisional)
    return Written(len(dossier.files), dossier.pages, missing, waits, _announcement(asked))


def _announcement(asked: EvidenceToDraw) -> str:
    """What is said before a paper is printed alone: here the dossier may be handed over unseen."""
    from kairos_desktop.services.documents import render, typeface

    sheets = (sheet for month in asked.sheets for sheet in month.sheets)
    return typeface.announcement(render.unprintable(*asked.documents, *sheets, asked.summary))


def written_apart(
    report: Callable[[object], None], asked: EvidenceToDraw, target: Path, as_folder: bool
) -> Written:
    """The same in a child process; reports `(done, total, sentence)`."""

    def progress(done: int, total: int) -> None:
        report((done, total, f"{done} sur {total}"))

    return written(asked, target, as_folder=as_folder, progress=progress)


def _table(table: ExportTable) -> _Made:
    from kairos_desktop.services.exchange.export import export_table

    held = BytesIO()
    exported = export_table(table, held, ExportKind.XLSX)
    what = f"{exported.rows} ligne{'s' if exported.rows > 1 else ''}"
    return _hashed(f"{table.title}.xlsx", what, held.getvalue())


def _hashed(name: str, what: str, content: bytes, pages: int = 0) -> _Made:
    digest = hashlib.sha256(content).hexdigest()
    return FileFacts(name=name, what=what, pages=pages, sha256=digest), content


def _title(chapter: Chapter) -> str:
    """« 04 Émargements »: also the folder's name, which any system takes."""
    return f"{list(Chapter).index(chapter) + 1:02d} {CHAPTERS[chapter]}"


def _hashes(files: Sequence[DossierFile]) -> DossierFile:
    """The hashes as `sha256sum --check` reads them."""
    lines = [f"{each.sha256} *{each.name}\n" for each in files]
    return DossierFile(HASHES, "".join(lines).encode())
