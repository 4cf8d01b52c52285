# SPDX-License-Identifier: MIT
"""« Adhésion KAIROS »: the agency's steps, the 72 hours, and who may transmit for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.models.rows import AdhesionRow, ClearanceRow
from kairos_desktop.models.vocabulary import AdhesionStep
from kairos_desktop.services.acts.adhesion import RecordAdhesionStep
from kairos_desktop.views.settings.accounts_page import AccountsPage
from kairos_desktop.views.settings.adhesion_tab import AdhesionTab
from kairos_desktop.views.toolkit.banners import Banner
from tests.factories import TODAY
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_ids, wait_for_place
from tests.views.settings.people import KeptPeople
from tests.views.settings.playing import Answers
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene

STEPS = list(AdhesionStep)


@pytest.fixture
def page(scene: Scene, desk: Desk, keeper: KeptPeople) -> AccountsPage:
    """On a post that works alone: the adhesion needs no server."""
    return AccountsPage(desk, keeper)


def show(qtbot: QtBot, page: AccountsPage) -> AdhesionTab:
    shown(qtbot, page, tab="adhesion")
    tab = page.tab("adhesion")
    assert isinstance(tab, AdhesionTab)
    wait_for_ids(qtbot, tab.steps, STEPS)
    return tab


def days(tab: AdhesionTab) -> list[str]:
    return [tab._steps[step].day for step in STEPS]


def said(page: AccountsPage) -> list[str]:
    return [each._sentence.text() for each in page.findChildren(Banner) if each.isVisibleTo(page)]


def received(scene: Scene, hours: float) -> None:
    """The credentials came so many hours ago."""
    at = scene.clock.now - timedelta(hours=hours)
    scene.say(
        RecordAdhesionStep(step=AdhesionStep.REQUESTED, on=TODAY - timedelta(days=20)),
        RecordAdhesionStep(step=AdhesionStep.CREDENTIALS, on=at.date(), at=at.time()),
    )


def test_nothing_done_yet_is_told_and_the_first_step_awaited(
    page: AccountsPage, qtbot: QtBot
) -> None:
    tab = show(qtbot, page)
    assert said(page) == ["L’adhésion n’est pas encore demandée."]
    assert texts(qtbot, tab.steps, 0) == [
        "Adhésion demandée",
        "Identifiants reçus",
        "Conventionnement accepté",
        "Habilitations données",
    ]
    assert texts(qtbot, tab.steps, 1) == ["À faire", "À venir", "À venir", "À venir"]
    assert not misnamed(page)
    assert not cut_texts(page)


def test_the_seventy_two_hours_are_counted_weekends_included_to_the_minute(
    page: AccountsPage, scene: Scene, qtbot: QtBot
) -> None:
    received(scene, hours=1)
    until = scene.clock.now - timedelta(hours=1) + timedelta(hours=72)
    tab = show(qtbot, page)
    for before, pill, words in [
        (timedelta(hours=70, minutes=30, seconds=30), "Reste 2\u00a0j 22\u00a0h", "il reste 70 h"),
        (timedelta(hours=3, minutes=12, seconds=30), "Reste 3\u00a0h 12\u00a0min", "il reste 3 h"),
        (timedelta(minutes=-1), "Trop tard", "ont expiré"),
    ]:
        scene.clock.now = until - before
        tab._again.timeout.emit()
        qtbot.waitUntil(lambda pill=pill: texts(qtbot, tab.steps, 1)[2] == pill)
        assert words in said(page)[0]
    assert texts(qtbot, tab.steps, 1)[:2] == ["Fait", "Expirés"]


def test_a_step_is_recorded_from_the_keyboard_and_corrected(
    page: AccountsPage,
    scene: Scene,
    answers: Callable[..., Answers],
    heard: Heard,
    qtbot: QtBot,
) -> None:
    tab = show(qtbot, page)
    tab.steps.table.choose([AdhesionStep.CREDENTIALS])
    answers({"on": date(2026, 11, 20), "at": time(9, 30)})
    QTest.keyClick(button_of(qtbot, page, "Saisir l’étape…"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: days(tab)[1].startswith("ven. 20 nov. 2026 à 9"))
    assert heard.notices[-1].sentence.startswith("Identifiants reçus le ven. 20 nov. 2026")
    tab.steps.table.choose([AdhesionStep.CREDENTIALS])
    played = answers({"on": date(2026, 11, 21)})
    button_of(qtbot, page, "Saisir l’étape…").click()
    assert played.shown[-1] == {"on": date(2026, 11, 20), "at": time(9, 30)}
    qtbot.waitUntil(lambda: days(tab)[1].startswith("sam. 21"))
    (row,) = scene.rows(AdhesionRow)
    assert (row.credentials_on, row.credentials_at) == (date(2026, 11, 21), time(9, 30))


def test_the_other_steps_have_no_hour(
    page: AccountsPage, answers: Callable[..., Answers], scene: Scene, qtbot: QtBot
) -> None:
    tab = show(qtbot, page)
    tab.steps.table.choose([AdhesionStep.AGREEMENT])
    played = answers({"on": TODAY})
    button_of(qtbot, page, "Saisir l’étape…").click()
    assert list(played.shown[-1]) == ["on"]
    qtbot.waitUntil(lambda: texts(qtbot, tab.steps, 1)[2] == "Fait")
    assert scene.rows(AdhesionRow)[0].agreement_on == TODAY


def test_each_funder_says_whether_it_lets_transmit_and_since_when(
    page: AccountsPage, answers: Callable[..., Answers], scene: Scene, heard: Heard, qtbot: QtBot
) -> None:
    tab = show(qtbot, page)
    answers({"funder": "Région Normandie", "allowed": True, "since": TODAY})
    button_of(qtbot, page, "Ajouter un financeur…").click()
    qtbot.waitUntil(lambda: texts(qtbot, tab.funders, 0) == ["Région Normandie"])
    assert texts(qtbot, tab.funders, 1) == ["Oui"]
    assert heard.notices[-1].sentence == (
        "Région Normandie : habilité à transmettre depuis le lun. 23 nov. 2026."
    )
    (row,) = scene.rows(ClearanceRow)
    tab.funders.table.choose([row.id])
    played = answers({"allowed": False, "since": date(2026, 11, 30)})
    button_of(qtbot, page, "Modifier…").click()
    assert played.shown[-1] == {"allowed": True, "since": TODAY}
    qtbot.waitUntil(lambda: texts(qtbot, tab.funders, 1) == ["Non"])
    spoken = tab.funders.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Région Normandie, depuis le lun. 30 nov. 2026"


def test_help_is_that_of_the_tab(page: AccountsPage, heard: Heard, qtbot: QtBot) -> None:
    show(qtbot, page)
    button_of(qtbot, page, "? Aide").click()
    assert wait_for_place(qtbot, heard, "help") == {"topic": "adhesion"}
    page.tabs.choose("posts")
    button_of(qtbot, page, "? Aide").click()
    assert wait_for_place(qtbot, heard, "help") == {"topic": "postes"}
