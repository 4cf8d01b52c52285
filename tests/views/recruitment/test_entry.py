# SPDX-License-Identifier: MIT
"""Presences and results at the speed of typing, in a real window."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kairos_desktop.models.vocabulary import RegistrationState
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.recruitment.session_page import SessionPage
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from tests.views.recruitment.driving import dialog_of, press, states, wait_for_lines
from tests.views.recruitment.scene import FIFTEEN, Scene

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from tests.views.recruitment.conftest import Said

Qk = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def names(page: SessionPage) -> list[str]:
    """The names of the list that shows, in order."""
    found: list[str] = []
    page.meetings.lists.lines_shown(
        lambda lines: found.extend(line.jobseeker.last_name for line in lines)
    )
    return found


def expect_fifteen(scene: Scene) -> UUID:
    slot_id = scene.meeting(date(2026, 12, 7), 9, 11)
    scene.register(slot_id, FIFTEEN)
    return slot_id


def open_presence(page: SessionPage, scene: Scene, slot_id: UUID, qtbot: QtBot) -> None:
    page.show_place(
        {
            "session_id": scene.session,
            "tab": "meetings",
            "list": "presence",
            "slot_id": slot_id,
        }
    )
    wait_for_lines(page, qtbot)


class Typist:
    """Presses keys in the list, and counts them."""

    def __init__(self, qtbot: QtBot, page: SessionPage) -> None:
        self._qtbot, self._page = qtbot, page
        self.pressed = 0

    def type(self, *keys: Qt.Key, shift: bool = False) -> None:
        for key in keys:
            self.pressed += 2 if shift else 1
            modifiers = SHIFT if shift else Qt.KeyboardModifier.NoModifier
            self._qtbot.keyClick(self._page.meetings.lists.card.table, key, modifiers)


def test_three_absent_of_fifteen_take_at_most_eight_key_presses(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    open_presence(page, scene, expect_fifteen(scene), qtbot)
    typist = Typist(qtbot, page)
    typist.type(Qk.Key_F, Qk.Key_A, Qk.Key_G, Qk.Key_A, Qk.Key_W, Qk.Key_A, Qk.Key_Asterisk)
    found = states(scene, scene.session)
    absent = {name for name, state in found.items() if state == RegistrationState.ABSENT}
    assert absent == {"Ferreira", "Garnier", "Weber"}
    assert sum(state == RegistrationState.PRESENT for state in found.values()) == 12
    assert typist.pressed <= 8


def test_a_name_that_begins_with_a_key_is_still_within_eight(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    slot_id = scene.meeting(date(2026, 12, 7), 9, 11)
    people = [(name, "X", *FIFTEEN[0][2:]) for name in ("Petit", "Martin", "Roux", "Vidal")]
    scene.register(slot_id, people)
    open_presence(page, scene, slot_id, qtbot)
    typist = Typist(qtbot, page)
    typist.type(Qk.Key_P, shift=True)
    typist.type(Qk.Key_A, Qk.Key_R, Qk.Key_A, Qk.Key_V, Qk.Key_A, Qk.Key_Asterisk)
    found = states(scene, scene.session)
    assert [name for name, state in found.items() if state == "present"] == ["Martin"]
    assert typist.pressed <= 8


def test_with_real_lanes_nothing_is_lost_between_two_keys(
    tmp_path: Path, qtbot: QtBot, qapp: Any
) -> None:
    del qapp
    lanes = ThreadLanes()
    scene = Scene(tmp_path, lanes)
    slot_id = expect_fifteen(scene)
    page = SessionPage(scene.desk)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    open_presence(page, scene, slot_id, qtbot)
    table = page.meetings.lists.card.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 15 and bool(table.chosen_rows()))
    qtbot.keyClicks(table, "fagawa")
    qtbot.keyClick(table, Qk.Key_Asterisk)
    qtbot.waitUntil(lambda: table.model().rowCount() == 3)
    lanes.close()
    found = states(scene, scene.session)
    assert sum(state == "present" for state in found.values()) == 12
    scene.close()


def test_a_line_that_leaves_says_so_and_comes_back(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_presence(page, scene, expect_fifteen(scene), qtbot)
    typist = Typist(qtbot, page)
    typist.type(Qk.Key_C, Qk.Key_P)
    assert said.last == (
        "Présence de Mme COURTOIS Inès enregistrée. Elle passe dans « Saisie résultat »."
    )
    assert "Courtois" not in names(page)
    scene.desk.undo()
    assert "Courtois" in names(page)
    assert said.last.startswith("Annulé : Présence de Mme COURTOIS Inès")


def test_an_absent_one_stays_and_can_still_be_present(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_presence(page, scene, expect_fifteen(scene), qtbot)
    typist = Typist(qtbot, page)
    typist.type(Qk.Key_B, Qk.Key_A)
    assert "Barbier" in names(page)
    assert said.last == ("Absence de M. BARBIER Lucas enregistrée. La ligne reste ici, modifiable.")
    typist.type(Qk.Key_P)
    assert "Barbier" not in names(page)


def test_all_present_leaves_those_absent_alone_and_says_how_many(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    open_presence(page, scene, slots["monday"], qtbot)
    press(page, "Tous présents")
    assert names(page) == ["Ferreira", "Şahin"]
    assert said.last == (
        "Présence de 7 personnes enregistrée. Elles passent dans « Saisie résultat »."
    )
    press(page, "Tous présents")
    assert said.last == "Toutes les présences de cette liste sont déjà saisies."


def test_lines_already_entered_are_shown_again_on_demand(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_presence(page, scene, slots["monday"], qtbot)
    assert "Joly" not in names(page)
    page.meetings.bar.entered.setChecked(True)
    assert "Joly" in names(page)


def test_several_chosen_lines_are_recorded_in_one_gesture(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_presence(page, scene, expect_fifteen(scene), qtbot)
    table = page.meetings.lists.card.table
    table.choose(page.meetings.lists.card.model.ids()[:3])
    qtbot.keyClick(table, Qk.Key_P)
    assert said.last.startswith("Présence de 3 personnes")
    scene.desk.undo()
    assert len(names(page)) == 15


@pytest.mark.parametrize(("key", "word"), [(Qk.Key_R, "retenu"), (Qk.Key_T, "en attente")])
def test_results_by_key(
    scene: Scene,
    page: SessionPage,
    slots: dict[str, UUID],
    qtbot: QtBot,
    said: Said,
    key: Qt.Key,
    word: str,
) -> None:
    open_presence(page, scene, slots["monday"], qtbot)
    page.do("meeting-result")
    wait_for_lines(page, qtbot)
    typist = Typist(qtbot, page)
    typist.type(Qk.Key_J, key)
    assert said.last.startswith(f"Résultat de M. JOLY Kevin enregistré : {word}.")
    assert ("Joly" in names(page)) == (word == "en attente")


def test_not_selected_asks_one_reason_and_enter_saves(
    scene: Scene, page: SessionPage, slots: dict[str, UUID], qtbot: QtBot, said: Said
) -> None:
    open_presence(page, scene, slots["monday"], qtbot)
    page.do("meeting-result")
    wait_for_lines(page, qtbot)
    typist = Typist(qtbot, page)
    typist.type(Qk.Key_J, Qk.Key_N)
    dialog = dialog_of(page, qtbot)
    assert dialog.windowTitle() == "Non retenu"
    qtbot.keyClick(dialog, Qk.Key_Return)
    assert dialog.isVisible(), "without a reason nothing is recorded"
    box = dialog.form.field("reason").control
    qtbot.keyClicks(box, "mot")
    qtbot.keyClick(dialog, Qk.Key_Return)
    assert said.last.startswith("Résultat de M. JOLY Kevin enregistré : non retenu (motivation).")
    assert "Joly" in names(page)


def test_the_badges_count_what_remains(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_presence(page, scene, slots["monday"], qtbot)
    tabs = page.meetings.lists.tabs[Tab.PRESENCE]
    tips = [tabs.tabToolTip(place) for place in range(3)]
    assert tips == [
        "Inscrits en Info coll : 15",
        "Saisie présence Info coll : 7",
        "Saisie résultat Info coll : 3",
    ]


def test_an_empty_list_says_why_and_offers_the_next_step(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    slot_id = scene.meeting(date(2026, 12, 21), 9)
    open_presence(page, scene, slot_id, qtbot)
    card = page.meetings.lists.card
    words = {each.text() for each in card.findChildren(QLabel) if each.isVisible()}
    assert "Personne n’est encore inscrit à cette Info coll." in words
