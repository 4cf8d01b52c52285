# SPDX-License-Identifier: MIT
"""The entry in training: presence and absence at entry, the AES, a wrong date, a new planned end.

An effective entry is a fact, due to France Travail within three days (Code du travail L6121-5):
it is recorded and flagged, never refused for a verdict or a date. Sources: domain 3.5, 4, 5;
guide p. 15, 25 to 28.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, JobseekerRow, SessionRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentState,
    Scheme,
)
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.acts.papers import (
    enrolment_facts,
    issue_or_replace,
    papered_needs,
    voided,
)
from kairos_desktop.services.rules.deadlines import end_notice_by
from kairos_desktop.services.rules.entries import (
    AFTER_REFUSAL,
    END_NOTICE_DAYS,
    NOT_VALIDATED,
    entry_refusal,
    entry_warnings,
    planned_end,
)
from kairos_desktop.services.rules.training_length import length_warnings
from kairos_desktop.services.rules.transitions import ENTERABLE
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


class _WithPapers(Act, frozen=True):
    """An act on one enrolment that may issue a paper of one kind."""

    paper: ClassVar[DocumentKind] = DocumentKind.ENTRY_ATTESTATION
    enrolment_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolment, its papers, and what a new one would show."""
        return papered_needs(known, made, self.enrolment_id, self.paper)


class RecordEntry(_WithPapers, frozen=True):
    """« Présent » at entry: the person has entered, and the AES is issued at once.

    Refuses "already_entered" for another day, "cannot_enter" after a *désistement*. Without the
    prescriber's agreement, or after *non inscrit*, it warns and flags "entry_not_validated" or
    "entry_after_refusal", and "entry_reason_missing" where no reason is given; "entry_outside" and
    "entry_in_the_future" for the day; "aes_provisional" without identifier.
    """

    name: ClassVar = "entry.record"
    is_fact: ClassVar = True
    entered_on: date
    reason: str = ""

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The person entered, with the AES; asking again for the same changes nothing."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if row.entered_on == self.entered_on:
            return Changes()
        if refusal := entry_refusal(row):
            return refusal
        flagged = entry_warnings(
            row, known.get(SessionRow, row.session_id), self.entered_on, made.today
        )
        codes = tuple(flag.code for flag in flagged)
        why = tidy(self.reason)
        after = replace(
            row,
            state=EnrolmentState.ENTERED,
            since=self.entered_on,
            entered_on=self.entered_on,
            reason="",
            note=why,
            flags=codes,
        )
        unsaid = not why and (NOT_VALIDATED in codes or AFTER_REFUSAL in codes)
        missing = (Warned("entry_reason_missing", {}),) if unsaid else ()
        paper = _entry_paper(known, made, after)
        return Changes(put=(after, *paper.put), warned=(*flagged, *missing, *paper.warned))


class RecordAbsentAtEntry(_WithPapers, frozen=True):
    """« Absent » at entry: the person stays in the list, and may still become present.

    Refuses "cannot_enter" as an entry does. For somebody noted present by mistake it is a
    correction: "reason_missing" without one, and the AES is voided ("aes_voided"). Once somebody
    has left, "already_entered".
    """

    name: ClassVar = "entry.record_absent"
    is_fact: ClassVar = True
    reason: str = ""

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The person absent at entry."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if row.state is EnrolmentState.NOT_ENTERED:
            return Changes()
        was_in = row.state is EnrolmentState.ENTERED
        if not was_in and row.state not in ENTERABLE:
            return entry_refusal(row) or Changes()
        if was_in and not self.reason.strip():
            return Refused("reason_missing", {})
        after = replace(
            row,
            state=EnrolmentState.NOT_ENTERED,
            since=made.today,
            entered_on=None,
            reason="",
            note=tidy(self.reason),
            flags=(),
        )
        standing = [
            paper
            for paper in known.find(DocumentRow, enrolment_id=row.id)
            if paper.kind is self.paper and paper.state is DocumentState.VALID
        ]
        warned = tuple(Warned("aes_voided", {"number": paper.number}) for paper in standing)
        return Changes(put=(after, *voided(made, standing)), warned=warned)


