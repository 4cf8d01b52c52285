# SPDX-License-Identifier: MIT
"""The file of evidence of a session, drawn and put in place: for a child process.

It loads no database: what `evidence_file.gather` read comes by pipe, so that the process starts in
a fifth of a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
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
    pages: int = 0


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
    """The files of the dossier. About 10 ms a paper, 8 ms a sheet."""
    from kairos_desktop.services.documents import render

    total = len(asked.papers) + sum(len(each.sheets) for each in asked.sheets) + 1
    chapters: dict[Chapter, list[tuple[DossierFile, FileFacts]]] = {each: [] for each in Chapter}
    done = 0
    for paper in asked.papers:
        made = render.render(paper.document, asked.pictures, asked.key)
        file = DossierFile(_path(paper.chapter, made.file_name), made.pdf, made.pages)
        chapters[paper.chapter].append(_told(file, paper.what, paper.note))
        done += 1
        progress(done, total)
    for month, before in _counted(asked.sheets, done):
        told = partial(_after, progress, before, total)
        chapters[Chapter.SHEETS].append(_month(month, asked.pictures, told))
    for chapter, table in asked.tables:
        chapters[chapter].append(_table(chapter, table))
    facts = tuple(
        ChapterFacts(title=_title(chapter), files=tuple(told for _, told in files))
        for chapter, files in chapters.items()
    )
    summary = render.render(msgspec.structs.replace(asked.summary, chapters=facts), asked.pictures)
    first = DossierFile(SUMMARY, summary.pdf, summary.pages)
    files = (first, *(file for some in chapters.values() for file, _ in some))
    progress(total, total)
    return Dossier((*files, _hashes(files)), asked.summary.made_at)


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


def _counted(months: Sequence[MonthOfSheets], done: int) -> Iterator[tuple[MonthOfSheets, int]]:
    for month in months:
        yield month, done
        done += len(month.sheets)


def _after(progress: Progress, before: int, total: int, done: int, _all: int) -> None:
    progress(before + done, total)


def _month(
    month: MonthOfSheets, pictures: Pictures, progress: Progress
) -> tuple[DossierFile, FileFacts]:
    from kairos_desktop.services.documents import batch

    made = batch.render_batch(month.sheets, pictures, None, progress, SHEETS_TITLE)
    file = DossierFile(_path(Chapter.SHEETS, month.name), made.pdf, made.pages)
    return _told(file, month.what, "")


def _table(chapter: Chapter, table: ExportTable) -> tuple[DossierFile, FileFacts]:
    from kairos_desktop.services.exchange.export import export_table

    held = BytesIO()
    exported = export_table(table, held, ExportKind.XLSX)
    file = DossierFile(_path(chapter, f"{table.title}.xlsx"), held.getvalue())
    return _told(file, f"{exported.rows} ligne{'s' if exported.rows > 1 else ''}", "")


def _told(file: DossierFile, what: str, note: str) -> tuple[DossierFile, FileFacts]:
    digest = hashlib.sha256(file.content).hexdigest()
    name = file.name.rpartition("/")[2]
    return file, FileFacts(name=name, what=what, pages=file.pages, sha256=digest, note=note)


def _title(chapter: Chapter) -> str:
    """« 04 Émargements »: also the folder's name, which any system takes."""
    return f"{list(Chapter).index(chapter) + 1:02d} {CHAPTERS[chapter]}"


def _path(chapter: Chapter, name: str) -> str:
    return f"{_title(chapter)}/{name}"


def _hashes(files: Sequence[DossierFile]) -> DossierFile:
    """The hashes as `sha256sum --check` reads them."""
    lines = [f"{hashlib.sha256(each.content).hexdigest()} *{each.name}\n" for each in files]
    return DossierFile(HASHES, "".join(lines).encode())
