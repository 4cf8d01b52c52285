# SPDX-License-Identifier: MIT
"""A picture of figures: what it shows as plain values, and the words that say the same.

Two shapes: bars along the page for few things with long names, columns for months or lengths. The
same values fill the table beside it. Painting is in `chart_painting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a picture stands."""

    BARS = "bars"
    COLUMNS = "columns"


class Layout(StrEnum):
    """Where the values of one category stand: each a part of the pile, or each within the last."""

    BESIDE = "beside"
    PILED = "piled"
    NESTED = "nested"


class Fill(StrEnum):
    """How a series is told from the others where colours are not: by its texture."""

    PLAIN = "plain"
    HATCHED = "hatched"
    DOTTED = "dotted"


def plain_number(value: float) -> str:
    """« 1 234 » or « 12,5 », as French writes numbers."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")


@dataclass(frozen=True)
class Series:
    """One set of values, one a category; `role` is a colour of the tokens, `share` how strong."""

    name: str
    values: tuple[float, ...]
    role: str = "accent"
    share: float = 1.0
    fill: Fill = Fill.PLAIN


@dataclass(frozen=True)
class Chart:
    """A picture. `notes` stand after a category's value; `limit` draws a line after a category.

    Nested values are those of a funnel: the first is the whole, each lies within the one before.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    shape: Shape = Shape.BARS
    layout: Layout = Layout.BESIDE
    notes: tuple[str, ...] = ()
    limit_after: int | None = None
    limit_label: str = ""

    def total(self, place: int) -> float:
        """What a category holds: the pile, or the widest of its values."""
        values = [each.values[place] for each in self.series]
        return sum(values) if self.layout is Layout.PILED else max(values, default=0)

    @property
    def highest(self) -> float:
        """The longest bar."""
        return max((self.total(place) for place in range(len(self.categories))), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.highest <= 0

    def note(self, place: int) -> str:
        """What stands after a category's bar: its figure, then its note."""
        is_one = self.layout is not Layout.BESIDE or len(self.series) == 1
        figure = plain_number(self.total(place)) if is_one else ""
        more = self.notes[place] if place < len(self.notes) else ""
        return f"{figure} · {more}" if figure and more else figure or more

    def said(self, place: int) -> str:
        """A category in words: « janv. 2027 : Justifiées 4, Non justifiées 1 »."""
        name = self.categories[place].replace("\n", " ")
        if len(self.series) == 1:
            return f"{name} : {self.note(place)}"
        parts = [f"{each.name} {plain_number(each.values[place])}" for each in self.series]
        more = self.notes[place] if place < len(self.notes) else ""
        return f"{name} : {', '.join(parts)}{f' ({more})' if more else ''}"

    def whole(self) -> str:
        """The whole picture in words, for whoever does not see it."""
        if self.is_empty:
            return "Aucune donnée à montrer."
        lines = [self.said(place) for place in range(len(self.categories))]
        if self.limit_after is not None:
            lines.insert(self.limit_after + 1, self.limit_label)
        return f"{'. '.join(lines)}."
