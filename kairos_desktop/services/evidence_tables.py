# SPDX-License-Identifier: MIT
"""The tables of a file of evidence: absences, the register of papers, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.exchange.table import Cell, ExportTable
from kairos_desktop.services.rules.evidence import Chapter
from kairos_desktop.services.wording.act_words import act_detail, act_title
from kairos_desktop.services.wording.evidence_words import CHAPTERS
from kairos_desktop.services.wording.exchange_words import civil
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.reasons import reason_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from kairos_desktop.services.queries.evidence import Evidence
    from kairos_desktop.services.queries.history import HistoryLine

_ABSENCES = (
    "Qui", "Du", "Demi-journée", "Au", "Demi-journée de fin", "Minutes", "Motif",
    "Justification", "Pièce", "Accident du travail", "Signalé le",
)  # fmt: skip
_REGISTER = ("Numéro", "Version", "Document", "État", "Qui", "Édité le", "Par", "Empreinte")
_HISTORY = ("Quand", "Quoi", "Détail", "Qui", "Poste", "Sort")
_INTERRUPTION = "Interruption"


def tables_of(
    found: Evidence, acts: Sequence[HistoryLine], post_id: UUID, letter: str
) -> Iterator[tuple[Chapter, ExportTable]]:
    """Each table with its chapter; `post_id` and `letter` name this post among the others."""
    yield (
        Chapter.ABSENCES,
        ExportTable(CHAPTERS[Chapter.ABSENCES], _ABSENCES, [*_absences(found)]),
    )
    register = ExportTable("Registre des documents", _REGISTER, [*_register(found)])
    yield Chapter.HISTORY, register
    names = {post_id: f"Poste « {letter} »"}
    lines = [_act(line, names) for line in acts]
    yield Chapter.HISTORY, ExportTable(CHAPTERS[Chapter.HISTORY], _HISTORY, lines)


def _absences(found: Evidence) -> Iterator[tuple[Cell, ...]]:
    for row, name in found.absences:
        yield (
            name,
            row.starts_on,
            label(row.starts_half),
            row.ends_on,
            label(row.ends_half),
            row.minutes,
            reason_label(ReasonKind.ABSENCE, row.reason, found.reasons),
            label(row.justification),
            row.evidence,
            row.work_accident,
            row.accident_told_on,
        )
    for row, name in found.pauses:
        reason = reason_label(ReasonKind.INTERRUPTION, row.reason, found.reasons)
        whom = name or "Toute la session"
        yield (
            whom, row.starts_on, "", row.ends_on, "", None, reason, _INTERRUPTION, "", None, None,
        )  # fmt: skip


def _register(found: Evidence) -> Iterator[tuple[Cell, ...]]:
    for row, name in found.papers:
        yield (
            row.number,
            row.version,
            label(row.kind),
            label(row.state),
            name,
            civil(row.issued_at),
            row.issued_by,
            row.sha256,
        )


def _act(line: HistoryLine, posts: dict[UUID, str]) -> tuple[Cell, ...]:
    what = f"Annulé : {act_title(line.undoes)}" if line.undoes else act_title(line.name)
    return (
        civil(line.at),
        what,
        act_detail(line.args),
        line.by,
        posts.get(line.post_id, f"Poste {line.post_id.hex[-4:]}"),
        "Annulé depuis" if line.undone else "En vigueur",
    )
