# SPDX-License-Identifier: MIT
"""*Exporter tout le tableau*: the same values in three formats, formulas kept as text."""

from __future__ import annotations

import csv
import errno
import io
import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from xml.dom.minidom import parseString

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kairos_desktop.services.exchange.export import ExportFailed, export_table
from kairos_desktop.services.exchange.table import (
    Cell,
    ExportKind,
    ExportTable,
    looks_like_formula,
    sheet_name,
)

DANGEROUS = (
    "=1+1",
    "+33 1 99 00 12 34",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    '=HYPERLINK("http://127.0.0.1","x")',
    "=cmd|'/C calc'!A0",
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("4567890D", "Łukasz d’Hérouville", date(2026, 12, 7), time(9, 30), 12, 17.5, True, None),
    ("00012345", "<b>&\"'</b>", datetime(2026, 12, 7, 9, 30), time(14), 0, -1.25, False, ""),
)
COLUMNS = ("N° DE", "Nom-Prénom", "Date", "Heure", "Places", "Heures", "Validé", "Motif")
TABLE = ExportTable("Inscrits en Info coll : 7/12", COLUMNS, ROWS)


def written(table: ExportTable, kind: ExportKind) -> bytes:
    out = io.BytesIO()
    export_table(table, out, kind)
    return out.getvalue()


def one_column(texts: tuple[str, ...]) -> ExportTable:
    return ExportTable("Texte", ("Valeur",), [(text,) for text in texts])


def test_csv_is_what_a_french_spreadsheet_opens() -> None:
    assert (
        written(TABLE, ExportKind.CSV)
        == (
            "\ufeffN° DE;Nom-Prénom;Date;Heure;Places;Heures;Validé;Motif\r\n"
            "4567890D;Łukasz d’Hérouville;07/12/2026;09:30;12;17,5;oui;\r\n"
            '00012345;"<b>&""\'</b>";07/12/2026 09:30;14:00;0;-1,25;non;\r\n'
        ).encode()
    )


def test_xlsx_keeps_types_header_filter_and_leading_zeros() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(TABLE, ExportKind.XLSX))).active
    assert sheet is not None
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == list(COLUMNS)
    assert found[1] == [
        "4567890D",
        "Łukasz d’Hérouville",
        datetime(2026, 12, 7),
        time(9, 30),
        12,
        17.5,
        "oui",
        None,
    ]
    assert found[2][0] == "00012345"
    assert sheet["A3"].data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["E"].width
    assert sheet.title == "Inscrits en Info coll 7 12"


def test_ods_keeps_types_header_and_filter() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(TABLE, ExportKind.ODS)))
    assert book.sheet_names == ["Inscrits en Info coll 7 12"]
    found = book.get_sheet_by_index(0).to_python()
    assert found[0] == list(COLUMNS)
    assert found[1][:2] == ["4567890D", "Łukasz d’Hérouville"]
    assert found[1][2] == date(2026, 12, 7)
    assert found[1][4:7] == [12, 17.5, "oui"]
    assert found[2][0] == "00012345"
    assert found[2][1] == "<b>&\"'</b>"
    assert found[2][2] == datetime(2026, 12, 7, 9, 30)


def test_ods_is_a_whole_package() -> None:
    with zipfile.ZipFile(io.BytesIO(written(TABLE, ExportKind.ODS))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        for name in ("content.xml", "settings.xml", "META-INF/manifest.xml"):
            parseString(archive.read(name))
        content = archive.read("content.xml").decode()
        assert 'office:time-value="PT09H30M00S"' in content
        area = "'Inscrits en Info coll 7 12'.A1:'Inscrits en Info coll 7 12'.H3"
        assert f'table:target-range-address="{area}"' in content
        assert "VerticalSplitMode" in archive.read("settings.xml").decode()


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    table = one_column((text,))
    said = written(table, ExportKind.CSV).decode("utf-8-sig").split("\r\n", 1)[1]
    assert said.lstrip('"').startswith("'")

    sheet = openpyxl.load_workbook(io.BytesIO(written(table, ExportKind.XLSX))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].hyperlink is None

    with zipfile.ZipFile(io.BytesIO(written(table, ExportKind.ODS))) as archive:
        content = archive.read("content.xml").decode()
    assert "table:formula" not in content
    assert content.count('office:value-type="string"') == 2


def test_the_marked_cells_of_a_csv_are_told() -> None:
    exported = export_table(one_column(("=1", "a", "-2")), io.BytesIO(), ExportKind.CSV)
    assert (exported.rows, exported.marked) == (3, 2)
    assert exported.sentence == (
        "3 lignes exportées. 2 cellules ressemblaient à une formule :"
        " une apostrophe les garde en texte."
    )
    plain = export_table(one_column(("=1",)), io.BytesIO(), ExportKind.XLSX)
    assert plain.sentence == "1 ligne exportée."


PRINTED = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40
)


