# SPDX-License-Identifier: MIT
"""Sign-in sheets of a training: which half-days have one, and who is expected to sign it.

One signature for each half-day. A session without a timetable has its weekly hours, from the usual
hours of the day on, and its sheets say so. Source: domain 2.9, 5.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from kairos_desktop.models.rows import EnrolmentRow, LessonRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.absences import span_of
from kairos_desktop.services.rules.entries import WAITED_FOR, planned_end, planned_start
from kairos_desktop.services.rules.interruptions import is_interrupted
from kairos_desktop.services.rules.timetables import USUAL_HOURS, is_outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kairos_desktop.models.rows import AbsenceRow, InterruptionRow, SessionRow
    from kairos_desktop.services.rules.half_days import Planned, Timetable

MOST_DAYS = 62
"""Two months of sheets at once: what is longer is a date typed wrong."""
_NAMESPACE = UUID("7c5e3f7e-6c0f-5a0a-9a35-5d1c1b8f9a04")


class Expectation(StrEnum):
    """How somebody stands on a half-day's sheet."""

    EXPECTED = "expected"
    TO_ENTER = "to_enter"
    ABSENT = "absent"
    INTERRUPTED = "interrupted"


class HalfSheet(NamedTuple):
    """A half-day that has a sheet: its hours, and what is taught; `is_assumed` where none is."""

    session_id: UUID
    day: date
    half: HalfDay
    starts_at: time
    ends_at: time
    module: str = ""
    trainer: str = ""
    site_id: UUID | None = None
    place: str = ""
    is_assumed: bool = False


class Expected(NamedTuple):
    """A trainee on a sheet."""

    enrolment: EnrolmentRow
    expectation: Expectation


def sheet_id(session_id: UUID, day: date, half: HalfDay) -> UUID:
    """The id of a half-day's sheet: two posts that record it speak of the same row."""
    return uuid5(_NAMESPACE, f"{session_id}:{day}:{half}")


def half_sheets(
    session: SessionRow,
    lessons: Iterable[LessonRow],
    timetable: Timetable,
    pauses: Iterable[InterruptionRow],
    span: tuple[date, date],
    recorded: Iterable[tuple[date, HalfDay]] = (),
) -> list[HalfSheet]:
    """The half-days of some days that are taught: typed, else those of the weekly hours.

    None on a day of closure, nor while the whole session is interrupted; what is only assumed
    stays within the dates of the session. A half-day of which a sheet was `recorded` is there
    whatever is planned: it is to be seen.
    """
    typed = {(row.day, row.half): row for row in lessons}
    stopped = [row for row in pauses if row.enrolment_id is None]
    found: list[HalfSheet] = []
    for each in timetable.planned(*span):
        if any(row.starts_on <= each.day <= row.ends_on for row in stopped):
            continue
        row = typed.get((each.day, each.half))
        if row is not None:
            found.append(_taught(row))
        elif not is_outside(session, each.day):
            found.append(_assumed(session.id, each))
    known = {(each.day, each.half) for each in found}
    for day, half in dict.fromkeys(recorded):
        if (day, half) not in known:
            row = typed.get((day, half))
            found.append(_taught(row) if row else _usual(session.id, day, half))
    return found


def expected(
    session: SessionRow,
    enrolments: Iterable[EnrolmentRow],
    absences: Sequence[AbsenceRow],
    pauses: Sequence[InterruptionRow],
    day: date,
    half: HalfDay,
) -> Iterator[Expected]:
    """Who is at work on a half-day, in the order given: entered, not left, or about to enter.

    Somebody whose absence is known, or whose training is interrupted, is on the sheet, marked
    beforehand.
    """
    away = {row.enrolment_id for row in absences if span_of(row).covers(day, half)}
    for row in enrolments:
        if not _is_there(row, session, day):
            continue
        if is_interrupted(pauses, row.id, day):
            yield Expected(row, Expectation.INTERRUPTED)
        elif row.id in away:
            yield Expected(row, Expectation.ABSENT)
        elif row.entered_on is None:
            yield Expected(row, Expectation.TO_ENTER)
        else:
            yield Expected(row, Expectation.EXPECTED)


def _is_there(row: EnrolmentRow, session: SessionRow, day: date) -> bool:
    if row.entered_on is not None:
        return row.entered_on <= day and (row.left_on is None or day <= row.left_on)
    if row.state not in WAITED_FOR:
        return False
    start, end = planned_start(row, session), planned_end(row, session)
    return (start is None or start <= day) and (end is None or day <= end)


def _taught(row: LessonRow) -> HalfSheet:
    return HalfSheet(
        row.session_id,
        row.day,
        row.half,
        row.starts_at,
        row.ends_at,
        row.module,
        row.trainer,
        row.site_id,
        row.place,
    )


def _assumed(session_id: UUID, each: Planned) -> HalfSheet:
    start = USUAL_HOURS[each.half][0]
    end = (datetime.combine(each.day, start) + timedelta(minutes=each.minutes)).time()
    return HalfSheet(session_id, each.day, each.half, start, end, is_assumed=True)


def _usual(session_id: UUID, day: date, half: HalfDay) -> HalfSheet:
    return HalfSheet(session_id, day, half, *USUAL_HOURS[half], is_assumed=True)
