# SPDX-License-Identifier: MIT
"""The file of evidence of a session: what it holds by chapter, and what is missing. Lane: read."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select

from kairos_desktop.models.rows import (
    AbsenceRow,
    DocumentRow,
    EnrolmentRow,
    HandedRow,
    InterruptionRow,
    JobseekerRow,
    ReasonRow,
    RegistrationRow,
    ReportRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import (
    ABSENCE,
    ATTENDANCE,
    DELEGATES,
    DOCUMENT,
    ENROLMENT,
    HANDED,
    INTERRUPTION,
    JOBSEEKER,
    REGISTRATION,
    REPORT,
    SHEET,
    SIGNATURE,
    SLOT,
)
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState, HalfDay
from kairos_desktop.services.due.board import asking
from kairos_desktop.services.due.line import Scope, people
from kairos_desktop.services.due.notices import owed
from kairos_desktop.services.queries.attendance import month_card
from kairos_desktop.services.queries.history import HistoryLine, acts_on, of_rows
from kairos_desktop.services.queries.reading import columns, grouped, rows_of, take
from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.queries.sheets import SheetCard, facts_of, sheets
from kairos_desktop.services.queries.training import reasons
from kairos_desktop.services.rules.attendance import month_of, months_between
from kairos_desktop.services.rules.evidence import (
    PAPERS_OF,
    Chapter,
    Gap,
    Lack,
    absence_gaps,
    enrolment_gaps,
    handed_gaps,
    month_gaps,
    registration_gaps,
    sheet_gaps,
)
from kairos_desktop.services.wording.people import full_name, upper_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Table

_CHAPTERS, _LACKS, _HALVES = list(Chapter), list(Lack), list(HalfDay)


class GapLine(msgspec.Struct, frozen=True):
    """A gap with whom it is about: a name, or « 12 personnes »."""

    gap: Gap
    whom: str
    count: int = 1

    @property
    def id(self) -> tuple[Any, ...]:
        """What tells this line from any other."""
        gap = self.gap
        about = gap.registration_id or gap.absence_id or gap.enrolment_id
        asked = gap.doubt.code if gap.doubt else ""
        return gap.lack, about, gap.day, gap.half, gap.paper, asked


class Evidence(msgspec.Struct, frozen=True):
    """What is known of a session, for its file of evidence, at a moment."""

    session: SessionRow
    papers: tuple[tuple[DocumentRow, str], ...]
    """Every version, with whose it is, by kind and number."""
    sheets: tuple[SheetCard, ...]
    """The half-days of which something is kept."""
    absences: tuple[tuple[AbsenceRow, str], ...]
    pauses: tuple[tuple[InterruptionRow, str], ...]
    gaps: tuple[GapLine, ...]
    reasons: tuple[ReasonRow, ...]
    """What the RGC changed in the lists of reasons."""
    rows: tuple[UUID, ...]
    """Every row that the session is made of."""
    acts: int
    """How many acts touched them."""

    @property
    def standing(self) -> list[tuple[DocumentRow, str]]:
        """The papers that stand: neither replaced nor voided."""
        return [each for each in self.papers if each[0].state is DocumentState.VALID]

    def held(self) -> dict[Chapter, int]:
        """How many proofs each chapter will hold."""
        found = Counter(PAPERS_OF[row.kind] for row, _ in self.standing)
        found[Chapter.SHEETS] = len(self.sheets)
        found[Chapter.ABSENCES] = len(self.absences) + len(self.pauses)
        found[Chapter.HISTORY] = self.acts
        return {chapter: found[chapter] for chapter in Chapter}

    def missing(self) -> Counter[Chapter]:
        """How many lines are missing from each chapter."""
        return Counter(line.gap.chapter for line in self.gaps)


def evidence(conn: Connection, org: UUID, session_id: UUID, now: datetime) -> Evidence | None:
    """What the file of a session holds and lacks at a local moment (naive); None for no session."""
    session = next(iter(rows_for(conn, org, [session_id])), None)
    if session is None:
        return None
    read = _Read(conn, org, session, now)
    rows = read.row_ids()
    return Evidence(
        session=session,
        papers=tuple((row, read.name_of(row)) for row in read.papers),
        sheets=tuple(card for card in read.cards if card.is_kept),
        absences=tuple((row, read.named(row.enrolment_id)) for row in read.absences),
        pauses=tuple((row, read.named(row.enrolment_id)) for row in read.pauses),
        gaps=tuple(sorted(_lines(read), key=_place)),
        reasons=tuple(reasons(conn, org)),
        rows=rows,
        acts=acts_on(conn, org, rows),
    )


def history(conn: Connection, org: UUID, rows: Sequence[UUID]) -> list[HistoryLine]:
    """Who did what on these rows, the earliest first."""
    return of_rows(conn, org, rows)[::-1]


class _Read:
    """The rows of a session, read once."""

    def __init__(self, conn: Connection, org: UUID, session: SessionRow, now: datetime) -> None:
        self.conn, self.org, self.session, self.now = conn, org, session, now
        self.today = now.date()
        self.enrolled = self._people(EnrolmentRow, ENROLMENT)
        self.placed = self._people(RegistrationRow, REGISTRATION)
        self.slots = {
            row.id: row for row in rows_of(conn, org, SlotRow, SLOT.c.session_id == session.id)
        }
        self.absences = self._sorted(AbsenceRow, ABSENCE)
        self.pauses = self._sorted(InterruptionRow, INTERRUPTION)
        own = REPORT.c.session_id == session.id
        self.reports = {row.enrolment_id: row for row in rows_of(conn, org, ReportRow, own)}
        given = rows_of(conn, org, HandedRow, HANDED.c.session_id == session.id)
        self.handed = {row.enrolment_id: row for row in given}
        self.papers = self._papers()
        self.cards = self._cards()
        self._names = {row.id: full_name(person) for row, person in self.enrolled}
        self._names |= {person.id: full_name(person) for _, person in self.placed}
        self._names |= {person.id: full_name(person) for _, person in self.enrolled}

    def named(self, row_id: UUID | None) -> str:
        """The name of an enrolment's person, or of a person."""
        return self._names.get(row_id, "") if row_id else ""

    def name_of(self, paper: DocumentRow) -> str:
        """Whose a paper is."""
        return self.named(paper.enrolment_id) or self.named(paper.jobseeker_id)

    def standing(self) -> Iterator[DocumentRow]:
        """The papers that stand."""
        return (row for row in self.papers if row.state is DocumentState.VALID)

    def row_ids(self) -> tuple[UUID, ...]:
        """Every row of the session that an act may have touched."""
        own = [
            row_id
            for table in (ATTENDANCE, DELEGATES, SHEET, SIGNATURE)
            for row_id in self.conn.execute(
                select(table.c.id).where(
                    table.c.org_id == self.org, table.c.session_id == self.session.id
                )
            ).scalars()
        ]
        kept = (
            *self.slots.values(),
            *self.absences,
            *self.pauses,
            *self.reports.values(),
            *self.handed.values(),
        )
        people = (row.id for row, _ in (*self.enrolled, *self.placed))
        return (
            self.session.id,
            *people,
            *(row.id for row in (*kept, *self.papers)),
            *own,
        )

    def _people(self, kind: type[Any], table: Table) -> list[tuple[Any, JobseekerRow]]:
        same = and_(JOBSEEKER.c.org_id == table.c.org_id, JOBSEEKER.c.id == table.c.jobseeker_id)
        kinds = (kind, JobseekerRow)
        query = (
            select(*columns(kinds, (table, JOBSEEKER)))
            .select_from(table.join(JOBSEEKER, same))
            .where(table.c.org_id == self.org, table.c.session_id == self.session.id)
            .order_by(JOBSEEKER.c.sort_key, table.c.id)
        )
        found = (take(kinds, line) for line in self.conn.execute(query))
        return [(row, person) for row, person in found]

    def _sorted(self, kind: type[Any], table: Table) -> list[Any]:
        rows = rows_of(self.conn, self.org, kind, table.c.session_id == self.session.id)
        return sorted(rows, key=lambda row: (row.starts_on, row.id))

    def _papers(self) -> list[DocumentRow]:
        about = or_(
            DOCUMENT.c.session_id == self.session.id,
            DOCUMENT.c.enrolment_id.in_([row.id for row, _ in self.enrolled]),
            DOCUMENT.c.slot_id.in_(list(self.slots)),
        )
        rows = rows_of(self.conn, self.org, DocumentRow, about)
        order = list(DocumentKind)
        return sorted(rows, key=lambda row: (order.index(row.kind), row.number, row.version))

    def _cards(self) -> list[SheetCard]:
        """The sheets of what was taught up to today, some days more for what was signed beside."""
        first = self.session.starts_on or self.today
        entered = [row.entered_on for row, _ in self.enrolled if row.entered_on]
        return sheets(
            self.conn,
            self.org,
            [self.session.id],
            min(first, self.today, *entered),
            self.today,
        )


