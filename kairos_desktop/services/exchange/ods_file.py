# SPDX-License-Identifier: MIT
"""ODS, written as a stream: each value in its type, text always text, header frozen and filtered.

Own writer, because the library at hand builds the whole document in memory and knows neither
widths, nor a frozen header, nor a filter: docs/adr/0035.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from datetime import date, datetime, time
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from kairos_desktop.services.exchange import ods_parts
from kairos_desktop.services.exchange.table import (
    Cell,
    Exported,
    ExportTable,
    column_widths,
    sheet_name,
    visible,
    yes_or_no,
)

_CENTIMETRES_A_LETTER = 0.21


def write(table: ExportTable, file: BinaryIO) -> Exported:
    """Write the table, row after row."""
    name = sheet_name(table.title)
    rows = iter(table.rows)
    first = list(itertools.islice(rows, 500))
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type of the file comes first and uncompressed: ODF 1.2, part 3, 3.3.
        archive.writestr(zipfile.ZipInfo("mimetype"), ods_parts.MIMETYPE)
        with archive.open("content.xml", "w") as raw, io.TextIOWrapper(raw, "utf-8") as out:
            out.write(ods_parts.CONTENT_START)
            out.write(_column_styles(column_widths(table.columns, first)))
            out.write(ods_parts.CONTENT_BODY)
            out.write(f"<table:table table:name={quoteattr(name)}>")
            out.writelines(
                f'<table:table-column table:style-name="w{index}"/>'
                for index in range(len(table.columns))
            )
            out.write(_row(table.columns, style="head"))
            for values in itertools.chain(first, rows):
                out.write(_row(values))
                count += 1
            out.write("</table:table>")
            out.write(_filter(name, len(table.columns), count + 1))
            out.write(ods_parts.CONTENT_END)
        archive.writestr("settings.xml", ods_parts.SETTINGS.format(sheet=quoteattr(name)))
        archive.writestr("META-INF/manifest.xml", ods_parts.MANIFEST)
    return Exported(count)


def _column_styles(widths: list[float]) -> str:
    return "".join(
        f'<style:style style:name="w{index}" style:family="table-column">'
        "<style:table-column-properties"
        f' style:column-width="{width * _CENTIMETRES_A_LETTER:.2f}cm"/>'
        "</style:style>"
        for index, width in enumerate(widths)
    )


def _row(values: tuple[Cell, ...], style: str = "") -> str:
    return f"<table:table-row>{''.join(_cell(value, style) for value in values)}</table:table-row>"


def _cell(value: Cell, style: str) -> str:
    """One typed cell; text has the type string, so no reader computes it."""
    match value:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            return _typed("string", "", yes_or_no(value), style)
        case str():
            return _typed("string", "", visible(value), style)
        case datetime():
            moment = f' office:date-value="{value:%Y-%m-%dT%H:%M:%S}"'
            return _typed("date", moment, f"{value:%d/%m/%Y %H:%M}", "moment")
        case date():
            day = f' office:date-value="{value:%Y-%m-%d}"'
            return _typed("date", day, f"{value:%d/%m/%Y}", "day")
        case time():
            hour = f' office:time-value="PT{value:%HH%MM%SS}"'
            return _typed("time", hour, f"{value:%H:%M}", "hour")
        case int() | float():
            return _typed("float", f' office:value="{value}"', str(value).replace(".", ","), style)


def _typed(kind: str, value: str, shown: str, style: str) -> str:
    styled = f' table:style-name="{style}"' if style else ""
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in re.split(r"\r\n|\r|\n", shown))
    return f'<table:table-cell office:value-type="{kind}"{value}{styled}>{lines}</table:table-cell>'


def _spaced(text: str) -> str:
    """Escaped text whose tabs and repeated or leading spaces are kept (ODF folds them)."""
    kept = escape(text).replace("\t", "<text:tab/>")
    return re.sub(r"^ | (?= )| $", "<text:s/>", kept)


def _filter(name: str, columns: int, rows: int) -> str:
    if not columns:
        return ""
    quoted = name.replace("'", "''")
    last = _letters(columns - 1)
    area = f"'{quoted}'.A1:'{quoted}'.{last}{rows}"
    return (
        '<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0"'
        f' table:target-range-address={quoteattr(area)} table:display-filter-buttons="true"/>'
        "</table:database-ranges>"
    )


def _letters(index: int) -> str:
    """A, B, …, Z, AA: the name of a column."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
