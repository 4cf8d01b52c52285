# SPDX-License-Identifier: MIT
"""Papers drawn from what is not accepted yet: which they are, and what became of them."""

from __future__ import annotations

from uuid import UUID

import pytest

from kairos_desktop.models.rows import DocumentRow
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.exchange_seen import ProvisionalPaper
from kairos_desktop.services.queries import provisional
from tests.exchange_scene import Exchanged
from tests.factories import Scene


@pytest.fixture
def exchanged(scene: Scene) -> Exchanged:
    made = Exchanged(scene.workspace)
    made.join()
    return made


def papers(scene: Scene, kind: DocumentKind) -> list[DocumentRow]:
    return [row for row in scene.rows(DocumentRow) if row.kind is kind]


def waiting(scene: Scene, rows: list[DocumentRow]) -> set[UUID]:
    return scene.workspace.read(provisional.not_accepted, rows)


def to_confirm(scene: Scene) -> list[ProvisionalPaper]:
    return scene.workspace.read(provisional.to_confirm)


def keep(scene: Scene, *ids: UUID) -> None:
    scene.workspace.write(
        lambda conn: provisional.keep_drawn(conn, scene.workspace.org, ids, scene.clock())
    )


def confirm(scene: Scene, *ids: UUID) -> None:
    scene.workspace.write(
        lambda conn: provisional.confirm(conn, scene.workspace.org, ids, scene.clock())
    )


def certificate(scene: Scene) -> DocumentRow:
    slot = scene.meeting(scene.session())
    enrolment = scene.selected(scene.present(scene.register(slot)))
    scene.say(IssueCertificate(enrolment_id=enrolment.id))
    (paper,) = papers(scene, DocumentKind.ENROLMENT_CERTIFICATE)
    return paper


def test_a_paper_waits_while_its_own_act_does(scene: Scene, exchanged: Exchanged) -> None:
    paper = certificate(scene)
    assert waiting(scene, [paper]) == set()
    act = exchanged.pend()
    assert waiting(scene, [paper]) == {paper.id}
    exchanged.answer(act)
    assert waiting(scene, [paper]) == {paper.id}
    exchanged.cover(act, scene.clock())
    assert waiting(scene, [paper]) == set()


def test_a_paper_waits_while_what_it_speaks_of_does(scene: Scene, exchanged: Exchanged) -> None:
    session = scene.session()
    first, second = scene.meeting(session), scene.meeting(session)
    registration = scene.register(first)
    exchanged.pend()
    for slot in (first, second):
        scene.register(slot)
        scene.say(IssueSheet(slot_id=slot, kind=DocumentKind.SIGN_IN_SHEET))
    sheets = papers(scene, DocumentKind.SIGN_IN_SHEET)
    (on_first,) = [paper for paper in sheets if paper.slot_id == first]
    assert waiting(scene, sheets) == {on_first.id}
    scene.say(IssueConvocation(registration_id=registration))
    (called,) = papers(scene, DocumentKind.CONVOCATION)
    assert waiting(scene, [called]) == {called.id}


def test_a_drawn_paper_stays_until_somebody_decides(scene: Scene, exchanged: Exchanged) -> None:
    paper = certificate(scene)
    act = exchanged.pend()
    keep(scene, paper.id)
    (found,) = to_confirm(scene)
    assert (found.row, found.is_accepted) == (paper, False)
    assert found.subject.jobseeker is not None
    assert found.subject.enrolment is not None
    exchanged.cover(act, scene.clock())
    (found,) = to_confirm(scene)
    assert found.is_accepted
    confirm(scene, paper.id)
    assert to_confirm(scene) == []


def test_a_paper_drawn_again_before_acceptance_is_to_confirm_again(
    scene: Scene, exchanged: Exchanged
) -> None:
    paper = certificate(scene)
    keep(scene, paper.id)
    confirm(scene, paper.id)
    keep(scene, paper.id)
    keep(scene, paper.id)
    assert [found.id for found in to_confirm(scene)] == [paper.id]


def test_a_paper_that_was_refused_says_so(scene: Scene, exchanged: Exchanged) -> None:
    gone = scene.id()
    keep(scene, gone)
    (found,) = to_confirm(scene)
    assert (found.id, found.row, found.is_accepted) == (gone, None, False)


def test_a_convocation_knows_whom_it_calls(scene: Scene, exchanged: Exchanged) -> None:
    registration = scene.register(scene.meeting(scene.session()))
    scene.say(IssueConvocation(registration_id=registration))
    (paper,) = papers(scene, DocumentKind.CONVOCATION)
    keep(scene, paper.id)
    (found,) = to_confirm(scene)
    assert found.registration_ids == (registration,)
