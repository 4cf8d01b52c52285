# SPDX-License-Identifier: MIT
"""The two papers of an enrolment: AIS and *certificat d’inscription*."""

from __future__ import annotations

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.facts import (
    EnrolmentAttestation,
    EnrolmentCertificate,
    EnrolmentFacts,
    PersonFacts,
    Pictures,
    SessionFacts,
    full_name,
)
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
from kairos_desktop.services.wording import dates

# A paper of a *retenu* says so: the decision belongs to the adviser.
TO_VALIDATE = "projet à valider par le conseiller"
_TIGHTER = 2.2  # an AIS has twice the lines of a certificate


def certificate(
    paper: EnrolmentCertificate, pictures: Pictures, padding: float
) -> tuple[Block, ...]:
    """The body of a certificate, on one page."""
    session, enrolment = paper.session, paper.enrolment
    lines = (
        Fact("Formation", session.title),
        numbers_fact(session),
        Fact("Lieu", session.place),
        Fact("Dates", phrases.period(enrolment.starts_on, enrolment.ends_on)),
        Fact("Durée", duration(session)),
        Fact("Financement", parts.funding(enrolment)),
        Fact("Prescripteur", enrolment.prescriber),
        _status(enrolment),
    )
    return (
        parts.addressee(paper.person),
        parts.title("Certificat d’inscription", "à une formation professionnelle"),
        _certified(paper),
        gap(8),
        *parts.kept(parts.facts(lines, padding)),
        gap(14)._replace(keeps_next=True),
        *_closing(paper),
        gap(16)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _certified(paper: EnrolmentCertificate) -> Block:
    person = paper.person
    if paper.enrolment.to_validate:
        said = f"a été {phrases.agreed('retenu', person)} pour la formation suivante"
    else:
        said = f"est {phrases.agreed('inscrit', person)} à la formation suivante"
    return paragraph(
        [
            Run(f"L’organisme de formation {paper.provider.name} certifie que ", BODY),
            Run(full_name(person), STRONG),
            *_identifier(person.ft_id),
            Run(f", {said}{phrases.NB}:", BODY),
        ],
        CONTENT_WIDTH,
    )


def attestation(
    paper: EnrolmentAttestation, pictures: Pictures, padding: float
) -> tuple[Block, ...]:
    """The body of an AIS: the training as R6341-6 wants it told, then the person's enrolment."""
    air = padding - _TIGHTER
    return (
        parts.title(
            "Attestation d’inscription en stage", "AIS · stage de formation professionnelle"
        ),
        _attested(paper),
        gap(9),
        parts.section("La personne"),
        *parts.facts(person_facts(paper.person), air),
        gap(11),
        parts.section("La formation"),
        *parts.kept(parts.facts(_training_facts(paper.session, paper.enrolment), air)),
        gap(13)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _attested(paper: EnrolmentAttestation) -> Block:
    person = paper.person
    if paper.enrolment.to_validate:
        said = (
            f" est {phrases.agreed('retenu', person)} pour la session décrite ci-dessous, sous"
            " réserve que son conseiller valide le projet."
        )
    else:
        said = f" est {phrases.agreed('inscrit', person)} à la session décrite ci-dessous."
    return paragraph(
        [
            Run(f"L’organisme de formation {paper.provider.name} atteste que ", BODY),
            Run(full_name(person), STRONG),
            Run(said, BODY),
        ],
        CONTENT_WIDTH,
    )


def person_facts(person: PersonFacts) -> tuple[Fact, ...]:
    """Who the person is, line by line."""
    return (
        parts.ft_identifier(person),
        Fact("Nom et prénom", full_name(person)),
        Fact("Nom de naissance", person.birth_name),
        Fact("Date de naissance", phrases.long_date(person.born_on) if person.born_on else ""),
        Fact("Adresse", ", ".join(person.address)),
    )


def _training_facts(session: SessionFacts, enrolment: EnrolmentFacts) -> tuple[Fact, ...]:
    return (
        Fact("Formation", session.title),
        numbers_fact(session),
        Fact("Certification visée", session.certification or "aucune"),
        Fact("Niveau d’entrée", session.entry_level),
        Fact("Lieu", session.place),
        Fact("Dates prévues", phrases.period(enrolment.starts_on, enrolment.ends_on)),
        Fact("Durée", duration(session)),
        Fact("Rythme", session.rhythm),
        Fact("Formation à distance", session.distance_share),
        Fact("Travaux et évaluations", session.distance_work),
        Fact("Interruptions prévues", _pauses(session)),
        Fact("Financement", parts.funding(enrolment)),
        Fact("Agrément de rémunération", enrolment.pay_agreement),
        Fact("Prescripteur", enrolment.prescriber),
        _status(enrolment),
    )


def _identifier(ft_id: str) -> tuple[Run, ...]:
    if not ft_id:
        return ()
    return (Run(", identifiant France Travail ", BODY), Run(ft_id, STRONG))


def numbers_fact(session: SessionFacts) -> Fact:
    """The CARIF numbers of the action and of the session."""
    numbers = parts.carif_numbers(session.carif_action_number, session.carif_session_number)
    return Fact("N° CARIF · session", numbers)


def duration(session: SessionFacts) -> str:
    """« 770 h, dont 595 h en centre et 175 h en entreprise · 35 h par semaine »."""
    shares = " et ".join(
        f"{phrases.hours(count)} {where}"
        for count, where in (
            (session.hours_centre, "en centre"),
            (session.hours_company, "en entreprise"),
        )
        if count
    )
    total = phrases.hours(session.hours_total) if session.hours_total else ""
    whole = ", dont ".join(filter(None, (total, shares)))
    weekly = f"{phrases.hours(session.hours_weekly)} par semaine" if session.hours_weekly else ""
    return " · ".join(filter(None, (whole, weekly)))


def _pauses(session: SessionFacts) -> str:
    return (
        "\u00a0; ".join(
            phrases.period(pause.starts_on, pause.ends_on)
            + (f" ({pause.reason[:1].lower()}{pause.reason[1:]})" if pause.reason else "")
            for pause in session.pauses
        )
        or "aucune de plus de quinze jours"
    )


def _status(enrolment: EnrolmentFacts) -> Fact:
    if enrolment.to_validate:
        return Fact("Statut", TO_VALIDATE, enrolment.state, HOLD)
    agreed = enrolment.validated_on
    value = f"projet validé le {phrases.long_date(agreed)}" if agreed else ""
    return Fact("Statut", value, enrolment.state, OK)


def _closing(paper: EnrolmentCertificate) -> tuple[Block, ...]:
    enrolment, phone = paper.enrolment, paper.provider.phone
    said = ""
    if enrolment.starts_on:
        hour = f" à {dates.hour(enrolment.presents_at)}" if enrolment.presents_at else ""
        said = f"À présenter le {phrases.long_date(enrolment.starts_on)}{hour}. "
    if phone:
        said += f"En cas d’empêchement, prévenir l’organisme au {phrases.whole_numbers(phone)}."
    blocks = [paragraph([Run(said, BODY)], CONTENT_WIDTH)] if said else []
    if enrolment.to_validate:
        reminder = (
            "L’entrée en formation n’est acquise qu’une fois le projet validé par le conseiller"
            " référent."
        )
        blocks.append(paragraph([Run(reminder, LABEL)], CONTENT_WIDTH))
    return tuple(block._replace(keeps_next=True) for block in blocks)
