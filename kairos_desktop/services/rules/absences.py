# SPDX-License-Identifier: MIT
"""What an absence covers, what must be checked of it, and how marking half-days cuts it.

An absence is a fact: it is recorded whatever its dates, and shown *à vérifier* where they do not
go together with the path. Sources: domain 2.9, 3.6; L6121-5, R6341-45.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kairos_desktop.models.rows import AbsenceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import HalfDay, Justification
from kairos_desktop.services.rules.half_days import HALVES
from kairos_desktop.services.rules.reasons import LATE
from kairos_desktop.services.rules.training_length import is_too_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kairos_desktop.services.rules.half_days import Planned

Moment = tuple[date, int]
"""A half-day as it sorts: its day, then 0 for the morning and 1 for the afternoon."""


class ToCheck(StrEnum):
    """Why an absence is « à vérifier »."""

    NOT_ENTERED = "not_entered"
    OUTSIDE_PATH = "outside_path"
    AFTER_EXIT = "after_exit"
    OVERLAP = "overlap"
    TOO_LONG = "too_long"


class Span(NamedTuple):
    """From one half-day to another, both included."""

    starts_on: date
    starts_half: HalfDay
    ends_on: date
    ends_half: HalfDay

    @property
    def first(self) -> Moment:
        """Its first half-day."""
        return self.starts_on, HALVES.index(self.starts_half)

    @property
    def last(self) -> Moment:
        """Its last half-day."""
        return self.ends_on, HALVES.index(self.ends_half)

    def covers(self, day: date, half: HalfDay) -> bool:
        """Whether it holds this half-day."""
        return self.first <= (day, HALVES.index(half)) <= self.last

    def meets(self, other: Span) -> bool:
        """Whether both hold some same half-day."""
        return self.first <= other.last and other.first <= self.last


def span_of(row: AbsenceRow) -> Span:
    """The half-days of an absence."""
    return Span(row.starts_on, row.starts_half, row.ends_on, row.ends_half)


def path_of(enrolment: EnrolmentRow, session: SessionRow) -> tuple[date | None, date | None]:
    """The trainee's own dates: effective, else planned, else those of the session.

    Source: domain 3.6 (period = month ∩ individual dates).
    """
    start = enrolment.entered_on or enrolment.planned_start or session.starts_on
    return start, enrolment.left_on or enrolment.planned_end or session.ends_on


def to_check(
    span: Span, enrolment: EnrolmentRow, session: SessionRow, others: Iterable[AbsenceRow]
) -> list[ToCheck]:
    """Why these dates must be looked at; `others` are the trainee's other absences."""
    found: list[ToCheck] = []
    start, end = path_of(enrolment, session)
    if enrolment.entered_on is None:
        found.append(ToCheck.NOT_ENTERED)
    if enrolment.left_on is not None and span.ends_on > enrolment.left_on:
        found.append(ToCheck.AFTER_EXIT)
    elif (start and span.starts_on < start) or (end and span.ends_on > end):
        found.append(ToCheck.OUTSIDE_PATH)
    if any(span.meets(span_of(other)) for other in others):
        found.append(ToCheck.OVERLAP)
    if is_too_long(span.starts_on, span.ends_on):
        found.append(ToCheck.TOO_LONG)
    return found


def is_incomplete(row: AbsenceRow) -> bool:
    """Whether a reason, a justification or the length of a late arrival is still missing."""
    without_length = row.reason == LATE and row.minutes == 0
    return not row.reason or row.justification is Justification.TO_QUALIFY or without_length


def missed(row: AbsenceRow, planned: Sequence[Planned]) -> dict[tuple[date, HalfDay], int]:
    """The minutes missed in each half-day of training that the absence covers.

    `planned` is in order. A length that was typed is taken from the first half-days on, never more
    than they hold.
    """
    left = row.minutes
    found: dict[tuple[date, HalfDay], int] = {}
    for each in covered(row, planned):
        taken = each.minutes if left is None else min(left, each.minutes)
        left = None if left is None else left - taken
        if taken:
            found[each.day, each.half] = taken
    return found


def covered(row: AbsenceRow, planned: Sequence[Planned]) -> Sequence[Planned]:
    """The half-days of training, which are in order, that an absence covers."""
    span = span_of(row)
    start = bisect_left(planned, span.first, key=_moment)
    return planned[start : bisect_right(planned, span.last, key=_moment)]


def _moment(each: Planned) -> Moment:
    return each.day, HALVES.index(each.half)


def without(row: AbsenceRow, cut: Span) -> list[AbsenceRow]:
    """What is left of an absence once some half-days are taken out of it: none, one or two parts.

    The first part keeps the absence's id; the second one's is to be given by whoever cuts. A
    length that was typed speaks of the whole: an absence that has one goes whole.
    """
    span = span_of(row)
    if not span.meets(cut):
        return [row]
    if row.minutes is not None:
        return []
    parts: list[AbsenceRow] = []
    if span.first < cut.first:
        day, half = before(cut.starts_on, cut.starts_half)
        parts.append(msgspec.structs.replace(row, ends_on=day, ends_half=half))
    if span.last > cut.last:
        day, half = after(cut.ends_on, cut.ends_half)
        parts.append(msgspec.structs.replace(row, starts_on=day, starts_half=half))
    return parts


def before(day: date, half: HalfDay) -> tuple[date, HalfDay]:
    """The half-day before."""
    if half is HalfDay.AFTERNOON:
        return day, HalfDay.MORNING
    return day - timedelta(days=1), HalfDay.AFTERNOON


def after(day: date, half: HalfDay) -> tuple[date, HalfDay]:
    """The half-day after."""
    if half is HalfDay.MORNING:
        return day, HalfDay.AFTERNOON
    return day + timedelta(days=1), HalfDay.MORNING
