# SPDX-License-Identifier: MIT
"""Papers of a slot: who stands on them, their numbers and versions (domain 5)."""

from __future__ import annotations

import msgspec
import pytest

from kairos_desktop.models.rows import DocumentRow
from kairos_desktop.models.vocabulary import CancelReason, DocumentKind, DocumentState
from kairos_desktop.services.acts.papers import SlotPaper
from kairos_desktop.services.acts.registrations import CancelRegistration
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.acts.slots import ChangeSlot, DeleteSlot
from kairos_desktop.services.paperwork import facts_untouched
from tests.factories import Scene, a_meeting

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
