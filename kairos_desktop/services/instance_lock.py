# SPDX-License-Identifier: MIT
"""One process at a time in a profile; the lock goes with the process, however it ends."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from kairos_desktop.models import failures

FILE = "lock"
# Windows hides the locked bytes from readers: lock one far beyond the holder's name.
_FAR = 1 << 30


class _Holder(msgspec.Struct):
    """Who has the profile open, for the sentence shown to the others."""

    person: str
    since: str
    process: int


class InstanceLock:
    """Holds a profile's folder until `release`."""

    def __init__(self, folder: Path) -> None:
        """AlreadyOpen with the holder's name; ReadOnlyProfile and others as the disk says."""
        self._path = folder / FILE
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise _already_open(folder, self._path) from error
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        holder = msgspec.json.encode(_Holder(_person(), now, os.getpid()))
        # The name is a courtesy: a full disk must not keep its own user out.
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.write(self._handle, holder)

    def release(self) -> None:
        """Lets others in. The file stays: removing it would let two of them in."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _lock(handle: int) -> None:
    """OSError when another process holds the file."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _already_open(folder: Path, path: Path) -> failures.AlreadyOpen:
    """The refusal, with what the holder wrote."""
    holder = _Holder("", "", 0)
    with contextlib.suppress(OSError, msgspec.DecodeError):
        holder = msgspec.json.decode(path.read_bytes(), type=_Holder)
    return failures.AlreadyOpen(folder, holder=holder.person, since=holder.since)


def _person() -> str:
    """The account's name; empty where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
