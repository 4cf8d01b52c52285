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
from kairos_desktop.services.rules.entries import planned_end, planned_start
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
    EnrolmentState.ENTERED: "ok",
    EnrolmentState.NOT_ENTERED: "warn",
    EnrolmentState.DROPPED: "danger",
    EnrolmentState.EXCLUDED: "danger",
    EnrolmentState.COMPLETED: "neutral",
}
_FLAGS = {
    "entry_not_validated": "entré sans validation",
    "entry_after_refusal": "entré malgré un « non inscrit »",
    "entry_outside": "hors des dates de la session",
    "entry_in_the_future": "saisi d’avance",
}
_FEMININE = (DocumentKind.ENROLMENT_ATTESTATION, DocumentKind.ENTRY_ATTESTATION)
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
            width=142,
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
    """The effective entry and exit, else the person's own planned dates, else the session's."""
    row = line.enrolment
    start = row.entered_on or planned_start(row, line.session)
    end = row.left_on or planned_end(row, line.session)
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
    if row.entered_on or row.state is EnrolmentState.NOT_ENTERED:
        reason = " · ".join(filter(None, (reason, *flags(line), row.note)))
        return " · ".join(filter(None, (reason, f"le {day_number(row.since)}")))
    parts = (reason, row.source, f"le {day_number(row.since)}")
    return " · ".join(part for part in parts if part)


def flags(line: EnrolmentLine) -> tuple[str, ...]:
    """What an entry is flagged with, in words."""
    return tuple(_FLAGS.get(flag, flag) for flag in line.enrolment.flags)


def certificate_text(line: EnrolmentLine) -> str:
    """The number of the certificate, or that none was issued."""
    paper = line.paper(DocumentKind.ENROLMENT_CERTIFICATE)
    return numbered(paper) if paper else "à éditer" if not why_no_certificate(line) else "—"


def attestation_text(line: EnrolmentLine) -> str:
    """The number of the AES once there is one, else of the AIS, or that none was issued."""
    entry = line.paper(DocumentKind.ENTRY_ATTESTATION)
    paper = entry or line.paper(DocumentKind.ENROLMENT_ATTESTATION)
    if paper is None:
        return "sans AIS"
    return f"{numbered(paper)} provisoire" if paper.provisional else numbered(paper)


def numbered(paper: DocumentRow) -> str:
    """« CI-2026-A-00012 v2 », « AIS-2026-A-00012 v2 annulée »."""
    number = paper.number if paper.version == 1 else f"{paper.number} v{paper.version}"
    if paper.state is not DocumentState.VOIDED:
        return number
    feminine = paper.kind in _FEMININE
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


def why_no_entry_paper(line: EnrolmentLine) -> str:
    """Why no AES can be printed; "" when one was issued, even if it was voided since."""
    if line.enrolment.entered_on or line.paper(DocumentKind.ENTRY_ATTESTATION) is not None:
        return ""
    return "L’AES s’émet à la saisie de la présence à l’entrée."


def why_no_notice(line: EnrolmentLine) -> str:
    """Why no notice of a new end can be printed; "" when one was issued."""
    if line.paper(DocumentKind.END_NOTICE) is not None:
        return ""
    return "L’avis s’émet quand la date de fin change."


def why_no_report(line: EnrolmentLine) -> str:
    """Why no « bilan » can be printed; "" once it is filled in, or was issued."""
    if line.has_report or line.paper(DocumentKind.TRAINING_REPORT) is not None:
        return ""
    return "Le bilan se saisit d’abord, à la sortie de formation."


def why_no_hours(line: EnrolmentLine) -> str:
    """Why nothing that was followed can be certified; "" once somebody has entered."""
    return "" if line.enrolment.entered_on else "L’entrée en formation n’est pas saisie."


def why_no_correction(line: EnrolmentLine) -> str:
    """Why no entry can be corrected; "" when it can."""
    return "" if line.enrolment.entered_on else "L’entrée n’est pas encore saisie."


def why_no_end(line: EnrolmentLine) -> str:
    """Why the planned end cannot change here; "" when it can."""
    if line.enrolment.state is EnrolmentState.ENTERED:
        return ""
    return "La fin prévue d’une personne entrée se change ici ; avant, par « Compléter »."


def why_no_telling(line: EnrolmentLine) -> str:
    """Why nothing is to be told to the agency; "" when a new end is."""
    return "" if line.enrolment.end_notice_by else "Aucun changement de fin n’est à signaler."


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
