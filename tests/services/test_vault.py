# SPDX-License-Identifier: MIT
"""The vault: every way in opens, everything else is refused with its own reason."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models import failures
from kairos_desktop.services import key_slots, recovery, vault
from kairos_desktop.services.key_slots import (
    LOWEST_COST,
    DemoKeyFile,
    Passphrase,
    RecoveryCode,
    SessionKeyring,
    Way,
)

PHRASE = Passphrase("k7!Zq2#mVx9?pL", cost=LOWEST_COST)
CODE = RecoveryCode("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ")


class MemoryStore:
    """A keyring that keeps its texts in a dictionary."""

    backend = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, account: str) -> str | None:
        return self.kept.get(account)

    def put(self, account: str, secret: str) -> None:
        self.kept[account] = secret

    def delete(self, account: str) -> None:
        self.kept.pop(account, None)


class NoKeyring:
    """A session without a keyring."""

    def __call__(self) -> MemoryStore:
        raise failures.KeyringMissing


NONE = NoKeyring()


def test_each_way_gives_the_same_key(tmp_path: Path) -> None:
    store = MemoryStore()
    key = vault.create(tmp_path, [PHRASE, CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    ways: list[Way] = [PHRASE, CODE, SessionKeyring()]
    assert {vault.unlock(tmp_path, w, personal=True, keyring=lambda: store) for w in ways} == {key}


def test_a_phrase_opens_however_the_keyboard_composes_it(tmp_path: Path) -> None:
    composed = Passphrase("Été7!Zq2#mVœuf9", cost=LOWEST_COST)
    key = vault.create(tmp_path, [composed], demo=False, keyring=NONE)
    decomposed = Passphrase("E\u0301te\u03017!Zq2#mVœuf9")
    assert vault.unlock(tmp_path, decomposed, personal=False, keyring=NONE) == key


@pytest.mark.parametrize(
    ("way", "refusal"),
    [
        (Passphrase("k7!Zq2#mvx9?pL"), failures.WrongKey),
        (Passphrase(""), failures.WrongKey),
        (RecoveryCode("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXY0"), failures.WrongKey),
        (RecoveryCode("0123"), failures.WrongKey),
        (DemoKeyFile(), failures.KeyFileRefused),
        (SessionKeyring(), failures.NoSuchSlot),
    ],
)
def test_anything_else_is_refused(
    tmp_path: Path, way: Way, refusal: type[failures.StorageFailure]
) -> None:
    vault.create(tmp_path, [PHRASE, CODE], demo=False, keyring=NONE)
    with pytest.raises(refusal):
        vault.unlock(tmp_path, way, personal=True, keyring=NONE)


def test_one_passphrase_a_person(tmp_path: Path) -> None:
    second = Passphrase("Wq5;grOp!4TzV8", person="Aïcha", cost=LOWEST_COST)
    key = vault.create(tmp_path, [PHRASE], demo=False, keyring=NONE)
    slot = vault.add(tmp_path, key, second, keyring=NONE)
    assert vault.unlock(tmp_path, second, personal=False, keyring=NONE) == key
    vault.remove(tmp_path, slot, keyring=NONE)
    with pytest.raises(failures.WrongKey):
        vault.unlock(tmp_path, second, personal=False, keyring=NONE)
    assert vault.unlock(tmp_path, PHRASE, personal=False, keyring=NONE) == key


def test_a_way_taken_off_is_not_in_the_kept_version_either(tmp_path: Path) -> None:
    key = vault.create(tmp_path, [PHRASE, CODE], demo=False, keyring=NONE)
    gone = next(s for s in vault.load(tmp_path).slots if isinstance(s, key_slots.RecoverySlot))
    vault.remove(tmp_path, gone.id, keyring=NONE)
    (tmp_path / vault.FILE).unlink()
    with pytest.raises(failures.NoSuchSlot):
        vault.unlock(tmp_path, CODE, personal=False, keyring=NONE)
    assert vault.unlock(tmp_path, PHRASE, personal=False, keyring=NONE) == key


def test_a_key_that_was_forgotten_is_given_back_by_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    key = vault.create(tmp_path, [PHRASE, CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    copies = tmp_path / "backups"
    copies.mkdir()
    (copies / vault.FILE).write_bytes((tmp_path / vault.FILE).read_bytes())
    assert store.kept
    vault.forget(tmp_path, copies, tmp_path / "nowhere", keyring=lambda: store)
    assert store.kept == {}
    for path in (tmp_path, copies):
        # The version before as well, and a copy put back in place of the file.
        left = [each for each in path.iterdir() if each.is_file()]
        assert all(vault.decode(each.read_bytes()).slots == () for each in left)
        for way in (PHRASE, CODE, SessionKeyring()):
            with pytest.raises(failures.KeyForgotten):
                vault.unlock(path, way, personal=True, keyring=lambda: store)


def test_a_keyring_that_does_not_answer_keeps_no_key_from_being_forgotten(tmp_path: Path) -> None:
    vault.create(tmp_path, [PHRASE], demo=False, keyring=NONE)
    vault.forget(tmp_path, keyring=NONE)
    with pytest.raises(failures.KeyForgotten):
        vault.unlock(tmp_path, PHRASE, personal=False, keyring=NONE)


def test_the_keyring_opens_alone_on_a_personal_post_only(tmp_path: Path) -> None:
    store = MemoryStore()
    key = vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    with pytest.raises(failures.NotPersonalPost):
        vault.unlock(tmp_path, SessionKeyring(), personal=False, keyring=lambda: store)


def test_the_key_is_not_in_the_keyring_and_what_is_there_is_short(tmp_path: Path) -> None:
    store = MemoryStore()
    key = vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    (secret,) = store.kept.values()
    assert len(secret) <= 64
    assert secret.isascii()
    assert key.hex() not in secret


def test_a_keyring_that_was_emptied_says_so(tmp_path: Path) -> None:
    store = MemoryStore()
    key = vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    store.kept.clear()
    with pytest.raises(failures.KeyringForgot):
        vault.unlock(tmp_path, SessionKeyring(), personal=True, keyring=lambda: store)
    assert vault.unlock(tmp_path, CODE, personal=True, keyring=lambda: store) == key


def test_taking_the_keyring_off_empties_it(tmp_path: Path) -> None:
    store = MemoryStore()
    key = vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    vault.remove_keyring(tmp_path, keyring=lambda: store)
    assert store.kept == {}
    with pytest.raises(failures.NoSuchSlot):
        vault.unlock(tmp_path, SessionKeyring(), personal=True, keyring=lambda: store)


def test_a_missing_keyring_leaves_the_vault_as_it_was(tmp_path: Path) -> None:
    key = vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    before = (tmp_path / vault.FILE).read_bytes()
    with pytest.raises(failures.KeyringMissing):
        vault.add(tmp_path, key, SessionKeyring(), keyring=NONE)
    assert (tmp_path / vault.FILE).read_bytes() == before


def test_the_keyring_is_never_the_only_way(tmp_path: Path) -> None:
    store = MemoryStore()
    short = Passphrase("tarbes Zq2#mV", with_device=True, cost=LOWEST_COST)
    for ways in ([], [SessionKeyring()], [short]):
        with pytest.raises(failures.NoWayBack):
            vault.create(tmp_path, ways, demo=False, keyring=lambda: store)
    assert not (tmp_path / vault.FILE).exists()
    vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    with pytest.raises(failures.NoWayBack):
        vault.remove(tmp_path, vault.load(tmp_path).slots[0].id, keyring=NONE)


def test_a_shorter_phrase_needs_this_session_as_well(tmp_path: Path) -> None:
    store = MemoryStore()
    short = Passphrase("tarbes Zq2#mV", with_device=True, cost=LOWEST_COST)
    key = vault.create(tmp_path, [CODE, short], demo=False, keyring=lambda: store)
    assert vault.unlock(tmp_path, short, personal=False, keyring=lambda: store) == key
    with pytest.raises(failures.KeyringForgot):
        vault.unlock(tmp_path, short, personal=False, keyring=MemoryStore)
    for account in store.kept:
        store.kept[account] = "another"
    with pytest.raises(failures.WrongKey):
        vault.unlock(tmp_path, short, personal=False, keyring=lambda: store)


def test_a_weak_phrase_is_refused_with_its_bits(tmp_path: Path) -> None:
    with pytest.raises(failures.WeakPassphrase) as caught:
        vault.create(tmp_path, [Passphrase("tarbes Zq2#mV")], demo=False, keyring=NONE)
    assert caught.value.bits < caught.value.needed == 80


def test_a_script_may_choose_its_own_phrase(tmp_path: Path) -> None:
    chosen = Passphrase("demo", unchecked=True, cost=LOWEST_COST)
    key = vault.create(tmp_path, [chosen], demo=False, keyring=NONE)
    assert vault.unlock(tmp_path, Passphrase("demo"), personal=False, keyring=NONE) == key


def test_the_key_file_belongs_to_the_demonstration(tmp_path: Path) -> None:
    key = vault.create(tmp_path, [DemoKeyFile()], demo=True, keyring=NONE)
    assert vault.unlock(tmp_path, DemoKeyFile(), personal=False, keyring=NONE) == key
    (tmp_path / vault.KEY_FILE).unlink()
    with pytest.raises(failures.MissingFile):
        vault.unlock(tmp_path, DemoKeyFile(), personal=False, keyring=NONE)
    with pytest.raises(failures.KeyFileRefused):
        vault.create(tmp_path, [CODE, DemoKeyFile()], demo=False, keyring=NONE)


def test_a_real_vault_cannot_be_passed_off_as_the_demonstration(tmp_path: Path) -> None:
    vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    real = vault.load(tmp_path)
    place = msgspec.structs.replace(real.place, demo=True)
    vault.write(tmp_path, msgspec.structs.replace(real, place=place))
    with pytest.raises(failures.WrongKey):
        vault.unlock(tmp_path, CODE, personal=False, keyring=NONE)


def test_a_damaged_vault_opens_by_its_previous_version(tmp_path: Path) -> None:
    key = vault.create(tmp_path, [CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, PHRASE, keyring=NONE)
    path = tmp_path / vault.FILE
    path.write_bytes(path.read_bytes()[:-40])
    assert vault.unlock(tmp_path, CODE, personal=False, keyring=NONE) == key
    (tmp_path / f"{vault.FILE}.bak").write_bytes(b"")
    with pytest.raises(failures.DamagedVault):
        vault.unlock(tmp_path, CODE, personal=False, keyring=NONE)


def test_a_later_format_is_told_from_damage(tmp_path: Path) -> None:
    (tmp_path / vault.FILE).write_bytes(b'{"format":2,"novelty":true}')
    with pytest.raises(failures.NewerVault):
        vault.load(tmp_path)


def test_no_secret_is_shown_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = MemoryStore()
    key = vault.create(tmp_path, [PHRASE, CODE], demo=False, keyring=NONE)
    vault.add(tmp_path, key, SessionKeyring(), keyring=lambda: store)
    with pytest.raises(failures.WrongKey) as caught:
        vault.unlock(tmp_path, Passphrase("Mauvaise-phrase"), personal=False, keyring=NONE)
    sheet = recovery.sheet("OF", "99900011000026", CODE.text, vault.load(tmp_path).slots[0].made_on)
    shown = f"{PHRASE} {CODE} {key!r} {vault.load(tmp_path)} {caught.value!r} {sheet} {caplog.text}"
    for secret in ("mVx9", "CDEF", "Mauvaise", key.hex(), *store.kept.values()):
        assert secret not in shown


keys = st.binary(min_size=32, max_size=32).map(key_slots.DatabaseKey)
places = st.builds(key_slots.Place, database=st.uuids(), demo=st.booleans())
slots = st.one_of(
    st.builds(
        key_slots.PassphraseSlot,
        id=st.uuids(),
        made_on=st.dates(),
        salt=st.binary(min_size=16, max_size=16),
        person=st.text(max_size=20),
        with_device=st.booleans(),
        cost=st.just(LOWEST_COST),
    ),
    st.builds(
        key_slots.KeyringSlot,
        id=st.uuids(),
        made_on=st.dates(),
        salt=st.binary(min_size=16, max_size=16),
        backend=st.text(max_size=20),
    ),
)


@given(key=keys, place=places, empty=slots, secret=st.binary(max_size=64))
def test_a_slot_gives_its_key_back_to_its_secret_alone(
    key: key_slots.DatabaseKey,
    place: key_slots.Place,
    empty: key_slots.PassphraseSlot | key_slots.KeyringSlot,
    secret: bytes,
) -> None:
    slot = key_slots.wrap(empty, secret, key, place)
    again = msgspec.json.decode(msgspec.json.encode(slot), type=key_slots.AnySlot)
    assert key_slots.unwrap(again, secret, place) == key
    assert key_slots.unwrap(again, secret + b"x", place) is None
    moved = msgspec.structs.replace(place, database=uuid4())
    assert key_slots.unwrap(again, secret, moved) is None
    for name, value in {"id": uuid4(), "salt": b"x" * 16, "nonce": b"x" * 12}.items():
        assert key_slots.unwrap(msgspec.structs.replace(again, **{name: value}), secret, place) is (
            None
        )


@given(data=st.data())
def test_any_flipped_byte_of_the_file_is_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault.create(Path(folder), [CODE], demo=False, keyring=NONE)
        path = Path(folder) / vault.FILE
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        with pytest.raises((failures.DamagedVault, failures.NewerVault)):
            vault.unlock(Path(folder), CODE, personal=False, keyring=NONE)


@given(data=st.data())
def test_any_forged_field_is_refused_even_with_a_right_digest(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault.create(Path(folder), [CODE], demo=False, keyring=NONE)
        good = vault.load(Path(folder))
        field = data.draw(st.sampled_from(["salt", "nonce", "wrapped"]))
        value = bytearray(getattr(good.slots[0], field))
        value[data.draw(st.integers(0, len(value) - 1))] ^= data.draw(st.integers(1, 255))
        forged = msgspec.structs.replace(good.slots[0], **{field: bytes(value)})
        vault.write(Path(folder), msgspec.structs.replace(good, slots=(forged,)))
        with pytest.raises(failures.WrongKey):
            vault.unlock(Path(folder), CODE, personal=False, keyring=NONE)
