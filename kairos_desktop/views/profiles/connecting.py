# SPDX-License-Identifier: MIT
"""From « Se connecter » to a profile at work: sign in, protect, download, put the sheet away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.profile_door import Created, DoorRefused, NewProfile, Trouble
from kairos_desktop.views.profiles.connect_steps import ProtectStep, SignInStep
from kairos_desktop.views.profiles.sheet_step import SheetStep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.views.profiles.door import ProfileDoor
    from kairos_desktop.views.profiles.server_door import ServerDoor, Welcomed
    from kairos_desktop.views.profiles.stage import Stage
    from kairos_desktop.views.toolkit.lanes import Lanes

_SIGNING_IN = "Connexion au serveur de l’organisme…"
_DOWNLOADING = "Premier téléchargement… Il reprend où il en était s’il est coupé."
_ASKS_ANYWAY = "Le profil est créé, mais il demandera la phrase de passe à chaque ouverture. "


class Connecting:
    """The steps, on a stage; `made` takes the profile, `existing` the folder of another."""

    def __init__(
        self,
        stage: Stage,
        door: ProfileDoor,
        server: ServerDoor,
        lanes: Lanes,
        made: Callable[[OpenProfile], None],
        existing: Callable[[Path], None],
    ) -> None:
        self._stage, self._door, self._server = stage, door, server
        self._made, self._existing = made, existing
        self._welcomed: Welcomed | None = None
        self._profile: OpenProfile | None = None
        self.sign_in, self.protect = SignInStep(), ProtectStep()
        self.sheet = SheetStep(lanes)
        self.sign_in.asked.connect(self._on_sign_in)
        self.protect.asked.connect(self._on_protect)
        self.protect.back_asked.connect(self._on_back)
        self.sheet.put_away.connect(self._on_put_away)

    def begin(self) -> None:
        """Ask for the server and the person."""
        self.sign_in.say("")
        self._stage.show_step(self.sign_in)

    def give_up(self) -> None:
        """Let go of what the window closes on: the session, the profile on its sheet."""
        self._forget()
        if self._profile is not None:
            self._profile.close()
            self._profile = None

    def _forget(self) -> None:
        welcomed, self._welcomed = self._welcomed, None
        if welcomed is not None:
            self._server.forget(welcomed)

    def _on_sign_in(self) -> None:
        typed = self.sign_in.typed()
        self._stage.run(
            _SIGNING_IN,
            partial(self._server.sign_in, typed),
            self._on_welcomed,
            self._on_not_welcomed,
        )

    def _on_not_welcomed(self, refused: DoorRefused) -> None:
        if refused.trouble is Trouble.NEW_PASSWORD:
            self.sign_in.say(refused.sentence)
            self.sign_in.ask_new_password()
            return
        self.sign_in.forget_password()
        self.sign_in.say(refused.sentence)
        self.sign_in.focus_start()

    def _on_welcomed(self, welcomed: Welcomed) -> None:
        self._welcomed = welcomed
        self.sign_in.forget_password()
        self.protect.clear()
        self.protect.show_welcome(welcomed)
        self._stage.show_step(self.protect)

    def _on_back(self) -> None:
        self._forget()
        self.begin()

    def _on_protect(self) -> None:
        welcomed = self._welcomed
        if welcomed is None:
            return
        new = NewProfile(
            folder=self._door.folder_for(welcomed.siret),
            siret=welcomed.siret,
            name=welcomed.organisation,
            operator=welcomed.person,
            passphrase=self.protect.passphrase.text(),
            personal=self.protect.personal.value(),
        )
        self._stage.run(
            _DOWNLOADING,
            partial(self._server.join_anew, welcomed, new),
            self._on_created,
            partial(self._on_refused, new.folder),
        )

    def _on_refused(self, folder: Path, refused: DoorRefused) -> None:
        if refused.trouble is Trouble.EXISTS:
            # The organisation already has a profile here: it joins from its own window.
            self._forget()
            self._existing(folder)
            return
        self.protect.say(refused.sentence)

    def _on_created(self, created: Created) -> None:
        self._welcomed = None
        self._profile = created.profile
        self.protect.clear()
        self._stage.show_step(self.sheet)
        refused = created.keyring_refused
        self.sheet.show_sheet(created.sheet, _ASKS_ANYWAY + refused if refused else "")

    def _on_put_away(self) -> None:
        profile, self._profile = self._profile, None
        if profile is not None:
            self._made(profile)
