# SPDX-License-Identifier: MIT
"""« Dossier de preuves » in a real window: what lacks, by chapter, and where each line leads."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kairos_desktop.models.vocabulary import HalfDay, SlotKind
from kairos_desktop.services.acts.entries import IssueEntryAttestation
from kairos_desktop.services.acts.slot_papers import IssueConvocation
from kairos_desktop.services.queries.evidence import evidence
from kairos_desktop.services.rules.evidence import Chapter, Lack
from kairos_desktop.views.training.evidence_page import EvidencePage
from tests.views.on_screen import in_front
from tests.views.recruitment.driving import press
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> EvidencePage:
    room.absent("Barbier", date(2026, 11, 24))
    made = in_front(EvidencePage(room.desk), qtbot)
    made.show_place({"session_id": room.session.id})
    return made


@pytest.fixture
def opened(room: Classroom, page: EvidencePage) -> list[tuple[str, dict[str, Any]]]:
    """What the lines asked the window to open."""
    asked: list[tuple[str, dict[str, Any]]] = []
    room.desk.place_asked.connect(lambda place: asked.append((place.page, dict(place.arguments))))
    del page
    return asked


def test_a_chapter_keeps_to_its_lines_and_words_are_whole(page: EvidencePage) -> None:
    assert page.shown is not None
    assert page.gaps.table.accessibleName() == "Ce qui manque"
    whole = page.gaps.model.rowCount()
    assert whole == len(page.shown.gaps) == page.shown.missing().total()
    page.chapters.table.choose([Chapter.ABSENCES])
    assert page.gaps.model.rowCount() == 1
    page.chapters.table.choose([""])
    assert page.gaps.model.rowCount() == whole
    ids = [line.id for line in page.shown.gaps]
    assert len({*ids}) == len(ids), "two lines would be one on screen"
    for size in ((1366, 768), (911, 512)):
        page.resize(*size)
        QApplication.sendPostedEvents()
        assert not misnamed(page)
        assert not cut_texts(page)


def test_enter_opens_the_record_with_the_person_chosen_and_a_fixed_line_goes(
    room: Classroom, page: EvidencePage, opened: list[tuple[str, dict[str, Any]]]
) -> None:
    barbier, session_id = room.trainees["Barbier"], room.session.id
    expected = {
        Chapter.ABSENCES: ("absences", {"enrolment_id": barbier}),
        Chapter.SHEETS: (
            "sheet",
            {"session_id": session_id, "day": date(2026, 9, 7), "half": HalfDay.MORNING},
        ),
        Chapter.MONTHS: (
            "month",
            {"session_id": session_id, "month": date(2026, 9, 1), "enrolment_id": barbier},
        ),
        Chapter.ENTRIES: (
            "session",
            {
                "session_id": session_id,
                "tab": "enrolled",
                "list": "enrolled",
                "enrolment_id": barbier,
            },
        ),
    }
    for chapter in expected:
        page.chapters.table.choose([chapter])
        page.gaps.table.setFocus()
        QTest.keyClick(page.gaps.table, Qt.Key.Key_Return)
    assert opened == list(expected.values())
    assert page.shown is not None
    before = page.shown.missing()[Chapter.ENTRIES]
    asked: list[tuple[Any, str]] = []
    room.desk.papers.save_evidence = lambda *said: asked.append(said)  # type: ignore[method-assign]
    press(page, "Constituer le dossier…")
    assert asked == [(session_id, room.session.title)]
    room.desk.record([IssueEntryAttestation(enrolment_id=room.trainees["Barbier"])], "Prêt.")
    assert page.shown.missing()[Chapter.ENTRIES] == before - 1
    assert page.shown.held()[Chapter.ENTRIES] == 1


def test_a_convocation_and_a_presence_lead_to_the_line_of_the_meeting(
    room: Classroom, page: EvidencePage, opened: list[tuple[str, dict[str, Any]]]
) -> None:
    scene = room.scene
    slot = scene.meeting(room.session, held_on=date(2026, 12, 7))
    registration = scene.register(slot, scene.person("Zola"))
    page.show_place({"session_id": room.session.id})
    page.chapters.table.choose([Chapter.SUMMONS])
    QTest.keyClick(page.gaps.table, Qt.Key.Key_Return)
    assert opened == [
        (
            "session",
            {
                "session_id": room.session.id,
                "tab": f"{SlotKind.MEETING}s",
                "list": "registered",
                "slot_id": slot,
                "registration_id": registration,
            },
        )
    ]
    scene.say(IssueConvocation(registration_id=registration))
    scene.clock.be(date(2026, 12, 8))
    found = scene.workspace.read(evidence, room.session.id, room.desk.now())
    assert found is not None
    lacks = Counter(line.gap.lack for line in found.gaps if line.gap.chapter is Chapter.SUMMONS)
    assert lacks == {Lack.PRESENCE: 1}
    assert found.held()[Chapter.SUMMONS] == 1
