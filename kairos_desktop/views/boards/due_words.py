# SPDX-License-Identifier: MIT
"""What « À faire » shows of a line: its day as a pill, its kind as a tab, the figures above."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.services.due.line import Due, DueKind, Risk
from kairos_desktop.services.rules.deadlines import days_left
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

REPORTS = frozenset(kind for kind in DueKind if kind.value.startswith("report_"))
"""Typed here, not yet in KAIROS."""
GROUPS: dict[str, frozenset[DueKind]] = {
    "Entrées": frozenset({DueKind.ENTRY}),
    "Assiduité": frozenset({DueKind.MONTH, DueKind.RECTIFY, DueKind.ABSENCE, DueKind.ACCIDENT}),
    "Sorties": frozenset({DueKind.EXIT, DueKind.REPORT}),
    "Réponses": frozenset({DueKind.VERDICT, DueKind.QUOTE_ANSWER}),
    "Documents": frozenset(
        {DueKind.NOTICE, DueKind.PAPER, DueKind.END, DueKind.DELEGATES, DueKind.QUOTE}
    ),
    "Recrutement": frozenset({DueKind.PRESENCE, DueKind.RESULT, DueKind.CONTACT, DueKind.MODALITY}),
    "À reporter": REPORTS,
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
    if line.kind is DueKind.CONTACT:
        # Our own habit, no law: orange where another delay would be red (domain 4).
        pill = day_pill(line.by, today)
        return Pill(pill.word, "warn") if pill.role == "danger" else pill
    if line.since is not None and (line.risk is Risk.PEOPLE or line.by is None):
        waited = days_left(today, line.since)
        return Pill(f"Depuis {waited} j" if waited else "Aujourd’hui", "hold")
    return day_pill(line.by, today)


def day_pill(by: date | None, today: date) -> Pill:
    """The days left until the last one in time; a dash where there is none."""
    if by is None:
        return Pill("—")
    left = days_left(by, today)
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


class Tally:
    """How many lines and people there are of each kind, kept as lines come and go on a day."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.lines: Counter[DueKind] = Counter()
        self.people: Counter[DueKind] = Counter()
        self.late = 0
        """The people of the entries whose day is over."""

    def count(self, come: Iterable[Due], gone: Iterable[Due] = ()) -> Tally:
        """Count lines in, and others out; gives itself."""
        for sign, lines in ((1, come), (-1, gone)):
            for line in lines:
                self.lines[line.kind] += sign
                self.people[line.kind] += sign * line.count
                if line.kind is DueKind.ENTRY and line.by is not None and line.by < self._today:
                    self.late += sign * line.count
        return self

    def people_of(self, kinds: Iterable[DueKind]) -> int:
        """How many people some kinds are about."""
        return sum(self.people[kind] for kind in kinds)


def figures(tally: Tally) -> dict[str, Figure]:
    """The four cards: how many people, by what is at stake, then what KAIROS does not have yet."""
    late, months = tally.late, tally.people[DueKind.MONTH]
    soon = tally.people[DueKind.ENTRY] - late
    expected, decided = tally.people[DueKind.PRESENCE], tally.people[DueKind.RESULT]
    told = tally.people_of(REPORTS)
    return {
        "Entrées en retard": Figure(
            late, f"et {soon} depuis 3 jours ou moins", "danger" if late else "ok"
        ),
        "Assiduité à saisir": Figure(months, "stagiaires à déclarer", "warn" if months else "ok"),
        "Présences et résultats": Figure(
            expected + decided,
            f"{expected} à pointer, {decided} à décider",
            "hold" if expected + decided else "ok",
        ),
        "À reporter dans KAIROS": Figure(
            told, "saisi ici, pas encore là-bas", "accent" if told else "ok"
        ),
    }
