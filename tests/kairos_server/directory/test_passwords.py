# SPDX-License-Identifier: MIT
"""R-A4: argon2id at its cost, two at once, the same work for nobody."""

from __future__ import annotations

import re
import threading

import pytest

from kairos_desktop.services.rules.passwords import password_refusal
from kairos_server.directory.passwords import STRONG, Busy, Passwords, provisional
from tests.kairos_server.house import CHEAP, PASSWORD


def test_the_cost_is_the_one_that_was_decided() -> None:
    kept = Passwords().hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=2$")
    assert Passwords().matches(kept, PASSWORD)
    assert not Passwords(STRONG).is_outdated(kept)
    assert Passwords(CHEAP).is_outdated(kept)


def test_a_letter_is_the_same_however_the_keyboard_made_it() -> None:
    passwords = Passwords(CHEAP)
    kept = passwords.hash("e\u0301te\u0301 comme hiver \ufb01n")
    assert passwords.matches(kept, "été comme hiver fin")
    assert not passwords.matches(kept, "ete comme hiver fin")


def test_nobody_costs_what_somebody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    passwords, seen = Passwords(CHEAP), list[str]()
    kept = passwords.hash(PASSWORD)
    verify = PasswordHasher.verify

    def spy(self: PasswordHasher, hash: str, password: str) -> bool:
        seen.append(hash.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", spy)
    assert not passwords.matches(None, PASSWORD)
    assert not passwords.matches(kept, "autre chose")
    assert not passwords.matches(kept, "x" * 300)
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_what_is_beyond_the_limit_is_never_right() -> None:
    passwords = Passwords(CHEAP)
    longest = "é" * 128
    kept = passwords.hash(longest)
    assert passwords.matches(kept, longest)
    assert not passwords.matches(passwords.hash(""), "é" * 129)


def test_two_at_once_and_the_others_wait_or_are_turned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from argon2 import PasswordHasher

    passwords = Passwords(CHEAP, at_once=2, waiting=1)
    inside, most, lock = 0, 0, threading.Lock()
    full, go_on = threading.Semaphore(0), threading.Event()
    verify = PasswordHasher.verify

    def slow(self: PasswordHasher, hash: str, password: str) -> bool:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        full.release()
        go_on.wait(30)
        with lock:
            inside -= 1
        return verify(self, hash, password)

    kept = passwords.hash(PASSWORD)
    monkeypatch.setattr(PasswordHasher, "verify", slow)
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(passwords.matches(kept, PASSWORD)))
        for _ in range(3)
    ]
    for thread in threads[:2]:
        thread.start()
    assert full.acquire(timeout=30)
    assert full.acquire(timeout=30)
    # The third waits; once it stands in the queue there is room for nobody.
    threads[2].start()
    while passwords._queue._value:
        threading.Event().wait(0.001)
    with pytest.raises(Busy):
        passwords.matches(kept, PASSWORD)
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert answers == [True] * 3
    assert most == 2


def test_a_provisional_password_can_be_read_aloud_and_is_its_own_each_time() -> None:
    made = {provisional() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        assert re.fullmatch(r"([a-hjkmnp-tv-z2-9]{4}-){3}[a-hjkmnp-tv-z2-9]{4}", each)
        assert password_refusal(each) is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("k7!Zq2#mVx9?ab", "password_short"),
        ("é" * 129, "password_long"),
        ("azertyuiopqsdfghjklm", "password_guessable"),
        ("Garonne Garonne Garonne", "password_guessable"),
        ("GRETA Tarbes 2026 greta", "password_guessable"),
    ],
)
def test_what_cannot_be_chosen_says_why(password: str, code: str) -> None:
    refused = password_refusal(password, ("GRETA de Tarbes",))
    assert refused is not None
    assert refused.code == code


@pytest.mark.parametrize(
    "password", [PASSWORD, "k7!Zq2#mVx9?abc", "cheval pile agrafe lundi bateau"]
)
def test_what_may_be_chosen(password: str) -> None:
    assert password_refusal(password, ("GRETA de Tarbes",)) is None
