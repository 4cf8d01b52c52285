# SPDX-License-Identifier: MIT
"""The papers of a month: « état de présence » of a trainee, recap of a session.

They show what was declared. Sources: domain 5; R6341-35.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    DocumentRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ProviderRow,
    ReasonRow,
    RemoteWorkRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import DocumentKind, ReasonKind
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import (
    Missed,
    RecapLine,
    RecapPaper,
    StatementPaper,
    counter_need,
    issue_or_replace,
    letterhead,
)
from kairos_desktop.services.acts.trainee_path import (
    issue_of_path,
    papers_of,
    path_needs,
    session_timetable,
)
from kairos_desktop.services.rules.attendance import (
    attendance_id,
    counted_now,
    figures,
    is_to_rectify,
    shares,
    taught,
)
from kairos_desktop.services.rules.interruptions import concerns
from kairos_desktop.services.rules.reasons import reason_id
from kairos_desktop.services.rules.verdicts import Refused, Warned

_STATEMENT = DocumentKind.ATTENDANCE_STATEMENT
_RECAP = DocumentKind.ATTENDANCE_RECAP


class IssueStatement(Act, frozen=True):
    """« État de présence » of a month that was declared; a new version where it has changed.

    Refuses "not_declared". Warns "month_to_rectify".
    """

    name: ClassVar = "attendance_statement.issue"
    enrolment_id: UUID
    month: date

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainee, what happened, what was declared, and the papers already issued."""
        yield by_id(AttendanceRow, attendance_id(self.enrolment_id, self.month))
        yield from path_needs(known, made, self.enrolment_id, _STATEMENT)
        yield from _words(known, self.enrolment_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        attendance = known.one(AttendanceRow, attendance_id(enrolment.id, self.month))
        if attendance is None:
            return Refused("not_declared", {"day": self.month})
        papers = papers_of(known, enrolment.id, _STATEMENT)
        issued = [paper for paper in papers if paper.month == self.month]
        facts = _statement(known, made, enrolment, attendance)
        paper = issue_of_path(known, made, _STATEMENT, facts, issued, month=self.month)
        warned = () if _is_current(known, enrolment, attendance) else (_outdated(self.month),)
        return Changes(put=paper.put, warned=(*paper.warned, *warned))


def _words(known: Known, enrolment_id: UUID) -> Iterator[Need]:
    """The reasons of the absences, which the RGC may have named."""
    absences = having(AbsenceRow, enrolment_id=enrolment_id)
    if not known.missing([absences]):
        for row in known.find(AbsenceRow, enrolment_id=enrolment_id):
            yield by_id(ReasonRow, reason_id(ReasonKind.ABSENCE, row.reason))


def _outdated(month: date) -> Warned:
    return Warned("month_to_rectify", {"day": month})


def _is_current(known: Known, enrolment: EnrolmentRow, attendance: AttendanceRow) -> bool:
    session = known.get(SessionRow, enrolment.session_id)
    now = figures(
        enrolment,
        session,
        attendance.month,
        session_timetable(known, session),
        known.find(AbsenceRow, enrolment_id=enrolment.id),
        known.find(InterruptionRow, session_id=session.id),
        known.find(RemoteWorkRow, enrolment_id=enrolment.id),
    )
    return not is_to_rectify(attendance, counted_now(attendance, now))


def _statement(
    known: Known, made: Made, enrolment: EnrolmentRow, attendance: AttendanceRow
) -> StatementPaper:
    session = known.get(SessionRow, enrolment.session_id)
    first, last = attendance.period_from, attendance.period_to
    pauses = [
        row
        for row in known.find(InterruptionRow, session_id=session.id)
        if concerns(row, enrolment.id) and row.starts_on <= last and first <= row.ends_on
    ]
    planned = taught(session_timetable(known, session).planned(first, last), enrolment.id, pauses)
    rows = sorted(
        known.find(AbsenceRow, enrolment_id=enrolment.id), key=lambda row: (row.starts_on, row.id)
    )
    taken = shares(rows, planned)
    counted = [Missed(row, taken[row.id]) for row in rows]
    return StatementPaper(
        provider=letterhead(known, made),
        session=session,
        jobseeker=known.get(JobseekerRow, enrolment.jobseeker_id),
        enrolment=enrolment,
        attendance=attendance,
        missed=tuple(
            each
            for each in counted
            if each.absence.starts_on <= last and first <= each.absence.ends_on
        ),
        pauses=tuple(pauses),
        reasons=_named(known, rows),
    )


def _named(known: Known, rows: list[AbsenceRow]) -> tuple[ReasonRow, ...]:
    ids = dict.fromkeys(reason_id(ReasonKind.ABSENCE, row.reason) for row in rows)
    return tuple(row for each in ids if (row := known.one(ReasonRow, each)))


class IssueRecap(Act, frozen=True):
    """The recap of a session's month: those whose month was declared. Refuses "not_declared"."""

    name: ClassVar = "attendance_recap.issue"
    session_id: UUID
    month: date

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, the months declared and their trainees, the recaps already issued."""
        yield by_id(ProviderRow, made.org)
        yield by_id(SessionRow, self.session_id)
        months = having(AttendanceRow, session_id=self.session_id, month=self.month)
        yield months
        yield having(DocumentRow, session_id=self.session_id, month=self.month)
        yield counter_need(made, _RECAP)
        if known.missing([months]):
            return
        for row in known.find(AttendanceRow, session_id=self.session_id, month=self.month):
            yield by_id(EnrolmentRow, row.enrolment_id)
            enrolment = known.peek(EnrolmentRow, row.enrolment_id)
            if isinstance(enrolment, EnrolmentRow):
                yield by_id(JobseekerRow, enrolment.jobseeker_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number."""
        session = known.get(SessionRow, self.session_id)
        months = known.find(AttendanceRow, session_id=session.id, month=self.month)
        if not months:
            return Refused("not_declared", {"day": self.month})
        issued = [
            paper
            for paper in known.find(DocumentRow, session_id=session.id, month=self.month)
            if paper.kind is _RECAP
        ]
        lines = [_line(known, row) for row in months]
        lines.sort(key=lambda line: (line.jobseeker.sort_key, line.enrolment.id))
        facts = RecapPaper(letterhead(known, made), session, self.month, tuple(lines))
        return issue_or_replace(
            known, made, _RECAP, facts, issued, session_id=session.id, month=self.month
        )


def _line(known: Known, attendance: AttendanceRow) -> RecapLine:
    enrolment = known.get(EnrolmentRow, attendance.enrolment_id)
    return RecapLine(known.get(JobseekerRow, enrolment.jobseeker_id), enrolment, attendance)
