# SPDX-License-Identifier: MIT
"""The acts on « Inscrits en formation », through their buttons and dialogues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import (
    EnrolmentState,
)
from tests.views.recruitment.driving import (
    dialog_of,
    enrolled,
    open_on,
    press,
    save,
    wait_for_lines,
)
from tests.views.recruitment.scene import OTHERS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.conftest import Said
    from tests.views.recruitment.scene import Scene


def test_a_direct_proposal_waits_for_the_prescriber(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    scene.create(OTHERS[:1])
    open_on(page, scene, qtbot, tab="enrolled")
    page.do("propose")
    dialog = dialog_of(page, qtbot)
    qtbot.keyClicks(dialog.people.line, "roux")
    qtbot.keyClick(dialog.people.line.popup(), Qt.Key.Key_Return)
    save(dialog, qtbot)
    assert enrolled(scene) == {"Roux": EnrolmentState.TO_VALIDATE}
    wait_for_lines(page, qtbot)
    page.enrolled.card.table.choose(page.enrolled.card.model.ids())
    press(page, "Inscrit")
    save(dialog_of(page, qtbot), qtbot)
    assert enrolled(scene) == {"Roux": EnrolmentState.REGISTERED}
    assert said.last == "Réponse enregistrée pour M. ROUX Théo : inscrit."
