# SPDX-License-Identifier: MIT
"""« Importer… » a timetable: what the file holds is told before anything is planned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.acts.timetables import PlanLessons
from kairos_desktop.services.wording.dates import period
from kairos_desktop.views.toolkit import dialogs

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.exchange.timetable_file import TimetableRead
    from kairos_desktop.services.queries.timetables import SessionTimetable
    from kairos_desktop.views.toolkit.desk import Desk

KINDS = "Emploi du temps (*.xlsx *.xls *.ods *.ics)"
_PER_ACT, _MOST_NOTICES = 150, 5


def import_lessons(desk: Desk, owner: QWidget, found: SessionTimetable) -> None:
    """Ask for a file, read it off the GUI thread, tell what it holds, then plan it."""
    paths = dialogs.open_paths(owner, "Importer un emploi du temps", KINDS)
    if paths:
        job = partial(_read, paths[0], found)
        desk.fetch(job, done=partial(_offer, desk, owner, found), owner=owner, key="import")


def _read(path: Path, found: SessionTimetable) -> TimetableRead | str:
    """What the file holds, or the sentence that says why nothing could be read."""
    from kairos_desktop.services.exchange.timetable_file import (
        TimetableUnreadable,
        read_timetable,
    )

    try:
        return read_timetable(path, found.sites)
    except TimetableUnreadable as error:
        return error.sentence


def _offer(desk: Desk, owner: QWidget, found: SessionTimetable, read: TimetableRead | str) -> None:
    if isinstance(read, str):
        desk.say(read)
        return
    if not read.lessons:
        desk.say(f"Aucune demi-journée à planifier. {_told(read.notices)}")
        return
    if not dialogs.confirm(
        owner, "Importer un emploi du temps", _summary(found, read), accept="Planifier"
    ):
        return
    acts = [
        PlanLessons(session_id=found.session.id, lessons=read.lessons[start : start + _PER_ACT])
        for start in range(0, len(read.lessons), _PER_ACT)
    ]
    desk.record(acts, f"{_count(len(read.lessons))} importées.", together=True)


def _summary(found: SessionTimetable, read: TimetableRead) -> str:
    first, last = read.lessons[0].day, read.lessons[-1].day
    there = {(row.day, row.half) for row in found.lessons}
    replaced = sum((each.day, each.half) in there for each in read.lessons)
    told = [f"{_count(len(read.lessons))}, {period(first, last)}."]
    if replaced:
        told.append(f"{replaced} remplaceront ce qui est déjà planifié.")
    if read.notices:
        told.append(_told(read.notices))
    return " ".join(told)


def _told(notices: tuple[str, ...]) -> str:
    shown = "\n".join(notices[:_MOST_NOTICES])
    rest = len(notices) - _MOST_NOTICES
    return f"\n{shown}" + (f"\nEt {rest} autres remarques." if rest > 0 else "")


def _count(number: int) -> str:
    return "1 demi-journée" if number == 1 else f"{number} demi-journées"
