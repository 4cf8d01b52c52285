# SPDX-License-Identifier: MIT
"""Timetables in: spreadsheets and calendars as trainers make them, and those that are none."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.exchange.timetable_file import (
    TimetableRead,
    TimetableUnreadable,
    read_timetable,
)

FECAMP = SiteRow(id=UUID(int=9), label="Fécamp")
MONDAY = date(2027, 1, 11)


def sheet(path: Path, *rows: tuple[Any, ...]) -> TimetableRead:
    """What is read of a workbook with these lines."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(path / "planning.xlsx")
    return read_timetable(path / "planning.xlsx", [FECAMP])


def spans(read: TimetableRead) -> list[tuple[date, HalfDay, time, time]]:
    """The half-days read."""
    return [(e.day, e.half, e.taught.starts_at, e.taught.ends_at) for e in read.lessons]


def test_dates_and_hours_as_cells_or_as_text(tmp_path: Path) -> None:
    read = sheet(
        tmp_path,
        ("Planning de la promotion",),
        ("Jour", "Début", "Fin", "Matière", "Intervenant", "Salle"),
        (MONDAY, time(9), time(12, 30), "Bureautique", "M. Roy", "Salle 12"),
        ("lundi 11/01/2027", "13h30", "17:00", "Accueil", "", "fecamp"),
        ("2027-01-12", "8h", "12h", "", "", ""),
    )
    assert spans(read) == [
        (MONDAY, HalfDay.MORNING, time(9), time(12, 30)),
        (MONDAY, HalfDay.AFTERNOON, time(13, 30), time(17)),
        (date(2027, 1, 12), HalfDay.MORNING, time(8), time(12)),
    ]
    first, second = read.lessons[0].taught, read.lessons[1].taught
    assert (first.module, first.trainer, first.place) == ("Bureautique", "M. Roy", "Salle 12")
    assert (second.site_id, second.place) == (FECAMP.id, "")
    assert read.notices == ()


def test_hours_in_one_column_and_halves_by_name(tmp_path: Path) -> None:
    read = sheet(
        tmp_path,
        ("Date", "Horaires", "Demi-journée"),
        (MONDAY, "9h00 - 12h00", ""),
        (MONDAY, "", "Après-midi"),
    )
    assert [span[2:] for span in spans(read)] == [(time(9), time(12)), (time(13, 30), time(17))]


def test_a_day_over_noon_is_cut_and_told(tmp_path: Path) -> None:
    read = sheet(tmp_path, ("Date", "Début", "Fin"), (MONDAY, "9h", "17h"))
    assert [span[1] for span in spans(read)] == [HalfDay.MORNING, HalfDay.AFTERNOON]
    assert read.notices == ("Ligne 2 : coupée en deux demi-journées à la pause de midi.",)


def test_what_is_not_understood_is_told_and_the_rest_goes_in(tmp_path: Path) -> None:
    read = sheet(
        tmp_path,
        ("Date", "Début", "Fin"),
        ("31/02/2027", "9h", "12h"),
        (MONDAY, "neuf heures", "12h"),
        (MONDAY, "12h", "9h"),
        (MONDAY, "9h", "12h"),
        (MONDAY, "9h15", "12h"),
    )
    assert [span[2] for span in spans(read)] == [time(9, 15)]
    assert [notice.split(" : ")[0] for notice in read.notices] == [
        "Ligne 2",
        "Ligne 3",
        "Ligne 4",
        "Ligne 6",
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"PK\x03\x04 not a workbook", "abîmé"),
        ("a.txt", b"Date;Heure", "ni un classeur"),
        ("a.ics", b"nothing of a calendar", "abîmé"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "aucun rendez-vous"),
    ],
)
def test_a_file_that_is_no_timetable_says_so(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TimetableUnreadable) as caught:
        read_timetable(tmp_path / name, [])
    assert told in caught.value.sentence


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(TimetableUnreadable, match="pas pu être ouvert"):
        read_timetable(tmp_path / "a.xlsx", [])


def test_a_sheet_without_the_columns_says_which(tmp_path: Path) -> None:
    with pytest.raises(TimetableUnreadable, match="colonne « Date »"):
        sheet(tmp_path, ("Nom", "Prénom"), ("Barbier", "Lucas"))


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//FR
BEGIN:VEVENT
UID:1
DTSTART:20270111T080000Z
DTEND:20270111T110000Z
SUMMARY:Bureautique
LOCATION:Fécamp
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20270112
SUMMARY:Pont
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20270113T090000
DTEND:20270113T120000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Anglais
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_is_read_in_the_hours_of_paris(tmp_path: Path) -> None:
    path = tmp_path / "formation.ics"
    path.write_bytes(ICS.replace("\n", "\r\n").encode())
    read = read_timetable(path, [FECAMP])
    assert spans(read) == [(MONDAY, HalfDay.MORNING, time(9), time(12))]
    assert read.lessons[0].taught.site_id == FECAMP.id
    assert len(read.notices) == 2
    assert "Répéter une semaine" in read.notices[1]


CELLS = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
    st.integers(-5, 60_000),
    st.floats(-2, 2, allow_nan=False),
    st.times(),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_any_cell_is_read_or_told(tmp_path_factory: Any, rows: list[tuple[Any, ...]]) -> None:
    folder = tmp_path_factory.mktemp("sheet")
    read = sheet(folder, ("Date", "Début", "Fin"), *rows)
    assert all(each.taught.ends_at > each.taught.starts_at for each in read.lessons)
    assert len({(each.day, each.half) for each in read.lessons}) == len(read.lessons)
