# SPDX-License-Identifier: MIT
"""« Exporter les actes… » and « Importer des actes… » on the page of the exchange."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kairos_desktop.assembly.palette_sources import ExchangeGestures
from kairos_desktop.services.exchange_seen import ExchangeState
from kairos_desktop.views.exchange.exchange_page import ExchangePage
from kairos_desktop.views.exchange.leaving import leaving_sentence
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.desk import Desk
from tests.exchange_scene import Exchanged
from tests.views.exchange.conftest import KeptExchange
from tests.views.hearing import Heard, button_of, shown
from tests.views.walks import cut_texts, misnamed


@pytest.fixture
def page(joined: Exchanged, desk: Desk, keeper: KeptExchange, qtbot: QtBot) -> ExchangePage:
    made = ExchangePage(desk, keeper)
    shown(qtbot, made)
    button_of(qtbot, made, "Exporter les actes…")
    return made


def choose(patch: pytest.MonkeyPatch, *paths: Path) -> list[str]:
    """The person chooses these files; gives the names that were proposed."""
    proposed: list[str] = []

    def saved(_parent: object, _title: str, name: str, _kinds: str) -> Path | None:
        proposed.append(name)
        return paths[0] if paths else None

    patch.setattr(dialogs, "save_path", saved)
    patch.setattr(dialogs, "open_paths", lambda *_asked: list(paths))
    return proposed


def test_the_acts_go_into_a_file_by_the_keyboard(
    page: ExchangePage, keeper: KeptExchange, heard: Heard, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    proposed = choose(monkeypatch, Path("/cle/actes"))
    page.by_hand.export.setFocus()
    QTest.keyClick(page.by_hand.export, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: keeper.asked == ["export actes.kairos"])
    assert proposed == ["kairos-actes-poste-A.kairos"]
    qtbot.waitUntil(
        lambda: [n.sentence for n in heard.notices][-1:] == ["3 actes dans « actes.kairos »."]
    )
    assert not misnamed(page)
    assert not cut_texts(page)


def test_a_full_key_is_said_and_the_acts_stay(
    page: ExchangePage, keeper: KeptExchange, heard: Heard, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    keeper.refusal = "disk_full"
    choose(monkeypatch, Path("/cle/actes.kairos"))
    page.by_hand.export.click()
    qtbot.waitUntil(lambda: bool(heard.notices) and heard.notices[-1].kind == "failed")
    assert "plus de place" in heard.notices[-1].sentence


def test_files_that_others_brought(
    page: ExchangePage, keeper: KeptExchange, heard: Heard, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    changed: list[object] = []
    page.desk.hub.changed.connect(changed.append)
    choose(monkeypatch, Path("a.kairos"), Path("b.kairos"))
    page.by_hand.bring.click()
    qtbot.waitUntil(lambda: keeper.asked == ["import a.kairos b.kairos", "look"])
    assert changed
    assert "poste « B »" in heard.notices[-1].sentence


def test_a_cut_file_is_said_as_refused(
    page: ExchangePage, keeper: KeptExchange, heard: Heard, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    keeper.refusal = "damaged"
    choose(monkeypatch, Path("a.kairos"))
    page.by_hand.bring.click()
    qtbot.waitUntil(lambda: bool(heard.notices) and heard.notices[-1].kind == "failed")
    assert "refusé en entier" in heard.notices[-1].sentence


def test_giving_up_does_nothing(
    page: ExchangePage, keeper: KeptExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch)
    page.by_hand.export.click()
    page.by_hand.bring.click()
    assert keeper.asked == []


def test_a_revoked_post_is_told_to_export(
    joined: Exchanged, page: ExchangePage, qtbot: QtBot
) -> None:
    joined.state(problem="post_revoked")
    page.show_place({})
    qtbot.waitUntil(lambda: page.by_hand.export.property("look") == "primary")
    state = ExchangeState(server_url="https://x", to_send=2, problem="post_revoked")
    assert "Exporter les actes" in leaving_sentence(state)


def test_the_palette_begins_it_on_a_post_that_has_joined(
    page: ExchangePage, desk: Desk, keeper: KeptExchange, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked: list[object] = []
    desk.place_asked.connect(lambda place: asked.append((place.page, dict(place.arguments))))
    source, given = ExchangeGestures(desk), list[object]()
    source.find("export", page, given.append)
    assert given == [()]
    desk.has_joined = True
    source.find("exporter", page, given.append)
    found = given[-1][0]
    assert found.label == "Exporter les actes…"
    found.run()
    assert asked == [("exchange", {"do": "export"})]
    choose(monkeypatch, Path("a.kairos"))
    page.show_place({"do": "export"})
    qtbot.waitUntil(lambda: keeper.asked == ["export a.kairos"])
