# SPDX-License-Identifier: MIT
"""A fictional « Sommaire » of a file of evidence."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from kairos_desktop.services.documents.evidence_facts import (
    ChapterFacts,
    EvidenceSummary,
    FileFacts,
    MissingFacts,
)
from kairos_desktop.services.documents.facts import ProviderFacts, SessionFacts


def a_file(name: str, what: str, pages: int, note: str = "") -> FileFacts:
    digest = sha256(name.encode()).hexdigest()
    return FileFacts(name=name, what=what, pages=pages, sha256=digest, note=note)


def a_summary(provider: ProviderFacts, session: SessionFacts) -> EvidenceSummary:
    return EvidenceSummary(
        provider=provider,
        session=session,
        period="du 11/01/2027 au 25/06/2027",
        made_at=datetime(2027, 6, 28, 9, 12),
        made_by="Odile Tremblaie",
        chapters=(
            ChapterFacts(
                title="03 Entrées en formation",
                files=(
                    a_file("AES-2027-A-000012-v1.pdf", "AES · LEFÈVRE Anne", 1),
                    a_file("AES-2027-A-000013-v1.pdf", "AES · MARTIN Chloé", 1, "provisoire"),
                ),
            ),
            ChapterFacts(
                title="04 Émargements",
                files=(a_file("Émargements 2027-01.pdf", "30 feuilles de janvier 2027", 30),),
            ),
            ChapterFacts(title="07 Avis et courriers", files=()),
            ChapterFacts(
                title="09 Qui a fait quoi",
                files=(a_file("Qui a fait quoi.xlsx", "360 lignes", 0),),
            ),
        ),
        missing=(
            MissingFacts(
                what="Feuille du 03/02/2027 sans la signature du formateur : un contrôle la "
                "demandera.",
                whom="",
                when="03/02/2027, matin",
                source="R6332-26",
            ),
            MissingFacts(
                what="Certificat de réalisation non édité",
                whom="MARTIN Chloé",
                when="25/06/2027",
                source="R6332-26",
            ),
        ),
    )
