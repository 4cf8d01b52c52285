# SPDX-License-Identifier: MIT
"""« À régulariser »: nothing leaves it without a decision, and each decision is an act."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kairos_desktop.models.rows import (
    RegistrationRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    OutcomeKind,
    Presence,
    RegistrationState,
)
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.slots import ChangeSlot
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.views.exchange import settle_page
from kairos_desktop.views.exchange.settle_items import Tab
from kairos_desktop.views.exchange.settle_page import SettlePage
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.empty_state import EmptyState
from tests.exchange_scene import OTHER_POST
from tests.factories import Scene, a_meeting
from tests.views.exchange.conftest import Story, said
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_ids, wait_for_place
from tests.views.walks import cut_texts, misnamed

MINE_REFUSED = "slot_full"


def empty(page: SettlePage) -> bool:
    return page.findChild(EmptyState).isVisibleTo(page)


def test_nothing_of_a_line_shows_before_the_lines_are_read(page: SettlePage, qtbot: QtBot) -> None:
    assert not page.detail.isVisibleTo(page)


def test_a_refusal_says_why_who_and_when_and_offers_its_ways_out(
    story: Story, page: SettlePage, qtbot: QtBot
) -> None:
    line = story.refused()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    assert texts(qtbot, page.card, 0) == ["Refusé"]
    qtbot.waitUntil(lambda: bool(page.detail.choices))
    assert [each.text() for each in page.detail.choices] == [
        "Inscrire sur un autre créneau…",
        "Mettre en attente",
        "J’ai pris note",
        "Ouvrir la fiche du DE",
        "Ouvrir la session",
    ]
    qtbot.waitUntil(lambda: "Poste « A »" in said(page))
    told = said(page)
    for words in ("Les 12 places sont prises", "COURTOIS Inès", "Odile", "aujourd’hui à"):
        assert words in told
    assert not misnamed(page)
    assert not cut_texts(page)


def test_noting_settles_with_a_decision_by_the_keyboard_alone(
    story: Story, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    line = story.refused()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    page.card.table.setFocus()
    QTest.keyClick(page.card.table, Qt.Key.Key_N)
    wait_for_ids(qtbot, page.card, [])
    row = story.outcome(line)
    assert (row.decision, row.settled_by) == ("J’ai pris note", "Odile")
    assert "ligne régularisée" in heard.notices[-1].sentence
    assert empty(page)
    assert "Rien à régulariser." in said(page)


def test_enter_goes_to_the_decisions_and_escape_comes_back(
    story: Story, page: SettlePage, qtbot: QtBot
) -> None:
    line = story.refused()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    page.card.table.setFocus()
    QTest.keyClick(page.card.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.detail.choices[0].hasFocus())
    QTest.keyClick(page.detail.choices[0], Qt.Key.Key_Down)
    assert page.detail.choices[1].hasFocus()
    QTest.keyClick(page.detail.choices[1], Qt.Key.Key_Escape)
    assert page.card.table.hasFocus()


def test_several_lines_are_not_noted_at_once(
    story: Story, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    lines = [story.refused(), story.refused()]
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, lines)
    page.card.table.choose(lines)
    QTest.keyClick(page.card.table, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(heard.notices))
    assert heard.notices[-1].sentence == "Une ligne à la fois : chacune attend sa décision."
    assert all(story.outcome(line).settled_at is None for line in lines)


def test_another_slot_registers_there_and_settles_in_one_gesture(
    story: Story,
    page: SettlePage,
    heard: Heard,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = story.refused()
    offered: list[str] = []

    def ask(_parent: object, _title: str, form: Any, **_words: str) -> dict[str, Any]:
        offered.append(form.field("place").control.currentText())
        return {"place": story.other}

    monkeypatch.setattr(settle_page.dialogs, "ask", ask)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Inscrire sur un autre créneau…").click()
    wait_for_ids(qtbot, page.card, [])
    (row,) = [each for each in story.scene.rows(RegistrationRow) if each.slot_id == story.other]
    assert (row.jobseeker_id, row.state) == (story.person, RegistrationState.REGISTERED)
    # Without the places, which are others now.
    assert story.outcome(line).decision == (
        "Inscrire sur un autre créneau : Info coll · lun. 7 déc. 2026 · 9 h – 11 h"
    )
    assert offered == ["Info coll · lun. 7 déc. 2026 · 9\u00a0h – 11\u00a0h · 4 places"]
    story.scene.workspace.undo()
    assert story.outcome(line).settled_at is None


def test_waiting_is_the_same_act_on_a_full_slot(
    story: Story, page: SettlePage, qtbot: QtBot
) -> None:
    slot = story.scene.row(SlotRow, story.slot)
    for _place in range(slot.capacity):
        story.scene.register(story.slot)
    line = story.refused()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Mettre en attente").click()
    wait_for_ids(qtbot, page.card, [])
    row = story.scene.registration(story.act.registration_id)
    assert row.state is RegistrationState.WAITLISTED


def test_an_alternative_that_is_refused_leaves_the_line(
    story: Story, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    line = story.refused()
    story.scene.register(story.slot, story.person)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Mettre en attente").click()
    qtbot.waitUntil(lambda: bool(heard.notices))
    assert "déjà inscrite" in heard.notices[-1].sentence
    assert story.outcome(line).settled_at is None


def test_two_values_at_once_are_chosen_by_their_names(
    story: Story, page: SettlePage, qtbot: QtBot
) -> None:
    registration = story.scene.present(story.scene.register(story.slot, story.person))
    act = RecordPresence(registration_id=registration, presence=Presence.PRESENT)
    facts = {"table": "registration", "field": "state", "held": "absent", "said": "present"}
    line = story.joined.line(act, OutcomeKind.FLAGGED, "concurrent_change", facts)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Garder « Absent » (valeur d’avant)").click()
    wait_for_ids(qtbot, page.card, [])
    assert story.scene.registration(registration).state is RegistrationState.ABSENT
    assert story.outcome(line).decision == "Garder « Absent » (valeur d’avant)"


def test_colleagues_lines_are_apart_and_say_from_where(
    story: Story, page: SettlePage, qtbot: QtBot
) -> None:
    theirs = story.refused(by="Paul", post=OTHER_POST)
    mine = story.refused(by="Odile", post=OTHER_POST)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [mine])
    page.tabs.choose(Tab.EVERYONE)
    wait_for_ids(qtbot, page.card, [theirs, mine])
    page.card.table.choose([theirs])
    qtbot.waitUntil(lambda: "Poste 0008" in said(page))
    button_of(qtbot, page, "J’ai pris note").click()
    wait_for_ids(qtbot, page.card, [mine])
    assert story.outcome(theirs).settled_by == "Odile"


def test_nothing_for_me_leads_to_everyone(story: Story, page: SettlePage, qtbot: QtBot) -> None:
    theirs = story.refused(by="Paul", post=OTHER_POST)
    shown(qtbot, page)
    button_of(qtbot, page, "À tous").click()
    wait_for_ids(qtbot, page.card, [theirs])


def test_a_probable_refusal_is_apart_and_cannot_be_decided_yet(
    story: Story, page: SettlePage, qtbot: QtBot
) -> None:
    story.scene.register(story.slot, story.person)
    act = story.joined.pend()
    story.joined.doubt(act, Refused("slot_full", {"capacity": 12}))
    shown(qtbot, page)
    qtbot.waitUntil(lambda: empty(page))
    page.tabs.choose(Tab.DOUBTFUL)
    wait_for_ids(qtbot, page.card, [act])
    assert texts(qtbot, page.card, 0) == ["Refus probable"]
    labels = [each.text() for each in page.detail.choices]
    assert "J’ai pris note" not in labels
    assert "Ouvrir la fiche du DE" in labels


def test_a_line_leads_to_where_it_happened(
    story: Story, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    line = story.refused()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Ouvrir la session").click()
    place = wait_for_place(qtbot, heard, "session")
    assert place == {
        "session_id": story.session.id,
        "tab": "meetings",
        "slot_id": story.slot,
    }
    button_of(qtbot, page, "Ouvrir la fiche du DE").click()
    assert wait_for_place(qtbot, heard, "person") == {"jobseeker_id": story.person}


def test_no_other_slot_is_said_and_nothing_is_asked(
    story: Story,
    page: SettlePage,
    heard: Heard,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogs, "ask", None)
    line = story.refused()
    slot = story.scene.row(SlotRow, story.other)
    meeting = a_meeting(capacity=slot.capacity, waitlist=False)
    story.scene.say(ChangeSlot(slot_id=slot.id, meeting=meeting))
    for _place in range(slot.capacity):
        story.scene.register(story.other)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Inscrire sur un autre créneau…").click()
    qtbot.waitUntil(lambda: bool(heard.notices))
    assert heard.notices[-1].sentence.startswith("Aucun autre créneau à venir")


def test_a_post_that_works_alone_says_why_it_is_empty(
    scene: Scene, page: SettlePage, app: QApplication, qtbot: QtBot
) -> None:
    shown(qtbot, page)
    qtbot.waitUntil(lambda: "Ce poste travaille seul" in said(page))
