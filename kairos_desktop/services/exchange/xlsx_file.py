# SPDX-License-Identifier: MIT
"""XLSX: each value in its type, text always text, header frozen and filtered."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time
from importlib import import_module
from typing import Any, BinaryIO

from kairos_desktop.services.exchange.table import (
    Cell,
    Exported,
    ExportTable,
    column_widths,
    sheet_name,
    visible,
    yes_or_no,
)

_CELL_LIMIT = 32_767  # Excel's own


def write(table: ExportTable, file: BinaryIO) -> Exported:
    """Write the table; a cell holds at most 32,767 letters, Excel's limit."""
    xlsxwriter: Any = import_module("xlsxwriter")  # it has no type stubs
    # Nothing in the data is ever a formula, a link or a number in disguise.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(file, options)
    sheet: Any = book.add_worksheet(sheet_name(table.title))
    bold: Any = book.add_format({"bold": True, "bg_color": "#F5F7FA", "bottom": 1})
    formats: dict[type, Any] = {
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        date: book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        time: book.add_format({"num_format": "hh:mm", "align": "left"}),
    }
    for column, heading in enumerate(table.columns):
        sheet.write_string(0, column, visible(heading), bold)
    rows = iter(table.rows)
    first = list(itertools.islice(rows, 500))
    count = 0
    for count, values in enumerate(itertools.chain(first, rows), start=1):
        for column, value in enumerate(values):
            _write(sheet, count, column, value, formats)
    for column, width in enumerate(column_widths(table.columns, first)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, count, len(table.columns) - 1)
    book.close()
    return Exported(count)


def _write(sheet: Any, row: int, column: int, value: Cell, formats: dict[type, Any]) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_string(row, column, yes_or_no(value))
        case str():
            sheet.write_string(row, column, visible(value)[:_CELL_LIMIT])
        case date() | time():
            sheet.write_datetime(row, column, value, formats[type(value)])
        case int() | float():
            sheet.write_number(row, column, value)
