# SPDX-License-Identifier: MIT
"""Enrolments: propose, send back for an error, the prescriber's answer, withdrawal, papers.

Sources: domain 3.5; guide p. 24 to 27.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    DocumentRow,
    EnrolmentRow,
    JobseekerRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    NotRegisteredReason,
    Prescriber,
    Verdict,
    WithdrawalReason,
)
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import (
    enrolment_facts,
    issue_or_replace,
    papered_needs,
    voided,
)
from kairos_desktop.services.rules.enrolments import (
    first_state,
    issues_attestation,
    voids_attestation,
)
from kairos_desktop.services.rules.entries import without_settled_flags
from kairos_desktop.services.rules.transitions import (
    ENTRY_TYPED,
    LIVE_ENROLMENT,
    certificate_refusal,
    file_error_refusal,
    verdict_refusal,
    withdrawal_refusal,
)
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


class ProposeEnrolment(Act, frozen=True):
    """« Proposer l'inscription d'un DE à une formation », or a self-placement.

    Both begin *à valider*; the AIS waits for *inscrit*. Refuses "already_enrolled",
    "merged_away", "planned_dates", "id_taken". Warns "session_started" and, where the training has
    no place left, "beyond_places".
    """

    name: ClassVar = "enrolment.propose"
    creates: ClassVar = ("enrolment_id",)
    enrolment_id: UUID
    session_id: UUID
    jobseeker_id: UUID
    prescriber: Prescriber | None = None
    self_positioned: bool = False
    planned_start: date | None = None
    planned_end: date | None = None
    funding: str = ""
    funding_reference: str = ""
    source: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, the person, and the person's enrolments on the session."""
        yield by_id(EnrolmentRow, self.enrolment_id)
        yield by_id(SessionRow, self.session_id)
        yield by_id(JobseekerRow, self.jobseeker_id)
        yield having(EnrolmentRow, session_id=self.session_id, jobseeker_id=self.jobseeker_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment, to be validated."""
        session = known.get(SessionRow, self.session_id)
        person = known.get(JobseekerRow, self.jobseeker_id)
        if person.merged_into_id:
            return Refused("merged_away", {"last_name": person.last_name})
        others = known.find(EnrolmentRow, session_id=session.id, jobseeker_id=person.id)
        if any(other.state in LIVE_ENROLMENT for other in others):
            return Refused("already_enrolled", {"last_name": person.last_name})
        if known.one(EnrolmentRow, self.enrolment_id):
            return Refused("id_taken", {})
        if self.planned_start and self.planned_end and self.planned_end < self.planned_start:
            return Refused("planned_dates", {})
        origin = (
            EnrolmentOrigin.SELF_POSITIONING
            if self.self_positioned
            else EnrolmentOrigin.DIRECT_PROPOSAL
        )
        row = EnrolmentRow(
            id=self.enrolment_id,
            session_id=session.id,
            jobseeker_id=person.id,
            state=first_state(origin),
            origin=origin,
            since=made.today,
            prescriber=self.prescriber or person.prescriber,
            planned_start=self.planned_start,
            planned_end=self.planned_end,
            funding=tidy(self.funding),
            funding_reference=tidy(self.funding_reference),
            source=tidy(self.source),
        )
        started = session.starts_on and session.starts_on <= made.today
        warned = (
            (Warned("session_started", {"start": session.starts_on}),)
            if started and not session.permanent_entry
            else ()
        )
        return Changes(put=(row,), warned=warned)


class _OnEnrolment(Act, frozen=True):
    """An act on one enrolment."""

    enrolment_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolment."""
        yield by_id(EnrolmentRow, self.enrolment_id)


class FlagFileError(_OnEnrolment, frozen=True):
    """An error in the file sends a *retenu* back to *à valider*.

    Refuses "cannot_flag_error" and "reason_missing".
    """

    name: ClassVar = "enrolment.flag_error"
    reason: str

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment to be validated, with the reason."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := file_error_refusal(row.state):
            return refusal
        if not self.reason.strip():
            return Refused("reason_missing", {})
        after = replace(
            row, state=EnrolmentState.TO_VALIDATE, since=made.today, note=tidy(self.reason)
        )
        return Changes(put=(after,))


class RecordVerdict(Act, frozen=True):
    """The prescriber's answer, « inscrit » or « non inscrit », with its date and source.

    Refuses "cannot_give_verdict", "reason_missing" for a *non inscrit*, "source_missing".
    Warns "verdict_in_the_future" and, for a *non inscrit*, "neither_paid" and "ais_voided".
    *Inscrit* issues the AIS where none stands; *non inscrit* voids the one that does. One that
    comes once the entry is typed is kept beside it: the person has entered or not, whatever is
    answered ("entry_stands" is warned for a *non inscrit*).
    """

    name: ClassVar = "enrolment.record_verdict"
    is_fact: ClassVar = True
    enrolment_id: UUID
    verdict: Verdict
    given_on: date
    source: str
    reason: NotRegisteredReason | None = None
    note: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolment, its papers, and what a new AIS would show."""
        return papered_needs(known, made, self.enrolment_id, DocumentKind.ENROLMENT_ATTESTATION)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment validated or not, and the AIS if it was still to come."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := verdict_refusal(row.state, self.verdict):
            return refusal
        if not self.source.strip():
            return Refused("source_missing", {})
        if self.verdict is Verdict.NOT_REGISTERED and self.reason is None:
            return Refused("reason_missing", {})
        answered = replace(
            row,
            verdict=self.verdict,
            verdict_on=self.given_on,
            verdict_source=tidy(self.source),
            verdict_reason=self.reason or "",
        )
        validated = replace(
            answered,
            state=EnrolmentState(self.verdict),
            since=self.given_on,
            source=tidy(self.source),
            reason=self.reason or "",
            note=tidy(self.note),
        )
        has_begun = row.state in ENTRY_TYPED
        after = without_settled_flags(answered) if has_begun else validated
        papers = _attestation_after(known, made, validated)
        warned: list[Warned] = []
        if self.given_on > made.today:
            warned.append(Warned("verdict_in_the_future", {"day": self.given_on}))
        if self.verdict is Verdict.NOT_REGISTERED:
            warned.append(Warned("neither_paid", {}))
            if row.state is not EnrolmentState.NOT_ENTERED and has_begun:
                warned.append(Warned("entry_stands", {"day": row.entered_on}))
        return Changes(put=(after, *papers.put), warned=(*warned, *papers.warned))


def _attestation_after(known: Known, made: Made, enrolment: EnrolmentRow) -> Changes:
    """The AIS that a new state issues, issues again under its number, or voids."""
    issued = [
        paper
        for paper in known.find(DocumentRow, enrolment_id=enrolment.id)
        if paper.kind is DocumentKind.ENROLMENT_ATTESTATION
    ]
    standing = [paper for paper in issued if paper.state is DocumentState.VALID]
    if issues_attestation(enrolment.state, has_one=bool(standing)):
        return issue_or_replace(
            known,
            made,
            DocumentKind.ENROLMENT_ATTESTATION,
            enrolment_facts(known, made, enrolment),
            issued,
            enrolment_id=enrolment.id,
            jobseeker_id=enrolment.jobseeker_id,
        )
    if not standing or not voids_attestation(enrolment.state):
        return Changes()
    warned = tuple(Warned("ais_voided", {"number": paper.number}) for paper in standing)
    return Changes(put=voided(made, standing), warned=warned)


class WithdrawEnrolment(_OnEnrolment, frozen=True):
    """Somebody gives up before the entry: the AIS is voided by a version marked *annulée*.

    Refuses "cannot_withdraw". Warns "ais_voided".
    """

    name: ClassVar = "enrolment.withdraw"
    reason: WithdrawalReason
    note: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolment and its papers."""
        yield from super().needs(known, made)
        yield having(DocumentRow, enrolment_id=self.enrolment_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment withdrawn, its AIS voided."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := withdrawal_refusal(row.state):
            return refusal
        after = replace(
            row,
            state=EnrolmentState.WITHDRAWN,
            since=made.today,
            reason=self.reason,
            note=tidy(self.note),
        )
        papers = _attestation_after(known, made, after)
        return Changes(put=(after, *papers.put), warned=papers.warned)


class CompleteEnrolment(_OnEnrolment, frozen=True):
    """Completes the individual dates and the funding of an enrolment. Refuses "planned_dates".

    Once somebody has entered, the planned end changes by « Changer la date de fin » alone, which
    tells the agency: "end_has_its_act".
    """

    name: ClassVar = "enrolment.complete"
    planned_start: date | None = None
    planned_end: date | None = None
    funding: str = ""
    funding_reference: str = ""

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The enrolment completed."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if self.planned_start and self.planned_end and self.planned_end < self.planned_start:
            return Refused("planned_dates", {})
        if row.entered_on is not None and self.planned_end != row.planned_end:
            return Refused("end_has_its_act", {})
        after = replace(
            row,
            planned_start=self.planned_start,
            planned_end=self.planned_end,
            funding=tidy(self.funding),
            funding_reference=tidy(self.funding_reference),
        )
        return Changes(put=(after,)) if after != row else Changes()


class IssueCertificate(Act, frozen=True):
    """« Certificat »: a new one for *retenu* or *inscrit* only, else "no_certificate".

    Where one was already issued and the facts have changed, a new version « annule et remplace »
    it; where nothing has changed, the standing one is kept. Source: guide p. 27.
    """

    name: ClassVar = "certificate.issue"
    enrolment_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolment, its papers, and what the certificate shows."""
        return papered_needs(known, made, self.enrolment_id, DocumentKind.ENROLMENT_CERTIFICATE)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The certificate, new, replaced, or as it stands."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := certificate_refusal(row.state):
            return refusal
        facts = enrolment_facts(known, made, row)
        issued = [
            paper
            for paper in known.find(DocumentRow, enrolment_id=row.id)
            if paper.kind is DocumentKind.ENROLMENT_CERTIFICATE
        ]
        return issue_or_replace(
            known,
            made,
            DocumentKind.ENROLMENT_CERTIFICATE,
            facts,
            issued,
            enrolment_id=row.id,
            jobseeker_id=row.jobseeker_id,
        )
