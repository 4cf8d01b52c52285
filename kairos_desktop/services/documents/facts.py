# SPDX-License-Identifier: MIT
"""What the papers are drawn from: frozen plain values, kept as JSON with each issued version.

Labels of states and origins arrive in French, chosen by services/wording; a paper never reads a
row, a clock or a database. Pictures (logo, stamp) are apart, so that the kept JSON stays small.
Fields: docs/guide and the trade's own list (AIS: Code du travail R6341-6).
"""

from __future__ import annotations

from datetime import date, time

import msgspec

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.documents.evidence_facts import EvidenceSummary
from kairos_desktop.services.documents.fact_parts import (
    AbsenceFacts,
    AttendeeFacts,
    DocumentHead,
    EnrolmentFacts,
    HoursFacts,
    Issued,
    MonthFacts,
    PauseFacts,
    PersonFacts,
    ProviderFacts,
    QuoteFacts,
    ReportFacts,
    SessionFacts,
    SlotFacts,
    TraineeFacts,
)
from kairos_desktop.services.receipts import TransmissionReceipt
from kairos_desktop.services.recovery import RecoverySheet
from kairos_desktop.services.wording.people import upper_name


class AboutPerson(Issued, frozen=True, kw_only=True):
    """A numbered paper about one person on one session."""

    person: PersonFacts
    session: SessionFacts


class EnrolmentAttestation(AboutPerson, frozen=True, kw_only=True, tag="AIS"):
    """AIS, *attestation d’inscription en stage*."""

    enrolment: EnrolmentFacts


class EnrolmentCertificate(AboutPerson, frozen=True, kw_only=True, tag="CI"):
    """*Certificat d’inscription*, handed to the jobseeker."""

    enrolment: EnrolmentFacts


class EntryAttestation(AboutPerson, frozen=True, kw_only=True, tag="AES"):
    """AES, *attestation d’entrée en stage*; `follows` is the number of the AIS."""

    enrolment: EnrolmentFacts
    follows: str = ""


class EndNotice(AboutPerson, frozen=True, kw_only=True, tag="FIN"):
    """*Avis de changement de date de fin*, to the agency that prescribed."""

    enrolment: EnrolmentFacts


class AttendanceStatement(AboutPerson, frozen=True, kw_only=True, tag="EP"):
    """*État de présence* of a trainee's month (R6341-35)."""

    month_name: str
    month: MonthFacts
    absences: tuple[AbsenceFacts, ...] = ()
    pauses: tuple[PauseFacts, ...] = ()
    accident: str = ""
    left: str = ""


class AttendanceRecap(Issued, frozen=True, kw_only=True, tag="RA"):
    """The recap of a session's month, a line for each trainee."""

    session: SessionFacts
    month_name: str
    trainees: tuple[TraineeFacts, ...]


class TrainingReport(AboutPerson, frozen=True, kw_only=True, tag="BF"):
    """*Bilan de fin de formation*; `left` says how and when the training ended."""

    report: ReportFacts
    hours: HoursFacts
    left: str = ""


class RealisationCertificate(AboutPerson, frozen=True, kw_only=True, tag="CR"):
    """*Certificat de réalisation*, with the fields of the ministry's model."""

    hours: HoursFacts


class AssiduityAttestation(AboutPerson, frozen=True, kw_only=True, tag="AA"):
    """*Attestation d’assiduité* of a chosen period, month by month."""

    whole: HoursFacts
    months: tuple[HoursFacts, ...]


class EventNotice(AboutPerson, frozen=True, kw_only=True, tag="AV"):
    """*Avis* of an entry, an interruption or an exit; `what` names it, `told` says it."""

    what: str
    recipients: tuple[str, ...]
    funding: str = ""
    told: tuple[tuple[str, str], ...] = ()


class AdviserLetter(AboutPerson, frozen=True, kw_only=True, tag="LC"):
    """*Courrier* to the Mission locale or Cap emploi; `lines` are its address."""

    what: str
    lines: tuple[str, ...]
    told: tuple[tuple[str, str], ...] = ()


