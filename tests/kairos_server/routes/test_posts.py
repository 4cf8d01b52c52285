# SPDX-License-Identifier: MIT
"""The posts over HTTP: seen by all, named and revoked by the RGC."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import insert

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.models.tables import SITE
from kairos_desktop.models.vocabulary import Role
from tests.kairos_server.house import House, error_of

if TYPE_CHECKING:
    import pytest


def test_posts_are_listed_and_named(house: House) -> None:
    rgc = house.member()
    house.member("paul", Role.READER)
    listed = house.request("GET", "/v1/posts", access=rgc["access"]).json()
    assert [each["letter"] for each in listed["posts"]] == ["A", "B"]
    assert listed["lease_days"] == 14
    path = f"/v1/posts/{rgc['post']['id']}/name"
    renamed = house.request("POST", path, access=rgc["access"], json={"label": " Salle  3 "})
    assert renamed.json()["label"] == "Salle 3"
    blank = house.request("POST", path, access=rgc["access"], json={"label": "   "})
    assert error_of(blank) == (422, "malformed")


def test_who_works_on_a_post_on_which_sites_and_when_it_was_last_heard_of(house: House) -> None:
    rgc = house.member()
    site = uuid4()
    with house.store.writing(house.org) as (conn, _head):
        row = SiteRow(site, "Harfleur")
        values = {name: getattr(row, name) for name in row.__struct_fields__}
        conn.execute(insert(SITE).values(org_id=house.org, **values))
    paul = house.member("paul", Role.TRAINER, sites=(site,))
    house.later(hours=3)
    house.refresh(paul["refresh"], paul["post"]["id"])
    heard = house.now()
    house.later(minutes=5)
    rgc = house.sign_in(post=rgc["post"]["id"]).json()

    def listed() -> list[tuple[str, list[str], list[str], datetime]]:
        found = house.request("GET", "/v1/posts", access=rgc["access"]).json()["posts"]
        return [
            (each["letter"], each["people"], each["sites"], _moment(each["last_seen_at"]))
            for each in found
        ]

    assert listed() == [
        ("A", ["Odile"], [], house.now()),
        ("B", ["Paul"], [str(site)], heard),
    ]
    # Somebody without a site on the same post: it works for the whole organisation.
    house.member("marie", Role.MANAGER, post=paul["post"]["id"])
    assert listed()[1][1:3] == (["Marie", "Paul"], [])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_revoked_post_is_told_so_and_another_works_on(house: House) -> None:
    rgc, paul = house.member(), house.member("paul", Role.MANAGER)
    path = f"/v1/posts/{paul['post']['id']}/revoke"
    assert house.request("POST", path, access=rgc["access"]).json()["state"] == "revoked"
    told = house.request("GET", "/v1/posts", access=paul["access"])
    assert error_of(told) == (403, "post_revoked")
    # The tokens go on, to hand over what was not sent; a sign-in does not bring the post back.
    renewed = house.refresh(paul["refresh"], paul["post"]["id"]).json()
    assert error_of(house.request("GET", "/v1/posts", access=renewed["access"]))[1] == (
        "post_revoked"
    )
    again = house.sign_in("paul", post=paul["post"]["id"]).json()
    assert again["post"]["state"] == "revoked"
    assert error_of(house.request("GET", "/v1/posts", access=again["access"]))[1] == "post_revoked"
    elsewhere = house.sign_in("paul").json()
    assert house.request("GET", "/v1/posts", access=elsewhere["access"]).status_code == 200
    # Whatever the post, one signs out.
    out = house.request("POST", "/v1/auth/sign-out", access=again["access"])
    assert out.status_code == 204


def test_the_lease_is_set_within_its_bounds(house: House) -> None:
    rgc = house.member()
    path = "/v1/posts/lease"
    assert house.request("PUT", path, access=rgc["access"], json={"lease_days": 21}).is_success
    assert house.sign_in().json()["lease_days"] == 21
    for days in (6, 31):
        asked = {"lease_days": days}
        refused = house.request("PUT", path, access=rgc["access"], json=asked)
        assert error_of(refused) == (422, "malformed")


def test_every_letter_taken_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from kairos_server.directory import posts

    monkeypatch.setattr(posts, "ascii_uppercase", "A")
    house.account()
    assert [house.sign_in(post=uuid4()).status_code for _ in range(2)] == [200, 200]
    assert error_of(house.sign_in(post=uuid4())) == (409, "no_letter_left")
