# SPDX-License-Identifier: MIT
"""Private files that a power cut leaves whole: the old version or the new one, never half.

Wallets were emptied by crashes where this was not done (reference R-D7).
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Generator

_NEW = ".new"


def make_private_folder(path: Path) -> None:
    """Makes the folder and those above it, open to its owner only."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, content: bytes, *, keep_previous: bool = False) -> None:
    """Puts `content` at `path` as `put_whole` does.

    With `keep_previous` the version before stays beside it, with `.bak` at the end of its name.
    What an earlier power cut left of one goes: it may hold a key that was changed since.
    """
    if keep_previous and path.is_file():
        write_private(previous(path), path.read_bytes())
    with put_whole(path) as file:
        file.write(content)
    place = Path(os.path.realpath(path))
    for left in place.parent.glob(f"{glob.escape(_fresh(place))}*{_NEW}"):
        left.unlink(missing_ok=True)


@contextlib.contextmanager
def put_whole(path: Path) -> Generator[BinaryIO]:
    """A file to write, which stands at `path` after the block, in one durable step.

    Readable by its owner only. Where `path` is a link, what it leads to is replaced and the link
    stays. OSError, and whatever the block raises, leaves all as it was, and nothing beside it; a
    folder or a device is refused so.
    """
    import tempfile

    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        raise OSError(errno.EISDIR if place.is_dir() else errno.EINVAL, "ce n’est pas un fichier")
    handle, name = tempfile.mkstemp(prefix=_fresh(place), suffix=_NEW, dir=place.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def _fresh(place: Path) -> str:
    """How the names of what is not whole yet begin; cut, for the longest that a disk takes."""
    return f".{place.name[:40]}."


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
