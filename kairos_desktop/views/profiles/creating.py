# SPDX-License-Identifier: MIT
"""From « Poste autonome » to a profile at work: the questions, then the sheet to put away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.profile_door import Created, DoorRefused, NewProfile, Trouble
from kairos_desktop.views.profiles.create_step import CreateStep
from kairos_desktop.views.profiles.sheet_step import SheetStep
from kairos_desktop.views.toolkit import dialogs

if TYPE_CHECKING:
    from pathlib import Path

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.views.profiles.door import ProfileDoor
    from kairos_desktop.views.profiles.stage import Stage
    from kairos_desktop.views.toolkit.lanes import Lanes

_CREATING = "Création du profil chiffré…"
_ELSEWHERE = {Trouble.BAD_PLACE, Trouble.READ_ONLY, Trouble.DISK_FULL, Trouble.EXISTS}
_ASKS_ANYWAY = "Le profil est créé, mais il demandera la phrase de passe à chaque ouverture. "


class Creating:
    """The two steps, on a stage; `made` takes the profile, `existing` the folder of another."""

    def __init__(
        self,
        stage: Stage,
        door: ProfileDoor,
        lanes: Lanes,
        made: Callable[[OpenProfile], None],
        existing: Callable[[Path], None],
    ) -> None:
        self._stage, self._door = stage, door
        self._made, self._existing = made, existing
        self._parent: Path | None = None
        self._profile: OpenProfile | None = None
        self.questions = CreateStep()
        self.sheet = SheetStep(lanes)
        self.questions.asked.connect(self._on_asked)
        self.questions.elsewhere_asked.connect(self._on_elsewhere)
        self.questions.existing_asked.connect(lambda: self._existing(self._folder()))
        self.sheet.put_away.connect(self._on_put_away)

    def begin(self) -> None:
        """Ask the questions."""
        self.questions.clear()
        self._stage.show_step(self.questions)

    def give_up(self) -> None:
        """Close the profile that was made, when the window closes on its sheet."""
        if self._profile is not None:
            self._profile.close()
            self._profile = None

    def _folder(self) -> Path:
        return self._door.folder_for(self.questions.siret_digits(), self._parent)

    def _on_asked(self) -> None:
        step = self.questions
        new = NewProfile(
            folder=self._folder(),
            siret=step.siret_digits(),
            name=step.name.value(),
            operator=step.operator.value(),
            passphrase=step.passphrase.text(),
            personal=step.personal.value(),
        )
        self._stage.run(
            _CREATING, partial(self._door.create, new), self._on_created, self._on_refused
        )

    def _on_created(self, created: Created) -> None:
        self._profile = created.profile
        self.questions.clear()
        self._stage.show_step(self.sheet)
        refused = created.keyring_refused
        self.sheet.show_sheet(created.sheet, _ASKS_ANYWAY + refused if refused else "")

    def _on_refused(self, refused: DoorRefused) -> None:
        is_there = refused.trouble is Trouble.EXISTS
        self.questions.show_refused(
            refused.sentence, elsewhere=refused.trouble in _ELSEWHERE, existing=is_there
        )

    def _on_elsewhere(self) -> None:
        chosen = dialogs.folder_path(self._stage, "Dossier où ranger le profil")
        if chosen is not None:
            self._parent = chosen
            self.questions.say(f"Le profil sera rangé dans {self._folder()}.", "info")

    def _on_put_away(self) -> None:
        profile, self._profile = self._profile, None
        if profile is not None:
            self._made(profile)
