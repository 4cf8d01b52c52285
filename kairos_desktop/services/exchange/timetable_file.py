# SPDX-License-Identifier: MIT
"""A timetable in: a spreadsheet (XLSX, XLS, ODS) or an iCalendar file, as half-days to plan.

What cannot be read is told line by line; the rest goes in. A lesson that runs over noon is cut at
the usual break, and that is told too. Blocking: read lane.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.timetables import Lesson, Taught
from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.timetables import USUAL_HOURS, half_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from icalendar import Event

    from kairos_desktop.models.rows import SiteRow

NOON, BACK = USUAL_HOURS[HalfDay.MORNING][1], USUAL_HOURS[HalfDay.AFTERNOON][0]
_LARGEST = 20_000_000
_MOST_LINES, _HEADER_WITHIN = 5_000, 20
_HEADINGS: dict[str, tuple[str, ...]] = {
    "day": ("date", "jour"),
    "half": ("demi-journee", "demi journee", "periode", "matin/apres-midi"),
    "start": ("debut", "heure de debut", "de"),
    "end": ("fin", "heure de fin", "a"),
    "hours": ("horaires", "horaire", "heures"),
    "module": ("module", "matiere", "intitule", "cours", "contenu"),
    "trainer": ("formateur", "formatrice", "intervenant", "intervenante", "enseignant"),
    "place": ("lieu", "salle", "site"),
}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?")
_FORMATS = (".xlsx", ".xlsm", ".xls", ".ods")


class TimetableUnreadable(Exception):
    """Nothing could be read; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TimetableRead(NamedTuple):
    """The half-days read, in order, and what was left aside or changed, a sentence each."""

    lessons: tuple[Lesson, ...]
    notices: tuple[str, ...]


