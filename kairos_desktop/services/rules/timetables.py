# SPDX-License-Identifier: MIT
"""The « emploi du temps » of a session: half-days typed one by one or repeated week by week.

Between its first and its last half-day what is typed is all that is taught; around it, the weekly
hours answer, so that a timetable typed for a month does not empty the others. Days of closure are
never taught. Lengths are in minutes. Sources: domain 2.4, 2.9; Code du travail L3133-1.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.half_days import (
    Planned,
    Timetable,
    days_between,
    public_holidays,
    timetable_of,
)
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kairos_desktop.models.rows import ClosureRow, LessonRow, SessionRow

LONGEST_REPEAT_DAYS = 800
"""A little over two years: what is longer is a year typed wrong."""
MOST_LESSONS = 1600
_NAMESPACE = UUID("0d5a58a0-0a53-5c0a-8c39-6f5f7b5f2a11")
USUAL_HOURS = {
    HalfDay.MORNING: (time(9), time(12, 30)),
    HalfDay.AFTERNOON: (time(13, 30), time(17)),
}
"""When a half-day is taught where nobody says otherwise."""
_ORDER = {HalfDay.MORNING: 0, HalfDay.AFTERNOON: 1}
_ONE_DAY = timedelta(days=1)


class TypedTimetable:
    """What was typed, over the weekly hours."""

    def __init__(
        self, lessons: tuple[LessonRow, ...], closures: tuple[ClosureRow, ...], weekly: Timetable
    ) -> None:
        self.lessons, self.closures, self.weekly = lessons, closures, weekly
        # A session's trainees ask, each in turn, for the same month.
        self._planned: dict[tuple[date, date], Sequence[Planned]] = {}

    def planned(self, first: date, last: date) -> Sequence[Planned]:
        """The half-days of training between two days, both included, in order."""
        found = self._planned.get((first, last))
        if found is None:
            found = self._planned[first, last] = self._worked_out(first, last)
        return found

    def _worked_out(self, first: date, last: date) -> Sequence[Planned]:
        found = self._typed(first, last)
        if self.lessons:
            start, end = self.lessons[0].day, self.lessons[-1].day
            found += self.weekly.planned(first, min(last, start - _ONE_DAY))
            found += self.weekly.planned(max(first, end + _ONE_DAY), last)
        else:
            found += self.weekly.planned(first, last)
        open_days = (each for each in found if not is_closed(each.day, self.closures))
        return sorted(open_days, key=lambda each: (each.day, _ORDER[each.half]))

    def _typed(self, first: date, last: date) -> list[Planned]:
        return [
            Planned(row.day, row.half, length(row.starts_at, row.ends_at))
            for row in self.lessons[
                bisect_left(self.lessons, first, key=_day_of) : bisect_right(
                    self.lessons, last, key=_day_of
                )
            ]
        ]


def typed_timetable(
    session: SessionRow, lessons: Iterable[LessonRow], closures: Iterable[ClosureRow]
) -> Timetable:
    """The timetable of a session, as it was typed and by its weekly hours for the rest."""
    rows = tuple(sorted(lessons, key=lesson_order))
    return TypedTimetable(rows, tuple(closures), timetable_of(session))


def lesson_id(session_id: UUID, day: date, half: HalfDay) -> UUID:
    """The id of a half-day: two posts that type it speak of the same row."""
    return uuid5(_NAMESPACE, f"{session_id}:{day}:{half}")


def lesson_order(row: LessonRow) -> tuple[date, int]:
    """By day, the morning first."""
    return row.day, _ORDER[row.half]


def length(starts_at: time, ends_at: time) -> int:
    """Minutes from one hour to another of a day."""
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute


def _day_of(row: LessonRow) -> date:
    return row.day


def half_of(starts_at: time) -> HalfDay:
    """The half of the day in which something that starts at this hour is."""
    return HalfDay.MORNING if starts_at < time(13) else HalfDay.AFTERNOON


def is_closed(day: date, closures: Iterable[ClosureRow]) -> bool:
    """Whether a day lies in a closure."""
    return any(row.starts_on <= day <= row.ends_on for row in closures)


def is_outside(session: SessionRow, first: date, last: date | None = None) -> bool:
    """Whether a day, or any of the days until `last`, is outside the dates of the session."""
    before = session.starts_on is not None and first < session.starts_on
    return before or (session.ends_on is not None and (last or first) > session.ends_on)


def hours_refusal(starts_at: time, ends_at: time) -> Refused | None:
    """None for an end after the start. Refuses "lesson_hours"."""
    if ends_at > starts_at:
        return None
    return Refused("lesson_hours", {"start": starts_at, "end": ends_at})


def repeated_days(
    weekday: int,
    first: date,
    last: date,
    closures: Sequence[ClosureRow],
    *,
    on_holidays: bool,
) -> Iterator[date]:
    """The days of the week (0 is Monday) between two dates on which a pattern is taught."""
    for day in days_between(first, last):
        if day.weekday() != weekday or is_closed(day, closures):
            continue
        if on_holidays or day not in public_holidays(day.year):
            yield day


def lesson_warnings(
    session: SessionRow, closures: Sequence[ClosureRow], rows: Iterable[LessonRow]
) -> Iterator[Warned]:
    """What is odd in half-days: outside the session, on a public holiday, on a day of closure.

    The first day of each kind is told. Inspectors ask about them.
    """
    told: set[str] = set()
    for row in rows:
        for warned in _oddities(session, closures, row.day):
            if warned.code not in told:
                told.add(warned.code)
                yield warned


def _oddities(session: SessionRow, closures: Sequence[ClosureRow], day: date) -> Iterator[Warned]:
    if is_outside(session, day):
        yield Warned("lesson_outside_session", {"day": day})
    if day in public_holidays(day.year):
        yield Warned("lesson_on_holiday", {"day": day})
    if is_closed(day, closures):
        yield Warned("lesson_on_closure", {"day": day})
