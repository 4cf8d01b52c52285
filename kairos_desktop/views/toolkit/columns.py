# SPDX-License-Identifier: MIT
"""What a list shows of a row: columns, pills, and the acts offered on each row."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

PillRole: TypeAlias = Literal["neutral", "accent", "ok", "warn", "danger", "hold"]


class Pill(NamedTuple):
    """A state: always a word, coloured by role."""

    word: str
    role: PillRole = "neutral"


class Column(NamedTuple):
    """One column of a list.

    `text` answers from the row alone, at once. `second` adds a smaller line below (rows become
    taller). `pill` replaces the text by a state; its word is then the text. `width` is in pixels
    at 100 %; one column at most has width 0 and takes what is left. An optional column hides where
    the list is too narrow. `mark` may stand a small state after the text.
    """

    title: str
    text: Callable[[Any], str] = lambda row: ""
    width: int = 120
    kind: Literal["text", "strong", "muted", "id", "pill", "number", "acts"] = "text"
    sort_key: str = ""
    pill: Callable[[Any], Pill] | None = None
    second: Callable[[Any], str] | None = None
    tooltip: Callable[[Any], str] | None = None
    is_search: bool = False
    is_optional: bool = False
    mark: Callable[[Any], Pill | None] | None = None

    def display(self, row: Any) -> str:
        """Give what the cell says."""
        return self.pill(row).word if self.pill is not None else self.text(row)

    def spoken(self, row: Any) -> str:
        """Give what a screen reader says of the cell: what one sees, the second line after."""
        second = self.second(row) if self.second is not None else ""
        first = self.display(row)
        mark = self.mark(row) if self.mark is not None else None
        if mark is not None:
            first = f"{first}, {mark.word}"
        between = " " if first.endswith(".") else ", "
        return f"{first}{between}{second}" if second else first


class RowAct(NamedTuple):
    """An act on the chosen rows: a button in each row, one above the list, and a key.

    `run` receives the rows, in the order of the screen. `why_not` gives, for one row, why the act
    is not offered; "" when it is.
    """

    label: str
    run: Callable[[Sequence[Any]], None]
    key: str = ""
    why_not: Callable[[Any], str] = lambda row: ""
    in_row: bool = True
    is_primary: bool = False
