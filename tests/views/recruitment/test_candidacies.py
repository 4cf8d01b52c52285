# SPDX-License-Identifier: MIT
"""« Gérer les candidatures » in a real window: the three gestures of its user, then an RDV.

1. « Saisir une candidature »: the person, who proposed it, Enter.
2. « Saisie prise de contact »: C for whoever was reached, I for whoever was not.
3. « Saisie résultat candidature »: R, N, T, as everywhere.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import (
    Contact,
    NotSelectedReason,
    Prescriber,
    Result,
    SlotKind,
)
from kairos_desktop.services.acts.candidacies import OpenCandidacies, RecordContact, Window
from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.queries import registrations as queries
from kairos_desktop.services.rules.lists import Tab
from tests.views.recruitment.driving import (
    button_named,
    dialog_of,
    enrolled,
    open_on,
    press,
    save,
    slot_lines,
    wait_for_lines,
)
from tests.views.recruitment.scene import FIFTEEN, NOW, OTHERS, Scene
from tests.views.recruitment.test_pages import unnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.conftest import Said

LAST = date(2026, 12, 18)
THREE = ("Courtois", "Evrard", "Ferreira")
Qk = Qt.Key


def open_window(scene: Scene) -> UUID:
    slot_id = scene.workspace.new_id()
    where = Where(contact="Odile Tremblaie", comment="CV")
    window = Window(opens_on=NOW.date(), closes_on=LAST, where=where)
    scene.record(OpenCandidacies(slot_id=slot_id, session_id=scene.session, window=window))
    return slot_id


def lines(scene: Scene, tab: Tab = Tab.REGISTERED) -> dict[str, RegistrationLine]:
    """The candidates of a list by their name."""
    asked = queries.RegistrationFilter(session_id=scene.session, kind=SlotKind.CANDIDACY, tab=tab)
    ids = scene.workspace.read(queries.ids_for, asked)
    return {line.jobseeker.last_name: line for line in scene.workspace.read(queries.rows_for, ids)}


def state(scene: Scene, name: str) -> tuple[str, str]:
    row = lines(scene)[name].registration
    return row.state.value, row.result.value


def open_list(page: SessionPage, scene: Scene, qtbot: QtBot, shown: str, *chosen: str) -> Any:
    """Show a list with these people chosen; its table."""
    open_on(page, scene, qtbot, tab="candidacies", list=shown)
    table = page.candidacies.lists.card.table
    # Without a screen, a dialogue that closes gives the keyboard back to nobody.
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    found = lines(scene)
    table.choose([found[name].id for name in chosen])
    return table


@pytest.fixture
def three(scene: Scene) -> UUID:
    """A window with three candidates: Courtois, Evrard, Ferreira."""
    slot_id = open_window(scene)
    scene.register(slot_id, [each for each in FIFTEEN if each[0] in THREE])
    return slot_id


def test_the_three_gestures_from_an_empty_session_to_the_enrolment(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    scene.create(OTHERS[:1])
    open_on(page, scene, qtbot, tab="candidacies", act="register-candidacy")
    assert said.last == (
        "Aucune période de candidature n’est saisie pour cette session. "
        "Commencez par « Saisir une période de candidature »."
    )
    press(page, "+ Saisir une période de candidature")
    dialog = dialog_of(page, qtbot)
    assert unnamed(dialog) == []
    save(dialog, qtbot, closes_on=LAST, most=20, comment="CV, lettre de motivation")
    qtbot.waitUntil(lambda: page.candidacies.choice is not None)
    (line,) = slot_lines(scene)
    assert (line.slot.until, line.slot.capacity) == (LAST, 20)
    assert line.slot.contact == "Odile Tremblaie, 02 35 00 00 00"
    # 1. A spontaneous application.
    press(page.candidacies.bar, "Saisir une candidature")
    dialog = dialog_of(page, qtbot)
    dialog.people.add_id(scene.people["Roux"])
    qtbot.waitUntil(lambda: bool(dialog.people.people))
    assert unnamed(dialog) == []
    save(dialog, qtbot, placed_by=Prescriber.SELF, placed_on=date(2026, 11, 20), source="Courriel")
    assert said.last == "Candidature de M. ROUX Théo : à contacter sous cinq jours ouvrés."
    # 2. The contact.
    table = open_list(page, scene, qtbot, "presence", "Roux")
    qtbot.keyClick(table, Qk.Key_C)
    assert state(scene, "Roux") == ("contacted", "none")
    assert "Prise de contact avec M. ROUX Théo enregistrée." in said.last
    # 3. The result, and what follows.
    table = open_list(page, scene, qtbot, "result", "Roux")
    qtbot.keyClick(table, Qk.Key_R)
    assert "Son AIS est émise." in said.last
    assert list(enrolled(scene)) == ["Roux"]
    assert lines(scene, Tab.RESULT) == {}


def test_unreachable_stays_with_those_to_call_and_undo_brings_it_back(
    scene: Scene, page: SessionPage, qtbot: QtBot, three: UUID, said: Said
) -> None:
    table = open_list(page, scene, qtbot, "presence", "Courtois", "Ferreira")
    qtbot.keyClick(table, Qk.Key_I)
    assert said.last.startswith("Appel sans réponse de 2 personnes enregistré.")
    assert {name: state(scene, name)[0] for name in lines(scene)} == {
        "Courtois": "unreachable", "Ferreira": "unreachable", "Evrard": "proposed",
    }  # fmt: skip
    tabs = page.candidacies.lists.tabs[Tab.PRESENCE]
    assert [tabs.tabText(place) for place in range(3)] == [
        "Inscrits sur candidature", "Saisie prise de contact", "Saisie résultat candidature",
    ]  # fmt: skip
    assert len(lines(scene, Tab.PRESENCE)) == 3
    scene.workspace.undo()
    assert state(scene, "Courtois") == ("proposed", "none")


def test_a_contact_of_another_day_is_told_with_its_note(
    scene: Scene, page: SessionPage, qtbot: QtBot, three: UUID
) -> None:
    open_list(page, scene, qtbot, "presence", "Evrard")
    page.candidacies.acts.describe([lines(scene)["Evrard"]])
    save(dialog_of(page, qtbot), qtbot, on=date(2026, 11, 20), note="Rappelle lundi")
    row = lines(scene)["Evrard"].registration
    assert (row.contacted_on, row.note) == (date(2026, 11, 20), "Rappelle lundi")


def test_a_decision_without_contact_says_why(
    scene: Scene, page: SessionPage, qtbot: QtBot, three: UUID
) -> None:
    open_list(page, scene, qtbot, "presence", "Evrard")
    page.candidacies.acts.decide([lines(scene)["Evrard"]])
    dialog = dialog_of(page, qtbot)
    assert unnamed(dialog) == []
    # Nothing is recorded until it is said why.
    save(dialog, qtbot, result=Result.NOT_SELECTED, reason=NotSelectedReason.PREREQUISITES)
    assert state(scene, "Evrard") == ("proposed", "none")
    save(dialog, qtbot, why="Diplôme requis absent du CV")
    assert state(scene, "Evrard") == ("contacted", "not_selected")
    assert lines(scene)["Evrard"].registration.note == "Diplôme requis absent du CV"


def test_an_rdv_is_fixed_for_two_on_the_free_ones_that_follow(
    scene: Scene, page: SessionPage, qtbot: QtBot, three: UUID, said: Said
) -> None:
    scene.group(date(2026, 12, 14), count=3)
    open_list(page, scene, qtbot, "presence", "Courtois", "Ferreira")
    page.candidacies.acts.fix([lines(scene)["Courtois"], lines(scene)["Ferreira"]])
    dialog = dialog_of(page, qtbot)
    assert unnamed(dialog) == []
    last = slot_lines(scene)[-1]
    # One RDV alone is left from there on.
    save(dialog, qtbot, target=last.id)
    assert state(scene, "Courtois") == ("proposed", "none")
    first = next(line for line in slot_lines(scene) if line.slot.kind is SlotKind.APPOINTMENT)
    save(dialog, qtbot, target=first.id)
    assert said.last.startswith("RDV fixés pour 2 personnes")
    assert {state(scene, name)[0] for name in ("Courtois", "Ferreira")} == {"transferred"}
    taken = [line.seats.taken for line in slot_lines(scene) if line.slot.group_id]
    assert taken == [1, 1, 0]


def test_a_candidacy_is_withdrawn_and_a_window_deleted_with_its_consequence(
    scene: Scene, page: SessionPage, qtbot: QtBot, three: UUID, said: Said
) -> None:
    open_list(page, scene, qtbot, "registered", "Evrard")
    press(page, "Retirer la candidature")
    save(dialog_of(page, qtbot), qtbot, reason="job")
    assert state(scene, "Evrard")[0] == "cancelled"
    scene.record(RecordContact(
        registration_id=lines(scene)["Courtois"].id, contact=Contact.UNREACHABLE
    ))  # fmt: skip
    press(page, "Supprimer")
    dialog = dialog_of(page, qtbot)
    qtbot.waitUntil(lambda: "2 candidatures seront supprimées" in dialog.note.text())
    press(dialog, "Supprimer")
    assert {line.registration.state.value for line in lines(scene).values()} == {
        "cancelled", "removed",
    }  # fmt: skip


def test_a_window_has_no_paper_no_presence_and_its_own_words(
    scene: Scene, page: SessionPage, qtbot: QtBot, three: UUID
) -> None:
    open_list(page, scene, qtbot, "presence", "Evrard")
    wait_for_lines(page, qtbot)
    assert not page.candidacies.print_button.isVisible()
    assert button_named(page, "Contacté").isEnabled()
    labels = {act.label for tab in Tab for act in page.candidacies.acts.of_tab(tab)}
    assert not labels & {"Présent", "Absent", "Transférer", "Annuler le RDV", "Donner la place"}
    page.tabs.choose("summary")
    assert [pill for pill in ("À contacter : 3",) if _figure(page, pill)] == ["À contacter : 3"]


def _figure(page: SessionPage, name: str) -> bool:
    from PySide6.QtWidgets import QLabel

    return any(each.accessibleName() == name for each in page.findChildren(QLabel))
