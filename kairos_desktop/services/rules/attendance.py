# SPDX-License-Identifier: MIT
"""The month of a trainee: its period, what was planned and missed, and where its declaration is.

Sources: domain 3.6, 4; guide p. 24, 29, 30; R6341-35, R6341-45, R6341-46.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from kairos_desktop.models.vocabulary import AttendanceState, Justification
from kairos_desktop.services.rules.absences import missed, path_of
from kairos_desktop.services.rules.deadlines import MONTH_OPENS_ON, rectify_by
from kairos_desktop.services.rules.interruptions import concerns
from kairos_desktop.services.rules.remote_work import percent, remote_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kairos_desktop.models.rows import (
        AbsenceRow,
        AttendanceRow,
        EnrolmentRow,
        InterruptionRow,
        RemoteWorkRow,
        SessionRow,
    )
    from kairos_desktop.services.rules.half_days import Planned, Timetable

OPENS_ON = MONTH_OPENS_ON
"""Day of the month from which it is declared (guide p. 29, 30)."""
_NAMESPACE = UUID("51c0ac0c-7c0f-5c55-9d0e-7b1f6f0a9d02")

# Of two absences that cover the same half-day, the one that costs the trainee least is counted:
# the overlap is shown « à vérifier », and nobody loses pay by a slip of the keyboard.
_ORDER = (Justification.JUSTIFIED, Justification.TO_QUALIFY, Justification.UNJUSTIFIED)


class MonthState(StrEnum):
    """Where the declaration of a month is, as it is shown."""

    NOT_OPEN = "not_open"
    TO_DECLARE = "to_declare"
    OVERDUE = "overdue"
    DECLARED = "declared"
    TO_RECTIFY = "to_rectify"
    RECTIFIED = "rectified"


class Figures(NamedTuple):
    """A trainee's month in minutes, from its first day to its last.

    `estimated` and `validated` are its distance work, apart from its half-days; None where nobody
    has said.
    """

    period_from: date
    period_to: date
    planned: int
    justified: int
    unjustified: int
    to_qualify: int
    estimated: int | None = None
    validated: int | None = None

    @property
    def absent(self) -> int:
        """Everything that was missed."""
        return self.justified + self.unjustified + self.to_qualify

    @property
    def attended(self) -> int:
        """What was attended of what was planned."""
        return self.planned - self.absent

    @property
    def is_assiduous(self) -> bool:
        """Whether no absence is unjustified, and no distance work left undone (domain 3.6)."""
        return not self.unjustified and percent(self.estimated, self.validated) in (None, 100)


def attendance_id(enrolment_id: UUID, month: date) -> UUID:
    """The id of a trainee's month: two posts that declare it speak of the same row."""
    return uuid5(_NAMESPACE, f"{enrolment_id}:{month:%Y-%m}")


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month that follows."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def months_between(first: date, last: date) -> list[tuple[date, date]]:
    """A period cut at the ends of its months: the first and the last day of each part."""
    parts: list[tuple[date, date]] = []
    while first <= last:
        parts.append((first, min(last, end_of_month(month_of(first)))))
        first = next_month(month_of(first))
    return parts


def end_of_month(month: date) -> date:
    """The last day of a month."""
    return next_month(month) - timedelta(days=1)


def period(enrolment: EnrolmentRow, session: SessionRow, month: date) -> tuple[date, date] | None:
    """The days of a month that are the trainee's own; None for who has not entered by then.

    Source: domain 3.6; guide p. 30 (begun on 04/01: 04/01 – 31/01).
    """
    if enrolment.entered_on is None:
        return None
    start, end = path_of(enrolment, session)
    first = max(start or month, month)
    last = min(end or date.max, end_of_month(month))
    return (first, last) if first <= last else None


def figures(
    enrolment: EnrolmentRow,
    session: SessionRow,
    month: date,
    timetable: Timetable,
    absences: Iterable[AbsenceRow],
    pauses: Iterable[InterruptionRow],
    remote: Iterable[RemoteWorkRow] = (),
) -> Figures | None:
    """A trainee's month; None where no day of it is the trainee's."""
    own = period(enrolment, session, month)
    if own is None:
        return None
    return figures_between(enrolment.id, *own, timetable, absences, pauses, remote)


