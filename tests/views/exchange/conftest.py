# SPDX-License-Identifier: MIT
"""The pages of the exchange over a real encrypted file whose exchange is written by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kairos_desktop.models.rows import OutcomeRow
from kairos_desktop.models.vocabulary import OutcomeKind, Prescriber
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.exchange_seen import SettleLine
from kairos_desktop.services.hand_delivery import DeliveryRefused
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.queries import exchange
from kairos_desktop.views.exchange.alternatives import alternatives
from kairos_desktop.views.exchange.keeper import Taken
from kairos_desktop.views.exchange.settle_page import SettlePage
from kairos_desktop.views.toolkit.label import Label
from tests.exchange_scene import Exchanged
from tests.factories import POST
from tests.training_scene import a_training, entered
from tests.views.hearing import button_of, shown, wait_for_ids
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.exchange_seen import ExchangeState
    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene


class KeptExchange:
    """What the pages asked of the program."""

    def __init__(self) -> None:
        self.operator = "Odile"
        self.post = POST
        self.asked: list[str] = []
        self.has_server = True
        self.refusal = ""

    def post_name(self, post: UUID) -> str:
        return "Poste « A »" if post == POST else f"Poste {post.hex[-4:]}"

    def can_synchronise(self) -> bool:
        return self.has_server

    def synchronise(self) -> None:
        self.asked.append("synchronise")

    def can_join(self) -> bool:
        return True

    def ask_join(self) -> None:
        self.asked.append("join")

    def ask_sign_in(self) -> None:
        self.asked.append("sign in")

    def receipt(self, state: ExchangeState) -> tuple[bytes, str]:
        self.asked.append(f"receipt {state.head}")
        return b"%PDF-1.4", "accuse.pdf"

    def acts_file_name(self) -> str:
        return "kairos-actes-poste-A.kairos"

    def export_acts(self, path: Path) -> Taken:
        self.asked.append(f"export {path.name}")
        if self.refusal:
            return Taken(DeliveryRefused(self.refusal).sentence, is_refused=True)
        return Taken(f"3 actes dans « {path.name} ».")

    def import_acts(self, paths: Sequence[Path]) -> Taken:
        self.asked.append(f"import {' '.join(path.name for path in paths)}")
        if self.refusal:
            return Taken(DeliveryRefused(self.refusal).sentence, ChangeSet(), is_refused=True)
        return Taken("2 actes du poste « B » remis au serveur.", ChangeSet(frozenset({"slot"})))

    def look_again(self) -> None:
        self.asked.append("look")


@pytest.fixture
def keeper() -> KeptExchange:
    return KeptExchange()


@pytest.fixture
def joined(scene: Scene) -> Exchanged:
    """A post that has joined, and exchanged three minutes ago."""
    made = Exchanged(scene.workspace)
    at = scene.clock.now - timedelta(minutes=3)
    made.join(last_ok_at=at, digest_ok_at=at, head=1204)
    return made


def said(page: SettlePage) -> str:
    """Every word that shows."""
    return " ".join(each.text() for each in page.findChildren(Label) if each.isVisibleTo(page))


class Story:
    """Two secretaries, one full meeting."""

    def __init__(self, scene: Scene, joined: Exchanged) -> None:
        self.scene, self.joined = scene, joined
        self.session = scene.session()
        self.slot = scene.meeting(self.session)
        self.other = scene.meeting(self.session, capacity=4)
        self.person = scene.person("Courtois", "Inès")
        self.act = Register(
            registration_id=scene.id(),
            slot_id=self.slot,
            jobseeker_id=self.person,
            placed_by=Prescriber.FRANCE_TRAVAIL,
        )

    def refused(self, **fields: Any) -> UUID:
        facts = {"capacity": 12}
        return self.joined.line(self.act, OutcomeKind.REFUSED, "slot_full", facts, **fields)

    def outcome(self, line: UUID) -> OutcomeRow:
        return self.scene.row(OutcomeRow, line)


@pytest.fixture
def story(scene: Scene, joined: Exchanged) -> Story:
    return Story(scene, joined)


class Trained:
    """A session begun, one trainee in it, and the line that flags what was said last."""

    def __init__(self, scene: Scene, joined: Exchanged) -> None:
        self.scene, self.joined = scene, joined
        self.session = a_training(scene)
        self.trainee = self.enter("Courtois")

    def enter(self, name: str, **fields: Any) -> UUID:
        return entered(self.scene, self.session, self.scene.person(name, "Inès"), **fields)

    def say(self, act: Act, code: str, facts: dict[str, Any] | None = None) -> UUID:
        """Said here, then flagged."""
        self.scene.say(act)
        return self.flag(act, code, facts, act_id=self.joined.last_acts()[0])

    def flag(self, act: Act, code: str, facts: dict[str, Any] | None = None, **line: Any) -> UUID:
        return self.joined.line(act, OutcomeKind.FLAGGED, code, facts, **line)

    def told(self) -> SettleLine:
        (found,) = self.scene.workspace.read(exchange.to_settle)
        return found

    def offered(self) -> dict[str, tuple[Act, ...]]:
        return {each.label: each.acts for each in alternatives(self.told())}

    def decision(self, line: UUID) -> str:
        return self.scene.row(OutcomeRow, line).decision


@pytest.fixture
def trained(scene: Scene, joined: Exchanged) -> Trained:
    scene.clock.be(date(2026, 11, 26))
    return Trained(scene, joined)


def see(qtbot: QtBot, page: SettlePage, line: UUID) -> list[str]:
    """The buttons of the line, once it shows: each whole, each named."""
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    qtbot.waitUntil(lambda: bool(page.detail.choices))
    assert not misnamed(page)
    assert not cut_texts(page)
    return [each.text() for each in page.detail.choices]


def press(qtbot: QtBot, page: SettlePage, label: str) -> None:
    button_of(qtbot, page, label).click()
    wait_for_ids(qtbot, page.card, [])


@pytest.fixture
def page(scene: Scene, desk: Desk, keeper: KeptExchange, qtbot: QtBot) -> SettlePage:
    return SettlePage(desk, keeper)
