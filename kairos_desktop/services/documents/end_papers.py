# SPDX-License-Identifier: MIT
"""What was really followed: « certificat de réalisation », « attestation d'assiduité ».

The first one keeps to the sentences of the ministry's model (June 2020), which funders expect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.enrolment_papers import numbers_fact
from kairos_desktop.services.documents.facts import full_name
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    HOLD,
    INK,
    LABEL,
    OK,
    STRONG,
    Block,
    Box,
    Mark,
    Style,
    gap,
)
from kairos_desktop.services.documents.month_papers import hours
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typeface import Face
from kairos_desktop.services.documents.typesetting import Run, paragraph, set_text
from kairos_desktop.services.rules.remote_work import percent
from kairos_desktop.services.wording.dates import month_name
from kairos_desktop.services.wording.distance import remote_text

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import (
        AssiduityAttestation,
        HoursFacts,
        Pictures,
        RealisationCertificate,
    )

_NATURES = (
    "action de formation",
    "bilan de compétences",
    "action de validation des acquis de l’expérience",
    "action de formation par apprentissage",
)
_KEPT = (
    "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je "
    "m’engage à conserver l’ensemble des pièces justificatives qui ont permis d’établir le présent "
    "certificat pendant une durée de trois ans à compter de la fin de l’année du dernier paiement. "
    "En cas de cofinancement des fonds européens, la durée de conservation est étendue "
    "conformément aux obligations conventionnelles spécifiques."
)
_DISTANCE = (
    "* Dans le cadre des formations à distance, la durée est celle des activités pédagogiques et "
    "du temps estimé pour les réaliser."
)
_PAY = (
    "La rémunération est réduite à proportion des absences non justifiées (R6341-45). Ce document "
    "ne remplace pas la déclaration mensuelle de l’assiduité."
)
_TICK = 9.0
_LINE_HEIGHT = 15.0
_CELL = Style(size=9.0)
_TOTAL = Style(Face.SEMIBOLD, 9.0)
_MONTHS = parts.filled(
    (
        Column("Mois", 0),
        Column("Prévu", 74),
        Column("Réalisé", 74),
        Column("Justifié", 74),
        Column("Non justifié", 78),
        Column("À qualifier", 74),
    )
)


def realisation(
    paper: RealisationCertificate, pictures: Pictures, padding: float
) -> tuple[Block, ...]:
    """The body of a certificate of what was followed, on one page."""
    person, said = paper.person, paper.hours
    lines = (
        Fact("Identifiant France Travail", person.ft_id),
        numbers_fact(paper.session),
        Fact("Lieu", paper.session.place),
        Fact("Dates", phrases.period(said.first, said.last)),
        Fact("Durée réalisée *", hours(said.attended)),
        Fact("Formation à distance", paper.session.distance_share),
        Fact("Travail à distance", remote_text(said.estimated, said.validated)),
    )
    return (
        parts.title(
            "Certificat de réalisation", "action concourant au développement des compétences"
        ),
        paragraph(_sworn(paper), CONTENT_WIDTH),
        gap(10),
        parts.section("Nature de l’action"),
        *(_nature(nature, is_ticked=nature == _NATURES[0]) for nature in _NATURES),
        gap(10),
        parts.section("Qui s’est déroulée"),
        *parts.kept(parts.facts(lines, padding)),
        gap(11)._replace(keeps_next=True),
        paragraph([Run(_KEPT, BODY)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(9)._replace(keeps_next=True),
        paragraph([Run(_DISTANCE, LABEL)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(12)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _sworn(paper: RealisationCertificate) -> tuple[Run, ...]:
    provider, person = paper.provider, paper.person
    who = ", ".join(filter(None, (provider.signatory_name, provider.signatory_role)))
    return (
        Run("Je soussigné(e) ", BODY),
        Run(who or "…", STRONG),
        Run(
            ", représentant du dispensateur de l’action concourant au développement des "
            "compétences ",
            BODY,
        ),
        Run(provider.legal_name or provider.name, STRONG),
        Run(", atteste que ", BODY),
        Run(full_name(person), STRONG),
        Run(f", {_jobseeker(person.civility)}, a suivi l’action ", BODY),
        Run(f"{paper.session.title}.", STRONG),
    )


def _jobseeker(civility: str) -> str:
    words = {"Madame": "demandeuse d’emploi", "Monsieur": "demandeur d’emploi"}
    return words.get(civility, "demandeur(se) d’emploi")


def _nature(text: str, *, is_ticked: bool) -> Block:
    words, height = set_text([Run(text, BODY)], 18, 0, CONTENT_WIDTH - 18, _LINE_HEIGHT)
    top = (_LINE_HEIGHT - _TICK) / 2
    marks: list[Mark] = [Box(2, top, _TICK, _TICK, 1, INK, weight=0.9), *words]
    if is_ticked:
        marks.append(Box(4.2, top + 2.2, _TICK - 4.4, _TICK - 4.4, 0.5, INK, INK))
    return Block(height, tuple(marks), keeps_next=True)


def assiduity(paper: AssiduityAttestation, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of an attestation of a period, a line for each month of it."""
    whole = paper.whole
    lines = (
        parts.ft_identifier(paper.person),
        Fact("Formation", paper.session.title),
        numbers_fact(paper.session),
        Fact("Lieu", paper.session.place),
        Fact("Période", phrases.period(whole.first, whole.last)),
        Fact("Heures prévues", hours(whole.planned)),
        Fact("Heures réalisées", hours(whole.attended)),
        Fact("Travail à distance", remote_text(whole.estimated, whole.validated)),
        _assiduous(whole),
    )
    heading = parts.heading_row(_MONTHS)
    rows = [_month(month, heading, padding) for month in paper.months]
    if len(paper.months) > 1:
        rows.append(_row("Total", whole, heading, padding, _TOTAL))
    return (
        parts.title("Attestation d’assiduité", phrases.period(whole.first, whole.last)),
        paragraph(
            [
                Run(f"L’organisme de formation {paper.provider.name} atteste que ", BODY),
                Run(full_name(paper.person), STRONG),
                Run(" a suivi la formation ci-dessous, comme suit.", BODY),
            ],
            CONTENT_WIDTH,
        ),
        gap(9),
        *parts.facts(lines, padding),
        gap(12),
        heading._replace(keeps_next=True),
        *parts.kept(rows),
        gap(9)._replace(keeps_next=True),
        paragraph([Run(_PAY, LABEL)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(12)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _assiduous(whole: HoursFacts) -> Fact:
    if whole.unjustified:
        return Fact("Assiduité", f"{hours(whole.unjustified)} non justifiées", "Non assidu", HOLD)
    done = percent(whole.estimated, whole.validated)
    if done is not None and done < 100:
        said = "travail à distance validé sur estimé (R6341-46)"
        return Fact("Assiduité", said, f"Assidu à {done}{phrases.NB}%", HOLD)
    waits = f"{hours(whole.to_qualify)} d’absence à qualifier" if whole.to_qualify else ""
    return Fact("Assiduité", waits or "aucune absence non justifiée", "Assidu", OK)


def _month(month: HoursFacts, heading: Block, padding: float) -> Block:
    return _row(month_name(month.first).capitalize(), month, heading, padding, _CELL)


def _row(name: str, counted: HoursFacts, heading: Block, padding: float, style: Style) -> Block:
    counts = (
        counted.planned,
        counted.attended,
        counted.justified,
        counted.unjustified,
        counted.to_qualify,
    )
    cells = [Run(name, style), *(Run(hours(count), style) for count in counts)]
    return parts.row(_MONTHS, cells, heading, least=_LINE_HEIGHT + padding / 2)
