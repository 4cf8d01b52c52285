# SPDX-License-Identifier: MIT
"""« Emploi du temps »: half-days typed, repeated by week, taken out; days of closure.

Source: domain 2.4, 2.9. The id of a half-day follows from its session, day and half, so that two
posts which type it offline end with one row, the last one recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import ClosureRow, LessonRow, SessionRow, SiteRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.act import Act, Changes, LocalTime, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.slots import day_refusal
from kairos_desktop.services.rules.timetables import (
    LONGEST_REPEAT_DAYS,
    MOST_LESSONS,
    hours_refusal,
    lesson_id,
    lesson_warnings,
    repeated_days,
)
from kairos_desktop.services.rules.verdicts import Refused


class Taught(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a half-day starts and ends, what is taught, by whom and where."""

    starts_at: LocalTime
    ends_at: LocalTime
    module: str = ""
    trainer: str = ""
    site_id: UUID | None = None
    place: str = ""


class Lesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One half-day of a given date."""

    day: date
    half: HalfDay
    taught: Taught


class WeeklyLesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One half-day of every week; `weekday` 0 is Monday."""

    weekday: int
    half: HalfDay
    taught: Taught


class _OnTimetable(Act, frozen=True):
    """An act on the timetable of one session."""

    session_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, its half-days and its closures, and the sites named."""
        yield by_id(SessionRow, self.session_id)
        yield having(LessonRow, session_id=self.session_id)
        yield having(ClosureRow, session_id=self.session_id)
        for site_id in self._sites():
            yield by_id(SiteRow, site_id)

    def _sites(self) -> Iterator[UUID]:
        yield from ()

    def _planned(self, known: Known, rows: dict[UUID, LessonRow]) -> Changes | Refused:
        session = known.get(SessionRow, self.session_id)
        for site_id in self._sites():
            known.get(SiteRow, site_id)
        before = known.find(LessonRow, session_id=session.id)
        if len({row.id for row in before} | set(rows)) > MOST_LESSONS:
            return Refused("timetable_too_long", {"most": MOST_LESSONS})
        closures = known.find(ClosureRow, session_id=session.id)
        warned = tuple(lesson_warnings(session, closures, rows.values()))
        return Changes(put=tuple(rows.values()), warned=warned)


class PlanLessons(_OnTimetable, frozen=True):
    """Half-days of given dates, typed or imported; one that was there is replaced.

    Refuses "lesson_missing", "lesson_hours", "day_out_of_range", "timetable_too_long". Warns
    "lesson_outside_session", "lesson_on_holiday", "lesson_on_closure".
    """

    name: ClassVar = "timetable.plan"
    lessons: tuple[Lesson, ...]

    def _sites(self) -> Iterator[UUID]:
        yield from _sites_of(lesson.taught for lesson in self.lessons)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The half-days planned."""
        if not self.lessons:
            return Refused("lesson_missing", {})
        rows: dict[UUID, LessonRow] = {}
        for lesson in self.lessons:
            taught = lesson.taught
            refusal = day_refusal(lesson.day) or hours_refusal(taught.starts_at, taught.ends_at)
            if refusal:
                return refusal
            row = _row(self.session_id, lesson.day, lesson.half, taught)
            rows[row.id] = row
        return self._planned(known, rows)


class RepeatLessons(_OnTimetable, frozen=True):
    """The half-days of a week, repeated between two dates; those that were there are replaced.

    Public holidays are left out unless `on_holidays`; days of closure always. Refuses
    "lesson_missing", "lesson_hours", "lesson_weekday", "repeat_dates" and "timetable_too_long".
    Warns as `timetable.plan`.
    """

    name: ClassVar = "timetable.repeat"
    pattern: tuple[WeeklyLesson, ...]
    first: date
    last: date
    on_holidays: bool = False

    def _sites(self) -> Iterator[UUID]:
        yield from _sites_of(lesson.taught for lesson in self.pattern)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The half-days of all these weeks."""
        refusal = day_refusal(self.first) or day_refusal(self.last)
        if refusal:
            return refusal
        if not 0 <= (self.last - self.first).days <= LONGEST_REPEAT_DAYS:
            return Refused("repeat_dates", {"first": self.first, "last": self.last})
        closures = known.find(ClosureRow, session_id=self.session_id)
        rows: dict[UUID, LessonRow] = {}
        for lesson in self.pattern:
            taught = lesson.taught
            if not 0 <= lesson.weekday <= 6:
                return Refused("lesson_weekday", {"weekday": lesson.weekday})
            if refusal := hours_refusal(taught.starts_at, taught.ends_at):
                return refusal
            days = repeated_days(
                lesson.weekday, self.first, self.last, closures, on_holidays=self.on_holidays
            )
            for day in days:
                row = _row(self.session_id, day, lesson.half, taught)
                rows[row.id] = row
        if not rows:
            return Refused("lesson_missing", {})
        return self._planned(known, rows)


class ClearLessons(_OnTimetable, frozen=True):
    """Half-days taken out of the timetable. Refuses "nothing_to_clear"."""

    name: ClassVar = "timetable.clear"
    lesson_ids: tuple[UUID, ...]

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The half-days gone."""
        wanted = set(self.lesson_ids)
        found = known.find(LessonRow, session_id=self.session_id)
        gone = tuple(row for row in found if row.id in wanted)
        return Changes(gone=gone) if gone else Refused("nothing_to_clear", {})


class RecordClosure(Act, frozen=True):
    """Days on which a session is not taught. Refuses "closure_dates", "id_taken"."""

    name: ClassVar = "closure.record"
    creates: ClassVar = ("closure_id",)
    closure_id: UUID
    session_id: UUID
    starts_on: date
    ends_on: date
    label: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session."""
        yield by_id(ClosureRow, self.closure_id)
        yield by_id(SessionRow, self.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The closure recorded."""
        session = known.get(SessionRow, self.session_id)
        if known.one(ClosureRow, self.closure_id):
            return Refused("id_taken", {})
        if refusal := day_refusal(self.starts_on) or day_refusal(self.ends_on):
            return refusal
        if self.ends_on < self.starts_on:
            return Refused("closure_dates", {"start": self.starts_on, "end": self.ends_on})
        row = ClosureRow(
            id=self.closure_id,
            session_id=session.id,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            label=tidy(self.label),
        )
        return Changes(put=(row,))


class RemoveClosure(Act, frozen=True):
    """A closure taken back: what was planned on these days is taught again."""

    name: ClassVar = "closure.remove"
    closure_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The closure."""
        yield by_id(ClosureRow, self.closure_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The closure gone."""
        return Changes(gone=(known.get(ClosureRow, self.closure_id),))


def _sites_of(taught: Iterator[Taught]) -> Iterator[UUID]:
    yield from dict.fromkeys(each.site_id for each in taught if each.site_id)


def _row(session_id: UUID, day: date, half: HalfDay, taught: Taught) -> LessonRow:
    return LessonRow(
        id=lesson_id(session_id, day, half),
        session_id=session_id,
        day=day,
        half=half,
        starts_at=taught.starts_at,
        ends_at=taught.ends_at,
        module=tidy(taught.module),
        trainer=tidy(taught.trainer),
        site_id=taught.site_id,
        place=tidy(taught.place),
    )
