# SPDX-License-Identifier: MIT
"""« Sessions de formation »: those opened here, what they lack."""

from datetime import date

from pytestqt.qtbot import QtBot

from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.views.catalogue.sessions_page import SessionsPage
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.views.hearing import Heard, shown, texts, wait_for_ids, wait_for_place
from tests.views.walks import misnamed


def test_a_session_that_recruits_without_a_way_in_says_so(
    scene: Scene, desk: Desk, qtbot: QtBot
) -> None:
    bare = scene.session(recruitment_state=RecruitmentState.OPEN, title="A")
    ready = scene.session(recruitment_state=RecruitmentState.OPEN, title="B")
    scene.meeting(ready)
    waiting = scene.session(carif_session_number="", title="C")
    page = SessionsPage(desk)
    shown(qtbot, page)
    page.card.table.ask_sort(0)
    wait_for_ids(qtbot, page.card, [bare.id, ready.id, waiting.id])
    assert texts(qtbot, page.card, 4) == [
        "Aucune modalité ouverte",
        "1 créneau à venir",
        "Numéros CARIF attendus",
    ]


def test_ended_sessions_show_on_demand_only(scene: Scene, desk: Desk, qtbot: QtBot) -> None:
    ended = scene.session(starts_on=date(2026, 1, 5), ends_on=date(2026, 6, 1))
    coming = scene.session()
    page = SessionsPage(desk)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [coming.id])
    page.ended.setChecked(True)
    wait_for_ids(qtbot, page.card, [ended.id, coming.id])


def test_enter_opens_the_session_on_its_summary(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    wanted = scene.session(title="Vente en magasin")
    page = SessionsPage(desk)
    shown(qtbot, page)
    page.search.setText("vente")
    page.search.entered.emit()
    assert wait_for_place(qtbot, heard, "session") == {"session_id": wanted.id, "tab": "summary"}


def test_every_control_is_named_as_it_reads(desk: Desk, qtbot: QtBot) -> None:
    page = SessionsPage(desk)
    shown(qtbot, page)
    assert misnamed(page) == []
