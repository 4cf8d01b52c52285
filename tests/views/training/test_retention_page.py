# SPDX-License-Identifier: MIT
"""« Conservation des pièces » in a real window: until when, and where each line leads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kairos_desktop.views.training.retention_page import COLUMNS, RetentionPage
from tests.training_scene import a_training
from tests.views.on_screen import in_front
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom


def test_domain_4_what_is_past_its_time_stands_first_and_opens_its_file(
    room: Classroom, qtbot: QtBot
) -> None:
    opened: list[tuple[str, dict[str, Any]]] = []
    room.desk.place_asked.connect(lambda place: opened.append((place.page, dict(place.arguments))))
    old = a_training(
        room.scene,
        starts_on=date(2015, 9, 7),
        ends_on=date(2016, 3, 25),
        title="Vendeur conseil",
        carif_session_number="SE_2015",
        funder="Conseil régional",
    )
    page = in_front(RetentionPage(room.desk), qtbot)
    page.show_place({})
    qtbot.waitUntil(lambda: page.card.model.rowCount() == 2)
    first = page.card.model.row_at(0)
    assert first is not None
    assert first.id == old.id
    pill = COLUMNS[-1].pill
    assert pill is not None
    assert [pill(page.card.model.row_at(row)).word for row in range(2)] == [
        "Délai passé",
        "À conserver",
    ]
    page.focus_start()
    QTest.keyClick(page.card.table, Qt.Key.Key_Return)
    assert opened == [("evidence", {"session_id": old.id})]
    for size in ((1366, 768), (911, 512)):
        page.resize(*size)
        QApplication.sendPostedEvents()
        assert not misnamed(page)
        assert not cut_texts(page)
