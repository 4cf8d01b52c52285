# SPDX-License-Identifier: MIT
"""How long a training is: full time or part time, long enough, not longer than the law pays for.

R6341-15 speaks of the trainings that the State or the Region pays trainees for: 30 hours a week
are a full time, 40 hours in all are the least, three years the most. Nothing is refused for it,
since the offer of the CARIF-OREF is corrected there. Hours are whole or parts of hours.
"""

from __future__ import annotations

from datetime import date, timedelta

from kairos_desktop.services.rules.verdicts import Warned

FULL_TIME_HOURS = 30
"""Hours a week from which a training is at full time (R6341-15)."""
LEAST_HOURS = 40
"""Hours in all below which a trainee is not paid (R6341-15)."""
MOST_YEARS = 3
"""Years that a training lasts at most (R6341-15)."""


def is_full_time(weekly: float | None) -> bool | None:
    """Whether a training is at full time; None where its hours a week are not known."""
    return weekly >= FULL_TIME_HOURS if weekly else None


def last_day(start: date) -> date:
    """The last day of a training that lasts as long as it may: the eve of its third anniversary."""
    year = start.year + MOST_YEARS
    if year > date.max.year:
        return date.max
    if (start.month, start.day) == (2, 29):
        # No year that is three years after a leap one has a 29th of February.
        return date(year, 2, 28)
    return start.replace(year=year) - timedelta(days=1)


def is_too_long(start: date | None, end: date | None) -> bool:
    """Whether more than three years lie between two days, both included."""
    return start is not None and end is not None and end > last_day(start)


def length_warnings(start: date | None, end: date | None, total: float | None) -> list[Warned]:
    """What a funder would ask of a training's length; nothing of what is not known."""
    found: list[Warned] = []
    if total and total < LEAST_HOURS:
        found.append(Warned("training_short", {"least": LEAST_HOURS}))
    if is_too_long(start, end):
        found.append(Warned("training_long", {"years": MOST_YEARS}))
    return found
