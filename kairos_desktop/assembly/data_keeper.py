# SPDX-License-Identifier: MIT
"""The profile at work, as « Mes données » asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.paris import PARIS
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.backup_keeper import REASONS, BackupKeeper
from kairos_desktop.services.phrases import Phrases
from kairos_desktop.services.profile_door import LocalDoor, explained_to_people
from kairos_desktop.services.wording.dates import day_number, hour, short_day
from kairos_desktop.views.settings.keeper import BackupLine, DataFacts, PhraseLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.backups import Backup
    from kairos_desktop.services.profile import OpenProfile


class ProfileKeeper:
    """`restore` asks which backup to put back and does it, on the GUI thread."""

    def __init__(self, opened: OpenProfile, door: LocalDoor, restore: Callable[[], None]) -> None:
        self._opened = opened
        self._door = door
        self._phrases = Phrases(opened.unlocked)
        self._backups = BackupKeeper.of(opened)
        self.ask_restore = restore

    def facts(self) -> DataFacts:
        """Read what the page shows."""
        profile = self._opened.profile
        kept = self._backups.list()
        return DataFacts(
            folder=str(profile.folder),
            last_backup=self._backups.said(),
            backups=tuple(_line(rank, backup) for rank, backup in enumerate(kept)),
            is_demo=profile.card.demo,
            is_personal=profile.card.personal,
            known=(profile.card.name,),
            phrases=tuple(
                PhraseLine(each.id, each.person, day_number(each.made_on))
                for each in self._phrases.known()
            ),
        )

    def back_up(self) -> str:
        """Make a verified backup; give when it was made. Takes seconds."""
        self._backups.make("asked")
        return f"{self._backups.said()}."

    def replace_passphrase(self, present: str, new: str) -> None:
        """Put a new passphrase in place of the present one, which must be right."""
        with explained_to_people():
            self._phrases.change(present, new)

    def add_passphrase(self, present: str, person: str, new: str) -> None:
        """Give one more person a passphrase; a present one must be right."""
        with explained_to_people():
            self._phrases.add(present, person, new)

    def remove_passphrase(self, phrase_id: UUID) -> None:
        """Take a person's passphrase off."""
        with explained_to_people():
            self._phrases.remove(phrase_id)

    def set_personal(self, personal: bool) -> None:
        """Have the session's keyring open the profile alone, or no more."""
        with explained_to_people():
            profiles.declare_personal(self._opened.unlocked, personal)

    def recovery_sheet(self) -> bytes:
        """Make a new recovery code; give its sheet."""
        return self._door.recovery_sheet_pdf(self._opened.unlocked)

    def show_folder(self, folder: Path) -> None:
        """Open the folder in the file manager."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _line(rank: int, backup: Backup) -> BackupLine:
    made = backup.made.astimezone(PARIS)
    return BackupLine(
        id=rank,
        made=f"{short_day(made.date())} à {hour(made.time())}",
        reason=REASONS[backup.reason],
        size=f"{backup.size / 1_000_000:.1f} Mo".replace(".", ","),
    )
