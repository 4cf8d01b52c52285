# SPDX-License-Identifier: MIT
"""A calendar over a real encrypted file, with a busy December, shown without a screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.views.agenda.calendar_page import CalendarPage
from kairos_desktop.views.agenda.pages import PAGES
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.recruitment.conftest import KeptExports, Said
from tests.views.recruitment.scene import Scene, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def scene(qapp: QApplication, tmp_path: Path) -> Iterator[Scene]:
    """An organisation with one session."""
    apply_theme(qapp, "light")
    made = Scene(tmp_path)
    yield made
    made.close()


@pytest.fixture
def slots(scene: Scene) -> dict[str, UUID]:
    """Monday's meeting is past, Thursday's to come; six RDV on the 14th."""
    return furnish(scene)


@pytest.fixture
def said(scene: Scene) -> Said:
    """What the desk said."""
    return Said(scene.desk)


@pytest.fixture
def exports(scene: Scene) -> KeptExports:
    """The tables saved."""
    kept = KeptExports()
    scene.desk.exports = kept
    return kept


@pytest.fixture
def page(scene: Scene, slots: dict[str, UUID], qtbot: QtBot) -> CalendarPage:
    """The calendar of December 2026, by month."""
    del slots
    made = PAGES["calendar"](scene.desk)
    assert isinstance(made, CalendarPage)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    made.show()
    made.show_place({"day": date(2026, 12, 10)})
    return made
