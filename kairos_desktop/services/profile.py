# SPDX-License-Identifier: MIT
"""Profiles: one folder per organisation, with its database, its catalogue, its vault, its backups.

Opening may take seconds (Argon2id, the keyring, a migration): never on the GUI thread.
Everything that can go wrong is a type of models.failures, and loses nothing.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import msgspec

from kairos_desktop.models import failures, schema
from kairos_desktop.models.engine import (
    DatabaseKey,
    Engines,
    create_file,
    explained,
    open_engines,
)
from kairos_desktop.models.ids import UuidMaker, organisation_id
from kairos_desktop.services import (
    backups,
    disk_reserve,
    durable_files,
    keyring_store,
    profile_place,
    vault,
)
from kairos_desktop.services.catalogue.store import sweep
from kairos_desktop.services.instance_lock import InstanceLock
from kairos_desktop.services.key_slots import DemoKeyFile, Passphrase, SessionKeyring, Way
from kairos_desktop.services.vault import OpenStore

CARD = "profile.json"
PASSPHRASE_VARIABLE = "KAIROS_PASSPHRASE"


class Card(msgspec.Struct, frozen=True):
    """What profile.json says: whose profile this is, and which post works in it."""

    siret: str
    name: str
    demo: bool
    post_id: UUID
    letter: str
    """Starts the numbers of this post's documents."""
    personal: bool
    """Whether one person alone uses this session, so that its keyring may open the profile."""


@dataclass(frozen=True)
class Profile:
    """A profile on the disk, open or not."""

    folder: Path
    card: Card

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / "kairos.db"

    @property
    def catalogue(self) -> Path:
        """The training offer, which can be imported again and is in no backup."""
        return self.folder / "catalogue.db"

    @property
    def backups(self) -> Path:
        """The verified backups."""
        return self.folder / "backups"


class UnlockedProfile:
    """A profile whose key is known and whose folder is held; its database is not open yet."""

    def __init__(self, profile: Profile, key: DatabaseKey, lock: InstanceLock) -> None:
        self.profile = profile
        self.key = key
        self._lock = lock

    def release(self) -> None:
        """Lets another process open the profile."""
        self._lock.release()


class OpenProfile:
    """A profile at work. Use it with `with`, or close it."""

    def __init__(self, unlocked: UnlockedProfile, engines: Engines) -> None:
        self.unlocked = unlocked
        self.engines = engines

    @property
    def profile(self) -> Profile:
        """Which profile this is."""
        return self.unlocked.profile

    @property
    def key(self) -> DatabaseKey:
        """The key of the database and of the catalogue."""
        return self.unlocked.key

    def close_database(self) -> UnlockedProfile:
        """Closes every connection and keeps the folder, so that a backup can be put back."""
        self.engines.dispose()
        return self.unlocked

    def close(self) -> None:
        """Closes the database, then lets others in."""
        self.close_database().release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def default_root() -> Path:
    """Where profiles lie unless told otherwise: this machine's own data folder, never roaming."""
    from platformdirs import user_data_path

    return user_data_path("kairos-desktop", appauthor=False, roaming=False)


def default_folder(root: Path, siret: str) -> Path:
    """The folder of an organisation: its SIRET."""
    return root / siret


def list_profiles(root: Path) -> tuple[Profile, ...]:
    """The profiles that can be read under a root, by name."""
    if not root.is_dir():
        return ()
    found: list[Profile] = []
    for folder in root.iterdir():
        try:
            found.append(read_profile(folder))
        except failures.StorageFailure:
            continue
    return tuple(sorted(found, key=lambda profile: (profile.card.name, profile.card.siret)))


def read_profile(folder: Path) -> Profile:
    """The profile in a folder, without opening it; NoProfile, DamagedProfile."""
    path = folder / CARD
    if not path.exists() and not durable_files.previous(path).exists():
        raise failures.NoProfile(folder)
    for candidate in (path, durable_files.previous(path)):
        try:
            card = msgspec.json.decode(candidate.read_bytes(), type=Card)
        except (OSError, ValueError):
            continue
        return Profile(folder, card)
    raise failures.DamagedProfile(folder)