class CorrectEntry(_WithPapers, frozen=True):
    """A wrong day of entry, corrected with its reason; a new AES « annule et remplace ».

    Refuses "not_entered" and "reason_missing". Warns what the day of an entry does.
    """

    name: ClassVar = "entry.correct"
    entered_on: date
    reason: str

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The entry on its right day."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if row.entered_on is None:
            return Refused("not_entered", {"state": row.state})
        if not self.reason.strip():
            return Refused("reason_missing", {})
        session = known.get(SessionRow, row.session_id)
        flagged = entry_warnings(row, session, self.entered_on, made.today)
        is_in = row.state is EnrolmentState.ENTERED
        after = replace(
            row,
            since=self.entered_on if is_in else row.since,
            entered_on=self.entered_on,
            note=tidy(self.reason) if is_in else row.note,
            flags=tuple(flag.code for flag in flagged),
        )
        paper = _entry_paper(known, made, after)
        return Changes(put=(after, *paper.put), warned=(*flagged, *paper.warned))


class IssueEntryAttestation(_WithPapers, frozen=True):
    """« AES »: definitive once the identifier is known, or as it stands.

    A new version « annule et remplace » where the facts have changed. Refuses
    "no_entry_attestation" before the entry. Warns "aes_provisional".
    """

    name: ClassVar = "entry_attestation.issue"

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The AES, replaced or as it stands."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if row.entered_on is None:
            return Refused("no_entry_attestation", {"state": row.state})
        return _entry_paper(known, made, row)


class ChangeEnd(_WithPapers, frozen=True):
    """A new planned end for somebody who has entered: the notice to the agency is issued.

    Refuses "not_entered", "reason_missing" and "end_before_entry". Where the scheme asks for a
    notice of so many days before the effective exit, warns "end_notice_late" (guide p. 15); warns
    "training_long" of an end more than three years after the entry (R6341-15).
    """

    name: ClassVar = "enrolment.change_end"
    paper: ClassVar[DocumentKind] = DocumentKind.END_NOTICE
    planned_end: date
    reason: str
    scheme: Scheme = Scheme.ORDINARY

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment with its new end, and the notice."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if row.state is not EnrolmentState.ENTERED or row.entered_on is None:
            return Refused("not_entered", {"state": row.state})
        if not self.reason.strip():
            return Refused("reason_missing", {})
        if self.planned_end < row.entered_on:
            return Refused("end_before_entry", {"start": row.entered_on, "end": self.planned_end})
        before = planned_end(row, known.get(SessionRow, row.session_id))
        if before == self.planned_end:
            return Changes()
        least = END_NOTICE_DAYS[self.scheme]
        by = end_notice_by(self.planned_end, least)
        after = replace(row, planned_end=self.planned_end, end_notice_by=by)
        facts = replace(
            enrolment_facts(known, made, after), previous_end=before, why=tidy(self.reason)
        )
        paper = issue_or_replace(
            known,
            made,
            self.paper,
            facts,
            _issued(known, after, self.paper),
            enrolment_id=row.id,
            jobseeker_id=row.jobseeker_id,
        )
        warned = length_warnings(row.entered_on, self.planned_end, None)
        if by < made.today:
            warned.append(Warned("end_notice_late", {"least": least, "day": by}))
        return Changes(put=(after, *paper.put), warned=tuple(warned))


class TellEnd(Act, frozen=True):
    """The agency was told of the new planned end: nothing waits any more.

    Refuses "no_end_to_tell".
    """

    name: ClassVar = "enrolment.tell_end"
    enrolment_id: UUID
    told_on: date

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolment."""
        yield by_id(EnrolmentRow, self.enrolment_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment, whose new end is known to the agency."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if row.end_notice_by is None:
            return Refused("no_end_to_tell", {})
        return Changes(put=(replace(row, end_notice_by=None),))


def _issued(known: Known, row: EnrolmentRow, kind: DocumentKind) -> list[DocumentRow]:
    papers = known.find(DocumentRow, enrolment_id=row.id)
    return [paper for paper in papers if paper.kind is kind]


def _entry_paper(known: Known, made: Made, row: EnrolmentRow) -> Changes:
    """The AES of an entry, after the AIS that it follows; provisional without identifier."""
    first = _issued(known, row, DocumentKind.ENROLMENT_ATTESTATION)
    last = max(first, key=lambda paper: (paper.issued_at, paper.version), default=None)
    facts = replace(
        enrolment_facts(known, made, row),
        follows=last.number if last and last.state is not DocumentState.VOIDED else "",
    )
    provisional = not known.get(JobseekerRow, row.jobseeker_id).ft_id
    kind = DocumentKind.ENTRY_ATTESTATION
    paper = issue_or_replace(
        known,
        made,
        kind,
        facts,
        _issued(known, row, kind),
        enrolment_id=row.id,
        jobseeker_id=row.jobseeker_id,
        provisional=provisional,
    )
    if not provisional or not paper.put:
        return paper
    return replace(paper, warned=(Warned("aes_provisional", {}),))
