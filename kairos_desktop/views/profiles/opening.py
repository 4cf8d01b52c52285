# SPDX-License-Identifier: MIT
"""From a profile to a profile at work: its passphrase, its code, its failures, its backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.key_slots import Passphrase
from kairos_desktop.services.profile_door import DoorRefused, KnownProfile, Trouble
from kairos_desktop.views.profiles.recover_steps import CodeStep, RenewStep
from kairos_desktop.views.profiles.restore import TITLE, RestoreStep
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.profiles.trouble_step import TroubleStep
from kairos_desktop.views.profiles.unlock_step import UnlockStep

if TYPE_CHECKING:
    from kairos_desktop.services.backups import Backup
    from kairos_desktop.services.key_slots import Way
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.views.profiles.door import ProfileDoor
    from kairos_desktop.views.profiles.stage import Stage

_CHECKING = "Vérification de la phrase de passe…"
_CHECKING_CODE = "Vérification du code…"
_CHANGING = "Changement de la phrase de passe…"
_OPENING = "Ouverture du profil…"
_LISTING = "Recherche des sauvegardes…"
_RESTORING = "Vérification de la sauvegarde, puis restauration…"
_NEEDS_SECRET = {Trouble.WRONG_SECRET, Trouble.ASK_SECRET}


@dataclass(frozen=True)
class Attempt:
    """What was tried, kept until it succeeds so that it can be tried again; repr hides secrets."""

    profile: KnownProfile
    way: Way
    operator: str


class Opening:
    """The steps that open a profile, on a stage; `made` takes the profile, `begin` starts over."""

    def __init__(
        self,
        stage: Stage,
        door: ProfileDoor,
        now: Callable[[], datetime],
        made: Callable[[OpenProfile], None],
        begin: Callable[[KnownProfile], None],
    ) -> None:
        self._stage, self._door = stage, door
        self._made, self._begin = made, begin
        self._attempt: Attempt | None = None
        self._profile: KnownProfile | None = None
        self.waiting = Step()
        self.unlock = UnlockStep()
        self.code, self.renew = CodeStep(), RenewStep()
        self.trouble, self.restore = TroubleStep(), RestoreStep(now)
        self._connect()

    def ask_secret(self, sentence: str = "") -> None:
        """Show the profiles and ask for the passphrase; `sentence` says why it is asked."""
        self._attempt = None
        self._stage.show_step(self.unlock)
        if sentence:
            self.unlock.say(sentence, "info")

    def open_alone(self, profile: KnownProfile, way: Way) -> None:
        """Open a profile by a way that nobody types."""
        self.waiting.set_title(profile.name)
        self._stage.show_step(self.waiting)
        self._try(Attempt(profile, way, self._door.operator(profile.folder)), _OPENING)

    def put_back(self, opened: OpenProfile, backup: Backup) -> None:
        """Put a backup back into a profile at work, whose database closes meanwhile."""
        self._profile = self._door.known(opened.profile.folder)
        self.waiting.set_title(TITLE, self._profile.name)
        self._stage.show_step(self.waiting)
        job = partial(self._door.restore_open, opened, backup)
        self._stage.run(_RESTORING, job, self._on_opened, self._on_refused)

    def forget(self) -> None:
        """Keep no secret any more."""
        self._attempt = None
        self.code.clear()
        self.renew.clear()

    def _connect(self) -> None:
        self.unlock.asked.connect(self._on_unlock)
        self.unlock.picked.connect(self._on_picked)
        self.unlock.forgotten.connect(self._on_forgotten)
        self.code.asked.connect(self._on_code)
        self.renew.asked.connect(self._on_renew)
        for step in (self.code, self.renew):
            step.back_asked.connect(self._on_back)
        self.trouble.retry_asked.connect(self._on_retry)
        self.trouble.restore_asked.connect(self._on_restore_asked)
        self.trouble.back_asked.connect(self._on_back)
        self.restore.asked.connect(self._on_restore)
        self.restore.back_asked.connect(lambda: self._stage.show_step(self.trouble))

    def _try(self, attempt: Attempt, sentence: str) -> None:
        self._attempt, self._profile = attempt, attempt.profile
        job = partial(self._door.open, attempt.profile.folder, attempt.way, attempt.operator)
        self._stage.run(sentence, job, self._on_opened, self._on_refused)

    def _on_opened(self, opened: OpenProfile) -> None:
        self.forget()
        self._made(opened)

    def _on_refused(self, refused: DoorRefused) -> None:
        """Go to the step where something can be done about it."""
        if refused.trouble is Trouble.WRONG_SECRET and self._stage.step is self.unlock:
            self.unlock.show_wrong(refused.sentence)
        elif refused.trouble in _NEEDS_SECRET:
            self.ask_secret(refused.sentence)
        elif self._profile is not None:
            self.trouble.show_trouble(refused, self._profile)
            self._stage.show_step(self.trouble)

    def _on_unlock(self) -> None:
        way = Passphrase(self.unlock.take_passphrase())
        operator = self.unlock.operator.value()
        self._try(Attempt(self.unlock.chosen(), way, operator), _CHECKING)

    def _on_picked(self, profile: KnownProfile) -> None:
        self._profile = profile
        self.unlock.show_operator(self._door.operator(profile.folder))

    def _on_back(self) -> None:
        self.forget()
        if self.unlock.count():
            self._stage.show_step(self.unlock)
        elif self._profile is not None:
            self._begin(self._profile)

    def _on_retry(self) -> None:
        if self._attempt is not None:
            self._stage.show_step(self.waiting)
            self.waiting.set_title(self._attempt.profile.name)
            self._try(self._attempt, _OPENING)
        elif self._profile is not None:
            self._begin(self._profile)

    # The passphrase is forgotten.

    def _on_forgotten(self) -> None:
        self.code.clear()
        self._stage.show_step(self.code)

    def _on_code(self) -> None:
        job = partial(self._door.check_code, self.unlock.chosen().folder, self.code.code.value())
        self._stage.run(_CHECKING_CODE, job, lambda _nothing: self._on_right_code(), self._on_no)

    def _on_no(self, refused: DoorRefused) -> None:
        if refused.trouble is Trouble.WRONG_SECRET:
            self.code.show_wrong()
        elif refused.trouble is Trouble.ASK_SECRET:
            self.code.say(refused.sentence)
        else:
            self._on_refused(refused)

    def _on_right_code(self) -> None:
        self.renew.clear()
        self.renew.name = self.unlock.chosen().name
        self._stage.show_step(self.renew)

    def _on_renew(self) -> None:
        job = partial(
            self._door.open_renewed,
            self.unlock.chosen().folder,
            self.code.code.value(),
            self.renew.passphrase.text(),
            self.unlock.operator.value(),
        )
        self._stage.run(_CHANGING, job, self._on_opened, self._on_not_renewed)

    def _on_not_renewed(self, refused: DoorRefused) -> None:
        if refused.trouble is Trouble.WEAK_PASSPHRASE:
            self.renew.say(refused.sentence)
        else:
            self._on_refused(refused)

    # The database is damaged.

    def _on_restore_asked(self) -> None:
        if self._profile is not None:
            job = partial(self._door.backups, self._profile.folder)
            self._stage.run(_LISTING, job, self._on_backups, self._on_refused)

    def _on_backups(self, backups: tuple[Backup, ...]) -> None:
        self.restore.show_backups(backups)
        self._stage.show_step(self.restore)

    def _on_restore(self, backup: Backup) -> None:
        tried = self._attempt
        if tried is None:
            self.ask_secret()
            return
        job = partial(self._door.restore, tried.profile.folder, tried.way, backup, tried.operator)
        self._stage.run(_RESTORING, job, self._on_opened, self._on_not_restored)

    def _on_not_restored(self, refused: DoorRefused) -> None:
        if refused.trouble is Trouble.DAMAGED_BACKUP:
            self.restore.say(refused.sentence)
        else:
            self._on_refused(refused)
