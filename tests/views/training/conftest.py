# SPDX-License-Identifier: MIT
"""Real pages over a real encrypted file: a class of thirty in November."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kairos_desktop.views.training.absences_page import AbsencesPage
from tests.views.on_screen import in_front
from tests.views.training.classroom import Classroom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.factories import Scene


@pytest.fixture
def room(scene: Scene, app: QApplication) -> Iterator[Classroom]:
    """Six trainees are enough, but for the grid."""
    made = Classroom(scene, 6)
    yield made
    made.desk.lanes.close()


@pytest.fixture
def absences(room: Classroom, qtbot: QtBot) -> AbsencesPage:
    made = in_front(AbsencesPage(room.desk), qtbot)
    made.show_place({"enrolment_id": room.trainees["Barbier"]})
    return made
