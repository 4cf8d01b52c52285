# SPDX-License-Identifier: MIT
"""The entry in training and its AES (domain 3.5, 4; guide p. 15, 25 to 28)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentState,
    Scheme,
    Verdict,
)
from kairos_desktop.services.acts.enrolments import CompleteEnrolment
from kairos_desktop.services.acts.entries import (
    ChangeEnd,
    CorrectEntry,
    IssueEntryAttestation,
    RecordAbsentAtEntry,
    RecordEntry,
    TellEnd,
)
from kairos_desktop.services.acts.jobseekers import CorrectJobseeker, Person
from kairos_desktop.services.rules.entries import is_to_enter, is_validated
from tests.factories import TODAY, Scene
from tests.services.acts.test_enrolments import propose, retained, state, verdict, withdraw

E = EnrolmentState
START = date(2027, 1, 11)
AES, AIS, NOTICE = (
    DocumentKind.ENTRY_ATTESTATION,
    DocumentKind.ENROLMENT_ATTESTATION,
    DocumentKind.END_NOTICE,
)


@pytest.fixture
def awaited(scene: Scene) -> UUID:
    """Somebody with an identifier, *inscrit*, on the first day of the session."""
    person = scene.person("Aragon", ft_id="1234567A")
    row_id = propose(scene, scene.session().id, person)
    scene.say(verdict(row_id))
    scene.clock.be(START)
    return row_id


def enter(row_id: UUID, day: date = START, reason: str = "") -> RecordEntry:
    return RecordEntry(enrolment_id=row_id, entered_on=day, reason=reason)


def absent(row_id: UUID, reason: str = "") -> RecordAbsentAtEntry:
    return RecordAbsentAtEntry(enrolment_id=row_id, reason=reason)


def row(scene: Scene, row_id: UUID) -> EnrolmentRow:
    return scene.row(EnrolmentRow, row_id)


def versions(scene: Scene, kind: DocumentKind = AES) -> list[tuple[int, DocumentState]]:
    found = [paper for paper in scene.rows(DocumentRow) if paper.kind is kind]
    return sorted((paper.version, paper.state) for paper in found)


def test_domain_3_5_present_at_entry_issues_the_aes_at_once(scene: Scene, awaited: UUID) -> None:
    assert scene.warning_codes(enter(awaited)) == []
    after = row(scene, awaited)
    assert (after.state, after.entered_on, after.since) == (E.ENTERED, START, START)
    (paper,) = [each for each in scene.rows(DocumentRow) if each.kind is AES]
    assert (paper.number, paper.state) == ("AES-2027-A-000001", DocumentState.VALID)
    assert not paper.provisional
    assert '"follows":"AIS-2026-A-000001"' in paper.facts


def test_an_entry_said_twice_changes_nothing_and_another_day_is_a_correction(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(enter(awaited))
    before = scene.dump()
    scene.say(enter(awaited))
    assert scene.dump() == before
    assert scene.refusal_code(enter(awaited, date(2027, 1, 12))) == "already_entered"


def test_domain_3_5_absent_at_entry_stays_and_can_still_become_present(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(absent(awaited))
    noted = row(scene, awaited)
    assert (noted.state, noted.entered_on) == (E.NOT_ENTERED, None)
    assert is_to_enter(noted, scene.rows(SessionRow)[0], START)
    assert not versions(scene)
    scene.say(enter(awaited, date(2027, 1, 13)))
    assert row(scene, awaited).entered_on == date(2027, 1, 13)
    assert versions(scene) == [(1, DocumentState.VALID)]


def test_domain_3_5_an_entry_without_the_prescriber_is_flagged_never_refused(scene: Scene) -> None:
    waiting = retained(scene).id
    scene.clock.be(START)
    codes = scene.warning_codes(enter(waiting))
    assert codes == ["entry_not_validated", "entry_reason_missing", "aes_provisional"]
    assert row(scene, waiting).flags == ("entry_not_validated",)


def test_domain_3_5_an_entry_after_non_inscrit_is_recorded_with_its_reason(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    scene.say(verdict(row_id, Verdict.NOT_REGISTERED))
    scene.clock.be(START)
    codes = scene.warning_codes(enter(row_id, reason="accord oral du conseiller"))
    assert codes == ["entry_after_refusal", "aes_provisional"]
    after = row(scene, row_id)
    assert (after.state, after.note) == (E.ENTERED, "accord oral du conseiller")
    assert after.verdict is Verdict.NOT_REGISTERED


def test_a_late_agreement_leaves_the_entry_and_clears_its_flag(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    scene.clock.be(START)
    scene.say(enter(row_id, reason="dossier en cours"))
    scene.say(verdict(row_id, given_on=date(2027, 1, 14)))
    after = row(scene, row_id)
    assert (after.state, after.entered_on, after.flags) == (E.ENTERED, START, ())
    assert is_validated(after)
    assert after.verdict_on == date(2027, 1, 14)
    assert versions(scene, AIS) == [(1, DocumentState.VALID)]


def test_a_late_refusal_leaves_the_entry_voids_the_ais_and_says_so(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(enter(awaited))
    codes = scene.warning_codes(verdict(awaited, Verdict.NOT_REGISTERED))
    assert codes == ["neither_paid", "entry_stands", "ais_voided"]
    after = row(scene, awaited)
    assert (after.state, after.entered_on, after.flags) == (
        E.ENTERED,
        START,
        ("entry_after_refusal",),
    )
    assert versions(scene) == [(1, DocumentState.VALID)]
    assert versions(scene, AIS)[-1] == (2, DocumentState.VOIDED)


def test_a_late_verdict_leaves_somebody_absent_at_entry_where_they_are(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(absent(awaited))
    scene.say(verdict(awaited))
    assert state(scene, awaited) is E.NOT_ENTERED


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2027, 1, 10), ["entry_outside"]),
        (date(2027, 1, 12), ["entry_in_the_future"]),
        (date(2027, 6, 26), ["entry_outside", "entry_in_the_future"]),
    ],
)
def test_a_day_of_entry_is_flagged_never_refused(
    scene: Scene, awaited: UUID, day: date, codes: list[str]
) -> None:
    assert scene.warning_codes(enter(awaited, day)) == codes
    assert row(scene, awaited).flags == tuple(codes)


def test_somebody_who_gave_up_is_proposed_anew_before_entering(scene: Scene, awaited: UUID) -> None:
    scene.say(withdraw(awaited))
    assert scene.refusal_code(enter(awaited)) == "cannot_enter"
    assert scene.refusal_code(absent(awaited)) == "cannot_enter"


def test_a_wrong_day_is_corrected_with_a_reason_and_a_new_aes(scene: Scene, awaited: UUID) -> None:
    wrong = CorrectEntry(enrolment_id=awaited, entered_on=START, reason="erreur de saisie")
    assert scene.refusal_code(wrong) == "not_entered"
    scene.say(enter(awaited, date(2027, 1, 12)))
    blank = CorrectEntry(enrolment_id=awaited, entered_on=START, reason=" ")
    assert scene.refusal_code(blank) == "reason_missing"
    scene.say(wrong)
    after = row(scene, awaited)
    assert (after.entered_on, after.since, after.note) == (START, START, "erreur de saisie")
    assert after.flags == ()
    assert versions(scene) == [(1, DocumentState.SUPERSEDED), (2, DocumentState.VALID)]


def test_somebody_noted_present_by_mistake_becomes_absent_with_a_reason(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(enter(awaited))
    assert scene.refusal_code(absent(awaited)) == "reason_missing"
    assert scene.warning_codes(absent(awaited, "homonyme")) == ["aes_voided"]
    assert row(scene, awaited).entered_on is None
    assert versions(scene) == [(1, DocumentState.SUPERSEDED), (2, DocumentState.VOIDED)]


def test_undoing_an_entry_gives_back_the_line_and_voids_its_aes(
    scene: Scene, awaited: UUID
) -> None:
    before = row(scene, awaited)
    scene.say(enter(awaited))
    scene.workspace.undo()
    assert row(scene, awaited) == before
    assert versions(scene)[-1] == (2, DocumentState.VOIDED)
    scene.workspace.redo()
    assert state(scene, awaited) is E.ENTERED
    assert versions(scene)[-1] == (3, DocumentState.VALID)


def test_domain_2_5_without_identifier_the_aes_is_provisional_until_it_is_known(
    scene: Scene,
) -> None:
    person = scene.person("Aragon")
    row_id = propose(scene, scene.session().id, person)
    scene.say(verdict(row_id))
    ask = IssueEntryAttestation(enrolment_id=row_id)
    assert scene.refusal_code(ask) == "no_entry_attestation"
    scene.clock.be(START)
    assert scene.warning_codes(enter(row_id)) == ["aes_provisional"]
    typed = Person(last_name="Aragon", first_name="Anne", ft_id="1234567A")
    scene.say(CorrectJobseeker(jobseeker_id=person, person=typed))
    assert scene.warning_codes(ask) == []
    papers = [paper for paper in scene.rows(DocumentRow) if paper.kind is AES]
    last = max(papers, key=lambda paper: paper.version)
    assert (last.version, last.provisional) == (2, False)


def test_permanent_entry_has_a_start_for_each(scene: Scene) -> None:
    session = scene.session(permanent_entry=True)
    row_id = propose(scene, session.id, planned_start=date(2027, 3, 1))
    assert not is_to_enter(row(scene, row_id), session, date(2027, 2, 28))
    assert is_to_enter(row(scene, row_id), session, date(2027, 3, 1))


def change(row_id: UUID, end: date, **fields: Any) -> ChangeEnd:
    return ChangeEnd(enrolment_id=row_id, planned_end=end, **({"reason": "rythme"} | fields))


def test_domain_3_5_a_new_end_issues_the_notice_to_the_agency(scene: Scene, awaited: UUID) -> None:
    end = date(2027, 7, 30)
    assert scene.refusal_code(change(awaited, end)) == "not_entered"
    scene.say(enter(awaited))
    assert scene.refusal_code(change(awaited, end, reason=" ")) == "reason_missing"
    assert scene.refusal_code(change(awaited, date(2027, 1, 10))) == "end_before_entry"
    assert scene.warning_codes(change(awaited, end)) == []
    after = row(scene, awaited)
    assert (after.planned_end, after.end_notice_by) == (end, end)
    assert versions(scene, NOTICE) == [(1, DocumentState.VALID)]
    scene.say(TellEnd(enrolment_id=awaited, told_on=START))
    assert row(scene, awaited).end_notice_by is None
    again = TellEnd(enrolment_id=awaited, told_on=START)
    assert scene.refusal_code(again) == "no_end_to_tell"


def test_domain_3_8_avenir_asks_for_fifteen_days_before_the_effective_exit(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(enter(awaited))
    late = change(awaited, date(2027, 1, 25), scheme=Scheme.AVENIR)
    assert scene.warning_codes(late) == ["end_notice_late"]
    scene.workspace.undo()
    assert scene.warning_codes(change(awaited, date(2027, 1, 26), scheme=Scheme.AVENIR)) == []
    assert row(scene, awaited).end_notice_by == START


def test_r6341_15_an_end_more_than_three_years_after_the_entry_is_flagged(
    scene: Scene, awaited: UUID
) -> None:
    scene.say(enter(awaited))
    assert scene.warning_codes(change(awaited, date(2030, 1, 10))) == []
    assert scene.warning_codes(change(awaited, date(2030, 1, 11))) == ["training_long"]


def test_after_the_entry_the_end_has_its_own_act(scene: Scene, awaited: UUID) -> None:
    scene.say(enter(awaited))
    other = CompleteEnrolment(enrolment_id=awaited, planned_end=date(2027, 7, 30))
    assert scene.refusal_code(other) == "end_has_its_act"
    scene.say(CompleteEnrolment(enrolment_id=awaited, funding="Région"))
    assert row(scene, awaited).funding == "Région"


def test_an_entry_typed_before_today_is_a_fact(scene: Scene, awaited: UUID) -> None:
    assert TODAY < START
    scene.clock.be(date(2027, 2, 20))
    assert scene.warning_codes(enter(awaited)) == []
