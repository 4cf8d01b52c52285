# SPDX-License-Identifier: MIT
"""« Gestion des comptes » over HTTP: acts that everybody sees, secrets that nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.tables import ACCOUNT as SHARED
from kairos_desktop.models.vocabulary import Role
from kairos_server.directory.tables import ACCOUNT
from tests.factories import OTHER_SIRET
from tests.kairos_server.house import PASSWORD, House, error_of

if TYPE_CHECKING:
    import httpx

NEW = "quatre mots sans rapport ensemble"


def ask(
    house: House, who: dict[str, Any], path: str, *, password: str = PASSWORD, **more: Any
) -> httpx.Response:
    return house.request(
        "POST", f"/v1/accounts{path}", access=who["access"], json={"password": password, **more}
    )


def create(house: House, rgc: dict[str, Any], login: str = "paul", **more: Any) -> httpx.Response:
    asked = {
        "account_id": str(uuid4()),
        "login": login,
        "full_name": "Paul Abadie",
        "role": "manager",
        "sites": [],
    }
    return ask(house, rgc, "", **(asked | more))


def acts(house: House) -> list[tuple[str, str]]:
    with house.store.reading(house.org) as (conn, _head):
        query = select(ACT.c.type, ACT.c.made_by).where(ACT.c.org_id == house.org)
        return [(row.type, row.made_by) for row in conn.execute(query.order_by(ACT.c.n))]


def follows(house: House) -> None:
    """The directory's copy says what the shared rows say."""
    names = ("id", "login", "full_name", "role", "sites", "active", "provisional_until")
    with house.store.reading(house.org) as (conn, _head):
        both = [
            sorted(
                tuple(row)
                for row in conn.execute(
                    select(*(table.c[name] for name in names)).where(table.c.org_id == house.org)
                )
            )
            for table in (SHARED, ACCOUNT)
        ]
    assert both[0] == both[1]
    assert both[0]


def test_an_account_is_handed_over_then_its_password_is_chosen(house: House) -> None:
    rgc = house.member()
    given = create(house, rgc)
    assert given.status_code == 200
    handed = given.json()
    assert datetime.fromisoformat(handed["password_until"]) == house.now() + timedelta(hours=72)
    follows(house)
    first = house.sign_in("paul", password=handed["password"]).json()
    assert first["password_until"] is not None
    # Nothing else is served before another password is chosen.
    for method, path in [("GET", "/v1/posts"), ("GET", "/v1/accounts")]:
        refused = house.request(method, path, access=first["access"])
        assert error_of(refused) == (403, "password_to_choose")
    chosen = {"current": handed["password"], "new": NEW}
    path = "/v1/auth/password"
    assert house.request("POST", path, access=first["access"], json=chosen).status_code == 204
    follows(house)
    assert house.request("GET", "/v1/posts", access=first["access"]).status_code == 200
    assert house.sign_in("paul", password=handed["password"]).status_code == 401
    assert house.sign_in("paul", password=NEW).json().get("password_until") is None
    assert acts(house) == [
        ("account.create", "Serveur"),
        ("account.activate", "Odile"),
        ("account.create", "Odile"),
        ("account.activate", "Paul Abadie"),
    ]


def test_no_secret_reaches_what_every_post_sees(house: House) -> None:
    rgc = house.member()
    handed = create(house, rgc).json()
    with house.store.reading(house.org) as (conn, _head):
        where = (ACT.c.org_id == house.org,)
        said = [row.args for row in conn.execute(select(ACT.c.args).where(*where))]
        rows = conn.execute(select(SHARED).where(SHARED.c.org_id == house.org)).all()
    shown = f"{said} {rows}"
    assert "paul" in shown
    assert handed["password"] not in shown
    assert "argon2" not in shown


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("trop court", "password_short"),
        ("x" * 300, "password_long"),
        ("azertyuiopqsdfghjklm", "password_guessable"),
        ("greta des pyrénées 2026", "password_guessable"),
        (PASSWORD, "password_same"),
    ],
)
def test_a_password_that_does_not_do_is_refused_and_the_old_one_stays(
    house: House, new: str, code: str
) -> None:
    who = house.member()
    asked = {"current": PASSWORD, "new": new}
    refused = house.request("POST", "/v1/auth/password", access=who["access"], json=asked)
    assert error_of(refused) == (409, code)
    assert house.sign_in().status_code == 200


def test_choosing_a_password_signs_out_the_other_posts_unless_told_otherwise(
    house: House,
) -> None:
    who, path = house.member(), "/v1/auth/password"
    other = house.sign_in().json()
    kept = {"current": PASSWORD, "new": NEW, "end_others": False}
    assert house.request("POST", path, access=who["access"], json=kept).status_code == 204
    assert house.refresh(other["refresh"], other["post"]["id"]).status_code == 200
    ended = {"current": NEW, "new": PASSWORD}
    assert house.request("POST", path, access=who["access"], json=ended).status_code == 204
    assert house.request("GET", "/v1/posts", access=who["access"]).status_code == 200
    assert house.request("GET", "/v1/posts", access=other["access"]).status_code == 401


