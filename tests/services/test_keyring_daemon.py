# SPDX-License-Identifier: MIT
"""The keyring, against a real gnome-keyring daemon on a bus of its own; and what is refused."""

from __future__ import annotations

import gc
import subprocess
from pathlib import Path

import keyring.backends.fail
import keyring.backends.null
import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import keyring_store, profile, recovery
from kairos_desktop.services.key_slots import RecoveryCode, SessionKeyring
from tests.keyring_daemon import with_daemon


@with_daemon
def test_a_secret_is_kept_read_back_and_forgotten(daemon: subprocess.Popen[str]) -> None:
    store = keyring_store.open_store()
    assert store.backend == "keyring.backends.SecretService.Keyring"
    assert store.get("one") is None
    store.put("one", "first")
    store.put("one", "second")
    store.put("two", "x" * keyring_store.LONGEST)
    assert keyring_store.open_store().get("one") == "second"
    store.delete("one")
    store.delete("one")
    assert store.get("one") is None
    assert store.get("two") == "x" * keyring_store.LONGEST


@with_daemon
def test_a_personal_profile_opens_by_the_real_keyring(
    daemon: subprocess.Popen[str], home: Path
) -> None:
    code = RecoveryCode(recovery.new_code())
    folder = home / "profile"
    profile.create_profile(folder, "99900011000026", "OF", [code])
    unlocked = profile.unlock_profile(folder, code)
    profile.declare_personal(unlocked, True)
    unlocked.release()
    profile.open_profile(folder, SessionKeyring()).close()
    kept = b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())
    assert unlocked.key.hex().encode() not in kept
    unlocked = profile.unlock_profile(folder, SessionKeyring())
    profile.declare_personal(unlocked, False)
    unlocked.release()
    with pytest.raises(failures.NotPersonalPost):
        profile.open_profile(folder, SessionKeyring())
    profile.open_profile(folder, code).close()


# The keyring package leaves its socket open when the daemon does not answer.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@with_daemon
def test_a_daemon_that_dies_is_told_and_the_code_still_opens(
    daemon: subprocess.Popen[str], home: Path
) -> None:
    code = RecoveryCode(recovery.new_code())
    folder = home / "profile"
    profile.create_profile(folder, "99900011000026", "OF", [code])
    unlocked = profile.unlock_profile(folder, code)
    profile.declare_personal(unlocked, True)
    unlocked.release()
    store = keyring_store.open_store()
    daemon.kill()
    daemon.wait()
    with pytest.raises(failures.KeyringFailed):
        store.get("one")
    with pytest.raises(failures.KeyringMissing):
        profile.open_profile(folder, SessionKeyring())
    gc.collect()
    profile.open_profile(folder, code).close()


def test_without_a_bus_there_is_no_keyring(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home}/absent")
    with pytest.raises(failures.KeyringMissing):
        keyring_store.open_store()


def test_the_environment_does_not_choose_the_store(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home}/absent")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(failures.KeyringMissing):
        keyring_store.open_store()


@pytest.mark.parametrize("backend", [keyring.backends.null.Keyring, keyring.backends.fail.Keyring])
def test_a_store_that_drops_secrets_is_refused(backend: type) -> None:
    with pytest.raises(failures.KeyringMissing):
        keyring_store.OsKeyring(backend())


def test_a_store_that_gives_something_else_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.SecretService import Keyring

    for name, given in (("set_password", None), ("get_password", "other")):
        monkeypatch.setattr(Keyring, name, lambda *_, given=given: given)
    with pytest.raises(failures.KeyringFailed):
        keyring_store.OsKeyring(Keyring()).put("one", "secret")


@pytest.mark.parametrize("secret", ["x" * 65, "é"])
def test_a_text_that_some_store_would_cut_is_our_fault(secret: str) -> None:
    from keyring.backends.SecretService import Keyring

    with pytest.raises(ValueError, match="64 ASCII"):
        keyring_store.OsKeyring(Keyring()).put("one", secret)
