# SPDX-License-Identifier: MIT
"""What an inspector would find missing in the file of a session: one gap a proof that lacks.

Nothing here refuses or records: a gap says which proof, of whom, and which text asks for it
(`SOURCES`). Sources: domain 2.8 to 2.10, 3.2, 3.5, 3.6, 5.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.vocabulary import (
    DocumentKind,
    HalfDay,
    Justification,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.absences import is_incomplete
from kairos_desktop.services.rules.attendance import MonthState
from kairos_desktop.services.rules.entries import WAITED_FOR, is_to_enter
from kairos_desktop.services.rules.exits import is_exit_due
from kairos_desktop.services.rules.handed import is_definitive, lacking
from kairos_desktop.services.rules.reports import owes_report
from kairos_desktop.services.rules.sheet_warnings import missing_warnings
from kairos_desktop.services.rules.sheets import Expectation
from kairos_desktop.services.rules.slots import is_past
from kairos_desktop.services.rules.verdicts import Warned

if TYPE_CHECKING:
    from datetime import datetime

    from kairos_desktop.models.rows import (
        AbsenceRow,
        DocumentRow,
        EnrolmentRow,
        HandedRow,
        RegistrationRow,
        SessionRow,
        SlotRow,
    )
    from kairos_desktop.services.rules.sheet_warnings import SheetFacts


class Chapter(StrEnum):
    """The chapters of the file, in their order."""

    SUMMONS = "summons"
    ENROLMENTS = "enrolments"
    ENTRIES = "entries"
    SHEETS = "sheets"
    ABSENCES = "absences"
    MONTHS = "months"
    NOTICES = "notices"
    ENDS = "ends"
    HISTORY = "history"


class Lack(StrEnum):
    """A proof that is missing, or that an inspector would doubt."""

    CONVOCATION = "convocation"
    PRESENCE = "presence"
    HANDED = "handed"
    ATTESTATION = "attestation"
    ENTRY = "entry"
    ENTRY_PAPER = "entry_paper"
    ENTRY_PROVISIONAL = "entry_provisional"
    SHEET = "sheet"
    SIGNATURE = "signature"
    SHEET_DOUBT = "sheet_doubt"
    ABSENCE = "absence"
    ABSENCE_PROOF = "absence_proof"
    ACCIDENT = "accident"
    MONTH = "month"
    MONTH_CHANGED = "month_changed"
    STATEMENT = "statement"
    NOTICE = "notice"
    END_NOTICE = "end_notice"
    EXIT = "exit"
    REPORT = "report"
    REPORT_PAPER = "report_paper"
    REALISATION = "realisation"


CHAPTER_OF = {
    Lack.CONVOCATION: Chapter.SUMMONS,
    Lack.PRESENCE: Chapter.SUMMONS,
    Lack.HANDED: Chapter.ENROLMENTS,
    Lack.ATTESTATION: Chapter.ENROLMENTS,
    Lack.ENTRY: Chapter.ENTRIES,
    Lack.ENTRY_PAPER: Chapter.ENTRIES,
    Lack.ENTRY_PROVISIONAL: Chapter.ENTRIES,
    Lack.SHEET: Chapter.SHEETS,
    Lack.SIGNATURE: Chapter.SHEETS,
    Lack.SHEET_DOUBT: Chapter.SHEETS,
    Lack.ABSENCE: Chapter.ABSENCES,
    Lack.ABSENCE_PROOF: Chapter.ABSENCES,
    Lack.ACCIDENT: Chapter.ABSENCES,
    Lack.MONTH: Chapter.MONTHS,
    Lack.MONTH_CHANGED: Chapter.MONTHS,
    Lack.STATEMENT: Chapter.MONTHS,
    Lack.NOTICE: Chapter.NOTICES,
    Lack.END_NOTICE: Chapter.NOTICES,
    Lack.EXIT: Chapter.ENDS,
    Lack.REPORT: Chapter.ENDS,
    Lack.REPORT_PAPER: Chapter.ENDS,
    Lack.REALISATION: Chapter.ENDS,
}
"""Where each gap is shown."""

SOURCES = {
    Lack.CONVOCATION: "guide p. 23",
    Lack.PRESENCE: "guide p. 20, 22",
    Lack.HANDED: "L6353-8",
    Lack.ATTESTATION: "R6341-6",
    Lack.ENTRY: "L6121-5, décret 2019-1386",
    Lack.ENTRY_PAPER: "R6341-33",
    Lack.ENTRY_PROVISIONAL: "R6341-33",
    Lack.SHEET: "R6332-26",
    Lack.SIGNATURE: "R6332-26",
    Lack.SHEET_DOUBT: "R6332-26",
    Lack.ABSENCE: "R6341-45",
    Lack.ABSENCE_PROOF: "R6341-45",
    Lack.ACCIDENT: "R6341-35",
    Lack.MONTH: "R6341-35",
    Lack.MONTH_CHANGED: "R6341-35",
    Lack.STATEMENT: "R6341-35",
    Lack.NOTICE: "L6121-5, décret 2019-1386",
    Lack.END_NOTICE: "guide p. 15",
    Lack.EXIT: "L6121-5, décret 2019-1386",
    Lack.REPORT: "guide p. 30",
    Lack.REPORT_PAPER: "guide p. 30",
    Lack.REALISATION: "R6332-26",
}
"""The text that asks for each proof: an article of the Code du travail, else a page of the guide.

