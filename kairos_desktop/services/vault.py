# SPDX-License-Identifier: MIT
"""The vault: `vault.json`, where the key of a profile's database is wrapped once per way in.

Changing a passphrase rewraps 32 bytes and leaves the database alone. The file carries a digest,
to tell a damaged file from a wrong passphrase, and a check value of the key, to tell a wrong key
from a damaged database (reference R-D2, R-D7). Its previous version stays beside it.
All functions may take seconds and talk to the keyring: never on the GUI thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import assert_never
from uuid import UUID, uuid4

import msgspec

from kairos_desktop.models import failures
from kairos_desktop.models.engine import KEY_BYTES, DatabaseKey
from kairos_desktop.services import durable_files, key_slots, keyring_store, passphrases, recovery
from kairos_desktop.services.key_slots import (
    AnySlot,
    DemoKeyFile,
    KeyFileSlot,
    KeyringSlot,
    Passphrase,
    PassphraseSlot,
    Place,
    RecoveryCode,
    RecoverySlot,
    SessionKeyring,
    Way,
)

FILE = "vault.json"
KEY_FILE = "demo.key"
FORMAT = 1

OpenStore = Callable[[], keyring_store.SecretStore]


class Vault(msgspec.Struct, frozen=True):
    """What vault.json says. Nothing in it opens anything by itself."""

    format: int
    place: Place
    check: bytes
    slots: tuple[AnySlot, ...]
    digest: bytes = b""


class _Header(msgspec.Struct):
    format: int


def new_key() -> DatabaseKey:
    """A fresh database key."""
    return DatabaseKey(secrets.token_bytes(KEY_BYTES))


def create(
    folder: Path,
    ways: Sequence[Way],
    *,
    demo: bool,
    known: tuple[str, ...] = (),
    keyring: OpenStore = keyring_store.open_store,
) -> DatabaseKey:
    """Makes a key and the vault that wraps it for each way in; gives the key.

    Refuses what `add` refuses, and ways that would not outlive the session's keyring.
    """
    key = new_key()
    vault = Vault(FORMAT, Place(uuid4(), demo), _check_value(key), ())
    for way in ways:
        vault = _with_slot(folder, vault, key, way, known, keyring)
    _refuse_no_way_back(vault)
    write(folder, vault)
    return key


def unlock(
    folder: Path, way: Way, *, personal: bool, keyring: OpenStore = keyring_store.open_store
) -> DatabaseKey:
    """The database key, by this way in.

    WrongKey when it does not open; NoSuchSlot when the profile has no such way; NotPersonalPost
    for the keyring alone on a shared post; KeyFileRefused for a key file on a real profile; the
    keyring's own failures; KeyForgotten, DamagedVault, NewerVault.
    """
    return _opened(folder, way, personal, keyring)[1]


def slot_of(
    folder: Path, way: Way, *, personal: bool, keyring: OpenStore = keyring_store.open_store
) -> AnySlot:
    """The slot that this way opens; refuses what `unlock` does."""
    return _opened(folder, way, personal, keyring)[0]


def _opened(
    folder: Path, way: Way, personal: bool, keyring: OpenStore
) -> tuple[AnySlot, DatabaseKey]:
    vault = load(folder)
    if not vault.slots:
        raise failures.KeyForgotten
    if isinstance(way, SessionKeyring) and not personal:
        raise failures.NotPersonalPost
    if isinstance(way, DemoKeyFile) and not vault.place.demo:
        raise failures.KeyFileRefused
    slots = [slot for slot in vault.slots if _is_for(slot, way)]
    if not slots:
        raise failures.NoSuchSlot
    for slot in slots:
        key = key_slots.unwrap(slot, _secret(folder, vault, slot, way, keyring), vault.place)
        if key is not None and hmac.compare_digest(_check_value(key), vault.check):
            return slot, key
    raise failures.WrongKey


def add(
    folder: Path,
    key: DatabaseKey,
    way: Way,
    *,
    known: tuple[str, ...] = (),
    keyring: OpenStore = keyring_store.open_store,
) -> UUID:
    """Adds a way in, and gives its slot's id; a profile opens by any of its ways.

    WeakPassphrase, KeyFileRefused, KeyringMissing or KeyringFailed leave the vault as it was.
    """
    vault = _with_slot(folder, load(folder), key, way, known, keyring)
    write(folder, vault)
    return vault.slots[-1].id


def remove(folder: Path, slot_id: UUID, *, keyring: OpenStore = keyring_store.open_store) -> None:
    """Takes a way in off; NoWayBack for the last one that does not depend on the keyring.

    The kept previous version is rewritten too: a way that was taken off opens nothing any more.
    """
    vault = load(folder)
    gone = [slot for slot in vault.slots if slot.id == slot_id]
    kept = tuple(slot for slot in vault.slots if slot.id != slot_id)
    vault = msgspec.structs.replace(vault, slots=kept)
    _refuse_no_way_back(vault)
    write(folder, vault)
    write(folder, vault)
    if any(isinstance(slot, KeyringSlot) for slot in gone):
        keyring().delete(_account(vault, slot_id))


def remove_keyring(folder: Path, *, keyring: OpenStore = keyring_store.open_store) -> None:
    """Takes the session's keyring off; does nothing where it is not a way in."""
    for slot in load(folder).slots:
        if isinstance(slot, KeyringSlot):
            remove(folder, slot.id, keyring=keyring)


