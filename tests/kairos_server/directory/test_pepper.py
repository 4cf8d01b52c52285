# SPDX-License-Identifier: MIT
"""The key outside the database: without it the hashes are worth nothing (reference R-A4)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kairos_server.directory.passwords import Passwords
from kairos_server.directory.pepper import BadPepper, Pepper, load, named, ready
from tests.kairos_server.house import CHEAP, PASSWORD

KEY = Pepper(bytes(range(32)))
OTHER = Pepper(bytes(32))


def test_a_sealed_hash_is_right_with_its_key_alone() -> None:
    kept = Passwords(CHEAP, pepper=KEY).hash(PASSWORD)
    assert named(kept)[0] == KEY.name
    assert kept.startswith(f"hmac-sha256:{KEY.name}:$argon2id$v=19$m=8,t=1,p=1$")
    assert Passwords(CHEAP, pepper=KEY).matches(kept, PASSWORD)
    assert not Passwords(CHEAP, pepper=KEY).matches(kept, PASSWORD + "x")
    # Neither the thief of a database, who tries with argon2 alone, nor another key.
    assert not Passwords(CHEAP).matches(kept, PASSWORD)
    assert not Passwords(CHEAP).matches(named(kept)[1], PASSWORD)
    assert not Passwords(CHEAP, pepper=OTHER).matches(kept, PASSWORD)
    renamed = kept.replace(KEY.name, OTHER.name)
    assert not Passwords(CHEAP, pepper=OTHER).matches(renamed, PASSWORD)


def test_the_cost_of_a_sealed_hash_is_its_own() -> None:
    kept = Passwords(CHEAP, pepper=KEY).hash(PASSWORD)
    dearer = Passwords(type(CHEAP)(memory=16, passes=2, lanes=1), pepper=KEY)
    assert dearer.matches(kept, PASSWORD)
    assert dearer.is_outdated(kept)
    assert not Passwords(CHEAP, pepper=KEY).is_outdated(kept)


def test_a_hash_of_before_is_still_right_and_to_be_made_again() -> None:
    before = Passwords(CHEAP).hash(PASSWORD)
    after = Passwords(CHEAP, pepper=KEY)
    assert after.matches(before, PASSWORD)
    assert after.is_outdated(before)
    assert not Passwords(CHEAP).is_outdated(before)


def test_nobody_costs_what_somebody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import low_level

    passwords, seen = Passwords(CHEAP, pepper=KEY), list[int]()
    kept = passwords.hash(PASSWORD)
    work = low_level.hash_secret

    def spy(secret: bytes, salt: bytes, **cost: int) -> bytes:
        seen.append(cost["memory_cost"])
        return work(secret, salt, **cost)  # type: ignore[arg-type]

    monkeypatch.setattr(low_level, "hash_secret", spy)
    for one in (None, kept, Passwords(CHEAP, pepper=OTHER).hash(PASSWORD)):
        assert not passwords.matches(one, "autre chose")
    assert seen == [8, 8, 8]


def test_the_key_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "server.pepper"
    assert load(path) is None
    made = ready(path)
    assert ready(path).name == made.name == load(path).name  # type: ignore[union-attr]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("ascii").strip() not in repr(made)


def test_a_key_that_cannot_serve_is_refused_without_being_quoted(tmp_path: Path) -> None:
    path = tmp_path / "server.pepper"
    for text in ("", "secret-text", "ab" * 31, "zz" * 32):
        path.write_text(text)
        path.chmod(0o600)
        with pytest.raises(BadPepper, match="64 chiffres") as caught:
            load(path)
        assert not text or text not in str(caught.value)
    path.write_text("ab" * 32)
    path.chmod(0o604)
    if os.name == "posix":
        with pytest.raises(BadPepper, match="chmod o="):
            load(path)
    with pytest.raises(BadPepper, match="ne peut être faite"):
        ready(tmp_path / "absent" / "server.pepper")
