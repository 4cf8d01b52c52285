# SPDX-License-Identifier: MIT
"""Each failure has its own French sentence, which says what is kept and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import storage_failures

FOLDER = Path("/donnees/Étape & fils")
EXAMPLES: list[failures.StorageFailure] = [
    failures.MissingFile(FOLDER / "kairos.db"),
    failures.DamagedFile(FOLDER / "kairos.db"),
    failures.NotEncrypted(FOLDER / "kairos.db"),
    failures.ReadOnlyProfile(FOLDER / "kairos.db"),
    failures.DiskFull(FOLDER / "kairos.db"),
    failures.DiskFailing(FOLDER / "kairos.db"),
    failures.FileBusy(FOLDER / "kairos.db"),
    failures.NetworkDrive(FOLDER),
    failures.SyncedFolder(FOLDER, service="OneDrive"),
    failures.NoProfile(FOLDER),
    failures.ProfileExists(FOLDER),
    failures.DamagedProfile(FOLDER),
    failures.DamagedVault(FOLDER / "vault.json"),
    failures.NewerVault(FOLDER / "vault.json"),
    failures.AlreadyOpen(FOLDER, holder="aicha", since="2026-12-07T09:05+01:00"),
    failures.NewerSchema(FOLDER / "kairos.db", found="0009", known="0001"),
    failures.MigrationFailed(FOLDER / "kairos.db", found="0001", known="0002"),
    failures.UnsafeLibrary(),
    failures.WrongKey(),
    failures.KeyForgotten(),
    failures.NoSuchSlot(),
    failures.KeyFileRefused(),
    failures.NotPersonalPost(),
    failures.NoWayBack(),
    failures.WeakPassphrase(bits=12, needed=80),
    failures.BadSiret(),
    failures.NotEnoughMemory(),
    failures.KeyringMissing(),
    failures.KeyringFailed(),
    failures.KeyringForgot(),
    failures.BackupFailed(FOLDER, disk_full=False),
    failures.BackupFailed(FOLDER, disk_full=True),
    failures.BackupDamaged(FOLDER / "x.db"),
]
KEPT = re.compile(
    "[Rr]ien n’|intact|conserv|n’ont pas été modifiées|n’a pas été (touch|modifi)|"
    "comme avant|[Aa]ucun|laissé tel quel"
)


def every_failure(kind: type = failures.StorageFailure) -> set[type]:
    below = {one for child in kind.__subclasses__() for one in every_failure(child)}
    return below | (
        {kind} if kind not in {failures.StorageFailure, failures.FileFailure} else set()
    )


def test_no_failure_is_forgotten() -> None:
    assert {type(example) for example in EXAMPLES} == every_failure()


@pytest.mark.parametrize("failure", EXAMPLES, ids=lambda failure: type(failure).__name__)
def test_a_sentence_says_what_is_kept_and_nothing_technical(
    failure: failures.StorageFailure,
) -> None:
    said = storage_failures.sentence(failure)
    assert KEPT.search(said), said
    assert not re.search(r"[{}]|Errno|0x|sqlite|SQL|[a-z]_[a-z]|Traceback|0009", said), said
    assert not re.search(r"[a-zé] [;:!?»]|« ", said), "French signs take a no-break space"
    assert said.endswith(".")


def test_sentences_differ() -> None:
    said = [storage_failures.sentence(example) for example in EXAMPLES]
    assert len(set(said)) == len(said)


def test_the_holder_of_a_profile_is_named() -> None:
    failure = failures.AlreadyOpen(FOLDER, holder="aicha", since="2026-12-07T09:05+01:00")
    assert "par aicha depuis le 07/12/2026 à 9\u00a0h\u00a005" in storage_failures.sentence(failure)
    unknown = storage_failures.sentence(failures.AlreadyOpen(FOLDER, holder="", since=""))
    assert "déjà ouvert. " in unknown


def test_the_folder_and_the_service_are_named() -> None:
    said = storage_failures.sentence(failures.SyncedFolder(FOLDER, service="Nextcloud"))
    assert str(FOLDER) in said
    assert "Nextcloud" in said


@pytest.mark.parametrize("kind", [failures.DamagedFile, failures.NotEncrypted])
def test_a_damaged_offer_is_imported_again_and_not_sought_in_the_backups(
    kind: type[failures.FileFailure],
) -> None:
    said = storage_failures.sentence(kind(Path("/donnees/catalogue.db")))
    assert "Importez de nouveau" in said
    assert "sauvegarde" not in said
