# SPDX-License-Identifier: MIT
"""The public halves of the keys that sign papers, kept in clear so that anyone can verify.

`papers-keys.json` in the profile's folder grows: a key is never taken away, since papers last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services.durable_files import write_private

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE = "papers-keys.json"


def known_keys(folders: Sequence[Path]) -> list[bytes]:
    """The public keys published in these profiles; a damaged file gives none."""
    return [key for folder in folders for key in _read(folder)]


def publish(folder: Path, public: bytes) -> None:
    """Add a public key to the profile's list, once."""
    keys = _read(folder)
    if public not in keys:
        content = msgspec.json.encode([*keys, public])
        write_private(folder / FILE, content)


def _read(folder: Path) -> list[bytes]:
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=list[bytes])
    except (OSError, msgspec.DecodeError):
        return []
