# SPDX-License-Identifier: MIT
"""The story of one person: each thing on its day, and nothing of anybody else."""

from __future__ import annotations

from datetime import date, timedelta

from kairos_desktop.models.rows import DocumentRow, InterruptionRow
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState
from kairos_desktop.services.acts.aif_quotes import DraftQuote, Quote, SendQuote
from kairos_desktop.services.acts.entries import CorrectEntry, RecordEntry
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.queries.story import Happening, Story, story
from tests.factories import MEETING_DAY, TODAY, Scene
from tests.training_scene import a_training, entered, write

H = Happening


def told(scene: Scene, person: object) -> Story:
    found = scene.workspace.read(story, person)
    assert found is not None
    return found


def test_what_is_typed_after_the_meeting_stands_where_it_happened(scene: Scene) -> None:
    slot, person = scene.meeting(scene.session()), scene.person()
    typed = MEETING_DAY + timedelta(days=3)
    scene.clock.be(typed)
    scene.selected(scene.present(scene.register(slot, person)))
    days = {line.kind: line.day for line in told(scene, person).lines}
    assert days[H.REGISTERED] == days[H.MEETING] == MEETING_DAY
    assert days[H.RESULT] == typed


def test_the_pause_of_another_trainee_is_not_told_and_a_paper_is_told_once(scene: Scene) -> None:
    scene.describe_provider()
    slot, person = scene.meeting(session := a_training(scene)), scene.person()
    scene.clock.be(MEETING_DAY)
    enrolment = scene.selected(scene.present(scene.register(slot, person))).id
    scene.say(RecordEntry(enrolment_id=enrolment, entered_on=MEETING_DAY, reason="Venue"))
    later = MEETING_DAY + timedelta(days=1)
    scene.say(CorrectEntry(enrolment_id=enrolment, entered_on=later, reason="Jour"))
    other = entered(scene, session, state=EnrolmentState.ENTERED)
    for trainee in (enrolment, other):
        scene.say(
            RecordInterruption(
                interruption_id=scene.id(), enrolment_id=trainee, starts_on=date(2027, 1, 4),
                ends_on=date(2027, 1, 29), reason="personal",
            )
        )  # fmt: skip
    lines = told(scene, person).lines
    assert [line.kind for line in lines].count(H.INTERRUPTION) == 1
    papers = [line.paper for line in lines if line.paper]
    entries = [each for each in papers if each.kind is DocumentKind.ENTRY_ATTESTATION]
    assert [each.version for each in entries] == [2]
    assert len(scene.rows(DocumentRow)) == len(papers) + 1


def test_the_pause_of_a_session_is_told_once_of_the_path_that_it_pauses(scene: Scene) -> None:
    session, person = a_training(scene), scene.person()
    left = {"state": EnrolmentState.DROPPED, "left_on": date(2026, 10, 2)}
    entered(scene, session, person, **left)
    second = entered(scene, session, person, entered_on=date(2026, 11, 9))
    entered(scene, session, person, entered_on=date(2027, 2, 1))
    pause = InterruptionRow(
        id=scene.id(), session_id=session.id, starts_on=date(2026, 12, 21),
        ends_on=date(2027, 1, 8), reason="school_holidays",
    )  # fmt: skip
    write(scene.workspace, pause)
    pauses = [line for line in told(scene, person).lines if line.kind is H.INTERRUPTION]
    assert [line.enrolment and line.enrolment.id for line in pauses] == [second]


def test_a_devis_aif_is_told_on_the_day_it_left_of_a_session_where_nothing_else_happened(
    scene: Scene,
) -> None:
    scene.describe_provider()
    session, person = scene.session(), scene.person()
    sent, draft = scene.id(), scene.id()
    for quote_id in (sent, draft):
        scene.say(
            DraftQuote(quote_id=quote_id, session_id=session.id, jobseeker_id=person, quote=Quote())
        )
    scene.say(SendQuote(quote_id=sent, on=TODAY - timedelta(days=2)))
    found = told(scene, person)
    assert [(line.kind, line.day, line.quote and line.quote.id) for line in found.lines] == [
        (H.QUOTE, TODAY - timedelta(days=2), sent),
        (H.QUOTE, TODAY, draft),
    ]
    assert [row.id for row in found.sessions] == [session.id]
