# SPDX-License-Identifier: MIT
"""The mark of a row whose last word is not said yet, and its price on a post that works alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from sqlalchemy import event

from kairos_desktop.models.vocabulary import OutcomeKind, Presence
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.exchange_seen import ANSWERED
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.toolkit.columns import Column, Pill
from kairos_desktop.views.toolkit.row_delegate import _paint_mark
from kairos_desktop.views.toolkit.tokens import tokens_for
from tests.exchange_scene import Exchanged
from tests.views.recruitment.scene import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.recruitment.session_page import SessionPage
    from kairos_desktop.views.toolkit.list_card import ListCard
    from tests.views.recruitment.scene import Scene

NAME = 1


@pytest.fixture
def statements(scene: Scene) -> Iterator[list[str]]:
    """Every statement that the lists ask of the database."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(scene.engines.read, "before_cursor_execute", note)
    yield asked
    event.remove(scene.engines.read, "before_cursor_execute", note)


def shown(page: SessionPage, scene: Scene, slots: dict[str, UUID], tab: str) -> ListCard:
    page.show_place(
        {"session_id": scene.session, "tab": "meetings", "list": tab, "slot_id": slots["monday"]}
    )
    return page.meetings.lists.cards[Tab(tab)]


def read(qtbot: QtBot, card: ListCard) -> None:
    """Wait until every row is here."""
    rows = range(card.model.rowCount())
    assert rows
    qtbot.waitUntil(lambda: all(card.model.row_at(row) is not None for row in rows))


def spoken(card: ListCard, row_id: UUID) -> str:
    place = card.model.position_of(row_id)
    assert place is not None
    return card.model.index(place, NAME).data(Qt.ItemDataRole.AccessibleTextRole)


def presence(scene: Scene, name: str) -> RecordPresence:
    return RecordPresence(registration_id=scene.registrations[name], presence=Presence.PRESENT)


def test_a_mark_is_spoken_after_the_name_and_leaves_once_it_is_answered(
    page: SessionPage, scene: Scene, slots: dict[str, UUID], qtbot: QtBot
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join()
    scene.desk.has_joined = True
    scene.record(presence(scene, "Barbier"))
    act = exchanged.pend()
    exchanged.line(presence(scene, "Garnier"), OutcomeKind.REFUSED, "right_missing")
    card = shown(page, scene, slots, "registered")
    read(qtbot, card)
    row = scene.registrations["Barbier"]
    assert spoken(card, row) == "BARBIER Lucas, en attente d’envoi"
    assert spoken(card, scene.registrations["Garnier"]) == "GARNIER Sophie, refusé"
    assert spoken(card, scene.registrations["Joly"]) == "JOLY Kevin"
    place = card.model.position_of(row)
    assert place is not None
    tooltip = card.model.index(place, NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "BARBIER Lucas, en attente d’envoi"
    exchanged.cover(act, NOW)
    changed = ChangeSet(tables=frozenset((ANSWERED,)), origin="exchange")
    scene.desk.hub.changed.emit(changed)
    assert spoken(card, row) == "BARBIER Lucas"


def test_a_post_that_works_alone_asks_nothing_more(
    page: SessionPage,
    scene: Scene,
    slots: dict[str, UUID],
    statements: list[str],
    qtbot: QtBot,
) -> None:
    read(qtbot, shown(page, scene, slots, "presence"))
    alone = len(statements)
    assert alone
    assert not any("outbox" in each or "outcome" in each for each in statements)
    scene.desk.has_joined = True
    statements.clear()
    page.meetings.lists.card.model.refresh_all()
    assert any("outbox" in each for each in statements)


def test_the_enrolled_are_marked_too(
    page: SessionPage, scene: Scene, slots: dict[str, UUID], qtbot: QtBot
) -> None:
    exchanged = Exchanged(scene.workspace)
    exchanged.join()
    scene.desk.has_joined = True
    page.show_place({"session_id": scene.session, "tab": "enrolled"})
    model = page.enrolled.card.model
    read(qtbot, page.enrolled.card)
    first = model.row_at(0)
    assert first is not None
    with scene.engines.write.begin() as conn:
        act = conn.exec_driver_sql(
            "SELECT act_id FROM image WHERE id = ?", (first.id.bytes,)
        ).scalar()
    exchanged.pend(type(first.id)(bytes=act))
    model.refresh_all()
    said = model.index(0, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith(", en attente d’envoi")


@pytest.mark.parametrize(("width", "has_word"), [(320, True), (150, False)])
def test_a_mark_keeps_its_sign_where_its_word_has_no_room(
    qapp: QApplication, width: int, has_word: bool
) -> None:
    image = QImage(width, 36, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    column = Column("Nom", lambda _row: "LEFÈVRE Anne", kind="strong")
    pill = Pill("en attente d’envoi", "neutral")
    inner = QRect(0, 0, width, 36)
    left = _paint_mark(painter, inner, pill, column, None, tokens_for(qapp.palette()))
    painter.end()
    taken = width - left.width()
    assert (taken > 100) is has_word
    assert left.width() > 80
