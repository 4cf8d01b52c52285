# SPDX-License-Identifier: MIT
"""Absences: record, qualify, correct, remove, and mark half-days on the month's grid.

Facts: recorded and flagged, never refused for their dates. Sources: domain 2.9, 3.6; guide p. 29.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import AbsenceRow, AttendanceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import HalfDay, Justification, Mark
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.absences import (
    Span,
    ToCheck,
    after,
    before,
    span_of,
    to_check,
    without,
)
from kairos_desktop.services.rules.attendance import month_of
from kairos_desktop.services.rules.reasons import LATE, WORK_ACCIDENT
from kairos_desktop.services.rules.training_length import MOST_YEARS
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace
Minutes = Annotated[int, msgspec.Meta(ge=0, le=60 * 24 * 366)]


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From one half-day to another, both included."""

    starts_on: date
    ends_on: date
    starts_half: HalfDay = HalfDay.MORNING
    ends_half: HalfDay = HalfDay.AFTERNOON

    @property
    def span(self) -> Span:
        """The same for the rules."""
        return Span(self.starts_on, self.starts_half, self.ends_on, self.ends_half)


def dates_refusal(dates: Dates) -> Refused | None:
    """None for dates in order. Refuses "absence_dates"."""
    if dates.span.last < dates.span.first:
        return Refused("absence_dates", {})
    return None


def _surroundings(known: Known, enrolment_id: UUID, dates: Dates) -> Iterator[Need]:
    """The trainee's path, other absences, and the months that the dates touch."""
    yield by_id(EnrolmentRow, enrolment_id)
    yield having(AbsenceRow, enrolment_id=enrolment_id)
    yield having(AttendanceRow, enrolment_id=enrolment_id)
    row = known.peek(EnrolmentRow, enrolment_id)
    if isinstance(row, EnrolmentRow):
        yield by_id(SessionRow, row.session_id)


def _warnings(known: Known, enrolment: EnrolmentRow, absence: AbsenceRow) -> tuple[Warned, ...]:
    """What must be seen: dates that do not fit, a month that was declared already."""
    session = known.get(SessionRow, enrolment.session_id)
    kept = known.find(AbsenceRow, enrolment_id=enrolment.id)
    others = [row for row in kept if row.id != absence.id]
    found = [
        _warned(why, enrolment, absence)
        for why in to_check(span_of(absence), enrolment, session, others)
    ]
    found.extend(_declared(known, enrolment, absence.starts_on, absence.ends_on))
    return tuple(found)


def _warned(why: ToCheck, enrolment: EnrolmentRow, absence: AbsenceRow) -> Warned:
    day = absence.starts_on
    match why:
        case ToCheck.NOT_ENTERED:
            return Warned("absence_not_entered", {"day": day})
        case ToCheck.AFTER_EXIT:
            return Warned("absence_after_exit", {"day": day, "end": enrolment.left_on})
        case ToCheck.OUTSIDE_PATH:
            return Warned("absence_outside_path", {"day": day})
        case ToCheck.OVERLAP:
            return Warned("absence_overlap", {"day": day})
        case ToCheck.TOO_LONG:
            return Warned("absence_too_long", {"day": day, "years": MOST_YEARS})


def _declared(known: Known, enrolment: EnrolmentRow, first: date, last: date) -> Iterator[Warned]:
    """The months between two days that were declared: each is to be rectified."""
    declared = {row.month for row in known.find(AttendanceRow, enrolment_id=enrolment.id)}
    for month in sorted(declared):
        if month_of(first) <= month <= last:
            yield Warned("month_declared", {"day": month})


