# SPDX-License-Identifier: MIT
"""« Reporter dans KAIROS »: what a person says to have typed there.

A report keeps the values that were typed: they come with the act, since they are those that the
person had on screen. Where the fact has others, it is to be reported again. Source: domain 7.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    EnrolmentRow,
    InterruptionRow,
    RegistrationRow,
    ReportedRow,
    ReportRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.kairos_reports import reported_id
from kairos_desktop.services.rules.verdicts import Refused, Warned

Subject = RegistrationRow | EnrolmentRow | AbsenceRow | InterruptionRow | AttendanceRow | ReportRow
SUBJECTS: dict[Reportable, type[Subject]] = {
    Reportable.PRESENCE: RegistrationRow,
    Reportable.RESULT: RegistrationRow,
    Reportable.ENTRY: EnrolmentRow,
    Reportable.ABSENCE: AbsenceRow,
    Reportable.INTERRUPTION: InterruptionRow,
    Reportable.EXIT: EnrolmentRow,
    Reportable.MONTH: AttendanceRow,
    Reportable.REPORT: ReportRow,
}
"""The row that holds each kind of fact."""
Said = Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=20)]


class ReportToKairos(Act, frozen=True):
    """« Reporté dans KAIROS »: a fact typed here was typed there too, with these values.

    Twice the same is one report: the first one stands, and is said: "already_reported".
    """

    name: ClassVar = "kairos.report"
    is_fact: ClassVar = True
    kind: Reportable
    about_id: UUID
    said: Said

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The fact, its path and its session, and what was reported of it."""
        kind = SUBJECTS[self.kind]
        yield by_id(ReportedRow, reported_id(self.kind, self.about_id))
        yield by_id(kind, self.about_id)
        row = known.peek(kind, self.about_id)
        if isinstance(row, Subject):
            yield by_id(SessionRow, row.session_id)
        if isinstance(row, AbsenceRow | InterruptionRow | AttendanceRow | ReportRow) and (
            path := row.enrolment_id
        ):
            yield by_id(EnrolmentRow, path)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The report, in the place of the one before."""
        row: Subject = known.get(SUBJECTS[self.kind], self.about_id)
        known.get(SessionRow, row.session_id)
        kept = known.one(ReportedRow, reported_id(self.kind, self.about_id))
        if kept is not None and kept.said == self.said:
            day = kept.reported_at.date()
            warned = Warned("already_reported", {"by": kept.reported_by, "day": day})
            return Changes(warned=(warned,))
        report = ReportedRow(
            id=reported_id(self.kind, self.about_id),
            kind=self.kind,
            about_id=self.about_id,
            session_id=row.session_id,
            said=self.said,
            reported_at=made.at,
            reported_by=made.by,
            jobseeker_id=_person(known, row),
        )
        return Changes(put=(report,))


def _person(known: Known, row: Subject) -> UUID | None:
    """Whom the fact is about; nobody where a whole session is interrupted."""
    if isinstance(row, RegistrationRow | EnrolmentRow):
        return row.jobseeker_id
    if row.enrolment_id is None:
        return None
    return known.get(EnrolmentRow, row.enrolment_id).jobseeker_id


class UnreportToKairos(Act, frozen=True):
    """A fact stands in KAIROS no more: it was taken back there, or was never typed after all.

    Refuses "not_reported".
    """

    name: ClassVar = "kairos.unreport"
    is_fact: ClassVar = True
    kind: Reportable
    about_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """What was reported."""
        yield by_id(ReportedRow, reported_id(self.kind, self.about_id))

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The report gone."""
        kept = known.one(ReportedRow, reported_id(self.kind, self.about_id))
        return Changes(gone=(kept,)) if kept is not None else Refused("not_reported", {})
