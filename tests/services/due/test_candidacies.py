# SPDX-License-Identifier: MIT
"""Candidates in « À faire »: to be called, then to be decided on."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from kairos_desktop.models.vocabulary import Contact, RecruitmentState, Result
from kairos_desktop.services.acts.candidacies import OpenCandidacies, RecordContact, Window
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.slots import DeleteSlot, Where
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import Due, DueKind
from kairos_desktop.services.queries import kairos_reports
from kairos_desktop.services.wording.kairos_words import kairos_values, where_in_kairos
from kairos_desktop.views.boards.due_words import due_pill
from tests.factories import MEETING_DAY, TODAY, Scene


def due(scene: Scene, kind: DueKind) -> list[Due]:
    now = scene.clock.now.replace(tzinfo=None)
    return [line for line in scene.workspace.read(board.whole, now) if line.kind is kind]


def window(scene: Scene, **fields: RecruitmentState) -> UUID:
    session, slot_id = scene.session(**fields), scene.id()
    typed = Window(opens_on=TODAY, closes_on=MEETING_DAY, where=Where(contact="Mme Blin"))
    scene.say(OpenCandidacies(slot_id=slot_id, session_id=session.id, window=typed))
    return slot_id


def test_domain_4_a_candidate_waits_in_orange_after_five_working_days(scene: Scene) -> None:
    slot = window(scene)
    assert not due(scene, DueKind.CONTACT)
    one, other = scene.register(slot), scene.register(slot)
    (line,) = due(scene, DueKind.CONTACT)
    # A Monday: five working days end on the next one.
    assert (TODAY, line.by, line.count) == (date(2026, 11, 23), date(2026, 11, 30), 2)
    assert line.whom == "2 candidats sur candidature · Secrétaire assistant"
    assert (line.arguments["tab"], line.arguments["list"]) == ("candidacies", "presence")
    pills = [due_pill(line, date(2026, 11, day)) for day in (24, 28, 30)]
    assert [(pill.word, pill.role) for pill in pills] == [
        ("J–6", "hold"), ("J–2", "warn"), ("Aujourd’hui", "warn"),
    ]  # fmt: skip
    late = due_pill(line, date(2026, 12, 2))
    assert (late.word, late.role) == ("Retard 2 j", "warn")
    # Whoever was called has left; whoever could not be reached was called.
    scene.say(RecordContact(registration_id=one, contact=Contact.CONTACTED))
    scene.say(RecordContact(registration_id=other, contact=Contact.UNREACHABLE))
    assert not due(scene, DueKind.CONTACT)


def test_a_candidate_called_waits_for_an_answer_then_is_typed_in_kairos(scene: Scene) -> None:
    slot = window(scene)
    row = scene.register(slot)
    scene.say(RecordContact(registration_id=row, contact=Contact.CONTACTED))
    (line,) = due(scene, DueKind.RESULT)
    assert (line.by, line.since) == (TODAY + timedelta(days=7), TODAY)
    assert (line.arguments["slot_id"], line.arguments["list"]) == (slot, "result")
    scene.say(RecordResult(registration_id=row, result=Result.ON_HOLD))
    assert due(scene, DueKind.RESULT)
    scene.selected(row)
    assert not due(scene, DueKind.RESULT)
    (line,) = due(scene, DueKind.REPORT_RESULT)
    assert line.count == 1
    board_of_kairos = scene.workspace.read(kairos_reports.board, TODAY)
    (told,) = [each for each in board_of_kairos.lines if each.about_id == row]
    # No hour to find there, and it is typed in the other front end (guide p. 18).
    assert {value.field for value in kairos_values(told)} == {
        "N° CARIF", "N° DE", "Nom-Prénom", "Résultat",
    }  # fmt: skip
    assert where_in_kairos(told) == "KAIROS nouvelle génération › Recrutement sur candidature"


def test_guide_p_21_a_window_is_a_modality_until_its_last_day_is_over(scene: Scene) -> None:
    slot = window(scene, recruitment_state=RecruitmentState.OPEN)
    for day, lacks in ((MEETING_DAY, False), (MEETING_DAY + timedelta(days=1), True)):
        scene.clock.be(day, 23)
        assert bool(due(scene, DueKind.MODALITY)) is lacks
    scene.clock.be(TODAY)
    scene.say(DeleteSlot(slot_id=slot))
    assert due(scene, DueKind.MODALITY)


def test_an_act_on_a_candidate_changes_its_lines_as_the_whole_does(scene: Scene) -> None:
    slot = window(scene)
    row = scene.register(slot)
    now = scene.clock.now.replace(tzinfo=None)
    before = scene.workspace.read(board.whole, now)
    said = scene.say(RecordContact(registration_id=row, contact=Contact.CONTACTED))
    read = scene.workspace.read(board.again, now, said.changes.tables, said.changes.ids)
    assert board.merged(before, read).lines == scene.workspace.read(board.whole, now)
