# SPDX-License-Identifier: MIT
"""Signing in over HTTP: one answer for unknown and wrong, a brake, tokens that end."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from kairos_desktop.models.vocabulary import PostState, Role
from kairos_server.directory import posts
from kairos_server.directory.passwords import Busy, Passwords
from kairos_server.directory.pepper import Pepper, named
from tests.factories import OTHER_SIRET
from tests.kairos_server.house import CHEAP, House, error_of

POST = uuid4()


def moment(text: str) -> datetime:
    """An instant as it travels; PostgreSQL gives it the offset of its session."""
    return datetime.fromisoformat(text)


def test_a_person_signs_in_and_the_post_is_enrolled(house: House) -> None:
    account = house.account("Odile", sites=(str(UUID(int=5)),))
    given = house.sign_in(" ODILE ", post=POST).json()
    assert given["account"] == {
        "id": str(account),
        "login": "odile",
        "full_name": "Odile",
        "role": "rgc",
        "sites": [str(UUID(int=5))],
    }
    assert given["organisation"] == "GRETA des Pyrénées"
    assert (given["post"]["letter"], given["post"]["state"]) == ("A", "active")
    assert (given["access_seconds"], given["lease_days"]) == (600, 14)
    assert moment(given["session_until"]) == house.now() + timedelta(days=90)
    listed = house.request("GET", "/v1/auth/sessions", access=given["access"]).json()["sessions"]
    assert [(each["post"], each["current"]) for each in listed] == [(str(POST), True)]


def test_a_password_of_before_the_key_is_sealed_at_sign_in(house: House) -> None:
    account, key = house.account(), Pepper(bytes(32))
    sealed = House.over(house.store, Passwords(CHEAP, pepper=key))
    for _ in range(2):
        assert sealed.sign_in().status_code == 200
        assert named(house.kept(account).password)[0] == key.name
    sealed.close()


def test_unknown_and_wrong_are_told_in_one_way(house: House) -> None:
    house.account()
    wrong = house.sign_in(password="autre chose")
    answers = [
        wrong,
        house.sign_in("personne"),
        house.sign_in(siret=OTHER_SIRET),
        house.sign_in(siret="00000000000000"),
        house.sign_in("personne", password="x" * 1000),
    ]
    assert error_of(wrong) == (401, "sign_in_refused")
    assert {(each.status_code, each.content) for each in answers} == {(401, wrong.content)}
    assert {tuple(sorted(each.headers)) for each in answers} == {tuple(sorted(wrong.headers))}


@pytest.mark.parametrize("login", ["odile", "personne"])
def test_the_brake_does_not_tell_whether_the_login_exists(house: House, login: str) -> None:
    house.account()
    told: list[tuple[int, str]] = []
    for _ in range(14):
        answer = house.sign_in(login, password="autre chose")
        told.append(error_of(answer))
        if answer.status_code == 429:
            assert float(answer.headers["Retry-After"]) == answer.json()["retry_after"]
            house.later(seconds=answer.json()["retry_after"])
    assert told.count((401, "sign_in_refused")) == 9
    assert told.count((429, "too_many_tries")) == 5
    house.later(hours=1)
    assert house.sign_in(login, password="autre chose").status_code == 401
    house.later(hours=1)
    assert error_of(house.sign_in(login)) == (403, "account_locked")


def lock(house: House) -> None:
    while error_of(house.sign_in(password="autre chose"))[1] != "account_locked":
        house.later(hours=1)


def test_a_locked_account_is_not_locked_out_of_a_post_that_is_trusted(house: House) -> None:
    house.account()
    given = house.sign_in(post=POST).json()
    lock(house)
    assert error_of(house.sign_in(post=POST)) == (403, "account_locked")
    renewed = house.refresh(given["refresh"], POST)
    assert renewed.status_code == 200
    trusted = renewed.json()["refresh"]
    assert error_of(house.sign_in(post=uuid4(), trusted=trusted)) == (403, "account_locked")
    assert house.sign_in(post=POST, trusted=trusted).status_code == 200
    # The right password also unlocked it.
    assert house.sign_in(post=uuid4()).status_code == 200


def test_a_trusted_post_may_not_guess_without_end(house: House) -> None:
    house.account()
    trusted = house.sign_in(post=POST).json()["refresh"]
    told = [
        error_of(house.sign_in(post=POST, trusted=trusted, password="autre chose"))
        for _ in range(10)
    ]
    assert told == [(401, "sign_in_refused")] * 10
    lock(house)
    assert error_of(house.sign_in(post=POST, trusted=trusted)) == (403, "account_locked")


def test_an_address_has_thirty_tries_a_minute(house: House) -> None:
    told = [house.sign_in(f"nom{place}").status_code for place in range(32)]
    assert told == [401] * 30 + [429] * 2
    house.later(minutes=1)
    assert house.sign_in("autre").status_code == 401


def test_a_closed_account_is_told_to_whoever_knows_its_password(house: House) -> None:
    house.account(active=False)
    assert error_of(house.sign_in(password="autre chose")) == (401, "sign_in_refused")
    assert error_of(house.sign_in()) == (403, "account_closed")


def test_a_provisional_password_serves_72_hours_weekends_included(house: House) -> None:
    house.later(days=2)  # A Friday.
    until = house.now()
    house.later(days=-3)
    house.account(provisional_until=until)
    house.later(hours=71, minutes=59)
    given = house.sign_in().json()
    assert moment(given["password_until"]) == until
    house.later(minutes=1)
    assert error_of(house.sign_in()) == (403, "provisional_expired")


def test_a_hash_of_an_older_cost_is_made_again_at_sign_in(house: House) -> None:
    account = house.account()
    house.passwords._hasher = None
    house.passwords._cost = type(CHEAP)(memory=16, passes=2, lanes=1)
    assert house.sign_in().status_code == 200
    assert "m=16,t=2" in house.kept(account).password
    assert house.sign_in().status_code == 200


def test_a_crowd_is_asked_to_come_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise Busy

    monkeypatch.setattr(Passwords, "matches", full)
    answer = house.sign_in()
    assert error_of(answer) == (503, "busy")
    assert answer.headers["Retry-After"] == "2"


def test_signing_out_ends_this_post_and_no_other(house: House) -> None:
    house.account()
    here, there = (house.sign_in(post=uuid4()).json() for _ in range(2))
    assert house.request("POST", "/v1/auth/sign-out", access=here["access"]).status_code == 204
    refused = house.request("GET", "/v1/auth/sessions", access=here["access"])
    assert error_of(refused) == (401, "access_refused")
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert house.refresh(here["refresh"], UUID(here["post"]["id"])).status_code == 401
    assert house.refresh(there["refresh"], UUID(there["post"]["id"])).status_code == 200


def test_one_ends_what_was_left_open_elsewhere_but_nobody_elses(house: House) -> None:
    house.account()
    house.account("paul", Role.MANAGER)
    mine, left, pauls = house.sign_in(), house.sign_in(), house.sign_in("paul")
    access = mine.json()["access"]
    listed = house.request("GET", "/v1/auth/sessions", access=access).json()["sessions"]
    (other,) = [each["id"] for each in listed if not each["current"]]
    ended = house.request("DELETE", f"/v1/auth/sessions/{other}", access=access)
    assert ended.status_code == 204
    assert house.refresh(left.json()["refresh"], left.json()["post"]["id"]).status_code == 401
    again = house.request("DELETE", f"/v1/auth/sessions/{other}", access=access)
    assert error_of(again) == (404, "unknown")
    pauls_access = pauls.json()["access"]
    (his,) = house.request("GET", "/v1/auth/sessions", access=pauls_access).json()["sessions"]
    stolen = house.request("DELETE", f"/v1/auth/sessions/{his['id']}", access=access)
    assert error_of(stolen) == (404, "unknown")


@pytest.mark.parametrize("sent", ["", "Bearer", "Basic QTpC", "Bearer " + "A" * 43, "Bearer é"])
def test_without_a_good_token_nothing_is_said(house: House, sent: str) -> None:
    headers = {"Authorization": sent.encode()} if sent else {}
    answer = house.request("GET", "/v1/auth/sessions", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"] in ("access_missing", "access_refused")


def test_a_revoked_post_is_told_so_when_it_renews(house: House) -> None:
    house.account()
    given = house.sign_in(post=POST).json()
    with house.store.writing(house.org) as (conn, _head):
        posts.revoke(conn, house.org, POST)
    renewed = house.refresh(given["refresh"], POST)
    assert renewed.json()["post"]["state"] == PostState.REVOKED
