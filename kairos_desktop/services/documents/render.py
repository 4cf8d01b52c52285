# SPDX-License-Identifier: MIT
"""A document's facts into PDF bytes: the same facts, the same bytes."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, cast

import msgspec

from kairos_desktop.services.documents import (
    end_papers,
    enrolment_papers,
    entry_papers,
    evidence_paper,
    frame,
    month_papers,
    notice_papers,
    quote_paper,
    receipt_paper,
    recovery_paper,
    report_paper,
    signing,
    slot_papers,
    training_sheet,
    typeface,
)
from kairos_desktop.services.documents.evidence_facts import EvidenceSummary
from kairos_desktop.services.documents.facts import (
    AdviserLetter,
    AifQuote,
    AssiduityAttestation,
    AttendanceRecap,
    AttendanceStatement,
    Convocation,
    Document,
    EndNotice,
    EnrolmentAttestation,
    EnrolmentCertificate,
    EntryAttestation,
    EventNotice,
    Pictures,
    RealisationCertificate,
    RegisteredList,
    SignInSheet,
    TrainingReport,
    TrainingSheet,
    Unnumbered,
    kind_of,
    provider_of,
)
from kairos_desktop.services.documents.frame import Frame
from kairos_desktop.services.documents.marks import Block
from kairos_desktop.services.documents.pages import (
    Content,
    Page,
    fingerprint,
    lay_out,
    page_texts,
)
from kairos_desktop.services.documents.painting import Painter
from kairos_desktop.services.receipts import TransmissionReceipt
from kairos_desktop.services.recovery import RecoverySheet

_NO_PICTURES = Pictures()
# Air above and under a line of facts, in points: a letter that would spill over tries the next.
_PADDINGS = (5.6, 5.0, 4.4, 3.8, 3.2, 2.8, 2.4)


class RenderedDocument(msgspec.Struct, frozen=True):
    """A finished PDF. `file_name` holds the number, never a person's name."""

    pdf: bytes
    sha256: str
    file_name: str
    pages: int
    code: str


class Composed(NamedTuple):
    """A document laid out and signed, ready to be painted; `code` is the text of its QR."""

    pages: tuple[Page, ...]
    code: str
    is_signed: bool
    title: str
    author: str
    file_name: str


def render(
    document: Document, pictures: Pictures = _NO_PICTURES, key: bytes | None = None
) -> RenderedDocument:
    """Draw a document. `key` is the organisation's 32-byte signing key; without one, no code.

    Raises ValueError when a key is given and the SIRET has not 14 digits. About 10 ms.
    """
    return painted(compose(document, pictures, key), key)


def compose(document: Document, pictures: Pictures, key: bytes | None) -> Composed:
    """Lay a document out, and sign the text of its pages."""
    title, file_name = _names(document)
    shape = Frame(
        signed=key is not None and not isinstance(document, Unnumbered),
        listing=isinstance(document, RegisteredList | SignInSheet),
    )
    pages = _roomiest(document, title, pictures, shape)
    signed = _signed(document, pages, key)
    # The code of a sheet names it, and claims nothing.
    code = document.code if isinstance(document, TrainingSheet) else signed
    heading, author = _file_title(document, title), provider_of(document).name
    return Composed(pages, code, bool(signed), heading, author, file_name)


def _roomiest(document: Document, title: str, pictures: Pictures, shape: Frame) -> tuple[Page, ...]:
    """The airiest setting that stands on one page, else the airiest."""
    settings = [
        lay_out(document, Content(title, _body(document, pictures, _PADDINGS[0])), pictures, shape)
    ]
    # A Sommaire has one setting: it is as long as its lists.
    if len(settings[0]) == 1 or isinstance(document, EvidenceSummary):
        return settings[0]
    for padding in _PADDINGS[1:]:
        tighter = Content(title, _body(document, pictures, padding))
        settings.append(lay_out(document, tighter, pictures, shape))
        if len(settings[-1]) == 1:
            return settings[-1]
    return settings[0]


