# SPDX-License-Identifier: MIT
"""What leaves the window, wired: papers issued, drawn and shown; tables saved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.aif_quotes import IssueQuote
from kairos_desktop.services.acts.end_papers import (
    IssueAssiduity,
    IssueRealisation,
    period_subject,
)
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.acts.entries import IssueEntryAttestation
from kairos_desktop.services.acts.month_papers import IssueRecap, IssueStatement
from kairos_desktop.services.acts.notices import IssueLetter, IssueNotice
from kairos_desktop.services.acts.reports import IssueReport
from kairos_desktop.services.acts.slot_papers import SHEETS, IssueConvocation, IssueSheet
from kairos_desktop.services.exchange.table import Cell, ExportKind, ExportTable
from kairos_desktop.services.queries import papers
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.assembly.evidence_outlet import EvidenceOutlet
    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.models.vocabulary import HalfDay
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.documents.facts import IssuedDocument
    from kairos_desktop.services.due.notices import Owed
    from kairos_desktop.services.evidence_drawing import EvidenceToDraw
    from kairos_desktop.services.paper_drawing import DrawnPaper, ToDraw
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.profile_door import LocalDoor
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk

_FILTERS = {
    "Classeur Excel (*.xlsx)": ExportKind.XLSX,
    "Classeur LibreOffice (*.ods)": ExportKind.ODS,
    "Texte, séparateur point-virgule (*.csv)": ExportKind.CSV,
}


PROVISIONAL = (
    "Provisoire : le serveur de l’organisme n’a pas encore accepté ce qui est écrit. Le document "
    "vous attend dans « À régulariser », à confirmer."
)
_TRIES, _TRY_AGAIN_MS = 8, 300

APART_FROM = 20
"""How many papers are worth starting a process for: it takes about a quarter of a second."""


def _never() -> bool:
    return False


class WiredPapers:
    """Issues papers, draws them off the GUI thread, and shows them with Imprimer… and Enregistrer.

    A long batch is drawn in a child process, its progress in sight.
    """

    def __init__(
        self,
        desk: Desk,
        profile: OpenProfile,
        workspace: Workspace,
        window: Callable[[], QWidget],
        door: LocalDoor | None = None,
    ) -> None:
        self._door = door
        self._desk = desk
        self._profile = profile
        self._workspace = workspace
        self._window = window
        self._evidence: EvidenceOutlet | None = None
        self.answers_soon: Callable[[], bool] = _never
        """Asks for an exchange, and tells whether the back end may answer within seconds."""

    def show(
        self,
        kind: DocumentKind,
        *,
        slot_id: UUID | None = None,
        slot_ids: Sequence[UUID] = (),
        enrolment_ids: Sequence[UUID] = (),
        registration_ids: Sequence[UUID] = (),
        session_id: UUID | None = None,
        month: date | None = None,
        period: tuple[date, date] | None = None,
        note: str = "",
    ) -> None:
        """Issue what is missing or has changed, then show what stands.

        A refused certificate is still shown where one was issued before.
        """
        if self._hides():
            return
        slots = [slot_id] if slot_id else list(slot_ids)
        asked = _Asked(kind, slots, enrolment_ids, registration_ids, session_id, month, period)
        self._issue(asked.acts(), asked.standing(), label(kind), note)

    def show_quote(self, quote_id: UUID) -> None:
        """Issue a « devis AIF » that is still a draft where it has changed, then show it."""
        if not self._hides():
            standing = partial(papers.of_quote, quote_id=quote_id)
            self._issue([IssueQuote(quote_id=quote_id)], standing, "Devis AIF", "")

    def show_notices(self, owed: Sequence[Owed]) -> None:
        """Issue these notices and letters, then show those that stand."""
        if self._hides():
            return
        acts = [
            _OF_EVENTS[each.kind](
                enrolment_id=each.enrolment_id,
                event=each.event,
                interruption_id=each.interruption_id,
            )
            for each in owed
        ]
        wanted = [(each.kind, each.enrolment_id, each.subject) for each in owed]
        kinds = {each.kind for each in owed}
        title = label(kinds.pop()) if len(kinds) == 1 else "Avis et courriers"
        self._issue(acts, partial(papers.of_subjects, wanted=wanted), title, "")

    def _hides(self) -> bool:
        """Whether no name may be printed, which is then said."""
        if self._workspace.hides:
            self._desk.say(sentence(Refused("lease_over", {})))
        return self._workspace.hides

    def _issue(
        self, acts: Sequence[Act], standing: Callable[..., Any], title: str, note: str
    ) -> None:
        show = _Showing(
            self._desk,
            self._profile,
            self._workspace,
            self._window,
            title,
            note,
            self.answers_soon,
        )
        read = partial(self._desk.read, standing, done=show.rows, owner=self._desk, key="papers")
        if acts:
            self._desk.record(acts, f"{title} : prêt.", lambda _recorded: read())
        else:
            read()

    def show_sheets(
        self,
        session_ids: Sequence[UUID],
        first: date,
        last: date,
        only: Collection[tuple[UUID, date, HalfDay]] = (),
    ) -> None:
        """Show the sign-in sheets of a training; nothing is issued: they have no number."""
        if self._hides():
            return
        from kairos_desktop.assembly.sheet_outlet import ShownSheets

        shown = ShownSheets(self._desk, self._profile, self._workspace, self._window)
        shown.show(session_ids, first, last, only)

    def save_evidence(self, session_id: UUID, title: str) -> None:
        """Ask where, then write the file of evidence of a session."""
        if self._hides():
            return
        if self._evidence is None:
            from kairos_desktop.assembly.evidence_outlet import EvidenceOutlet

            self._evidence = EvidenceOutlet(
                self._desk, self._profile, self._workspace, self._window, self._keep, self._door
            )
        self._evidence.save(session_id, title)

    def _keep(self, asked: EvidenceToDraw) -> None:
        keep_drawn(self._desk, self._workspace, asked.documents, asked.provisional)


class _Asked(NamedTuple):
    """The papers that are wanted: of a kind, and about what."""

    kind: DocumentKind
    slot_ids: Sequence[UUID]
    enrolment_ids: Sequence[UUID]
    registration_ids: Sequence[UUID]
    session_id: UUID | None
    month: date | None
    period: tuple[date, date] | None

    def acts(self) -> list[Act]:
        """What issues those that are missing or have changed."""
        if self.month is not None:
            return _month_acts(self.kind, self.enrolment_ids, self.session_id, self.month)
        if self.period is not None:
            first, last = self.period
            return [
                IssueAssiduity(enrolment_id=row, first=first, last=last)
                for row in self.enrolment_ids
            ]
        return _acts(self.kind, self.slot_ids, self.enrolment_ids, self.registration_ids)

    def standing(self) -> Callable[..., Any]:
        """What reads those that stand."""
        asked = self._asdict()
        period = asked.pop("period")
        return partial(papers.standing, **asked, subject=period_subject(*period) if period else "")


@dataclass(frozen=True)
class _Showing:
    """One way from issued papers to their preview."""

    desk: Desk
    profile: OpenProfile
    workspace: Workspace
    window: Callable[[], QWidget]
    title: str
    note: str
    answers_soon: Callable[[], bool]

    def rows(self, rows: list[DocumentRow]) -> None:
        """Gather what these papers show."""
        if rows:
            self._gather(rows, _TRIES)

    def _gather(self, rows: list[DocumentRow], tries: int) -> None:
        from kairos_desktop.services.paper_drawing import gather

        gathering = partial(gather, self.profile, self.workspace, rows)
        self._on_read_lane(gathering, partial(self._draw_or_wait, rows, tries))

    def _draw_or_wait(self, rows: list[DocumentRow], tries: int, papers: ToDraw) -> None:
        """Draw; first give a back end that answers the moment to accept what was just issued."""
        if papers.provisional and tries and self.answers_soon():
            again = partial(self._gather, rows, tries - 1)
            QTimer.singleShot(_TRY_AGAIN_MS, self.desk, again)
            return
        self._draw(papers)

    def _draw(self, papers: ToDraw) -> None:
        from kairos_desktop.services.paper_drawing import drawn, drawn_apart
        from kairos_desktop.views.toolkit.child_process import ChildJob
        from kairos_desktop.views.toolkit.progress import run_with_progress

        keep_drawn(self.desk, self.workspace, papers.documents, papers.provisional)
        show = partial(self._show, provisional=bool(papers.provisional))
        if len(papers.documents) < APART_FROM:
            self._on_read_lane(partial(drawn, papers), show)
            return
        job = ChildJob(self.desk.lanes, drawn_apart, papers)
        # A connection to a bound method of a plain object would not keep the object.
        job.done.connect(lambda paper: show(paper))
        job.failed.connect(lambda error: self._failed(error))
        run_with_progress(self.window(), f"{len(papers.documents)} documents à dessiner", job)

    def _on_read_lane(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.desk.lanes.read(job, done, self._failed, self.desk, "drawing")

    def _show(self, paper: DrawnPaper, *, provisional: bool) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        told = PROVISIONAL if provisional else ""
        notes = [each for each in (told, self.note, paper.announcement) if each]
        show_pdf(self.window(), self.desk, self.title, paper.pdf, paper.file_name, notes)

    def _failed(self, _error: Exception) -> None:
        self.desk.say(
            "Le document n’a pas pu être dessiné. Il est enregistré avec son numéro : "
            "recommencez par « Imprimer… »."
        )


def keep_drawn(
    desk: Desk,
    workspace: Workspace,
    documents: Sequence[IssuedDocument],
    waits: Collection[UUID],
) -> None:
    """Have « À régulariser » follow the papers drawn before acceptance: those of `waits`."""
    from kairos_desktop.services.queries import provisional

    if not desk.has_joined:
        return
    now = workspace.now()
    accepted = {each.head.document_id for each in documents} - {*waits}
    for keep, ids in (
        (provisional.keep_drawn, tuple(waits)),
        (provisional.confirm, tuple(accepted)),
    ):
        if ids:
            desk.write(keep, ids, now, done=partial(_tell_kept, desk), owner=desk)


def _tell_kept(desk: Desk, _nothing: object) -> None:
    from kairos_desktop.services.exchange_seen import ANSWERED
    from kairos_desktop.services.ledger import ChangeSet

    desk.hub.changed.emit(ChangeSet(tables=frozenset((ANSWERED,))))


def _month_acts(
    kind: DocumentKind, enrolment_ids: Sequence[UUID], session_id: UUID | None, month: date
) -> list[Act]:
    if kind is DocumentKind.ATTENDANCE_RECAP and session_id:
        return [IssueRecap(session_id=session_id, month=month)]
    return [IssueStatement(enrolment_id=row, month=month) for row in enrolment_ids]


_OF_ENROLMENTS: dict[DocumentKind, Callable[..., Act]] = {
    DocumentKind.ENROLMENT_CERTIFICATE: IssueCertificate,
    DocumentKind.ENTRY_ATTESTATION: IssueEntryAttestation,
    DocumentKind.TRAINING_REPORT: IssueReport,
    DocumentKind.REALISATION: IssueRealisation,
}
"""What issues a paper of an enrolment, by its kind."""
_OF_EVENTS: dict[DocumentKind, Callable[..., Act]] = {
    DocumentKind.EVENT_NOTICE: IssueNotice,
    DocumentKind.ADVISER_LETTER: IssueLetter,
}


def _acts(
    kind: DocumentKind,
    slot_ids: Sequence[UUID],
    enrolment_ids: Sequence[UUID],
    registration_ids: Sequence[UUID],
) -> list[Act]:
    if kind is DocumentKind.CONVOCATION:
        return [IssueConvocation(registration_id=row) for row in registration_ids]
    if kind in SHEETS:
        return [IssueSheet(slot_id=slot_id, kind=kind) for slot_id in slot_ids]
    if kind in _OF_ENROLMENTS:
        return [_OF_ENROLMENTS[kind](enrolment_id=row) for row in enrolment_ids]
    # An AIS is issued by the result or the verdict, never by the button.
    return []


class WiredExports:
    """Asks where and in which format, then saves the table off the GUI thread."""

    def __init__(self, desk: Desk, window: Callable[[], QWidget]) -> None:
        self._desk = desk
        self._window = window

    def save(self, title: str, headings: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
        """Save what the screen shows: rows, order, columns."""
        from kairos_desktop.assembly.saving import export_target, may_replace
        from kairos_desktop.services.exchange.export import export_table
        from kairos_desktop.services.file_names import name_from

        proposed = f"{name_from(title, without='Tableau')}.xlsx"
        name, chosen = QFileDialog.getSaveFileName(
            self._window(), "Exporter tout le tableau", proposed, ";;".join(_FILTERS)
        )
        if not name:
            return
        target, kind = export_target(name, _FILTERS.get(chosen, ExportKind.XLSX))
        if not may_replace(self._window(), Path(name), target):
            return
        table = ExportTable(title, tuple(headings), [tuple(line) for line in lines])
        self._desk.lanes.read(
            partial(export_table, table, target, kind),
            lambda done: self._desk.say(f"{done.sentence} Fichier : {target}"),
            self._failed,
            self._desk,
            "export",
        )

    def _failed(self, error: Exception) -> None:
        from kairos_desktop.services.exchange.export import ExportFailed

        self._desk.say(
            error.sentence
            if isinstance(error, ExportFailed)
            else "L’export n’a pas abouti. Le tableau est intact : choisissez un autre dossier."
        )
