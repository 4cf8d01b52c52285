# SPDX-License-Identifier: MIT
"""Events told on paper: « avis » to a funder or the agency, letter to who follows the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts
from kairos_desktop.services.documents.enrolment_papers import duration, numbers_fact
from kairos_desktop.services.documents.facts import full_name
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    LABEL,
    STRONG,
    Block,
    gap,
)
from kairos_desktop.services.documents.parts import Fact
from kairos_desktop.services.documents.typesetting import Run, paragraph
from kairos_desktop.services.wording.articles import of, of_the

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import (
        AdviserLetter,
        EventNotice,
        Pictures,
        SessionFacts,
    )

_DUTY = (
    "L’entrée effective, l’interruption et la sortie effective d’un stage sont portées à la "
    "connaissance de leurs destinataires dans les trois jours, sur support papier à défaut d’accès "
    "électronique (Code du travail, L6121-5\u00a0; décret 2019-1386)."
)
_FOLLOWED = (
    "Le Code du travail (L6121-5) demande que la structure qui accompagne la personne en soit "
    "informée. Nous restons à votre disposition pour tout renseignement."
)


def notice(paper: EventNotice, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of a notice: who, of what, when, why."""
    lines = (
        parts.ft_identifier(paper.person),
        *_training(paper.session),
        Fact("Financement", paper.funding),
        *(Fact(name, value) for name, value in paper.told),
    )
    return (
        parts.title(f"Avis {of(paper.what)}", f"à l’attention de : {', '.join(paper.recipients)}"),
        paragraph(
            [
                Run(f"L’organisme de formation {paper.provider.name} vous informe ", BODY),
                Run(of_the(paper.what), STRONG),
                Run(" de ", BODY),
                Run(full_name(paper.person), STRONG),
                Run(", comme suit.", BODY),
            ],
            CONTENT_WIDTH,
        ),
        gap(9),
        *parts.kept(parts.facts(lines, padding)),
        gap(10)._replace(keeps_next=True),
        paragraph([Run(_DUTY, LABEL)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(12)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def letter(paper: AdviserLetter, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of a letter, its address in the window of an envelope."""
    lines = (
        parts.ft_identifier(paper.person),
        *_training(paper.session),
        *(Fact(name, value) for name, value in paper.told),
    )
    return (
        parts.addressed_to(paper.lines),
        parts.title(
            f"Information : {paper.what}", f"{full_name(paper.person)}, que vous accompagnez"
        ),
        paragraph([Run("Madame, Monsieur,", BODY)], CONTENT_WIDTH),
        gap(4),
        paragraph(
            [
                Run("Nous vous informons ", BODY),
                Run(of_the(paper.what), STRONG),
                Run(" de ", BODY),
                Run(full_name(paper.person), STRONG),
                Run(", que vous accompagnez, comme suit.", BODY),
            ],
            CONTENT_WIDTH,
        ),
        gap(9),
        *parts.kept(parts.facts(lines, padding)),
        gap(10)._replace(keeps_next=True),
        paragraph([Run(_FOLLOWED, BODY)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(12)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _training(session: SessionFacts) -> tuple[Fact, ...]:
    return (
        Fact("Formation", session.title),
        numbers_fact(session),
        Fact("Lieu", session.place),
        Fact("Durée", duration(session)),
    )
