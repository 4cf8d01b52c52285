# SPDX-License-Identifier: MIT
"""Files of acts and places kept, in an opened profile: lanes, files, the next contact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.assembly.exchange_courier import WindowCourier
from kairos_desktop.assembly.hand_delivery import Delivery
from kairos_desktop.models.rows import HoldRow
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.acts.holds import PlaceHold
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.sync.courier import Told
from kairos_desktop.services.sync.exchange import Round
from kairos_desktop.services.sync.sealed_file import Kind, first_line, seal
from kairos_desktop.services.sync.wire import CarriedAnswers
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from tests.exchange_scene import Exchanged
from tests.factories import SIRET, TODAY, Clock, Scene
from tests.kairos_server.exchange.universe import ORG

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

KEY = bytes(range(32))


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[OpenProfile]:
    folder = tmp_path / "profil"
    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as made:
        yield made


@pytest.fixture
def scene(profile: OpenProfile) -> Scene:
    clock = Clock()
    workspace = Workspace(
        profile.engines.write, profile.engines.read, siret=SIRET,
        post=profile.profile.card.post_id, post_range="B", operator="Karim", now=clock,
    )  # fmt: skip
    made = Scene(workspace, clock)
    made.describe_provider()
    return made


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[ThreadLanes]:
    made = ThreadLanes()
    yield made
    made.close()


def test_acts_go_into_a_file_and_a_bad_one_is_refused_alone(
    scene: Scene, profile: OpenProfile, tmp_path: Path
) -> None:
    delivery = Delivery(profile, scene.workspace)
    assert delivery.export(tmp_path / "a.kairos").is_refused
    exchanged = Exchanged(scene.workspace)
    exchanged.join(file_key=KEY)
    exchanged.pend()
    assert delivery.file_name().startswith("kairos-actes-poste-")
    told = delivery.export(tmp_path / "a.kairos")
    assert told.sentence.startswith("1 acte dans « a.kairos »")
    (tmp_path / "cut.kairos").write_bytes((tmp_path / "a.kairos").read_bytes()[:-5])
    answers = CarriedAnswers(scene.id(), scene.id(), "", problem="right_missing")
    line = first_line(Kind.ANSWERS, ORG, profile.profile.card.post_id)
    import msgspec

    (tmp_path / "r.kairos").write_bytes(seal(line, KEY, msgspec.json.encode(answers)))
    taken = delivery.take([tmp_path / name for name in ("cut.kairos", "none", "r.kairos")])
    assert taken.is_refused
    assert "« cut.kairos » : Ce fichier est abîmé" in taken.sentence
    assert "« none » : Ce fichier ne peut pas être lu" in taken.sentence
    assert "Réponse du serveur lue." in taken.sentence


def test_places_of_a_slot_that_is_over_go_back_at_the_next_contact(
    scene: Scene, profile: OpenProfile, lanes: ThreadLanes, qtbot: QtBot
) -> None:
    desk = Desk(scene.workspace, lanes)
    told: list[object] = []
    courier = WindowCourier(
        desk, profile, scene.workspace, ExitStack(), lambda: told.append("after")
    )
    slot = scene.meeting(scene.session(), held_on=TODAY)
    until = TODAY + timedelta(days=3)
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slot, places=2, until=until))

    def contact() -> None:
        courier._on_told(Told(Round(ChangeSet(), 0, 20.0)))

    contact()
    desk.settled(lambda: told.append("settled"))
    qtbot.waitUntil(lambda: "settled" in told)
    assert scene.seats(slot).held == 2
    scene.clock.be(TODAY + timedelta(days=1))
    contact()
    qtbot.waitUntil(lambda: scene.seats(slot).held == 0)
    assert scene.rows(HoldRow)[0].released_by == "Karim"