def _lines(read: _Read) -> Iterator[GapLine]:
    """Every gap, with whom it is about."""
    for gap in _gaps(read):
        yield GapLine(gap, read.named(gap.enrolment_id) or _placed(read, gap.registration_id))
    yield from _together(read, list(handed_gaps((row for row, _ in read.enrolled), read.handed)))
    yield from _months(read)
    scope = Scope(read.org, read.now, (read.session.id,))
    for each in owed(asking(read.conn), scope):
        gap = Gap(Lack.NOTICE, each.enrolment_id, day=each.day, paper=each.id)
        name = f"{upper_name(each.last_name)} {each.first_name}"
        yield GapLine(gap, f"{name} · {each.recipient}")


def _placed(read: _Read, registration_id: UUID | None) -> str:
    return next((full_name(person) for row, person in read.placed if row.id == registration_id), "")


def _gaps(read: _Read) -> Iterator[Gap]:
    summoned = {
        (row.slot_id, row.jobseeker_id)
        for row in read.standing()
        if row.kind is DocumentKind.CONVOCATION
    }
    for row, person in read.placed:
        is_summoned = (row.slot_id, person.id) in summoned
        slot = read.slots[row.slot_id]
        yield from registration_gaps(row, slot, is_summoned=is_summoned, now=read.now)
    papers = grouped(read.standing(), lambda row: row.enrolment_id)
    for row, _ in read.enrolled:
        own, has_report = papers[row.id], row.id in read.reports
        yield from enrolment_gaps(row, read.session, own, has_report=has_report, today=read.today)
    for card in read.cards:
        yield from sheet_gaps(facts_of(card), card.warnings, read.today)
    for row in read.absences:
        yield from absence_gaps(row)


