# SPDX-License-Identifier: MIT
"""What is handed before the enrolment is definitive: recorded, counted, missing (L6353-8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import EnrolmentRow, HandedRow
from kairos_desktop.models.vocabulary import EnrolmentOrigin, EnrolmentState, Handed, Verdict
from kairos_desktop.services.acts.handed import HandDocuments
from kairos_desktop.services.queries import evidence, handed, sessions
from kairos_desktop.services.rules.evidence import Lack
from kairos_desktop.services.rules.handed import (
    definitive_on,
    handed_id,
    is_definitive,
    is_late,
    lacking,
)
from kairos_desktop.services.wording.handed import handed_so_far, handed_text
from tests.training_scene import FIRST_DAY, a_training, entered

if TYPE_CHECKING:
    from tests.factories import Scene

S = EnrolmentState
ALL = tuple(Handed)
BUT_RULES = ALL[:-1]
BEFORE, AFTER = date(2026, 9, 1), date(2026, 9, 8)


def enrolment(state: EnrolmentState, **fields: Any) -> EnrolmentRow:
    return EnrolmentRow(
        id=UUID(int=1),
        session_id=UUID(int=2),
        jobseeker_id=UUID(int=3),
        state=state,
        origin=EnrolmentOrigin.FROM_RESULT,
        since=BEFORE,
        **fields,
    )


def hand(*people: UUID, day: date = BEFORE, papers: tuple[Handed, ...] = ALL) -> HandDocuments:
    return HandDocuments(enrolment_ids=people, day=day, papers=papers)


def test_l6353_8_an_enrolment_is_definitive_by_the_answer_or_by_the_entry() -> None:
    selected = enrolment(S.SELECTED)
    registered = enrolment(S.REGISTERED, verdict=Verdict.REGISTERED, verdict_on=BEFORE)
    refused = enrolment(S.NOT_REGISTERED, verdict=Verdict.NOT_REGISTERED, verdict_on=BEFORE)
    come = enrolment(S.ENTERED, entered_on=FIRST_DAY)
    both = enrolment(S.ENTERED, entered_on=FIRST_DAY, verdict=Verdict.REGISTERED, verdict_on=BEFORE)
    rows = (selected, registered, refused, come, both)
    assert [definitive_on(row) for row in rows] == [None, BEFORE, None, FIRST_DAY, BEFORE]
    assert [is_definitive(row) for row in rows] == [False, True, False, True, True]
    # On the very day is in time.
    assert [is_late(row, FIRST_DAY) for row in rows] == [False, True, False, False, True]
    assert is_late(come, AFTER)


def test_l6353_8_names_six_things() -> None:
    row = HandedRow(
        id=UUID(int=4),
        session_id=UUID(int=2),
        enrolment_id=UUID(int=1),
        day=BEFORE,
        papers=("timetable", "rules"),
    )
    assert lacking(None) == ALL
    assert lacking(row) == (Handed.OBJECTIVES, Handed.TRAINERS, Handed.ASSESSMENT, Handed.CONTACT)
    assert handed_so_far(row).startswith("Noté le 01/09/2026. Il manque : objectifs et contenu")


def test_l6353_8_a_whole_session_is_handed_its_papers_in_one_act(scene: Scene) -> None:
    session = a_training(scene)
    people = [entered(scene, session) for _ in range(3)]
    entered(scene, session, state=S.WITHDRAWN, entered_on=None)

    def missing() -> str:
        now = scene.clock.now.replace(tzinfo=None)
        card = scene.workspace.read(sessions.card, session.id, now)
        assert card is not None
        return handed_text(card.handed.people, card.handed.lacking)

    begins = "Documents d’avant l’inscription : "
    assert missing() == f"{begins}3 personnes sur 3 n’ont pas tout reçu (L6353-8)"
    scene.say(hand(*people[:2], people[0], papers=BUT_RULES))
    assert missing().startswith(f"{begins}3 personnes sur 3")
    scene.say(hand(*people[:2]))
    assert missing() == f"{begins}1 personne sur 3 n’a pas tout reçu (L6353-8)"
    lines = scene.workspace.read(handed.of_session, session.id)
    assert {line.enrolment.id for line in lines if not line.is_complete} == {people[2]}
    scene.say(hand(people[2]))
    assert missing() == f"{begins}tout est remis (3 personnes) (L6353-8)"
    assert len(scene.rows(HandedRow)) == 3
    scene.workspace.undo()
    assert missing() == f"{begins}1 personne sur 3 n’a pas tout reçu (L6353-8)"


def test_said_again_it_replaces_what_was_said_in_the_order_of_the_law(scene: Scene) -> None:
    trainee = entered(scene, a_training(scene))
    scene.say(hand(trainee))
    scene.say(hand(trainee, papers=(Handed.RULES, Handed.OBJECTIVES)))
    (row,) = scene.rows(HandedRow)
    assert (row.id, row.papers) == (handed_id(trainee), ("objectives", "rules"))


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (FIRST_DAY, []),
        (AFTER, ["handed_late"]),
        (date(2026, 12, 25), ["step_in_the_future", "handed_late"]),
    ],
)
def test_l6353_8_papers_handed_late_are_recorded_and_flagged(
    scene: Scene, day: date, codes: list[str]
) -> None:
    trainee = entered(scene, a_training(scene))
    assert scene.warning_codes(hand(trainee, day=day)) == codes
    assert scene.row(HandedRow, handed_id(trainee)).day == day


def test_l6353_8_the_file_of_evidence_lacks_what_was_not_handed(scene: Scene) -> None:
    session = a_training(scene)
    people = [entered(scene, session) for _ in range(2)]
    entered(scene, session, state=S.SELECTED, entered_on=None)

    def lacks() -> list[int]:
        now = scene.clock.now.replace(tzinfo=None)
        found = scene.workspace.read(evidence.evidence, session.id, now)
        assert found is not None
        lines = [line for line in found.gaps if line.gap.lack is Lack.HANDED]
        assert all(line.gap.source == "L6353-8" for line in lines)
        return [line.count for line in lines]

    scene.say(hand(people[0], papers=BUT_RULES))
    assert lacks() == [2]
    scene.say(hand(people[0]))
    assert lacks() == [1]
    scene.say(hand(people[1]))
    assert lacks() == []