def forget(folder: Path, *copies: Path, keyring: OpenStore = keyring_store.open_store) -> None:
    """Takes every way in off, for good: nothing opens the profile any more.

    `copies` are folders that hold a copy of the vault. A keyring that does not answer keeps halves
    that open nothing alone.
    """
    vault = load(folder)
    empty = msgspec.structs.replace(vault, slots=())
    # Twice: the version before is kept beside, and must hold nothing either.
    write(folder, empty)
    write(folder, empty)
    for copy in copies:
        if (copy / FILE).exists():
            durable_files.write_private(copy / FILE, encode(empty))
    with contextlib.suppress(failures.KeyringMissing, failures.KeyringFailed):
        store = keyring()
        for slot in vault.slots:
            store.delete(_account(vault, slot.id))
        store.delete(_device_account(vault))


def load(folder: Path) -> Vault:
    """The vault, or its previous version when the file is damaged; DamagedVault, NewerVault."""
    path = folder / FILE
    for candidate in (path, durable_files.previous(path)):
        try:
            return decode(candidate.read_bytes())
        except (OSError, ValueError):
            continue
        except failures.NewerVault as error:
            raise failures.NewerVault(path) from error
    raise failures.DamagedVault(path)


def write(folder: Path, vault: Vault) -> None:
    """Puts the vault on the disk, durably; the version before stays."""
    durable_files.write_private(folder / FILE, encode(vault), keep_previous=True)


def encode(vault: Vault) -> bytes:
    """The file's bytes, digest included."""
    bare = msgspec.structs.replace(vault, digest=b"")
    digest = hashlib.sha256(msgspec.json.encode(bare)).digest()
    return msgspec.json.encode(msgspec.structs.replace(vault, digest=digest))


def decode(raw: bytes) -> Vault:
    """The vault of a file's bytes; ValueError for any byte that is not as it was written."""
    if msgspec.json.decode(raw, type=_Header).format > FORMAT:
        raise failures.NewerVault(Path(FILE))
    vault = msgspec.json.decode(raw, type=Vault)
    if encode(vault) != raw:
        raise ValueError("the vault's digest does not match")
    return vault


def _with_slot(
    folder: Path,
    vault: Vault,
    key: DatabaseKey,
    way: Way,
    known: tuple[str, ...],
    keyring: OpenStore,
) -> Vault:
    """The vault with one more slot."""
    slot = _new_slot(vault, way, known, keyring)
    if isinstance(slot, KeyringSlot):
        keyring().put(_account(vault, slot.id), secrets.token_urlsafe(32))
    elif isinstance(slot, KeyFileSlot):
        durable_files.write_private(folder / KEY_FILE, secrets.token_hex(32).encode())
    elif isinstance(slot, PassphraseSlot) and slot.with_device:
        _make_device_secret(vault, keyring())
    secret = _secret(folder, vault, slot, way, keyring)
    wrapped = key_slots.wrap(slot, secret, key, vault.place)
    return msgspec.structs.replace(vault, slots=(*vault.slots, wrapped))


