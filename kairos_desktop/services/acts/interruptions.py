# SPDX-License-Identifier: MIT
"""Interruptions of one trainee: recorded, corrected. Those of a whole session: acts/sessions.py.

They change the jobseeker's category and benefit. Sources: domain 2.9, 3.5, 4; guide p. 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    EnrolmentRow,
    InterruptionRow,
    SessionRow,
)
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.absences import path_of
from kairos_desktop.services.rules.interruptions import concerns, own_interruption_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned


class RecordInterruption(Act, frozen=True):
    """« Saisir une période d'interruption » of one trainee: sixteen days or more.

    Refuses "interruption_too_short" (an absence), "interruption_overlap", "interruption_dates",
    "reason_missing", "id_taken". Warns "interruption_outside_path", "interruption_on_absence" and
    "month_declared".
    """

    name: ClassVar = "interruption.record"
    is_fact: ClassVar = True
    creates: ClassVar = ("interruption_id",)
    interruption_id: UUID
    enrolment_id: UUID
    starts_on: date
    ends_on: date
    reason: str

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The path, its absences, its months, and the interruptions of its session."""
        yield by_id(InterruptionRow, self.interruption_id)
        yield by_id(EnrolmentRow, self.enrolment_id)
        yield from _around(known, self.enrolment_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The period recorded."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        if known.one(InterruptionRow, self.interruption_id):
            return Refused("id_taken", {})
        row = InterruptionRow(
            id=self.interruption_id,
            session_id=enrolment.session_id,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            reason=tidy(self.reason),
            enrolment_id=enrolment.id,
        )
        return _recorded(known, enrolment, row)


class CorrectInterruption(Act, frozen=True):
    """Other dates of a trainee's interruption, as when somebody comes back earlier.

    Refuses "interruption_of_session" and as `interruption.record`; warns as it.
    """

    name: ClassVar = "interruption.correct"
    is_fact: ClassVar = True
    interruption_id: UUID
    starts_on: date
    ends_on: date
    reason: str

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The period, and what surrounds it."""
        yield by_id(InterruptionRow, self.interruption_id)
        row = known.peek(InterruptionRow, self.interruption_id)
        if isinstance(row, InterruptionRow) and row.enrolment_id:
            yield by_id(EnrolmentRow, row.enrolment_id)
            yield from _around(known, row.enrolment_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The period with its new dates."""
        row = known.get(InterruptionRow, self.interruption_id)
        if row.enrolment_id is None:
            return Refused("interruption_of_session", {})
        enrolment = known.get(EnrolmentRow, row.enrolment_id)
        after = msgspec.structs.replace(
            row, starts_on=self.starts_on, ends_on=self.ends_on, reason=tidy(self.reason)
        )
        return _recorded(known, enrolment, after)


def _around(known: Known, enrolment_id: UUID) -> Iterator[Need]:
    yield having(AbsenceRow, enrolment_id=enrolment_id)
    yield having(AttendanceRow, enrolment_id=enrolment_id)
    enrolment = known.peek(EnrolmentRow, enrolment_id)
    if isinstance(enrolment, EnrolmentRow):
        yield by_id(SessionRow, enrolment.session_id)
        yield having(InterruptionRow, session_id=enrolment.session_id)


def _recorded(known: Known, enrolment: EnrolmentRow, row: InterruptionRow) -> Changes | Refused:
    if row.ends_on < row.starts_on:
        return Refused("interruption_dates", {})
    if not row.reason:
        return Refused("reason_missing", {})
    others = [
        other
        for other in known.find(InterruptionRow, session_id=enrolment.session_id)
        if other.id != row.id and concerns(other, enrolment.id)
    ]
    if refusal := own_interruption_refusal(others, row.starts_on, row.ends_on):
        return refusal
    return Changes(put=(row,), warned=tuple(_warnings(known, enrolment, row)))


def _warnings(known: Known, enrolment: EnrolmentRow, row: InterruptionRow) -> Iterator[Warned]:
    start, end = path_of(enrolment, known.get(SessionRow, enrolment.session_id))
    if (start and row.starts_on < start) or (end and row.ends_on > end):
        yield Warned("interruption_outside_path", {"start": start, "end": end})
    for absence in known.find(AbsenceRow, enrolment_id=enrolment.id):
        if absence.starts_on <= row.ends_on and row.starts_on <= absence.ends_on:
            yield Warned("interruption_on_absence", {"day": absence.starts_on})
            break
    for month in known.find(AttendanceRow, enrolment_id=enrolment.id):
        if month.period_from <= row.ends_on and row.starts_on <= month.period_to:
            yield Warned("month_declared", {"day": month.month})
