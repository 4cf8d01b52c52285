# SPDX-License-Identifier: MIT
"""Papers of a slot: who stands on them, their numbers and versions (domain 5)."""

from __future__ import annotations

from datetime import time, timedelta

import msgspec
import pytest

from kairos_desktop.models.rows import DocumentRow
from kairos_desktop.models.vocabulary import CancelReason, DocumentKind, DocumentState
from kairos_desktop.services.acts.papers import SlotPaper
from kairos_desktop.services.acts.registrations import CancelRegistration
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.acts.slots import ChangeSlot, DeleteSlot
from kairos_desktop.services.documents.facts import RegisteredList, SignInSheet
from kairos_desktop.services.paperwork import document_of, facts_untouched
from tests.factories import MEETING_DAY, Scene, a_meeting

SHEETS = (DocumentKind.SIGN_IN_SHEET, DocumentKind.REGISTERED_LIST)


def names(paper: DocumentRow) -> list[str]:
    kept = msgspec.json.decode(paper.facts, type=SlotPaper)
    return [each.jobseeker.last_name for each in kept.people]


def cancel(registration_id):  # type: ignore[no-untyped-def]
    return CancelRegistration(registration_id=registration_id, reason=CancelReason.JOB)


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_has_those_who_have_a_place_by_name(scene: Scene, kind: DocumentKind) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    for name in ("Zola", "Éluard", "Aragon"):
        scene.register(slot, scene.person(name))
    absent = scene.register(slot, scene.person("Breton"))
    scene.absent(absent)
    scene.register(slot, scene.person("Waiting"))
    scene.say(IssueSheet(slot_id=slot, kind=kind))
    (paper,) = scene.rows(DocumentRow)
    assert names(paper) == ["Aragon", "Breton", "Éluard", "Zola"]
    assert (paper.number, paper.slot_id) == (f"{kind}-2026-A-000001", slot)
    assert facts_untouched(paper)


