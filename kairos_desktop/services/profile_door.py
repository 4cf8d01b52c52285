# SPDX-License-Identifier: MIT
"""The door of the program: find a profile, make one, open it, put a backup back.

Everything here may take seconds (Argon2id, the keyring, a migration): never on the GUI thread.
Whatever a person can do something about comes out as DoorRefused, a sentence and a kind.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from kairos_desktop.models import failures
from kairos_desktop.services import backups, keyring_store, post_settings, recovery, vault
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.backups import Backup
from kairos_desktop.services.key_slots import (
    Argon2Cost,
    Passphrase,
    PassphraseSlot,
    RecoveryCode,
    RecoverySlot,
    Way,
)
from kairos_desktop.services.profile import OpenProfile, UnlockedProfile
from kairos_desktop.services.storage_failures import sentence
from kairos_desktop.services.vault import OpenStore


class Trouble(StrEnum):
    """Failures by what a person can do about them."""

    WRONG_SECRET = "wrong-secret"
    ASK_SECRET = "ask-secret"
    WEAK_PASSPHRASE = "weak-passphrase"
    BAD_SIRET = "bad-siret"
    EXISTS = "exists"
    ALREADY_OPEN = "already-open"
    DAMAGED = "damaged"
    DAMAGED_BACKUP = "damaged-backup"
    NEWER = "newer"
    BAD_PLACE = "bad-place"
    READ_ONLY = "read-only"
    DISK_FULL = "disk-full"
    NEW_PASSWORD = "new-password"
    OTHER = "other"


_TROUBLES: dict[type[failures.StorageFailure], Trouble] = {
    failures.WrongKey: Trouble.WRONG_SECRET,
    failures.NoSuchSlot: Trouble.ASK_SECRET,
    failures.NotPersonalPost: Trouble.ASK_SECRET,
    failures.KeyringMissing: Trouble.ASK_SECRET,
    failures.KeyringFailed: Trouble.ASK_SECRET,
    failures.KeyringForgot: Trouble.ASK_SECRET,
    failures.WeakPassphrase: Trouble.WEAK_PASSPHRASE,
    failures.BadSiret: Trouble.BAD_SIRET,
    failures.ProfileExists: Trouble.EXISTS,
    failures.AlreadyOpen: Trouble.ALREADY_OPEN,
    failures.DamagedFile: Trouble.DAMAGED,
    failures.MissingFile: Trouble.DAMAGED,
    failures.NotEncrypted: Trouble.DAMAGED,
    failures.BackupDamaged: Trouble.DAMAGED_BACKUP,
    failures.NewerSchema: Trouble.NEWER,
    failures.NewerVault: Trouble.NEWER,
    failures.NetworkDrive: Trouble.BAD_PLACE,
    failures.SyncedFolder: Trouble.BAD_PLACE,
    failures.ReadOnlyProfile: Trouble.READ_ONLY,
    failures.DiskFull: Trouble.DISK_FULL,
}


class DoorRefused(Exception):
    """Something that a person can act on; `sentence` is French, `trouble` says which steps fit."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.sentence = sentence


@dataclass(frozen=True)
class KnownProfile:
    """A profile that can be chosen; `problem` says why its card cannot be read."""

    folder: Path
    name: str
    siret: str
    demo: bool = False
    personal: bool = False
    problem: str = ""


@dataclass(frozen=True)
class NewProfile:
    """What is asked of a person to make a profile; repr never shows the passphrase."""

    folder: Path
    siret: str
    name: str
    operator: str
    passphrase: str = field(repr=False)
    personal: bool


@dataclass(frozen=True)
class Enrolled:
    """How a back end knows a post: its identity, the letter of its papers."""

    post: UUID
    letter: str


@dataclass(frozen=True)
class Created:
    """A profile just made, open, with its sheet; `keyring_refused` says why it still asks."""

    profile: OpenProfile
    sheet: bytes = field(repr=False)
    keyring_refused: str = ""


@contextmanager
def explained_to_people() -> Generator[None]:
    """DoorRefused in place of any failure of a profile's files."""
    try:
        yield
    except failures.StorageFailure as failure:
        trouble = _TROUBLES.get(type(failure), Trouble.OTHER)
        raise DoorRefused(trouble, sentence(failure)) from failure


