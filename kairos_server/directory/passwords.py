# SPDX-License-Identifier: MIT
"""Passwords as the directory keeps them: argon2id, two at once (reference R-A4).

A login that does not exist costs the same work as one that does.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services.rules.passwords import fits, normal
from kairos_server.directory.pepper import named

if TYPE_CHECKING:
    from collections.abc import Generator

    from argon2 import PasswordHasher

    from kairos_server.directory.pepper import Pepper

_READABLE = "abcdefghjkmnpqrstvwxyz23456789"


class Cost(msgspec.Struct, frozen=True):
    """What one hash costs: KiB of memory, passes, lanes."""

    memory: int
    passes: int
    lanes: int


STRONG = Cost(memory=65536, passes=3, lanes=2)


class Busy(Exception):
    """Too many passwords are being looked at: try again in a moment."""


class Passwords:
    """Makes and checks hashes. Safe between threads; each takes about 0.1 s and 64 MiB.

    With a pepper what is kept is sealed by it; a hash of before it is still right, and outdated.
    """

    def __init__(
        self,
        cost: Cost = STRONG,
        *,
        pepper: Pepper | None = None,
        at_once: int = 2,
        waiting: int = 16,
    ) -> None:
        self._cost = cost
        self._pepper = pepper
        self._room = threading.BoundedSemaphore(at_once)
        self._queue = threading.BoundedSemaphore(at_once + waiting)
        self._lock = threading.Lock()
        self._hasher: PasswordHasher | None = None
        self._nobody = ""

    def hash(self, password: str) -> str:
        """What to keep of a password. Busy."""
        with self._one_of_few():
            return self._sealed(self._argon2().hash(normal(password)))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; the same work where nothing is kept. Busy."""
        with self._one_of_few():
            self._argon2()
            # One that is too long is never right, and costs what a wrong one costs.
            fitting = fits(password)
            typed = normal(password) if fitting else ""
            is_ours = kept is not None and named(kept)[0] in ("", self._name)
            same = self._verify(kept if kept is not None and is_ours else self._nobody, typed)
            return same and is_ours and fitting

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made at another cost than today's, or before the pepper."""
        name, hashed = named(kept)
        return name != self._name or self._argon2().check_needs_rehash(hashed)

    @property
    def _name(self) -> str:
        return self._pepper.name if self._pepper is not None else ""

    def _sealed(self, hashed: str) -> str:
        return self._pepper.seal(hashed) if self._pepper is not None else hashed

    def _verify(self, kept: str, typed: str) -> bool:
        from argon2 import extract_parameters
        from argon2.exceptions import InvalidHashError, VerifyMismatchError
        from argon2.low_level import hash_secret

        name, hashed = named(kept)
        try:
            if not name:
                return self._argon2().verify(hashed, typed)
            cost = extract_parameters(hashed)
            salt = hashed.split("$")[-2]
            again = hash_secret(
                typed.encode(),
                base64.b64decode(salt + "=" * (-len(salt) % 4)),
                time_cost=cost.time_cost,
                memory_cost=cost.memory_cost,
                parallelism=cost.parallelism,
                hash_len=cost.hash_len,
                type=cost.type,
                version=cost.version,
            )
        except (VerifyMismatchError, InvalidHashError):
            return False
        return hmac.compare_digest(self._sealed(again.decode("ascii")), kept)

    def _argon2(self) -> PasswordHasher:
        with self._lock:
            if self._hasher is None:
                from argon2 import PasswordHasher

                self._hasher = PasswordHasher(
                    time_cost=self._cost.passes,
                    memory_cost=self._cost.memory,
                    parallelism=self._cost.lanes,
                )
                self._nobody = self._sealed(self._hasher.hash(secrets.token_urlsafe(32)))
            return self._hasher

    @contextmanager
    def _one_of_few(self) -> Generator[None]:
        if not self._queue.acquire(blocking=False):
            raise Busy
        try:
            with self._room:
                yield
        finally:
            self._queue.release()


def provisional() -> str:
    """A password to be read over the telephone and replaced at once: 78 bits."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
