# SPDX-License-Identifier: MIT
"""Small private files that a power cut leaves whole: the old version or the new one, never half.

Wallets were emptied by crashes where this was not done (reference R-D7).
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path


def make_private_folder(path: Path) -> None:
    """Makes the folder and those above it, open to its owner only."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, content: bytes, *, keep_previous: bool = False) -> None:
    """Puts `content` at `path` in one durable step, readable by its owner only.

    With `keep_previous` the version before stays beside it, with `.bak` at the end of its name.
    OSError leaves `path` as it was, and nothing beside it; a folder or a device is refused so.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "ce n’est pas un fichier")
    if keep_previous and path.exists():
        write_private(previous(path), path.read_bytes())
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def previous(path: Path) -> Path:
    """Where the version before is kept."""
    return path.with_name(f"{path.name}.bak")


def sync_file(path: Path) -> None:
    """Waits until the disk has the file's bytes."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the disk has the folder's names; Windows does it by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
