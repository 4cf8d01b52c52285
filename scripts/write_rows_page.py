# SPDX-License-Identifier: MIT
"""Writes docs/rows.md from the rows themselves: `python -m scripts.write_rows_page`.

A test holds the page against the code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from kairos_desktop.models import schema
from kairos_desktop.models.rows import ROWS, Row
from kairos_desktop.services.sync.wire import ActLine
from scripts.struct_tables import closed_lists, default_of, doc_of, type_of

if TYPE_CHECKING:
    from sqlalchemy import Table

PAGE = Path(__file__).parents[1] / "docs" / "rows.md"
INTRODUCTION = Path(__file__).with_name("rows_page_introduction.md")


def page() -> str:
    """The whole page."""
    tables = schema.declared().tables
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip(), "", "## The tables", ""]
    for row in ROWS:
        parts += [*_row(row, tables[row.table]), ""]
    parts += ["## The table `act`", "", doc_of(ActLine), "", *_fields(ActLine, {}), ""]
    parts += closed_lists(ROWS)
    return "\n".join(parts) + "\n"


def _row(row: type[Row], table: Table) -> list[str]:
    lines = [f"### {row.table}", "", doc_of(row), "", *_fields(row, _parents(table))]
    for columns, where in _exclusions(table):
        lines += ["", f"One row for each {columns}{where}."]
    return lines


def _fields(kind: type[msgspec.Struct], parents: dict[str, str]) -> list[str]:
    hints = get_type_hints(kind)
    lines = ["| field | JSON | if left out |", "| --- | --- | --- |"]
    for field in msgspec.structs.fields(kind):
        held = type_of(hints[field.name])
        if parent := parents.get(field.name):
            held = held.replace("(UUID)", f"of [{parent}](#{parent})")
        lines.append(f"| `{field.name}` | {held} | {default_of(field)} |")
    return lines


def _parents(table: Table) -> dict[str, str]:
    """The table that a column refers to, by the column's name."""
    return {
        column.name: key.column.table.name
        for column in table.columns
        for key in column.foreign_keys
        if key.column.name == "id"
    }


def _exclusions(table: Table) -> list[tuple[str, str]]:
    """What no two rows have in common, and of which rows this is said."""
    found: list[tuple[str, str]] = []
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        names = [f"`{column.name}`" for column in index.columns if column.name != "org_id"]
        if index.unique and names:
            where: Any = index.dialect_options["sqlite"]["where"]
            found.append((", ".join(names), "" if where is None else f", where `{where}`"))
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
