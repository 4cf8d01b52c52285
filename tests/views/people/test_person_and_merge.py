# SPDX-License-Identifier: MIT
"""A person's record, and two records brought together and taken apart."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kairos_desktop.models.rows import JobseekerRow, RegistrationRow
from kairos_desktop.services.acts.jobseekers import MergeJobseekers
from kairos_desktop.views.people.merge_page import MergePage
from kairos_desktop.views.people.person_page import PersonPage
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_place
from tests.views.walks import misnamed


def open_person(qtbot: QtBot, desk: Desk, scene: Scene, person: object) -> PersonPage:
    page = PersonPage(desk)
    shown(qtbot, page, jobseeker_id=person)
    name = scene.row(JobseekerRow, person).first_name  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: name in page.accessibleName())
    return page


def test_the_path_opens_each_line_where_it_stands(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    person, session = scene.person("Barbier"), scene.session()
    meeting = scene.meeting(session)
    scene.selected(scene.present(scene.register(meeting, person)))
    page = open_person(qtbot, desk, scene, person)
    qtbot.waitUntil(lambda: page.path.model.rowCount() == 2)
    assert sorted(texts(qtbot, page.path, 1)) == ["Formation", "Info coll"]
    page.path.table.setFocus()
    page.path.table.selectRow(texts(qtbot, page.path, 1).index("Info coll"))
    qtbot.keyClick(page.path.table, Qt.Key.Key_Return)
    where = wait_for_place(qtbot, heard, "session")
    assert where["slot_id"] == meeting
    assert (where["session_id"], where["tab"]) == (session.id, "meetings")


def test_a_devis_aif_is_for_the_formation_chosen_in_the_path(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    person, session = scene.person("Barbier"), scene.session()
    page = open_person(qtbot, desk, scene, person)
    page._go_quote()
    assert not any(place.page == "quote" for place in heard.places)
    scene.register(scene.meeting(session), person)
    page.show_place({"jobseeker_id": person})
    qtbot.waitUntil(lambda: page.path.model.rowCount() == 1)
    page._go_quote()
    where = wait_for_place(qtbot, heard, "quote")
    assert where == {"jobseeker_id": person, "session_id": session.id}


def test_a_correction_is_recorded_and_the_old_identifier_is_kept(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    person = scene.person("Barbier", ft_id="1234567A")
    page = open_person(qtbot, desk, scene, person)
    button_of(qtbot, page, "Modifier").click()
    page.correction.form.texts["ft_id"].set_text("12345678901")
    page.correction.form.texts["phone"].set_text("06 39 98 12 34")
    button_of(qtbot, page.correction, "Enregistrer").click()
    qtbot.waitUntil(lambda: scene.row(JobseekerRow, person).phone == "06 39 98 12 34")
    row = scene.row(JobseekerRow, person)
    assert (row.ft_id, row.previous_ft_id) == ("12345678901", "1234567A")
    qtbot.waitUntil(lambda: not page.correction.isVisibleTo(page))


def test_a_correction_left_half_typed_is_found_again(
    scene: Scene, desk: Desk, qtbot: QtBot
) -> None:
    first, second = scene.person("Barbier", "Lucas"), scene.person("Diallo", "Aminata")
    page = open_person(qtbot, desk, scene, first)
    button_of(qtbot, page, "Modifier").click()
    page.correction.form.texts["phone"].set_text("06")
    page.show_place({"jobseeker_id": second})
    qtbot.waitUntil(lambda: "Aminata" in page.accessibleName())
    assert not page.correction.isVisibleTo(page)
    page.show_place({"jobseeker_id": first})
    qtbot.waitUntil(lambda: "Lucas" in page.accessibleName())
    assert page.correction.isVisibleTo(page)
    assert page.correction.form.draft().phone == "06"


def test_two_records_are_merged_after_saying_what_is_kept(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    kept = scene.person("Lefèvre", "Anne", ft_id="1234567A")
    double = scene.person("Lefevre", "Anne", phone="06 39 98 12 34", ft_id="12345678901")
    registration = scene.register(scene.meeting(scene.session()), double)
    page = MergePage(desk)
    shown(qtbot, page, kept_id=kept, absorbed_id=double)
    qtbot.waitUntil(lambda: page.card.model.rowCount() > 0)
    fates = dict(zip(texts(qtbot, page.card, 0), texts(qtbot, page.card, 4), strict=True))
    assert fates["Téléphone"] == "Repris de l’autre"
    assert fates["N° DE"] == "Gardé, l’autre écarté"
    assert fates["N° DE précédent"] == "Repris de l’autre"
    assert "1 inscription à un rendez-vous" in page._moves.text()
    assert scene.row(JobseekerRow, double).merged_into_id is None
    button_of(qtbot, page, "Fusionner").click()
    assert wait_for_place(qtbot, heard, "person") == {"jobseeker_id": kept}
    assert scene.row(JobseekerRow, double).merged_into_id == kept
    assert scene.row(RegistrationRow, registration).jobseeker_id == kept


def test_inverser_turns_the_two_around(scene: Scene, desk: Desk, qtbot: QtBot) -> None:
    one, other = scene.person("Lefèvre", "Anne"), scene.person("Lefevre", "Ane")
    page = MergePage(desk)
    shown(qtbot, page, kept_id=one, absorbed_id=other)
    qtbot.waitUntil(lambda: texts(qtbot, page.card, 1)[:1] == ["Lefèvre"])
    button_of(qtbot, page, "Inverser").click()
    assert texts(qtbot, page.card, 1)[:1] == ["Lefevre"]
    assert page.fields["kept"].value() == other


def test_merged_records_are_taken_apart_from_the_record(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    kept, double = scene.person("Lefèvre", "Anne"), scene.person("Lefevre", "Anne")
    registration = scene.register(scene.meeting(scene.session()), double)
    scene.say(MergeJobseekers(kept_id=kept, absorbed_id=double))
    page = open_person(qtbot, desk, scene, kept)
    button_of(qtbot, page, "Séparer les fiches").click()
    qtbot.waitUntil(lambda: scene.row(JobseekerRow, double).merged_into_id is None)
    assert scene.row(RegistrationRow, registration).jobseeker_id == double


def test_a_record_merged_away_leads_to_the_one_kept(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    kept, double = scene.person("Lefèvre", "Anne"), scene.person("Lefevre", "Ane")
    scene.say(MergeJobseekers(kept_id=kept, absorbed_id=double))
    page = open_person(qtbot, desk, scene, double)
    assert not button_of(qtbot, page, "Modifier").isEnabled()
    button_of(qtbot, page, "Ouvrir la fiche conservée").click()
    assert wait_for_place(qtbot, heard, "person") == {"jobseeker_id": kept}


def test_every_control_is_named_as_it_reads(scene: Scene, desk: Desk, qtbot: QtBot) -> None:
    person = scene.person("Barbier")
    page = open_person(qtbot, desk, scene, person)
    assert misnamed(page) == []
    button_of(qtbot, page, "Modifier").click()
    assert misnamed(page) == []
    merge = MergePage(desk)
    shown(qtbot, merge)
    assert misnamed(merge) == []
