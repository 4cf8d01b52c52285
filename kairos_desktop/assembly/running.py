# SPDX-License-Identifier: MIT
"""The life of the program: choose a profile, work in it, change for another, leave.

One window at a time. Whatever closes it, the profile is closed after its last write.
The window of a profile that should open alone is painted first; SQLAlchemy, the vault and the
pages are then loaded on the lane that opens it.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from kairos_desktop.assembly.faults import Faults
from kairos_desktop.assembly.foreseen import Foreseen, foreseen
from kairos_desktop.assembly.garbage import Sweeper
from kairos_desktop.assembly.window import frame, identity, show_first_list
from kairos_desktop.views.shell.navigation import Identity, Switch
from kairos_desktop.views.toolkit.desk import Notice
from kairos_desktop.views.toolkit.first_paint import FirstPaint
from kairos_desktop.views.toolkit.lanes import ThreadLanes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kairos_desktop.services.backups import Backup
    from kairos_desktop.services.due.line import Due
    from kairos_desktop.services.profile import OpenProfile, UnlockedProfile
    from kairos_desktop.services.profile_door import LocalDoor
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.profiles.start_window import StartWindow
    from kairos_desktop.views.shell.main_window import MainWindow

CHANGE = "Choisir un autre profil…"
RESTORE = "Restaurer une sauvegarde…"


class Look(NamedTuple):
    """A profile that is held, and what its first list shows before its database is open."""

    unlocked: UnlockedProfile
    first: list[Due] | None


def run_profiles(app: QApplication, folder: Path | None) -> int:
    """The window on a profile: the one of `folder`, else the last one, else the choice."""
    program = _started(app)
    program.choose(folder)
    return app.exec()


def run_demo(app: QApplication) -> int:
    """The window on the demonstration organisation, until it is closed."""
    program = _started(app)
    program.demonstrate()
    return app.exec()


def _started(app: QApplication) -> Program:
    """The program, hearing its own defects from its first moment."""
    from kairos_desktop.services import incidents

    program = Program(app)
    incidents.keep(incidents.default_path())
    program.faults.listen()
    return program


class Program(QObject):
    """What stands between two windows."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._start: StartWindow | None = None
        self._window: MainWindow | None = None
        self._then: Callable[[], None] = self._leave
        app.setQuitOnLastWindowClosed(False)
        self._sweeper = Sweeper(self)
        self.faults = Faults(self)
        self.faults.met.connect(self._say_fault)

    @cached_property
    def _door(self) -> LocalDoor:
        from kairos_desktop.services import post_settings
        from kairos_desktop.services.profile import default_root
        from kairos_desktop.services.profile_door import LocalDoor

        return LocalDoor(default_root(), post_settings.default_path())

    def choose(self, folder: Path | None = None, *, anew: bool = False) -> None:
        """Show a profile that opens alone, else ask; with `anew`, nothing opens alone."""
        alone = None if anew else foreseen(folder)
        if alone is None:
            self._show_start().start(folder, choose=anew)
        else:
            self._open_alone(alone)

    def demonstrate(self) -> None:
        """Work on a throw-away profile, filled with a week of fictional work."""
        from kairos_desktop.assembly.demo_profile import demo_profile, fill

        demo = ExitStack()
        profile, workspace = demo.enter_context(demo_profile())
        fill(profile, workspace)
        self._close_start()
        self._show(profile, workspace, demo.close)

    def _open_alone(self, alone: Foreseen) -> None:
        """Show the frame of the window, then open the profile behind it."""
        who = identity(alone.name, alone.siret, alone.operator, demo=alone.demo)
        window, held = self._show_frame(who)
        lanes = window.desk.lanes
        looked = partial(self._on_looked, alone, window, held)
        job = partial(self._look, alone)
        FirstPaint(window, lambda: lanes.read(job, looked, looked, window))

    def _look(self, alone: Foreseen) -> Look | None:
        """The profile unlocked and its first lines, SQLAlchemy not loaded. A lane."""
        from kairos_desktop.models.paris import paris_now
        from kairos_desktop.services.first_look import first_look
        from kairos_desktop.services.profile_door import DoorRefused

        try:
            way = self._door.way_without_asking(alone.folder)
            unlocked = way and self._door.unlock(alone.folder, way)
        except DoorRefused:
            return None
        return unlocked and Look(unlocked, first_look(unlocked, paris_now().replace(tzinfo=None)))

    def _on_looked(
        self, alone: Foreseen, window: MainWindow, held: ExitStack, look: Look | Exception | None
    ) -> None:
        """Show the first lines, and open the profile behind them."""
        if look is None or isinstance(look, Exception):
            # The door tries again where it can ask, and says there what it met.
            self._go(lambda: self._show_start().start(alone.folder))
            return
        held.callback(self._let_go, look.unlocked.release)
        lanes = window.desk.lanes
        opened = partial(self._on_opened_alone, alone, window, held)
        job = partial(self._opened_alone, alone, look.unlocked)

        def open_behind() -> None:
            lanes.read(job, opened, opened, window)

        page = show_first_list(window, look.first) if look.first else None
        if page:
            FirstPaint(page, open_behind)
        else:
            open_behind()

    def _opened_alone(self, alone: Foreseen, unlocked: UnlockedProfile) -> OpenProfile | None:
        """The profile, with all that its window needs loaded; None if it does not open. A lane."""
        import kairos_desktop.assembly.furnishing  # noqa: F401
        from kairos_desktop.services.profile_door import DoorRefused

        try:
            return self._door.open_unlocked(unlocked, alone.operator)
        except DoorRefused:
            return None

    def _on_opened_alone(
        self,
        alone: Foreseen,
        window: MainWindow,
        held: ExitStack,
        profile: OpenProfile | Exception | None,
    ) -> None:
        if profile is None or isinstance(profile, Exception):
            self._go(lambda: self._show_start().start(alone.folder))
            return
        held.callback(self._let_go, profile.close)
        workspace = _workspace(profile, alone.operator)
        QTimer.singleShot(0, partial(self._work_in, window, held, profile, workspace))

    def _say_fault(self, sentence: str) -> None:
        if self._window is not None:
            self._window.desk.said.emit(Notice(sentence, "failed"))

    def _show_start(self) -> StartWindow:
        from kairos_desktop.assembly.server_door import WiredServerDoor
        from kairos_desktop.views.profiles.start_window import StartWindow

        lanes = ThreadLanes(self)
        start = StartWindow(lanes, self._door, server=WiredServerDoor(self._door))
        self._start = start
        self._sweeper.start()
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
        operator = self._door.operator(profile.profile.folder) or profile.profile.card.name
        self._show(profile, _workspace(profile, operator), profile.close)
        self._close_start()

    def _show(self, profile: OpenProfile, workspace: Workspace, close: Callable[[], None]) -> None:
        """Show the window of an opened profile; `close` lets go of the profile."""
        card = profile.profile.card
        who = identity(card.name, card.siret, workspace.operator, demo=card.demo)
        window, held = self._show_frame(who)
        held.callback(self._let_go, close)
        self._work_in(window, held, profile, workspace)

    def _show_frame(self, who: Identity) -> tuple[MainWindow, ExitStack]:
        """A window without pages, and what it lets go of when it closes, the last taken first."""
        held = ExitStack()
        held.callback(self._after_window)
        self._then = self._leave
        self._window = window = frame(ThreadLanes(self), who, held.close)
        room = window.screen().availableSize()
        is_larger = window.size() != window.size().boundedTo(room)
        window.resize(window.size().boundedTo(room))
        # A window that a small or enlarged screen cannot hold takes all of it.
        window.showMaximized() if is_larger else window.show()
        return window, held

    def _work_in(
        self, window: MainWindow, held: ExitStack, profile: OpenProfile, workspace: Workspace
    ) -> None:
        """Furnish the frame, unless it was closed meanwhile."""
        if window is not self._window:
            return
        from kairos_desktop.assembly.data_keeper import ProfileKeeper
        from kairos_desktop.assembly.furnishing import describe_provider, furnish
        from kairos_desktop.services.backup_keeper import BackupKeeper
        from kairos_desktop.views.profiles.backup_clock import BackupClock

        lanes = window.desk.lanes
        restore = partial(self._ask_restore, profile)
        keeper = ProfileKeeper(profile, self._door, restore)
        door = None if profile.profile.card.demo else self._door
        leave = partial(self._go, partial(self.choose, anew=True))
        furnish(window, profile, workspace, keeper, held, self._switches(profile), door, leave)
        clock = BackupClock(BackupKeeper.of(profile), lanes, window.desk.hub, window)
        clock.said.connect(window.status_bar.show_backup)
        clock.failed.connect(partial(_say_backup_failed, window))
        held.callback(clock.stop)
        QTimer.singleShot(0, window.start)
        lanes.write(partial(describe_provider, profile, workspace), _ignore, _ignore)
        QTimer.singleShot(0, self._sweeper.start)
        if not profile.profile.card.demo:
            QTimer.singleShot(0, clock.start)

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
        return [
            *others,
            Switch(CHANGE, partial(self._go, partial(self.choose, anew=True))),
            Switch(RESTORE, partial(self._ask_restore, profile)),
        ]

    def _go(self, then: Callable[[], None]) -> None:
        """Close this window, then do something else than leave; nothing if it stays open."""
        self._then = then
        if self._window is not None and not self._window.close():
            self._then = self._leave

    def _ask_restore(self, profile: OpenProfile) -> None:
        from kairos_desktop.services.backup_keeper import BackupKeeper
        from kairos_desktop.views.profiles.restore import pick_backup

        if self._window is None:
            return
        keeper = BackupKeeper.of(profile)
        backup = pick_backup(self._window, keeper.list(), keeper.now)
        if backup is not None:
            self._go(partial(self._put_back, profile, backup))

    def _put_back(self, profile: OpenProfile, backup: Backup) -> None:
        self._show_start().put_back(profile, backup)

    def _let_go(self, close: Callable[[], None]) -> None:
        # A restoration works on the profile itself: it is closed there, not here.
        if not (isinstance(self._then, partial) and self._then.func == self._put_back):
            close()

    def _after_window(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.deleteLater()
        QTimer.singleShot(0, self._then)

    def _leave(self) -> None:
        self._app.exit(0)


def _workspace(profile: OpenProfile, operator: str) -> Workspace:
    from kairos_desktop.services.workspace import Workspace

    card, engines = profile.profile.card, profile.engines
    return Workspace(
        engines.write,
        engines.read,
        siret=card.siret,
        post=card.post_id,
        post_range=card.letter,
        operator=operator,
        hides_when_overdue=True,
        keeps_to_role=True,
    )


def _say_backup_failed(window: MainWindow, why: str) -> None:
    """The failure stays in the status bar until a backup succeeds."""
    window.status_bar.show_backup("Sauvegarde non faite : nouvel essai dans dix minutes")
    window.desk.said.emit(Notice(why, "failed"))


def _ignore(_answer: object) -> None:
    """Nobody waits for it."""
