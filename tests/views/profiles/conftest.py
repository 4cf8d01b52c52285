# SPDX-License-Identifier: MIT
"""Real profiles (SQLCipher, Argon2id at its lowest cost) behind a real start window."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.models import failures
from kairos_desktop.services.documents import preview
from kairos_desktop.services.key_slots import LOWEST_COST
from kairos_desktop.services.keyring_store import SecretStore
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.profile_door import LocalDoor, NewProfile
from kairos_desktop.views.profiles.start_window import StartWindow
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.lanes import ThreadLanes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

SIRET = "99900011000026"
PHRASE = "k7!Zq2#mVx9?pL"
ANOTHER = "Wq5;grOp!4TzV8"


class MemoryStore:
    """A keyring that keeps its texts in a dictionary; None in its place for no keyring."""

    backend = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, account: str) -> str | None:
        return self.kept.get(account)

    def put(self, account: str, secret: str) -> None:
        self.kept[account] = secret

    def delete(self, account: str) -> None:
        self.kept.pop(account, None)


@dataclass
class Post:
    """A machine: its folders, its keyring, the code printed for its profile."""

    home: Path
    code: str = ""
    store: MemoryStore | None = None

    @property
    def root(self) -> Path:
        return self.home / "profils"

    @property
    def folder(self) -> Path:
        return self.root / SIRET

    def keyring(self) -> SecretStore:
        if self.store is None:
            raise failures.KeyringMissing
        return self.store

    def door(self) -> LocalDoor:
        settings = self.home / "post.json"
        return LocalDoor(self.root, settings, keyring=self.keyring, cost=LOWEST_COST)

    def new(self, *, siret: str = SIRET, personal: bool = False) -> NewProfile:
        return NewProfile(self.root / siret, siret, "Étape & fils", "Odile", PHRASE, personal)


def printed_code(sheet: bytes) -> str:
    """The code as somebody reads it on the sheet."""
    with preview.opened(sheet) as pages:
        text = pages.text(0)
    return " ".join(re.findall(r"^([0-9A-Z]{4}) ?$", text, re.MULTILINE))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Post:
    """A post with one profile, made once."""
    post = Post(tmp_path_factory.mktemp("post"))
    created = post.door().create(post.new())
    created.profile.close()
    post.code = printed_code(created.sheet)
    return post


@pytest.fixture
def bare(tmp_path: Path) -> Post:
    """A post where nothing was ever done."""
    return Post(tmp_path / "post")


@pytest.fixture
def post(template: Post, tmp_path: Path) -> Post:
    """A post with one profile, of one's own."""
    shutil.copytree(template.home, tmp_path / "post")
    # What the template remembers is its own folder.
    (tmp_path / "post" / "post.json").unlink()
    return Post(tmp_path / "post", template.code)


@pytest.fixture(autouse=True)
def no_system_dialogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's dialogues would wait for a person."""
    for name in ("ask_printer", "save_path", "folder_path"):
        monkeypatch.setattr(dialogs, name, lambda *_: None)


@dataclass
class Start:
    """A start window and what came out of it."""

    window: StartWindow
    taken: list[OpenProfile]
    qtbot: QtBot

    def wait(self) -> None:
        """Wait for the work in progress."""
        self.qtbot.waitUntil(lambda: not self.window.step.is_busy())

    def opened(self) -> OpenProfile:
        """Wait for the profile that comes out."""
        self.qtbot.waitUntil(lambda: bool(self.taken))
        return self.taken[-1]


@pytest.fixture
def begin(app: QApplication, qtbot: QtBot, lanes: ThreadLanes) -> Iterator[Callable[..., Start]]:
    """Opens the start window of a post, and waits for its first step."""
    starts: list[Start] = []

    def opened(post: Post, *, wait: bool = True, **arguments: object) -> Start:
        window = StartWindow(lanes, post.door())
        qtbot.addWidget(window)
        start = Start(window, [], qtbot)
        starts.append(start)
        window.opened.connect(start.taken.append)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.start(**arguments)  # pyright: ignore[reportArgumentType]
        if wait:
            start.wait()
        return start

    yield opened
    for start in starts:
        start.window.close()
    lanes.close()
    for start in starts:
        for profile in start.taken:
            profile.close()


def type_in(widget: QWidget, text: str) -> None:
    """Type on the keyboard."""
    widget.setFocus()
    QTest.keyClicks(widget, text)


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Press a key where the focus is."""
    widget.setFocus()
    QTest.keyClick(widget, key)