class LocalDoor:
    """The profiles of this machine. `root` is where new ones go and known ones are looked for."""

    def __init__(
        self,
        root: Path,
        settings: Path,
        *,
        keyring: OpenStore = keyring_store.open_store,
        cost: Argon2Cost | None = None,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._root = root
        self._settings = settings
        self._keyring = keyring
        self._cost = cost
        self._now = now

    def list(self) -> tuple[KnownProfile, ...]:
        """Every profile under the root and the one opened last, by name."""
        folders = set(self._root.iterdir()) if self._root.is_dir() else set[Path]()
        last = post_settings.read(self._settings).last_profile
        if last:
            folders.add(Path(last))
        found = (self.known(folder) for folder in folders if (folder / profiles.CARD).exists())
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.siret)))

    def known(self, folder: Path) -> KnownProfile:
        """What a folder's card says."""
        try:
            card = profiles.read_profile(folder).card
        except failures.StorageFailure as failure:
            return KnownProfile(folder, folder.name, "", problem=sentence(failure))
        return KnownProfile(folder, card.name, card.siret, card.demo, card.personal)

    def last(self) -> Path | None:
        """The folder opened last on this post, if it is still there."""
        kept = post_settings.read(self._settings).last_profile
        return Path(kept) if kept and Path(kept).is_dir() else None

    def operator(self, folder: Path) -> str:
        """Who worked last in a profile on this post; empty when nobody did."""
        return post_settings.read(self._settings).operators.get(str(folder), "")

    def site(self, folder: Path) -> UUID | None:
        """The site where a profile receives on this post; None is the head office."""
        try:
            return UUID(post_settings.read(self._settings).sites.get(str(folder), ""))
        except (ValueError, AttributeError):
            return None

    def keep_site(self, folder: Path, site_id: UUID | None) -> None:
        """Remember the site where a profile receives on this post."""
        kept = post_settings.read(self._settings)
        post_settings.write(self._settings, kept.with_site(folder, site_id.hex if site_id else ""))

    def dossiers(self, folder: Path) -> Path:
        """Where the last file of evidence of a profile was written; "." for none."""
        return Path(str(post_settings.read(self._settings).dossiers.get(str(folder), "")))

    def keep_dossiers(self, folder: Path, place: Path) -> None:
        """Remember where the last file of evidence of a profile was written."""
        kept = post_settings.read(self._settings)
        post_settings.write(self._settings, kept.with_dossiers(folder, place))

    def agenda(self, folder: Path) -> post_settings.AgendaChoices:
        """What a profile's calendar gives to the other programs of this post."""
        found = post_settings.read(self._settings).agendas.get(str(folder))
        return found or post_settings.AgendaChoices()

    def keep_agenda(self, folder: Path, choices: post_settings.AgendaChoices) -> bool:
        """Remember these choices; whether the disk took them."""
        kept = post_settings.read(self._settings)
        return post_settings.write(self._settings, kept.with_agenda(folder, choices))

    def folder_for(self, siret: str, parent: Path | None = None) -> Path:
        """Where the profile of an organisation goes."""
        return profiles.default_folder(parent or self._root, siret)

    def way_without_asking(self, folder: Path) -> Way | None:
        """The way in that needs nobody; None when somebody must be asked."""
        with explained_to_people():
            return profiles.way_without_asking(profiles.read_profile(folder), os.environ)

    def open(self, folder: Path, way: Way, operator: str) -> OpenProfile:
        """A profile at work, remembered as the last one."""
        return self.open_unlocked(self.unlock(folder, way), operator)

    def unlock(self, folder: Path, way: Way) -> UnlockedProfile:
        """A profile held, its key known, its database not open yet; to be opened or released."""
        with explained_to_people():
            return profiles.unlock_profile(folder, way, keyring=self._keyring)

    def open_unlocked(self, unlocked: UnlockedProfile, operator: str) -> OpenProfile:
        """The same profile at work, remembered as the last one; released when it is refused."""
        with explained_to_people():
            try:
                opened = profiles.open_database(unlocked)
            except BaseException:
                unlocked.release()
                raise
        self._remember(unlocked.profile.folder, operator)
        return opened

    def create(self, new: NewProfile, enrolled: Enrolled | None = None) -> Created:
        """A profile with its passphrase and its recovery code; nothing is left when it fails.

        A keyring that is missing does not prevent it: the post then asks for the passphrase.
        `enrolled` is how a back end knows this post: what the profile holds then comes from there.
        """
        code = recovery.new_code()
        phrase = Passphrase(new.passphrase, person=new.operator, cost=self._cost)
        with explained_to_people():
            profiles.create_profile(
                new.folder,
                new.siret,
                new.name,
                [phrase, RecoveryCode(code)],
                letter=enrolled.letter if enrolled else "A",
                post_id=enrolled.post if enrolled else None,
                keyring=self._keyring,
            )
            try:
                opened = self._furnished(new, code, is_empty=enrolled is not None)
            except BaseException:
                shutil.rmtree(new.folder, ignore_errors=True)
                raise
        refused = self._declared(opened, new.personal)
        self._remember(new.folder, new.operator)
        return Created(opened, self._sheet(opened.profile.card, code), refused)

    def check_code(self, folder: Path, code: str) -> None:
        """Refuses a recovery code that does not open the profile."""
        with explained_to_people():
            profiles.unlock_profile(folder, RecoveryCode(code), keyring=self._keyring).release()

    def open_renewed(self, folder: Path, code: str, passphrase: str, operator: str) -> OpenProfile:
        """Opens with the recovery code, and puts a new passphrase in place of this person's."""
        with explained_to_people():
            unlocked = profiles.unlock_profile(folder, RecoveryCode(code), keyring=self._keyring)
            try:
                self.replace_passphrase(unlocked, passphrase, operator)
                opened = profiles.open_database(unlocked)
            except BaseException:
                unlocked.release()
                raise
        self._remember(folder, operator)
        return opened

    def replace_passphrase(self, unlocked: UnlockedProfile, passphrase: str, operator: str) -> None:
        """Adds a passphrase, then takes off the one of the same person, or the only other one."""
        folder, card = unlocked.profile.folder, unlocked.profile.card
        before = [s for s in vault.load(folder).slots if isinstance(s, PassphraseSlot)]
        way = Passphrase(passphrase, person=operator, cost=self._cost)
        vault.add(folder, unlocked.key, way, known=(card.name,), keyring=self._keyring)
        theirs = before if len(before) == 1 else [s for s in before if s.person == operator]
        for slot in theirs:
            vault.remove(folder, slot.id, keyring=self._keyring)

    def recovery_sheet_pdf(self, unlocked: UnlockedProfile) -> bytes:
        """A new recovery code on its sheet; the codes printed before open nothing any more."""
        folder, code = unlocked.profile.folder, recovery.new_code()
        with explained_to_people():
            before = [s for s in vault.load(folder).slots if isinstance(s, RecoverySlot)]
            vault.add(folder, unlocked.key, RecoveryCode(code), keyring=self._keyring)
            for slot in before:
                vault.remove(folder, slot.id, keyring=self._keyring)
        return self._sheet(unlocked.profile.card, code)

    def backups(self, folder: Path) -> tuple[Backup, ...]:
        """The verified backups of a profile, the newest first."""
        return backups.list_backups(folder / "backups")

    def restore(self, folder: Path, way: Way, backup: Backup, operator: str) -> OpenProfile:
        """Checks a backup, puts it back, opens the profile; what was there is kept aside."""
        with explained_to_people():
            unlocked = profiles.unlock_profile(folder, way, keyring=self._keyring)
        opened = self._put_back(unlocked, backup)
        self._remember(folder, operator)
        return opened

    def restore_open(self, opened: OpenProfile, backup: Backup) -> OpenProfile:
        """The same for a profile at work, whose database is closed meanwhile.

        When it is refused the profile is closed: open it again.
        """
        return self._put_back(opened.close_database(), backup)

    def _put_back(self, unlocked: UnlockedProfile, backup: Backup) -> OpenProfile:
        profile = unlocked.profile
        with explained_to_people():
            try:
                backups.restore_backup(profile.database, profile.backups, unlocked.key, backup)
                return profiles.open_database(unlocked)
            except BaseException:
                unlocked.release()
                raise

    def _furnished(self, new: NewProfile, code: str, *, is_empty: bool) -> OpenProfile:
        """The new profile, open, with the first line of « Informations prestataire »."""
        from kairos_desktop.services.acts.provider import DescribeProvider, Provider
        from kairos_desktop.services.workspace import Workspace

        # By the code rather than the passphrase: it needs no second Argon2id.
        opened = profiles.open_profile(new.folder, RecoveryCode(code), keyring=self._keyring)
        if is_empty:
            return opened
        card, engines = opened.profile.card, opened.engines
        try:
            workspace = Workspace(
                engines.write,
                engines.read,
                siret=card.siret,
                post=card.post_id,
                post_range=card.letter,
                operator=new.operator,
            )
            workspace.record([DescribeProvider(provider=Provider(siret=new.siret, name=new.name))])
        except BaseException:
            opened.close()
            raise
        return opened

    def _declared(self, opened: OpenProfile, personal: bool) -> str:
        """Gives the keyring its key on a personal post; the sentence when it would not take it."""
        try:
            profiles.declare_personal(opened.unlocked, personal, keyring=self._keyring)
        except (failures.KeyringMissing, failures.KeyringFailed) as failure:
            return sentence(failure)
        return ""

    def _sheet(self, card: profiles.Card, code: str) -> bytes:
        from kairos_desktop.services.documents.render import render

        sheet = recovery.sheet(card.name, card.siret, code, self._now().date())
        return render(sheet).pdf

    def _remember(self, folder: Path, operator: str) -> None:
        kept = post_settings.read(self._settings)
        now = kept.with_opened(folder, operator)
        # Mostly the same profile by the same person: the disk need not be waited for.
        if now != kept:
            post_settings.write(self._settings, now)
