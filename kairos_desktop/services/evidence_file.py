# SPDX-License-Identifier: MIT
"""The file of evidence of a session: everything issued, drawn again as it was, in one dossier.

`gather` reads (lane: read); `drawn` neither reads nor writes a database, so that the whole is made
in a child process by `written_apart`, then put in place by `services.evidence_place`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec

from kairos_desktop.services import paper_drawing, paperwork
from kairos_desktop.services.documents.evidence_facts import (
    ChapterFacts,
    EvidenceSummary,
    FileFacts,
    MissingFacts,
)
from kairos_desktop.services.documents.facts import (
    IssuedDocument,
    Pictures,
    ProviderFacts,
    SessionFacts,
)
from kairos_desktop.services.evidence_tables import tables_of
from kairos_desktop.services.queries import evidence, provider
from kairos_desktop.services.rules.evidence import PAPERS_OF, Chapter
from kairos_desktop.services.sheet_drawing import SheetsToDraw, sheets_to_draw
from kairos_desktop.services.wording.dates import month_name, period
from kairos_desktop.services.wording.evidence_words import CHAPTERS, what_is_missing, when
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.exchange.table import ExportTable
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.queries.evidence import Evidence
    from kairos_desktop.services.workspace import Workspace

Progress = Callable[[int, int], None]
_PROVISIONAL = "provisoire"
_ALTERED = "modifié depuis l’édition : empreinte différente"
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
    sheets: SheetsToDraw


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
    """What was put in place: how many files and pages, how much is missing."""

    files: int
    pages: int
    missing: int
    provisional: int = 0


def gather(
    profile: OpenProfile, workspace: Workspace, session_id: UUID, now: datetime
) -> EvidenceToDraw | None:
    """What the dossier of a session holds at a local moment (naive); None for no session."""
    found = workspace.read(evidence.evidence, session_id, now)
    if found is None:
        return None
    row = workspace.read(provider.provider)
    card = profile.profile.card
    issuer = (
        paperwork.provider_facts(row) if row else ProviderFacts(name=card.name, siret=card.siret)
    )
    standing = found.standing
    drawing = paper_drawing.gather(profile, workspace, [paper for paper, _ in standing])
    acts = workspace.read(evidence.history, found.rows)
    return EvidenceToDraw(
        summary=_summary(found, issuer, now, workspace.operator, demo=card.demo),
        papers=tuple(
            _paper(paper, document, name)
            for (paper, name), document in zip(standing, drawing.documents, strict=True)
        ),
        sheets=tuple(_months(found, issuer, drawing.pictures, demo=card.demo)),
        tables=tuple(tables_of(found, acts, card.post_id, card.letter)),
        pictures=drawing.pictures,
        key=drawing.key,
        provisional=drawing.provisional,
    )


def drawn(asked: EvidenceToDraw, progress: Progress = lambda _done, _total: None) -> Dossier:
    """The files of the dossier. About 10 ms a paper, 8 ms a sheet."""
    from kairos_desktop.services.documents import render

    total = len(asked.papers) + sum(len(each.sheets.sheets) for each in asked.sheets) + 1
    chapters: dict[Chapter, list[tuple[DossierFile, FileFacts]]] = {each: [] for each in Chapter}
    done = 0
    for paper in asked.papers:
        made = render.render(paper.document, asked.pictures, asked.key)
        file = DossierFile(_path(paper.chapter, made.file_name), made.pdf, made.pages)
        chapters[paper.chapter].append(_told(file, paper.what, paper.note))
        done += 1
        progress(done, total)
    for month, before in _counted(asked.sheets, done):
        chapters[Chapter.SHEETS].append(_month(month, before, total, progress))
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
    return Written(len(dossier.files), dossier.pages, missing, waits)


def written_apart(
    report: Callable[[object], None], asked: EvidenceToDraw, target: Path, as_folder: bool
) -> Written:
    """The same in a child process; reports `(done, total, sentence)`."""

    def progress(done: int, total: int) -> None:
        report((done, total, f"{done} sur {total}"))

    return written(asked, target, as_folder=as_folder, progress=progress)


def _summary(
    found: Evidence, issuer: ProviderFacts, now: datetime, operator: str, *, demo: bool
) -> EvidenceSummary:
    session = found.session
    return EvidenceSummary(
        provider=issuer,
        session=SessionFacts(
            title=session.title,
            carif_action_number=session.carif_action_number,
            carif_session_number=session.carif_session_number,
        ),
        period=period(session.starts_on, session.ends_on),
        made_at=now,
        made_by=operator,
        chapters=(),
        missing=tuple(
            MissingFacts(
                what=what_is_missing(line.gap),
                whom=line.whom,
                when=when(line.gap),
                source=line.gap.source,
            )
            for line in found.gaps
        ),
        demo=demo,
    )


def _paper(row: DocumentRow, document: IssuedDocument, name: str) -> PaperToDraw:
    is_provisional = row.provisional or document.head.provisional
    said = [
        _PROVISIONAL if is_provisional else "",
        "" if paperwork.facts_untouched(row) else _ALTERED,
    ]
    what = " · ".join(filter(None, (label(row.kind), name)))
    return PaperToDraw(PAPERS_OF[row.kind], document, what, ", ".join(filter(None, said)))


def _months(
    found: Evidence, issuer: ProviderFacts, pictures: Pictures, *, demo: bool
) -> Iterator[MonthOfSheets]:
    months = sorted({card.half.day.replace(day=1) for card in found.sheets})
    for month in months:
        cards = [card for card in found.sheets if card.half.day.replace(day=1) == month]
        sheets = SheetsToDraw(sheets_to_draw(cards, issuer, demo=demo), pictures)
        many = "s" if len(cards) > 1 else ""
        what = f"{len(cards)} feuille{many} de {month_name(month)}"
        yield MonthOfSheets(f"Émargements {month:%Y-%m}.pdf", what, sheets)


def _counted(months: Sequence[MonthOfSheets], done: int) -> Iterator[tuple[MonthOfSheets, int]]:
    for month in months:
        yield month, done
        done += len(month.sheets.sheets)


def _month(
    month: MonthOfSheets, before: int, total: int, progress: Progress
) -> tuple[DossierFile, FileFacts]:
    from kairos_desktop.services import sheet_drawing

    made = sheet_drawing.drawn(month.sheets, lambda done, _all: progress(before + done, total))
    file = DossierFile(_path(Chapter.SHEETS, month.name), made.pdf, made.pages)
    return _told(file, month.what, "")


def _table(chapter: Chapter, table: ExportTable) -> tuple[DossierFile, FileFacts]:
    from kairos_desktop.services.exchange.export import ExportKind, export_table

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
