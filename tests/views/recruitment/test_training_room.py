# SPDX-License-Identifier: MIT
"""The places of the training, said where somebody is proposed for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kairos_desktop.models.vocabulary import EnrolmentState, Prescriber
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.holds import PlaceTrainingHold
from kairos_desktop.services.acts.sessions import RefreshSession
from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.recruitment.training_room import UNKNOWN, beyond_text
from tests.factories import SIRET
from tests.views.recruitment.driving import dialog_of, enrolled, open_on, save
from tests.views.recruitment.scene import NOW, OTHERS, Scene

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.conftest import Said


class Elsewhere:
    """Another post of the organisation, on the same records."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._workspace = Workspace(
            scene.engines.write,
            scene.engines.read,
            siret=SIRET,
            post=UUID(int=8),
            post_range="B",
            operator="Paul Meunier",
            now=lambda: NOW,
        )

    def record(self, act: Act) -> Recorded:
        recorded = self._workspace.record([act])
        assert not recorded.refusals
        self._scene.desk.hub.changed.emit(recorded.changes)
        return recorded


def places(scene: Scene, count: int | None, session: UUID | None = None) -> None:
    (row,) = scene.workspace.read(rows_for, [session or scene.session])
    scene.record(RefreshSession(session=msgspec.structs.replace(row, places=count)))


def proposing(scene: Scene, person: str) -> ProposeEnrolment:
    return ProposeEnrolment(
        enrolment_id=scene.workspace.new_id(),
        session_id=scene.session,
        jobseeker_id=scene.people[person],
        prescriber=Prescriber.FRANCE_TRAVAIL,
    )


def keeping(scene: Scene, count: int) -> PlaceTrainingHold:
    return PlaceTrainingHold(
        hold_id=scene.workspace.new_id(),
        session_id=scene.session,
        places=count,
        until=NOW.date() + timedelta(days=3),
        label="Fécamp",
    )


def words(dialog: Any) -> list[str]:
    QApplication.sendPostedEvents()
    labels = dialog.room.findChildren(QLabel)
    return [each.text() for each in labels if each.isVisible()]


def proposed(page: SessionPage, scene: Scene, qtbot: QtBot) -> Any:
    open_on(page, scene, qtbot, tab="enrolled")
    page.do("propose")
    return dialog_of(page, qtbot)


def add(qtbot: QtBot, dialog: Any, name: str) -> None:
    before = len(dialog.people.people)
    qtbot.keyClicks(dialog.people.line, name)
    qtbot.keyClick(dialog.people.line.popup(), Qt.Key.Key_Return)
    assert len(dialog.people.people) == before + 1


def test_the_places_left_are_said_and_who_would_be_too_many(
    scene: Scene, page: SessionPage, qtbot: QtBot, said: Said
) -> None:
    scene.create(OTHERS)
    places(scene, 2)
    scene.record(proposing(scene, "Petit"))
    dialog = proposed(page, scene, qtbot)
    assert words(dialog) == ["Places disponibles : 1 sur 2"]
    add(qtbot, dialog, "roux")
    assert words(dialog) == ["Places disponibles : 1 sur 2"]
    add(qtbot, dialog, "uvrard")
    assert words(dialog) == [
        "Places disponibles : 1 sur 2",
        "Attention",
        "1 place pour 2 personnes : 1 inscription sera en surnombre.",
    ]
    save(dialog, qtbot)
    assert set(enrolled(scene).values()) == {EnrolmentState.TO_VALIDATE}
    assert len(enrolled(scene)) == 3
    assert "en surnombre" in said.last


def test_a_full_training_says_so_at_once(scene: Scene, page: SessionPage, qtbot: QtBot) -> None:
    scene.create(OTHERS)
    places(scene, 1)
    scene.record(proposing(scene, "Petit"))
    assert words(proposed(page, scene, qtbot)) == [
        "Places disponibles : 0 sur 1",
        "Attention",
        "Complet : l’inscription sera enregistrée quand même, en surnombre.",
    ]


def test_the_places_change_under_the_dialogue_with_what_arrives(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    scene.create(OTHERS)
    places(scene, 2)
    elsewhere = Elsewhere(scene)
    dialog = proposed(page, scene, qtbot)
    elsewhere.record(proposing(scene, "Petit"))
    assert words(dialog) == ["Places disponibles : 1 sur 2"]
    elsewhere.record(keeping(scene, 1))
    assert words(dialog)[0] == (
        "Places disponibles : 0 sur 2 · 1 place gardée pour Fécamp (poste B) jusqu’au 10/12/2026"
    )
    assert words(dialog)[2].startswith("Complet : ")


def test_what_this_post_keeps_is_for_those_that_it_proposes(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    scene.create(OTHERS)
    places(scene, 2)
    scene.record(keeping(scene, 2))
    dialog = proposed(page, scene, qtbot)
    assert words(dialog) == ["Places disponibles : 0 sur 2 · 2 places gardées par ce poste"]


def test_a_training_whose_places_nobody_says_says_so(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    places(scene, None)
    assert words(proposed(page, scene, qtbot)) == [UNKNOWN]


def test_the_choice_of_a_session_says_the_places_of_the_one_chosen(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    other = scene.open_session("Cuisinier")
    places(scene, 4, other)
    page.show_place({"tab": "enrolled", "act": "propose"})
    dialog = dialog_of(page, qtbot)
    assert not dialog.room.isVisible()
    for typed, expected in (("secr", "15 sur 15"), ("cuis", "4 sur 4")):
        line = dialog.session.control
        line.clear()
        qtbot.keyClicks(line, typed)
        qtbot.keyClick(line.popup(), Qt.Key.Key_Return)
        assert words(dialog) == [f"Places disponibles : {expected}"]
    line.clear()
    qtbot.keyClicks(line, "xyz")
    assert not dialog.room.isVisible()


@pytest.mark.parametrize(
    ("room", "count", "said"),
    [
        (3, 0, ""),
        (3, 3, ""),
        (0, 0, "Complet : l’inscription sera enregistrée quand même, en surnombre."),
        (0, 1, "Complet : l’inscription sera enregistrée quand même, en surnombre."),
        (0, 2, "Complet : les 2 inscriptions seront enregistrées quand même, en surnombre."),
        (2, 5, "2 places pour 5 personnes : 3 inscriptions seront en surnombre."),
    ],
)
def test_what_comes_of_more_people_than_places(room: int, count: int, said: str) -> None:
    assert beyond_text(room, count) == said
