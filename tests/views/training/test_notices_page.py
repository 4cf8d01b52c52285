# SPDX-License-Identifier: MIT
"""« Avis et courriers » in a real window: chosen by « À faire », printed, gone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.adhesion import RecordClearance
from kairos_desktop.services.acts.exits import CompleteTrainee
from kairos_desktop.services.acts.notices import IssueNotice
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import DueKind
from kairos_desktop.views.training.notices_page import NoticesPage
from tests.views.on_screen import in_front
from tests.views.recruitment.driving import press
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.due.notices import Owed
    from tests.views.training.classroom import Classroom


class Printing:
    """Issues what is asked for, as the window does, and shows nothing."""

    def __init__(self, room: Classroom) -> None:
        self.room = room
        self.asked: list[list[Owed]] = []

    def show_notices(self, owed: Sequence[Owed]) -> None:
        self.asked.append(list(owed))
        acts = [IssueNotice(enrolment_id=each.enrolment_id, event=each.event) for each in owed]
        self.room.desk.record(acts, "Prêt.")


@pytest.fixture
def printing(room: Classroom) -> Printing:
    room.scene.say(
        RecordClearance(funder="Région", allowed=False, since=date(2026, 1, 1)),
        *(
            CompleteTrainee(
                enrolment_id=room.trainees[name], last_day=date(2026, 11, 24), reason="job"
            )
            for name in ("Barbier", "Courtois")
        ),
    )
    room.desk.papers = made = Printing(room)  # pyright: ignore[reportAttributeAccessIssue]
    return made


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> NoticesPage:
    return in_front(NoticesPage(room.desk), qtbot)


@pytest.fixture
def funded(room: Classroom) -> None:
    """The session of the class, paid by the Région."""
    import msgspec

    from tests.training_scene import write

    write(room.scene.workspace, msgspec.structs.replace(room.session, funder="Région"))


def due(room: Classroom) -> list[Any]:
    lines = room.scene.workspace.read(board.whole, room.desk.now())
    return [line for line in lines if line.kind is DueKind.NOTICE]


@pytest.mark.usefixtures("funded")
def test_a_line_of_a_faire_opens_with_its_people_chosen_and_one_key_prints_them(
    room: Classroom, printing: Printing, page: NoticesPage, qtbot: QtBot
) -> None:
    exits = next(line for line in due(room) if "sortie" in line.act)
    page.show_place(exits.arguments)
    assert len(page.list.model.ids()) == 8
    page.focus_start()
    qtbot.keyClick(page.list.table, Qt.Key.Key_I)
    assert {each.last_name for each in printing.asked[-1]} == {"Barbier", "Courtois"}
    assert len(page.list.model.ids()) == 6
    assert all("sortie" not in line.act for line in due(room))
    page.with_printed.setChecked(True)
    assert len(page.list.model.ids()) == 8
    pill = page.list.model.columns[0].pill
    assert pill is not None
    words = [pill(line).word for line in page._lines.values()]
    assert words.count("Imprimé") == 2
    page.with_printed.setChecked(False)
    press(page, "Tout imprimer")
    assert not page.list.model.ids()
    assert not due(room)
    assert {each.kind for each in printing.asked[-1]} == {DocumentKind.EVENT_NOTICE}


@pytest.mark.usefixtures("funded", "printing")
@pytest.mark.parametrize("size", [(1058, 690), (870, 460)])
def test_every_control_has_its_name_and_its_whole_words(
    page: NoticesPage, qtbot: QtBot, size: tuple[int, int]
) -> None:
    page.resize(*size)
    page.show_place({})
    assert not misnamed(page)
    # The counter takes its width at the next turn of the loop.
    qtbot.waitUntil(lambda: not cut_texts(page))
