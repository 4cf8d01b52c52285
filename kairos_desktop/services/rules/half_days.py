# SPDX-License-Identifier: MIT
"""Which half-days of training a session has between two dates, and how long each one is.

Whoever needs them asks a `Timetable`; the weekly hours of the session answer until its « emploi du
temps » is typed. Lengths are in minutes. Sources: domain 2.4 (weekly hours), 4 (calendar);
Code du travail L3133-1 (public holidays).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kairos_desktop.models.vocabulary import HalfDay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kairos_desktop.models.rows import SessionRow

HALVES = (HalfDay.MORNING, HalfDay.AFTERNOON)
USUAL_WEEKLY_HOURS = 35.0
"""Of a session whose description gives none: full time, as the law counts work."""
_HALF_DAYS_A_WEEK = 10
_SATURDAY = 5
_FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


class Planned(NamedTuple):
    """One half-day of training, and its length in minutes."""

    day: date
    half: HalfDay
    minutes: int


class Timetable(Protocol):
    """Whatever knows when a session is taught."""

    def planned(self, first: date, last: date) -> Sequence[Planned]:
        """The half-days of training between two days, both included, in order."""
        ...


class WeeklyHours(NamedTuple):
    """A session known by its weekly hours alone: Monday to Friday, but for public holidays."""

    minutes_a_week: int

    def planned(self, first: date, last: date) -> Sequence[Planned]:
        """The half-days between two days, each a tenth of the week."""
        return _weekly(self.minutes_a_week, first, last)


# A list of forty trainees asks it forty times for the same month.
@lru_cache(maxsize=512)
def _weekly(minutes_a_week: int, first: date, last: date) -> tuple[Planned, ...]:
    minutes = minutes_a_week // _HALF_DAYS_A_WEEK
    return tuple(
        Planned(day, half, minutes)
        for day in days_between(first, last)
        if day.weekday() < _SATURDAY and day not in public_holidays(day.year)
        for half in HALVES
    )


def timetable_of(session: SessionRow) -> Timetable:
    """The timetable of a session: its weekly hours, else those of a full time."""
    return WeeklyHours(round((session.hours_weekly or USUAL_WEEKLY_HOURS) * 60))


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from one to another, both included; none where the second comes first."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of a year (L3133-1)."""
    easter = _easter(year)
    moving = (easter + timedelta(days=after) for after in (1, 39, 50))
    fixed = (date(year, month, day) for month, day in _FIXED_HOLIDAYS)
    return frozenset((*moving, *fixed))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    shift = epact - weekday
    month = 3 + (shift + 40) // 44
    return date(year, month, shift + 28 - 31 * (month // 4))
