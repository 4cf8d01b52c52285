# SPDX-License-Identifier: MIT
"""Frozen rows of the training itself: timetable, absences, interruptions, months, reasons.

Lengths are in whole minutes, so that sums are exact; days are civil days of Europe/Paris.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.row import Row
from kairos_desktop.models.vocabulary import (
    AttendanceState,
    Certified,
    Delegates,
    FollowUp,
    HalfDay,
    Justification,
    Objectives,
    ReasonKind,
    Reportable,
)


class LessonRow(Row, frozen=True):
    """One half-day of a session's « emploi du temps » (id from the session, day and half)."""

    table: ClassVar[str] = "lesson"
    session_id: UUID
    day: date
    half: HalfDay
    starts_at: time
    ends_at: time
    module: str = ""
    trainer: str = ""
    site_id: UUID | None = None
    place: str = ""


class ClosureRow(Row, frozen=True):
    """Days on which a session is not taught: the centre is closed, a bridge day…"""

    table: ClassVar[str] = "closure"
    session_id: UUID
    starts_on: date
    ends_on: date
    label: str = ""


class InterruptionRow(Row, frozen=True):
    """A pause of more than fifteen days: of a whole session, or of one trainee (`enrolment_id`)."""

    table: ClassVar[str] = "interruption"
    session_id: UUID
    starts_on: date
    ends_on: date
    reason: str
    enrolment_id: UUID | None = None


class AbsenceRow(Row, frozen=True):
    """An absence of one trainee, from one half-day to another, both included.

    `minutes` is what was missed where the half-days were not missed whole; 0 for a late arrival
    whose length is still to be typed. `reason` is a code, "" while it is not known.
    """

    table: ClassVar[str] = "absence"
    session_id: UUID
    enrolment_id: UUID
    starts_on: date
    ends_on: date
    starts_half: HalfDay = HalfDay.MORNING
    ends_half: HalfDay = HalfDay.AFTERNOON
    minutes: int | None = None
    reason: str = ""
    justification: Justification = Justification.TO_QUALIFY
    work_accident: bool = False
    evidence: str = ""
    recorded_on: date | None = None
    accident_told_on: date | None = None
    """When a work accident was notified by the organisation (R6341-35)."""


class RemoteWorkRow(Row, frozen=True):
    """The distance work of one trainee's month (id from the enrolment and the month).

    `estimated` is what its activities should take, `validated` what of it was recognised as done;
    None while nobody has said so.
    """

    table: ClassVar[str] = "remote_work"
    session_id: UUID
    enrolment_id: UUID
    month: date
    estimated: int | None = None
    validated: int | None = None


class AttendanceRow(Row, frozen=True):
    """The month of one trainee as it was declared (id from the enrolment and the month)."""

    table: ClassVar[str] = "attendance"
    session_id: UUID
    enrolment_id: UUID
    month: date
    period_from: date
    period_to: date
    planned: int
    justified: int
    unjustified: int
    to_qualify: int
    state: AttendanceState
    declared_at: datetime
    declared_by: str
    rectified_at: datetime | None = None
    rectified_by: str = ""
    reason: str = ""
    estimated: int | None = None
    validated: int | None = None


class ReportRow(Row, frozen=True):
    """« Bilan de fin de formation » of one trainee (id from the enrolment).

    Each skill and each placement in a company is a line of its text.
    """

    table: ClassVar[str] = "report"
    session_id: UUID
    enrolment_id: UUID
    written_on: date
    objectives: Objectives
    certified: Certified
    follow_up: FollowUp
    acquired: str = ""
    in_progress: str = ""
    not_acquired: str = ""
    placements: str = ""
    intended: str = ""
    comment: str = ""
    trainer: str = ""


class DelegatesRow(Row, frozen=True):
    """What became of the vote of a session's delegates, and on which day (id from the session)."""

    table: ClassVar[str] = "delegates"
    session_id: UUID
    vote: Delegates
    day: date


class HandedRow(Row, frozen=True):
    """What somebody was handed before the enrolment (id from the enrolment; `Handed` values)."""

    table: ClassVar[str] = "handed"
    session_id: UUID
    enrolment_id: UUID
    day: date
    papers: tuple[str, ...]


class ReasonRow(Row, frozen=True):
    """A reason of one of the lists, as the RGC added or changed it (id from kind and code)."""

    table: ClassVar[str] = "reason"
    kind: ReasonKind
    code: str
    label: str
    justified_by_default: bool | None = None
    active: bool = True
    source: str = ""


class ReportedRow(Row, frozen=True):
    """« reporté dans KAIROS le … par … » (id from the kind and from what it is about).

    `about_id` is the row that holds the fact, `said` the values that were typed in KAIROS: where
    the fact has others by now, it is to be reported again. The person is named for a fact that is
    gone since, which is to be taken back in KAIROS.
    """

    table: ClassVar[str] = "reported"
    kind: Reportable
    about_id: UUID
    session_id: UUID
    said: tuple[str, ...]
    reported_at: datetime
    reported_by: str
    jobseeker_id: UUID | None = None
