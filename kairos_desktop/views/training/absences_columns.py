# SPDX-License-Identifier: MIT
"""The columns of « Saisie des absences et/ou abandon » (guide p. 29; domain 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import DocumentKind, DocumentState
from kairos_desktop.services.rules.transitions import LEFT
from kairos_desktop.services.wording.dates import day_number, short_day
from kairos_desktop.services.wording.labels import explain, label
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.training.phrases import (
    checks_text,
    exit_reason,
    justification_pill,
    length_text,
    path_pill,
    period_text,
    reason_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.models.rows import ReasonRow
    from kairos_desktop.services.queries.training import AbsenceLine, PathLine


def path_columns(kept: Callable[[], Sequence[ReasonRow]]) -> tuple[Column, ...]:
    """« Session de formation »: the trainings of the person."""
    return (
        Column("Intitulé", lambda line: line.session.title, 0, "strong", is_search=True),
        Column("Période", period_text, 184, "muted"),
        Column("OF", lambda line: line.provider, 120, "muted", is_optional=True),
        Column("Date de saisie", lambda line: day_number(line.enrolment.since), 116, "muted"),
        Column("Statut", width=104, kind="pill", pill=path_pill),
        Column("Motif", lambda line: exit_reason(line.enrolment, kept()), 170, is_optional=True),
        Column("Certificat", _certificate, 130, "muted", is_optional=True),
        Column("Bilan", _bilan, 94, "muted", is_optional=True),
    )


def absence_columns(kept: Callable[[], Sequence[ReasonRow]]) -> tuple[Column, ...]:
    """« Détail des absences et/ou abandon »."""
    return (
        Column("Date début", _first_day, 132, "strong", second=_first_half),
        Column("Date fin", _last_day, 132, second=_last_half),
        Column("Durée", lambda line: length_text(line.absence), 132, "muted"),
        Column(
            "Motif",
            lambda line: reason_text(line, kept()),
            0,
            second=checks_text,
            tooltip=checks_text,
        ),
        Column(
            "Justifiée",
            width=124,
            kind="pill",
            pill=justification_pill,
            tooltip=lambda line: explain(line.absence.justification),
        ),
    )


def _first_day(line: AbsenceLine) -> str:
    return short_day(line.absence.starts_on)


def _first_half(line: AbsenceLine) -> str:
    return label(line.absence.starts_half)


def _last_day(line: AbsenceLine) -> str:
    return short_day(line.absence.ends_on)


def _last_half(line: AbsenceLine) -> str:
    return label(line.absence.ends_half)


def _certificate(line: PathLine) -> str:
    found = [
        paper
        for paper in line.papers
        if paper.kind is DocumentKind.ENROLMENT_CERTIFICATE and paper.state is DocumentState.VALID
    ]
    return found[-1].number if found else "—"


def _bilan(line: PathLine) -> str:
    """When the « bilan de fin de formation » was made, or whether an exit still awaits it."""
    if line.report is not None:
        return day_number(line.report.written_on)
    return "à faire" if line.enrolment.state in LEFT else "—"