class AifQuote(AboutPerson, frozen=True, kw_only=True, tag="AIF"):
    """*Devis AIF*, with what D6353-1 asks of it; the hours are the quote's own."""

    quote: QuoteFacts


class Convocation(AboutPerson, frozen=True, kw_only=True, tag="CV"):
    """*Convocation* of one person to a meeting or an appointment."""

    slot: SlotFacts
    to_bring: tuple[str, ...] = ()


class RegisteredList(Issued, frozen=True, kw_only=True, tag="LI"):
    """*Liste des inscrits* of a slot, in the order of the screen."""

    session: SessionFacts
    slot: SlotFacts
    attendees: tuple[AttendeeFacts, ...]


class SignInSheet(Issued, frozen=True, kw_only=True, tag="FE"):
    """*Feuille d’émargement* of a meeting; `spare_rows` are left for people not on the list."""

    session: SessionFacts
    slot: SlotFacts
    attendees: tuple[AttendeeFacts, ...]
    spare_rows: int = 2


class SignerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a training's sign-in sheet; `marked` says beforehand why nobody signs there.

    `strokes` is what was drawn on the screen, `proof` its hour and short digest, `struck` the
    signatures of this line that were struck through, `struck_strokes` the line of the last one
    where no other stands.
    """

    name: str
    marked: str = ""
    strokes: str = ""
    proof: str = ""
    struck: str = ""
    struck_strokes: str = ""


class TrainingSheet(msgspec.Struct, frozen=True, kw_only=True):
    """*Feuille d’émargement* of a training's half-day; `code` is the text of its QR.

    `assumed` says where the hours come from when no timetable was typed. It has no number: what
    names it is its session and half-day, and what counts is the sheet once signed.
    """

    provider: ProviderFacts
    session: SessionFacts
    day: date
    half: str
    starts_at: time
    ends_at: time
    code: str
    signers: tuple[SignerFacts, ...]
    module: str = ""
    trainer: str = ""
    place: str = ""
    assumed: str = ""
    demo: bool = False
    signed_by: tuple[SignerFacts, ...] = ()
    """The trainers who signed on the screen."""
    proof: str = ""
    """What holds of the signatures on the screen, their last digest, or what was altered."""


IssuedDocument = (
    EnrolmentAttestation
    | EnrolmentCertificate
    | EntryAttestation
    | EndNotice
    | AttendanceStatement
    | AttendanceRecap
    | TrainingReport
    | RealisationCertificate
    | AssiduityAttestation
    | EventNotice
    | AdviserLetter
    | AifQuote
    | Convocation
    | RegisteredList
    | SignInSheet
)
Unnumbered = RecoverySheet | TransmissionReceipt | TrainingSheet | EvidenceSummary
"""Papers without number, version or code."""
Document = IssuedDocument | Unnumbered


class Pictures(msgspec.Struct, frozen=True):
    """Logo and stamp of the organisation, as PNG or JPEG files."""

    logo: bytes = b""
    stamp: bytes = b""


def kind_of(document: IssuedDocument) -> DocumentKind:
    """The kind whose value starts the document's number."""
    return DocumentKind(document.__struct_config__.tag)


def provider_of(document: Document) -> ProviderFacts:
    """Whose name stands in the header."""
    if isinstance(document, RecoverySheet | TransmissionReceipt):
        return ProviderFacts(name=document.organisation, siret=document.siret)
    return document.provider


def head_of(document: Document) -> DocumentHead | None:
    """The identity of the version; a paper without number has none."""
    return None if isinstance(document, Unnumbered) else document.head


def is_demo(document: Document) -> bool:
    """Whether the paper is a demonstration's."""
    if isinstance(document, TrainingSheet | EvidenceSummary):
        return document.demo
    head = head_of(document)
    return head is not None and head.demo


def full_name(person: PersonFacts) -> str:
    """« Madame Anne LEFÈVRE »: given names as typed, family name in capitals."""
    surname = upper_name(person.last_name)
    return " ".join(filter(None, (person.civility, person.first_name, surname)))