def painted(composed: Composed, key: bytes | None) -> RenderedDocument:
    """The PDF of a composed document, sealed when it carries a code."""
    keywords = f"{composed.code} {signing.blank_file_seal()}" if composed.is_signed else ""
    painter = Painter(composed.title, composed.author, keywords)
    painter.add(composed.pages, composed.code)
    pdf = painter.finish()
    if key and composed.is_signed:
        pdf = signing.seal_file(pdf, key)
    return RenderedDocument(
        pdf, hashlib.sha256(pdf).hexdigest(), composed.file_name, len(composed.pages), composed.code
    )


def unprintable(*documents: Document) -> tuple[str, ...]:
    """The characters of documents that their font lacks: announce them before printing."""
    return typeface.unprintable(_texts(msgspec.to_builtins(documents)))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _texts(tuple(cast("dict[str, Any]", value).values()))
    if isinstance(value, tuple):
        return [text for item in cast("tuple[Any, ...]", value) for text in _texts(item)]
    return []


def _body(document: Document, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    match document:
        case EnrolmentAttestation():
            return enrolment_papers.attestation(document, pictures, padding)
        case EnrolmentCertificate():
            return enrolment_papers.certificate(document, pictures, padding)
        case EntryAttestation():
            return entry_papers.attestation(document, pictures, padding)
        case EndNotice():
            return entry_papers.end_notice(document, pictures, padding)
        case AttendanceStatement():
            return month_papers.statement(document, pictures, padding)
        case AttendanceRecap():
            return month_papers.recap(document, pictures, padding)
        case TrainingReport():
            return report_paper.report(document, pictures, padding)
        case RealisationCertificate():
            return end_papers.realisation(document, pictures, padding)
        case AssiduityAttestation():
            return end_papers.assiduity(document, pictures, padding)
        case EventNotice():
            return notice_papers.notice(document, pictures, padding)
        case AdviserLetter():
            return notice_papers.letter(document, pictures, padding)
        case AifQuote():
            return quote_paper.quote(document, pictures, padding)
        case Convocation():
            return slot_papers.convocation(document, padding)
        case RegisteredList():
            return slot_papers.registered_list(document, padding)
        case SignInSheet():
            return slot_papers.sign_in_sheet(document, padding)
        case TrainingSheet():
            return training_sheet.sheet(document, padding)
        case EvidenceSummary():
            return evidence_paper.summary(document)
        case RecoverySheet():
            return recovery_paper.recovery_sheet(document)
        case TransmissionReceipt():
            return receipt_paper.transmission_receipt(document)


def _names(document: Document) -> tuple[str, str]:
    if isinstance(document, RecoverySheet):
        return "Code de secours", "code-de-secours.pdf"
    if isinstance(document, TransmissionReceipt):
        name = f"accuse-de-transmission-{document.made_at:%Y-%m-%d-%H%M}.pdf"
        return "Accusé de transmission", name
    if isinstance(document, TrainingSheet):
        return training_sheet.names(document)
    if isinstance(document, EvidenceSummary):
        return evidence_paper.names(document)
    return frame.TITLES[kind_of(document)], f"{document.head.number}-v{document.head.version}.pdf"


def _file_title(document: Document, title: str) -> str:
    return title if isinstance(document, Unnumbered) else f"{title} {document.head.number}"


def _signed(document: Document, pages: tuple[Page, ...], key: bytes | None) -> str:
    if key is None or isinstance(document, Unnumbered):
        return ""
    claim = signing.Claim(
        document_id=document.head.document_id,
        kind=kind_of(document),
        siret=document.provider.siret,
        issued_on=document.head.issued_on,
        version=document.head.version,
        digest=fingerprint(page_texts(pages)),
        key_id=signing.key_id(signing.public_key(key)),
    )
    return signing.sign(claim, key)
