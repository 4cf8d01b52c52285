# SPDX-License-Identifier: MIT
"""What was really followed, on paper: « certificat de réalisation », « attestation d'assiduité ».

Sources: domain 5 (the ministry's model of June 2020); R6341-45 for assiduity.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, LessonRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need
from kairos_desktop.services.acts.papers import (
    AssiduityPaper,
    RealisationPaper,
    TraineePaper,
    letterhead,
)
from kairos_desktop.services.acts.trainee_path import (
    hours_between,
    issue_of_path,
    papers_of,
    path_needs,
)
from kairos_desktop.services.rules.attendance import months_between
from kairos_desktop.services.rules.remote_work import Remote, followed, is_lacking
from kairos_desktop.services.rules.reports import days_attended, is_early, report_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned


class _OfPath(Act, frozen=True):
    """A paper of one kind about somebody who has entered."""

    kind: ClassVar[DocumentKind]
    enrolment_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainee, what happened, and the papers already issued."""
        return path_needs(known, made, self.enrolment_id, self.kind)

    def _issued(self, known: Known, made: Made, facts: TraineePaper, subject: str = "") -> Changes:
        papers = papers_of(known, self.enrolment_id, self.kind)
        issued = [each for each in papers if each.subject == subject]
        paper = issue_of_path(known, made, self.kind, facts, issued, subject=subject)
        early = is_early(facts.enrolment, facts.session, made.today)
        warned = (Warned("before_exit", {"day": made.today}),) if early else ()
        return Changes(put=paper.put, warned=warned)


class IssueRealisation(_OfPath, frozen=True):
    """« Certificat de réalisation »: the hours really followed, once somebody has entered.

    Refuses "not_entered". Warns "before_exit": the hours then stop at the day of the paper; and
    "remote_work_not_counted" where nobody said what of the distance work was done.
    """

    name: ClassVar = "realisation.issue"
    kind: ClassVar = DocumentKind.REALISATION

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        session = known.get(SessionRow, row.session_id)
        days = days_attended(row, session, made.today)
        if refusal := report_refusal(row):
            return refusal
        if days is None:
            return Refused("period_outside", {})
        counted = hours_between(known, row, *days)
        is_apart = bool(known.find(LessonRow, session_id=session.id))
        facts = RealisationPaper(
            provider=letterhead(known, made),
            session=session,
            jobseeker=known.get(JobseekerRow, row.jobseeker_id),
            enrolment=row,
            hours=counted,
            followed=followed(
                counted.attended, Remote(counted.estimated, counted.validated), is_apart=is_apart
            ),
        )
        paper = self._issued(known, made, facts)
        if is_lacking(session, counted.estimated, counted.validated):
            lacking = Warned("remote_work_not_counted", {})
            return Changes(put=paper.put, warned=(*paper.warned, lacking))
        return paper


class IssueAssiduity(_OfPath, frozen=True):
    """« Attestation d'assiduité » of the days from `first` to `last` that are the trainee's.

    Each period has its number. Refuses "period_dates", "not_entered", and "period_outside" where
    no day of the period is the trainee's. Warns "before_exit".
    """

    name: ClassVar = "assiduity.issue"
    kind: ClassVar = DocumentKind.ASSIDUITY
    first: date
    last: date

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        session = known.get(SessionRow, row.session_id)
        if self.last < self.first:
            return Refused("period_dates", {})
        if refusal := report_refusal(row):
            return refusal
        days = days_attended(row, session, made.today)
        if days is None or self.last < days[0] or days[1] < self.first:
            return Refused("period_outside", {})
        parts = months_between(max(self.first, days[0]), min(self.last, days[1]))
        facts = AssiduityPaper(
            provider=letterhead(known, made),
            session=session,
            jobseeker=known.get(JobseekerRow, row.jobseeker_id),
            enrolment=row,
            months=tuple(hours_between(known, row, *part) for part in parts),
        )
        return self._issued(known, made, facts, period_subject(self.first, self.last))


def period_subject(first: date, last: date) -> str:
    """What tells the attestations of one trainee apart."""
    return f"{first} {last}"
