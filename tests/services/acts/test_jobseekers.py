# SPDX-License-Identifier: MIT
"""Jobseekers: create, correct, merge, take apart (domain 2.5)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, RegistrationRow
from kairos_desktop.models.vocabulary import CancelReason, Civility, Prescriber
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.jobseekers import (
    CorrectJobseeker,
    CreateJobseeker,
    MergeJobseekers,
    Person,
    UnmergeJobseekers,
)
from kairos_desktop.services.acts.registrations import CancelRegistration
from tests.factories import TODAY, Scene


def create(scene: Scene, **fields: Any) -> CreateJobseeker:
    typed = {"last_name": "Lefèvre", "first_name": "Anne"} | fields
    return CreateJobseeker(jobseeker_id=scene.id(), person=Person(**typed))


def merge(kept: UUID, absorbed: UUID) -> MergeJobseekers:
    return MergeJobseekers(kept_id=kept, absorbed_id=absorbed)


def person_of(scene: Scene, row_id: UUID) -> JobseekerRow:
    return scene.row(JobseekerRow, row_id)


def test_a_record_is_tidied_and_found_under_its_folded_name(scene: Scene) -> None:
    act = create(scene, last_name="  Le   Fe\u0300vre ", ft_id=" 123 4567a ", town="Le Havre ")
    scene.say(act)
    row = person_of(scene, act.jobseeker_id)
    assert (row.last_name, row.ft_id, row.town) == ("Le Fèvre", "1234567A", "Le Havre")
    assert row.sort_key == "le fevre anne"
    assert "1234567a" in row.search_key


def test_domain_2_5_a_jobseeker_may_have_no_identifier_yet(scene: Scene) -> None:
    act = create(scene)
    scene.say(act)
    assert person_of(scene, act.jobseeker_id).ft_id == ""


def test_domain_2_5_the_same_identifier_twice_is_not_refused(scene: Scene) -> None:
    scene.say(create(scene, ft_id="1234567A"), create(scene, ft_id="1234567A"))
    assert [row.ft_id for row in scene.rows(JobseekerRow)] == ["1234567A", "1234567A"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"last_name": " "}, "name_missing"),
        ({"first_name": ""}, "name_missing"),
        ({"ft_id": "1234"}, "jobseeker_id_shape"),
        ({"previous_ft_id": "ABCDEFGH"}, "jobseeker_id_shape"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date_impossible"),
        ({"birth_date": date(2026, 11, 24)}, "birth_date_impossible"),
    ],
)
def test_what_a_record_may_not_be(scene: Scene, fields: dict[str, Any], code: str) -> None:
    act = create(scene, **fields)
    assert scene.refusal_code(act) == code
    correct = CorrectJobseeker(jobseeker_id=scene.person(), person=act.person)
    assert scene.refusal_code(correct) == code


def test_somebody_born_today_is_possible(scene: Scene) -> None:
    scene.say(create(scene, birth_date=TODAY))


def test_a_corrected_identifier_leaves_the_old_one_as_the_previous(scene: Scene) -> None:
    row_id = scene.person("Roux", ft_id="1234567A")
    new = Person(last_name="Roux", first_name="Anne", ft_id="10000000017")
    scene.say(CorrectJobseeker(jobseeker_id=row_id, person=new))
    row = person_of(scene, row_id)
    assert (row.ft_id, row.previous_ft_id) == ("10000000017", "1234567A")
    assert "1234567a" in row.search_key


def test_an_id_serves_once(scene: Scene) -> None:
    again = CreateJobseeker(
        jobseeker_id=scene.person(), person=Person(last_name="A", first_name="B")
    )
    assert scene.refusal_code(again) == "id_taken"


# Merging


def test_a_merge_moves_every_line_and_fills_what_was_blank(scene: Scene) -> None:
    session = scene.session()
    slot = scene.meeting(session)
    kept = scene.person("Roux", phone="0235000000")
    absorbed = scene.person(
        "ROUX", ft_id="1234567A", phone="0600000000", civility=Civility.MRS, town="Le Havre"
    )
    registration = scene.register(slot, absorbed)
    enrolment = scene.selected(scene.present(registration))
    scene.say(merge(kept, absorbed))
    row = person_of(scene, kept)
    assert (row.ft_id, row.phone, row.town) == ("1234567A", "0235000000", "Le Havre")
    assert (row.last_name, row.civility) == ("Roux", Civility.MRS)
    assert person_of(scene, absorbed).merged_into_id == kept
    assert scene.registration(registration).jobseeker_id == kept
    assert scene.row(EnrolmentRow, enrolment.id).jobseeker_id == kept


def test_a_merge_keeps_both_identifiers(scene: Scene) -> None:
    kept = scene.person("Roux", ft_id="10000000017")
    absorbed = scene.person("Roux", ft_id="1234567A")
    scene.say(merge(kept, absorbed))
    row = person_of(scene, kept)
    assert (row.ft_id, row.previous_ft_id) == ("10000000017", "1234567A")
    assert "1234567a" in row.search_key


def test_what_no_merge_does(scene: Scene) -> None:
    session = scene.session()
    slot = scene.meeting(session)
    kept, absorbed, third = scene.person(), scene.person(), scene.person()
    assert scene.refusal_code(merge(kept, kept)) == "merge_same"
    on_slot = scene.register(slot, kept)
    scene.register(slot, absorbed)
    assert scene.refusal_code(merge(kept, absorbed)) == "merge_both_on_slot"
    scene.say(CancelRegistration(registration_id=on_slot, reason=CancelReason.JOB))
    for person in (kept, absorbed):
        propose = ProposeEnrolment(
            enrolment_id=scene.id(), session_id=session.id, jobseeker_id=person
        )
        scene.say(propose)
    assert scene.refusal_code(merge(kept, absorbed)) == "merge_both_enrolled"
    scene.say(merge(kept, third))
    assert scene.refusal_code(merge(third, absorbed)) == "merged_away"
    assert scene.refusal_code(merge(absorbed, third)) == "merged_away"
    correct = CorrectJobseeker(jobseeker_id=third, person=Person(last_name="A", first_name="B"))
    assert scene.refusal_code(correct) == "merged_away"


def test_records_taken_apart_have_their_own_lines_again_as_they_are_now(scene: Scene) -> None:
    session = scene.session()
    slot, other = scene.meeting(session), scene.meeting(session)
    kept, absorbed = scene.person(), scene.person()
    mine, theirs = scene.register(slot, kept), scene.register(other, absorbed)
    merged = scene.say(merge(kept, absorbed)).verdicts[0].act_id
    scene.present(theirs)
    later = scene.register(scene.meeting(session), kept)
    scene.say(UnmergeJobseekers(absorbed_id=absorbed, merge_act_id=merged))
    assert person_of(scene, absorbed).merged_into_id is None
    owners = {row.id: row.jobseeker_id for row in scene.rows(RegistrationRow)}
    assert owners == {mine: kept, theirs: absorbed, later: kept}
    assert scene.registration(theirs).state == "present"


def test_nothing_is_taken_apart_that_was_not_merged(scene: Scene) -> None:
    kept, absorbed, other = scene.person(), scene.person(), scene.person()
    merged = scene.say(merge(kept, absorbed)).verdicts[0].act_id
    for apart in (
        UnmergeJobseekers(absorbed_id=other, merge_act_id=merged),
        UnmergeJobseekers(absorbed_id=absorbed, merge_act_id=scene.id()),
    ):
        assert scene.refusal_code(apart) == "not_merged"


def test_what_shows_nothing_is_no_part_of_a_name(scene: Scene) -> None:
    act = create(scene, last_name="Le\u00adfè\u200bvre\ufeff")
    scene.say(act)
    assert person_of(scene, act.jobseeker_id).last_name == "Lefèvre"
    assert scene.refusal_code(create(scene, last_name="\u200b")) == "name_missing"


def test_merges_in_a_row_are_taken_apart_the_last_one_first(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    first, second, third = scene.person(), scene.person(), scene.person()
    line = scene.register(slot, first)
    one = scene.say(merge(second, first)).verdicts[0].act_id
    two = scene.say(merge(third, second)).verdicts[0].act_id
    apart = UnmergeJobseekers(absorbed_id=first, merge_act_id=one)
    assert scene.refusal_code(apart) == "keeper_merged_away"
    assert scene.registration(line).jobseeker_id == third
    scene.say(UnmergeJobseekers(absorbed_id=second, merge_act_id=two), apart)
    assert scene.registration(line).jobseeker_id == first


def test_the_prescriber_of_a_record_is_kept(scene: Scene) -> None:
    act = create(scene, prescriber=Prescriber.CAP_EMPLOI, agency="76", advisor="M. Exemple")
    scene.say(act)
    row = person_of(scene, act.jobseeker_id)
    assert (row.prescriber, row.agency, row.advisor) == (Prescriber.CAP_EMPLOI, "76", "M. Exemple")
