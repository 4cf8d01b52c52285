# SPDX-License-Identifier: MIT
"""Why a profile cannot be opened, written or saved: one type per thing that a person can do about.

They carry facts, never a sentence (services.storage_failures has those) and never a secret.
Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class StorageFailure(Exception):
    """A refusal to go on with the files of a profile; what was acknowledged is kept."""

    def __str__(self) -> str:
        """The facts, for the technical log."""
        return repr(self)


@dataclass(eq=False)
class FileFailure(StorageFailure):
    """A failure that concerns one file or folder."""

    path: Path


class MissingFile(FileFailure):
    """The file is not where it should be."""


class DamagedFile(FileFailure):
    """The key is right and yet the file cannot be read."""


class NotEncrypted(FileFailure):
    """A database in clear stands where an encrypted one should."""


class ReadOnlyProfile(FileFailure):
    """The place or the file refuses writing."""


class DiskFull(FileFailure):
    """No room is left; the transaction was rolled back."""


class DiskFailing(FileFailure):
    """The disk answered with an error; the transaction was not acknowledged."""


class FileBusy(FileFailure):
    """Something else held the file for longer than ten seconds."""


class NetworkDrive(FileFailure):
    """The folder is on a shared or network drive, where the journal is not safe."""


@dataclass(eq=False)
class SyncedFolder(FileFailure):
    """The folder is copied by a cloud service, which would tear the file from its journal."""

    service: str


class NoProfile(FileFailure):
    """There is no profile in the folder."""


class ProfileExists(FileFailure):
    """Something is in the folder already."""


class DamagedProfile(FileFailure):
    """The profile's card (name, SIRET, post) cannot be read."""


class DamagedVault(FileFailure):
    """The file of key slots cannot be read, nor its previous version."""


class NewerVault(FileFailure):
    """The file of key slots was written by a later version of the program."""


@dataclass(eq=False)
class AlreadyOpen(FileFailure):
    """Another window, account or command has the profile open."""

    holder: str
    since: str


@dataclass(eq=False)
class NewerSchema(FileFailure):
    """The file was made by a later version of the program."""

    found: str
    known: str


@dataclass(eq=False)
class MigrationFailed(FileFailure):
    """Bringing the file up to date failed and was rolled back."""

    found: str
    known: str


class UnsafeLibrary(StorageFailure):
    """The installed database library is one that is known to lose data, or does not encrypt."""


class WrongKey(StorageFailure):
    """The passphrase, the recovery code or the key given does not open this profile."""


class KeyForgotten(StorageFailure):
    """The post was taken off its organisation: every way to the key was taken off with it."""


class NoSuchSlot(StorageFailure):
    """The profile has no slot of the kind asked for (no code was ever made, for instance)."""


class KeyFileRefused(StorageFailure):
    """A generated key file was proposed for a profile that holds real data."""


class NotPersonalPost(StorageFailure):
    """The session's keyring may open alone only on a post declared personal."""


class NoWayBack(StorageFailure):
    """The keyring alone would hold the key: a passphrase or a recovery code must exist too."""


@dataclass(eq=False)
class WeakPassphrase(StorageFailure):
    """The passphrase would be guessed; both figures are bits."""

    bits: int
    needed: int


class BadSiret(StorageFailure):
    """The SIRET does not have 14 digits, or its key is wrong."""


class NotEnoughMemory(StorageFailure):
    """The computation that protects the passphrase found no memory."""


class KeyringMissing(StorageFailure):
    """This session has no keyring that the program trusts."""


class KeyringFailed(StorageFailure):
    """The keyring refused, or did not give back what it was given."""


class KeyringForgot(StorageFailure):
    """The keyring works and no longer has what was put there: reinstalled, changed, emptied."""


@dataclass(eq=False)
class BackupFailed(FileFailure):
    """The copy could not be made or did not pass its checks; it was thrown away."""

    disk_full: bool


class BackupDamaged(FileFailure):
    """The backup chosen cannot be read; nothing was replaced."""
