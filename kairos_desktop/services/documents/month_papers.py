# SPDX-License-Identifier: MIT
"""The papers of a month: « état de présence » of a trainee, recap of a session (R6341-35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.enrolment_papers import numbers_fact
from kairos_desktop.services.documents.facts import full_name
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    HOLD,
    LABEL,
    OK,
    STRONG,
    Block,
    Style,
    gap,
)
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typeface import Face
from kairos_desktop.services.documents.typesetting import Run, paragraph
from kairos_desktop.services.wording import dates

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import (
        AttendanceRecap,
        AttendanceStatement,
        MonthFacts,
        Pictures,
    )

_CELL = Style(size=9.0)
_NAME = Style(Face.MEDIUM, 9.5)
_TIGHTER = 1.6
_LINE_HEIGHT = 14.0
_PAY = (
    "La rémunération est réduite à proportion des absences non justifiées (R6341-45). Le directeur "
    "certifie la présence, et signale abandons, exclusions et accidents du travail (R6341-35)."
)


def statement(paper: AttendanceStatement, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of an « état de présence », with the table of the absences."""
    month, air = paper.month, padding - _TIGHTER
    lines = (
        parts.ft_identifier(paper.person),
        Fact("Formation", paper.session.title),
        numbers_fact(paper.session),
        Fact("Période", phrases.period(month.period_from, month.period_to)),
        Fact("Heures prévues", hours(month.planned)),
        Fact("Heures réalisées", hours(month.real)),
        Fact("Absences", _absent(month)),
        Fact("Interruptions", _pauses(paper)),
        Fact("Accident du travail", paper.accident),
        Fact("Sortie", paper.left),
        _assiduity(month),
    )
    return (
        parts.title("État de présence", f"mois de {paper.month_name}"),
        _certified(paper),
        gap(9),
        *parts.facts(lines, air),
        gap(11),
        *_absences(paper, padding),
        gap(9)._replace(keeps_next=True),
        paragraph([Run(_PAY, LABEL)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(11)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _certified(paper: AttendanceStatement) -> Block:
    return paragraph(
        [
            Run(f"L’organisme de formation {paper.provider.name} certifie la présence de ", BODY),
            Run(full_name(paper.person), STRONG),
            Run(" en formation comme suit.", BODY),
        ],
        CONTENT_WIDTH,
    )


def hours(minutes: int) -> str:
    """« 140 h », « 3 h 30 »."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}{phrases.NB}h" + (f"{phrases.NB}{rest:02d}" if rest else "")


def _absent(month: MonthFacts) -> str:
    kinds = (
        (month.justified, "justifiées"),
        (month.unjustified, "non justifiées"),
        (month.to_qualify, "à qualifier"),
    )
    return ", ".join(f"{hours(count)} {kind}" for count, kind in kinds if count) or "aucune"


def _assiduity(month: MonthFacts) -> Fact:
    said = f"déclaré le {phrases.long_date(month.declared_on)} par {month.declared_by}"
    if month.rectified_on:
        said += f", rectifié le {phrases.long_date(month.rectified_on)}"
    if month.unjustified:
        return Fact("Assiduité", said, "Non assidu", HOLD)
    return Fact("Assiduité", said, "Assidu", OK)


def _pauses(paper: AttendanceStatement) -> str:
    return " ; ".join(
        f"{phrases.period(pause.starts_on, pause.ends_on)} ({pause.reason.lower()})"
        for pause in paper.pauses
    )


def _absences(paper: AttendanceStatement, padding: float) -> tuple[Block, ...]:
    if not paper.absences:
        return ()
    columns = parts.filled(
        (Column("Du", 128), Column("Au", 128), Column("Heures", 52), Column("Motif", 0),
         Column("Justifiée", 76))
    )  # fmt: skip
    heading = parts.heading_row(columns)
    rows = [
        parts.row(
            columns,
            [
                Run(each.starts, _CELL),
                Run(each.ends, _CELL),
                Run(hours(each.minutes), _CELL),
                Run(each.reason, _CELL),
                Run(each.justified, _CELL),
            ],
            heading,
            least=_LINE_HEIGHT + padding / 2,
        )
        for each in paper.absences
    ]
    return (parts.section("Absences"), heading._replace(keeps_next=True), *rows)


_RECAP = parts.filled(
    (
        Column("Nom et prénom", 0),
        Column("Identifiant", 74),
        Column("Période", 78),
        Column("Prévu", 46),
        Column("Réalisé", 46),
        Column("Justifié", 46),
        Column("Non just.", 46),
        Column("À qualif.", 46),
    )
)


def recap(paper: AttendanceRecap, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of a session's recap, in as many pages as needed."""
    heading = parts.heading_row(_RECAP)
    rows = [
        parts.row(
            _RECAP,
            [
                Run(f"{each.name}{f' · {each.left}' if each.left else ''}", _NAME),
                Run(each.ft_id, _CELL),
                Run(_short(each.month), _CELL),
                *(Run(hours(count), _CELL) for count in _counts(each.month)),
            ],
            heading,
            least=_LINE_HEIGHT + padding / 2,
        )
        for each in paper.trainees
    ]
    lines = (
        Fact("Formation", paper.session.title),
        numbers_fact(paper.session),
        Fact("Lieu", paper.session.place),
        Fact("Stagiaires", str(len(paper.trainees))),
    )
    return (
        parts.title("Récapitulatif de l’assiduité", f"mois de {paper.month_name}"),
        *parts.facts(lines, padding - _TIGHTER),
        gap(12),
        heading._replace(keeps_next=True),
        *parts.kept(rows),
        gap(12)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _counts(month: MonthFacts) -> tuple[int, ...]:
    return month.planned, month.real, month.justified, month.unjustified, month.to_qualify


def _short(month: MonthFacts) -> str:
    return f"{dates.day_number(month.period_from)[:5]} – {dates.day_number(month.period_to)[:5]}"
