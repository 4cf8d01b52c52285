# SPDX-License-Identifier: MIT
"""What « Inscrits en formation » shows of an enrolment, and why an act is not offered on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentState,
    NotRegisteredReason,
    Verdict,
    WithdrawalReason,
)
from kairos_desktop.services.rules.transitions import (
    certificate_refusal,
    file_error_refusal,
    verdict_refusal,
    withdrawal_refusal,
)
from kairos_desktop.services.wording.dates import day_number, period
from kairos_desktop.services.wording.labels import explain_enrolment, label, label_of
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment.row_marks import mark
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole

if TYPE_CHECKING:
    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.services.rules.verdicts import Refused

_ROLES: dict[EnrolmentState, PillRole] = {
    EnrolmentState.SELECTED: "accent",
    EnrolmentState.TO_VALIDATE: "hold",
    EnrolmentState.REGISTERED: "ok",
    EnrolmentState.NOT_REGISTERED: "danger",
    EnrolmentState.WITHDRAWN: "neutral",
}
_REASONS = {
    EnrolmentState.NOT_REGISTERED: NotRegisteredReason,
    EnrolmentState.WITHDRAWN: WithdrawalReason,
}


def columns() -> tuple[Column, ...]:
    """The columns, in the order of the guide."""
    return (
        Column("N° DE", lambda line: line.jobseeker.ft_id or "à saisir", 112, "id", "ft_id"),
        Column(
            "Nom-Prénom",
            lambda line: full_name(line.jobseeker),
            176,
            "strong",
            sort_key="name",
            is_search=True,
            mark=mark,
        ),
        Column("Financement", funding, 100, "muted", sort_key="funding", is_optional=True),
        Column("Dates-période", dates, 170, "muted", sort_key="dates", is_optional=True),
        Column(
            "Statut",
            width=104,
            kind="pill",
            pill=state_pill,
            sort_key="state",
            tooltip=explained,
        ),
        Column("Motif", meaning, 0, second=motive),
        Column("Certificat", certificate_text, 150, second=attestation_text),
    )


def funding(line: EnrolmentLine) -> str:
    """The funding typed, else the session's funder."""
    row = line.enrolment
    own = " ".join(part for part in (row.funding, row.funding_reference) if part)
    return own or line.session.funder or "à compléter"


def dates(line: EnrolmentLine) -> str:
    """The individual dates where they are typed, else the session's."""
    row = line.enrolment
    start = row.planned_start or line.session.starts_on
    end = row.planned_end or line.session.ends_on
    if start and end:
        return f"{day_number(start)} – {day_number(end)}"
    return period(start, end)


def state_pill(line: EnrolmentLine) -> Pill:
    """The status as the guide names it."""
    state = line.enrolment.state
    return Pill(label(state), _ROLES[state])


def explained(line: EnrolmentLine) -> str:
    """What the status means, then its reason."""
    return f"{meaning(line)} {motive(line)}"


def meaning(line: EnrolmentLine) -> str:
    """What the status means for the person and for the organisation."""
    return explain_enrolment(line.enrolment.state, line.enrolment.prescriber)


def motive(line: EnrolmentLine) -> str:
    """The reason, the source and the day of the status."""
    row = line.enrolment
    kind = _REASONS.get(row.state)
    reason = label_of(kind, row.reason) if kind and row.reason else ""
    if row.state is EnrolmentState.TO_VALIDATE and row.note:
        reason = f"Erreur : {row.note}"
    if not reason and row.state is EnrolmentState.TO_VALIDATE:
        reason = label(row.origin)
    parts = (reason, row.source, f"le {day_number(row.since)}")
    return " · ".join(part for part in parts if part)


def certificate_text(line: EnrolmentLine) -> str:
    """The number of the certificate, or that none was issued."""
    paper = line.paper(DocumentKind.ENROLMENT_CERTIFICATE)
    return numbered(paper) if paper else "à éditer" if not why_no_certificate(line) else "—"


def attestation_text(line: EnrolmentLine) -> str:
    """The number of the AIS, or that none was issued."""
    paper = line.paper(DocumentKind.ENROLMENT_ATTESTATION)
    return numbered(paper) if paper else "sans AIS"


def numbered(paper: DocumentRow) -> str:
    """« CI-2026-A-00012 v2 », « AIS-2026-A-00012 v2 annulée »."""
    number = paper.number if paper.version == 1 else f"{paper.number} v{paper.version}"
    if paper.state is not DocumentState.VOIDED:
        return number
    feminine = paper.kind is DocumentKind.ENROLMENT_ATTESTATION
    return f"{number} annulé{'e' if feminine else ''}"


def has_certificate(line: EnrolmentLine) -> bool:
    """Whether a certificate was issued, which stays printable."""
    return line.paper(DocumentKind.ENROLMENT_CERTIFICATE) is not None


def is_withdrawn(line: EnrolmentLine) -> bool:
    """Whether the person gave up before the entry."""
    return line.enrolment.state is EnrolmentState.WITHDRAWN


def why_no_certificate(line: EnrolmentLine) -> str:
    """Why « Certificat » is not offered; "" when it is. An issued one stays printable."""
    return "" if has_certificate(line) else _said(certificate_refusal(line.enrolment.state))


def why_no_attestation(line: EnrolmentLine) -> str:
    """Why no AIS can be printed; "" when one was issued, even if it was voided since."""
    if line.paper(DocumentKind.ENROLMENT_ATTESTATION) is not None:
        return ""
    return "L’AIS s’émet d’elle-même quand le DE est retenu, ou inscrit par le prescripteur."


def why_no_verdict(line: EnrolmentLine, what: Verdict) -> str:
    """Why « Inscrit » or « Non inscrit » is not offered; "" when it is."""
    return _said(verdict_refusal(line.enrolment.state, what))


def why_no_error(line: EnrolmentLine) -> str:
    """Why no error can be pointed out; "" when it can."""
    return _said(file_error_refusal(line.enrolment.state))


def why_no_withdrawal(line: EnrolmentLine) -> str:
    """Why « Désistement » is not offered; "" when it is."""
    return _said(withdrawal_refusal(line.enrolment.state))


def _said(refusal: Refused | None) -> str:
    return sentence(refusal) if refusal else ""
