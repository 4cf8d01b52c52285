# SPDX-License-Identifier: MIT
"""The life of the program: choose a profile, work in it, change for another, leave.

One window at a time. Whatever closes it, the profile is closed after its last write.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kairos_desktop.assembly.data_keeper import ProfileKeeper
from kairos_desktop.assembly.demo_profile import demo_profile, fill
from kairos_desktop.assembly.window import build
from kairos_desktop.services import post_settings
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.backup_keeper import BackupKeeper
from kairos_desktop.services.profile import default_root
from kairos_desktop.services.profile_door import LocalDoor
from kairos_desktop.services.queries import provider
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.profiles.backup_clock import BackupClock
from kairos_desktop.views.profiles.restore import pick_backup
from kairos_desktop.views.profiles.start_window import StartWindow
from kairos_desktop.views.shell.navigation import Switch
from kairos_desktop.views.toolkit.desk import Notice
from kairos_desktop.views.toolkit.lanes import ThreadLanes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kairos_desktop.services.backups import Backup
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.views.shell.main_window import MainWindow

CHANGE = "Choisir un autre profil…"


def run_profiles(app: QApplication, folder: Path | None) -> int:
    """The window on a profile: the one of `folder`, else the last one, else the choice."""
    program = Program(app)
    program.choose(folder)
    return app.exec()


def run_demo(app: QApplication) -> int:
    """The window on the demonstration organisation, until it is closed."""
    program = Program(app)
    program.demonstrate()
    return app.exec()


class Program(QObject):
    """What stands between two windows."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._door = LocalDoor(default_root(), post_settings.default_path())
        self._start: StartWindow | None = None
        self._window: MainWindow | None = None
        self._clock: BackupClock | None = None
        self._then: Callable[[], None] = self._leave
        app.setQuitOnLastWindowClosed(False)

    def choose(self, folder: Path | None = None, *, anew: bool = False) -> None:
        """Show the window that opens profiles; with `anew`, nothing opens alone."""
        start = self._show_start()
        start.start(folder, choose=anew)

    def demonstrate(self) -> None:
        """Work on a throw-away profile, filled with a week of fictional work."""
        held = ExitStack()
        profile, workspace = held.enter_context(demo_profile())
        fill(profile, workspace)
        self._close_start()
        self._work_in(profile, workspace, held.close)

    def _show_start(self) -> StartWindow:
        lanes = ThreadLanes(self)
        start = StartWindow(lanes, self._door)
        self._start = start
        start.opened.connect(self._on_opened)
        start.demo_asked.connect(self.demonstrate)
        start.closed.connect(self._leave)
        start.destroyed.connect(lanes.close)
        start.show()
        return start

    def _close_start(self) -> None:
        start, self._start = self._start, None
        if start is not None:
            start.close()
            start.deleteLater()

    def _on_opened(self, profile: OpenProfile) -> None:
        card = profile.profile.card
        workspace = Workspace(
            profile.engines.write,
            profile.engines.read,
            siret=card.siret,
            post=card.post_id,
            post_range=card.letter,
            operator=self._door.operator(profile.profile.folder) or card.name,
        )
        self._work_in(profile, workspace, profile.close)
        self._close_start()

    def _work_in(
        self, profile: OpenProfile, workspace: Workspace, close: Callable[[], None]
    ) -> None:
        """Show the window of an opened profile; `close` lets go of the profile."""
        lanes = ThreadLanes(self)
        keeper = ProfileKeeper(
            profile, self._door, workspace.operator, partial(self._ask_restore, profile)
        )
        self._then = self._leave
        window = build(
            profile,
            workspace,
            lanes,
            keeper,
            partial(self._on_window_closed, close),
            switches=self._switches(profile),
        )
        self._window = window
        self._clock = BackupClock(BackupKeeper.of(profile), lanes, window.desk.hub, window)
        self._clock.said.connect(window.status_bar.show_backup)
        self._clock.failed.connect(partial(_say_backup_failed, window))
        window.show()
        QTimer.singleShot(0, window.start)
        lanes.write(partial(_describe_provider, profile, workspace), _ignore, _ignore)
        if not profile.profile.card.demo:
            QTimer.singleShot(0, self._clock.start)

    def _switches(self, profile: OpenProfile) -> list[Switch]:
        """The profiles of this post, and the way to any other."""
        here = profile.profile.folder
        others = [
            Switch(
                f"{one.name} · {one.siret}",
                partial(self._go, partial(self.choose, one.folder)),
                is_current=one.folder == here,
            )
            for one in self._door.list()
            if not one.demo
        ]
        return [*others, Switch(CHANGE, partial(self._go, partial(self.choose, anew=True)))]

    def _go(self, then: Callable[[], None]) -> None:
        """Close this window, then do something else than leave."""
        self._then = then
        if self._window is not None:
            self._window.close()

    def _ask_restore(self, profile: OpenProfile) -> None:
        if self._window is None:
            return
        keeper = BackupKeeper.of(profile)
        backup = pick_backup(self._window, keeper.list(), keeper.now)
        if backup is not None:
            self._go(partial(self._put_back, profile, backup))

    def _put_back(self, profile: OpenProfile, backup: Backup) -> None:
        self._show_start().put_back(profile, backup)

    def _on_window_closed(self, close: Callable[[], None]) -> None:
        window, self._window = self._window, None
        then = self._then
        if self._clock is not None:
            self._clock.stop()
        # A restoration works on the profile itself: it is closed there, not here.
        if not (isinstance(then, partial) and then.func == self._put_back):
            close()
        if window is not None:
            window.deleteLater()
        QTimer.singleShot(0, then)

    def _leave(self) -> None:
        self._app.exit(0)


def _describe_provider(profile: OpenProfile, workspace: Workspace) -> None:
    """The first line of « Informations prestataire », from the card of a new profile."""
    if workspace.read(provider.provider) is None:
        card = profile.profile.card
        workspace.record([DescribeProvider(provider=Provider(siret=card.siret, name=card.name))])


def _say_backup_failed(window: MainWindow, why: str) -> None:
    """The failure stays in the status bar until a backup succeeds."""
    window.status_bar.show_backup("Sauvegarde non faite : nouvel essai dans dix minutes")
    window.desk.said.emit(Notice(why, "failed"))


def _ignore(_answer: object) -> None:
    """Nobody waits for it."""