def test_a_sheet_is_replaced_only_when_it_would_read_otherwise(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    first, _second = scene.register(slot), scene.register(slot)
    sheet = IssueSheet(slot_id=slot, kind=DocumentKind.SIGN_IN_SHEET)
    scene.say(sheet)
    assert scene.say(sheet).changes.ids == frozenset()
    scene.say(cancel(first))
    scene.say(sheet)
    papers = sorted(scene.rows(DocumentRow), key=lambda row: row.version)
    assert [(row.version, row.state) for row in papers] == [
        (1, DocumentState.SUPERSEDED),
        (2, DocumentState.VALID),
    ]
    assert [len(names(row)) for row in papers] == [2, 1]


def test_a_convocation_is_for_one_person_who_has_a_place(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    seated = scene.register(slot, scene.person("Aragon"))
    waiting = scene.register(slot)
    scene.say(IssueConvocation(registration_id=seated))
    (paper,) = scene.rows(DocumentRow)
    assert (names(paper), paper.kind) == (["Aragon"], DocumentKind.CONVOCATION)
    assert scene.refusal_code(IssueConvocation(registration_id=waiting)) == "not_expected"
    scene.say(cancel(seated))
    assert scene.refusal_code(IssueConvocation(registration_id=seated)) == "not_expected"


def test_a_convocation_to_a_moved_slot_replaces_the_first(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    row_id = scene.register(slot)
    scene.say(IssueConvocation(registration_id=row_id))
    scene.say(ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=3)))
    scene.say(IssueConvocation(registration_id=row_id))
    assert sorted(row.version for row in scene.rows(DocumentRow)) == [1, 2]


def test_no_paper_for_a_deleted_slot_nor_of_another_kind(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    row_id = scene.register(slot)
    other = IssueSheet(slot_id=slot, kind=DocumentKind.ENROLMENT_CERTIFICATE)
    assert scene.refusal_code(other) == "not_a_sheet"
    scene.say(DeleteSlot(slot_id=slot))
    sheet = IssueSheet(slot_id=slot, kind=DocumentKind.SIGN_IN_SHEET)
    assert scene.refusal_code(sheet) == "slot_deleted"
    assert scene.refusal_code(IssueConvocation(registration_id=row_id)) == "slot_deleted"


def test_a_paper_whose_facts_were_touched_is_told_from_the_others(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    scene.register(slot)
    scene.say(IssueSheet(slot_id=slot, kind=DocumentKind.SIGN_IN_SHEET))
    (paper,) = scene.rows(DocumentRow)
    forged = msgspec.structs.replace(paper, facts=paper.facts.replace("Nom1", "Nom2"))
    assert facts_untouched(paper)
    assert not facts_untouched(forged)


def kept(paper: DocumentRow) -> list[tuple[str, str, bool]]:
    """Hour, name, and whether struck, of each person as the paper is drawn."""
    document = document_of(paper, None, demo=False)
    assert isinstance(document, RegisteredList | SignInSheet)
    return [
        (each.starts_at.strftime("%H:%M") if each.starts_at else "", each.name, each.struck)
        for each in document.attendees
    ]


def test_the_sheet_of_an_appointment_is_that_of_its_day_each_at_their_hour(scene: Scene) -> None:
    session = scene.session()
    nine, half_past, ten = scene.appointments(session)
    scene.register(half_past, scene.person("Aragon"))
    scene.register(nine, scene.person("Zola"))
    scene.register(scene.meeting(session), scene.person("Elsewhere"))
    for kind in SHEETS:
        scene.say(IssueSheet(slot_id=ten, kind=kind))
    sheet, listed = sorted(scene.rows(DocumentRow), key=lambda row: row.kind)
    expected = [("09:00", "ZOLA Anne", False), ("09:30", "ARAGON Anne", False)]
    assert kept(sheet) == kept(listed) == expected
    assert {sheet.slot_id, listed.slot_id} == {nine}
    slot = document_of(listed, None, demo=False).slot  # type: ignore[union-attr]
    assert (slot.label, slot.starts_at, slot.ends_at, slot.capacity) == (
        "rendez-vous individuels",
        time(9),
        time(10, 30),
        3,
    )


def test_any_appointment_of_the_day_replaces_the_same_list(scene: Scene) -> None:
    session = scene.session()
    nine, half_past, _ten = scene.appointments(session)
    scene.register(nine, scene.person("Zola"))
    scene.say(IssueSheet(slot_id=half_past, kind=DocumentKind.REGISTERED_LIST))
    same = IssueSheet(slot_id=nine, kind=DocumentKind.REGISTERED_LIST)
    assert scene.say(same).changes.ids == frozenset()
    # The first hour leaves for another day: the day's list keeps its number.
    scene.register(half_past, scene.person("Aragon"))
    moved = a_meeting(held_on=MEETING_DAY + timedelta(days=1), capacity=1)
    scene.say(ChangeSlot(slot_id=nine, meeting=moved))
    scene.say(IssueSheet(slot_id=half_past, kind=DocumentKind.REGISTERED_LIST))
    papers = sorted(scene.rows(DocumentRow), key=lambda row: row.version)
    assert [(row.number, row.version, row.slot_id) for row in papers] == [
        ("LI-2026-A-000001", 1, nine),
        ("LI-2026-A-000001", 2, half_past),
    ]
    assert [each[1] for each in kept(papers[1])] == ["ARAGON Anne"]
    scene.say(same)
    assert "LI-2026-A-000002" in {row.number for row in scene.rows(DocumentRow)}


def test_the_list_strikes_those_who_left_and_the_sign_in_sheet_forgets_them(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    gone = scene.register(slot, scene.person("Aragon"))
    scene.register(slot, scene.person("Zola"))
    scene.say(cancel(gone))
    for kind in SHEETS:
        scene.say(IssueSheet(slot_id=slot, kind=kind))
    sheet, listed = sorted(scene.rows(DocumentRow), key=lambda row: row.kind)
    assert kept(sheet) == [("", "ZOLA Anne", False)]
    assert kept(listed) == [("", "ARAGON Anne", True), ("", "ZOLA Anne", False)]


def test_a_day_whose_appointments_are_all_deleted_has_no_sheet(scene: Scene) -> None:
    slots = scene.appointments(scene.session())
    scene.register(slots[0], scene.person("Zola"))
    sheet = IssueSheet(slot_id=slots[0], kind=DocumentKind.REGISTERED_LIST)
    scene.say(DeleteSlot(slot_id=slots[0]))
    scene.say(sheet)
    (paper,) = scene.rows(DocumentRow)
    assert kept(paper) == [("09:00", "ZOLA Anne", True)]
    scene.say(*(DeleteSlot(slot_id=slot) for slot in slots[1:]))
    assert scene.refusal_code(sheet) == "slot_deleted"
