# SPDX-License-Identifier: MIT
"""CSV as French spreadsheets open it by a double click: `;`, UTF-8 with BOM, CRLF."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import date, datetime, time
from typing import BinaryIO

from kairos_desktop.services.exchange.table import (
    Cell,
    Exported,
    ExportTable,
    looks_like_formula,
    visible,
    yes_or_no,
)


def write(table: ExportTable, file: BinaryIO) -> Exported:
    """Write the table; a text that looks like a formula gets a leading apostrophe (R-I7)."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows = changed = 0
    try:
        for values in itertools.chain((table.columns,), table.rows):
            cells = [_text(value) for value in values]
            changed += sum(
                isinstance(value, str) and cell.startswith("'") and not value.startswith("'")
                for value, cell in zip(values, cells, strict=True)
            )
            writer.writerow(cells)
            rows += 1
        text.flush()
    finally:
        text.detach()
    return Exported(rows - 1, changed)


def _text(value: Cell) -> str:
    """A cell as a French reader writes it: 07/12/2026, 09:30, 17,5."""
    match value:
        case None:
            return ""
        case bool():
            return yes_or_no(value)
        case str():
            shown = visible(value)
            return f"'{shown}" if looks_like_formula(shown) else shown
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case float():
            return str(value).replace(".", ",")
        case int():
            return str(value)
