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
from kairos_desktop.services.rules.remote_work import percent
from kairos_desktop.services.wording import dates
from kairos_desktop.services.wording.distance import remote_text

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import (
        AttendanceRecap,
        AttendanceStatement,
        MonthFacts,
        Pictures,
        TraineeFacts,
    )

_CELL = Style(size=9.0)
_NAME = Style(Face.MEDIUM, 9.5)
_TIGHTER = 1.6
_LINE_HEIGHT = 14.0
_PAY = (
    "La rémunération est réduite à proportion des absences non justifiées (R6341-45). Le directeur "
    "certifie la présence, et signale abandons, exclusions et accidents du travail (R6341-35)."
)
_REMOTE = "À distance, l’assiduité est le travail validé sur le travail estimé du mois (R6341-46)."


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
        Fact("Travail à distance", remote_text(month.estimated, month.validated)),
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
        paragraph([Run(_pay(month), LABEL)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(11)._replace(keeps_next=True),
        parts.signatures(paper.provider, pictures),
    )


def _pay(month: MonthFacts) -> str:
    return f"{_PAY} {_REMOTE}" if month.estimated else _PAY


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
    done = percent(month.estimated, month.validated)
    if done is not None and done < 100:
        return Fact("Assiduité", said, f"Assidu à {done}{phrases.NB}%", HOLD)
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


_RECAP = (
    Column("Nom et prénom", 0),
    Column("Identifiant", 74),
    Column("Période", 78),
    Column("Prévu", 46),
    Column("Réalisé", 46),
    Column("Justifié", 46),
    Column("Non just.", 46),
    Column("À qualif.", 46),
)
_RECAP_REMOTE = (
    Column("Nom et prénom", 0),
    Column("Période", 66),
    Column("Prévu", 46),
    Column("Réalisé", 46),
    Column("Justifié", 46),
    Column("Non just.", 46),
    Column("À qualif.", 46),
    Column("Estimé", 46),
    Column("Validé", 46),
)


def recap(paper: AttendanceRecap, pictures: Pictures, padding: float) -> tuple[Block, ...]:
    """The body of a session's recap, in as many pages as needed."""
    with_remote = any(
        (each.month.estimated, each.month.validated) != (None, None) for each in paper.trainees
    )
    columns = parts.filled(_RECAP_REMOTE if with_remote else _RECAP)
    heading = parts.heading_row(columns)
    rows = [
        parts.row(
            columns,
            [
                *_who(each, with_remote=with_remote),
                Run(_short(each.month), _CELL),
                *(Run(text, _CELL) for text in _counts(each.month, with_remote=with_remote)),
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


def _who(each: TraineeFacts, *, with_remote: bool) -> list[Run]:
    """Who it is; with the columns of the distance work the identifier has none of its own."""
    left = f" · {each.left}" if each.left else ""
    if with_remote:
        ft_id = f" · {each.ft_id}" if each.ft_id else ""
        return [Run(f"{each.name}{ft_id}{left}", _NAME)]
    return [Run(f"{each.name}{left}", _NAME), Run(each.ft_id, _CELL)]


def _counts(month: MonthFacts, *, with_remote: bool) -> list[str]:
    counts = (month.planned, month.real, month.justified, month.unjustified, month.to_qualify)
    remote = (month.estimated, month.validated) if with_remote else ()
    return [hours(each) for each in counts] + ["" if n is None else hours(n) for n in remote]


def _short(month: MonthFacts) -> str:
    return f"{dates.day_number(month.period_from)[:5]} – {dates.day_number(month.period_to)[:5]}"
