# SPDX-License-Identifier: MIT
"""The key that the hashes of passwords pass through, kept outside the database (reference R-A4).

Whoever copies the database alone cannot try a single password. The key lies in a file of its own,
is in no backup of ours, and is named in each hash by the first bytes of its SHA-256.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import stat
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MARK = "hmac-sha256"
_KEY_BYTES = 32


class BadPepper(Exception):
    """The file of the key cannot be used; the sentence never quotes what it holds."""


class Pepper:
    """Seals argon2's hashes. Its repr shows the name of the key alone."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.name = sha256(key).hexdigest()[:8]

    def __repr__(self) -> str:
        """No byte of the key."""
        return f"<Pepper {self.name}>"

    def seal(self, hashed: str) -> str:
        """The hash to keep: argon2's own form, its last part replaced by a MAC of the whole."""
        form, _, _ = hashed.rpartition("$")
        mac = hmac.digest(self._key, hashed.encode("ascii"), "sha256")
        tag = base64.b64encode(mac).decode("ascii").rstrip("=")
        return f"{_MARK}:{self.name}:{form}${tag}"


def named(kept: str) -> tuple[str, str]:
    """Of a hash that is kept: the name of its key, "" for none, and the form that argon2 reads."""
    if not kept.startswith(f"{_MARK}:"):
        return "", kept
    _, name, hashed = kept.split(":", 2)
    return name, hashed


def load(path: Path) -> Pepper | None:
    """The key of a file; None where there is none. BadPepper."""
    try:
        with path.open("rb") as file:
            open_to_all = os.name == "posix" and os.fstat(file.fileno()).st_mode & stat.S_IRWXO
            text = file.read(_KEY_BYTES * 4)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadPepper(f"La clé des mots de passe « {path} » ne se lit pas.") from error
    if open_to_all:
        raise BadPepper(
            f"« {path} » est la clé des mots de passe, et tous les comptes de la machine peuvent "
            f"la lire : chmod o= {path}"
        )
    key = b""
    with suppress(ValueError):
        key = bytes.fromhex(text.decode("ascii"))
    if len(key) != _KEY_BYTES:
        raise BadPepper(f"« {path} » n’est pas une clé : 64 chiffres hexadécimaux.")
    return Pepper(key)


def ready(path: Path) -> Pepper:
    """The key of a file, which is made for this user alone where it is not there. BadPepper."""
    found = load(path)
    if found is None:
        # Two programs that start together: the second reads what the first wrote whole.
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(_KEY_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(part, path)
            _make_durable(path.parent)
        except OSError as error:
            raise BadPepper(f"La clé des mots de passe « {path} » ne peut être faite.") from error
        finally:
            part.unlink(missing_ok=True)
        found = load(path)
    assert found is not None
    return found


def _make_durable(folder: Path) -> None:
    # A password that was accepted must not outlive its key in a power cut.
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
