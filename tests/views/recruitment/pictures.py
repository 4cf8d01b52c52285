# SPDX-License-Identifier: MIT
"""Pictures of every screen of this folder, to be looked at."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from kairos_desktop.models.vocabulary import CancelReason
from kairos_desktop.services.acts.registrations import CancelRegistration
from kairos_desktop.views.recruitment.pages import PAGES
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.demo import IDENTITY, NAVIGATION
from tests.views.recruitment.scene import Scene, furnish

if TYPE_CHECKING:
    from collections.abc import Callable

_SETTLED_MS = 80


def draw(out: Path, theme: str, size: str) -> None:
    """Draw one picture a screen."""
    app = QApplication([])
    apply_theme(app, "dark" if theme == "dark" else "light")
    out.mkdir(parents=True, exist_ok=True)
    scene = Scene(Path(tempfile.mkdtemp()))
    slots = furnish(scene)
    pages = {**PAGES, "presence": PAGES["session"]}
    window = MainWindow(scene.desk, NAVIGATION, pages, IDENTITY)
    window.top_bar.show_state(Pill("Poste autonome", "neutral"), "Il n’y a pas encore de serveur.")
    width, height = (int(part) for part in size.split("x"))
    window.resize(width, height)
    window.show()
    settle = _settle

    def go(name: str, **arguments: Any) -> None:
        window.go(Place("session", {"session_id": scene.session, **arguments}))
        settle()
        window.grab().save(str(out / f"{name}-{theme}-{size}.png"))

    page: Any = None
    go("presence", tab="meetings", list="presence", slot_id=slots["monday"])
    page = window.pages.page("session")
    page.meetings.lists.card.table.choose(page.meetings.lists.card.model.ids()[1:2])
    scene.desk.record([], "Présence de Mme COURTOIS Inès enregistrée.")
    settle()
    window.grab().save(str(out / f"presence2-{theme}-{size}.png"))
    go("result", tab="meetings", list="result", slot_id=slots["monday"])
    go("registered", tab="meetings", list="registered", slot_id=slots["monday"])
    go("waiting", tab="meetings", list="registered", slot_id=slots["thursday"])
    greyed = [scene.registrations["Roux"]]
    cancel = CancelRegistration(registration_id=greyed[0], reason=CancelReason.JOB)
    scene.desk.record([cancel], "Rendez-vous de M. ROUX Théo annulé (reprise d’emploi).")
    settle()
    window.grab().save(str(out / f"freed-{theme}-{size}.png"))
    go("appointments", tab="appointments", list="registered")
    go("enrolled", tab="enrolled")
    go("summary", tab="summary")
    go("back", tab="meetings", list="presence", slot_id=slots["monday"])
    _draw_dialogs(page, out, f"{theme}-{size}", settle)
    window.close()
    scene.close()


def _draw_dialogs(page: Any, out: Path, suffix: str, settle: Callable[[], None]) -> None:
    lines = page.meetings.lists.card.table
    openers: dict[str, Callable[[], None]] = {
        "create-meeting": page.meetings.open_new,
        "change-meeting": page.meetings.change,
        "create-group": page.appointments.open_new,
        "duplicate": page.appointments.duplicate,
        "delete": page.meetings.delete,
        "register": page.meetings.register,
        "transfer": lambda: page.meetings.acts.transfer(lines.chosen_rows()),
        "cancel": lambda: page.meetings.acts.cancel(lines.chosen_rows()),
        "propose": page.enrolled.propose,
        "interruption": page.summary.plan_interruption,
    }
    lines.choose(page.meetings.lists.card.model.ids()[:3])
    for name, opened in openers.items():
        opened()
        settle()
        dialog = next(each for each in page.findChildren(QDialog) if each.isVisible())
        if name == "register":
            dialog.people.line.setText("lef")
            dialog.people.show_form()
            settle()
        dialog.grab().save(str(out / f"dialog-{name}-{suffix}.png"))
        dialog.close()
        settle()


def _settle() -> None:
    """Let the window read and paint."""
    QTest.qWait(_SETTLED_MS)