class RecordAbsence(Act, frozen=True):
    """An absence of one trainee; several trainees are as many acts of one gesture.

    Without `minutes` the half-days are missed whole. Refuses "absence_dates", "id_taken". Warns
    "absence_not_entered", "absence_outside_path", "absence_after_exit", "absence_overlap",
    "absence_too_long", "month_declared" and, for an accident, "work_accident".
    """

    name: ClassVar = "absence.record"
    is_fact: ClassVar = True
    creates: ClassVar = ("absence_id",)
    absence_id: UUID
    enrolment_id: UUID
    dates: Dates
    minutes: Minutes | None = None
    reason: str = ""
    justification: Justification = Justification.TO_QUALIFY
    work_accident: bool = False
    evidence: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The path, and what is known of it."""
        yield by_id(AbsenceRow, self.absence_id)
        yield from _surroundings(known, self.enrolment_id, self.dates)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The absence recorded."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        if known.one(AbsenceRow, self.absence_id):
            return Refused("id_taken", {})
        if refusal := dates_refusal(self.dates):
            return refusal
        row = AbsenceRow(
            id=self.absence_id,
            session_id=enrolment.session_id,
            enrolment_id=enrolment.id,
            starts_on=self.dates.starts_on,
            ends_on=self.dates.ends_on,
            starts_half=self.dates.starts_half,
            ends_half=self.dates.ends_half,
            minutes=self.minutes,
            reason=tidy(self.reason),
            justification=self.justification,
            work_accident=self.work_accident or self.reason == WORK_ACCIDENT,
            evidence=tidy(self.evidence),
            recorded_on=made.today,
        )
        return Changes(put=(row,), warned=(*_warnings(known, enrolment, row), *_accident(row)))


def _accident(row: AbsenceRow) -> tuple[Warned, ...]:
    """The director notifies work accidents (R6341-35)."""
    return (Warned("work_accident", {"day": row.starts_on}),) if row.work_accident else ()


class _OnAbsence(Act, frozen=True):
    """An act on one absence."""

    absence_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The absence, and the months of its trainee that were declared."""
        yield by_id(AbsenceRow, self.absence_id)
        row = known.peek(AbsenceRow, self.absence_id)
        if isinstance(row, AbsenceRow):
            yield by_id(EnrolmentRow, row.enrolment_id)
            yield by_id(SessionRow, row.session_id)
            yield having(AbsenceRow, enrolment_id=row.enrolment_id)
            yield having(AttendanceRow, enrolment_id=row.enrolment_id)


class QualifyAbsence(_OnAbsence, frozen=True):
    """The reason of an absence, and whether it is justified: what was left for later.

    Refuses "reason_missing". Warns "month_declared", "work_accident".
    """

    name: ClassVar = "absence.qualify"
    is_fact: ClassVar = True
    reason: str
    justification: Justification
    minutes: Minutes | None = None
    work_accident: bool = False
    evidence: str = ""

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The absence with its reason."""
        row = known.get(AbsenceRow, self.absence_id)
        if not self.reason.strip():
            return Refused("reason_missing", {})
        after_it = replace(
            row,
            reason=tidy(self.reason),
            justification=self.justification,
            minutes=row.minutes if self.minutes is None else self.minutes,
            work_accident=self.work_accident or self.reason == WORK_ACCIDENT,
            evidence=tidy(self.evidence) or row.evidence,
            recorded_on=made.today,
        )
        enrolment = known.get(EnrolmentRow, row.enrolment_id)
        warned = tuple(_declared(known, enrolment, row.starts_on, row.ends_on))
        return Changes(put=(after_it,), warned=(*warned, *_accident(after_it)))


class CorrectAbsence(_OnAbsence, frozen=True):
    """Other dates or another length of an absence.

    Refuses "absence_dates". Warns as `absence.record`.
    """

    name: ClassVar = "absence.correct"
    is_fact: ClassVar = True
    dates: Dates
    minutes: Minutes | None = None

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The absence with its new dates."""
        row = known.get(AbsenceRow, self.absence_id)
        if refusal := dates_refusal(self.dates):
            return refusal
        after_it = replace(
            row, minutes=self.minutes, recorded_on=made.today, **msgspec.structs.asdict(self.dates)
        )
        enrolment = known.get(EnrolmentRow, row.enrolment_id)
        warned = [
            *_warnings(known, enrolment, after_it),
            *_declared(known, enrolment, row.starts_on, row.ends_on),
        ]
        once = tuple(each for n, each in enumerate(warned) if each not in warned[:n])
        return Changes(put=(after_it,), warned=once)


class RemoveAbsence(_OnAbsence, frozen=True):
    """An absence that was recorded by mistake. Warns "month_declared"."""

    name: ClassVar = "absence.remove"

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The absence gone."""
        row = known.get(AbsenceRow, self.absence_id)
        enrolment = known.get(EnrolmentRow, row.enrolment_id)
        warned = tuple(_declared(known, enrolment, row.starts_on, row.ends_on))
        return Changes(gone=(row,), warned=warned)


class TellAccident(_OnAbsence, frozen=True):
    """The organisation has notified a work accident: nothing waits any more (R6341-35).

    Refuses "no_accident_to_tell".
    """

    name: ClassVar = "absence.tell_accident"
    is_fact: ClassVar = True
    told_on: date

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The absence, whose accident is known."""
        row = known.get(AbsenceRow, self.absence_id)
        if not row.work_accident or row.accident_told_on is not None:
            return Refused("no_accident_to_tell", {})
        return Changes(put=(replace(row, accident_told_on=self.told_on),))


