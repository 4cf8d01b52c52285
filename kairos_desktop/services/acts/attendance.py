# SPDX-License-Identifier: MIT
"""The month declared, and rectified: what a post and the back end count from the same rows.

The figures are no argument: each home counts them again from the absences, the exits and the
interruptions that it knows. Sources: domain 3.6; guide p. 29, 30; R6341-35.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    ClosureRow,
    EnrolmentRow,
    InterruptionRow,
    LessonRow,
    RemoteWorkRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import AttendanceState
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.attendance import (
    Figures,
    attendance_id,
    counted_now,
    figures,
    is_to_rectify,
    month_of,
    needs_reason,
    open_state,
)
from kairos_desktop.services.rules.attendance import MonthState as State
from kairos_desktop.services.rules.half_days import Timetable
from kairos_desktop.services.rules.remote_work import is_lacking, remote_work_id
from kairos_desktop.services.rules.timetables import typed_timetable
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace
Enrolments = Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=500)]


def _needs(known: Known, enrolment_ids: tuple[UUID, ...], month: date) -> Iterator[Need]:
    """The trainees of one session, what happened to them, and what was declared."""
    for each in enrolment_ids:
        yield by_id(EnrolmentRow, each)
        yield by_id(AttendanceRow, attendance_id(each, month))
        yield by_id(RemoteWorkRow, remote_work_id(each, month))
        yield having(AbsenceRow, enrolment_id=each)
        row = known.peek(EnrolmentRow, each)
        if isinstance(row, EnrolmentRow):
            yield by_id(SessionRow, row.session_id)
            yield having(InterruptionRow, session_id=row.session_id)
            yield having(LessonRow, session_id=row.session_id)
            yield having(ClosureRow, session_id=row.session_id)


def _timetable(known: Known, session_id: UUID) -> Timetable:
    session = known.get(SessionRow, session_id)
    lessons = known.find(LessonRow, session_id=session_id)
    return typed_timetable(session, lessons, known.find(ClosureRow, session_id=session_id))


def _figures(
    known: Known, enrolment: EnrolmentRow, month: date, timetable: Timetable
) -> Figures | None:
    return figures(
        enrolment,
        known.get(SessionRow, enrolment.session_id),
        month,
        timetable,
        known.find(AbsenceRow, enrolment_id=enrolment.id),
        known.find(InterruptionRow, session_id=enrolment.session_id),
        (work,) if (work := known.one(RemoteWorkRow, remote_work_id(enrolment.id, month))) else (),
    )


class DeclareAttendance(Act, frozen=True):
    """The month of one trainee, or of a whole session at once.

    What is declared already is left as it stands, and said: "already_declared"; with other
    figures it is to be rectified. Refuses "month_not_open" before the 25th, "month_day" for a day
    that is no first of a month, and "nothing_to_declare" where no day of the month is anybody's.
    Warns "absences_to_qualify" for what is declared without its justification, and
    "remote_work_lacking" without its distance work.
    """

    name: ClassVar = "attendance.declare"
    is_fact: ClassVar = True
    month: date
    enrolment_ids: Enrolments

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainees, what happened to them, and what was declared."""
        return _needs(known, self.enrolment_ids, self.month)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """A row for each trainee of the month."""
        if self.month != month_of(self.month):
            return Refused("month_day", {"day": self.month})
        if open_state(self.month, made.today) is State.NOT_OPEN:
            return Refused("month_not_open", {"day": self.month})
        put: list[AttendanceRow] = []
        standing: list[AttendanceRow] = []
        # Read once a session: two hundred trainees share it.
        timetables: dict[UUID, Timetable] = {}
        for each in dict.fromkeys(self.enrolment_ids):
            enrolment = known.get(EnrolmentRow, each)
            kept = known.one(AttendanceRow, attendance_id(each, self.month))
            if kept is not None:
                standing.append(kept)
                continue
            session_id = enrolment.session_id
            if session_id not in timetables:
                timetables[session_id] = _timetable(known, session_id)
            counted = _figures(known, enrolment, self.month, timetables[session_id])
            if counted is not None:
                put.append(_declared(made, enrolment, self.month, counted))
        if not put and not standing:
            return Refused("nothing_to_declare", {"day": self.month})
        return Changes(put=tuple(put), warned=tuple(_said(known, put, standing)))


def _declared(made: Made, enrolment: EnrolmentRow, month: date, counted: Figures) -> AttendanceRow:
    return AttendanceRow(
        id=attendance_id(enrolment.id, month),
        session_id=enrolment.session_id,
        enrolment_id=enrolment.id,
        month=month,
        state=AttendanceState.DECLARED,
        declared_at=made.at,
        declared_by=made.by,
        **counted._asdict(),
    )


def _said(
    known: Known, put: list[AttendanceRow], standing: list[AttendanceRow]
) -> Iterator[Warned]:
    if standing:
        count, by, day = len(standing), standing[0].declared_by, standing[0].month
        yield Warned("already_declared", {"count": count, "by": by, "day": day})
    unqualified = sum(bool(row.to_qualify) for row in put)
    if unqualified:
        yield Warned("absences_to_qualify", {"count": unqualified})
    lacking = sum(
        is_lacking(known.get(SessionRow, row.session_id), row.estimated, row.validated)
        for row in put
    )
    if lacking:
        yield Warned("remote_work_lacking", {"count": lacking})


class RectifyAttendance(Act, frozen=True):
    """The month of a trainee counted again: an absence, an exit or an interruption has changed.

    Refuses "not_declared", "nothing_to_rectify", and "reason_missing" after the end of the month
    that follows (domain 3.6). Warns "absences_to_qualify".
    """

    name: ClassVar = "attendance.rectify"
    is_fact: ClassVar = True
    month: date
    enrolment_id: UUID
    reason: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainee, what happened, and what was declared."""
        return _needs(known, (self.enrolment_id,), self.month)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The month with its new figures, and who gave them."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        kept = known.one(AttendanceRow, attendance_id(enrolment.id, self.month))
        if kept is None:
            return Refused("not_declared", {"day": self.month})
        timetable = _timetable(known, enrolment.session_id)
        counted = counted_now(kept, _figures(known, enrolment, self.month, timetable))
        if not is_to_rectify(kept, counted):
            return Refused("nothing_to_rectify", {"day": self.month})
        if needs_reason(self.month, made.today) and not self.reason.strip():
            return Refused("reason_missing", {})
        after = replace(
            kept,
            state=AttendanceState.RECTIFIED,
            rectified_at=made.at,
            rectified_by=made.by,
            reason=tidy(self.reason),
            **counted._asdict(),
        )
        warned = (Warned("absences_to_qualify", {"count": 1}),) if after.to_qualify else ()
        return Changes(put=(after,), warned=warned)
