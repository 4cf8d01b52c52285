# SPDX-License-Identifier: MIT
"""What « À faire » shows of a line: its day as a pill, its kind as a tab, the figures above."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.services.due.line import Due, DueKind, Risk
from kairos_desktop.services.rules.deadlines import days_left
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

GROUPS: dict[str, frozenset[DueKind]] = {
    "Entrées": frozenset({DueKind.ENTRY}),
    "Assiduité": frozenset({DueKind.MONTH}),
    "Sorties": frozenset({DueKind.EXIT, DueKind.REPORT}),
    "Réponses": frozenset({DueKind.VERDICT}),
    "Documents": frozenset({DueKind.PAPER, DueKind.END}),
    "Recrutement": frozenset({DueKind.PRESENCE, DueKind.RESULT, DueKind.MODALITY}),
}
"""The tabs of the list: a new kind joins one of them, or brings its own."""
_SOON = 3


class Figure(NamedTuple):
    """One card above the list."""

    number: int
    detail: str
    role: PillRole


def due_pill(line: Due, today: date) -> Pill:
    """« Retard 2 j », « Aujourd’hui », « J–2 »; how long somebody has waited, without law."""
    if line.risk is Risk.PEOPLE and line.since is not None:
        waited = days_left(today, line.since)
        return Pill(f"Depuis {waited} j" if waited else "Aujourd’hui", "hold")
    if line.by is None:
        return Pill("—")
    left = days_left(line.by, today)
    if left < 0:
        return Pill(f"Retard {-left} j", "danger")
    if left == 0:
        return Pill("Aujourd’hui", "warn")
    return Pill(f"J–{left}", "warn" if left <= _SOON else "hold")


def columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """When, what, of whom and why, and the button that opens the form."""
    return (
        Column("Échéance", width=118, kind="pill", pill=lambda line: due_pill(line, today())),
        Column("Acte", lambda line: line.act, 262, "strong"),
        Column(
            "Pour qui, pourquoi",
            lambda line: line.whom,
            0,
            is_search=True,
            second=lambda line: line.why,
        ),
        Column("", kind="acts"),
    )


def figures(lines: Iterable[Due], today: date) -> dict[str, Figure]:
    """The four cards: how many people, by what is at stake."""
    late = soon = answers = expected = decided = 0
    for line in lines:
        if line.kind is DueKind.ENTRY and line.by is not None:
            if line.by < today:
                late += line.count
            else:
                soon += line.count
        elif line.kind is DueKind.VERDICT:
            answers += line.count
        elif line.kind is DueKind.PRESENCE:
            expected += line.count
        elif line.kind is DueKind.RESULT:
            decided += line.count
    return {
        "Entrées en retard": Figure(late, "depuis plus de 3 jours", "danger" if late else "ok"),
        "Entrées à saisir": Figure(soon, "depuis 3 jours ou moins", "warn" if soon else "ok"),
        "Réponses attendues": Figure(
            answers, "du prescripteur, avant le début", "warn" if answers else "ok"
        ),
        "Présences et résultats": Figure(
            expected + decided,
            f"{expected} à pointer, {decided} à décider",
            "hold" if expected + decided else "ok",
        ),
    }
