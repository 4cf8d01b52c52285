# SPDX-License-Identifier: MIT
"""Distance work: the hours of a month, and what a session's AIS says of it.

Sources: domain 3.6, 5; R6341-6, R6341-13, R6341-46.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import AttendanceRow, EnrolmentRow, RemoteWorkRow, SessionRow
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.attendance import attendance_id, month_of, period
from kairos_desktop.services.rules.remote_work import is_beyond, remote_work_id
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace
_Minutes = Annotated[int, msgspec.Meta(ge=0, le=31 * 24 * 60)]
_Hours = Annotated[float, msgspec.Meta(ge=0, le=100_000)]


class RemoteWork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The minutes of one trainee; what is left out stays as it is."""

    enrolment_id: UUID
    estimated: _Minutes | None = None
    validated: _Minutes | None = None


class RecordRemoteWork(Act, frozen=True):
    """The distance work of a month, for a trainee or for a whole session at once.

    Refuses "month_day" for a day that is no first of a month. Warns "validated_beyond" where more
    is validated than estimated, "remote_work_outside" for whom no day of the month is, and
    "month_declared" where the month is to be rectified.
    """

    name: ClassVar = "remote_work.record"
    is_fact: ClassVar = True
    month: date
    lines: Annotated[tuple[RemoteWork, ...], msgspec.Meta(min_length=1, max_length=500)]

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainees, their work so far, and what was declared."""
        for line in self.lines:
            yield by_id(EnrolmentRow, line.enrolment_id)
            yield by_id(RemoteWorkRow, remote_work_id(line.enrolment_id, self.month))
            yield by_id(AttendanceRow, attendance_id(line.enrolment_id, self.month))
            row = known.peek(EnrolmentRow, line.enrolment_id)
            if isinstance(row, EnrolmentRow):
                yield by_id(SessionRow, row.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """A row for each trainee."""
        if self.month != month_of(self.month):
            return Refused("month_day", {"day": self.month})
        # The last line about somebody is the one that counts.
        lines = {line.enrolment_id: line for line in self.lines}.values()
        rows = [_after(known, line, self.month) for line in lines]
        changed = [row for row in rows if row != known.one(RemoteWorkRow, row.id)]
        return Changes(put=tuple(rows), warned=tuple(self._warnings(known, rows, changed)))

    def _warnings(
        self, known: Known, rows: list[RemoteWorkRow], changed: list[RemoteWorkRow]
    ) -> Iterator[Warned]:
        beyond = sum(is_beyond(row.estimated, row.validated) for row in rows)
        if beyond:
            yield Warned("validated_beyond", {"count": beyond})
        outside = sum(_is_outside(known, row) for row in rows)
        if outside:
            yield Warned("remote_work_outside", {"count": outside, "day": self.month})
        ids = (attendance_id(row.enrolment_id, self.month) for row in changed)
        if any(known.one(AttendanceRow, each) for each in ids):
            yield Warned("month_declared", {"day": self.month})


def _after(known: Known, line: RemoteWork, month: date) -> RemoteWorkRow:
    enrolment = known.get(EnrolmentRow, line.enrolment_id)
    row_id = remote_work_id(enrolment.id, month)
    row = known.one(RemoteWorkRow, row_id) or RemoteWorkRow(
        id=row_id, session_id=enrolment.session_id, enrolment_id=enrolment.id, month=month
    )
    return replace(
        row,
        estimated=row.estimated if line.estimated is None else line.estimated,
        validated=row.validated if line.validated is None else line.validated,
    )


def _is_outside(known: Known, row: RemoteWorkRow) -> bool:
    enrolment = known.get(EnrolmentRow, row.enrolment_id)
    return period(enrolment, known.get(SessionRow, enrolment.session_id), row.month) is None


class DescribeDistance(Act, frozen=True):
    """What the AIS says of a session's distance work: its hours, how often it is assessed.

    The offer does not hold them (R6341-6); a newer description of the session leaves them.
    """

    name: ClassVar = "session.describe_distance"
    session_id: UUID
    hours: _Hours | None = None
    assessment: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session."""
        yield by_id(SessionRow, self.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The session with them."""
        row = known.get(SessionRow, self.session_id)
        after = replace(row, distance_hours=self.hours, distance_assessment=tidy(self.assessment))
        return Changes(put=(after,))
