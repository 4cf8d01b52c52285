# SPDX-License-Identifier: MIT
"""« Bilan de fin de formation »: filled in at the exit, then issued as a numbered paper.

Sources: domain 3.5, 5; guide p. 28, 29.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, ReportRow, SessionRow
from kairos_desktop.models.vocabulary import Certified, DocumentKind, FollowUp, Objectives
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.acts.papers import ReportPaper, letterhead
from kairos_desktop.services.acts.trainee_path import (
    exit_reasons,
    hours_between,
    issue_of_path,
    papers_of,
    path_needs,
)
from kairos_desktop.services.rules.reports import (
    days_attended,
    is_early,
    report_id,
    report_refusal,
)
from kairos_desktop.services.rules.verdicts import Refused, Warned

_KIND = DocumentKind.TRAINING_REPORT


class RecordReport(Act, frozen=True):
    """« Saisir le bilan » of a trainee; said again, the whole of it is replaced.

    Refuses "not_entered". Warns "report_before_exit" while days of training are to come.
    """

    name: ClassVar = "report.record"
    is_fact: ClassVar = True
    enrolment_id: UUID
    written_on: date
    objectives: Objectives
    certified: Certified
    follow_up: FollowUp
    acquired: str = ""
    in_progress: str = ""
    not_acquired: str = ""
    placements: str = ""
    intended: str = ""
    comment: str = ""
    trainer: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainee, and the report as it stands."""
        yield by_id(EnrolmentRow, self.enrolment_id)
        yield by_id(ReportRow, report_id(self.enrolment_id))
        row = known.peek(EnrolmentRow, self.enrolment_id)
        if isinstance(row, EnrolmentRow):
            yield by_id(SessionRow, row.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The report."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := report_refusal(enrolment):
            return refusal
        row = ReportRow(
            id=report_id(enrolment.id),
            session_id=enrolment.session_id,
            enrolment_id=enrolment.id,
            written_on=self.written_on,
            objectives=self.objectives,
            certified=self.certified,
            follow_up=self.follow_up,
            acquired=tidy(self.acquired),
            in_progress=tidy(self.in_progress),
            not_acquired=tidy(self.not_acquired),
            placements=tidy(self.placements),
            intended=tidy(self.intended),
            comment=tidy(self.comment),
            trainer=tidy(self.trainer),
        )
        if known.one(ReportRow, row.id) == row:
            return Changes()
        early = is_early(enrolment, known.get(SessionRow, enrolment.session_id), made.today)
        return Changes(put=(row,), warned=(Warned("report_before_exit", {}),) if early else ())


class IssueReport(Act, frozen=True):
    """The « bilan » on paper; a new version where it, the hours or the exit have changed.

    Refuses "no_report". Warns "report_before_exit".
    """

    name: ClassVar = "training_report.issue"
    enrolment_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The report, and the path that it speaks of."""
        yield by_id(ReportRow, report_id(self.enrolment_id))
        yield from path_needs(known, made, self.enrolment_id, _KIND)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number."""
        enrolment = known.get(EnrolmentRow, self.enrolment_id)
        session = known.get(SessionRow, enrolment.session_id)
        report = known.one(ReportRow, report_id(enrolment.id))
        days = days_attended(enrolment, session, made.today)
        if report is None or days is None:
            return Refused("no_report", {})
        facts = ReportPaper(
            provider=letterhead(known, made),
            session=session,
            jobseeker=known.get(JobseekerRow, enrolment.jobseeker_id),
            enrolment=enrolment,
            report=report,
            hours=hours_between(known, enrolment, *days),
            reasons=exit_reasons(known, enrolment),
        )
        issued = papers_of(known, enrolment.id, _KIND)
        paper = issue_of_path(known, made, _KIND, facts, issued)
        early = is_early(enrolment, session, made.today)
        return Changes(put=paper.put, warned=(Warned("report_before_exit", {}),) if early else ())