def _new_slot(vault: Vault, way: Way, known: tuple[str, ...], keyring: OpenStore) -> AnySlot:
    """An empty slot for a way in, once the way was found acceptable."""
    slot_id, made_on, salt = uuid4(), _today(), key_slots.new_salt()
    match way:
        case Passphrase():
            if not way.unchecked:
                passphrases.check(way.text, with_device=way.with_device, known=known)
            return PassphraseSlot(
                id=slot_id,
                made_on=made_on,
                salt=salt,
                person=way.person,
                with_device=way.with_device,
                cost=way.cost or key_slots.recommended_cost(_memory_bytes()),
            )
        case RecoveryCode():
            return RecoverySlot(id=slot_id, made_on=made_on, salt=salt)
        case SessionKeyring():
            backend = keyring().backend
            return KeyringSlot(id=slot_id, made_on=made_on, salt=salt, backend=backend)
        case DemoKeyFile():
            if not vault.place.demo:
                raise failures.KeyFileRefused
            return KeyFileSlot(id=slot_id, made_on=made_on, salt=salt)
        case _:
            assert_never(way)


def _secret(folder: Path, vault: Vault, slot: AnySlot, way: Way, keyring: OpenStore) -> bytes:
    """What the slot's key is wrapped under."""
    if isinstance(way, Passphrase) and isinstance(slot, PassphraseSlot):
        stretched = key_slots.stretched(way, slot)
        return stretched + (_kept(keyring, _device_account(vault)) if slot.with_device else b"")
    if isinstance(way, RecoveryCode):
        return recovery.secret(way.text)
    if isinstance(way, SessionKeyring):
        return _kept(keyring, _account(vault, slot.id))
    try:
        return (folder / KEY_FILE).read_bytes()
    except OSError as error:
        raise failures.MissingFile(folder / KEY_FILE) from error


def _is_for(slot: AnySlot, way: Way) -> bool:
    """Whether this way could open this slot."""
    kinds: dict[type[Way], type[AnySlot]] = {
        Passphrase: PassphraseSlot,
        RecoveryCode: RecoverySlot,
        SessionKeyring: KeyringSlot,
        DemoKeyFile: KeyFileSlot,
    }
    return isinstance(slot, kinds[type(way)])


def _kept(keyring: OpenStore, account: str) -> bytes:
    """A secret of ours from the keyring; KeyringForgot when it is not there any more."""
    secret = keyring().get(account)
    if secret is None:
        raise failures.KeyringForgot
    return secret.encode()


def _make_device_secret(vault: Vault, store: keyring_store.SecretStore) -> None:
    """The secret of this session, shared by the passphrases bound to it."""
    if store.get(_device_account(vault)) is None:
        store.put(_device_account(vault), secrets.token_urlsafe(32))


def _account(vault: Vault, slot_id: UUID) -> str:
    return f"{vault.place.database}:{slot_id}"


def _device_account(vault: Vault) -> str:
    return f"{vault.place.database}:device"


def _check_value(key: DatabaseKey) -> bytes:
    """Sixteen bytes that recognise the key and tell nothing of it."""
    return hmac.digest(key, b"kairos vault check 1", "sha256")[:16]


def _refuse_no_way_back(vault: Vault) -> None:
    """A keyring is lost with a reinstalled system: it never holds the key alone."""
    if all(isinstance(slot, KeyringSlot) or _needs_device(slot) for slot in vault.slots):
        raise failures.NoWayBack


def _needs_device(slot: AnySlot) -> bool:
    return isinstance(slot, PassphraseSlot) and slot.with_device


def _today() -> date:
    return datetime.now(UTC).date()


def _memory_bytes() -> int:
    """The machine's memory; zero when the system does not say."""
    if sys.platform == "win32":
        import ctypes

        kibibytes = ctypes.c_ulonglong(0)
        ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kibibytes))
        return kibibytes.value * 1024
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
