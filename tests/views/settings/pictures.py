# SPDX-License-Identifier: MIT
"""Pictures of « Gestion des comptes », to be looked at.

python -m tests.views.settings.pictures OUT_FOLDER [light|dark] [WIDTHxHEIGHT]
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kairos_desktop.assembly.guide_menu import navigation
from kairos_desktop.models.vocabulary import AdhesionStep, Role
from kairos_desktop.services.acts.accounts import CreateAccount, HandOver, RenewPassword
from kairos_desktop.services.acts.adhesion import RecordAdhesionStep, RecordClearance
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.services.wording.hand_over import hand_over_message
from kairos_desktop.views.settings import account_dialogs
from kairos_desktop.views.settings.pages import people_pages
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.demo import IDENTITY
from tests.views.recruitment.scene import NOW, Scene, furnish
from tests.views.settings.people import (
    LAPTOP,
    MARIE,
    ODILE,
    PASSWORD,
    PAUL,
    FakeDirectory,
    KeptPeople,
    People,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_SETTLED_MS = 120


def fill(scene: Scene) -> People:
    """Accounts of every kind, and a journal."""
    people = People(scene.workspace)
    sites = [
        (scene.workspace.new_id(), label)
        for label in ("Harfleur", "Fécamp – Maison des associations")
    ]
    for site, label in sites:
        scene.record(DescribeSite(site_id=site, label=label))
    people.change(MARIE, sites=tuple(str(site) for site, _ in sites))
    people.change(PAUL, provisional_until=NOW + timedelta(days=2, hours=4, minutes=3))
    people.change(ODILE, full_name="Odile Tremblaie")
    rights = {"full_name": "Paul Abadie", "role": Role.MANAGER}
    for seq, (act, ago) in enumerate(
        (
            (CreateAccount(account_id=PAUL, login="p", **rights), timedelta(days=9)),
            (RenewPassword(account_id=PAUL), timedelta(days=1)),
            (HandOver(from_id=PAUL, to_id=ODILE), timedelta(hours=2)),
        ),
        start=1,
    ):
        people.said(act, "Odile Tremblaie", seq, NOW - ago)
    return people


class Album:
    """A window, and the pictures taken of it and of its dialogues."""

    def __init__(self, out: Path, theme: str, size: str, scene: Scene) -> None:
        self._out, self._tail = out, f"{theme}-{size}"
        self.directory = FakeDirectory(scene.workspace.now)
        self.directory.locked = [MARIE]
        pages = people_pages(KeptPeople(self.directory))
        self.window = MainWindow(scene.desk, navigation(), pages, IDENTITY)
        width, height = (int(part) for part in size.split("x"))
        self.window.resize(width, height)
        self.window.show()

    def shot(self, name: str, **arguments: Any) -> None:
        self.window.go(Place("accounts", arguments))
        QTest.qWait(_SETTLED_MS)
        self.save(name, self.window)

    def dialog(self, name: str, ask: Callable[[], object]) -> None:
        def play(dialog: FormDialog) -> int:
            dialog.show()
            QTest.qWait(_SETTLED_MS)
            self.save(name, dialog)
            return 0

        real, FormDialog.exec = FormDialog.exec, play  # type: ignore[method-assign]
        try:
            ask()
        finally:
            FormDialog.exec = real  # type: ignore[method-assign]

    def save(self, name: str, widget: Any) -> None:
        widget.grab().save(str(self._out / f"{name}-{self._tail}.png"))


def draw(out: Path, theme: str, size: str) -> None:
    """Draw one picture a tab, and one a dialogue."""
    app = QApplication([])
    apply_theme(app, "dark" if theme == "dark" else "light")
    out.mkdir(parents=True, exist_ok=True)
    scene = Scene(Path(tempfile.mkdtemp()))
    furnish(scene)
    album = Album(out, theme, size, scene)
    album.shot("accounts-alone")
    people = fill(scene)
    album.shot("accounts")
    page: Any = album.window.pages.page("accounts")
    tab = page.tab("accounts")
    tab.card.table.choose([PAUL])
    album.save("accounts-chosen", album.window)
    album.dialog("new", tab._on_create)
    row = next(each for each in tab._seen.accounts if each.id == PAUL)
    album.dialog("change", partial(tab._on_change, [row]))
    album.dialog("close", partial(tab._on_close, [row]))
    given = album.directory.renew(PAUL, PASSWORD)
    album.dialog("password", partial(account_dialogs.show_password, tab, given))
    message = hand_over_message(tab._seen.provider, "Odile", "Paul", NOW.date())
    album.dialog("message", partial(account_dialogs.show_message, tab, message))
    album.shot("posts", tab="posts")
    posts = page.tab("posts")
    posts.card.table.choose([LAPTOP])
    album.save("posts-chosen", album.window)
    album.dialog("revoke", partial(posts._on_revoke, [posts._posts[LAPTOP]]))
    at = NOW - timedelta(hours=30)
    scene.record(
        RecordAdhesionStep(step=AdhesionStep.REQUESTED, on=NOW.date() - timedelta(days=20)),
        RecordAdhesionStep(step=AdhesionStep.CREDENTIALS, on=at.date(), at=at.time()),
        RecordClearance(funder="Région Normandie", allowed=True, since=NOW.date()),
        RecordClearance(funder="Agefiph", allowed=False, since=NOW.date()),
    )
    album.shot("adhesion", tab="adhesion")
    album.shot("rights", tab="rights")
    people.be(PAUL)
    people.exchanged.state(failures=2)
    album.shot("accounts-reader")
    album.window.close()
    scene.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    defaults = ["", "light", "1366x768"]
    given = sys.argv[1:]
    folder, look, wanted = [*given, *defaults[len(given) :]]
    draw(Path(folder), look, wanted)
