# SPDX-License-Identifier: MIT
"""The acts on « Inscrits en formation », through their buttons and dialogues."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    Handed,
    WithdrawalReason,
)
from kairos_desktop.services.queries import enrolments as enrolment_queries
from kairos_desktop.services.rules.handed import handed_id
from kairos_desktop.views.recruitment.enrolled_columns import motive
from tests.views.recruitment.driving import (
    button_named,
    dialog_of,
    enrolled,
    open_on,
    press,
    save,
    wait_for_lines,
)
from tests.views.recruitment.scene import OTHERS

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.models.rows import EnrolmentRow
    from kairos_desktop.views.recruitment.session_page import SessionPage
    from kairos_desktop.views.toolkit.desk import Place
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


def rows(scene: Scene) -> dict[str, EnrolmentRow]:
    ids = scene.workspace.read(enrolment_queries.ids_for, scene.session)
    lines = scene.workspace.read(enrolment_queries.rows_for, ids)
    return {line.jobseeker.last_name: line.enrolment for line in lines}


def choose(page: SessionPage, *positions: int) -> None:
    ids = page.enrolled.card.model.ids()
    page.enrolled.card.table.choose([ids[position] for position in positions])


def test_one_enrolment_is_completed_and_its_fields_emptied_again(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    choose(page, 0)
    press(page, "Compléter")
    dialog = dialog_of(page, qtbot)
    save(dialog, qtbot, start=date(2027, 1, 18), funding="AIF", reference="D-12")
    assert said.last == "Dates et financement de Mme COURTOIS Inès enregistrés."
    row = rows(scene)["Courtois"]
    assert (row.planned_start, row.funding, row.funding_reference) == (
        date(2027, 1, 18),
        "AIF",
        "D-12",
    )
    press(page, "Compléter")
    dialog = dialog_of(page, qtbot)
    assert dialog.form.values()["funding"] == "AIF"
    save(dialog, qtbot, start=None)
    assert rows(scene)["Courtois"].planned_start is None
    assert rows(scene)["Courtois"].funding == "AIF"


def test_several_enrolments_are_completed_with_what_is_given_only(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    choose(page, 0)
    press(page, "Compléter")
    save(dialog_of(page, qtbot), qtbot, start=date(2027, 1, 18), funding="AIF")
    choose(page, 0, 1)
    press(page, "Compléter")
    save(dialog_of(page, qtbot), qtbot, end=date(2027, 6, 11))
    found = rows(scene)
    assert [(row.planned_start, row.planned_end, row.funding) for row in found.values()] == [
        (date(2027, 1, 18), date(2027, 6, 11), "AIF"),
        (None, date(2027, 6, 11), ""),
    ]


def test_dates_that_cross_are_refused_and_stay_on_screen(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    choose(page, 0)
    press(page, "Compléter")
    dialog = dialog_of(page, qtbot)
    save(dialog, qtbot, start=date(2027, 6, 11), end=date(2027, 1, 18))
    assert dialog.isVisible()
    assert dialog.note.text()
    assert rows(scene)["Courtois"].planned_end is None


def test_an_error_in_the_file_sends_back_to_validation_with_its_reason(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    choose(page, 0)
    press(page, "Signaler une erreur")
    dialog = dialog_of(page, qtbot)
    dialog.accept_button.click()
    assert dialog.form.field("reason").error(), "an error needs its reason"
    dialog.form.set_values({"reason": "Identifiant erroné."})
    dialog.accept_button.click()
    assert enrolled(scene)["Courtois"] is EnrolmentState.TO_VALIDATE
    assert said.last == "Erreur signalée pour Mme COURTOIS Inès. Le dossier est à valider."
    model = page.enrolled.card.model
    qtbot.waitUntil(lambda: model.row_at(0).enrolment.state is EnrolmentState.TO_VALIDATE)
    assert motive(model.row_at(0)).startswith("Erreur : Identifiant erroné.")


def test_somebody_withdraws_before_the_entry_and_the_act_is_undone(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    choose(page, 1)
    press(page, "Désistement")
    save(dialog_of(page, qtbot), qtbot, reason=WithdrawalReason.JOB)
    assert enrolled(scene)["Martin"] is EnrolmentState.WITHDRAWN
    assert said.last.startswith("Désistement de Mme MARTIN Chloé enregistré")
    shown = button_named(page, "Désistement")
    qtbot.waitUntil(lambda: not shown.isEnabled())
    scene.desk.undo()
    assert enrolled(scene)["Martin"] is EnrolmentState.SELECTED


def test_the_history_of_an_enrolment_and_of_its_papers_is_one_key_away(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    asked: list[tuple[tuple[UUID, ...], str]] = []
    scene.desk.history_asked.connect(lambda ids, title: asked.append((tuple(ids), title)))
    open_on(page, scene, qtbot, tab="enrolled")
    choose(page, 0)
    table = page.enrolled.card.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    line = page.enrolled.card.model.row_at(0)
    assert line is not None
    papers = (paper.id for paper in line.papers)
    assert asked == [((line.id, handed_id(line.id), *papers), "COURTOIS Inès")]
    assert len(line.papers) == 1


def test_l6353_8_the_papers_handed_are_noted_for_a_session_then_for_one_person(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    assert slots
    assert set(enrolled(scene)) == {"Courtois", "Martin"}
    open_on(page, scene, qtbot, tab="summary", act="handed")
    dialog = dialog_of(page, qtbot)
    for each in Handed:
        dialog.form.set_values({each.value: False})
    save(dialog, qtbot)
    assert dialog.note.text() == "Cochez au moins un document."
    save(dialog, qtbot, **(dict.fromkeys(Handed, True) | {"rules": False}))
    assert said.last == "5 documents sur 6 remis à 2 personnes, le 07/12/2026."
    open_on(page, scene, qtbot, tab="enrolled")
    table = page.enrolled.card.table
    martin = rows(scene)["Martin"].id
    table.choose([martin])
    # The dialogue that closed leaves no window in front.
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_D)
    dialog = dialog_of(page, qtbot)
    assert dialog.note.text() == "Noté le 07/12/2026. Il manque : règlement intérieur."
    save(dialog, qtbot, rules=True)
    assert said.last == "Tous les documents remis à Mme MARTIN Chloé, le 07/12/2026."
    page.tabs.choose("summary")
    text = "Documents d’avant l’inscription : 1 personne sur 2 n’a pas tout reçu (L6353-8)"
    qtbot.waitUntil(lambda: text in [each.text() for each in page.summary.findChildren(QLabel)])


def test_a_devis_aif_is_made_from_the_line_by_its_key(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    assert slots
    places: list[Place] = []
    scene.desk.place_asked.connect(places.append)
    open_on(page, scene, qtbot, tab="enrolled")
    table, martin = page.enrolled.card.table, rows(scene)["Martin"]
    table.choose([martin.id])
    action = next(each for each in table.actions() if each.text() == "Devis AIF")
    assert action.shortcut().toString() == "V"
    action.trigger()
    asked = {"jobseeker_id": martin.jobseeker_id, "session_id": martin.session_id}
    assert (places[-1].page, places[-1].arguments) == ("quote", asked)