class MarkHalfDays(Act, frozen=True):
    """What a key of the month's grid says of some half-days of a trainee: E, A, R, space.

    What was recorded there is replaced, what lies around is kept; an absence that touches a like
    one is joined to it. Refuses "absence_dates". Warns as `absence.record`.
    """

    name: ClassVar = "absence.mark"
    is_fact: ClassVar = True
    enrolment_id: UUID
    dates: Dates
    mark: Mark

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The path, and what is known of it."""
        yield from _surroundings(known, self.enrolment_id, self.dates)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The half-days as they were marked."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := dates_refusal(self.dates):
            return refusal
        cut = self.dates.span
        kept: dict[UUID, AbsenceRow] = {}
        met = [
            row
            for row in known.find(AbsenceRow, enrolment_id=enrolment.id)
            if span_of(row).meets(cut)
        ]
        for number, row in enumerate(met):
            for part, left in enumerate(without(row, cut)):
                part_id = row.id if part == 0 else made.derive(f"part-{number}")
                kept[part_id] = replace(left, id=part_id)
        warned: tuple[Warned, ...] = tuple(_declared(known, enrolment, cut.starts_on, cut.ends_on))
        if self.mark is not Mark.PRESENT:
            new = self._marked(enrolment, made)
            if len(met) == 1 and _same(met[0], new):
                return Changes()
            joined = _joined(known, new, met)
            gone_too = [row for row in joined[1] if row.id != joined[0].id]
            kept[joined[0].id] = joined[0]
            met.extend(gone_too)
            warned = (*_outside(known, enrolment, new), *warned)
        gone = tuple(row for row in met if row.id not in kept)
        return Changes(put=tuple(kept.values()), gone=gone, warned=warned)

    def _marked(self, enrolment: EnrolmentRow, made: Made) -> AbsenceRow:
        is_late = self.mark is Mark.LATE
        is_justified = self.mark is Mark.JUSTIFIED
        return AbsenceRow(
            id=made.derive("absence"),
            session_id=enrolment.session_id,
            enrolment_id=enrolment.id,
            minutes=0 if is_late else None,
            reason=LATE if is_late else "",
            justification=Justification.JUSTIFIED if is_justified else Justification.TO_QUALIFY,
            recorded_on=made.today,
            **msgspec.structs.asdict(self.dates),
        )


def _outside(known: Known, enrolment: EnrolmentRow, new: AbsenceRow) -> Iterator[Warned]:
    """What must be seen of the dates; what the mark replaces is no overlap."""
    session = known.get(SessionRow, enrolment.session_id)
    for why in to_check(span_of(new), enrolment, session, ()):
        yield _warned(why, enrolment, new)


def _same(row: AbsenceRow, new: AbsenceRow) -> bool:
    """Whether marking says nothing new: the same half-days, as justified, maybe with a reason."""
    is_like = (row.justification, row.minutes) == (new.justification, new.minutes)
    return span_of(row) == span_of(new) and is_like


def _joined(
    known: Known, new: AbsenceRow, met: list[AbsenceRow]
) -> tuple[AbsenceRow, list[AbsenceRow]]:
    """The absence, and the like ones that end where it begins or begin where it ends.

    Only those that say no more than it does: a reason or a proof speaks of its own half-days.
    """
    found = new
    taken: list[AbsenceRow] = []
    if new.minutes is not None:
        return found, taken
    for row in known.find(AbsenceRow, enrolment_id=new.enrolment_id):
        says = (row.reason, row.justification, row.minutes, row.evidence, row.work_accident)
        if row in met or says != ("", new.justification, None, "", False):
            continue
        if (row.ends_on, row.ends_half) == before(found.starts_on, found.starts_half):
            found = replace(found, starts_on=row.starts_on, starts_half=row.starts_half)
            taken.append(row)
        elif (row.starts_on, row.starts_half) == after(found.ends_on, found.ends_half):
            found = replace(found, ends_on=row.ends_on, ends_half=row.ends_half)
            taken.append(row)
    # The oldest keeps its id, so that its history goes on.
    return (replace(found, id=taken[0].id) if taken else found), taken
