# SPDX-License-Identifier: MIT
"""Events told on paper: notice to a funder or to the agency, letter to who follows the person.

Sources: décret 2019-1386, art. 1 (three days, on paper without electronic access); L6121-5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import (
    AdhesionRow,
    ClearanceRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ReasonRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import DocumentKind, ReasonKind, TrainingEvent
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.acts.papers import NoticePaper, letterhead
from kairos_desktop.services.acts.trainee_path import (
    exit_reasons,
    issue_of_path,
    papers_of,
    path_needs,
)
from kairos_desktop.services.rules.adhesion import clearance_id
from kairos_desktop.services.rules.notices import (
    event_day,
    event_subject,
    funder_of,
    letter_refusal,
    recipients,
    same_event,
)
from kairos_desktop.services.rules.reasons import reason_id
from kairos_desktop.services.rules.verdicts import Refused


class _OfEvent(Act, frozen=True):
    """A paper about one event of a trainee; of an interruption, which one."""

    kind: ClassVar[DocumentKind]
    enrolment_id: UUID
    event: TrainingEvent
    interruption_id: UUID | None = None

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The trainee and the event, who is told on paper, and the papers already issued."""
        yield from path_needs(known, made, self.enrolment_id, self.kind)
        yield by_id(AdhesionRow, made.org)
        if self.interruption_id is not None:
            yield by_id(InterruptionRow, self.interruption_id)
            pause = known.peek(InterruptionRow, self.interruption_id)
            if isinstance(pause, InterruptionRow):
                yield by_id(ReasonRow, reason_id(ReasonKind.INTERRUPTION, pause.reason))
        row = known.peek(EnrolmentRow, self.enrolment_id)
        session = known.peek(SessionRow, row.session_id) if isinstance(row, EnrolmentRow) else None
        if isinstance(row, EnrolmentRow) and isinstance(session, SessionRow):
            yield by_id(ClearanceRow, clearance_id(made.org, funder_of(row, session)))

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number; a corrected event is its next version."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        session = known.get(SessionRow, row.session_id)
        pause = self._pause(known)
        day = event_day(row, self.event, pause)
        if day is None:
            return Refused("no_event", {})
        if refusal := self._refusal(row):
            return refusal
        funder = funder_of(row, session)
        clearance = known.one(ClearanceRow, clearance_id(made.org, funder))
        told = recipients(funder, day, known.one(AdhesionRow, made.org), clearance)
        begins = same_event(self.event, pause)
        facts = NoticePaper(
            provider=letterhead(known, made),
            session=session,
            jobseeker=known.get(JobseekerRow, row.jobseeker_id),
            enrolment=row,
            event=self.event,
            recipients=told or tuple(filter(None, (funder,))),
            pause=pause,
            reasons=self._reasons(known, row, pause),
        )
        papers = papers_of(known, row.id, self.kind)
        issued = [paper for paper in papers if paper.subject.startswith(begins)]
        subject = event_subject(row, self.event, pause)
        return issue_of_path(known, made, self.kind, facts, issued, subject=subject)

    def _pause(self, known: Known) -> InterruptionRow | None:
        if self.event is not TrainingEvent.INTERRUPTION or self.interruption_id is None:
            return None
        return known.get(InterruptionRow, self.interruption_id)

    def _reasons(
        self, known: Known, row: EnrolmentRow, pause: InterruptionRow | None
    ) -> tuple[ReasonRow, ...]:
        if pause is None:
            return exit_reasons(known, row)
        named = known.one(ReasonRow, reason_id(ReasonKind.INTERRUPTION, pause.reason))
        return (named,) if named else ()

    def _refusal(self, row: EnrolmentRow) -> Refused | None:
        del row
        return None


class IssueNotice(_OfEvent, frozen=True):
    """A notice of an entry, an interruption or an exit, to whom electronic access does not reach.

    Without such a recipient it is addressed to the funder. Refuses "no_event".
    """

    name: ClassVar = "event_notice.issue"
    kind: ClassVar = DocumentKind.EVENT_NOTICE


class IssueLetter(_OfEvent, frozen=True):
    """A letter on the same events to the Mission locale or Cap emploi that follows the person.

    Refuses "no_event" and "not_followed".
    """

    name: ClassVar = "adviser_letter.issue"
    kind: ClassVar = DocumentKind.ADVISER_LETTER

    def _refusal(self, row: EnrolmentRow) -> Refused | None:
        return letter_refusal(row)
