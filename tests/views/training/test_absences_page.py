# SPDX-License-Identifier: MIT
"""« Saisie des absences et/ou abandon »: typed, qualified, corrected, left, by hand and by key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from kairos_desktop.models.rows import AbsenceRow, EnrolmentRow, InterruptionRow, ReasonRow
from kairos_desktop.models.vocabulary import EnrolmentState, HalfDay, Justification
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.views.training.dates_fields import minutes_of
from kairos_desktop.views.training.pause_dialog import CONSEQUENCE
from kairos_desktop.views.training.reasons_page import ReasonsPage, code_of
from tests.views.hearing import Heard
from tests.views.recruitment.driving import button_named, dialog_of, press, save
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Notice
    from kairos_desktop.views.training.absences_page import AbsencesPage
    from tests.views.training.classroom import Classroom

MONDAY = date(2026, 11, 16)


def test_the_guides_panels_are_there_and_everything_is_named(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    room.absent("Barbier", MONDAY)
    absences.show_place({})
    assert [column.title for column in absences.paths.model.columns] == [
        "Intitulé", "Période", "OF", "Date de saisie", "Statut", "Motif", "Certificat", "Bilan",
    ]  # fmt: skip
    assert len(absences.absences.model.ids()) == 1
    assert misnamed(absences) == []
    for size in ((1366, 768), (911, 512)):
        absences.resize(*size)
        qtbot.wait(1)
        assert cut_texts(absences) == []


def test_an_absence_is_typed_and_nothing_says_beforehand_that_it_is_justified(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    absences.do("absence")
    dialog = dialog_of(absences, qtbot)
    assert dialog.form.values()["justification"] is None
    save(dialog, qtbot, starts_on=MONDAY, ends_on=MONDAY, ends_half=HalfDay.MORNING)
    assert room.scene.rows(AbsenceRow) == []
    save(dialog, qtbot, justification=Justification.UNJUSTIFIED)
    (row,) = room.scene.rows(AbsenceRow)
    assert (row.starts_on, row.ends_half) == (MONDAY, HalfDay.MORNING)
    assert row.justification is Justification.UNJUSTIFIED
    assert len(absences.absences.model.ids()) == 1


def test_the_form_says_what_the_choice_costs_and_what_will_be_checked(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    room.absent("Barbier", MONDAY)
    absences.show_place({})
    absences.do("absence")
    dialog = dialog_of(absences, qtbot)
    dialog.form.set_values(
        {"starts_on": MONDAY, "ends_on": MONDAY, "justification": Justification.UNJUSTIFIED}
    )
    assert "R6341-45" in dialog.note.text()
    assert "chevauche une autre absence" in dialog.note.text()
    dialog.close()


def test_a_length_is_typed_as_people_say_it(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    absences.do("absence")
    dialog = dialog_of(absences, qtbot)
    values = {"starts_on": MONDAY, "ends_on": MONDAY, "justification": Justification.TO_QUALIFY}
    save(dialog, qtbot, **values, length="un peu")
    assert room.scene.rows(AbsenceRow) == []
    save(dialog, qtbot, length="1h30")
    assert [row.minutes for row in room.scene.rows(AbsenceRow)] == [90]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("1h30", 90), ("2 h", 120), ("0:45", 45), ("20 min", 20), ("abc", None), ("h", None)],
)
def test_lengths(typed: str, minutes: int | None) -> None:
    assert minutes_of(typed) == minutes


def test_the_reason_follows_by_one_key(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    row_id = room.absent("Barbier", MONDAY)
    absences.show_place({})
    absences.focus_start()
    absences.absences.table.choose([row_id])
    qtbot.keyClick(absences.absences.table, Qt.Key.Key_Q)
    dialog = dialog_of(absences, qtbot)
    save(dialog, qtbot, reason="exam", justification=Justification.JUSTIFIED)
    row = room.scene.row(AbsenceRow, row_id)
    assert (row.reason, row.justification) == ("exam", Justification.JUSTIFIED)
    line = absences.absences.model.row_at(0)
    assert line is not None
    assert line.absence == row


def test_an_abandon_is_asked_twice_with_its_consequence(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    absences.do("drop")
    dialog = dialog_of(absences, qtbot)
    assert dialog.form.values()["legitimate"] is None
    save(dialog, qtbot, last_day=MONDAY, reason="moving", legitimate="no")
    trainee = room.trainees["Barbier"]
    assert room.scene.row(EnrolmentRow, trainee).state is EnrolmentState.ENTERED
    assert "à rembourser en totalité" in dialog.note.text()
    assert dialog.accept_button.text() == "Confirmer l’abandon"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    row = room.scene.row(EnrolmentRow, trainee)
    assert (row.state, row.legitimate, row.left_on) == (EnrolmentState.DROPPED, False, MONDAY)


def test_what_is_changed_after_the_warning_is_warned_of_again(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    absences.do("exclude")
    dialog = dialog_of(absences, qtbot)
    save(dialog, qtbot, last_day=MONDAY, reason="Violence")
    assert "fragile" in dialog.note.text()
    for name, typed in (("summoned_on", "9/11/2026"), ("heard_on", "12/11/2026")):
        dialog.form.field(name).control.setText(typed)
    assert dialog.accept_button.text() == "Enregistrer"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "fragile" not in dialog.note.text()
    state = room.scene.row(EnrolmentRow, room.trainees["Barbier"]).state
    assert state is EnrolmentState.ENTERED
    dialog.close()


def test_the_planned_end_is_proposed_and_confirmed_then_reopened(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    trainee = room.trainees["Barbier"]
    absences.do("complete")
    dialog = dialog_of(absences, qtbot)
    assert dialog.form.values() == {"last_day": date(2027, 3, 26), "reason": "planned_end"}
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert room.scene.row(EnrolmentRow, trainee).state is EnrolmentState.COMPLETED
    absences.do("reopen")
    save(dialog_of(absences, qtbot), qtbot, reason="Erreur de personne")
    assert room.scene.row(EnrolmentRow, trainee).state is EnrolmentState.ENTERED


def test_fifteen_days_are_offered_as_an_absence_with_their_dates(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    press(absences, "Saisir une période d'interruption")
    dialog = dialog_of(absences, qtbot)
    assert CONSEQUENCE.startswith("Une interruption change la catégorie")
    first, last = date(2026, 11, 16), date(2026, 11, 30)
    dialog.form.set_values({"starts_on": first, "ends_on": last, "reason": "personal"})
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert room.scene.rows(InterruptionRow) == []
    press(dialog, "Saisir une absence à la place")
    instead = dialog_of(absences, qtbot)
    assert instead.form.values()["starts_on"] == first
    assert instead.form.values()["ends_on"] == last
    instead.close()


def test_an_interruption_is_typed_corrected_and_cancelled(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    absences.do("interruption")
    dialog = dialog_of(absences, qtbot)
    values = {"starts_on": date(2026, 12, 1), "ends_on": date(2027, 1, 8), "reason": "personal"}
    save(dialog, qtbot, **values)
    press(absences, "Corriger")
    save(dialog_of(absences, qtbot), qtbot, ends_on=date(2026, 12, 31))
    (row,) = room.scene.rows(InterruptionRow)
    assert row.ends_on == date(2026, 12, 31)
    press(absences, "Annuler")
    assert room.scene.rows(InterruptionRow) == []


def test_who_is_interrupted_today_reads_interrompu(absences: AbsencesPage, room: Classroom) -> None:
    room.scene.say(
        RecordInterruption(
            interruption_id=room.scene.id(),
            enrolment_id=room.trainees["Barbier"],
            starts_on=date(2026, 11, 20),
            ends_on=date(2026, 12, 20),
            reason="personal",
        )
    )
    absences.show_place({})
    line = absences.paths.model.row_at(0)
    assert line is not None
    assert absences.paths.model.columns[4].display(line) == "Interrompu"


def test_who_has_left_may_not_leave_again_and_the_page_says_why(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    heard = Heard(room.desk)
    absences.do("reopen")
    assert "n’est pas sortie" in heard.notices[-1].sentence
    assert button_named(absences, "Sortie de formation…").isEnabled()


def test_the_rgc_adds_a_reason_which_the_form_then_offers(
    absences: AbsencesPage, room: Classroom, qtbot: QtBot
) -> None:
    page = ReasonsPage(room.desk)
    qtbot.addWidget(page)
    page.resize(1058, 690)
    with qtbot.waitActive(page):
        page.show()
    page.show_place({})
    assert misnamed(page) == []
    press(page, "Ajouter un motif")
    save(dialog_of(page, qtbot), qtbot, label="Permis de conduire", usual="yes")
    assert [row.code for row in room.scene.rows(ReasonRow)] == ["permis_de_conduire"]
    absences.show_place({})
    absences.do("absence")
    dialog = dialog_of(absences, qtbot)
    dialog.form.set_values({"reason": "permis_de_conduire"})
    dialog.close()


def test_a_code_is_drawn_from_the_words() -> None:
    assert code_of("Événement familial (décès)") == "evenement_familial_deces"
    assert code_of("3e convocation") == "m_3e_convocation"


def test_a_work_accident_is_noted_as_notified_by_one_key(
    room: Classroom, absences: AbsencesPage, qtbot: QtBot
) -> None:
    day = date(2026, 11, 20)
    justified = Justification.JUSTIFIED
    row_id = room.absent("Barbier", day, reason="work_accident", justification=justified)
    absences.show_place({"enrolment_id": room.trainees["Barbier"]})
    absences.absences.table.choose([row_id])
    absences.focus_start()
    qtbot.keyClick(absences.absences.table, Qt.Key.Key_S)
    told = room.scene.row(AbsenceRow, row_id).accident_told_on
    assert told == room.desk.now().date()
    # The second time there is nothing to notify, and the bar says why.
    said: list[Notice] = []
    room.desk.said.connect(said.append)
    qtbot.keyClick(absences.absences.table, Qt.Key.Key_S)
    assert said[-1].sentence == "Cet accident a été signalé le 26/11/2026."
