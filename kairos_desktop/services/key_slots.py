# SPDX-License-Identifier: MIT
"""The ways into a profile, and the database key wrapped once for each of them.

A slot is AES-256-GCM of the key; everything else that the slot says (its id, its kind, its
parameters, the database it belongs to, the DÉMO mark) is authenticated with it.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec

from kairos_desktop.models import failures
from kairos_desktop.models.engine import DatabaseKey


class Argon2Cost(msgspec.Struct, frozen=True):
    """What one guess costs: kibibytes of memory, passes, lanes."""

    memory: int
    passes: int
    lanes: int


FULL_COST = Argon2Cost(memory=262_144, passes=3, lanes=2)
SMALL_COST = Argon2Cost(memory=131_072, passes=3, lanes=2)
"""For a machine of four gibibytes or less."""
LOWEST_COST = Argon2Cost(memory=19_456, passes=2, lanes=1)
"""OWASP's floor; no slot is made below it."""


@dataclass(frozen=True)
class Passphrase:
    """A phrase that a person knows; `with_device` also binds it to this session's keyring.

    `unchecked` is for a phrase that a script brings (KAIROS_PASSPHRASE): its strength is the
    business of whoever runs the script, who is warned.
    """

    text: str = field(repr=False)
    person: str = ""
    with_device: bool = False
    unchecked: bool = False
    cost: Argon2Cost | None = None


@dataclass(frozen=True)
class RecoveryCode:
    """The code of the printed sheet."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class SessionKeyring:
    """The keyring of the system's session, which opens alone."""


@dataclass(frozen=True)
class DemoKeyFile:
    """A key lying beside fictional data; a real profile refuses it."""


Way = Passphrase | RecoveryCode | SessionKeyring | DemoKeyFile
"""What opens a profile, as a person or the system gives it; never shown by repr."""


class Slot(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """One wrapping of the database key, as vault.json keeps it."""

    id: UUID
    made_on: date
    salt: bytes
    nonce: bytes = b""
    wrapped: bytes = b""


class PassphraseSlot(Slot, frozen=True, kw_only=True, tag="passphrase"):
    """Under Argon2id of a phrase, and the device's secret if there is one."""

    person: str
    with_device: bool
    cost: Argon2Cost


class RecoverySlot(Slot, frozen=True, kw_only=True, tag="recovery"):
    """Under the recovery code, whose 160 bits need no slow derivation."""


class KeyringSlot(Slot, frozen=True, kw_only=True, tag="keyring"):
    """Under a random text that the session's keyring holds."""

    backend: str


class KeyFileSlot(Slot, frozen=True, kw_only=True, tag="key-file"):
    """Under a file beside it, for the demonstration."""


AnySlot = PassphraseSlot | RecoverySlot | KeyringSlot | KeyFileSlot
S = TypeVar("S", bound=Slot)


class Place(msgspec.Struct, frozen=True):
    """Which profile a slot belongs to; part of what each slot authenticates."""

    database: UUID
    demo: bool


def new_salt() -> bytes:
    """Sixteen random bytes."""
    return secrets.token_bytes(16)


def wrap(slot: S, secret: bytes, key: DatabaseKey, place: Place) -> S:
    """The slot with the key under `secret`, a fresh nonce each time."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    wrapped = AESGCM(_wrapping_key(slot, secret)).encrypt(nonce, key, _said(slot, place))
    return msgspec.structs.replace(slot, nonce=nonce, wrapped=wrapped)


def unwrap(slot: AnySlot, secret: bytes, place: Place) -> DatabaseKey | None:
    """The key, or None when the secret is another one or anything in the slot was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(_wrapping_key(slot, secret))
    try:
        return DatabaseKey(cipher.decrypt(slot.nonce, slot.wrapped, _said(slot, place)))
    except (InvalidTag, ValueError):
        return None


def stretched(passphrase: Passphrase, slot: PassphraseSlot) -> bytes:
    """Argon2id of the phrase: half a second of one core at full cost, not on the GUI thread.

    The text is normalised (NFKC), so that « é » opens however the keyboard sends it.
    NotEnoughMemory when the machine cannot pay the slot's cost.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            secret=unicodedata.normalize("NFKC", passphrase.text).encode(),
            salt=slot.salt,
            time_cost=slot.cost.passes,
            memory_cost=slot.cost.memory,
            parallelism=slot.cost.lanes,
            hash_len=32,
            type=Type.ID,
        )
    except (HashingError, MemoryError) as error:
        raise failures.NotEnoughMemory from error


def recommended_cost(memory_bytes: int) -> Argon2Cost:
    """The cost of a new slot on a machine with so much memory."""
    return FULL_COST if memory_bytes > 4 * 1024**3 else SMALL_COST


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    """The slot's own AES key."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    purpose = f"kairos {type(slot).__struct_config__.tag} slot 1"
    return HKDF(SHA256(), 32, slot.salt, purpose.encode()).derive(secret)


def _said(slot: Slot, place: Place) -> bytes:
    """All that the slot and its profile say, for AES-GCM to authenticate."""
    return msgspec.json.encode((place, msgspec.structs.replace(slot, nonce=b"", wrapped=b"")))
