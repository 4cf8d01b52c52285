# SPDX-License-Identifier: MIT
"""When backups are made while one works, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.services.backup_keeper import BackupKeeper
from kairos_desktop.services.backups import list_backups
from kairos_desktop.services.key_slots import Passphrase
from kairos_desktop.services.profile_door import DoorRefused, Trouble
from kairos_desktop.views.profiles.backup_clock import BackupClock
from kairos_desktop.views.toolkit.hub import ChangeHub
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from tests.views.profiles.conftest import PHRASE, Post

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Keeper:
    """Notes what is asked of it; `gate` holds a backup until it is set."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.made: list[str] = []
        self.due = True
        self.refusal: Exception | None = None
        self.gate = Event()
        self.gate.set()
        self.was_stopped = False

    def is_due(self, changed: bool) -> bool:
        self.asked.append(changed)
        return self.due

    def make(self, reason: str, stopped: Callable[[], bool] = lambda: False) -> None:
        while not self.gate.wait(0.01):
            if stopped():
                self.was_stopped = True
                raise DoorRefused(Trouble.OTHER, "arrêtée")
        if self.refusal is not None:
            raise self.refusal
        self.made.append(reason)

    def said(self) -> str:
        return f"sauvegarde n° {len(self.made)}"


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def hub() -> ChangeHub:
    return ChangeHub()


@pytest.fixture
def clock(lanes: ThreadLanes, keeper: Keeper, hub: ChangeHub) -> Iterator[BackupClock]:
    made = BackupClock(keeper, lanes, hub)  # pyright: ignore[reportArgumentType]
    yield made
    keeper.gate.set()
    made.stop()


def test_one_is_made_at_the_start_when_it_is_due(
    clock: BackupClock, keeper: Keeper, qtbot: QtBot
) -> None:
    said: list[str] = []
    clock.said.connect(said.append)
    clock.start()
    qtbot.waitUntil(lambda: said == ["sauvegarde n° 0", "sauvegarde n° 1"])
    assert keeper.made == ["automatic"]


def test_none_is_made_when_none_is_due(clock: BackupClock, keeper: Keeper) -> None:
    keeper.due = False
    clock.start()
    clock.look()
    assert keeper.made == []
    assert clock._worker is None


def test_a_change_counts_until_a_backup_has_it(
    clock: BackupClock, keeper: Keeper, hub: ChangeHub, qtbot: QtBot
) -> None:
    hub.changed.emit(object())
    with qtbot.waitSignal(clock.said):
        clock.look()
    clock.look()
    assert keeper.asked == [True, False]


def test_what_changes_during_a_backup_is_for_the_next_one(
    clock: BackupClock, keeper: Keeper, hub: ChangeHub, qtbot: QtBot
) -> None:
    keeper.gate.clear()
    clock.look()
    hub.changed.emit(object())
    clock.look()
    assert keeper.asked == [False]
    with qtbot.waitSignal(clock.said):
        keeper.gate.set()
    keeper.due = False
    clock.look()
    assert keeper.asked == [False, True]


def test_a_failure_is_said_and_tried_again(
    clock: BackupClock, keeper: Keeper, hub: ChangeHub, qtbot: QtBot
) -> None:
    keeper.refusal = DoorRefused(Trouble.DISK_FULL, "Le disque est plein.")
    hub.changed.emit(object())
    with qtbot.waitSignal(clock.failed) as failed:
        clock.look()
    assert failed.args == ["Le disque est plein."]
    keeper.refusal = None
    with qtbot.waitSignal(clock.said):
        clock.look()
    assert keeper.asked == [True, True]


@pytest.mark.expects_log
def test_a_failure_that_nobody_foresaw_is_said_too(
    clock: BackupClock, keeper: Keeper, qtbot: QtBot
) -> None:
    keeper.refusal = ZeroDivisionError()
    with qtbot.waitSignal(clock.failed) as failed:
        clock.look()
    assert "sauvegardes précédentes sont intactes" in failed.args[0]


def test_stopping_ends_the_one_being_made(clock: BackupClock, keeper: Keeper, qtbot: QtBot) -> None:
    keeper.gate.clear()
    clock.look()
    with qtbot.assertNotEmitted(clock.said), qtbot.assertNotEmitted(clock.failed):
        clock.stop()
    assert keeper.was_stopped
    clock.look()
    assert keeper.made == []


def test_one_that_is_asked_is_made_even_when_none_is_due(
    clock: BackupClock, keeper: Keeper, qtbot: QtBot
) -> None:
    keeper.due = False
    with qtbot.waitSignal(clock.said):
        clock.make_now()
    assert keeper.made == ["asked"]


def test_a_real_backup_is_made_beside_the_window(
    lanes: ThreadLanes, hub: ChangeHub, post: Post, qtbot: QtBot
) -> None:
    with post.door().open(post.folder, Passphrase(PHRASE), "Odile") as opened:
        clock = BackupClock(BackupKeeper.of(opened), lanes, hub)
        texts: list[str] = []
        clock.said.connect(texts.append)
        clock.start()
        qtbot.waitUntil(lambda: len(texts) == 2, timeout=30_000)
        clock.stop()
        assert texts[0] == "Aucune sauvegarde vérifiée"
        assert texts[1].startswith("Dernière sauvegarde vérifiée à ")
        assert [one.reason for one in list_backups(opened.profile.backups)] == ["automatic"]
