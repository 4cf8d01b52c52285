# SPDX-License-Identifier: MIT
"""Pictures of every screen of this folder, to be looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.toolkit.theme import apply_theme
from kairos_desktop.views.training.pages import PAGES
from kairos_desktop.views.training.sheet_lines import Sign
from tests.views.demo import IDENTITY, NAVIGATION

if TYPE_CHECKING:
    from pathlib import Path

    from tests.views.training.classroom import Classroom

MONTH = date(2026, 11, 1)
_SETTLED_MS = 80


def draw(room: Classroom, out: Path, theme: str, size: str) -> None:
    """Draw one picture a screen."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "dark" if theme == "dark" else "light")
    out.mkdir(parents=True, exist_ok=True)
    pages = {**PAGES, "todo": PAGES["absences"], "presence": PAGES["absences"]}
    window = MainWindow(room.desk, NAVIGATION, pages, IDENTITY)
    window.top_bar.show_state(Pill("Poste autonome", "neutral"), "Il n’y a pas encore de serveur.")
    width, height = (int(part) for part in size.split("x"))
    window.resize(width, height)
    window.show()

    def go(name: str, page: str, **arguments: Any) -> Any:
        window.go(Place(page, arguments))
        QTest.qWait(_SETTLED_MS)
        window.grab().save(str(out / f"{name}-{theme}-{size}.png"))
        return window.pages.page(page)

    page = go("absences", "absences", enrolment_id=room.trainees["Barbier"])
    for act in ("absence", "drop", "exclude", "complete", "interruption"):
        page.do(act)
        QTest.qWait(_SETTLED_MS)
        dialog = next(each for each in page.findChildren(QDialog) if each.isVisible())
        dialog.grab().save(str(out / f"dialog-{act}-{theme}-{size}.png"))
        dialog.close()
        QTest.qWait(_SETTLED_MS)
    go("reasons", "reasons")
    go("sheets-day", "sheets")
    go("sheet", "sheet", session_id=room.session.id, day=date(2026, 11, 24), half="morning")
    page = window.pages.page("sheet")
    page.sign_all()
    QTest.qWait(_SETTLED_MS)
    window.grab().save(str(out / f"sheet-all-{theme}-{size}.png"))
    from kairos_desktop.views.training.sign_dialog import SignDialog

    for name in ("Boyer", "Courtois"):
        page._sign([page._lines[room.trainees[name]]])
        dialog = next(each for each in page.findChildren(SignDialog) if each.isVisible())
        scrawl(dialog.pad)
        QTest.qWait(_SETTLED_MS)
        dialog.grab().save(str(out / f"dialog-sign-{theme}-{size}.png"))
        dialog.sign()
        QTest.qWait(_SETTLED_MS)
        dialog.close()
        QTest.qWait(_SETTLED_MS)
    page._say(Sign.SIGNED, [page._lines[room.trainees["Barbier"]]])
    page.save()
    page.read()
    QTest.qWait(_SETTLED_MS)
    window.grab().save(str(out / f"sheet-signed-{theme}-{size}.png"))
    go("evidence", "evidence", session_id=room.session.id)
    go("sheets-week", "sheets", session_id=room.session.id, act="print")
    go("months", "months")
    month = go("month", "month", session_id=room.session.id, month=MONTH)
    month.confirm_all()
    QTest.qWait(_SETTLED_MS)
    window.grab().save(str(out / f"month-confirmed-{theme}-{size}.png"))
    month.declare()
    QTest.qWait(_SETTLED_MS)
    dialog = next(each for each in month.findChildren(QDialog) if each.isVisible())
    dialog.grab().save(str(out / f"dialog-declare-{theme}-{size}.png"))
    dialog.close()
    window.close()


def scrawl(pad: Any) -> None:
    """Sign as a hand does: one line that goes up and down."""
    button, height = Qt.MouseButton.LeftButton, pad.height()
    QTest.mousePress(pad, button, pos=QPoint(pad.width() // 4, height // 2))
    for step in range(1, 25):
        turn = height // 4 * (1 if step % 2 else -1)
        where = QPoint(pad.width() // 4 + step * pad.width() // 60, height // 2 + turn)
        QTest.mouseMove(pad, where)
    QTest.mouseRelease(pad, button, pos=QPoint(pad.width() * 3 // 4, height // 2))
