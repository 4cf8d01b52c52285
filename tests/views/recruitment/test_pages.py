# SPDX-License-Identifier: MIT
"""Getting to a list, and what a screen reader finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from kairos_desktop.models.vocabulary import RegistrationState
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.agenda.pages import PAGES as AGENDA
from kairos_desktop.views.recruitment.pages import PAGES
from kairos_desktop.views.shell.page_stack import PageStack
from kairos_desktop.views.toolkit.desk import Place
from tests.views.recruitment.driving import dialog_of, open_on, press, states
from tests.views.recruitment.scene import FIFTEEN, OTHERS

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.conftest import Said
    from tests.views.recruitment.scene import Scene

TABS = ("summary", "meetings", "appointments", "candidacies", "enrolled")


def unnamed(where: QWidget) -> list[str]:
    """The controls that show without a name, or a button named otherwise than it says."""
    found: list[str] = []
    for kind in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QTabBar):
        found += [
            f"{type(each).__name__} without a name"
            for each in where.findChildren(kind)
            # The header is read through its table.
            if each.isVisible() and not each.accessibleName() and not _is_header(each)
        ]
    for each in where.findChildren(QAbstractButton):
        text = each.text().replace("&&", "&")
        if each.isVisible() and text and each.accessibleName() not in ("", text, text.rstrip(" ▾")):
            found.append(f"« {text} » is named « {each.accessibleName()} »")
    return found


def _is_header(each: QWidget) -> bool:
    return isinstance(each, QHeaderView)


@pytest.mark.parametrize("tab", TABS)
def test_every_control_is_named_as_it_is_labelled(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], tab: str
) -> None:
    del slots
    open_on(page, scene, qtbot, tab=tab)
    assert unnamed(page) == []


@pytest.mark.parametrize(
    ("tab", "act"),
    [
        ("meetings", "create-meeting"),
        ("appointments", "create-appointments"),
        ("candidacies", "create-candidacy"),
        ("meetings", "register-meeting"),
        ("appointments", "register-appointment"),
        ("enrolled", "propose"),
        ("summary", "interruption"),
    ],
)
def test_the_dialogue_of_each_act_is_named_and_begins_in_its_first_field(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], tab: str, act: str
) -> None:
    del slots
    open_on(page, scene, qtbot, tab=tab, act=act)
    dialog = dialog_of(page, qtbot)
    assert unnamed(dialog) == []
    qtbot.waitUntil(lambda: isinstance(dialog.focusWidget(), QLineEdit | QComboBox))
    dialog.reject()


def test_the_labels_are_those_of_the_guide(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="presence", slot_id=slots["monday"])
    assert [page.tabs.tabText(place) for place in range(5)] == [
        "Synthèse",
        "Inscrits en Info coll",
        "Inscrits en RDV individuel",
        "Inscrits sur candidature",
        "Inscrits en formation",
    ]
    for slots_tab, name in ((page.meetings, "Info coll"), (page.appointments, "RDV individuel")):
        tabs = slots_tab.lists.tabs[Tab.PRESENCE]
        assert [tabs.tabText(place) for place in range(3)] == [
            f"Inscrits en {name}",
            f"Saisie présence {name}",
            f"Saisie résultat {name}",
        ]
    labels = [act.label for tab in Tab for act in page.meetings.acts.of_tab(tab)]
    assert {"Présent", "Absent", "Retenu", "Non retenu", "En attente"} <= set(labels)
    assert {"Transférer", "Annuler le RDV"} <= set(labels)


def test_the_line_asked_for_is_chosen(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["monday"])
    ids = page.meetings.lists.card.model.ids()
    wanted = {"slot_id": slots["monday"], "registration_id": ids[7]}
    open_on(page, scene, qtbot, tab="meetings", list="registered", **wanted)
    table = page.meetings.lists.card.table
    qtbot.waitUntil(lambda: table.chosen_ids() == (ids[7],))


def test_an_act_of_the_tree_asks_session_and_date_in_one_dialogue(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    page.show_place({"tab": "meetings", "list": "presence", "act": "meeting-presence"})
    dialog = dialog_of(page, qtbot)
    qtbot.keyClicks(dialog.session.line, "secr")
    qtbot.keyClick(dialog.session.line.popup(), Qt.Key.Key_Return)
    assert dialog.slot.value() == slots["monday"], "today's meeting is the one proposed"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert said.places[-1].page == "session"
    assert said.places[-1].arguments == {
        "tab": "meetings",
        "list": "presence",
        "act": "meeting-presence",
        "session_id": scene.session,
        "slot_id": slots["monday"],
    }


def test_a_person_in_hand_is_already_chosen(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    (person,) = scene.create([("Aubert", "Zoé", *OTHERS[0][2:])])
    open_on(
        page,
        scene,
        qtbot,
        tab="meetings",
        act="register",
        slot_id=slots["monday"],
        jobseeker_id=person,
    )
    dialog = dialog_of(page, qtbot)
    assert [row.id for row in dialog.people.people] == [person]
    press(dialog, "Enregistrer")
    assert states(scene, scene.session)["Aubert"] == RegistrationState.REGISTERED


def test_the_act_in_use_is_marked(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    marked: list[str] = []
    scene.desk.act_marked.connect(marked.append)
    open_on(page, scene, qtbot, tab="meetings", list="presence", slot_id=slots["monday"])
    assert marked[-1] == "meeting-presence"
    page.meetings.lists.show_tab(Tab.RESULT)
    assert marked[-1] == "meeting-result"
    page.tabs.choose("summary")
    assert marked[-1] == "sessions"


def test_the_page_hears_what_others_change_only_where_it_matters(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["thursday"])
    reads: list[Any] = []
    honest = scene.workspace.read

    def counted(*args: Any) -> Any:
        reads.append(args)
        return honest(*args)

    scene.workspace.read = counted  # type: ignore[method-assign]
    changes = scene.record().changes
    scene.desk.hub.changed.emit(changes)
    assert reads == []
    new = scene.register(slots["thursday"], FIFTEEN[:1])
    del new
    scene.desk.hub.changed.emit(
        type(changes)(frozenset({"registration", "seats"}), frozenset({slots["thursday"]}))
    )
    assert page.meetings.lists.card.model.rowCount() == 5


def test_coming_back_to_an_act_does_not_open_its_dialogue_again(
    scene: Scene, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    stack = PageStack(scene.desk, {**PAGES, **AGENDA})
    qtbot.addWidget(stack)
    stack.show()
    stack.go(Place("session", {"session_id": scene.session, "tab": "meetings", "act": "register"}))
    dialogs = [each for each in stack.findChildren(QDialog) if each.isVisible()]
    assert [each.windowTitle() for each in dialogs] == ["Inscrire un DE à une Info coll"]
    dialogs[0].reject()
    stack.go(Place("calendar"))
    stack.back()
    page = stack.currentWidget()
    assert page is stack.page("session")
    assert not [each for each in stack.findChildren(QDialog) if each.isVisible()]
