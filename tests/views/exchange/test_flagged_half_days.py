# SPDX-License-Identifier: MIT
"""« À régulariser » of half-days kept and to be checked: marks, sheets, signatures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    AbsenceRow,
)
from kairos_desktop.models.sheet_rows import SheetRow
from kairos_desktop.models.vocabulary import (
    HalfDay,
    Mark,
)
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    MarkHalfDays,
    RecordAbsence,
    RemoveAbsence,
)
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.interruptions import CorrectInterruption, RecordInterruption
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay, StrikeSignature
from kairos_desktop.services.queries import exchange
from kairos_desktop.views.exchange.alternatives import alternatives
from kairos_desktop.views.exchange.settle_page import SettlePage
from tests.exchange_scene import OTHER_POST
from tests.training_scene import on
from tests.views.exchange.conftest import Trained, press, see
from tests.views.hearing import Heard, button_of, wait_for_place

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MONDAY = date(2026, 11, 16)
NOTED, PERSON, SESSION = "J’ai pris note", "Ouvrir la fiche du DE", "Ouvrir la session"


def test_what_a_trainer_read_elsewhere_is_kept_undone_or_looked_into(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    scene = trained.scene
    act = RecordSheet(
        session_id=trained.session.id,
        day=MONDAY,
        half=HalfDay.AFTERNOON,
        signed=(trained.trainee,),
    )
    line = trained.say(act, "not_own_session", {"by": "Tom", "day": MONDAY})
    sheet = "Ouvrir la feuille du 16 nov., après-midi"
    assert see(qtbot, page, line) == [
        "Garder la saisie d’Odile",
        "Annuler cette feuille",
        NOTED,
        sheet,
        SESSION,
        "Ouvrir l’emploi du temps",
    ]
    button_of(qtbot, page, sheet).click()
    place = wait_for_place(qtbot, heard, "sheet")
    assert place == {
        "session_id": trained.session.id,
        "day": MONDAY,
        "half": HalfDay.AFTERNOON,
    }
    button_of(qtbot, page, "Ouvrir l’emploi du temps").click()
    assert wait_for_place(qtbot, heard, "timetable") == {"session_id": trained.session.id}
    press(qtbot, page, "Annuler cette feuille")
    assert not scene.rows(SheetRow)
    scene.workspace.undo()
    assert len(scene.rows(SheetRow)) == 1
    assert trained.decision(line) == ""


def test_what_was_changed_since_or_typed_elsewhere_is_not_undone(trained: Trained) -> None:
    sheet = RecordSheet(
        session_id=trained.session.id, day=MONDAY, half=HalfDay.MORNING, signed=(trained.trainee,)
    )
    trained.say(sheet, "not_own_session")
    trained.scene.say(RecordSheet(session_id=sheet.session_id, day=MONDAY, half=sheet.half,
                                  missing=(trained.trainee,)))  # fmt: skip
    assert list(trained.offered()) == ["Garder la saisie d’Odile"]
    assert not trained.told().can_be_undone


def test_a_long_name_leaves_room_for_what_will_happen(trained: Trained) -> None:
    mark = MarkHalfDays(enrolment_id=trained.trainee, dates=on(MONDAY), mark=Mark.TO_QUALIFY)
    by = "Maximilienne de Montmorency-Lavallière"
    trained.flag(mark, "not_own_session", by=by, post=OTHER_POST)
    assert next(iter(trained.offered())) == "Garder cette saisie"


ABSENCE, SIGNATURE, PAUSE = (UUID(int=number) for number in (31, 32, 33))


@pytest.mark.parametrize("code", ["not_own_session", "absence_after_exit", "absence_outside_path"])
def test_half_days_that_were_marked_are_taken_back_from_any_post(
    trained: Trained, code: str
) -> None:
    mark = MarkHalfDays(enrolment_id=trained.trainee, dates=on(MONDAY), mark=Mark.TO_QUALIFY)
    trained.flag(mark, code, {"day": MONDAY}, post=OTHER_POST)
    kept, removed = trained.offered().items()
    assert kept[1] == ()
    back = MarkHalfDays(enrolment_id=trained.trainee, dates=on(MONDAY), mark=Mark.PRESENT)
    assert removed == ("Retirer l’absence du 16 nov.", (back,))


@pytest.mark.parametrize(
    ("mark", "last", "label"),
    [
        (Mark.LATE, 16, "Retirer le retard du 16 nov."),
        (Mark.JUSTIFIED, 18, "Retirer l’absence du 16 nov. au 18 nov."),
    ],
)
def test_the_button_says_what_goes(trained: Trained, mark: Mark, last: int, label: str) -> None:
    dates = on(MONDAY, date(2026, 11, last))
    act = MarkHalfDays(enrolment_id=trained.trainee, dates=dates, mark=mark)
    trained.flag(act, "absence_not_entered", {"day": MONDAY})
    assert list(trained.offered())[1] == label


def test_an_absence_or_a_signature_of_another_session_goes_by_its_own_act(
    trained: Trained,
) -> None:
    absence = RecordAbsence(absence_id=ABSENCE, enrolment_id=trained.trainee, dates=on(MONDAY))
    signed = SignHalfDay(
        signature_id=SIGNATURE,
        session_id=trained.session.id,
        day=MONDAY,
        half=HalfDay.MORNING,
        strokes="",
        trainer="Tom",
    )
    for act in (absence, signed):
        trained.flag(act, "not_own_session", {"by": "Tom", "day": MONDAY}, post=OTHER_POST)
    found = trained.scene.workspace.read(exchange.to_settle)
    acts = {line.act_name: alternatives(line)[1].acts for line in found}
    assert acts == {
        "absence.record": (RemoveAbsence(absence_id=ABSENCE),),
        "signature.sign": (
            StrikeSignature(
                signature_id=SIGNATURE, reason="Signé dans une session d’un autre formateur."
            ),
        ),
    }


def test_corrected_dates_are_put_back(trained: Trained, page: SettlePage, qtbot: QtBot) -> None:
    scene = trained.scene
    scene.say(RecordAbsence(absence_id=ABSENCE, enrolment_id=trained.trainee, dates=on(MONDAY)))
    act = CorrectAbsence(absence_id=ABSENCE, dates=on(date(2027, 4, 5)))
    line = trained.say(act, "absence_outside_path", {"day": date(2027, 4, 5)})
    back = "Remettre les dates d’avant"
    absences = "Ouvrir les absences"
    assert see(qtbot, page, line) == ["Garder ces dates", back, NOTED, absences, PERSON, SESSION]
    press(qtbot, page, back)
    assert scene.row(AbsenceRow, ABSENCE).starts_on == MONDAY
    scene.workspace.undo()
    assert scene.row(AbsenceRow, ABSENCE).starts_on == date(2027, 4, 5)


def test_corrected_dates_of_an_interruption_are_put_back(trained: Trained) -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 20)
    pause = RecordInterruption(
        interruption_id=PAUSE,
        enrolment_id=trained.trainee,
        starts_on=first,
        ends_on=last,
        reason="Maladie",
    )
    trained.scene.say(pause)
    later = CorrectInterruption(
        interruption_id=PAUSE, starts_on=first, ends_on=date(2027, 4, 2), reason="Maladie"
    )
    line = trained.say(later, "interruption_outside_path", {"start": first, "end": last})
    assert trained.offered() == {
        "Garder ces dates": (),
        "Remettre les dates d’avant": (Restore(act_id=line),),
    }
    subject = trained.told().subject
    assert subject.enrolment is not None
    assert subject.enrolment.id == trained.trainee


def test_a_sheet_read_twice_is_kept_as_read_last_or_opened(
    trained: Trained, page: SettlePage, qtbot: QtBot
) -> None:
    act = RecordSheet(
        session_id=trained.session.id, day=MONDAY, half=HalfDay.MORNING, signed=(trained.trainee,)
    )
    line = trained.say(act, "concurrent_change", {"by": "Paul", "table": "training_sheet"})
    kept = "Garder la feuille d’Odile"
    opened = "Ouvrir la feuille du 16 nov., matin"
    assert see(qtbot, page, line) == [kept, NOTED, opened, SESSION]
    press(qtbot, page, kept)
    assert trained.decision(line) == kept
    assert len(trained.scene.rows(SheetRow)) == 1


def test_a_half_day_marked_twice_is_kept_or_opened(
    trained: Trained, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    act = MarkHalfDays(enrolment_id=trained.trainee, dates=on(MONDAY), mark=Mark.TO_QUALIFY)
    line = trained.say(act, "concurrent_change", {"by": "Paul", "table": "absence"})
    absences = "Ouvrir les absences"
    assert see(qtbot, page, line) == ["Garder ce pointage", NOTED, absences, PERSON, SESSION]
    button_of(qtbot, page, absences).click()
    assert wait_for_place(qtbot, heard, "absences") == {"enrolment_id": trained.trainee}
