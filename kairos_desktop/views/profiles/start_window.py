# SPDX-License-Identifier: MIT
"""The window before the window: make a profile, choose one, open it, mend what does not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.profile_door import Created, DoorRefused, KnownProfile, Trouble
from kairos_desktop.views.profiles.connecting import Connecting
from kairos_desktop.views.profiles.creating import Creating
from kairos_desktop.views.profiles.opening import Opening
from kairos_desktop.views.profiles.server_door import Welcomed
from kairos_desktop.views.profiles.stage import Stage
from kairos_desktop.views.profiles.welcome_step import WelcomeStep
from kairos_desktop.views.toolkit import dialogs

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from kairos_desktop.services.backups import Backup
    from kairos_desktop.services.key_slots import Way
    from kairos_desktop.views.profiles.door import ProfileDoor
    from kairos_desktop.views.profiles.server_door import ServerDoor
    from kairos_desktop.views.toolkit.lanes import Lanes

_LOOKING = "Recherche des profils de ce poste…"
_Found = tuple[tuple[KnownProfile, ...], "Path | None", "Way | None"]


class StartWindow(Stage):
    """Leads to an open profile. Call `start` once the window shows.

    Signals:
        opened(OpenProfile): at work; whoever takes it will close it.
        demo_asked(): the demonstration is wanted.
        closed(): the window was closed before any of these.
    """

    opened = Signal(object)
    demo_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        lanes: Lanes,
        door: ProfileDoor,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        server: ServerDoor | None = None,
    ) -> None:
        """`server` reaches the back end of an organisation; without it nobody can connect."""
        super().__init__(lanes, partial(_let_go, server))
        self.setWindowTitle("Kairos Desktop")
        self._door = door
        self._is_over = False
        self.welcome = WelcomeStep(has_server=server is not None)
        self.creating = Creating(self, door, lanes, self._on_made, self._on_existing)
        self.connecting = (
            Connecting(self, door, server, lanes, self._on_made, self._on_existing)
            if server is not None
            else None
        )
        self.opening = Opening(self, door, now, self._on_made, self._on_begin)
        self._connect()

    def start(self, folder: Path | None = None, *, choose: bool = False) -> None:
        """Open `folder`, else the last profile, else ask what to do.

        A personal post opens alone. With `choose` the list comes first and nothing opens alone.
        """
        self.show_step(self.opening.waiting)
        self.run(
            _LOOKING, partial(_look, self._door, folder, choose), self._on_found, self._on_lost
        )

    def put_back(self, profile: OpenProfile, backup: Backup) -> None:
        """Put a backup back into a profile at work, and give it opened again.

        Its window must be closed: nothing may read or write meanwhile.
        """
        self.opening.put_back(profile, backup)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of what was not taken."""
        self.creating.give_up()
        if self.connecting is not None:
            self.connecting.give_up()
        self.opening.forget()
        if not self._is_over:
            self._is_over = True
            self.closed.emit()
        super().closeEvent(event)

    def _connect(self) -> None:
        unlock = self.opening.unlock
        self.welcome.demo_asked.connect(self._on_demo)
        self.welcome.create_asked.connect(self.creating.begin)
        self.welcome.elsewhere_asked.connect(self._on_elsewhere)
        self.welcome.back_asked.connect(self.opening.ask_secret)
        self.creating.questions.back_asked.connect(lambda: self.show_step(self.welcome))
        if self.connecting is not None:
            self.welcome.connect_asked.connect(self.connecting.begin)
            self.connecting.sign_in.back_asked.connect(lambda: self.show_step(self.welcome))
        unlock.new_asked.connect(lambda: self.show_step(self.welcome))
        unlock.elsewhere_asked.connect(self._on_elsewhere)
        self.opening.trouble.elsewhere_asked.connect(self._on_elsewhere)

    def _on_found(self, found: _Found) -> None:
        known, chosen, way = found
        self.welcome.show_back(bool(known))
        if not known:
            self.show_step(self.welcome)
            return
        self.opening.unlock.show_profiles(known, chosen)
        if way is None:
            self.opening.ask_secret()
        else:
            self.opening.open_alone(self.opening.unlock.chosen(), way)

    def _on_lost(self, refused: DoorRefused) -> None:
        """Say it where the person was: on the profiles, or on the welcome where there are none."""
        if self.opening.unlock.count():
            self.opening.ask_secret(refused.sentence)
        else:
            self.show_step(self.welcome)
            self.welcome.say(refused.sentence)

    def _on_begin(self, profile: KnownProfile) -> None:
        self.start(profile.folder)

    def _on_existing(self, folder: Path) -> None:
        self.start(folder, choose=True)

    def _on_elsewhere(self) -> None:
        folder = dialogs.folder_path(self, "Dossier du profil")
        if folder is not None:
            self.start(folder, choose=True)

    def _on_demo(self) -> None:
        self._is_over = True
        self.demo_asked.emit()

    def _on_made(self, profile: OpenProfile) -> None:
        self._is_over = True
        self.opened.emit(profile)


def _look(door: ProfileDoor, folder: Path | None, choose: bool) -> _Found:
    """The profiles, the one to propose, and its way in that needs nobody. Lane: write."""
    known = door.list()
    if folder is not None and all(one.folder != folder for one in known):
        asked = door.known(folder)
        if asked.problem:
            raise DoorRefused(Trouble.OTHER, asked.problem)
        known = (*known, asked)
    chosen = folder or door.last() or (known[0].folder if len(known) == 1 else None)
    alone = next((one for one in known if one.folder == chosen), None)
    if alone is None or alone.problem or choose:
        return known, chosen, None
    return known, chosen, door.way_without_asking(alone.folder)


def _let_go(server: ServerDoor | None, answer: object) -> None:
    """Close a profile that opened after the window was closed; sign out who came too late."""
    if isinstance(answer, Welcomed) and server is not None:
        server.forget(answer)
    profile = answer.profile if isinstance(answer, Created) else answer
    if isinstance(profile, OpenProfile):
        profile.close()
