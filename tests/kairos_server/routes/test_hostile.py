# SPDX-License-Identifier: MIT
"""Requests that no post of ours makes: each has its answer, and none stops what comes after it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.factories import SIRET
from tests.kairos_server.house import PASSWORD, House, error_of


def saying(n: int, name: str = "Roux", **more: Any) -> dict[str, Any]:
    """An act as it travels."""
    args = {
        "jobseeker_id": str(uuid4()),
        "person": {"last_name": name, "first_name": "Anne"},
    }
    return {
        "id": str(uuid4()), "n": n, "type": "jobseeker.create", "v": 1, "gesture": str(uuid4()),
        "at": "2026-11-25T10:00:00+01:00", "by": "Odile", "args": args,
    } | more  # fmt: skip


class Pusher:
    """Somebody who may all, on a post of her own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.signed_in = house.member()
        self.stream = str(uuid4())

    def push(self, *acts: dict[str, Any]) -> list[tuple[str, str]]:
        """The outcome and the code of each act."""
        asked = {"stream": self.stream, "acts": acts}
        answer = self.request("POST", "/v1/exchange/push", json=asked)
        assert answer.status_code == 200, answer.text
        return [(each["outcome"], each.get("code", "")) for each in answer.json()["results"]]

    def request(self, method: str, path: str, **body: Any) -> Any:
        return self.house.request(method, path, access=self.signed_in["access"], **body)


@pytest.fixture
def pusher(house: House) -> Pusher:
    return Pusher(house)


def test_a_moment_at_the_end_of_the_calendar_stops_no_act(pusher: Pusher) -> None:
    """The year 1 has no such hour in Paris: the batch would be a fault of ours, for ever."""
    moments = (
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-25T10:00:00+01:00",
    )  # fmt: skip
    acts = [saying(n, f"Roux{n}", at=at) for n, at in enumerate(moments, 1)]
    acts.append(saying(4, at=moments[0], type="presence.record"))
    assert pusher.push(*acts) == [("applied", "")] * 3 + [("refused", "act_arguments")]
    pulled = pusher.request("GET", "/v1/exchange/pull", params={"stream": pusher.stream}).json()
    (line,) = [row["b"] for row in pulled["rows"] if row["t"] == "outcome"]
    assert line["made_at"].startswith("1912-01-01T00:00:00")


def test_one_id_with_two_contents_has_the_effect_of_the_first(pusher: Pusher) -> None:
    first = saying(1)
    second = saying(2, "Petit", id=first["id"])
    for _sent_again in range(2):
        assert pusher.push(first, second) == [("applied", ""), ("quarantined", "act_altered")]
    pulled = pusher.request("GET", "/v1/exchange/pull", params={"stream": pusher.stream}).json()
    (row,) = [row["b"] for row in pulled["rows"] if row["t"] == "jobseeker"]
    assert row["last_name"] == "Roux"


def test_a_character_that_a_database_refuses_is_refused_before_it(pusher: Pusher) -> None:
    """Without an account too: a sign-in must not be a way to make the server fail."""
    for login, label in (("od\0ile", "Accueil"), ("odile", "A\0")):
        post = {"id": str(uuid4()), "label": label}
        asked = {"siret": SIRET, "login": login, "password": PASSWORD, "post": post}
        answer = pusher.house.request("POST", "/v1/auth/sign-in", json=asked)
        assert error_of(answer) == (422, "malformed")
    path = f"/v1/posts/{pusher.signed_in['post']['id']}/name"
    assert error_of(pusher.request("POST", path, json={"label": "A\0"})) == (422, "malformed")


def test_a_cursor_that_was_made_up_is_refused(pusher: Pusher) -> None:
    pusher.push(saying(1))
    params = {"stream": pusher.stream}
    given = pusher.request("GET", "/v1/exchange/pull", params=params).json()["cursor"]
    epoch, rev, *_rest = msgspec.json.decode(urlsafe_b64decode(given))
    nothing = str(UUID(int=0))
    for began_at in (rev + 1, 2**63):
        made_up = urlsafe_b64encode(msgspec.json.encode([epoch, 1, 0, nothing, began_at]))
        asked = params | {"cursor": made_up.decode()}
        answer = pusher.request("GET", "/v1/exchange/pull", params=asked)
        assert error_of(answer) == (410, "cursor_too_old")