The code no longer names sign-in sheets (R6332-26 refers to an order); they stay the proof that is
expected of what was really followed (domain 5).
"""

PAPERS_OF = {
    DocumentKind.CONVOCATION: Chapter.SUMMONS,
    DocumentKind.REGISTERED_LIST: Chapter.SUMMONS,
    DocumentKind.SIGN_IN_SHEET: Chapter.SUMMONS,
    DocumentKind.ENROLMENT_ATTESTATION: Chapter.ENROLMENTS,
    DocumentKind.ENROLMENT_CERTIFICATE: Chapter.ENROLMENTS,
    DocumentKind.AIF_QUOTE: Chapter.ENROLMENTS,
    DocumentKind.ENTRY_ATTESTATION: Chapter.ENTRIES,
    DocumentKind.ATTENDANCE_STATEMENT: Chapter.MONTHS,
    DocumentKind.ATTENDANCE_RECAP: Chapter.MONTHS,
    DocumentKind.END_NOTICE: Chapter.NOTICES,
    DocumentKind.EVENT_NOTICE: Chapter.NOTICES,
    DocumentKind.ADVISER_LETTER: Chapter.NOTICES,
    DocumentKind.TRAINING_REPORT: Chapter.ENDS,
    DocumentKind.REALISATION: Chapter.ENDS,
    DocumentKind.ASSIDUITY: Chapter.ENDS,
}
"""The chapter of each kind of numbered paper."""

_EXPECTED_THERE = frozenset(
    {RegistrationState.REGISTERED, RegistrationState.PRESENT, RegistrationState.ABSENT}
)
_UNDECLARED = (MonthState.TO_DECLARE, MonthState.OVERDUE)


class Gap(msgspec.Struct, frozen=True):
    """One thing that is missing, and what it is about; `day` is the first day of a `month`."""

    lack: Lack
    enrolment_id: UUID | None = None
    registration_id: UUID | None = None
    absence_id: UUID | None = None
    slot_id: UUID | None = None
    is_meeting: bool = False
    day: date | None = None
    half: HalfDay | None = None
    paper: tuple[str, UUID, str] | None = None
    """The line of « Avis et courriers »."""
    doubt: Warned | None = None
    """What an inspector would ask about a sheet."""

    @property
    def chapter(self) -> Chapter:
        """Where it is shown."""
        return CHAPTER_OF[self.lack]

    @property
    def source(self) -> str:
        """The text that asks for it."""
        return SOURCES[self.lack]


def registration_gaps(
    row: RegistrationRow, slot: SlotRow, *, is_summoned: bool, now: datetime
) -> Iterator[Gap]:
    """Of somebody placed on a meeting: a convocation never printed, a presence never typed.

    Nobody is asked for who cancelled, waits or moved, nor of a slot that was deleted. `now` is
    local and naive. Source: domain 3.2, 5; guide p. 20, 22, 23.
    """
    if slot.state is not SlotState.OPEN or row.state not in _EXPECTED_THERE:
        return
    if not is_summoned:
        yield _placed_gap(Lack.CONVOCATION, row, slot)
    if row.state is RegistrationState.REGISTERED and is_past(slot, now):
        yield _placed_gap(Lack.PRESENCE, row, slot)


def _placed_gap(lack: Lack, row: RegistrationRow, slot: SlotRow) -> Gap:
    is_meeting = slot.kind is SlotKind.MEETING
    return Gap(
        lack,
        registration_id=row.id,
        slot_id=slot.id,
        is_meeting=is_meeting,
        day=slot.held_on,
    )


def enrolment_gaps(
    row: EnrolmentRow,
    session: SessionRow,
    papers: Collection[DocumentRow],
    *,
    has_report: bool,
    today: date,
) -> Iterator[Gap]:
    """Of somebody enrolled: the papers of the path, by what has happened so far.

    `papers` are those that stand, of this enrolment. Source: domain 3.5, 5; R6341-6, R6341-33,
    L6121-5, R6332-26.
    """
    if row.entered_on is None:
        if row.state in WAITED_FOR and is_to_enter(row, session, today):
            yield Gap(Lack.ENTRY, row.id, day=row.planned_start or session.starts_on)
        return
    yield from _entered_gaps(row, papers)
    if is_exit_due(row, session, today):
        yield Gap(Lack.EXIT, row.id, day=row.planned_end or session.ends_on)
    if owes_report(row, today):
        yield from _left_gaps(row, papers, has_report=has_report)


def handed_gaps(
    enrolments: Iterable[EnrolmentRow], handed: Mapping[UUID, HandedRow]
) -> Iterator[Gap]:
    """Of those enrolled for good: what they were to be given before (L6353-8).

    `handed` is what was given, by enrolment.
    """
    for row in enrolments:
        if is_definitive(row) and lacking(handed.get(row.id)):
            yield Gap(Lack.HANDED, row.id)


def _entered_gaps(row: EnrolmentRow, papers: Collection[DocumentRow]) -> Iterator[Gap]:
    kinds = {paper.kind for paper in papers}
    if DocumentKind.ENROLMENT_ATTESTATION not in kinds:
        yield Gap(Lack.ATTESTATION, row.id)
    if DocumentKind.ENTRY_ATTESTATION not in kinds:
        yield Gap(Lack.ENTRY_PAPER, row.id, day=row.entered_on)
    elif any(each.provisional for each in papers if each.kind is DocumentKind.ENTRY_ATTESTATION):
        yield Gap(Lack.ENTRY_PROVISIONAL, row.id, day=row.entered_on)
    if row.end_notice_by is not None:
        yield Gap(Lack.END_NOTICE, row.id, day=row.end_notice_by)


def _left_gaps(
    row: EnrolmentRow, papers: Collection[DocumentRow], *, has_report: bool
) -> Iterator[Gap]:
    kinds = {paper.kind for paper in papers}
    if not has_report:
        yield Gap(Lack.REPORT, row.id, day=row.left_on)
    elif DocumentKind.TRAINING_REPORT not in kinds:
        yield Gap(Lack.REPORT_PAPER, row.id, day=row.left_on)
    if DocumentKind.REALISATION not in kinds:
        yield Gap(Lack.REALISATION, row.id, day=row.left_on)


def sheet_gaps(facts: SheetFacts, doubts: Iterable[Warned], today: date) -> Iterator[Gap]:
    """Of a half-day that is over: no sheet, a signature that lacks, what would be doubted.

    `doubts` are what `sheet_warnings.sheet_warnings` found of it. Each who was expected, has not
    signed a kept sheet and is not known to be absent, is a gap. Source: domain 5.
    """
    day, half = facts.half.day, facts.half.half
    if missing_warnings(facts, today):
        yield Gap(Lack.SHEET, day=day, half=half)
        return
    signed = frozenset(facts.signed)
    if day < today and (signed or facts.trainer_signed or facts.recorded_at):
        for enrolment_id, expectation in facts.expected.items():
            if expectation is Expectation.EXPECTED and enrolment_id not in signed:
                yield Gap(Lack.SIGNATURE, enrolment_id, day=day, half=half)
    for doubt in doubts:
        yield Gap(Lack.SHEET_DOUBT, day=day, half=half, doubt=doubt)


def absence_gaps(row: AbsenceRow) -> Iterator[Gap]:
    """Of an absence: its reason or justification, the proof of a justified one, the accident told.

    Source: domain 2.9, 3.6; R6341-35, R6341-45.
    """
    if is_incomplete(row):
        yield _absence_gap(Lack.ABSENCE, row)
    elif row.justification is Justification.JUSTIFIED and not row.evidence:
        yield _absence_gap(Lack.ABSENCE_PROOF, row)
    if row.work_accident and row.accident_told_on is None:
        yield _absence_gap(Lack.ACCIDENT, row)


def _absence_gap(lack: Lack, row: AbsenceRow) -> Gap:
    return Gap(lack, row.enrolment_id, absence_id=row.id, day=row.starts_on)


def month_gaps(
    enrolment_id: UUID, month: date, state: MonthState, *, has_statement: bool
) -> Iterator[Gap]:
    """Of a trainee's month: not declared, changed since, or declared with no paper printed.

    Source: domain 3.6; R6341-35.
    """
    if state in _UNDECLARED:
        yield Gap(Lack.MONTH, enrolment_id, day=month)
    elif state is MonthState.TO_RECTIFY:
        yield Gap(Lack.MONTH_CHANGED, enrolment_id, day=month)
    elif state is not MonthState.NOT_OPEN and not has_statement:
        yield Gap(Lack.STATEMENT, enrolment_id, day=month)
