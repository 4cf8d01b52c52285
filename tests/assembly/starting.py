# SPDX-License-Identifier: MIT
"""Starts the program on a profile, types in its list at once, and tells what it saw as JSON.

Run by test_running in an interpreter of its own: what is loaded when matters.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from kairos_desktop.assembly.application import application
from kairos_desktop.assembly.running import Program
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.table import ActTable

HEAVY = ("sqlalchemy", "lxml", "reportlab", "keyring")
saw: dict[str, Any] = {}
paint, start = ActTable.paintEvent, MainWindow.start


def titles(table: ActTable) -> list[str]:
    model = table.model()
    rows = [model.row_at(place) for place in range(model.rowCount())]  # pyright: ignore
    return [row.whom for row in rows if row is not None]


def paint_and_look(table: ActTable, event: Any) -> None:
    paint(table, event)
    if titles(table) and "first" not in saw:
        saw["first"] = titles(table)
        saw["loaded"] = [name for name in HEAVY if name in sys.modules]
        focus = table.window().focusWidget()
        QTimer.singleShot(0, lambda: QTest.keyClicks(focus, "v"))


def start_and_wait(window: MainWindow) -> None:
    start(window)
    saw["loaded later"] = [name for name in HEAVY if name in sys.modules]
    # Read again, as at each visit: what was chosen before must stay so.
    window.desk.settled(lambda: wait_for(window))


def wait_for(window: MainWindow) -> None:
    page = window.pages.page("todo")
    chosen = page.card.table.chosen_rows()  # pyright: ignore[reportAttributeAccessIssue]
    if not chosen:
        QTimer.singleShot(20, lambda: wait_for(window))
        return
    saw["chosen"] = [row.whom for row in chosen]
    window.close()


ActTable.paintEvent, MainWindow.start = paint_and_look, start_and_wait  # pyright: ignore
app = application()
program = Program(app)
program.choose(Path(sys.argv[1]))
QTimer.singleShot(30_000, lambda: app.exit(9))
code = app.exec()
sys.stdout.write(json.dumps(saw))
sys.exit(code)