def figures_between(
    enrolment_id: UUID,
    first: date,
    last: date,
    timetable: Timetable,
    absences: Iterable[AbsenceRow],
    pauses: Iterable[InterruptionRow],
    remote: Iterable[RemoteWorkRow] = (),
) -> Figures:
    """A trainee's hours between two days, both included, that are the trainee's own."""
    planned = taught(timetable.planned(first, last), enrolment_id, pauses)
    rows = tuple(absences)
    taken = shares(rows, planned)
    by_kind = dict.fromkeys(_ORDER, 0)
    for row in rows:
        by_kind[row.justification] += taken[row.id]
    return Figures(
        first,
        last,
        sum(each.minutes for each in planned),
        by_kind[Justification.JUSTIFIED],
        by_kind[Justification.UNJUSTIFIED],
        by_kind[Justification.TO_QUALIFY],
        *remote_between(remote, first, last),
    )


def shares(rows: Iterable[AbsenceRow], planned: Sequence[Planned]) -> dict[UUID, int]:
    """What each absence takes from the hours planned; a half-day is taken once at most."""
    left = {(each.day, each.half): each.minutes for each in planned}
    found: dict[UUID, int] = {}
    for row in sorted(rows, key=lambda each: (_ORDER.index(each.justification), each.id)):
        taken = {where: min(m, left[where]) for where, m in missed(row, planned).items()}
        for where, minutes in taken.items():
            left[where] -= minutes
        found[row.id] = sum(taken.values())
    return found


def taught(
    planned: Sequence[Planned], enrolment_id: UUID, pauses: Iterable[InterruptionRow]
) -> Sequence[Planned]:
    """The half-days that no interruption of the session, or of this trainee, takes away."""
    own = [row for row in pauses if concerns(row, enrolment_id)]
    if not own:
        return planned
    return [
        each for each in planned if not any(row.starts_on <= each.day <= row.ends_on for row in own)
    ]


def declared_figures(row: AttendanceRow) -> Figures:
    """What was declared of a month."""
    return Figures(
        row.period_from,
        row.period_to,
        row.planned,
        row.justified,
        row.unjustified,
        row.to_qualify,
        row.estimated,
        row.validated,
    )


def nothing_left(row: AttendanceRow) -> Figures:
    """What stands of a declared month of which no day is the trainee's any more.

    An exit was recorded before it, or the entry taken back: it is to be rectified all the same.
    """
    return declared_figures(row)._replace(planned=0, justified=0, unjustified=0, to_qualify=0)


def counted_now(declared: AttendanceRow, counted: Figures | None) -> Figures:
    """What a declared month comes to now, of which `figures` has counted so much."""
    return nothing_left(declared) if counted is None else counted


def is_to_rectify(declared: AttendanceRow, now: Figures) -> bool:
    """Whether a month has other figures now than those that were declared (domain 3.6)."""
    return declared_figures(declared) != now


def month_state(
    month: date, today: date, declared: AttendanceRow | None, now: Figures
) -> MonthState:
    """Where the declaration of a trainee's month is.

    From the 25th it is to be declared, overdue from the first of the next month. An absence, an
    exit or an interruption after the declaration opens a rectification. Source: domain 3.6, 4.
    """
    if declared is not None:
        if is_to_rectify(declared, now):
            return MonthState.TO_RECTIFY
        is_rectified = declared.state is AttendanceState.RECTIFIED
        return MonthState.RECTIFIED if is_rectified else MonthState.DECLARED
    return open_state(month, today)


def open_state(month: date, today: date) -> MonthState:
    """The state of a month of which nothing was declared."""
    if today >= next_month(month):
        return MonthState.OVERDUE
    return MonthState.TO_DECLARE if today >= month.replace(day=OPENS_ON) else MonthState.NOT_OPEN


def needs_reason(month: date, today: date) -> bool:
    """Whether a rectification asks for its reason: after the end of the next month (domain 3.6)."""
    return today > rectify_by(month)


def month_at_work(today: date) -> date:
    """The month that « Actualisation du mois de … » speaks of: the last one that has opened."""
    this = month_of(today)
    return this if today.day >= OPENS_ON else month_of(this - timedelta(days=1))