def read_timetable(path: Path, sites: Sequence[SiteRow]) -> TimetableRead:
    """The half-days of a file; a place that bears a site's name is that site.

    Raises TimetableUnreadable: no such file, too large, of another kind, damaged, without the
    columns « Date » and « Début », « Horaires » or « Demi-journée ».
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise TimetableUnreadable(
                f"« {path.name} » est trop gros pour un emploi du temps. Rien n’a été lu."
            )
        if path.suffix.lower() == ".ics":
            found = _from_calendar(path.read_bytes())
        elif path.suffix.lower() in _FORMATS:
            found = _from_sheet(path)
        else:
            raise TimetableUnreadable(
                f"« {path.name} » n’est ni un classeur (XLSX, ODS) ni un agenda (ICS)."
            )
    except OSError as error:
        raise TimetableUnreadable(
            f"« {path.name} » n’a pas pu être ouvert. Vérifiez qu’il est là et lisible."
        ) from error
    return _gathered(found, {fold(site.label): site.id for site in sites})


class _Line(NamedTuple):
    """A line of the file: half-days as read, or why it could not be."""

    where: str
    day: date | None = None
    start: time | None = None
    end: time | None = None
    module: str = ""
    trainer: str = ""
    place: str = ""
    wrong: str = ""


def _gathered(lines: Iterable[_Line], sites: Mapping[str, UUID]) -> TimetableRead:
    lessons: dict[tuple[date, HalfDay], Lesson] = {}
    notices: list[str] = []
    for line in lines:
        if line.wrong or line.day is None or line.start is None or line.end is None:
            notices.append(f"{line.where} : {line.wrong}")
            continue
        spans = _halves(line.start, line.end)
        if len(spans) > 1:
            notices.append(f"{line.where} : coupée en deux demi-journées à la pause de midi.")
        site = sites.get(fold(line.place)) if line.place else None
        for start, end in spans:
            taught = Taught(
                starts_at=start,
                ends_at=end,
                module=line.module,
                trainer=line.trainer,
                site_id=site,
                place="" if site else line.place,
            )
            place = (line.day, half_of(start))
            if place in lessons:
                notices.append(f"{line.where} : cette demi-journée figurait déjà plus haut.")
            lessons[place] = Lesson(day=line.day, half=place[1], taught=taught)
    order = sorted(lessons.values(), key=lambda each: (each.day, each.taught.starts_at))
    return TimetableRead(tuple(order), tuple(notices))


def _halves(start: time, end: time) -> list[tuple[time, time]]:
    """The hours as they are, or both halves of a day that runs over the noon break."""
    if start < NOON and end > BACK:
        return [(start, NOON), (BACK, end)]
    return [(start, end)]


def _from_sheet(path: Path) -> Iterator[_Line]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except CalamineError as error:
        raise TimetableUnreadable(
            f"« {path.name} » est abîmé ou protégé par un mot de passe. Rien n’a été lu."
        ) from error
    for rows in sheets:
        if found := _header(rows):
            place, columns = found
            return _sheet_lines(rows[place + 1 : place + 1 + _MOST_LINES], columns, place + 2)
    raise TimetableUnreadable(
        f"« {path.name} » n’a pas de colonne « Date » suivie de « Début » et « Fin », "
        "d’« Horaires » ou de « Demi-journée ». Ajoutez ces titres, puis recommencez."
    )


def _header(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]] | None:
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            title = fold(str(cell)).strip()
            for name, titles in _HEADINGS.items():
                if title in titles and name not in columns:
                    columns[name] = column
        if "day" in columns and ({"start", "hours", "half"} & columns.keys()):
            return place, columns
    return None


def _sheet_lines(
    rows: Sequence[Sequence[Any]], columns: Mapping[str, int], first: int
) -> Iterator[_Line]:
    for number, row in enumerate(rows, first):
        cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if any(str(cell).strip() for cell in cells.values()):
            yield _sheet_line(f"Ligne {number}", cells)


def _sheet_line(where: str, cells: Mapping[str, Any]) -> _Line:
    day = _day_of(cells["day"])
    if day is None:
        return _Line(where, wrong=f"date non comprise (« {str(cells['day'])[:30]} »).")
    start, end = _hour_of(cells.get("start", "")), _hour_of(cells.get("end", ""))
    if start is None or end is None:
        spoken = [_time(found) for found in _HOUR.finditer(str(cells.get("hours", "")))]
        if len(spoken) >= 2:
            start, end = spoken[0], spoken[-1]
    if start is None or end is None:
        start, end = _usual_of(str(cells.get("half", "")))
    if start is None or end is None:
        return _Line(where, wrong="heures non comprises.")
    if end <= start:
        return _Line(where, wrong="la fin vient avant le début.")
    texts = {name: str(cells.get(name, "")).strip() for name in ("module", "trainer", "place")}
    return _Line(where, day, start, end, **texts)


def _usual_of(text: str) -> tuple[time | None, time | None]:
    folded = fold(text)
    if "matin" in folded:
        return USUAL_HOURS[HalfDay.MORNING]
    if "apres" in folded or folded.strip() in ("am", "pm"):
        return USUAL_HOURS[HalfDay.AFTERNOON]
    return None, None


def _day_of(cell: Any) -> date | None:
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case str():
            text = cell.strip().split(" ")[-1]
            if found := _DAY.match(text):
                return _date(int(found[3]), int(found[2]), int(found[1]))
            try:
                return date.fromisoformat(text)
            except ValueError:
                return None
        case _:
            return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour_of(cell: Any) -> time | None:
    match cell:
        case datetime():
            return cell.time().replace(second=0, microsecond=0)
        case time():
            return cell.replace(second=0, microsecond=0)
        case float() if 0 < cell < 1:
            return (datetime.min + timedelta(days=cell, seconds=30)).time().replace(second=0)
        case timedelta():
            return (datetime.min + cell).time()
        case str():
            found = _HOUR.fullmatch(cell.strip())
            return _time(found) if found else None
        case _:
            return None


def _time(found: re.Match[str]) -> time | None:
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


def _from_calendar(content: bytes) -> list[_Line]:
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(content)
    except ValueError as error:
        raise TimetableUnreadable("Cet agenda est abîmé. Rien n’a été lu.") from error
    lines = [_event_line(event) for event in calendar.events]
    if not lines:
        raise TimetableUnreadable("Cet agenda ne contient aucun rendez-vous. Rien n’a été lu.")
    return lines


def _event_line(event: Event) -> _Line:
    title = str(event.get("summary", "")).strip()
    start, end = event.get("dtstart"), event.get("dtend")
    where = f"« {title[:40]} »"
    if "rrule" in event:
        return _Line(where, wrong="rendez-vous répété, non lu : utilisez « Répéter une semaine… ».")
    begins, ends = getattr(start, "dt", None), getattr(end, "dt", None)
    if not isinstance(begins, datetime) or not isinstance(ends, datetime):
        return _Line(where, wrong="journée entière sans heures, non lue.")
    begins, ends = _local(begins), _local(ends)
    if begins.date() != ends.date() or ends <= begins:
        return _Line(where, wrong="ne finit pas le jour où il commence, non lu.")
    place = str(event.get("location", "")).strip()
    return _Line(where, begins.date(), begins.time(), ends.time(), module=title, place=place)


def _local(moment: datetime) -> datetime:
    """In the hours of Paris; a moment without a zone is already in them."""
    return moment.astimezone(PARIS) if moment.tzinfo else moment