def create_profile(
    folder: Path,
    siret: str,
    name: str,
    ways: Sequence[Way],
    *,
    demo: bool = False,
    letter: str = "A",
    post_id: UUID | None = None,
    keyring: OpenStore = keyring_store.open_store,
) -> Profile:
    """Makes a profile with its ways in; nothing is left behind when it fails.

    A real profile needs a passphrase or a recovery code (NoWayBack); the keyring is added
    afterwards by `declare_personal`. Refuses a SIRET whose key is wrong (BadSiret), an unsafe place
    (NetworkDrive, SyncedFolder), a folder with something in it (ProfileExists), and what
    `vault.add` refuses.
    """
    refuse_bad_siret(siret)
    profile_place.refuse_unsafe(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise failures.ProfileExists(folder)
    card = Card(siret, name, demo, post_id or new_post_id(), letter, personal=False)
    workshop = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    with explained(folder):
        durable_files.make_private_folder(workshop)
        try:
            _fill(Profile(workshop, card), ways, keyring)
            if folder.exists():
                folder.rmdir()
            workshop.rename(folder)
            durable_files.sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(workshop, ignore_errors=True)
            raise
    return Profile(folder, card)


def open_profile(
    folder: Path, way: Way, *, keyring: OpenStore = keyring_store.open_store
) -> OpenProfile:
    """A profile at work: unlocked, checked, brought up to date.

    Refuses as `unlock_profile` and `open_database` do, and then lets others in again.
    """
    unlocked = unlock_profile(folder, way, keyring=keyring)
    try:
        return open_database(unlocked)
    except BaseException:
        unlocked.release()
        raise


def unlock_profile(
    folder: Path, way: Way, *, keyring: OpenStore = keyring_store.open_store
) -> UnlockedProfile:
    """Holds a profile's folder and finds its key, without touching the database.

    NoProfile, DamagedProfile, NetworkDrive, SyncedFolder, AlreadyOpen, ReadOnlyProfile, and what
    `vault.unlock` refuses. This is the way to a backup when the database is damaged.
    """
    profile = read_profile(folder)
    profile_place.refuse_unsafe(folder)
    with explained(folder):
        lock = InstanceLock(folder)
    try:
        key = vault.unlock(folder, way, personal=profile.card.personal, keyring=keyring)
    except BaseException:
        lock.release()
        raise
    return UnlockedProfile(profile, key, lock)


def open_database(unlocked: UnlockedProfile) -> OpenProfile:
    """The database of an unlocked profile, migrated first when it comes from an older version.

    MissingFile, DamagedFile, NotEncrypted, NewerSchema, MigrationFailed, ReadOnlyProfile,
    DiskFull; DamagedProfile where the card names another SIRET than the database holds.
    """
    profile = unlocked.profile
    try:
        engines = _engines(unlocked)
    except failures.DiskFull:
        # Opening takes some room for the journal: the reserve is for that.
        disk_reserve.give_back(profile.folder)
        engines = _engines(unlocked)
    try:
        schema.bring_up_to_date(
            engines.write,
            profile.database,
            lambda: backups.make_backup(
                profile.database, profile.backups, unlocked.key, "migration"
            ),
        )
        _refuse_other_card(engines, profile)
    except BaseException:
        engines.dispose()
        raise
    if not profile.card.demo:
        disk_reserve.hold(profile.folder)
    sweep(profile.catalogue)
    return OpenProfile(unlocked, engines)


def _engines(unlocked: UnlockedProfile) -> Engines:
    """Both ways into the database; a full disk gives the reserve back."""
    profile = unlocked.profile
    return open_engines(
        profile.database, unlocked.key, lambda: disk_reserve.give_back(profile.folder)
    )


def _refuse_other_card(engines: Engines, profile: Profile) -> None:
    """DamagedProfile for a card changed by hand: all would seem lost, and be typed anew beside."""
    with engines.read.connect() as connection:
        held = connection.exec_driver_sql("SELECT org_id FROM act LIMIT 1").scalar()
    if held is not None and held != organisation_id(profile.card.siret).bytes:
        raise failures.DamagedProfile(profile.folder)


def way_without_asking(profile: Profile, environment: MutableMapping[str, str]) -> Way | None:
    """The way in that needs nobody: the demonstration's key, KAIROS_PASSPHRASE, the keyring.

    None when somebody must be asked. The variable is taken out of the environment, so that no
    child process inherits it.
    """
    given = environment.pop(PASSPHRASE_VARIABLE, "")
    if given:
        return Passphrase(given, unchecked=True)
    if profile.card.demo:
        return DemoKeyFile()
    return SessionKeyring() if profile.card.personal else None


def declare_personal(
    unlocked: UnlockedProfile, personal: bool, *, keyring: OpenStore = keyring_store.open_store
) -> None:
    """Says that one person alone uses this session, or no more: adds or takes off its keyring.

    KeyringMissing or KeyringFailed leave the post as it was: it goes on by passphrase.
    """
    profile = unlocked.profile
    if personal == profile.card.personal:
        return
    if personal:
        vault.add(profile.folder, unlocked.key, SessionKeyring(), keyring=keyring)
    card = msgspec.structs.replace(profile.card, personal=personal)
    _write_card(profile.folder, card)
    unlocked.profile = replace(profile, card=card)
    if not personal:
        vault.remove_keyring(profile.folder, keyring=keyring)


def take_letter(unlocked: UnlockedProfile, letter: str) -> None:
    """Have the papers of this post numbered from now on with another letter."""
    profile = unlocked.profile
    card = msgspec.structs.replace(profile.card, letter=letter)
    _write_card(profile.folder, card)
    unlocked.profile = replace(profile, card=card)


def forget_key(unlocked: UnlockedProfile, *, keyring: OpenStore = keyring_store.open_store) -> None:
    """Forget the key of a post that was taken off: it works until it is closed, and never again."""
    profile = unlocked.profile
    vault.forget(profile.folder, profile.backups, keyring=keyring)


def refuse_bad_siret(siret: str) -> None:
    """BadSiret unless these are 14 digits whose key is right."""
    from stdnum.fr import siret as sirets

    if not (siret.isascii() and siret.isdigit() and sirets.is_valid(siret)):
        raise failures.BadSiret


def _fill(profile: Profile, ways: Sequence[Way], keyring: OpenStore) -> None:
    """Everything that a new profile's folder holds."""
    card = profile.card
    key = vault.create(profile.folder, ways, demo=card.demo, known=(card.name,), keyring=keyring)
    durable_files.make_private_folder(profile.backups)
    create_file(profile.database, key)
    engines = open_engines(profile.database, key)
    try:
        schema.create(engines.write, schema.declared())
    finally:
        engines.dispose()
    _write_card(profile.folder, card)


def _write_card(folder: Path, card: Card) -> None:
    content = msgspec.json.format(msgspec.json.encode(card), indent=2)
    durable_files.write_private(folder / CARD, content, keep_previous=True)


def new_post_id() -> UUID:
    """A fresh identity for this post."""
    return UuidMaker(lambda: time.time_ns() // 1_000_000, secrets.randbits)()
