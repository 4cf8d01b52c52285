# SPDX-License-Identifier: MIT
"""The back end of an organisation, before a profile is open: what it was asked, what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.profile_door import Created, DoorRefused, NewProfile, Trouble
from kairos_desktop.views.profiles.server_door import SignIn, Welcomed
from tests.views.profiles.conftest import SIRET

if TYPE_CHECKING:
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.profile_door import LocalDoor

PASSWORD = "rivage-cadran-7"


class FakeServer:
    """Knows one person; makes profiles by the real door."""

    def __init__(self, door: LocalDoor | None = None, siret: str = SIRET) -> None:
        self._door = door
        self.siret = siret
        self.asked: list[SignIn] = []
        self.joined: list[OpenProfile] = []
        self.forgotten: list[Welcomed] = []
        self.cut = False

    def sign_in(self, typed: SignIn) -> Welcomed:
        self.asked.append(typed)
        if typed.password != PASSWORD:
            raise DoorRefused(Trouble.WRONG_SECRET, "Identifiant ou mot de passe inexact.")
        return Welcomed("Atelier des Quais", self.siret, "Odile Tremblaie", "Gestionnaire", "s")

    def join_anew(self, welcomed: Welcomed, new: NewProfile) -> Created:
        if self.cut:
            raise DoorRefused(Trouble.OTHER, "Le téléchargement a été coupé : recommencez.")
        assert self._door is not None
        return self._door.create(new)

    def join_open(self, welcomed: Welcomed, profile: OpenProfile) -> int:
        self.joined.append(profile)
        return 12

    def forget(self, welcomed: Welcomed) -> None:
        self.forgotten.append(welcomed)
