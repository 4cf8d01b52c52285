# SPDX-License-Identifier: MIT
"""« Saisie des entrées en formation » shows whom the rule says (guide p. 25, 26)."""

from __future__ import annotations

from datetime import date

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, Verdict
from kairos_desktop.services.acts.entries import RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.acts.exits import CompleteTrainee
from kairos_desktop.services.queries import attendance, enrolments, story
from kairos_desktop.services.queries.story import Happening
from kairos_desktop.services.rules.entries import is_to_enter
from tests.factories import Scene
from tests.services.acts.test_enrolments import propose, verdict, withdraw

START = date(2027, 1, 11)


def test_the_list_of_entries_is_that_of_the_rule(scene: Scene) -> None:
    session = scene.session()
    names = ("Aragon", "Brel", "Char", "Desnos", "Eluard", "Fort", "Gide")
    ids = {name: propose(scene, session.id, scene.person(name)) for name in names}
    scene.say(verdict(ids["Brel"]), verdict(ids["Char"], Verdict.NOT_REGISTERED))
    scene.say(withdraw(ids["Desnos"]))
    later = propose(scene, session.id, scene.person("Hugo"), planned_start=date(2027, 2, 1))
    scene.clock.be(START)
    scene.say(RecordAbsentAtEntry(enrolment_id=ids["Eluard"]))
    scene.say(RecordEntry(enrolment_id=ids["Fort"], entered_on=START))
    for day in (date(2027, 1, 10), START, date(2027, 2, 1)):
        ruled = {
            row.id
            for row in scene.rows(EnrolmentRow)
            if is_to_enter(row, scene.row(SessionRow, session.id), day)
        }
        found = scene.workspace.read(enrolments.entries, session.id, day)
        assert set(found.ids) == ruled, day
    assert later in found.ids
    # Absent, « non inscrit » and entered are not missing.
    assert found.missing == len({"Aragon", "Brel", "Gide", "Hugo"})
    both = scene.workspace.read(enrolments.entries, session.id, START, with_entered=True)
    assert set(both.ids) - set(scene.workspace.read(enrolments.entries, session.id, START).ids) == {
        ids["Fort"]
    }


def test_the_list_is_read_by_name_or_by_start(scene: Scene) -> None:
    session = scene.session()
    brel = propose(scene, session.id, scene.person("Brel"), planned_start=date(2027, 1, 12))
    aragon = propose(scene, session.id, scene.person("Aragon"), planned_start=date(2027, 1, 13))
    day = date(2027, 1, 15)
    assert scene.workspace.read(enrolments.entries, session.id, day).ids == [aragon, brel]
    by_start = scene.workspace.read(enrolments.entries, session.id, day, sort="dates")
    assert by_start.ids == [brel, aragon]
    assert scene.row(EnrolmentRow, brel).state is EnrolmentState.TO_VALIDATE


def test_domain_3_5_inscrits_en_formation_shows_every_status(scene: Scene) -> None:
    session = scene.session()
    names = ("Aragon", "Brel", "Char", "Desnos", "Eluard", "Fort")
    ids = {name: propose(scene, session.id, scene.person(name)) for name in names}
    scene.say(verdict(ids["Brel"]), verdict(ids["Char"], Verdict.NOT_REGISTERED))
    scene.say(withdraw(ids["Desnos"]))
    scene.clock.be(START)
    scene.say(RecordAbsentAtEntry(enrolment_id=ids["Eluard"]))
    scene.say(RecordEntry(enrolment_id=ids["Fort"], entered_on=START))
    assert scene.workspace.read(enrolments.ids_for, session.id) == list(ids.values())
    assert {row.state for row in scene.rows(EnrolmentRow)} == {
        EnrolmentState.TO_VALIDATE,
        EnrolmentState.REGISTERED,
        EnrolmentState.NOT_REGISTERED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.NOT_ENTERED,
        EnrolmentState.ENTERED,
    }


def test_guide_p_11_each_session_of_a_path_asks_its_own_entry_and_months(scene: Scene) -> None:
    scene.describe_provider()
    person = scene.person("Martin")
    first, second = (
        scene.session(carif_session_number=number, starts_on=start, ends_on=end)
        for number, start, end in (
            ("99_S1", START, date(2027, 2, 12)),
            ("99_S2", date(2027, 2, 15), date(2027, 3, 26)),
        )
    )
    before, after = (propose(scene, each.id, person) for each in (first, second))
    scene.say(verdict(before), verdict(after))
    scene.clock.be(START)
    scene.say(RecordEntry(enrolment_id=before, entered_on=START))
    # Present on the first says nothing of the second, which is asked for on its own day.
    assert scene.workspace.read(enrolments.entries, second.id, START).ids == []
    scene.clock.be(date(2027, 2, 15))
    scene.say(CompleteTrainee(enrolment_id=before, last_day=first.ends_on, reason="planned_end"))
    assert scene.workspace.read(enrolments.entries, second.id, date(2027, 2, 15)).ids == [after]
    scene.say(RecordEntry(enrolment_id=after, entered_on=date(2027, 2, 15)))
    kinds = [row.kind for row in scene.rows(DocumentRow)]
    assert kinds.count(DocumentKind.ENTRY_ATTESTATION) == 2
    scene.clock.be(date(2027, 2, 25))
    month = date(2027, 2, 1)
    periods = [
        (line.session.id, line.period_from.day, line.period_to.day)
        for line in scene.workspace.read(attendance.months_due, month, date(2027, 2, 25))
    ]
    assert periods == [(first.id, 1, 12), (second.id, 15, 28)]
    told = scene.workspace.read(story.story, person)
    assert told is not None
    assert [each.id for each in told.sessions] == [first.id, second.id]
    days = [(line.session.id, line.day) for line in told.lines if line.kind is Happening.ENTRY]
    assert days == [(first.id, START), (second.id, date(2027, 2, 15))]
