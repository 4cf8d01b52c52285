# SPDX-License-Identifier: MIT
"""« Saisie des entrées en formation » shows whom the rule says (guide p. 25, 26)."""

from __future__ import annotations

from datetime import date

from kairos_desktop.models.rows import EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import EnrolmentState, Verdict
from kairos_desktop.services.acts.entries import RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.queries import enrolments
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
