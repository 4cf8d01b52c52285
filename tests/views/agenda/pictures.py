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

from kairos_desktop.views.agenda.calendar_page import Mode
from kairos_desktop.views.agenda.pages import PAGES
from kairos_desktop.views.shell.main_window import MainWindow
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
    window.close()
    scene.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
