# SPDX-License-Identifier: MIT
"""From an issued paper's kept facts to the document that is drawn.

A paper is drawn from what was true when it was issued, never from today's rows.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from kairos_desktop.models.vocabulary import (
    HOLDS_SEAT,
    Civility,
    DocumentKind,
    DocumentState,
    ReasonKind,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services import month_paperwork, path_paperwork, quote_paperwork
from kairos_desktop.services.acts.papers import (
    AssiduityPaper,
    EnrolmentPaper,
    Expected,
    NoticePaper,
    QuotePaper,
    RealisationPaper,
    RecapPaper,
    ReportPaper,
    SlotPaper,
    StatementPaper,
)
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents.fact_parts import Replaced
from kairos_desktop.services.rules.entries import is_validated
from kairos_desktop.services.wording.distance import distance_text
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name, prescriber_text
from kairos_desktop.services.wording.reasons import reason_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from kairos_desktop.models.rows import (
        DocumentRow,
        JobseekerRow,
        ProviderRow,
        SessionRow,
        SiteRow,
    )

_CIVILITIES = {Civility.MRS: "Madame", Civility.MR: "Monsieur", Civility.NONE: ""}
_SLOTS = {
    SlotKind.MEETING: "information collective",
    SlotKind.APPOINTMENT: "rendez-vous individuel",
}
_TO_BRING = ("cette convocation", "une pièce d’identité", "un CV à jour")
_ENROLMENT_KINDS: dict[
    DocumentKind,
    type[drawn.EnrolmentAttestation | drawn.EnrolmentCertificate | drawn.EndNotice],
] = {
    DocumentKind.ENROLMENT_ATTESTATION: drawn.EnrolmentAttestation,
    DocumentKind.ENROLMENT_CERTIFICATE: drawn.EnrolmentCertificate,
    DocumentKind.END_NOTICE: drawn.EndNotice,
}
# Papers of one person on one session: what is kept of each, and how it is drawn.
_PATH_KINDS: dict[DocumentKind, tuple[Any, Callable[..., drawn.IssuedDocument]]] = {
    DocumentKind.TRAINING_REPORT: (ReportPaper, path_paperwork.report),
    DocumentKind.REALISATION: (RealisationPaper, path_paperwork.realisation),
    DocumentKind.ASSIDUITY: (AssiduityPaper, path_paperwork.assiduity),
    DocumentKind.EVENT_NOTICE: (NoticePaper, path_paperwork.notice),
    DocumentKind.ADVISER_LETTER: (NoticePaper, path_paperwork.letter),
    DocumentKind.AIF_QUOTE: (QuotePaper, quote_paperwork.quote),
}


def document_of(
    paper: DocumentRow, replaced: DocumentRow | None, *, demo: bool, provisional: bool = False
) -> drawn.IssuedDocument:
    """The document to draw for one version of a paper; `replaced` is the version before it.

    A `provisional` one says what the organisation's back end has not accepted yet.
    """
    document = _document_of(paper, replaced, demo=demo)
    if not provisional:
        return document
    head = msgspec.structs.replace(document.head, provisional=True)
    return msgspec.structs.replace(document, head=head)


def _document_of(
    paper: DocumentRow, replaced: DocumentRow | None, *, demo: bool
) -> drawn.IssuedDocument:
    if paper.kind in _ENROLMENT_KINDS or paper.kind is DocumentKind.ENTRY_ATTESTATION:
        kept = msgspec.json.decode(paper.facts, type=EnrolmentPaper)
        return _enrolment_document(paper, _head(paper, replaced, kept.provider, demo), kept)
    if paper.kind is DocumentKind.ATTENDANCE_STATEMENT:
        month = msgspec.json.decode(paper.facts, type=StatementPaper)
        return month_paperwork.statement(
            month,
            _head(paper, replaced, month.provider, demo),
            provider_facts(month.provider),
            _person(month.jobseeker),
            _session(month.session),
        )
    if paper.kind is DocumentKind.ATTENDANCE_RECAP:
        recap = msgspec.json.decode(paper.facts, type=RecapPaper)
        head = _head(paper, replaced, recap.provider, demo)
        return month_paperwork.recap(
            recap, head, provider_facts(recap.provider), _session(recap.session)
        )
    if paper.kind in _PATH_KINDS:
        kind, drawn_from = _PATH_KINDS[paper.kind]
        path = msgspec.json.decode(paper.facts, type=kind)
        return drawn_from(
            path,
            _head(paper, replaced, path.provider, demo),
            provider_facts(path.provider),
            _person(path.jobseeker),
            _session(path.session),
        )
    kept = msgspec.json.decode(paper.facts, type=SlotPaper)
    return _slot_document(paper, _head(paper, replaced, kept.provider, demo), kept)


def pictures_of(provider: ProviderRow | None) -> drawn.Pictures:
    """The organisation's present logo and stamp."""
    if provider is None:
        return drawn.Pictures()
    return drawn.Pictures(
        logo=base64.b64decode(provider.logo), stamp=base64.b64decode(provider.stamp)
    )


