# SPDX-License-Identifier: MIT
"""What is decided of a flag on a post is what every post and the back end end with."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    AbsenceRow,
    EnrolmentRow,
    OutcomeRow,
    RegistrationRow,
    RemoteWorkRow,
    ReportedRow,
)
from kairos_desktop.models.sheet_rows import SheetRow, SignatureRow
from kairos_desktop.models.vocabulary import HalfDay, Mark, OutcomeKind, Reportable, Result
from kairos_desktop.services.acts.absences import MarkHalfDays
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.entries import ChangeEnd
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.settlements import SettleOutcome
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, Taught
from kairos_desktop.services.exchange_seen import SettleLine
from kairos_desktop.services.queries import exchange
from kairos_desktop.services.rules.signatures import standing
from kairos_desktop.views.exchange.alternatives import alternatives
from tests.kairos_server.exchange.test_exchange import level, pair
from tests.kairos_server.exchange.test_month import an_office
from tests.kairos_server.exchange.test_scope import Trainer
from tests.kairos_server.exchange.universe import TestPost, Universe
from tests.model.exchange.training_people import STROKES
from tests.training_scene import FIRST_DAY, on

NOVEMBER, MONDAY = date(2026, 11, 1), date(2026, 11, 16)
# The deciding is the same on both; the neighbours exchange with PostgreSQL too.
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
Office = tuple[TestPost, TestPost, list[UUID]]


@pytest.fixture
def office(universe: Universe) -> Office:
    return an_office(universe)


def only_line(post: TestPost, code: str) -> SettleLine:
    (found,) = post.workspace.read(exchange.to_settle)
    assert (found.kind, found.code) == (OutcomeKind.FLAGGED, code)
    return found


def press(universe: Universe, post: TestPost, label: str) -> None:
    """What a button does, and that everybody then agrees with nothing left to settle."""
    (found,) = post.workspace.read(exchange.to_settle)
    (chosen,) = [each for each in alternatives(found) if each.label == label]
    settling = SettleOutcome(outcome_id=found.id, decision=chosen.decision)
    assert not post.workspace.record((*chosen.acts, settling), together=True).refusals
    assert post.workspace.read(exchange.to_settle) == []
    shown = {kind: post.rows(kind) for kind in SHOWN}
    level(universe)
    for each in universe.posts:
        assert each.workspace.read(exchange.to_settle) == []
        assert len(each.rows(OutcomeRow)) == 1
    assert shown == {kind: post.rows(kind) for kind in SHOWN}


SHOWN = (RegistrationRow, EnrolmentRow, AbsenceRow, RemoteWorkRow, ReportedRow, SheetRow)


def undo(universe: Universe, post: TestPost) -> None:
    assert not post.workspace.undo().refusals
    level(universe)
    assert len(post.workspace.read(exchange.to_settle)) == 1


def both(universe: Universe, first: tuple[TestPost, Act], second: tuple[TestPost, Act]) -> None:
    """Said without knowing each other, the first one arrives first."""
    for post, act in (first, second):
        post.say(act)
    first[0].sync()
    second[0].sync()
    level(universe)


def test_a_result_said_of_somebody_enrolled_is_taken_back(universe: Universe) -> None:
    sabine, karim = pair(universe)
    session = sabine.session()
    line = sabine.present(sabine.register(sabine.meeting(session)))
    person = sabine.registration(line).jobseeker_id
    level(universe)
    proposed = ProposeEnrolment(
        enrolment_id=sabine.id(), session_id=session.id, jobseeker_id=person
    )
    result = RecordResult(registration_id=line, result=Result.SELECTED)
    both(universe, (sabine, proposed), (karim, result))
    for post in (sabine, karim):
        enrolment = only_line(post, "enrolment_stands").subject.enrolment
        assert enrolment is not None
        assert enrolment.id == proposed.enrolment_id
    press(universe, karim, "Annuler le résultat « Retenu »")
    assert sabine.registration(line).result is Result.NONE
    assert [row.id for row in sabine.rows(EnrolmentRow)] == [proposed.enrolment_id]
    undo(universe, karim)
    assert sabine.registration(line).result is Result.SELECTED


def test_what_was_reported_twice_is_to_report_again(universe: Universe, office: Office) -> None:
    sabine, karim, trainees = office
    said = ("present", FIRST_DAY.isoformat())
    act = ReportToKairos(kind=Reportable.ENTRY, about_id=trainees[0], said=said)
    both(universe, (sabine, act), (karim, act))
    person = only_line(sabine, "already_reported").subject.jobseeker
    assert person is not None
    assert person.last_name == "Martin"
    press(universe, sabine, "Remettre à reporter dans KAIROS")
    assert not sabine.rows(ReportedRow)
    undo(universe, sabine)
    assert [row.reported_by for row in karim.rows(ReportedRow)] == ["Sabine"]


def test_hours_of_a_month_that_is_not_the_trainee_s_go_to_zero(
    universe: Universe, office: Office
) -> None:
    sabine, karim, (martin, durand) = office
    shorter = ChangeEnd(enrolment_id=durand, planned_end=date(2026, 10, 30), reason="Projet")
    lines = tuple(RemoteWork(enrolment_id=each, estimated=60) for each in (martin, durand))
    both(universe, (sabine, shorter), (karim, RecordRemoteWork(month=NOVEMBER, lines=lines)))
    only_line(sabine, "remote_work_outside")
    # Zero is outside as well: who says it has seen that, and no line comes back.
    press(universe, sabine, "Mettre ses heures à 0 h")
    hours = {row.enrolment_id: row.estimated for row in sabine.rows(RemoteWorkRow)}
    assert hours == {martin: 60, durand: 0}
    undo(universe, sabine)
    hours = {row.enrolment_id: row.estimated for row in sabine.rows(RemoteWorkRow)}
    assert hours == {martin: 60, durand: 60}


def test_half_days_marked_after_an_exit_are_taken_back(universe: Universe, office: Office) -> None:
    sabine, karim, (martin, _durand) = office
    left = DropTrainee(enrolment_id=martin, last_day=date(2026, 11, 6), reason="job")
    mark = MarkHalfDays(enrolment_id=martin, dates=on(MONDAY), mark=Mark.TO_QUALIFY)
    both(universe, (sabine, left), (karim, mark))
    only_line(sabine, "absence_after_exit")
    press(universe, sabine, "Retirer l’absence du 16 nov.")
    assert not sabine.rows(AbsenceRow)
    undo(universe, sabine)
    assert len(sabine.rows(AbsenceRow)) == 1


def elsewhere(universe: Universe, office: Office, make: str) -> Act:
    """Karim is a trainer, and says it in a session whose timetable names somebody else."""
    sabine, karim, (martin, _durand) = office
    session = sabine.row(EnrolmentRow, martin).session_id
    taught = Taught(starts_at=time(9), ends_at=time(12), trainer="Mme Lo")
    lesson = Lesson(day=MONDAY, half=HalfDay.MORNING, taught=taught)
    sabine.say(PlanLessons(session_id=session, lessons=(lesson,)))
    level(universe)
    karim.wire.people = Trainer(karim, "Karim Roux")
    act: Act = MarkHalfDays(enrolment_id=martin, dates=on(MONDAY), mark=Mark.LATE)
    if make == "sheet":
        act = RecordSheet(session_id=session, day=MONDAY, half=HalfDay.MORNING, signed=(martin,))
    elif make == "signature":
        act = SignHalfDay(
            signature_id=karim.id(),
            session_id=session,
            day=MONDAY,
            half=HalfDay.MORNING,
            strokes=STROKES,
            trainer="Karim Roux",
        )
    karim.say(act)
    level(universe)
    # The office settles it, on any post.
    karim.wire.people = sabine.wire.people
    return act


@pytest.mark.parametrize(
    ("make", "label"),
    [("mark", "Retirer le retard du 16 nov."), ("signature", "Barrer cette signature")],
)
def test_what_a_trainer_typed_in_the_wrong_session_is_taken_back_from_any_post(
    universe: Universe, office: Office, make: str, label: str
) -> None:
    sabine, _karim, _trainees = office
    elsewhere(universe, office, make)
    only_line(sabine, "not_own_session")
    press(universe, sabine, label)
    assert not sabine.rows(AbsenceRow)
    assert not standing(sabine.rows(SignatureRow))


def test_a_sheet_of_the_wrong_session_goes_on_the_post_that_read_it(
    universe: Universe, office: Office
) -> None:
    sabine, karim, _trainees = office
    elsewhere(universe, office, "sheet")
    # What stood before is known where it was typed alone.
    (kept,) = alternatives(only_line(sabine, "not_own_session"))
    assert kept.label == "Garder la saisie de Karim"
    press(universe, karim, "Annuler cette feuille")
    assert not sabine.rows(SheetRow)
    undo(universe, karim)
    assert len(sabine.rows(SheetRow)) == 1


def test_a_sheet_read_twice_is_kept_as_it_was_read_last(universe: Universe, office: Office) -> None:
    sabine, karim, trainees = office
    session = sabine.row(EnrolmentRow, trainees[0]).session_id
    sheets = [
        RecordSheet(session_id=session, day=MONDAY, half=HalfDay.MORNING, signed=(each,))
        for each in trainees
    ]
    both(universe, (sabine, sheets[0]), (karim, sheets[1]))
    only_line(sabine, "concurrent_change")
    press(universe, sabine, "Garder la feuille de Karim")
    assert [row.signed for row in sabine.rows(SheetRow)] == [(str(trainees[1]),)]
