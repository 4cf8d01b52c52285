# SPDX-License-Identifier: MIT
"""What leaves the window, wired: papers issued, drawn and shown; tables saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.exchange.table import ExportKind, ExportTable
from kairos_desktop.services.queries import papers
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.services.paper_drawing import DrawnPaper
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk

_FILTERS = {
    "Classeur Excel (*.xlsx)": ExportKind.XLSX,
    "Classeur LibreOffice (*.ods)": ExportKind.ODS,
    "Texte, séparateur point-virgule (*.csv)": ExportKind.CSV,
}


class WiredPapers:
    """Issues a paper, draws it off the GUI thread, and shows it with Imprimer… and Enregistrer."""

    def __init__(
        self, desk: Desk, profile: OpenProfile, workspace: Workspace, window: Callable[[], QWidget]
    ) -> None:
        self._desk = desk
        self._profile = profile
        self._workspace = workspace
        self._window = window

    def show(
        self,
        kind: DocumentKind,
        *,
        slot_id: UUID | None = None,
        enrolment_id: UUID | None = None,
        registration_ids: Sequence[UUID] = (),
    ) -> None:
        """Issue what is missing or has changed, then show what stands.

        A refused certificate is still shown where one was issued before.
        """
        acts = _acts(kind, slot_id, enrolment_id, registration_ids)
        wanted = partial(
            papers.standing,
            kind=kind,
            slot_id=slot_id,
            enrolment_id=enrolment_id,
            registration_ids=registration_ids,
        )
        if not acts:
            self._read(kind, wanted)
            return
        self._desk.record(acts, f"{label(kind)} : prêt.", partial(self._issued, kind, wanted))

    def _issued(
        self, kind: DocumentKind, wanted: Callable[..., list[DocumentRow]], _recorded: Recorded
    ) -> None:
        self._read(kind, wanted)

    def _read(self, kind: DocumentKind, wanted: Callable[..., list[DocumentRow]]) -> None:
        self._desk.read(wanted, done=partial(self._draw, kind), owner=self._desk, key="papers")

    def _draw(self, kind: DocumentKind, rows: list[DocumentRow]) -> None:
        if not rows:
            return
        self._desk.lanes.read(
            partial(draw_all, self._profile, self._workspace, rows),
            partial(self._shown, kind),
            self._failed,
            self._desk,
            "drawing",
        )

    def _shown(self, kind: DocumentKind, drawn: DrawnPaper) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        if drawn.unprintable:
            self._desk.say(drawn.announcement)
        show_pdf(self._window(), self._desk, label(kind), drawn.pdf, drawn.file_name)

    def _failed(self, _error: Exception) -> None:
        self._desk.say(
            "Le document n’a pas pu être dessiné. Il est enregistré avec son numéro : "
            "recommencez par « Imprimer… »."
        )


def _acts(
    kind: DocumentKind,
    slot_id: UUID | None,
    enrolment_id: UUID | None,
    registration_ids: Sequence[UUID],
) -> list[Act]:
    if kind is DocumentKind.CONVOCATION:
        return [IssueConvocation(registration_id=row) for row in registration_ids]
    if kind is DocumentKind.ENROLMENT_CERTIFICATE and enrolment_id:
        return [IssueCertificate(enrolment_id=enrolment_id)]
    if kind in (DocumentKind.REGISTERED_LIST, DocumentKind.SIGN_IN_SHEET) and slot_id:
        return [IssueSheet(slot_id=slot_id, kind=kind)]
    # An AIS is issued by the result or the verdict, never by the button.
    return []


class WiredExports:
    """Asks where and in which format, then saves the table off the GUI thread."""

    def __init__(self, desk: Desk, window: Callable[[], QWidget]) -> None:
        self._desk = desk
        self._window = window

    def save(self, title: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Save what the screen shows: rows, order, columns."""
        name, chosen = QFileDialog.getSaveFileName(
            self._window(), "Exporter tout le tableau", f"{title}.xlsx", ";;".join(_FILTERS)
        )
        if not name:
            return
        kind = _FILTERS[chosen]
        target = Path(name) if Path(name).suffix else Path(f"{name}.{kind.value}")
        table = ExportTable(title, tuple(headings), [tuple(line) for line in lines])
        self._desk.lanes.read(
            partial(export_table, table, target, kind),
            lambda done: self._desk.say(f"{done.sentence} Fichier : {target}"),
            self._failed,
            self._desk,
            "export",
        )

    def _failed(self, error: Exception) -> None:
        self._desk.say(
            error.sentence
            if isinstance(error, ExportFailed)
            else "L’export n’a pas abouti. Le tableau est intact : choisissez un autre dossier."
        )