def signing_key(database_key: bytes) -> bytes:
    """The 32 bytes that sign this profile's papers, drawn from the key of its database."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"kairos-desktop document signing").derive(
        bytes(database_key)
    )


def facts_untouched(paper: DocumentRow) -> bool:
    """Whether the kept facts are still those that were hashed at issue."""
    at = paper.issued_at.isoformat()
    valid = f"{paper.number}|{paper.version}|{DocumentState.VALID}|{at}|{paper.facts}"
    voided = f"{paper.number}|{paper.version}|{DocumentState.VOIDED}|{at}|{paper.facts}"
    return paper.sha256 in {sha256(text.encode()).hexdigest() for text in (valid, voided)}


def _head(
    paper: DocumentRow, replaced: DocumentRow | None, provider: ProviderRow, demo: bool
) -> drawn.DocumentHead:
    issued_on = paper.issued_at.date()
    return drawn.DocumentHead(
        document_id=paper.id,
        number=paper.number,
        version=paper.version,
        issued_on=issued_on,
        place=provider.town,
        replaces=Replaced(replaced.version, replaced.issued_at.date()) if replaced else None,
        voided_on=issued_on if paper.state is DocumentState.VOIDED else None,
        demo=demo,
    )


def _enrolment_document(
    paper: DocumentRow, head: drawn.DocumentHead, kept: EnrolmentPaper
) -> drawn.IssuedDocument:
    provider, person = provider_facts(kept.provider), _person(kept.jobseeker)
    session, enrolment = _session(kept.session, kept), _enrolment(kept)
    kind = _ENROLMENT_KINDS.get(paper.kind)
    if kind is not None:
        return kind(
            head=head, provider=provider, person=person, session=session, enrolment=enrolment
        )
    return drawn.EntryAttestation(
        head=head,
        provider=provider,
        person=person,
        session=session,
        enrolment=enrolment,
        follows=kept.follows,
    )


def _enrolment(kept: EnrolmentPaper) -> drawn.EnrolmentFacts:
    row, session = kept.enrolment, kept.session
    agreed = is_validated(row)
    return drawn.EnrolmentFacts(
        state=label(row.state),
        to_validate=not agreed,
        validated_on=(row.verdict_on or row.since) if agreed else None,
        starts_on=row.planned_start or session.starts_on,
        ends_on=row.planned_end or session.ends_on,
        funding=row.funding or session.funder,
        funding_reference=row.funding_reference,
        prescriber=_prescriber(kept),
        entered_on=row.entered_on,
        previous_end=kept.previous_end,
        why=kept.why,
    )


def _prescriber(kept: EnrolmentPaper) -> str:
    """Who prescribed this enrolment, with the agency where it is the person's own."""
    chosen = kept.enrolment.prescriber
    if chosen is kept.jobseeker.prescriber:
        return prescriber_text(kept.jobseeker)
    return label(chosen)


