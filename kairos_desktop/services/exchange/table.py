# SPDX-License-Identifier: MIT
"""A table on its way out: what is on screen, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum

import msgspec

Cell = str | int | float | bool | date | datetime | time | None


class ExportKind(StrEnum):
    """The format of the file; the value is its extension."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


class ExportTable(msgspec.Struct, frozen=True):
    """Title, column headings, and the rows of the screen in its order; rows are read once."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


class Exported(msgspec.Struct, frozen=True):
    """What was written; `marked` cells of a CSV got an apostrophe to stay text."""

    rows: int
    marked: int = 0

    @property
    def sentence(self) -> str:
        """What to say of it."""
        said = "1 ligne exportée." if self.rows == 1 else f"{self.rows} lignes exportées."
        if self.marked == 1:
            said += " 1 cellule ressemblait à une formule : une apostrophe la garde en texte."
        elif self.marked:
            said += (
                f" {self.marked} cellules ressemblaient à une formule :"
                " une apostrophe les garde en texte."
            )
        return said


# What a spreadsheet may take for a formula (OWASP), full-width forms and line breaks included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet that opens this text from a CSV might compute it (R-I7)."""
    return text.startswith(_FORMULA_STARTS)


def visible(text: str) -> str:
    """The text without the control characters that XML and spreadsheets refuse."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r"
        or (
            (letter >= " " and letter not in "\x7f\ufffe\uffff")
            and not "\ud800" <= letter <= "\udfff"
        )
    )


def yes_or_no(value: bool) -> str:
    """A truth value as the screen says it."""
    return "oui" if value else "non"


def sheet_name(title: str) -> str:
    """A title that Excel and LibreOffice take as the name of a sheet (31 letters, no []:*?/\\)."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in visible(title))
    return " ".join(kept.split()).strip("'")[:31].strip() or "Tableau"


def display_width(value: Cell) -> int:
    """How many letters a cell asks for."""
    return 10 if isinstance(value, date) else len(str(value)) if value is not None else 0


def column_widths(columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> list[float]:
    """A width for each column, in letters, from its heading and its first 500 rows."""
    widths = [len(heading) + 4 for heading in columns]
    for row in rows[:500]:
        for index, value in enumerate(row):
            widths[index] = max(widths[index], display_width(value) + 2)
    return [float(min(width, 60)) for width in widths]
