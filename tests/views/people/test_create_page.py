# SPDX-License-Identifier: MIT
"""« Créer un DE »: suspected doubles, refused numbers, what comes next."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.views.people.create_page import CreatePage
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.views.hearing import Heard, button_of, shown, wait_for_place
from tests.views.walks import misnamed, tab_order


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> CreatePage:
    made = CreatePage(desk)
    shown(qtbot, made)
    return made


def type_in(page: CreatePage, **values: str) -> None:
    for name, value in values.items():
        field = page.form.birth if name == "birth" else page.form.texts[name]
        field.control.setFocus()
        # QTest types ASCII only.
        field.control.insert(value)
        field.control.textEdited.emit(value)


def test_a_record_is_created_with_four_fields(
    scene: Scene, page: CreatePage, heard: Heard, qtbot: QtBot
) -> None:
    type_in(page, ft_id="1234567a", last_name="Lefèvre", first_name="Anne", birth="3/4/90")
    button_of(qtbot, page, "Enregistrer").click()
    new = wait_for_place(qtbot, heard, "person")["jobseeker_id"]
    row = scene.row(JobseekerRow, new)
    assert (row.ft_id, row.last_name, row.birth_date) == ("1234567A", "Lefèvre", date(1990, 4, 3))
    assert heard.notices[-1].sentence == "Fiche de LEFÈVRE Anne créée."
    assert page.form.draft().last_name == ""


def test_those_who_look_alike_show_with_their_reason_before_anything_is_created(
    scene: Scene, page: CreatePage, heard: Heard, qtbot: QtBot
) -> None:
    known = scene.person("Lefèvre", "Anne", birth_date=date(1990, 4, 3))
    type_in(page, last_name="lefevre", first_name="anne", birth="3/4/1990")
    page.form.edited.emit()
    qtbot.waitUntil(lambda: page.panel.ids() == (known,))
    why = button_of(qtbot, page.panel, "C’est cette personne").accessibleDescription()
    assert "mêmes nom, prénom et date de naissance" in why
    button_of(qtbot, page.panel, "C’est cette personne").click()
    assert wait_for_place(qtbot, heard, "person") == {"jobseeker_id": known}
    assert len(scene.rows(JobseekerRow)) == 1


def test_saving_faster_than_the_answer_still_shows_the_double_once(
    scene: Scene, page: CreatePage, heard: Heard, qtbot: QtBot
) -> None:
    known = scene.person("Lefèvre", "Anne")
    page.form.texts["last_name"].set_text("Lefevre")
    page.form.texts["first_name"].set_text("Anne")
    button_of(qtbot, page, "Enregistrer").click()
    qtbot.waitUntil(lambda: page.panel.ids() == (known,))
    assert "n’est pas encore créée" in heard.notices[-1].sentence
    assert len(scene.rows(JobseekerRow)) == 1
    button_of(qtbot, page, "Enregistrer").click()
    wait_for_place(qtbot, heard, "person")
    assert len(scene.rows(JobseekerRow)) == 2


@pytest.mark.parametrize("name", ["ft_id", "phone", "address", "advisor"])
def test_a_social_security_number_is_refused_in_every_field(
    scene: Scene, page: CreatePage, qtbot: QtBot, name: str
) -> None:
    type_in(page, last_name="Lefèvre", first_name="Anne")
    type_in(page, **{name: "1 85 03 76 351 012"})
    field = page.form.texts[name]
    assert "numéro de sécurité sociale" in field.error()
    button_of(qtbot, page, "Enregistrer").click()
    assert scene.rows(JobseekerRow) == []


def test_the_shape_of_the_identifier_is_explained_once_the_field_is_left(
    page: CreatePage, qtbot: QtBot
) -> None:
    type_in(page, ft_id="123")
    assert page.form.texts["ft_id"].error() == ""
    page.form.texts["last_name"].control.setFocus()
    assert "8 caractères" in page.form.texts["ft_id"].error()


def test_it_can_go_on_to_the_registration(page: CreatePage, heard: Heard, qtbot: QtBot) -> None:
    type_in(page, last_name="Lefèvre", first_name="Anne")
    button_of(qtbot, page, "Enregistrer et inscrire à une Info coll…").click()
    where = wait_for_place(qtbot, heard, "session")
    assert (where["tab"], where["act"]) == ("meetings", "register")
    assert where["jobseeker_id"]


def test_what_was_searched_is_put_in_its_fields(desk: Desk, qtbot: QtBot) -> None:
    made = CreatePage(desk)
    shown(qtbot, made, text="Lefèvre Anne 1234567a")
    draft = made.form.draft()
    assert (draft.ft_id, draft.last_name, draft.first_name) == ("1234567A", "Lefèvre", "Anne")


def test_controls_are_named_and_follow_the_order_of_the_form(page: CreatePage) -> None:
    assert misnamed(page) == []
    names = [each.accessibleName() for each in tab_order(page.form)]
    assert names[:4] == ["N° DE", "Nom", "Prénom", "Naissance"]
