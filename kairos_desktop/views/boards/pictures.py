# SPDX-License-Identifier: MIT
"""The pictures of « Pilotage »: each with its sentence, its table, and what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Justification, ReasonKind
from kairos_desktop.services.queries import overview
from kairos_desktop.services.queries.overview import Step, late, months_of
from kairos_desktop.services.rules.deadlines import DECLARED_WITHIN
from kairos_desktop.services.wording.dates import SHORT_MONTHS
from kairos_desktop.services.wording.reasons import reason_label
from kairos_desktop.views.toolkit.charts import Chart, Fill, Layout, Series, Shape, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.queries.overview import (
        AbsenceMonth,
        Delays,
        Dropouts,
        PathCount,
        Paths,
    )

STEPS = {
    Step.REGISTERED: "Inscrits",
    Step.PRESENT: "Présents",
    Step.KEPT: "Retenus",
    Step.VALIDATED: "Validés",
    Step.ENTERED: "Entrés",
    Step.COMPLETED: "Allés au bout",
}
_SHADES = dict(zip(STEPS, (0.16, 0.32, 0.48, 0.66, 0.84, 1.0), strict=True))
_SESSIONS_DRAWN = 12
_WAITED = (
    "Le jour\nmême",
    "1 jour",
    "2 jours",
    "3 jours",
    "4 à 7\njours",
    "8 à 15\njours",
    "Plus de\n15 jours",
)
_UNTIL = (0, 1, 2, 3, 7, 15)
_LEGAL = _UNTIL.index(DECLARED_WITHIN)


@dataclass(frozen=True)
class FigureRow:
    """A line of the table; `session_id` opens a session."""

    id: str
    cells: tuple[str | int | float, ...]
    session_id: UUID | None = None


@dataclass(frozen=True)
class Picture:
    """A picture, the sentence above it, and the lines of its table."""

    lead: str
    chart: Chart
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Plan:
    """A tab: its label, what it reads, how its picture is made, the headings of its table.

    Where the table is `wide` it stands below the picture, else beside.
    """

    label: str
    read: Callable[..., Any]
    picture: Callable[[Any], Picture]
    headings: tuple[str, ...]
    is_wide: bool = False


def month_name(month: date) -> str:
    """« janv. 2027 », on two lines where it stands below a column."""
    return f"{SHORT_MONTHS[month.month - 1]}\n{month.year}"


def steps(found: Paths) -> Picture:
    """From registered to completed, everybody together."""
    counts = _reached(found.counts)
    first = counts[0]
    rows: list[FigureRow] = []
    for place, name in enumerate(STEPS.values()):
        before = counts[place - 1] if place else first
        cells = (name, counts[place], _share(counts[place], first), _share(counts[place], before))
        rows.append(FigureRow(name, cells))
    notes = tuple(f"{plain_number(_share(each, first, 0))} %" for each in counts)
    chart = Chart(
        "De l’inscription au bout de la formation",
        tuple(STEPS.values()),
        (Series("Personnes", tuple(counts)),),
        notes=notes,
    )
    return Picture(_steps_lead(found, counts), chart, tuple(rows))


def by_month(found: Paths) -> Picture:
    """The same by the month of the first meeting."""
    months = list(months_of(found.period))
    counts = [_reached(p for p in found.counts if p.month == month) for month in months]
    names = [month_name(month) for month in months]
    rows = tuple(
        FigureRow(name, (name.replace("\n", " "), *each))
        for name, each in zip(names, counts, strict=True)
    )
    chart = Chart(
        "De l’inscription au bout, mois par mois",
        tuple(names),
        _nested(counts),
        Shape.COLUMNS,
        Layout.NESTED,
    )
    lead = (
        "Chacun compte au mois de son premier rendez-vous ; les plus récents sont encore en route."
    )
    return Picture(lead, chart, rows)


def by_session(found: Paths) -> Picture:
    """The same by session, the fullest first."""
    of: dict[UUID, list[PathCount]] = {}
    for each in found.counts:
        of.setdefault(each.session_id, []).append(each)
    counts = {row_id: _reached(paths) for row_id, paths in of.items()}
    names = found.sessions
    order = sorted(
        (row_id for row_id in counts if row_id in names),
        key=lambda row_id: (-counts[row_id][0], names[row_id].title, names[row_id].number),
    )
    rows = tuple(
        FigureRow(str(row_id), (names[row_id].title, names[row_id].number, *counts[row_id]), row_id)
        for row_id in order
    )
    drawn = order[:_SESSIONS_DRAWN]
    chart = Chart(
        "De l’inscription au bout, session par session",
        tuple(names[row_id].title for row_id in drawn),
        _nested([counts[row_id] for row_id in drawn]),
        layout=Layout.NESTED,
    )
    rest = len(order) - len(drawn)
    lead = f"{_so_many(len(order), 'session', 'sessions')} sur la période"
    lead += f" ; l’image montre les {len(drawn)} qui ont le plus d’inscrits." if rest > 0 else "."
    return Picture(lead, chart, rows)


def delays(found: Delays) -> Picture:
    """Entries and exits against the three days."""
    sorts = (found.entries, found.exits, found.pending)
    spread = [_spread(each) for each in sorts]
    chart = Chart(
        "Délai entre le fait et sa saisie",
        _WAITED,
        (
            Series("Entrées (AES)", spread[0]),
            Series("Sorties", spread[1], "hold", fill=Fill.HATCHED),
            Series("Entrées encore à saisir", spread[2], "warn", fill=Fill.DOTTED),
        ),
        Shape.COLUMNS,
        limit_after=_LEGAL,
        limit_label="Au-delà des 3 jours",
    )
    rows = tuple(
        FigureRow(name, (name.replace("\n", " "), *(each[place] for each in spread)))
        for place, name in enumerate(_WAITED)
    )
    return Picture(_delays_lead(found), chart, rows)


def absences(found: Sequence[AbsenceMonth]) -> Picture:
    """Absences that touch each month, by what is known of them."""
    return _months_of_absence(
        found,
        "Absences, mois par mois",
        lambda month: tuple(month.counts.get(each, 0) for each in _JUSTIFICATIONS),
        _absences_lead(found),
        lambda month: (),
    )


def hours(found: Sequence[AbsenceMonth]) -> Picture:
    """Hours of absence of the months that were declared."""

    def values(month: Any) -> tuple[float, ...]:
        return _hours(month.justified), _hours(month.unjustified), _hours(month.to_qualify)

    def more(month: Any) -> tuple[float, ...]:
        return _hours(month.planned), _share(month.missed, month.planned)

    missed = sum(month.missed for month in found)
    planned = sum(month.planned for month in found)
    lead = "Aucun mois n’est déclaré sur la période."
    if planned:
        share = plain_number(_share(missed, planned))
        lead = (
            f"{plain_number(_hours(missed))} h d’absence sur {plain_number(_hours(planned))} h "
            f"prévues : {share} %. Seuls les mois déclarés comptent."
        )
    return _months_of_absence(found, "Heures d’absence déclarées", values, lead, more)


def dropouts(found: Dropouts) -> Picture:
    """Abandons by reason, and the exclusions."""
    named = [(_reason(found, each.reason, each.excluded), each) for each in found.counts]
    sorts = (
        ("Motif légitime", "accent", Fill.PLAIN, [each.legitimate for _, each in named]),
        ("Motif non légitime", "danger", Fill.HATCHED, [each.unfounded for _, each in named]),
        ("Légitimité à préciser", "warn", Fill.DOTTED, [each.unsaid for _, each in named]),
        ("Exclusions", "hold", Fill.PLAIN, [each.excluded for _, each in named]),
    )
    chart = Chart(
        "Abandons et exclusions, par motif",
        tuple(name for name, _ in named),
        tuple(Series(name, tuple(v), role, fill=fill) for name, role, fill, v in sorts),
        layout=Layout.PILED,
    )
    rows = tuple(
        FigureRow(
            f"{place}",
            (name, each.legitimate, each.unfounded, each.unsaid, each.excluded, each.total),
        )
        for place, (name, each) in enumerate(named)
    )
    left = sum(each.total - each.excluded for each in found.counts)
    excluded = sum(each.excluded for each in found.counts)
    lead = (
        f"{_so_many(left, 'abandon', 'abandons')}, "
        f"{_so_many(excluded, 'exclusion', 'exclusions')}, au jour de la sortie. "
        "Sans motif légitime, la rémunération est à rembourser (R6341-47)."
    )
    return Picture(lead, chart, rows)


_JUSTIFICATIONS = {
    Justification.JUSTIFIED: ("Justifiées", "accent", Fill.PLAIN),
    Justification.UNJUSTIFIED: ("Non justifiées", "danger", Fill.HATCHED),
    Justification.TO_QUALIFY: ("À qualifier", "warn", Fill.DOTTED),
}
_ABSENCE_HEADINGS = ("Mois", *(name for name, *_ in _JUSTIFICATIONS.values()), "Total")
PICTURES: dict[str, Plan] = {
    "steps": Plan(
        "Parcours",
        overview.paths,
        steps,
        ("Étape", "Personnes", "% des inscrits", "% étape d’avant"),
    ),
    "months": Plan("Par mois", overview.paths, by_month, ("Mois", *STEPS.values()), is_wide=True),
    "sessions": Plan(
        "Par session",
        overview.paths,
        by_session,
        ("Intitulé de la formation", "N° CARIF", *STEPS.values()),
        is_wide=True,
    ),
    "delays": Plan(
        "Délais",
        overview.delays,
        delays,
        ("Délai", "Entrées (AES)", "Sorties", "Entrées à saisir"),
    ),
    "absences": Plan("Absences", overview.absences, absences, _ABSENCE_HEADINGS),
    "hours": Plan(
        "Heures d’absence",
        overview.absences,
        hours,
        (*_ABSENCE_HEADINGS, "Heures prévues", "% d’absence"),
        is_wide=True,
    ),
    "dropouts": Plan(
        "Abandons",
        overview.dropouts,
        dropouts,
        ("Motif", "Légitime", "Non légitime", "À préciser", "Exclusions", "Total"),
        is_wide=True,
    ),
}
"""The tabs of the page, in their order."""


def _months_of_absence(
    found: Sequence[AbsenceMonth],
    title: str,
    values: Callable[[Any], tuple[float, ...]],
    lead: str,
    more: Callable[[Any], tuple[float, ...]],
) -> Picture:
    per_month = [values(month) for month in found]
    series = tuple(
        Series(name, tuple(each[nth] for each in per_month), role, fill=fill)
        for nth, (name, role, fill) in enumerate(_JUSTIFICATIONS.values())
    )
    names = tuple(month_name(month.month) for month in found)
    chart = Chart(title, names, series, Shape.COLUMNS, Layout.PILED)
    rows = tuple(
        FigureRow(name, (name.replace("\n", " "), *each, sum(each), *more(month)))
        for name, each, month in zip(names, per_month, found, strict=True)
    )
    return Picture(lead, chart, rows)


def _reached(paths: Iterable[PathCount]) -> list[int]:
    """How many reached each step: whoever went further counts too."""
    stopped = Counter[Step]()
    for each in paths:
        stopped[each.step] += each.count
    return [sum(count for at, count in stopped.items() if at >= step) for step in STEPS]


def _nested(counts: Sequence[Sequence[int]]) -> tuple[Series, ...]:
    return tuple(
        Series(name, tuple(each[nth] for each in counts), share=_SHADES[step])
        for nth, (step, name) in enumerate(STEPS.items())
    )


def _spread(days: dict[int, int]) -> tuple[int, ...]:
    """How many delays fall in each of the columns."""
    places = [0] * len(_WAITED)
    for each, count in days.items():
        place = next((n for n, last in enumerate(_UNTIL) if each <= last), len(_UNTIL))
        places[place] += count
    return tuple(places)


def _steps_lead(found: Paths, counts: Sequence[int]) -> str:
    first, *_, entered, completed = counts
    if not first:
        return "Personne n’a été inscrit sur la période."
    lead = (
        f"Sur {_so_many(first, 'personne inscrite', 'personnes inscrites')} : "
        f"{plain_number(entered)} en formation, {plain_number(completed)} jusqu’au bout."
    )
    direct = sum(each.direct for each in found.counts)
    unvalidated = sum(each.unvalidated for each in found.counts)
    if direct:
        lead += f" Sans rendez-vous avant : {plain_number(direct)}."
    if unvalidated:
        lead += f" Entrées sans validation du prescripteur : {plain_number(unvalidated)}."
    return lead


def _delays_lead(found: Delays) -> str:
    parts: list[str] = []
    for name, days in (("entrées", found.entries), ("sorties", found.exits)):
        if count := sum(days.values()):
            in_time = _share(count - late(days), count, 0)
            parts.append(f"{plain_number(in_time)} % des {name}")
    lead = "Aucune entrée ni sortie saisie sur la période."
    if parts:
        lead = f"{' et '.join(parts)} saisies dans les 3 jours."
    if waiting := sum(found.pending.values()):
        lead += f" Encore à saisir : {plain_number(waiting)}"
        lead += f", dont {plain_number(late(found.pending))} en retard."
    return lead


def _absences_lead(found: Sequence[AbsenceMonth]) -> str:
    total = sum(sum(month.counts.values()) for month in found)
    if not total:
        return "Aucune absence sur la période."
    open_ones = sum(month.counts.get(Justification.TO_QUALIFY, 0) for month in found)
    lead = "Une absence qui court sur deux mois compte dans les deux."
    return f"{lead} Reste à qualifier : {plain_number(open_ones)}." if open_ones else lead


def _reason(found: Dropouts, code: str, excluded: int) -> str:
    if excluded:
        return "Exclusion"
    return reason_label(ReasonKind.DROPOUT, code, found.reasons) or "Sans motif"


def _share(part: float, whole: float, decimals: int = 1) -> float:
    """A percentage, rounded once: 10 of 22 are 45 %, not 46 % by way of 45,5. 0 of nothing."""
    return round(100 * part / whole, decimals) if whole else 0.0


def _hours(minutes: int) -> float:
    return round(minutes / 60, 1)


def _so_many(count: int, one: str, several: str) -> str:
    return f"{plain_number(count)} {several if count > 1 else one}"