def _slot_document(
    paper: DocumentRow, head: drawn.DocumentHead, kept: SlotPaper
) -> drawn.IssuedDocument:
    provider, session, slot = provider_facts(kept.provider), _session(kept.session), _slot(kept)
    if paper.kind is DocumentKind.CONVOCATION:
        return drawn.Convocation(
            head=head,
            provider=provider,
            person=_person(kept.people[0].jobseeker),
            session=session,
            slot=slot,
            to_bring=_TO_BRING,
        )
    kind = drawn.RegisteredList if paper.kind is DocumentKind.REGISTERED_LIST else drawn.SignInSheet
    hours = {each.id: each.starts_at for each in kept.day}
    attendees = tuple(_attendee(each, hours.get(each.registration.slot_id)) for each in kept.people)
    return kind(head=head, provider=provider, session=session, slot=slot, attendees=attendees)


def _attendee(each: Expected, starts_at: time | None) -> drawn.AttendeeFacts:
    row = each.registration
    return drawn.AttendeeFacts(
        name=full_name(each.jobseeker),
        ft_id=each.jobseeker.ft_id,
        placed_by=label(row.placed_by),
        state=label(row.state),
        starts_at=starts_at,
        absent=row.state is RegistrationState.ABSENT,
        struck=row.state not in HOLDS_SEAT,
    )


def provider_facts(row: ProviderRow) -> drawn.ProviderFacts:
    """The organisation as a paper's header shows it."""
    town = f"{row.postcode} {row.town}".strip()
    return drawn.ProviderFacts(
        name=row.name,
        siret=row.siret,
        nda_number=row.nda_number,
        address=tuple(line for line in (row.address, town) if line),
        phone=row.phone,
        email=row.email,
        quality=row.quality_reference,
        signatory_name=row.signatory_name,
        signatory_role=row.signatory_role,
        legal_name=row.legal_name,
    )


def _person(row: JobseekerRow) -> drawn.PersonFacts:
    town = f"{row.postcode} {row.town.upper()}".strip()
    return drawn.PersonFacts(
        first_name=row.first_name,
        last_name=row.last_name,
        civility=_CIVILITIES[row.civility],
        birth_name=row.birth_name,
        born_on=row.birth_date,
        ft_id=row.ft_id,
        address=tuple(line for line in (*row.address.split("\n"), town) if line),
    )


def _session(row: SessionRow, kept: EnrolmentPaper | None = None) -> drawn.SessionFacts:
    pauses = kept.interruptions if kept else ()
    return drawn.SessionFacts(
        title=row.title,
        carif_action_number=row.carif_action_number,
        carif_session_number=row.carif_session_number,
        place=session_place(row),
        certification=row.certification,
        entry_level=row.entry_level,
        hours_total=row.hours_total,
        hours_centre=row.hours_centre,
        hours_company=row.hours_company,
        hours_weekly=row.hours_weekly,
        rhythm=row.rhythm,
        distance_share=row.distance_share,
        distance_work=distance_text(row.distance_hours, row.distance_assessment),
        pauses=tuple(
            drawn.PauseFacts(
                starts_on=pause.starts_on,
                ends_on=pause.ends_on,
                reason=reason_label(ReasonKind.INTERRUPTION, pause.reason),
            )
            for pause in pauses
        ),
    )


def session_place(row: SessionRow) -> str:
    """The address where the training is held, its town after it."""
    return row.place if row.town in row.place else f"{row.place}, {row.town}".removeprefix(", ")


def site_lines(row: SiteRow) -> tuple[str, str, str]:
    """The name of a site, its street, its town."""
    return row.label, row.address, f"{row.postcode} {row.town}".strip()


def _slot(kept: SlotPaper) -> drawn.SlotFacts:
    row, site = kept.slot, kept.site
    open_slots = [each for each in kept.day if each.state is SlotState.OPEN] or [row]
    ends = [each.ends_at for each in open_slots if each.ends_at]
    where = (row.place, *(site_lines(site) if site else ()))
    return drawn.SlotFacts(
        label="rendez-vous individuels" if kept.day else _SLOTS[row.kind],
        held_on=row.held_on,
        starts_at=min(each.starts_at for each in open_slots),
        ends_at=max(ends, default=None),
        place=", ".join(part for part in where if part) or session_place(kept.session),
        link=row.link,
        contact=row.contact or kept.provider.phone,
        comment=row.comment,
        capacity=sum(each.capacity for each in open_slots),
    )
