# SPDX-License-Identifier: MIT
"""Pictures of the calendar, to be looked at.

python -m tests.views.agenda.pictures OUT_FOLDER [light|dark] [WIDTHxHEIGHT]
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.timetables import (
    Lesson,
    PlanLessons,
    RecordClosure,
    RepeatLessons,
    Taught,
    WeeklyLesson,
)
from kairos_desktop.views.agenda import lesson_forms
from kairos_desktop.views.agenda.calendar_page import Mode
from kairos_desktop.views.agenda.pages import PAGES
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.demo import IDENTITY, NAVIGATION
from tests.views.recruitment.scene import Scene, furnish

_SETTLED_MS = 80


def main(out: str, theme: str = "light", size: str = "1366x768") -> None:
    """One picture a way of showing the days."""
    app = QApplication([])
    apply_theme(app, "dark" if theme == "dark" else "light")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    scene = Scene(Path(tempfile.mkdtemp()))
    furnish(scene)
    first = scene.session
    scene.session = scene.open_session("Agent de propreté et d’hygiène")
    scene.meeting(date(2026, 12, 10), 14, 16)
    scene.meeting(date(2026, 12, 10), 15)
    scene.group(date(2026, 12, 10), time(9), 8)
    scene.group(date(2026, 12, 8), time(13, 30), 4)
    scene.session = first
    window = MainWindow(scene.desk, NAVIGATION, {**PAGES, "todo": PAGES["calendar"]}, IDENTITY)
    window.top_bar.show_state(Pill("Poste autonome", "neutral"), "Il n’y a pas encore de serveur.")
    width, height = (int(part) for part in size.split("x"))
    window.resize(width, height)
    window.show()
    for mode in Mode:
        window.go(Place("calendar", {"day": date(2026, 12, 10), "mode": mode.value}))
        QTest.qWait(_SETTLED_MS)
        window.grab().save(str(folder / f"calendar-{mode.name.lower()}-{theme}-{size}.png"))
    _plan(scene)
    window.go(Place("timetable", {"session_id": first}))
    QTest.qWait(_SETTLED_MS)
    window.grab().save(str(folder / f"timetable-{theme}-{size}.png"))
    page = window.pages.page("timetable")
    asked = lesson_forms.week_form(page._found, page._near)
    dialog = dialogs.FormDialog(
        window, "Répéter une semaine", asked, "Planifier", "", lambda _values: {}
    )
    dialog.show()
    QTest.qWait(_SETTLED_MS)
    dialog.grab().save(str(folder / f"timetable-week-{theme}-{size}.png"))
    dialog.close()
    window.close()
    scene.close()


def _plan(scene: Scene) -> None:
    """Two weeks of a timetable, one half-day of it on a Saturday before the session."""
    week = tuple(
        WeeklyLesson(
            weekday=day,
            half=half,
            taught=Taught(starts_at=start, ends_at=end, module=module, trainer="Mme Lo"),
        )
        for day in range(5)
        for half, start, end, module in (
            (HalfDay.MORNING, time(9), time(12, 30), "Bureautique"),
            (HalfDay.AFTERNOON, time(13, 30), time(17), "Accueil téléphonique"),
        )
    )
    scene.record(
        RepeatLessons(
            session_id=scene.session,
            pattern=week,
            first=date(2027, 1, 9),
            last=date(2027, 1, 22),
        ),
        PlanLessons(
            session_id=scene.session,
            lessons=(
                Lesson(
                    day=date(2027, 1, 9),
                    half=HalfDay.MORNING,
                    taught=Taught(starts_at=time(9), ends_at=time(12), module="Rattrapage"),
                ),
            ),
        ),
        RecordClosure(
            closure_id=scene.workspace.new_id(),
            session_id=scene.session,
            starts_on=date(2027, 2, 15),
            ends_on=date(2027, 2, 19),
            label="Congés d’hiver",
        ),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
