# SPDX-License-Identifier: MIT
"""What a person does with a page: open it, press a button, read a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.queries import enrolments as enrolment_queries
from kairos_desktop.services.queries import registrations as queries
from kairos_desktop.services.queries import sessions as session_queries
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.recruitment.slots_tab import SlotsTab
from kairos_desktop.views.toolkit.choice_panel import ChoicePanel

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.models.vocabulary import EnrolmentState
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.scene import Scene


def open_on(page: SessionPage, scene: Scene, qtbot: QtBot, **arguments: Any) -> None:
    """Open the session on a tab, and wait for its lines."""
    page.show_place({"session_id": scene.session, **arguments})
    wait_for_lines(page, qtbot)


def wait_for_lines(page: SessionPage, qtbot: QtBot) -> None:
    """Wait until the lines that show were read."""
    shown = page.stack.currentWidget()
    card = shown.lists.card if isinstance(shown, SlotsTab) else page.enrolled.shown_card
    if not card.isVisible():
        return
    model = card.model
    qtbot.waitUntil(lambda: not model.ids() or model.row_at(len(model.ids()) - 1) is not None)


def dialog_of(page: QWidget, qtbot: QtBot) -> Any:
    """The dialogue that shows, once it has the keyboard."""
    found = next(each for each in page.findChildren(QDialog) if each.isVisible())
    qtbot.waitUntil(found.isActiveWindow)
    return found


def button_named(where: QWidget, label: str) -> QPushButton:
    """The one button that shows with this label, which is also its accessible name."""
    # A widget just added to a layout shows at the next turn of the loop.
    QApplication.sendPostedEvents()
    found = [
        each
        for each in where.findChildren(QPushButton)
        if each.isVisible() and each.accessibleName() == label
    ]
    assert len(found) == 1, f"{len(found)} buttons « {label} »"
    return found[0]


def press(where: QWidget, label: str) -> None:
    """Press a button that must be offered."""
    found = button_named(where, label)
    assert found.isEnabled(), f"« {label} » : {found.toolTip()}"
    found.click()


def states(scene: Scene, session_id: UUID) -> dict[str, str]:
    """Everyone's state on the info coll of a session; where there are several, the live one."""
    asked = queries.RegistrationFilter(
        session_id=session_id, kind=SlotKind.MEETING, tab=Tab.REGISTERED
    )
    ids = scene.workspace.read(queries.ids_for, asked)
    lines = scene.workspace.read(queries.rows_for, ids)
    found: dict[str, str] = {}
    for line in lines:
        found.setdefault(line.jobseeker.last_name, line.registration.state.value)
    return found


def save(dialog: Any, qtbot: QtBot, **values: Any) -> None:
    """Fill a dialogue and press Enter."""
    dialog.form.set_values(values)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)


def slot_lines(scene: Scene) -> list[SlotLine]:
    """Every slot of the session."""
    return scene.workspace.read(session_queries.slots_of, scene.session)


def offered(page: Any, label: str) -> dict[str, Any]:
    """What the panel under a button offers, by its words."""
    press(page, label)
    panel = page.window().findChild(ChoicePanel)
    return {each.text(): each for each in panel.findChildren(QPushButton)}


def enrolled(scene: Scene) -> dict[str, EnrolmentState]:
    """Everyone's state on the session."""
    ids = scene.workspace.read(enrolment_queries.ids_for, scene.session)
    lines = scene.workspace.read(enrolment_queries.rows_for, ids)
    return {line.jobseeker.last_name: line.enrolment.state for line in lines}