def _months(read: _Read) -> Iterator[GapLine]:
    """The months since the first entry: of each, one line a gap, whoever it is about."""
    entered = [row.entered_on for row, _ in read.enrolled if row.entered_on]
    printed = {
        (row.enrolment_id, row.month)
        for row in read.standing()
        if row.kind is DocumentKind.ATTENDANCE_STATEMENT
    }
    for first, _ in months_between(min(entered), read.today) if entered else ():
        month = month_of(first)
        card = month_card(read.conn, read.org, read.session.id, month, read.today)
        found = [
            gap
            for each in (card.trainees if card else ())
            for gap in month_gaps(
                each.id, month, each.state, has_statement=(each.id, month) in printed
            )
        ]
        for gaps in grouped(found, lambda gap: gap.lack).values():
            yield from _together(read, gaps)


def _together(read: _Read, gaps: list[Gap]) -> Iterator[GapLine]:
    """One line of some gaps of a kind, whoever they are about."""
    if gaps:
        count = len(gaps)
        whom = read.named(gaps[0].enrolment_id) if count == 1 else people(count)
        yield GapLine(gaps[0], whom, count)


def _place(line: GapLine) -> tuple[Any, ...]:
    """By chapter, then by day, then by name."""
    gap = line.gap
    half = _HALVES.index(gap.half) if gap.half else 0
    chapter, lack = _CHAPTERS.index(gap.chapter), _LACKS.index(gap.lack)
    return chapter, gap.day or date.max, half, lack, line.whom, str(gap.enrolment_id)