def test_a_stolen_token_neither_opens_an_account_nor_guesses_a_password(house: House) -> None:
    rgc = house.member()
    told = [error_of(create(house, rgc, password="autre chose")) for _ in range(6)]
    assert told == [(403, "password_wrong")] * 5 + [(429, "too_many_tries")]
    assert error_of(create(house, rgc)) == (429, "too_many_tries")
    house.later(minutes=1)
    assert create(house, rgc).status_code == 200


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER, Role.READER])
def test_accounts_are_the_rgcs_alone(house: House, role: Role) -> None:
    house.member()
    who = house.member("marie", role)
    assert error_of(create(house, who)) == (403, "right_missing")
    assert error_of(house.request("GET", "/v1/accounts", access=who["access"])) == (
        403,
        "right_missing",
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"login": "ODILE"}, (409, "login_taken")),
        ({"login": "un espace"}, (409, "login_shape")),
        ({"full_name": "  "}, (409, "full_name_missing")),
        ({"sites": [str(UUID(int=404))]}, (404, "unknown")),
        ({"full_name": "1 85 05 78 006 084 91"}, (409, "nir")),
        ({"role": "king"}, (422, "malformed")),
    ],
)
def test_an_account_that_cannot_be(house: House, more: dict[str, Any], code: object) -> None:
    rgc = house.member()
    before = acts(house)
    assert error_of(create(house, rgc, **more)) == code
    assert acts(house) == before
    follows(house)


def test_rights_change_from_the_next_request_on(house: House) -> None:
    rgc, paul = house.member(), house.member("paul", Role.RGC)
    path, rights = f"/{paul['account']['id']}/change", {"full_name": "Paul A.", "sites": []}
    assert ask(house, rgc, path, role="reader", **rights).status_code == 204
    follows(house)
    refused = house.request("GET", "/v1/accounts", access=paul["access"])
    assert error_of(refused) == (403, "right_missing")


def test_a_closed_account_is_signed_out_everywhere_and_stays_closed(house: House) -> None:
    rgc, paul = house.member(), house.member("paul", Role.MANAGER)
    path = f"/{paul['account']['id']}"
    assert ask(house, rgc, f"{path}/close").status_code == 204
    follows(house)
    assert house.request("GET", "/v1/posts", access=paul["access"]).status_code == 401
    assert house.refresh(paul["refresh"], paul["post"]["id"]).status_code == 401
    assert error_of(house.sign_in("paul")) == (403, "account_closed")
    assert error_of(ask(house, rgc, f"{path}/close")) == (403, "account_closed")
    assert error_of(ask(house, rgc, f"{path}/password")) == (403, "account_closed")
    assert error_of(create(house, rgc, "Paul")) == (409, "login_taken")


def test_the_last_rgc_can_neither_be_closed_nor_demoted(house: House) -> None:
    rgc = house.member()
    path = f"/{rgc['account']['id']}"
    rights = {"full_name": "Odile", "role": "manager", "sites": []}
    assert error_of(ask(house, rgc, f"{path}/close")) == (409, "last_rgc")
    assert error_of(ask(house, rgc, f"{path}/change", **rights)) == (409, "last_rgc")
    other = house.member("paul", Role.RGC)
    assert ask(house, rgc, f"/{other['account']['id']}/close").status_code == 204
    assert error_of(ask(house, rgc, f"{path}/close")) == (409, "last_rgc")
    follows(house)


def test_the_rgc_hands_over(house: House) -> None:
    rgc, paul = house.member(), house.member("paul", Role.MANAGER)
    own = f"/{rgc['account']['id']}/hand-over"
    assert error_of(ask(house, rgc, own)) == (409, "hand_over_same")
    assert ask(house, rgc, f"/{paul['account']['id']}/hand-over").status_code == 204
    follows(house)
    listed = house.request("GET", "/v1/accounts", access=paul["access"]).json()["accounts"]
    assert {each["login"]: each["role"] for each in listed} == {"odile": "manager", "paul": "rgc"}
    assert error_of(create(house, rgc, "marie")) == (403, "right_missing")


def test_a_locked_account_is_seen_and_unlocked(house: House) -> None:
    rgc, paul = house.member(), house.member("paul", Role.MANAGER)
    for _ in range(10):
        house.sign_in("paul", password="autre chose")
        house.later(hours=1)
    rgc = house.sign_in().json()
    listed = house.request("GET", "/v1/accounts", access=rgc["access"]).json()["accounts"]
    assert {each["login"]: each["locked"] for each in listed} == {"odile": False, "paul": True}
    assert error_of(house.sign_in("paul")) == (403, "account_locked")
    assert ask(house, rgc, f"/{paul['account']['id']}/unlock").status_code == 204
    assert house.sign_in("paul").status_code == 200


def test_a_renewed_password_signs_out_and_is_provisional(house: House) -> None:
    rgc, paul = house.member(), house.member("paul", Role.MANAGER)
    handed = ask(house, rgc, f"/{paul['account']['id']}/password").json()
    follows(house)
    assert house.request("GET", "/v1/posts", access=paul["access"]).status_code == 401
    assert house.sign_in("paul").status_code == 401
    given = house.sign_in("paul", password=handed["password"]).json()
    house.later(hours=72)
    late = {"current": handed["password"], "new": NEW}
    refreshed = house.refresh(given["refresh"], given["post"]["id"]).json()
    answer = house.request("POST", "/v1/auth/password", access=refreshed["access"], json=late)
    assert error_of(answer) == (403, "provisional_expired")


@pytest.mark.parametrize("path", ["change", "password", "unlock", "close", "hand-over"])
def test_an_account_of_another_organisation_is_unknown(house: House, path: str) -> None:
    rgc, foreign = house.member(), house.member(siret=OTHER_SIRET)
    rights = {"full_name": "À nous", "role": "reader", "sites": []} if path == "change" else {}
    answer = ask(house, rgc, f"/{foreign['account']['id']}/{path}", **rights)
    nobody = ask(house, rgc, f"/{uuid4()}/{path}", **rights)
    assert answer.content == nobody.content
    assert error_of(answer) == (404, "unknown")
    assert house.request("GET", "/v1/posts", access=foreign["access"]).status_code == 200
    assert house.sign_in(siret=OTHER_SIRET).status_code == 200
