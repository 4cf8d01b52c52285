# SPDX-License-Identifier: MIT
"""Verified backups of a profile's database: made, listed, thinned, put back.

The copy is made by SQLite's online backup in a child process, so that neither the window nor the
write lane waits; it gets its final name only after it passed every check (reference R-B1 to R-B4).
The catalogue is not copied: it can be imported again (docs/adr/0015).
The functions that make, check or put back take seconds: never on the GUI thread.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

import msgspec

from kairos_desktop.models import failures
from kairos_desktop.models.engine import DatabaseKey, explained
from kairos_desktop.services import backup_work, durable_files, vault

Reason = Literal["automatic", "asked", "migration", "import", "deletion", "restoration"]
"""Why a backup was made; it stands in the file's name."""

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_PART = ".part"
_JOURNALS = ("-wal", "-shm")
_TICK = 0.05
_CARD = "profile.json"


@dataclass(frozen=True)
class Backup:
    """One verified backup."""

    path: Path
    made: datetime
    """When its content was read, UTC."""
    reason: Reason
    size: int
    """Bytes."""


def make_backup(
    database: Path,
    folder: Path,
    key: DatabaseKey,
    reason: Reason,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> Backup:
    """Copies the database into `folder`, checks the copy, then names it; in use or not.

    BackupFailed leaves the earlier backups alone. `stopped` is asked twenty times a second, and
    ends the work (BackupFailed too). The vault and the card go with the backups: without them no
    backup opens.
    """
    made = datetime.now(UTC)
    final = folder / f"{made.strftime(_STAMP)}-{reason}.db"
    part = final.with_name(final.name + _PART)
    try:
        with explained(folder):
            durable_files.make_private_folder(folder)
            _sweep(folder)
            outcome = _in_child(backup_work.Work(str(database), str(part)), key, stopped)
            if outcome != "done":
                raise failures.BackupFailed(folder, disk_full=outcome == "full")
            part.rename(final)
            _copy_beside(database, folder)
            durable_files.sync_folder(folder)
            return Backup(final, made, reason, final.stat().st_size)
    except (failures.DiskFull, failures.ReadOnlyProfile, failures.DiskFailing) as error:
        full = isinstance(error, failures.DiskFull)
        raise failures.BackupFailed(folder, disk_full=full) from error
    finally:
        _discard(part)


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """The verified backups of a profile, the newest first."""
    found = [_backup(path) for path in folder.glob("*.db")] if folder.is_dir() else []
    return tuple(
        sorted((one for one in found if one), key=lambda backup: backup.made, reverse=True)
    )


def due(now: datetime, last: datetime | None, changed: bool) -> bool:
    """Whether a backup is to be made: after 30 minutes of work, after 4 hours in any case.

    A last one in the future means that the clock was moved: it proves nothing.
    """
    if last is None or last > now:
        return True
    return now - last >= (timedelta(minutes=30) if changed else timedelta(hours=4))


def thin(backups: Sequence[Backup], now: datetime) -> tuple[Backup, ...]:
    """The backups to delete (pure): beyond all of 48 hours, 14 daily, 8 weekly, 3 monthly ones.

    Nothing is kept for more than 100 days (the law on personal data), but the newest one always is.
    """
    newest_first = sorted(backups, key=lambda backup: backup.made, reverse=True)
    kept = {backup.path for backup in newest_first[:1]}
    kept |= {one.path for one in newest_first if now - one.made <= timedelta(hours=48)}
    for span, slots in (("%Y-%j", 14), ("%G-%V", 8), ("%Y-%m", 3)):
        last_of_each: dict[str, Path] = {}
        for backup in newest_first:
            if now - backup.made <= timedelta(days=100):
                last_of_each.setdefault(backup.made.strftime(span), backup.path)
        kept |= set(list(last_of_each.values())[:slots])
    return tuple(backup for backup in newest_first if backup.path not in kept)


def delete_old(folder: Path, now: datetime) -> tuple[Backup, ...]:
    """Deletes what `thin` names, and gives it."""
    gone = thin(list_backups(folder), now)
    for backup in gone:
        backup.path.unlink(missing_ok=True)
    return gone


def restore_backup(database: Path, folder: Path, key: DatabaseKey, backup: Backup) -> Path:
    """Puts a backup back in place of the database, which must be closed and its folder held.

    BackupDamaged before anything is touched. Gives where the present state was saved: a backup, or
    the raw files when they are too damaged for one. Open the profile again afterwards.
    """
    outcome = _in_child(backup_work.Work(None, str(backup.path)), key, lambda: False)
    if outcome != "done":
        raise failures.BackupDamaged(backup.path)
    with explained(folder):
        saved = _save_present_state(database, folder, key)
        incoming = database.with_name(f"{database.name}{_PART}")
        shutil.copyfile(backup.path, incoming)
        incoming.chmod(0o600)
        durable_files.sync_file(incoming)
        # First the journals: left beside another file, they would be played into it. They are
        # empty after a clean close, and in what was just saved otherwise.
        for journal in _JOURNALS:
            database.with_name(database.name + journal).unlink(missing_ok=True)
        durable_files.sync_folder(database.parent)
        incoming.replace(database)
        durable_files.sync_folder(database.parent)
    return saved


def _save_present_state(database: Path, folder: Path, key: DatabaseKey) -> Path:
    """A backup of the database as it is, or its files as they are when it cannot be read.

    SQLite throws a journal away that does not fit: where one is left, it is copied before any try.
    """
    attic = folder / f"{datetime.now(UTC).strftime(_STAMP)}-damaged"
    if any(database.with_name(database.name + journal).exists() for journal in _JOURNALS):
        _copy_raw(database, attic)
    try:
        saved = make_backup(database, folder, key, "restoration")
    except failures.BackupFailed as error:
        if error.disk_full:
            raise
        if not attic.exists():
            _copy_raw(database, attic)
        return attic
    shutil.rmtree(attic, ignore_errors=True)
    return saved.path


def _copy_raw(database: Path, attic: Path) -> None:
    """Copies the files as they are, whatever they hold."""
    durable_files.make_private_folder(attic)
    for name in (database.name, *(database.name + journal for journal in _JOURNALS)):
        source = database.with_name(name)
        if source.exists():
            shutil.copyfile(source, attic / name)
            (attic / name).chmod(0o600)
            durable_files.sync_file(attic / name)
    durable_files.sync_folder(attic)


def _in_child(
    work: backup_work.Work, key: DatabaseKey, stopped: Callable[[], bool]
) -> backup_work.Outcome:
    """Does the work in a fresh process; « failed » when it died or was stopped."""
    import multiprocessing

    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    child = spawn.Process(target=backup_work.run, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    try:
        with contextlib.suppress(EOFError, OSError):
            ours.send_bytes(key)
            ours.send_bytes(msgspec.json.encode(work))
            while not ours.poll(_TICK):
                if stopped():
                    return "failed"
            return cast("backup_work.Outcome", ours.recv_bytes().decode())
        return "failed"
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _copy_beside(database: Path, folder: Path) -> None:
    """Copies the vault and the card; a damaged one never replaces the copy of a sound one."""
    sound: dict[str, Callable[[bytes], object]] = {
        vault.FILE: vault.decode,
        _CARD: msgspec.json.decode,
    }
    for name, read in sound.items():
        try:
            content = database.with_name(name).read_bytes()
            read(content)
        except (OSError, ValueError, failures.NewerVault):
            continue
        durable_files.write_private(folder / name, content)


def _backup(path: Path) -> Backup | None:
    """The backup that a file's name tells of; None for a file of another kind."""
    stamp, _, reason = path.stem.rpartition("-")
    if reason not in get_args(Reason):
        return None
    try:
        made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, made, cast("Reason", reason), path.stat().st_size)


def _sweep(folder: Path) -> None:
    """Throws away what an interrupted backup left."""
    for part in folder.glob(f"*{_PART}"):
        _discard(part)


def _discard(part: Path) -> None:
    """Removes an unfinished copy and its journals."""
    for name in (part.name, *(part.name + journal for journal in _JOURNALS)):
        with contextlib.suppress(OSError):
            part.with_name(name).unlink(missing_ok=True)
