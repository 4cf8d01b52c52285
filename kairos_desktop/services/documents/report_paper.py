# SPDX-License-Identifier: MIT
"""« Bilan de fin de formation » on paper: path, skills, what comes next (domain 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.enrolment_papers import numbers_fact
from kairos_desktop.services.documents.facts import full_name
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    HOLD,
    OK,
    Block,
    Style,
    gap,
)
from kairos_desktop.services.documents.month_papers import hours
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typesetting import Run, paragraph
from kairos_desktop.services.wording.distance import remote_text

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import (
        HoursFacts,
        Pictures,
        ReportFacts,
        TrainingReport,
    )

_CELL = Style(size=9.0)
_TIGHTER = 1.8
_LINE_HEIGHT = 13.0
_SKILLS = parts.filled((Column("Compétence", 0), Column("Niveau", 150)))


def report(paper: TrainingReport, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of a « bilan », on one page where it fits."""
    said, air = paper.report, padding - _TIGHTER
    lines = (
        Fact("Stagiaire", full_name(paper.person)),
        parts.ft_identifier(paper.person),
        Fact("Formation", paper.session.title),
        numbers_fact(paper.session),
        Fact("Période", phrases.period(paper.hours.first, paper.hours.last)),
        Fact("Heures", hours_line(paper.hours)),
        Fact("Sortie", paper.left or "formation en cours"),
    )
    results = (
        Fact("Objectifs de la formation", said.objectives),
        Fact("Certification", said.certified),
        Fact("Certification visée", paper.session.certification),
        Fact("Périodes en entreprise", " ; ".join(said.placements) or "aucune"),
        Fact("Suites envisagées", said.follow_up),
    )
    return (
        parts.title("Bilan de fin de formation", f"établi le {phrases.long_date(said.written_on)}"),
        parts.section("Le parcours"),
        *parts.facts(lines, air),
        gap(8),
        parts.section("Les résultats"),
        *parts.facts(results, air),
        gap(8),
        *_skills(said, padding),
        *_comment(said),
        parts.signatures(paper.provider, pictures, "Signature du stagiaire"),
    )


def hours_line(row: HoursFacts) -> str:
    """« 770 h prévues, 752 h réalisées », and the distance work beside them."""
    said = f"{hours(row.planned)} prévues, {hours(row.attended)} réalisées"
    remote = remote_text(row.estimated, row.validated)
    return f"{said} ; à distance : {remote}" if remote else said


def _skills(said: ReportFacts, padding: float) -> tuple[Block, ...]:
    levels = (
        (said.acquired, "acquise", OK),
        (said.in_progress, "en cours d’acquisition", HOLD),
        (said.not_acquired, "non acquise", _CELL.ink),
    )
    if not any(skills for skills, _, _ in levels):
        return ()
    heading = parts.heading_row(_SKILLS)
    rows = [
        parts.row(
            _SKILLS,
            [Run(skill, _CELL), Run(level, _CELL._replace(ink=ink))],
            heading,
            least=_LINE_HEIGHT + padding / 2,
        )
        for skills, level, ink in levels
        for skill in skills
    ]
    return (
        parts.section("Les compétences"),
        heading._replace(keeps_next=True),
        *rows,
        gap(8),
    )


def _comment(said: ReportFacts) -> tuple[Block, ...]:
    if not said.comment and not said.trainer:
        return ()
    by = f" ({said.trainer})" if said.trainer else ""
    lines = said.comment.split("\n") if said.comment else ["Sans commentaire."]
    return (
        parts.section(f"Commentaire du formateur{by}"),
        *parts.kept([paragraph([Run(line, BODY)], CONTENT_WIDTH) for line in lines if line]),
        gap(12)._replace(keeps_next=True),
    )
