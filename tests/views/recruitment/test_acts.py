# SPDX-License-Identifier: MIT
"""Each act of the session page, through its button and its dialogue."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.tables import SESSION
from kairos_desktop.models.vocabulary import (
    CancelReason,
    Delegates,
    Prescriber,
    RegistrationState,
    SlotState,
)
from kairos_desktop.services.acts.sessions import RefreshSession
from kairos_desktop.services.queries.reading import rows_of
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.recruitment.delete_dialog import WITHOUT
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.banners import Banner
from tests.views.recruitment.driving import (
    button_named,
    dialog_of,
    open_on,
    press,
    save,
    slot_lines,
    states,
)
from tests.views.recruitment.scene import FIFTEEN, OTHERS

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.conftest import Said
    from tests.views.recruitment.scene import Scene


def test_an_info_coll_is_typed_and_taken(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered")
    press(page, "+ Saisir une Info coll")
    dialog = dialog_of(page, qtbot)
    save(dialog, qtbot, held_on=date(2026, 12, 17), starts_at=time(9), ends_at=time(11))
    assert said.last == "Info coll saisie : jeu. 17 déc. 2026 · 9\u00a0h – 11\u00a0h."
    (line,) = slot_lines(scene)
    assert page.meetings.choice is not None
    assert page.meetings.choice.key == line.id
    assert line.slot.contact == "Odile Tremblaie, 02 35 00 00 00"


def test_a_refused_info_coll_stays_on_screen_with_its_reason(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    open_on(page, scene, qtbot, tab="meetings")
    page.do("create-meeting")
    dialog = dialog_of(page, qtbot)
    save(dialog, qtbot, held_on=date(2026, 12, 17), starts_at=time(11), ends_at=time(9))
    assert dialog.isVisible()
    assert dialog.note.text() == ("L’heure de fin (9\u00a0h) précède l’heure de début (11\u00a0h).")
    assert not slot_lines(scene)


def test_the_first_one_waiting_is_offered_the_freed_place(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["thursday"])
    table = page.meetings.lists.card.table
    table.choose([scene.registrations["Roux"]])
    press(page, "Annuler le RDV")
    save(dialog_of(page, qtbot), qtbot, reason=CancelReason.JOB)
    assert "Une place s’est libérée" in said.last
    press(page, "Donner la place à Mme ŒUVRARD Colette")
    found = states(scene, scene.session)
    assert found["Œuvrard"] == RegistrationState.REGISTERED
    assert found["Petit"] == RegistrationState.WAITLISTED
    assert found["Roux"] == RegistrationState.CANCELLED


def test_a_cancelled_line_stays_in_the_list_and_explains_itself(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["thursday"])
    page.meetings.lists.card.table.choose([scene.registrations["Roux"]])
    press(page, "Annuler le RDV")
    save(dialog_of(page, qtbot), qtbot, reason=CancelReason.JOB)
    model = page.meetings.lists.card.model
    qtbot.waitUntil(lambda: model.row_at(model.rowCount() - 1) is not None)
    last = [model.index(3, column).data() for column in range(model.columnCount())]
    assert last[1:2] == ["ROUX Théo"]
    assert last[3:] == ["Annulé", "Annulé à l’initiative du DE le 07/12/2026 : reprise d’emploi."]


def test_several_people_are_transferred_at_once_absent_ones_included(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    target = scene.meeting(date(2026, 12, 18), 9, 11, places=3)
    open_on(page, scene, qtbot, tab="meetings", list="presence", slot_id=slots["monday"])
    names = ("Ferreira", "Lefèvre", "Nguyen", "Barbier")
    page.meetings.lists.card.table.choose([scene.registrations[name] for name in names])
    press(page, "Transférer")
    dialog = dialog_of(page, qtbot)
    dialog.form.field("target").set_value(target)
    assert dialog.note.text() == "3 auront une place, 1 sera en liste d’attente."
    save(dialog, qtbot)
    assert said.last.startswith("4 personnes transférées vers l’Info coll du ven. 18 déc. 2026")
    scene.desk.undo()
    assert states(scene, scene.session)["Ferreira"] == RegistrationState.ABSENT


def test_deletion_says_in_numbers_and_transfers_first(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    doomed = scene.meeting(date(2026, 12, 15), 9, 11)
    target = scene.meeting(date(2026, 12, 18), 9, 11)
    scene.register(doomed, FIFTEEN[:4])
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=doomed)
    press(page, "Supprimer")
    dialog = dialog_of(page, qtbot)
    assert "4 personnes n’auront plus de rendez-vous" in dialog.note.text()
    dialog.form.field("target").set_value(target)
    assert "D’abord, 4 personnes à transférer vers l’Info coll du ven. 18 déc." in (
        dialog.note.text()
    )
    save(dialog, qtbot)
    by_id = {line.id: line for line in slot_lines(scene)}
    assert by_id[doomed].slot.state is SlotState.DELETED
    assert by_id[target].seats.taken == 4
    assert said.last.startswith("4 personnes transférées")


def test_deletion_without_transfer_removes_those_expected(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    doomed = scene.meeting(date(2026, 12, 15), 9, 11)
    scene.register(doomed, FIFTEEN[:2])
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=doomed)
    press(page, "Supprimer")
    save(dialog_of(page, qtbot), qtbot, target=WITHOUT)
    assert set(states(scene, scene.session).values()) == {"removed"}
    assert "2 personne(s) n’ont plus de rendez-vous" in said.last


def test_somebody_known_and_somebody_new_are_registered_together(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    scene.create([("Aubert", "Zoé", FIFTEEN[1][2], "5050505Z", Prescriber.MISSION_LOCALE, "")])
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["monday"])
    press(page, "Inscrire un DE")
    dialog = dialog_of(page, qtbot)
    qtbot.keyClicks(dialog.people.line, "aub")
    qtbot.keyClick(dialog.people.line.popup(), Qt.Key.Key_Return)
    assert [row.last_name for row in dialog.people.people] == ["Aubert"]
    assert dialog.form.field("placed_by").value() is Prescriber.MISSION_LOCALE
    qtbot.keyClicks(dialog.people.line, "Roche Ali")
    press(dialog, "Créer un DE")
    assert (dialog.people.form.last_name.text(), dialog.people.form.first_name.text()) == (
        "Roche",
        "Ali",
    )
    press(dialog, "Ajouter ce DE")
    save(dialog, qtbot)
    found = states(scene, scene.session)
    assert found["Aubert"] == found["Roche"] == RegistrationState.REGISTERED


def test_a_likely_duplicate_is_shown_before_a_record_is_made(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["thursday"])
    press(page, "Inscrire un DE")
    dialog = dialog_of(page, qtbot)
    qtbot.keyClicks(dialog.people.line, "lefevre anne")
    press(dialog, "Créer un DE")
    assert button_named(dialog, "Prendre cette fiche")
    press(dialog, "Prendre cette fiche")
    assert [row.id for row in dialog.people.people] == [scene.people["Lefèvre"]]
    assert not dialog.people.creations


def test_a_group_of_rdv_shows_its_times_as_one_types(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_on(page, scene, qtbot, tab="appointments")
    press(page, "+ Saisir RDV individuel(s)")
    dialog = dialog_of(page, qtbot)
    dialog.form.set_values(
        {"first": time(10, 30), "minutes": 45, "count": 4, "pauses": "12h-13h30"}
    )
    qtbot.keyClicks(dialog.form.field("days").control, "14/12, 15/12")
    assert dialog.note.text() == (
        "4 RDV par jour : 10\u00a0h\u00a030, 11\u00a0h\u00a015, 13\u00a0h\u00a030, "
        "14\u00a0h\u00a015 ; fin à 15\u00a0h. En tout : 8 RDV."
    )
    save(dialog, qtbot)
    assert said.last == "8 RDV individuels saisis : 2 jours."
    press(page, "Dupliquer le groupe")
    dialog = dialog_of(page, qtbot)
    save(dialog, qtbot, days=(date(2026, 12, 21),))
    assert said.last == "Groupe dupliqué : 4 RDV, lun. 21 déc. 2026."
    assert len(slot_lines(scene)) == 12


def test_an_interruption_of_fifteen_days_is_refused_as_one_types(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_on(page, scene, qtbot, tab="summary")
    page.do("interruption")
    dialog = dialog_of(page, qtbot)
    dialog.form.set_values({"starts_on": date(2027, 2, 1), "reason": "centre_closure"})
    qtbot.keyClicks(dialog.form.field("ends_on").control, "15/02/2027")
    assert dialog.note.text().startswith("Cette période dure 15 jours.")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    save(dialog, qtbot, ends_on=date(2027, 2, 16))
    assert said.last == "Interruption prévue du 01/02/2027 au 16/02/2027."
    press(page, "Annuler cette interruption")
    assert said.last == "Interruption du 01/02/2027 au 16/02/2027 annulée."


def test_the_distance_work_of_a_session_is_described_for_its_ais(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    open_on(page, scene, qtbot, tab="summary")
    assert "Décrire le travail à distance" not in names_of(page)
    mixed = replace(session_of(scene), distance_share="Mixte")
    scene.record(RefreshSession(session=mixed))
    open_on(page, scene, qtbot, tab="summary")
    qtbot.waitUntil(lambda: "Décrire le travail à distance" in names_of(page))
    press(page, "Décrire le travail à distance")
    save(dialog_of(page, qtbot), qtbot, hours=120, assessment="chaque semaine")
    assert said.last == "Travail à distance décrit : les prochaines AIS le porteront."
    row = session_of(scene)
    assert (row.distance_hours, row.distance_assessment) == (120, "chaque semaine")


def test_r6341_15_the_length_of_a_session_is_shown_and_warned_of(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    short = replace(session_of(scene), hours_weekly=24.0, hours_total=36.0)
    scene.record(RefreshSession(session=short))
    open_on(page, scene, qtbot, tab="summary")
    said = [each.text().replace("\u00a0", " ") for each in page.summary.findChildren(QLabel)]
    assert "Temps partiel · 24 h par semaine · 36 h en tout" in said
    assert any(each.startswith("Moins de 40 heures en tout") for each in said)
    page.do("propose")
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, ActDialog)
    assert dialog.note.text().startswith("Moins de 40 heures en tout")
    dialog.close()


def test_r6352_10_the_vote_of_the_delegates_is_noted_from_a_faire(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    scene.record(RefreshSession(session=replace(session_of(scene), hours_total=600.0)))
    open_on(page, scene, qtbot, tab="summary", act="delegates")
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, ActDialog)
    # From Monday the 11th of January, by seven hours a day.
    assert dialog.note.text() == "Délégués des stagiaires : vote du 13/01/2027 au 18/01/2027."
    save(dialog, qtbot, vote=Delegates.NO_CANDIDATE, day=date(2026, 12, 7))
    assert said.last.startswith(
        "Élection des délégués : procès-verbal de carence, le 07/12/2026. "
        "Vote hors des heures prévues"
    )
    shown = [each.text() for each in page.summary.findChildren(QLabel)]
    assert "Délégués des stagiaires : procès-verbal de carence, le 07/12/2026" in shown
    assert "Noter l’élection des délégués" in names_of(page)


def session_of(scene: Scene) -> SessionRow:
    def read(conn: Any, org: UUID) -> SessionRow:
        (row,) = rows_of(conn, org, SessionRow, SESSION.c.id == scene.session)
        return row

    return scene.workspace.read(read)


def names_of(page: SessionPage) -> list[str]:
    return [each.accessibleName() for each in page.summary.findChildren(QPushButton)]


def test_a_session_without_modality_warns_and_leads_to_one(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    open_on(page, scene, qtbot, tab="summary")
    qtbot.waitUntil(lambda: buttons_of_banner(page) == ["Saisir une Info coll"])


def buttons_of_banner(page: SessionPage) -> list[str]:
    return [
        each.accessibleName()
        for banner in page.findChildren(Banner)
        if banner.isVisible()
        for each in banner.findChildren(QPushButton)
    ]


def test_the_list_of_rdv_is_by_day_with_its_hours(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    lines = [line for line in slot_lines(scene) if line.slot.held_on == date(2026, 12, 14)]
    scene.register(lines[2].id, OTHERS[2:3])
    open_on(page, scene, qtbot, tab="appointments", list="registered")
    card = page.appointments.lists.cards[Tab.REGISTERED]
    qtbot.waitUntil(lambda: card.model.rowCount() == 1 and card.model.row_at(0) is not None)
    assert card.model.index(0, 0).data() == "10\u00a0h – 10\u00a0h\u00a030"
    assert page.appointments.chips.current_key() == date(2026, 12, 14)


def test_an_info_coll_is_changed_and_says_whom_to_tell(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["monday"])
    press(page, "Modifier…")
    dialog = dialog_of(page, qtbot)
    assert dialog.windowTitle() == "Modifier l’Info coll"
    assert dialog.note.text().startswith("15 personnes sont inscrites : prévenez-les")
    save(dialog, qtbot, held_on=date(2026, 12, 8), capacity=20)
    changed = next(line for line in slot_lines(scene) if line.id == slots["monday"])
    assert (changed.slot.held_on, changed.slot.capacity) == (date(2026, 12, 8), 20)
    assert said.last.startswith("Modification enregistrée : ")


def test_one_rdv_of_a_day_is_chosen_then_changed(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="appointments", list="registered")
    third = [line for line in slot_lines(scene) if line.slot.held_on == date(2026, 12, 14)][2]
    press(page, "Modifier…")
    dialog = dialog_of(page, qtbot)
    dialog.form.set_values({"which": third.id})
    dialog.form.field("which").edited.emit()
    assert dialog.form.values()["starts_at"] == time(10)
    save(dialog, qtbot, starts_at=time(17), ends_at=time(17, 30))
    changed = next(line for line in slot_lines(scene) if line.id == third.id)
    assert changed.slot.starts_at == time(17)


def test_one_rdv_is_deleted_after_a_transfer_to_another_one(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    del slots
    doomed = next(line for line in slot_lines(scene) if line.slot.held_on == date(2026, 12, 14))
    scene.register(doomed.id, OTHERS[2:3])
    scene.group(date(2026, 12, 15), count=1)
    target = next(line for line in slot_lines(scene) if line.slot.held_on == date(2026, 12, 15))
    open_on(page, scene, qtbot, tab="appointments", list="registered", slot_id=doomed.id)
    press(page, "Supprimer")
    dialog = dialog_of(page, qtbot)
    dialog.form.set_values({"which": doomed.id})
    dialog.form.field("which").edited.emit()
    dialog.form.set_values({"target": target.id})
    dialog.form.field("target").edited.emit()
    assert "D’abord, 1 personne à transférer" in dialog.note.text()
    save(dialog, qtbot)
    by_id = {line.id: line for line in slot_lines(scene)}
    assert by_id[doomed.id].slot.state is SlotState.DELETED
    assert by_id[target.id].seats.taken == 1


def test_the_history_of_a_registration_is_one_key_away(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    asked: list[tuple[tuple[UUID, ...], str]] = []
    scene.desk.history_asked.connect(lambda ids, title: asked.append((tuple(ids), title)))
    open_on(page, scene, qtbot, tab="meetings", list="registered", slot_id=slots["monday"])
    table = page.meetings.lists.card.table
    table.choose([scene.registrations["Lefèvre"]])
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert asked == [((scene.registrations["Lefèvre"],), "LEFÈVRE Anne")]
