# SPDX-License-Identifier: MIT
"""« Délégués des stagiaires »: who elects them, and on which days.

A training of more than 500 hours elects one delegate and a deputy, during the hours of training,
at the earliest twenty hours and at the latest forty after the first group session began. Where
nobody stands a « procès-verbal de carence » says so. Sources: R6352-9, R6352-10, R6352-12.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.rules.half_days import Timetable

ABOVE_HOURS = 500
"""Hours in all above which a training elects its delegates (R6352-9)."""
LOOKED_AT_DAYS = 92
"""Days in which forty hours are looked for: a training that is slower is left to its people."""
_EARLIEST, _LATEST = 20 * 60, 40 * 60
_WEEKS = timedelta(days=28)
_NAMESPACE = UUID("6d7e3f1c-2b64-5b0e-9a35-0f4e6b1d9c52")


class VoteDays(NamedTuple):
    """The days of the vote, both included."""

    first: date
    last: date


def delegates_id(session_id: UUID) -> UUID:
    """The id of what became of a session's vote: two posts speak of the same row."""
    return uuid5(_NAMESPACE, str(session_id))


def elects_delegates(session: SessionRow) -> bool:
    """Whether a session is long enough to elect its delegates (R6352-9)."""
    return (session.hours_total or 0) > ABOVE_HOURS


def vote_days(timetable: Timetable, start: date, end: date | None) -> VoteDays | None:
    """From the day on which twenty hours are taught to that of the fortieth (R6352-10).

    None where fewer than forty are taught before the end, or in the days that are looked at.
    """
    last = start + timedelta(days=LOOKED_AT_DAYS)
    last = min(last, end) if end else last
    taught, first = 0, None
    since = start
    # Four weeks at a time: nearly every training has its forty hours by then.
    while since <= last:
        until = min(since + _WEEKS, last)
        for each in timetable.planned(since, until):
            taught += each.minutes
            if first is None and taught >= _EARLIEST:
                first = each.day
            if first is not None and taught >= _LATEST:
                return VoteDays(first, each.day)
        since = until + timedelta(days=1)
    return None
