# SPDX-License-Identifier: MIT
"""The papers of an entry: AES, and the notice that a planned end has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.enrolment_papers import (
    duration,
    numbers_fact,
    person_facts,
)
from kairos_desktop.services.documents.facts import full_name
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    HOLD,
    LABEL,
    OK,
    STRONG,
    Block,
    gap,
)
from kairos_desktop.services.documents.parts import Fact
from kairos_desktop.services.documents.typesetting import Run, paragraph

if TYPE_CHECKING:
    from datetime import date

    from kairos_desktop.services.documents.facts import (
        EndNotice,
        EnrolmentFacts,
        EntryAttestation,
        Pictures,
        SessionFacts,
    )

_TIGHTER = 1.2  # two tables, and a paragraph above them
_DUTY = (
    "Entrée effective, interruption et sortie se déclarent à France Travail dans les trois jours"
    " (Code du travail, L6121-5 ; décret 2019-1386)."
)
_LATER = (
    "Attestation provisoire : l’identifiant France Travail n’est pas encore connu. Une attestation"
    " définitive la remplacera."
)


def attestation(paper: EntryAttestation, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of an AES: who has entered, when, where and until when (R6341-33)."""
    person, air = paper.person, padding - _TIGHTER
    provisional = not person.ft_id
    kind = "AES provisoire" if provisional else "AES"
    notes = (_LATER, _DUTY) if provisional else (_DUTY,)
    return (
        parts.title(
            "Attestation d’entrée en stage", f"{kind} · stage de formation professionnelle"
        ),
        _certified(paper),
        gap(9),
        parts.section("La personne"),
        *parts.facts(person_facts(person), air),
        gap(11),
        parts.section("L’entrée en formation"),
        *parts.kept(parts.facts(_entry_facts(paper), air)),
        gap(9)._replace(keeps_next=True),
        *(paragraph([Run(note, LABEL)], CONTENT_WIDTH)._replace(keeps_next=True) for note in notes),
        gap(11)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _certified(paper: EntryAttestation) -> Block:
    entered = paper.enrolment.entered_on
    said = f" à la session décrite ci-dessous, le {_day(entered)}."
    return paragraph(
        [
            Run(
                f"L’organisme de formation {paper.provider.name} certifie l’entrée effective de ",
                BODY,
            ),
            Run(full_name(paper.person), STRONG),
            Run(said, BODY),
        ],
        CONTENT_WIDTH,
    )


def _entry_facts(paper: EntryAttestation) -> tuple[Fact, ...]:
    enrolment = paper.enrolment
    return (
        *_training(paper.session),
        Fact("Entrée effective", _day(enrolment.entered_on)),
        Fact("Fin prévue", _day(enrolment.ends_on)),
        Fact("Attestation d’inscription", paper.follows or "aucune en vigueur"),
        Fact("Changement depuis", _changes(enrolment)),
        Fact("Financement", parts.funding(enrolment)),
        Fact("Prescripteur", enrolment.prescriber),
        _validation(enrolment),
    )


def _training(session: SessionFacts) -> tuple[Fact, ...]:
    return (
        Fact("Formation", session.title),
        numbers_fact(session),
        Fact("Lieu", session.place),
        Fact("Durée", duration(session)),
    )


def _changes(enrolment: EnrolmentFacts) -> str:
    """What differs from the enrolment: the day of entry, where it is not the planned one."""
    planned, entered = enrolment.starts_on, enrolment.entered_on
    if planned is None or planned == entered:
        return "aucun"
    return f"entrée prévue le {_day(planned)}"


def _validation(enrolment: EnrolmentFacts) -> Fact:
    if enrolment.to_validate:
        return Fact("Projet", "non validé par le prescripteur à ce jour", "À valider", HOLD)
    agreed = enrolment.validated_on
    return Fact("Projet", f"validé le {_day(agreed)}" if agreed else "", "Validé", OK)


def end_notice(paper: EndNotice, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of the notice: the end that was planned, the new one, and why."""
    enrolment, person = paper.enrolment, paper.person
    lines = (
        parts.ft_identifier(person),
        Fact("Prescripteur", enrolment.prescriber),
        *_training(paper.session),
        Fact("Entrée effective", _day(enrolment.entered_on)),
        Fact("Fin prévue jusqu’ici", _day(enrolment.previous_end)),
        Fact("Nouvelle fin prévue", _day(enrolment.ends_on)),
        Fact("Motif", enrolment.why),
    )
    return (
        parts.title("Avis de changement de date de fin", "à l’attention de l’agence prescriptrice"),
        paragraph(
            [
                Run(
                    f"L’organisme de formation {paper.provider.name} vous informe que la date de "
                    "fin prévue pour ",
                    BODY,
                ),
                Run(full_name(person), STRONG),
                Run(" change comme suit.", BODY),
            ],
            CONTENT_WIDTH,
        ),
        gap(9),
        *parts.kept(parts.facts(lines, padding)),
        gap(14)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _day(day: date | None) -> str:
    return phrases.long_date(day) if day else "non précisée"
