# SPDX-License-Identifier: MIT
"""The verified backups of the profile at work: whether one is due, made, thinned, said in French.

Making one waits for a child process, some seconds: never on the GUI thread nor on the write lane.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.models.paris import PARIS
from kairos_desktop.services import backups
from kairos_desktop.services.backups import Backup, Reason
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.profile_door import explained_to_people

NONE_YET = "Aucune sauvegarde vérifiée"
REASONS: dict[Reason, str] = {
    "automatic": "automatique",
    "asked": "demandée",
    "migration": "avant une mise à jour",
    "import": "avant un import",
    "deletion": "avant une suppression",
    "restoration": "avant une restauration",
}
"""Why a backup was made, as a list says it."""


@dataclass(frozen=True)
class BackupKeeper:
    """Keeps the backups of one profile; `now` gives a moment with its offset."""

    database: Path
    folder: Path
    key: DatabaseKey
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def of(cls, opened: OpenProfile) -> BackupKeeper:
        """The keeper of a profile at work."""
        profile = opened.profile
        return cls(profile.database, profile.backups, opened.key)

    def list(self) -> tuple[Backup, ...]:
        """The verified backups, the newest first."""
        return backups.list_backups(self.folder)

    def is_due(self, changed: bool) -> bool:
        """Whether one is to be made now; `changed` is whether anything was since the last one."""
        return backups.due(self.now(), self._last(), changed)

    def make(self, reason: Reason, stopped: Callable[[], bool] = lambda: False) -> Backup:
        """Makes one, then deletes those that `backups.thin` names; DoorRefused."""
        with explained_to_people():
            made = backups.make_backup(
                self.database, self.folder, self.key, reason, stopped=stopped
            )
            backups.delete_old(self.folder, self.now())
        return made

    def said(self) -> str:
        """« Dernière sauvegarde vérifiée à 08:30 », for the status bar."""
        last = self._last()
        return NONE_YET if last is None else said_on(last, self.now())

    def _last(self) -> datetime | None:
        newest = self.list()[:1]
        return newest[0].made if newest else None


def said_on(made: datetime, now: datetime) -> str:
    """The moment of the last backup as it is said on a day; the day too when it is another one."""
    then, today = made.astimezone(PARIS), now.astimezone(PARIS).date()
    day = "" if then.date() == today else f"le {then:%d/%m/%Y} "
    return f"Dernière sauvegarde vérifiée {day}à {then:%H:%M}"
