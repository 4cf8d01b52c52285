# SPDX-License-Identifier: MIT
"""The offer of the server reaches an opened window, after an exchange and beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from kairos_desktop.assembly.catalogue_shelf import CatalogueShelf
from kairos_desktop.assembly.offer_reception import OfferReception
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.offer_wire import OfferAnswer
from kairos_desktop.views.catalogue.import_page import ImportPage
from kairos_desktop.views.catalogue.offer_page import OfferPage
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.services.catalogue.documents import OURS
from tests.services.catalogue.test_reception import offered, page
from tests.views.hearing import Heard, shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[OpenProfile]:
    folder = tmp_path / "profil"
    profiles.create_profile(folder, OURS, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as made:
        yield made


class Server:
    """What answers: pages in turn, then nothing new."""

    def __init__(self, *answers: OfferAnswer | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.wire = self

    def ask(self, _kind: Any, _method: str, path: str) -> OfferAnswer | None:
        self.asked.append(path)
        if not self.answers:
            return None
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_it_is_shown_with_its_origin_and_asked_for_each_quarter_of_an_hour(
    scene: Scene, desk: Desk, heard: Heard, profile: OpenProfile, qtbot: QtBot
) -> None:
    with ExitStack() as held:
        shelf = CatalogueShelf(profile, scene.clock)
        held.callback(shelf.close)
        made = OfferReception(desk, profile, scene.clock, held)
        listed, imports = OfferPage(desk, shelf), ImportPage(desk, shelf)
        for each in (listed, imports):
            shown(qtbot, each)
        assert not imports._received.isVisible()
        server: Any = Server(NoContact(), page(offered("S1")))
        made.look(None)
        made.look(server)
        qtbot.waitUntil(lambda: not made._thread or not made._thread.is_alive())
        # A look that failed is no look.
        made.look(server)
        qtbot.waitUntil(lambda: listed.card.model.rowCount() == 1, timeout=20_000)
        assert heard.notices[-1].sentence == "Offre reçue du serveur : 1 nouvelle."
        day = f"{scene.clock():%d/%m/%Y}"
        qtbot.waitUntil(lambda: f"Offre reçue du serveur le {day}" in listed._facts.text())
        imports.show_place({})
        line = imports._received
        qtbot.waitUntil(line.isVisible)
        assert line.text().startswith(f"Offre reçue du serveur le {day} à ")
        assert "(fichier du 20/11/2026) : les sessions de votre SIRET." in line.text()
        assert len(server.asked) == 2
        made.look(server)
        assert len(server.asked) == 2
        made.ask_now()
        made.look(server)
        qtbot.waitUntil(lambda: len(server.asked) == 3)


def test_closing_stops_what_is_under_way(scene: Scene, desk: Desk, profile: OpenProfile) -> None:
    more = OfferAnswer("next", scene.clock(), "20261120", more=True)
    held = ExitStack()
    made = OfferReception(desk, profile, scene.clock, held)

    class Endless(Server):
        def ask(self, kind: Any, method: str, path: str) -> OfferAnswer | None:
            self.asked.append(path)
            return more

    made.look(SimpleNamespace(wire=Endless()))  # type: ignore[arg-type]
    held.close()
    assert made._thread is not None
    assert not made._thread.is_alive()
