# SPDX-License-Identifier: MIT
"""Presence and results: facts, recorded and flagged, never refused for time or room (3.2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    NotSelectedReason,
    Prescriber,
    Presence,
    RegistrationState,
    Result,
)
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import CancelRegistration
from tests.factories import MEETING_DAY, Scene


def presence(registration_id, asked: Presence = Presence.PRESENT) -> RecordPresence:  # type: ignore[no-untyped-def]
    return RecordPresence(registration_id=registration_id, presence=asked)


@pytest.mark.parametrize("asked", Presence)
def test_domain_3_2_a_fact_is_never_refused_for_a_time(scene: Scene, asked: Presence) -> None:
    row_id = scene.register(scene.meeting(scene.session()))
    (early,) = scene.warned(presence(row_id, asked))
    assert (early.code, early.facts["day"]) == ("not_started", MEETING_DAY)
    assert scene.registration(row_id).flags == ("not_started",)


def test_a_presence_typed_months_later_is_recorded_without_a_word(scene: Scene) -> None:
    row_id = scene.register(scene.meeting(scene.session()))
    scene.clock.be(MEETING_DAY + timedelta(days=90))
    assert scene.warning_codes(presence(row_id)) == []
    assert scene.registration(row_id).flags == ()
    assert scene.registration(row_id).recorded_on == MEETING_DAY + timedelta(days=90)


def test_domain_3_2_somebody_waiting_who_came_is_seated_beyond_the_capacity(scene: Scene) -> None:
    scene.clock.be(date(2026, 12, 1))
    slot = scene.meeting(scene.session(), capacity=1)
    scene.register(slot)
    waiting = scene.register(slot)
    scene.clock.be(MEETING_DAY, 12)
    (beyond,) = scene.warned(presence(waiting))
    assert (beyond.code, beyond.facts["capacity"]) == ("beyond_capacity", 1)
    row, seats = scene.registration(waiting), scene.seats(slot)
    assert (row.state, row.rank, row.flags) == (
        RegistrationState.PRESENT,
        None,
        ("beyond_capacity",),
    )
    assert (seats.capacity, seats.taken, seats.surplus, seats.waiting) == (1, 2, 1, 0)


def test_the_flag_beyond_the_capacity_stays_until_the_person_leaves(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    seated, came = scene.register(slot), scene.register(slot)
    scene.present(came)
    scene.absent(came)
    assert "beyond_capacity" in scene.registration(came).flags
    assert scene.seats(slot).surplus == 1
    give_up = CancelRegistration(
        registration_id=seated,
        reason="job",  # pyright: ignore[reportArgumentType]
    )
    scene.say(give_up)
    # The one who gave up by mistake finds the place again: it was given to nobody.
    assert not scene.workspace.undo().refusals
    assert scene.seats(slot).taken == 2


def test_asking_for_the_same_presence_twice_changes_nothing(scene: Scene) -> None:
    row_id = scene.present(scene.register(scene.meeting(scene.session())))
    before = scene.dump()
    assert scene.say(presence(row_id)).changes.ids == frozenset()
    assert scene.dump() == before


def test_domain_3_2_present_and_absent_are_changed_while_no_result_is_typed(scene: Scene) -> None:
    row_id = scene.present(scene.register(scene.meeting(scene.session())))
    scene.absent(row_id)
    scene.present(row_id)
    scene.say(RecordResult(registration_id=row_id, result=Result.ON_HOLD))
    refusal = scene.refused(presence(row_id, Presence.ABSENT))
    assert (refusal.code, refusal.facts["result"]) == ("result_already_recorded", Result.ON_HOLD)


def test_domain_3_2_a_non_retenu_has_a_reason_that_a_new_result_takes_away(scene: Scene) -> None:
    row_id = scene.present(scene.register(scene.meeting(scene.session())))
    bare = RecordResult(registration_id=row_id, result=Result.NOT_SELECTED)
    assert scene.refusal_code(bare) == "reason_missing"
    nothing = RecordResult(registration_id=row_id, result=Result.NONE)
    assert scene.refusal_code(nothing) == "result_missing"
    because = NotSelectedReason.MOBILITY
    scene.say(
        RecordResult(registration_id=row_id, result=Result.NOT_SELECTED, reason=because, note="a")
    )
    assert scene.registration(row_id).reason == because
    scene.say(RecordResult(registration_id=row_id, result=Result.ON_HOLD))
    row = scene.registration(row_id)
    assert (row.result, row.reason, row.note) == (Result.ON_HOLD, "", "")


def test_domain_3_5_retenu_enrols_and_issues_the_ais_by_itself(scene: Scene) -> None:
    person = scene.person(prescriber=Prescriber.CAP_EMPLOI)
    row_id = scene.present(scene.register(scene.meeting(scene.session()), person))
    enrolment = scene.selected(row_id)
    assert (enrolment.state, enrolment.origin, enrolment.prescriber) == (
        EnrolmentState.SELECTED,
        EnrolmentOrigin.FROM_RESULT,
        Prescriber.CAP_EMPLOI,
    )
    (paper,) = scene.rows(DocumentRow)
    assert (paper.kind, paper.state, paper.version, paper.enrolment_id) == (
        DocumentKind.ENROLMENT_ATTESTATION,
        DocumentState.VALID,
        1,
        enrolment.id,
    )
    assert paper.number == "AIS-2026-A-000001"
    assert paper.issued_by == "Odile"


@pytest.mark.parametrize("asked", [Result.ON_HOLD, Result.NOT_SELECTED])
def test_domain_3_5_any_other_result_enrols_nobody(scene: Scene, asked: Result) -> None:
    row_id = scene.present(scene.register(scene.meeting(scene.session())))
    reason = NotSelectedReason.FUNDING if asked is Result.NOT_SELECTED else None
    scene.say(RecordResult(registration_id=row_id, result=asked, reason=reason))
    assert not scene.rows(EnrolmentRow)
    assert not scene.rows(DocumentRow)


def test_somebody_enrolled_already_is_not_enrolled_twice(scene: Scene) -> None:
    session = scene.session()
    person = scene.person()
    first = scene.present(scene.register(scene.meeting(session), person))
    second = scene.present(scene.register(scene.appointments(session)[0], person))
    scene.selected(first)
    again = scene.say(RecordResult(registration_id=second, result=Result.SELECTED))
    assert [warned.code for warned in again.verdicts[0].warnings] == ["enrolment_stands"]
    assert scene.registration(second).result is Result.SELECTED
    assert len(scene.rows(EnrolmentRow)) == 1
    assert len(scene.rows(DocumentRow)) == 1
