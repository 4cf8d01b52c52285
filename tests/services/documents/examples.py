# SPDX-License-Identifier: MIT
"""Fictional documents, one of each kind, and the hard ones."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

import msgspec

from kairos_desktop.services import receipts, recovery
from kairos_desktop.services.documents.fact_parts import Replaced
from kairos_desktop.services.documents.facts import (
    AdviserLetter,
    AssiduityAttestation,
    AttendeeFacts,
    Convocation,
    DocumentHead,
    EndNotice,
    EnrolmentAttestation,
    EnrolmentCertificate,
    EnrolmentFacts,
    EntryAttestation,
    EventNotice,
    HoursFacts,
    IssuedDocument,
    PauseFacts,
    PersonFacts,
    ProviderFacts,
    RealisationCertificate,
    RegisteredList,
    ReportFacts,
    SessionFacts,
    SignerFacts,
    SignInSheet,
    SlotFacts,
    TrainingReport,
    TrainingSheet,
)
from kairos_desktop.services.rules.strokes import written
from tests.services.documents.quote_example import a_quote

KEY = bytes(range(32))

PROVIDER = ProviderFacts(
    name="Atelier des Quais",
    siret="99900011000026",
    nda_number="28760000076",
    address=("7 quai des Exemples", "76600 Le Havre"),
    phone="01 99 00 12 34",
    email="accueil@atelier-des-quais.example",
    quality="Qualiopi n° 00000-1, valable jusqu’au 30 juin 2028",
    signatory_name="Odile Tremblaie",
    signatory_role="secrétaire de formation",
)

ANNE = PersonFacts(
    civility="Madame",
    first_name="Anne",
    last_name="Lefèvre",
    birth_name="Quesnel",
    born_on=date(1991, 2, 1),
    ft_id="4567890D",
    address=("12 rue du Modèle", "76600 LE HAVRE"),
)

SESSION = SessionFacts(
    title="Secrétaire assistant : bureautique et accueil",
    carif_action_number="99_SE_0000000501",
    carif_session_number="SE_0000009001",
    place="Atelier des Quais, site du Havre, 7 quai des Exemples, 76600 Le Havre",
    certification="RNCP 36804, titre professionnel secrétaire assistant, niveau 4",
    entry_level="niveau 3 (CAP, BEP) ou expérience de deux ans",
    hours_total=770,
    hours_centre=595,
    hours_company=175,
    hours_weekly=35,
    rhythm="temps plein",
    pauses=(
        PauseFacts(
            starts_on=date(2027, 4, 12), ends_on=date(2027, 5, 2), reason="congés de printemps"
        ),
    ),
)

ENROLLED = EnrolmentFacts(
    state="Inscrit",
    to_validate=False,
    validated_on=date(2026, 11, 16),
    starts_on=date(2027, 1, 11),
    ends_on=date(2027, 6, 25),
    presents_at=time(9),
    funding="Région",
    funding_reference="28N000000000",
    prescriber="France Travail – Le Havre Centre",
)
RETAINED = msgspec.structs.replace(ENROLLED, state="Retenu", to_validate=True, validated_on=None)

MEETING = SlotFacts(
    label="information collective",
    held_on=date(2026, 12, 7),
    starts_at=time(9),
    ends_at=time(11),
    place="Atelier des Quais, salle 2, 7 quai des Exemples, 76600 Le Havre",
    host="Yves Carpentier",
    capacity=50,
)

LONG_NAME = "Maximilienne-Alexandrine-Philomène de Villeneuve-d’Hérouville"
HARD_NAMES = (
    "Łukasz SZCZĘŚNIAK",
    "Şahin YILDIRIM",
    "Œuvrard LE GOFF",
    "Anne d’Hérouville",
    "Ελένη ΠΑΠΑΔΟΠΟΎΛΟΥ",
    "Жанна ЩЕРБАКОВА",
    "<b>&amp;</b> O’Neil & fils",
    LONG_NAME,
)


def head(kind: str, **changes: object) -> DocumentHead:
    whole = DocumentHead(
        document_id=UUID("01939a5e-7d4c-7000-8000-0123456789ab"),
        number=f"{kind}-2026-A-000142",
        version=1,
        issued_on=date(2026, 11, 23),
        place="Le Havre",
    )
    return msgspec.structs.replace(whole, **changes)


def attendees(count: int) -> tuple[AttendeeFacts, ...]:
    placers = ("France Travail", "Mission locale", "Cap emploi", "Organisme", "Le DE lui-même")
    states = ("Inscrit", "Inscrit", "Présent", "Absent", "Annulé")
    names = (*HARD_NAMES, *(f"Prénom{n} FAMILLE{n}" for n in range(100)))
    return tuple(
        AttendeeFacts(
            name=names[n],
            ft_id=f"{4567890 + n}D",
            placed_by=placers[n % 5],
            state=states[n % 5],
            absent=n == 3,
            struck=n % 5 == 4,
        )
        for n in range(count)
    )


CERTIFICATE = EnrolmentCertificate(
    head=head("CI"), provider=PROVIDER, person=ANNE, session=SESSION, enrolment=ENROLLED
)
RETAINED_CERTIFICATE = msgspec.structs.replace(
    CERTIFICATE,
    head=head("CI", version=2, replaces=Replaced(1, date(2026, 11, 20)), demo=True),
    enrolment=RETAINED,
)
ATTESTATION = EnrolmentAttestation(
    head=head("AIS"), provider=PROVIDER, person=ANNE, session=SESSION, enrolment=ENROLLED
)
VOIDED_ATTESTATION = msgspec.structs.replace(
    ATTESTATION,
    head=head(
        "AIS", version=2, replaces=Replaced(1, date(2026, 11, 20)), voided_on=date(2026, 11, 23)
    ),
)
ENTRY = EntryAttestation(
    head=head("AES"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    enrolment=msgspec.structs.replace(ENROLLED, state="Entré", entered_on=date(2027, 1, 13)),
    follows="AIS-2026-A-000142",
)
PROVISIONAL_ENTRY = msgspec.structs.replace(
    ENTRY,
    person=msgspec.structs.replace(ANNE, ft_id=""),
    enrolment=msgspec.structs.replace(ENTRY.enrolment, to_validate=True, validated_on=None),
    follows="",
)
END_NOTICE = EndNotice(
    head=head("FIN"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    enrolment=msgspec.structs.replace(
        ENTRY.enrolment,
        previous_end=date(2027, 6, 25),
        ends_on=date(2027, 7, 30),
        why="Stage en entreprise prolongé de cinq semaines.",
    ),
)
CONVOCATION = Convocation(
    head=head("CV"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    slot=MEETING,
    to_bring=(
        "une pièce d’identité",
        "un curriculum vitæ à jour",
        "l’avis de situation de France Travail",
    ),
)
LIST_OF_45 = RegisteredList(
    head=head("LI"), provider=PROVIDER, session=SESSION, slot=MEETING, attendees=attendees(45)
)
_DAY = msgspec.structs.replace(
    MEETING, label="rendez-vous individuels", ends_at=time(16, 30), host="", capacity=14
)
_TIMED = tuple(
    msgspec.structs.replace(person, starts_at=time(9 + n // 2, 30 * (n % 2)))
    for n, person in enumerate(attendees(10))
)
LIST_OF_A_DAY = RegisteredList(
    head=head("LI"), provider=PROVIDER, session=SESSION, slot=_DAY, attendees=_TIMED
)
SHEET_OF_A_DAY = SignInSheet(
    head=head("FE"), provider=PROVIDER, session=SESSION, slot=_DAY, attendees=_TIMED
)
SHEET_OF_45 = SignInSheet(
    head=head("FE"), provider=PROVIDER, session=SESSION, slot=MEETING, attendees=attendees(45)
)
SHEET_OF_12 = msgspec.structs.replace(
    SHEET_OF_45,
    slot=msgspec.structs.replace(MEETING, ends_at=time(16, 30)),
    attendees=attendees(12),
)
RECOVERY = recovery.sheet(
    PROVIDER.name, PROVIDER.siret, "7KQ4-9MXD-2RTH-W8VC-5JNA-P3EG-ZB6Y-4VFS", date(2026, 11, 23)
)

LONG_CERTIFICATE = msgspec.structs.replace(
    CERTIFICATE,
    provider=msgspec.structs.replace(
        PROVIDER,
        name="Association régionale pour la formation professionnelle des adultes du littoral",
    ),
    person=PersonFacts(
        first_name="Maximilienne-Alexandrine",
        last_name="Philomène de Villeneuve-d’Hérouville-Saint-Clair-Œuvrard-Łś",
        ft_id="12345678901",
        address=("Résidence des Grands-Champs, bâtiment B, escalier 4", "76600 LE HAVRE"),
    ),
    session=msgspec.structs.replace(SESSION, title="Titre très long de formation " * 8),
)

PROVISIONAL_CERTIFICATE = msgspec.structs.replace(
    CERTIFICATE, head=msgspec.structs.replace(CERTIFICATE.head, provisional=True)
)

REPORT = TrainingReport(
    head=head("BF"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    hours=HoursFacts(
        first=date(2027, 1, 11), last=date(2027, 6, 25), planned=770 * 60, attended=45_090
    ),
    left="Terminé le 25/06/2027, fin prévue",
    report=ReportFacts(
        written_on=date(2027, 6, 25),
        objectives="Atteints en partie",
        certified="Obtenue en partie",
        follow_up="Emploi : CDI à l’accueil du cabinet Martin",
        acquired=("Accueillir au téléphone et en présentiel", "Tenir un agenda partagé"),
        in_progress=("Rédiger un compte rendu de réunion",),
        not_acquired=("Établir une facture <b>& un avoir</b>",),
        placements=("cabinet Martin, du 3 au 21 mai 2027", "mairie d’Octeville, du 7 au 18 juin"),
        comment="Progrès nets, à l’aise avec le public.\nLa bureautique reste à consolider.",
        trainer="Yves Carpentier",
    ),
)

_WHOLE = HoursFacts(
    first=date(2027, 1, 11),
    last=date(2027, 6, 25),
    planned=770 * 60,
    attended=45_090,
    justified=900,
    unjustified=210,
)
REALISATION = RealisationCertificate(
    head=head("CR"), provider=PROVIDER, person=ANNE, session=SESSION, hours=_WHOLE
)
ASSIDUITY = AssiduityAttestation(
    head=head("AA"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    whole=_WHOLE,
    months=tuple(
        HoursFacts(
            first=date(2027, month, 1 if month > 1 else 11),
            last=date(2027, month, 25),
            planned=140 * 60,
            attended=140 * 60 - 210 * (month == 2),
            unjustified=210 * (month == 2),
        )
        for month in range(1, 7)
    ),
)

NOTICE = EventNotice(
    head=head("AV"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    what="abandon",
    recipients=("France Travail", "Région"),
    funding="Région · 28N000000000",
    told=(
        ("Entrée effective", "11 janvier 2027"),
        ("Dernier jour", "6 mars 2027"),
        ("Motif", "Déménagement"),
        ("Motif légitime", "oui"),
    ),
)
LETTER = AdviserLetter(
    head=head("LC"),
    provider=PROVIDER,
    person=ANNE,
    session=SESSION,
    what="entrée en formation",
    lines=("Mission locale", "Le Havre Sud", "Mme Petit"),
    told=(("Entrée effective", "11 janvier 2027"), ("Fin prévue", "25 juin 2027")),
)

SIGNED: dict[str, IssuedDocument] = {
    "certificate": CERTIFICATE,
    "certificate-retained": RETAINED_CERTIFICATE,
    "certificate-long": LONG_CERTIFICATE,
    "certificate-provisional": PROVISIONAL_CERTIFICATE,
    "attestation": ATTESTATION,
    "attestation-voided": VOIDED_ATTESTATION,
    "entry": ENTRY,
    "entry-provisional": PROVISIONAL_ENTRY,
    "end-notice": END_NOTICE,
    "report": REPORT,
    "realisation": REALISATION,
    "assiduity": ASSIDUITY,
    "notice": NOTICE,
    "letter": LETTER,
    "quote": a_quote(head("AIF"), PROVIDER, ANNE, SESSION),
    "convocation": CONVOCATION,
    "list-45": LIST_OF_45,
    "list-day": LIST_OF_A_DAY,
    "sheet-day": SHEET_OF_A_DAY,
    "sheet-45": SHEET_OF_45,
    "sheet-12": SHEET_OF_12,
}

TRAINING_SHEET = TrainingSheet(
    provider=PROVIDER,
    session=SESSION,
    day=date(2027, 1, 11),
    half="Après-midi",
    starts_at=time(13, 30),
    ends_at=time(17),
    code="64K0CD7P1F2E7",
    signers=tuple(
        SignerFacts(name=each.name, marked="absence signalée" if each.absent else "")
        for each in attendees(12)
    ),
    module="Bureautique : tableur et publipostage",
    trainer="Mme Lo",
    place="salle 2, Atelier des Quais, 7 quai des Exemples, 76600 Le Havre",
)

_HAND = written([[(300 + 60 * step, 450 + 300 * (-1) ** step) for step in range(28)]])
_TIMES = ("9 h 01 · 452f 5e40", "9 h 02 · 758e dab8", "9 h 03 · 0972 d1d4")
SIGNED_SHEET = msgspec.structs.replace(
    TRAINING_SHEET,
    signers=(
        *(
            SignerFacts(name=each.name, strokes=_HAND, proof=proof)
            for each, proof in zip(attendees(3), _TIMES, strict=True)
        ),
        SignerFacts(
            name="FERREIRA João",
            struck="barrée : 9 h 04 (autre ligne)",
            struck_strokes=_HAND,
        ),
        SignerFacts(name="GARNIER Sophie", marked="signé sur papier"),
    ),
    signed_by=(SignerFacts(name="Mme Lo", strokes=_HAND, proof="12 h 29 · 0a7a a0ba"),),
    proof="Signé à l’écran (4), vérifié à l’impression. Dernière empreinte : 0a7a a0ba.",
)

RECEIPT = receipts.TransmissionReceipt(
    organisation="Atelier des Quais",
    siret="99900011000026",
    post="Poste « A »",
    server="https://kairos.atelier-des-quais.example",
    made_at=datetime(2026, 12, 7, 9, 15),
    head=12_043,
    last_ok_at=datetime(2026, 12, 7, 9, 12),
    digest_ok_at=datetime(2026, 12, 7, 8, 30),
    to_settle=2,
)
