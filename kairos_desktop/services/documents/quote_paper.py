# SPDX-License-Identifier: MIT
"""« Devis AIF » on paper, with what D6353-1 asks of a quote that stands for an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.enrolment_papers import duration, numbers_fact
from kairos_desktop.services.documents.facts import full_name
from kairos_desktop.services.documents.marks import Block, gap
from kairos_desktop.services.documents.parts import Fact

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.services.documents.fact_parts import QuoteFacts
    from kairos_desktop.services.documents.facts import AifQuote, Pictures

_TIGHTER = 1.8


def quote(paper: AifQuote, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of a quote, on one page where it fits."""
    told, air = paper.quote, padding - _TIGHTER
    person = (
        Fact("Demandeur d’emploi", full_name(paper.person)),
        parts.ft_identifier(paper.person),
    )
    training = (
        Fact("Intitulé", paper.session.title),
        numbers_fact(paper.session),
        Fact("Certification visée", paper.session.certification),
        Fact("Lieu", paper.session.place),
        Fact("Objectif", told.objective),
        Fact("Contenu", told.content),
        Fact("Moyens", told.means),
        Fact("Durée", duration(paper.session)),
        Fact("Période", phrases.period(told.starts_on, told.ends_on)),
        Fact("Enseignement à distance", told.distance),
        Fact("Déroulement", told.arrangements),
        Fact("Suivi et sanction", told.follow_up),
    )
    return (
        parts.title("Devis de formation", _subtitle(told.sent_on)),
        *parts.facts(person, air),
        gap(8),
        parts.section("La formation"),
        *parts.facts(training, air),
        gap(8),
        parts.section("Le prix"),
        *parts.facts(_price(told), air),
        gap(8),
        parts.signatures(paper.provider, pictures, "Signature du demandeur d’emploi"),
    )


def _price(told: QuoteFacts) -> tuple[Fact, ...]:
    end = told.valid_until
    return (
        Fact("Coût pédagogique", told.teaching),
        Fact("Coût horaire", told.hourly),
        *(Fact(f"Pris en charge : {who}", much) for who, much in told.cofunders),
        Fact("Demandé à France Travail", told.requested),
        Fact("Éligible au CPF", "oui" if told.cpf_eligible else "non"),
        Fact("Règlement", told.payment),
        Fact("Devis valable jusqu’au", phrases.long_date(end) if end else ""),
    )


def _subtitle(sent_on: date | None) -> str:
    stands = f"envoyé le {phrases.long_date(sent_on)}" if sent_on else "brouillon"
    return f"pour une aide individuelle à la formation (AIF) · {stands}"
