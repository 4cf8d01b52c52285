# SPDX-License-Identifier: MIT
"""The site of the top bar: named, offered, remembered, and proposed for new dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from kairos_desktop.assembly.sites import SiteChoice
from kairos_desktop.assembly.window import identity
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.views.recruitment.where_fields import WhereFields
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.choice_panel import ChoicePanel
from kairos_desktop.views.toolkit.forms import Form
from tests.factories import SIRET, Scene
from tests.views.demo import NAVIGATION

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk

WHO = identity("Atelier des Quais", SIRET, "Odile", demo=False)


@pytest.fixture
def kept() -> list[UUID | None]:
    return []


def a_window(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = MainWindow(desk, NAVIGATION, {}, WHO)
    qtbot.addWidget(window)
    window.show()
    return window


def switcher(window: MainWindow) -> QToolButton:
    found = window.top_bar.findChildren(QToolButton)
    return next(each for each in found if each.accessibleName().startswith("SIRET"))


def add_site(scene: Scene, label: str) -> UUID:
    site = DescribeSite(site_id=scene.id(), label=label)
    scene.say(site)
    return site.site_id


def test_without_any_site_the_head_office_is_a_plain_text(
    qtbot: QtBot, desk: Desk, scene: Scene, kept: list[UUID | None]
) -> None:
    del scene
    window = a_window(qtbot, desk)
    SiteChoice(window, WHO, None, kept.append)
    qtbot.waitUntil(lambda: "siège" in switcher(window).text().lower())
    assert switcher(window).text() == "SIRET 999 000 110 00026 · Siège"
    switcher(window).click()
    assert window.findChild(ChoicePanel) is None


def test_a_site_taken_is_remembered_and_proposed_for_new_dates(
    qtbot: QtBot, desk: Desk, scene: Scene, kept: list[UUID | None]
) -> None:
    room = add_site(scene, "Salle louée de Fécamp")
    window = a_window(qtbot, desk)
    SiteChoice(window, WHO, None, kept.append)
    qtbot.waitUntil(lambda: switcher(window).text().endswith("▾"))
    switcher(window).click()
    panel = window.findChild(ChoicePanel)
    assert isinstance(panel, ChoicePanel)
    entries = panel.findChildren(QPushButton)
    assert [each.isChecked() for each in entries] == [True, False]
    entries[1].click()
    qtbot.waitUntil(lambda: kept == [room])
    qtbot.waitUntil(lambda: "Salle louée de Fécamp" in switcher(window).text())
    assert desk.site_id == room
    form = Form()
    qtbot.addWidget(form)
    WhereFields(desk, form, form)
    qtbot.waitUntil(lambda: form.values()["site_id"] == room)


def test_a_site_closed_since_gives_way_to_the_head_office(
    qtbot: QtBot, desk: Desk, scene: Scene, kept: list[UUID | None]
) -> None:
    room, other = add_site(scene, "Salle A"), add_site(scene, "Salle B")
    window = a_window(qtbot, desk)
    SiteChoice(window, WHO, room, kept.append)
    qtbot.waitUntil(lambda: "Salle A" in switcher(window).text())
    desk.record([DescribeSite(site_id=room, label="Salle A", closed=True)], "Fermé.")
    qtbot.waitUntil(lambda: "siège" in switcher(window).text().lower())
    assert (desk.site_id, kept) == (None, [])
    switcher(window).click()
    panel = window.findChild(ChoicePanel)
    assert isinstance(panel, ChoicePanel)
    assert [each.text() for each in panel.findChildren(QPushButton)][1:] == ["Salle B"]
    assert other != room
