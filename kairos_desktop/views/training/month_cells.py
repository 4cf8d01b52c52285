# SPDX-License-Identifier: MIT
"""The month's grid without a widget: what each cell says, and the acts of a key on some cells."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.vocabulary import HalfDay, Justification, Mark
from kairos_desktop.services.acts.absences import Dates, MarkHalfDays
from kairos_desktop.services.rules.absences import covered, missed
from kairos_desktop.services.rules.attendance import period, taught
from kairos_desktop.services.rules.reasons import LATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kairos_desktop.models.rows import AbsenceRow
    from kairos_desktop.services.queries.attendance import MonthCard, TraineeMonth
    from kairos_desktop.services.rules.half_days import Planned


class Cell(StrEnum):
    """What a half-day of a trainee is; the value is the letter that is drawn."""

    PRESENT = ""
    CONFIRMED = "✓"
    JUSTIFIED = "E"
    TO_QUALIFY = "A"
    UNJUSTIFIED = "N"
    LATE = "R"
    INTERRUPTED = "I"
    OUTSIDE = "–"


WORDS = {
    Cell.PRESENT: "présent",
    Cell.CONFIRMED: "présent, confirmé",
    Cell.JUSTIFIED: "absence justifiée",
    Cell.TO_QUALIFY: "absence à qualifier",
    Cell.UNJUSTIFIED: "absence non justifiée",
    Cell.LATE: "retard",
    Cell.INTERRUPTED: "interruption",
    Cell.OUTSIDE: "hors du parcours",
}
CLOSED = frozenset({Cell.INTERRUPTED, Cell.OUTSIDE})
_OF_JUSTIFICATION = {
    Justification.JUSTIFIED: Cell.JUSTIFIED,
    Justification.TO_QUALIFY: Cell.TO_QUALIFY,
    Justification.UNJUSTIFIED: Cell.UNJUSTIFIED,
}
_OF_MARK = {
    Mark.PRESENT: Cell.PRESENT,
    Mark.JUSTIFIED: Cell.JUSTIFIED,
    Mark.TO_QUALIFY: Cell.TO_QUALIFY,
    Mark.LATE: Cell.LATE,
}
MARK_OF = {cell: mark for mark, cell in _OF_MARK.items()}


class Where(NamedTuple):
    """A cell: the trainee's row and the half-day's column."""

    row: int
    column: int


def row_cells(trainee: TraineeMonth, card: MonthCard) -> list[Cell]:
    """What every half-day of the month is for one trainee; one that was signed is confirmed."""
    days = period(trainee.enrolment, card.session, card.month)
    if days is None:
        return [Cell.OUTSIDE] * len(card.planned)
    first, last = days
    own = [each for each in card.planned if first <= each.day <= last]
    open_days = {(each.day, each.half) for each in taught(own, trainee.id, card.pauses)}
    found = {key: cell for cell, keys in _absent(trainee.absences, card.planned) for key in keys}
    cells: list[Cell] = []
    for each in card.planned:
        key = (each.day, each.half)
        if key in open_days:
            signed = (trainee.id, *key) in card.signed
            cells.append(found.get(key, Cell.CONFIRMED if signed else Cell.PRESENT))
        else:
            cells.append(Cell.INTERRUPTED if first <= each.day <= last else Cell.OUTSIDE)
    return cells


def _absent(
    rows: Iterable[AbsenceRow], planned: Sequence[Planned]
) -> Iterable[tuple[Cell, list[tuple[date, HalfDay]]]]:
    """The cells that the absences take, the justified ones last: they are counted first."""
    order = (Justification.UNJUSTIFIED, Justification.TO_QUALIFY, Justification.JUSTIFIED)
    for row in sorted(rows, key=lambda each: order.index(each.justification)):
        if row.reason == LATE:
            yield Cell.LATE, [(each.day, each.half) for each in covered(row, planned)]
        else:
            yield _OF_JUSTIFICATION[row.justification], list(missed(row, planned))


def runs(cells: Iterable[Where]) -> list[tuple[int, int, int]]:
    """Cells as runs on one row: row, first column, last column."""
    found: list[tuple[int, int, int]] = []
    for row, column in sorted(cells):
        if found and found[-1][0] == row and found[-1][2] == column - 1:
            found[-1] = (row, found[-1][1], column)
        else:
            found.append((row, column, column))
    return found


def acts_of(card: MonthCard, cells: Iterable[Where], mark: Mark) -> tuple[MarkHalfDays, ...]:
    """One act for each run of half-days of a trainee."""
    return tuple(
        MarkHalfDays(
            enrolment_id=card.trainees[row].id,
            dates=_dates(card.planned[first], card.planned[last]),
            mark=mark,
        )
        for row, first, last in runs(cells)
    )


def _dates(first: Planned, last: Planned) -> Dates:
    return Dates(starts_on=first.day, starts_half=first.half, ends_on=last.day, ends_half=last.half)


def marked(mark: Mark, *, confirmed: bool) -> Cell:
    """What a cell is once it was marked."""
    cell = _OF_MARK[mark]
    return Cell.CONFIRMED if confirmed and cell is Cell.PRESENT else cell


def week_start(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def nth_of_week(planned: Sequence[Planned], column: int, number: int) -> int | None:
    """The column of the n-th half-day of a column's week, 1 for Monday morning; None without."""
    if not planned:
        return None
    wanted = week_start(planned[column].day) + timedelta(days=(number - 1) // 2)
    half = HalfDay.MORNING if number % 2 else HalfDay.AFTERNOON
    return next(
        (n for n, each in enumerate(planned) if (each.day, each.half) == (wanted, half)), None
    )


def other_week(planned: Sequence[Planned], column: int, step: int) -> int | None:
    """The column of the same half-day one week before or after, or the nearest of that week."""
    here = planned[column]
    wanted = here.day + timedelta(days=7 * step)
    week = [n for n, each in enumerate(planned) if week_start(each.day) == week_start(wanted)]
    same = [n for n in week if (planned[n].day, planned[n].half) == (wanted, here.half)]
    return (same or week or [None])[0]
