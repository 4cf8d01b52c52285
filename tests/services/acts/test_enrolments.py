# SPDX-License-Identifier: MIT
"""Enrolments: who validates, the AIS, the certificate (domain 3.5; guide p. 24 to 27)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    NotRegisteredReason,
    Prescriber,
    Verdict,
    WithdrawalReason,
)
from kairos_desktop.services.acts.enrolments import (
    CompleteEnrolment,
    FlagFileError,
    IssueCertificate,
    ProposeEnrolment,
    RecordVerdict,
    WithdrawEnrolment,
)
from kairos_desktop.services.acts.jobseekers import MergeJobseekers
from tests.factories import TODAY, Scene

E = EnrolmentState
TOMORROW = date(2026, 11, 24)


def propose(scene: Scene, session_id: UUID, person: UUID | None = None, **fields: Any) -> UUID:
    enrolment_id = scene.id()
    scene.say(
        ProposeEnrolment(
            enrolment_id=enrolment_id,
            session_id=session_id,
            jobseeker_id=person or scene.person(prescriber=Prescriber.MISSION_LOCALE),
            **fields,
        )
    )
    return enrolment_id


def verdict(enrolment_id: UUID, asked: Verdict = Verdict.REGISTERED, **over: Any) -> RecordVerdict:
    fields: dict[str, Any] = {"given_on": TODAY, "source": "KAIROS"}
    if asked is Verdict.NOT_REGISTERED:
        fields["reason"] = NotRegisteredReason.PROJECT_NOT_VALIDATED
    return RecordVerdict(enrolment_id=enrolment_id, verdict=asked, **(fields | over))


def withdraw(enrolment_id: UUID) -> WithdrawEnrolment:
    return WithdrawEnrolment(enrolment_id=enrolment_id, reason=WithdrawalReason.JOB)


def papers(scene: Scene, kind: DocumentKind) -> list[DocumentRow]:
    found = [row for row in scene.rows(DocumentRow) if row.kind is kind]
    return sorted(found, key=lambda row: (row.number, row.version))


def retained(scene: Scene) -> EnrolmentRow:
    return scene.selected(scene.present(scene.register(scene.meeting(scene.session()))))


def state(scene: Scene, enrolment_id: UUID) -> E:
    return scene.row(EnrolmentRow, enrolment_id).state


@pytest.mark.parametrize("self_positioned", [False, True])
def test_domain_3_5_a_proposal_and_a_self_placement_begin_a_valider_without_ais(
    scene: Scene, self_positioned: bool
) -> None:
    row_id = propose(scene, scene.session().id, self_positioned=self_positioned)
    row = scene.row(EnrolmentRow, row_id)
    origin = (
        EnrolmentOrigin.SELF_POSITIONING if self_positioned else EnrolmentOrigin.DIRECT_PROPOSAL
    )
    assert (row.state, row.origin) == (E.TO_VALIDATE, origin)
    assert row.prescriber is Prescriber.MISSION_LOCALE
    assert not scene.rows(DocumentRow)


def test_domain_3_5_a_proposal_receives_its_ais_when_inscrit(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    scene.say(verdict(row_id, source=" mail du  conseiller "))
    row = scene.row(EnrolmentRow, row_id)
    assert (row.state, row.since, row.source) == (E.REGISTERED, TODAY, "mail du conseiller")
    (paper,) = papers(scene, DocumentKind.ENROLMENT_ATTESTATION)
    assert paper.state is DocumentState.VALID


def test_domain_3_5_a_retenu_validated_keeps_its_one_ais(scene: Scene) -> None:
    row = retained(scene)
    scene.say(verdict(row.id))
    assert state(scene, row.id) is E.REGISTERED
    assert len(papers(scene, DocumentKind.ENROLMENT_ATTESTATION)) == 1


def test_domain_3_5_an_error_in_the_file_sends_back_to_a_valider_with_its_reason(
    scene: Scene,
) -> None:
    row = retained(scene)
    blank = FlagFileError(enrolment_id=row.id, reason="  ")
    assert scene.refusal_code(blank) == "reason_missing"
    scene.say(FlagFileError(enrolment_id=row.id, reason="dates fausses"))
    after = scene.row(EnrolmentRow, row.id)
    assert (after.state, after.note) == (E.TO_VALIDATE, "dates fausses")
    again = FlagFileError(enrolment_id=row.id, reason="encore")
    assert scene.refusal_code(again) == "cannot_flag_error"
    scene.say(verdict(row.id))
    assert len(papers(scene, DocumentKind.ENROLMENT_ATTESTATION)) == 1


def test_domain_3_5_non_inscrit_means_nobody_is_paid_and_may_be_put_right(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    refusal = verdict(row_id, Verdict.NOT_REGISTERED)
    assert scene.warning_codes(refusal) == ["neither_paid"]
    assert scene.row(EnrolmentRow, row_id).reason == NotRegisteredReason.PROJECT_NOT_VALIDATED
    assert not scene.rows(DocumentRow)
    scene.say(verdict(row_id))
    assert state(scene, row_id) is E.REGISTERED
    assert len(papers(scene, DocumentKind.ENROLMENT_ATTESTATION)) == 1


def test_a_verdict_needs_its_source_and_a_refusal_its_reason(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    assert scene.refusal_code(verdict(row_id, source=" ")) == "source_missing"
    without = verdict(row_id, Verdict.NOT_REGISTERED, reason=None)
    assert scene.refusal_code(without) == "reason_missing"
    assert scene.warning_codes(verdict(row_id, given_on=TOMORROW)) == ["verdict_in_the_future"]


@pytest.mark.parametrize(
    ("situation", "accepted"),
    [
        ("selected", {"verdict", "refuse", "withdraw", "flag", "certificate"}),
        ("to_validate", {"verdict", "refuse", "withdraw"}),
        ("registered", {"withdraw", "certificate"}),
        ("not_registered", {"verdict"}),
        ("withdrawn", set[str]()),
    ],
)
def test_domain_3_5_every_act_on_every_state_of_an_enrolment(
    scene: Scene, situation: str, accepted: set[str]
) -> None:
    row_id = retained(scene).id
    ways = {
        "to_validate": FlagFileError(enrolment_id=row_id, reason="erreur"),
        "registered": verdict(row_id),
        "not_registered": verdict(row_id, Verdict.NOT_REGISTERED),
        "withdrawn": withdraw(row_id),
    }
    if situation in ways:
        scene.say(ways[situation])
    assert state(scene, row_id) == situation
    acts = {
        "verdict": verdict(row_id),
        "refuse": verdict(row_id, Verdict.NOT_REGISTERED),
        "withdraw": withdraw(row_id),
        "flag": FlagFileError(enrolment_id=row_id, reason="erreur"),
        "certificate": IssueCertificate(enrolment_id=row_id),
    }
    for name, act in acts.items():
        refusals = scene.workspace.record([act]).refusals
        assert bool(refusals) == (name not in accepted), name
        if not refusals:
            assert not scene.workspace.undo().refusals


def test_one_live_enrolment_for_a_session_and_a_person(scene: Scene) -> None:
    session, person = scene.session(), scene.person()
    first = propose(scene, session.id, person)
    again = ProposeEnrolment(enrolment_id=scene.id(), session_id=session.id, jobseeker_id=person)
    assert scene.refusal_code(again) == "already_enrolled"
    scene.say(withdraw(first))
    scene.say(again)


def test_what_a_proposal_may_not_be(scene: Scene) -> None:
    session = scene.session()
    held, kept, absorbed = propose(scene, session.id), scene.person(), scene.person()
    scene.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed))

    def proposal(person: UUID, **fields: Any) -> ProposeEnrolment:
        typed = {"enrolment_id": scene.id(), "session_id": session.id} | fields
        return ProposeEnrolment(jobseeker_id=person, **typed)

    backwards = {"planned_start": TOMORROW, "planned_end": TODAY}
    assert scene.refusal_code(proposal(kept, **backwards)) == "planned_dates"
    assert scene.refusal_code(proposal(absorbed)) == "merged_away"
    assert scene.refusal_code(proposal(kept, enrolment_id=held)) == "id_taken"
    complete = CompleteEnrolment(enrolment_id=held, **backwards)
    assert scene.refusal_code(complete) == "planned_dates"


def test_a_proposal_after_the_start_is_said_but_for_permanent_entry(scene: Scene) -> None:
    fixed = scene.session()
    permanent = scene.session(carif_session_number="99_S2", permanent_entry=True)
    people = scene.person(), scene.person()
    scene.clock.be(date(2027, 1, 11))
    codes = [
        scene.warning_codes(
            ProposeEnrolment(enrolment_id=scene.id(), session_id=row.id, jobseeker_id=person)
        )
        for row, person in zip((fixed, permanent), people, strict=True)
    ]
    assert codes == [["session_started"], []]


def test_dates_and_funding_are_completed(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    act = CompleteEnrolment(
        enrolment_id=row_id, planned_start=TODAY, planned_end=TOMORROW, funding=" Région "
    )
    scene.say(act)
    row = scene.row(EnrolmentRow, row_id)
    assert (row.planned_start, row.planned_end, row.funding) == (TODAY, TOMORROW, "Région")
    assert scene.say(act).changes.ids == frozenset()


def attestations(scene: Scene) -> list[tuple[int, DocumentState]]:
    return [(p.version, p.state) for p in papers(scene, DocumentKind.ENROLMENT_ATTESTATION)]


@pytest.mark.parametrize("way", ["withdrawn", "not_registered"])
def test_domain_3_5_no_ais_stands_for_a_desistement_or_a_non_inscrit(
    scene: Scene, way: str
) -> None:
    row, superseded = retained(scene), DocumentState.SUPERSEDED
    refused = verdict(row.id, Verdict.NOT_REGISTERED)
    warned = scene.warned(withdraw(row.id) if way == "withdrawn" else refused)
    assert warned[-1].code == "ais_voided"
    assert warned[-1].facts == {"number": "AIS-2026-A-000001"}
    assert attestations(scene) == [(1, superseded), (2, DocumentState.VOIDED)]
    assert not scene.workspace.undo().refusals
    assert attestations(scene)[-1] == (3, DocumentState.VALID)
    assert not scene.workspace.redo().refusals
    assert attestations(scene)[-1] == (4, DocumentState.VOIDED)


def test_domain_3_5_a_late_inscrit_brings_the_voided_ais_back_under_its_number(
    scene: Scene,
) -> None:
    row = retained(scene)
    scene.say(verdict(row.id, Verdict.NOT_REGISTERED))
    scene.say(verdict(row.id))
    assert attestations(scene)[1:] == [(2, DocumentState.SUPERSEDED), (3, DocumentState.VALID)]
    last = papers(scene, DocumentKind.ENROLMENT_ATTESTATION)[-1]
    assert (last.number, '"state":"registered"' in last.facts) == ("AIS-2026-A-000001", True)


def test_a_desistement_without_ais_voids_nothing(scene: Scene) -> None:
    row_id = propose(scene, scene.session().id)
    assert scene.warning_codes(withdraw(row_id)) == []
    assert not scene.rows(DocumentRow)


def test_guide_p_27_a_certificate_stays_printable_after_a_desistement(scene: Scene) -> None:
    row = retained(scene)
    scene.say(IssueCertificate(enrolment_id=row.id), withdraw(row.id))
    (paper,) = papers(scene, DocumentKind.ENROLMENT_CERTIFICATE)
    assert paper.state is DocumentState.VALID


# Certificates


def test_domain_3_5_a_certificate_is_numbered_and_kept_while_nothing_changes(
    scene: Scene,
) -> None:
    row = retained(scene)
    issue = IssueCertificate(enrolment_id=row.id)
    scene.say(issue)
    scene.say(issue)
    (paper,) = papers(scene, DocumentKind.ENROLMENT_CERTIFICATE)
    assert (paper.number, paper.version, paper.state) == (
        "CI-2026-A-000001",
        1,
        DocumentState.VALID,
    )


def test_a_certificate_whose_facts_changed_is_replaced_under_its_number(scene: Scene) -> None:
    row = retained(scene)
    issue = IssueCertificate(enrolment_id=row.id)
    scene.say(issue)
    scene.say(verdict(row.id))
    scene.say(issue)
    first, second = papers(scene, DocumentKind.ENROLMENT_CERTIFICATE)
    assert (first.number, first.state) == (second.number, DocumentState.SUPERSEDED)
    assert (second.version, second.state, second.replaces_id) == (
        2,
        DocumentState.VALID,
        first.id,
    )
    assert first.sha256 != second.sha256


def test_numbers_follow_each_other_within_a_year_and_begin_again_with_the_next(
    scene: Scene,
) -> None:
    session = scene.session()
    slot = scene.meeting(session)
    for _ in range(2):
        scene.selected(scene.present(scene.register(slot)))
    scene.clock.be(date(2027, 1, 4))
    scene.selected(scene.present(scene.register(slot)))
    assert [row.number for row in papers(scene, DocumentKind.ENROLMENT_ATTESTATION)] == [
        "AIS-2026-A-000001",
        "AIS-2026-A-000002",
        "AIS-2027-A-000001",
    ]
