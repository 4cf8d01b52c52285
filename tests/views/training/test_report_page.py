# SPDX-License-Identifier: MIT
"""« Bilan de fin de formation » in a real window: filled in, then the next one of the session."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from kairos_desktop.models.rows import ReportRow
from kairos_desktop.models.vocabulary import Certified, DocumentKind, FollowUp, Objectives
from kairos_desktop.services.acts.exits import CompleteTrainee
from kairos_desktop.views.training.absences_page import AbsencesPage
from kairos_desktop.views.training.report_page import ReportPage
from tests.training_scene import a_report
from tests.views.on_screen import in_front
from tests.views.recruitment.driving import press
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Place
    from tests.views.training.classroom import Classroom

LEFT_ON = date(2026, 11, 24)


def leave(room: Classroom, *names: str) -> list[UUID]:
    ids = [room.trainees[name] for name in names]
    for each in ids:
        room.scene.say(CompleteTrainee(enrolment_id=each, last_day=LEFT_ON, reason="planned_end"))
    return ids


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> ReportPage:
    return in_front(ReportPage(room.desk), qtbot)


def choose(page: ReportPage, qtbot: QtBot, **letters: str) -> None:
    for name, letter in letters.items():
        qtbot.keyClicks(page.form.field(name).control, letter)


def test_what_was_typed_of_somebody_is_still_there_after_another_was_looked_at(
    room: Classroom, page: ReportPage, qtbot: QtBot
) -> None:
    first, second = leave(room, "Barbier", "Courtois")
    page.show_place({"enrolment_id": first})
    choose(page, qtbot, objectives="A")
    qtbot.keyClicks(page.form.field("acquired").control, "Accueillir")
    page.show_place({"enrolment_id": second})
    assert page.form.values()["acquired"] == ""
    page.show_place({"enrolment_id": first})
    assert page.form.values()["acquired"] == "Accueillir"
    choose(page, qtbot, certified="O", follow_up="E")
    page._save()
    page.show_place({"enrolment_id": second})
    page.show_place({"enrolment_id": first})
    assert not page.form.is_touched
    (row,) = room.scene.rows(ReportRow)
    assert (row.enrolment_id, row.acquired) == (first, "Accueillir")


def test_three_letters_and_a_key_record_it_and_open_the_next(
    room: Classroom, page: ReportPage, qtbot: QtBot
) -> None:
    first, second = leave(room, "Barbier", "Courtois")
    page.show_place({"enrolment_id": first})
    assert not page.print_button.isEnabled()
    choose(page, qtbot, objectives="A", certified="O", follow_up="E")
    qtbot.keyClicks(page.form.field("acquired").control, "Accueillir")
    press(page, "Enregistrer et passer au suivant")
    (row,) = room.scene.rows(ReportRow)
    assert (row.enrolment_id, row.acquired) == (first, "Accueillir")
    assert (row.objectives, row.certified, row.follow_up) == (
        Objectives.REACHED,
        Certified.WHOLE,
        FollowUp.JOB,
    )
    assert page.card is not None
    assert page.card.enrolment.id == second
    assert page.form.values()["acquired"] == ""
    assert page.form.field("objectives").control.hasFocus()
    assert not page.next_button.isVisible()
    qtbot.keyClick(page.form.field("objectives").control, Qt.Key.Key_Return, _CTRL)
    # A button pressed by its key clicks when it comes up again.
    qtbot.waitUntil(lambda: bool(page.form.field("objectives").error()))
    assert len(room.scene.rows(ReportRow)) == 1


_CTRL = Qt.KeyboardModifier.ControlModifier


def test_what_is_typed_survives_a_colleagues_act(
    room: Classroom, page: ReportPage, qtbot: QtBot
) -> None:
    (trainee,) = leave(room, "Barbier")
    page.show_place({"enrolment_id": trainee})
    qtbot.keyClicks(page.form.field("comment").control, "Bon travail")
    room.desk.record([a_report(trainee, comment="Bien")], "Bilan.")
    assert page.form.values()["comment"] == "Bon travail"
    assert page.print_button.isEnabled()


def test_what_a_colleague_recorded_shows_where_nothing_is_being_typed(
    room: Classroom, page: ReportPage
) -> None:
    (trainee,) = leave(room, "Barbier")
    page.show_place({"enrolment_id": trainee})
    room.desk.record([a_report(trainee, comment="Bien")], "Bilan.")
    assert page.form.values()["comment"] == "Bien"
    assert not page.form.is_touched


def test_printing_asks_for_the_paper_of_this_trainee(room: Classroom, page: ReportPage) -> None:
    (trainee,) = leave(room, "Barbier")
    room.scene.say(a_report(trainee))
    asked: list[tuple[DocumentKind, list[UUID]]] = []

    class Papers:
        def show(self, kind: DocumentKind, *, enrolment_ids: list[UUID]) -> None:
            asked.append((kind, enrolment_ids))

    room.desk.papers = Papers()  # pyright: ignore[reportAttributeAccessIssue]
    page.show_place({"enrolment_id": trainee})
    assert page.form.values()["certified"] is Certified.WHOLE
    press(page, "Imprimer le bilan")
    assert asked == [(DocumentKind.TRAINING_REPORT, [trainee])]


@pytest.mark.parametrize("size", [(1058, 690), (870, 460)])
def test_every_control_has_its_name_and_its_whole_words(
    room: Classroom, page: ReportPage, size: tuple[int, int]
) -> None:
    (trainee, _) = leave(room, "Barbier", "Courtois")
    page.resize(*size)
    page.show_place({"enrolment_id": trainee})
    assert not misnamed(page)
    assert not cut_texts(page)


def test_the_exit_leads_to_the_report(room: Classroom, absences: AbsencesPage) -> None:
    places: list[Place] = []
    room.desk.place_asked.connect(places.append)
    (trainee,) = leave(room, "Barbier")
    absences.show_place({"enrolment_id": trainee})
    press(absences, "Saisir le bilan")
    assert (places[-1].page, places[-1].arguments) == ("report", {"enrolment_id": trainee})
    room.desk.record([a_report(trainee)], "Bilan.")
    words = [each.text() for each in absences.findChildren(QAbstractButton) if each.isVisible()]
    assert "Saisir le bilan" not in words
