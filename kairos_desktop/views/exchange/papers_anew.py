# SPDX-License-Identifier: MIT
"""The paper that an act issued, to be printed anew under its new number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.aif_quotes import IssueQuote
from kairos_desktop.services.acts.end_papers import IssueRealisation
from kairos_desktop.services.acts.enrolments import IssueCertificate, RecordVerdict
from kairos_desktop.services.acts.entries import (
    ChangeEnd,
    CorrectEntry,
    IssueEntryAttestation,
    RecordEntry,
)
from kairos_desktop.services.acts.outcomes import RecordResult, enrolment_of
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.acts.reports import IssueReport
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import SettleLine


@dataclass(frozen=True)
class PaperAsked:
    """A paper to show anew: its kind, and what it is about."""

    kind: DocumentKind
    about: dict[str, Any]


def paper_of(line: SettleLine) -> PaperAsked | None:
    """The paper that an act issued, to be printed anew; None for an act that issues none."""
    act = read_act(line.act_name, line.act_version, line.args, lambda: line.id)
    match act:
        case IssueConvocation():
            about = {"registration_ids": [act.registration_id]}
            return PaperAsked(DocumentKind.CONVOCATION, about)
        case IssueSheet():
            return PaperAsked(act.kind, {"slot_id": act.slot_id})
        case IssueQuote():
            return PaperAsked(DocumentKind.AIF_QUOTE, {"quote_id": act.quote_id})
        case IssueCertificate():
            return _of_path(DocumentKind.ENROLMENT_CERTIFICATE, act.enrolment_id)
        case RecordResult():
            return _of_path(DocumentKind.ENROLMENT_ATTESTATION, enrolment_of(line.id))
        case RecordVerdict():
            return _of_path(DocumentKind.ENROLMENT_ATTESTATION, act.enrolment_id)
        case RecordEntry() | CorrectEntry() | IssueEntryAttestation():
            return _of_path(DocumentKind.ENTRY_ATTESTATION, act.enrolment_id)
        case ChangeEnd():
            return _of_path(DocumentKind.END_NOTICE, act.enrolment_id)
        case IssueReport():
            return _of_path(DocumentKind.TRAINING_REPORT, act.enrolment_id)
        case IssueRealisation():
            return _of_path(DocumentKind.REALISATION, act.enrolment_id)
        case _:
            return None


def _of_path(kind: DocumentKind, enrolment_id: UUID) -> PaperAsked:
    return PaperAsked(kind, {"enrolment_ids": [enrolment_id]})