@given(st.lists(PRINTED, min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_any_text_comes_back_from_each_format(texts: list[str]) -> None:
    kept = [f"x{text}x" for text in texts]
    table = one_column(tuple(kept))
    xlsx = openpyxl.load_workbook(io.BytesIO(written(table, ExportKind.XLSX))).active
    assert xlsx is not None
    assert [row[0] for row in xlsx.iter_rows(min_row=2, values_only=True)] == kept
    ods = CalamineWorkbook.from_filelike(io.BytesIO(written(table, ExportKind.ODS)))
    assert [row[0] for row in ods.get_sheet_by_index(0).to_python()[1:]] == kept
    csv_text = written(table, ExportKind.CSV).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(csv_text, newline=""), delimiter=";")][
        1:
    ] == kept


def test_control_characters_are_left_out_and_lines_kept() -> None:
    table = one_column(("a\x00b\x0bc\nd",))
    for kind in (ExportKind.XLSX, ExportKind.ODS):
        read = CalamineWorkbook.from_filelike(io.BytesIO(written(table, kind)))
        assert read.get_sheet_by_index(0).to_python()[1] == ["abc\nd"]


def test_an_empty_table_and_no_column_still_make_a_file() -> None:
    for kind in ExportKind:
        assert written(ExportTable("", ("A",), ()), kind)
        assert written(ExportTable("", (), ()), kind)


def test_names_of_sheets_are_those_that_spreadsheets_take() -> None:
    assert sheet_name("a/b:c*?[d]\\e") == "a b c d e"
    assert sheet_name("'quoted'") == "quoted"
    assert len(sheet_name("x" * 99)) == 31
    assert sheet_name(" ") == "Tableau"


def test_an_ordinary_name_is_no_formula() -> None:
    assert not looks_like_formula("d’Hérouville")
    assert not looks_like_formula("")


@pytest.mark.parametrize("kind", ExportKind)
def test_a_path_is_written_whole_and_nothing_else_is_left(tmp_path: Path, kind: ExportKind) -> None:
    target = tmp_path / f"liste.{kind.value}"
    target.write_bytes(b"old")
    assert export_table(TABLE, target, kind).rows == 2
    assert target.read_bytes()[:2] != b"ol"
    assert os.listdir(tmp_path) == [target.name]


def broken_rows() -> object:
    yield ("a",)
    raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("kind", ExportKind)
def test_a_full_disk_keeps_the_old_file_and_says_so(tmp_path: Path, kind: ExportKind) -> None:
    target = tmp_path / "liste"
    target.write_bytes(b"old")
    table = ExportTable("T", ("A",), broken_rows())  # pyright: ignore[reportArgumentType]
    with pytest.raises(ExportFailed) as failed:
        export_table(table, target, kind)
    assert failed.value.code == "disk_full"
    assert "plus de place" in failed.value.sentence
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == [target.name]


def test_each_failure_has_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(target: Path) -> str:
        with pytest.raises(ExportFailed) as failed:
            export_table(TABLE, target, ExportKind.CSV)
        assert "vos données sont intactes" in failed.value.sentence
        return failed.value.code

    assert code(tmp_path / "absent" / "a.csv") == "no_folder"
    (tmp_path / "folder.csv").mkdir()
    assert code(tmp_path / "folder.csv") == "is_folder"
    monkeypatch.setattr(Path, "replace", refused)
    assert code(tmp_path / "a.csv") == "no_permission"
    assert sorted(os.listdir(tmp_path)) == ["folder.csv"]


def refused(_self: Path, _target: Path) -> None:
    raise PermissionError(errno.EACCES, "held by a spreadsheet")
