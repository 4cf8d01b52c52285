# SPDX-License-Identifier: MIT
"""A first day of training typed in a real window: presence, absence, without agreement."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, Scheme, Verdict
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.queries import enrolments as queries
from kairos_desktop.views.recruitment.enrolled_columns import why_no_report
from kairos_desktop.views.recruitment.session_page import SessionPage
from tests.views.recruitment.driving import (
    dialog_of,
    enrolled,
    offered,
    open_on,
    press,
    save,
    wait_for_lines,
)
from tests.views.recruitment.scene import FIFTEEN, Scene
from tests.views.walks import misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from tests.views.recruitment.conftest import KeptPapers

E = EnrolmentState
FIRST_DAY = datetime(2027, 1, 11, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def scene(tmp_path: Path, qapp: Any) -> Iterator[Scene]:
    """The first morning of the session: twelve *inscrits*, one whom nobody has validated."""
    del qapp
    made = Scene(tmp_path, now=FIRST_DAY)
    for person_id in made.create(FIFTEEN[:13]):
        row_id = made.workspace.new_id()
        made.record(
            ProposeEnrolment(enrolment_id=row_id, session_id=made.session, jobseeker_id=person_id)
        )
        if person_id != made.people["Garnier"]:
            agreed = date(2026, 12, 14)
            made.record(
                RecordVerdict(
                    enrolment_id=row_id,
                    verdict=Verdict.REGISTERED,
                    given_on=agreed,
                    source="KAIROS",
                )
            )
    yield made
    made.desk.lanes.close()
    made.close()


def line(scene: Scene, name: str) -> EnrolmentLine:
    ids = scene.workspace.read(queries.ids_for, scene.session)
    found = scene.workspace.read(queries.rows_for, ids)
    return next(each for each in found if each.jobseeker.last_name == name)


def open_entries(page: SessionPage, scene: Scene, qtbot: QtBot) -> None:
    open_on(page, scene, qtbot, tab="enrolled", list="entries")
    wait_for_lines(page, qtbot)


def test_a_whole_first_day_is_one_gesture_with_its_exceptions(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    open_entries(page, scene, qtbot)
    table = page.enrolled.entries.card.table
    # Two absent whom one letter tells apart, then everyone else.
    for key in (Qt.Key.Key_F, Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_A, Qt.Key.Key_Asterisk):
        qtbot.keyClick(table, key)
    dialog = dialog_of(page, qtbot)
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert any("GARNIER" in text for text in said)
    assert any("L6121-5" in text for text in said)
    assert "10 autres personnes, validées, entrent avec ce geste." in said
    save(dialog, qtbot, reason="accord oral du conseiller")
    found = enrolled(scene)
    absent = {name for name, state in found.items() if state is E.NOT_ENTERED}
    assert absent == {"Ferreira", "Nguyen"}
    assert sum(state is E.ENTERED for state in found.values()) == 11
    assert line(scene, "Barbier").enrolment.note == ""
    garnier = line(scene, "Garnier").enrolment
    assert (garnier.note, garnier.flags) == ("accord oral du conseiller", ("entry_not_validated",))
    assert garnier.entered_on == date(2027, 1, 11)


def test_a_day_typed_is_that_of_everybody(scene: Scene, page: SessionPage, qtbot: QtBot) -> None:
    open_entries(page, scene, qtbot)
    entries = page.enrolled.entries
    qtbot.keyClicks(entries.day.control, "13/1")
    entries.card.table.choose(entries.card.model.ids()[:2])
    press(page, "Présent")
    assert line(scene, "Barbier").enrolment.entered_on == date(2027, 1, 13)
    assert line(scene, "Barbier").paper(DocumentKind.ENTRY_ATTESTATION) is not None


def test_somebody_absent_stays_and_becomes_present(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    open_entries(page, scene, qtbot)
    entries = page.enrolled.entries
    first = entries.card.model.ids()[:1]
    entries.card.table.choose(first)
    press(page, "Absent")
    assert first[0] in entries.card.model.ids()
    wait_for_lines(page, qtbot)
    entries.card.table.choose(first)
    press(page, "Présent")
    assert enrolled(scene)["Barbier"] is E.ENTERED
    assert first[0] not in entries.card.model.ids()
    page.desk.undo()
    assert enrolled(scene)["Barbier"] is E.NOT_ENTERED
    assert first[0] in entries.card.model.ids()


def enter_first(scene: Scene, page: SessionPage, qtbot: QtBot) -> None:
    open_entries(page, scene, qtbot)
    entries = page.enrolled.entries
    entries.card.table.choose(entries.card.model.ids()[:1])
    press(page, "Présent")


def choose_entered(scene: Scene, page: SessionPage, qtbot: QtBot) -> None:
    open_on(page, scene, qtbot, tab="enrolled", enrolment_id=line(scene, "Barbier").id)
    wait_for_lines(page, qtbot)
    assert page.enrolled.card.table.chosen_ids() == (line(scene, "Barbier").id,)


def test_an_entry_noted_by_mistake_is_taken_back_with_its_reason(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    enter_first(scene, page, qtbot)
    entries = page.enrolled.entries
    entries.with_entered.setChecked(True)
    wait_for_lines(page, qtbot)
    entries.card.table.choose([line(scene, "Barbier").id])
    press(page, "Absent")
    save(dialog_of(page, qtbot), qtbot, reason="homonyme")
    assert enrolled(scene)["Barbier"] is E.NOT_ENTERED


def test_a_wrong_day_and_a_new_end_are_typed_from_the_line(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    enter_first(scene, page, qtbot)
    choose_entered(scene, page, qtbot)
    offered(page, "Après l’entrée…")["Corriger l’entrée"].click()
    save(dialog_of(page, qtbot), qtbot, entered_on=date(2027, 1, 12), reason="arrivé le mardi")
    assert line(scene, "Barbier").enrolment.entered_on == date(2027, 1, 12)
    offered(page, "Après l’entrée…")["Changer la date de fin"].click()
    dialog = dialog_of(page, qtbot)
    assert dialog.scheme.value() is Scheme.ORDINARY
    save(dialog, qtbot, end=date(2027, 7, 30), reason="stage prolongé")
    changed = line(scene, "Barbier")
    assert changed.enrolment.planned_end == date(2027, 7, 30)
    assert changed.paper(DocumentKind.END_NOTICE) is not None
    offered(page, "Après l’entrée…")["Agence prévenue de la nouvelle fin"].click()
    assert line(scene, "Barbier").enrolment.end_notice_by is None


def test_the_attestation_of_a_period_leaves_out_who_has_not_entered(
    scene: Scene, page: SessionPage, qtbot: QtBot, papers: KeptPapers
) -> None:
    enter_first(scene, page, qtbot)
    choose_entered(scene, page, qtbot)
    offered(page, "Imprimer…")["Attestations d’assiduité de toute la liste"].click()
    dialog = dialog_of(page, qtbot)
    assert not misnamed(dialog)
    assert dialog.form.values() == {"first": date(2027, 1, 11), "last": date(2027, 1, 11)}
    dialog.form.set_values({"first": date(2027, 1, 31), "last": date(2027, 1, 1)})
    dialog.accept_button.click()
    assert dialog.form.field("last").error().startswith("La fin de la période vient avant")
    dialog.form.set_values({"first": date(2027, 1, 1), "last": date(2027, 1, 31)})
    dialog.accept_button.click()
    (kind, asked) = papers.shown[-1]
    assert kind is DocumentKind.ASSIDUITY
    assert asked["ids"] == [line(scene, "Barbier").id]
    assert asked["period"] == (date(2027, 1, 1), date(2027, 1, 31))
    assert asked["note"].startswith("12 personnes sans attestation d’assiduité : L’entrée")
    offered(page, "Imprimer…")["Certificat de réalisation : la ligne choisie"].click()
    assert papers.shown[-1][0] is DocumentKind.REALISATION
    offered(page, "Imprimer…")["Bilan : la ligne choisie"].click()
    assert papers.shown[-1][0] is DocumentKind.REALISATION
    assert why_no_report(line(scene, "Barbier")).startswith("Le bilan se saisit d’abord")
    assert why_no_report(replace(line(scene, "Barbier"), has_report=True)) == ""
