# SPDX-License-Identifier: MIT
"""What is typed once a training has begun, drawn as blindly as the rest.

Facts come late, before their time and in the wrong order; several posts type the same half-day,
month and exit.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    ClosureRow,
    EnrolmentRow,
    InterruptionRow,
    LessonRow,
    ReportedRow,
    SessionRow,
)
from kairos_desktop.models.sheet_rows import SignatureRow
from kairos_desktop.models.vocabulary import (
    Certified,
    Delegates,
    FollowUp,
    HalfDay,
    Handed,
    Justification,
    Mark,
    Objectives,
    Reportable,
    TrainingEvent,
)
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    Dates,
    MarkHalfDays,
    QualifyAbsence,
    RecordAbsence,
    RemoveAbsence,
    TellAccident,
)
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.delegates import RecordDelegates
from kairos_desktop.services.acts.end_papers import IssueAssiduity, IssueRealisation
from kairos_desktop.services.acts.enrolments import CompleteEnrolment
from kairos_desktop.services.acts.entries import (
    ChangeEnd,
    CorrectEntry,
    IssueEntryAttestation,
    RecordAbsentAtEntry,
    RecordEntry,
    TellEnd,
)
from kairos_desktop.services.acts.exits import (
    CompleteTrainee,
    DropTrainee,
    ExcludeTrainee,
    ReopenTrainee,
)
from kairos_desktop.services.acts.handed import HandDocuments
from kairos_desktop.services.acts.interruptions import CorrectInterruption, RecordInterruption
from kairos_desktop.services.acts.kairos_reports import (
    SUBJECTS,
    ReportToKairos,
    UnreportToKairos,
)
from kairos_desktop.services.acts.month_papers import IssueRecap, IssueStatement
from kairos_desktop.services.acts.notices import IssueLetter, IssueNotice
from kairos_desktop.services.acts.remote_work import (
    DescribeDistance,
    RecordRemoteWork,
    RemoteWork,
)
from kairos_desktop.services.acts.reports import IssueReport, RecordReport
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay, StrikeSignature
from kairos_desktop.services.acts.timetables import (
    ClearLessons,
    Lesson,
    PlanLessons,
    RecordClosure,
    RemoveClosure,
    RepeatLessons,
    Taught,
    WeeklyLesson,
)
from kairos_desktop.services.rules.reasons import WORK_ACCIDENT
from kairos_desktop.services.rules.strokes import written
from tests.factories import TODAY
from tests.model.exchange.quote_people import Quoting

MONTHS = (date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 1), date(2026, 11, 1))
TAUGHT = Taught(starts_at=time(9), ends_at=time(12), module="Bureautique", trainer="Sabine")
STROKES = written([[(1, 1), (900, 300)]])


class Training(Quoting):
    """The same people, with those who teach and those who follow the trainees."""

    def enrolled(self) -> EnrolmentRow:
        """Mostly somebody who has entered; anybody else now and then."""
        if self.random.random() < 0.2:
            return self.one(EnrolmentRow)
        return self.one(EnrolmentRow, among=lambda row: row.entered_on is not None)

    def trainee(self) -> UUID:
        return self.enrolled().id

    def reason(self) -> str:
        return self.random.choice(("maladie", "famille", "emploi", ""))

    def half(self) -> HalfDay:
        return self.random.choice(list(HalfDay))

    # Entries and their end

    def entry(self) -> Act:
        return RecordEntry(
            enrolment_id=self.one(EnrolmentRow).id, entered_on=self.day(), reason=self.reason()
        )

    def absent_at_entry(self) -> Act:
        return RecordAbsentAtEntry(enrolment_id=self.one(EnrolmentRow).id, reason=self.reason())

    def correct_entry(self) -> Act:
        return CorrectEntry(
            enrolment_id=self.trainee(), entered_on=self.day(), reason=self.reason()
        )

    def attestation(self) -> Act:
        return IssueEntryAttestation(enrolment_id=self.trainee())

    def complete_enrolment(self) -> Act:
        return CompleteEnrolment(
            enrolment_id=self.one(EnrolmentRow).id, planned_end=self.day(), funding="Région"
        )

    def change_end(self) -> Act:
        return ChangeEnd(enrolment_id=self.trainee(), planned_end=self.day(), reason=self.reason())

    def tell_end(self) -> Act:
        row = self.one(EnrolmentRow, among=lambda row: row.end_notice_by is not None)
        return TellEnd(enrolment_id=row.id, told_on=self.day())

    # The timetable

    def session(self) -> SessionRow:
        return self.one(SessionRow)

    def plan_lessons(self) -> Act:
        lessons = tuple(Lesson(day=self.day(), half=half, taught=TAUGHT) for half in list(HalfDay))
        return PlanLessons(session_id=self.session().id, lessons=lessons)

    def repeat_lessons(self) -> Act:
        first = self.day()
        pattern = (
            WeeklyLesson(weekday=self.random.randint(0, 4), half=self.half(), taught=TAUGHT),
        )
        return RepeatLessons(
            session_id=self.session().id, pattern=pattern, first=first,
            last=first + timedelta(days=self.random.choice((6, 13, -1))),
        )  # fmt: skip

    def clear_lessons(self) -> Act:
        row = self.one(LessonRow)
        return ClearLessons(session_id=row.session_id, lesson_ids=(row.id,))

    def closure(self) -> Act:
        first = self.day()
        return RecordClosure(
            closure_id=self.id(), session_id=self.session().id, starts_on=first,
            ends_on=first + timedelta(days=self.random.choice((0, 2))), label="Pont",
        )  # fmt: skip

    def remove_closure(self) -> Act:
        return RemoveClosure(closure_id=self.one(ClosureRow).id)

    # Absences

    def dates(self) -> Dates:
        first = self.day()
        last = first + timedelta(days=self.random.choice((0, 0, 1, 5, -1)))
        return Dates(starts_on=first, ends_on=last, starts_half=self.half(), ends_half=self.half())

    def absence(self) -> Act:
        return RecordAbsence(
            absence_id=self.id(), enrolment_id=self.trainee(), dates=self.dates(),
            minutes=self.random.choice((None, None, 30)),
            reason=self.random.choice(("", "maladie", WORK_ACCIDENT)),
            justification=self.random.choice(list(Justification)),
        )  # fmt: skip

    def an_absence(self) -> UUID:
        return self.one(AbsenceRow).id

    def qualify(self) -> Act:
        return QualifyAbsence(
            absence_id=self.an_absence(), reason=self.random.choice(("maladie", WORK_ACCIDENT, "")),
            justification=self.random.choice(list(Justification)),
        )  # fmt: skip

    def correct_absence(self) -> Act:
        return CorrectAbsence(absence_id=self.an_absence(), dates=self.dates())

    def remove_absence(self) -> Act:
        return RemoveAbsence(absence_id=self.an_absence())

    def tell_accident(self) -> Act:
        accident = self.one(AbsenceRow, among=lambda row: row.work_accident)
        return TellAccident(absence_id=accident.id, told_on=self.day())

    def mark(self) -> Act:
        return MarkHalfDays(
            enrolment_id=self.trainee(), dates=self.dates(), mark=self.random.choice(list(Mark))
        )

    # The month

    def remote_work(self) -> Act:
        minutes = self.random.choice((None, 60, 120))
        line = RemoteWork(enrolment_id=self.trainee(), estimated=90, validated=minutes)
        return RecordRemoteWork(month=self.random.choice(MONTHS), lines=(line,))

    def describe_distance(self) -> Act:
        return DescribeDistance(
            session_id=self.session().id, hours=self.random.choice((None, 20.0))
        )

    def declare(self) -> Act:
        people = sorted({self.trainee(), self.trainee()})
        return DeclareAttendance(month=self.random.choice(MONTHS), enrolment_ids=tuple(people))

    def rectify(self) -> Act:
        row = self.one(AttendanceRow)
        return RectifyAttendance(
            month=row.month, enrolment_id=row.enrolment_id, reason=self.reason()
        )

    def statement(self) -> Act:
        row = self.one(AttendanceRow)
        return IssueStatement(enrolment_id=row.enrolment_id, month=row.month)

    def recap(self) -> Act:
        months = self.post.rows(AttendanceRow)
        month = self.random.choice(months).month if months else self.random.choice(MONTHS)
        return IssueRecap(session_id=self.enrolled().session_id, month=month)

    # Interruptions and exits

    def interruption(self) -> Act:
        first = self.day()
        return RecordInterruption(
            interruption_id=self.id(), enrolment_id=self.trainee(), starts_on=first,
            ends_on=first + timedelta(days=self.random.choice((20, 40, 3))), reason="maladie",
        )  # fmt: skip

    def correct_interruption(self) -> Act:
        first = self.day()
        return CorrectInterruption(
            interruption_id=self.one(InterruptionRow).id, starts_on=first,
            ends_on=first + timedelta(days=self.random.choice((16, 30))), reason="maladie",
        )  # fmt: skip

    def drop(self) -> Act:
        return DropTrainee(
            enrolment_id=self.trainee(), last_day=self.day(), reason=self.reason(),
            legitimate=self.random.choice((None, True, False)),
        )  # fmt: skip

    def exclude(self) -> Act:
        return ExcludeTrainee(
            enrolment_id=self.trainee(), last_day=self.day(), reason="absences",
            summoned_on=self.random.choice((None, self.day())),
        )  # fmt: skip

    def complete(self) -> Act:
        return CompleteTrainee(enrolment_id=self.trainee(), last_day=self.day(), reason="fin")

    def reopen(self) -> Act:
        return ReopenTrainee(enrolment_id=self.trainee(), reason=self.reason())

    # The end

    def report(self) -> Act:
        return RecordReport(
            enrolment_id=self.trainee(), written_on=self.day(),
            objectives=self.random.choice(list(Objectives)), certified=Certified.NONE,
            follow_up=self.random.choice(list(FollowUp)),
        )  # fmt: skip

    def issue_report(self) -> Act:
        return IssueReport(enrolment_id=self.trainee())

    def realisation(self) -> Act:
        return IssueRealisation(enrolment_id=self.trainee())

    def assiduity(self) -> Act:
        first = self.day()
        return IssueAssiduity(
            enrolment_id=self.trainee(), first=first, last=first + timedelta(days=30)
        )

    def notice(self) -> Act:
        return self._of_event(IssueNotice)

    def letter(self) -> Act:
        return self._of_event(IssueLetter)

    def _of_event(self, kind: type[IssueNotice | IssueLetter]) -> Act:
        event, trainee, which = self.random.choice(list(TrainingEvent)), self.trainee(), None
        if event is TrainingEvent.INTERRUPTION:
            row = self.one(InterruptionRow)
            which, trainee = row.id, row.enrolment_id or trainee
        return kind(enrolment_id=trainee, event=event, interruption_id=which)

    # Sheets, votes, papers handed over

    def sheet_of_training(self) -> Act:
        row = self.enrolled()
        people = self.random.choice((((row.id,), ()), ((), (row.id,)), ((), ())))
        return RecordSheet(
            session_id=row.session_id, day=self.day(), half=self.half(), signed=people[0],
            missing=people[1], trainer_signed=self.random.random() < 0.5,
        )  # fmt: skip

    def sign(self) -> Act:
        row, is_trainer = self.enrolled(), self.random.random() < 0.3
        return SignHalfDay(
            signature_id=self.id(), session_id=row.session_id, day=TODAY, half=self.half(),
            strokes=STROKES, enrolment_id=None if is_trainer else row.id,
            trainer="Sabine" if is_trainer else "",
        )  # fmt: skip

    def strike(self) -> Act:
        return StrikeSignature(signature_id=self.one(SignatureRow).id, reason=self.reason())

    def vote(self) -> Act:
        vote = self.random.choice(list(Delegates))
        return RecordDelegates(session_id=self.session().id, vote=vote, day=self.day())

    def hand(self) -> Act:
        papers = tuple(self.random.sample(list(Handed), self.random.randint(1, len(Handed))))
        return HandDocuments(enrolment_ids=(self.trainee(),), day=self.day(), papers=papers)

    # What was typed in KAIROS

    def tell_kairos(self) -> Act:
        kind = self.random.choice(list(Reportable))
        said = (self.random.choice(("9 h", "10 h")),)
        return ReportToKairos(kind=kind, about_id=self.one(SUBJECTS[kind]).id, said=said)

    def untell_kairos(self) -> Act:
        row = self.one(ReportedRow)
        return UnreportToKairos(kind=row.kind, about_id=row.about_id)

    # Several at once

    def half_day(self) -> tuple[Act, ...]:
        """Somebody who did not come, and the sheet that says so, in one gesture."""
        row, day, half = self.enrolled(), self.day(), self.half()
        whole = Dates(starts_on=day, ends_on=day, starts_half=half, ends_half=half)
        return (
            RecordAbsence(absence_id=self.id(), enrolment_id=row.id, dates=whole),
            RecordSheet(session_id=row.session_id, day=day, half=half, missing=(row.id,)),
        )
