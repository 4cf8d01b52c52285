# SPDX-License-Identifier: MIT
"""T-14: every route × every caller: no leak, what is foreign is unknown, no token, no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from starlette.routing import BaseRoute

from kairos_desktop.models.vocabulary import Role
from kairos_server.application import ROUTERS
from tests.factories import OTHER_SIRET
from tests.kairos_server.house import PASSWORD, House

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

OPEN = {
    ("GET", "/health"),
    ("POST", "/v1/auth/sign-in"),
    ("POST", "/v1/auth/refresh"),
}
OF_WHOEVER_SIGNED_IN = {
    ("POST", "/v1/auth/sign-out"),
    ("POST", "/v1/auth/password"),
    ("GET", "/v1/auth/sessions"),
    ("DELETE", "/v1/auth/sessions/{session_id}"),
}
OF_RGC = {
    ("GET", "/v1/accounts"),
    ("POST", "/v1/accounts"),
    ("POST", "/v1/accounts/{account_id}/change"),
    ("POST", "/v1/accounts/{account_id}/password"),
    ("POST", "/v1/accounts/{account_id}/unlock"),
    ("POST", "/v1/accounts/{account_id}/close"),
    ("POST", "/v1/accounts/{account_id}/hand-over"),
    ("PUT", "/v1/posts/lease"),
    ("POST", "/v1/posts/{post_id}/name"),
    ("POST", "/v1/posts/{post_id}/revoke"),
}
OF_MEMBERS = {
    ("GET", "/v1/posts"),
    ("GET", "/v1/exchange/pull"),
    ("POST", "/v1/exchange/carry"),
    ("GET", "/v1/exchange/news"),
    ("GET", "/v1/exchange/digest"),
    ("GET", "/v1/offer"),
}
EVEN_FROM_A_REVOKED_POST = {("POST", "/v1/exchange/push")}
# Left out of the description; they show figures and the description, and nobody's data.
NOT_DESCRIBED = {("GET", "/metrics")}
OF_THE_APPLICATION = {("GET", "/openapi.json"), ("HEAD", "/openapi.json")}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/auth/password"): {
        "current": PASSWORD,
        "new": "des mots sans aucun rapport",
        "end_others": False,
    },
    ("POST", "/v1/accounts"): {
        "account_id": "{new}", "login": "nouveau", "full_name": "Nouveau", "role": "reader",
        "password": PASSWORD,
    },
    ("POST", "/v1/accounts/{account_id}/change"): {
        "full_name": "Autre nom", "role": "reader", "password": PASSWORD,
    },
    ("POST", "/v1/accounts/{account_id}/password"): {"password": PASSWORD},
    ("POST", "/v1/accounts/{account_id}/unlock"): {"password": PASSWORD},
    ("POST", "/v1/accounts/{account_id}/close"): {"password": PASSWORD},
    ("POST", "/v1/accounts/{account_id}/hand-over"): {"password": PASSWORD},
    ("PUT", "/v1/posts/lease"): {"lease_days": 10},
    ("POST", "/v1/posts/{post_id}/name"): {"label": "Salle 9"},
    ("POST", "/v1/exchange/push"): {"stream": "{new}", "acts": []},
    ("POST", "/v1/exchange/carry"): {"file": "UERG"},
}  # fmt: skip
CALLERS = (*Role, "other", "none", "revoked", "expired", "provisional", "closed")
Route = tuple[str, str]


def routes(house: House) -> set[Route]:
    """Every route that the application really has."""
    return {
        (method.upper(), path)
        for path, operations in house.app.openapi()["paths"].items()
        for method in operations
    }


class Town(NamedTuple):
    """People of every kind, and what each route would touch."""

    house: House
    rgc: dict[str, Any]
    target: dict[str, Any]
    tokens: dict[str, str]
    session: str
    """One that the RGC left open on another post."""


@pytest.fixture
def town(house: House) -> Town:
    rgc = house.member("odile", Role.RGC)
    target = house.member("cible", Role.READER)
    tokens: dict[str, str] = {"none": ""}
    expired = house.member("parti", Role.RGC)["access"]
    house.later(minutes=11)
    tokens["expired"] = expired
    for role in Role:
        tokens[role] = house.member(f"un-{role}", role)["access"]
    tokens["other"] = house.member("ailleurs", Role.RGC, siret=OTHER_SIRET)["access"]
    gone = house.member("retire", Role.RGC)
    done = house.request("POST", f"/v1/posts/{gone['post']['id']}/revoke", access=tokens["rgc"])
    assert done.status_code == 200
    tokens["revoked"] = gone["access"]
    closed = house.member("ferme", Role.RGC)
    tokens["closed"] = closed["access"]
    path = f"/v1/accounts/{closed['account']['id']}/close"
    done = house.request("POST", path, access=tokens["rgc"], json={"password": PASSWORD})
    assert done.status_code == 204
    tokens["provisional"] = house.member("neuf", Role.RGC, chosen=False)["access"]
    house.sign_in("un-rgc")
    listed = house.request("GET", "/v1/auth/sessions", access=tokens["rgc"]).json()["sessions"]
    (session,) = [each["id"] for each in listed if not each["current"]]
    return Town(house, rgc, target, tokens, session)


def call(town: Town, caller: str, route: Route) -> httpx.Response:
    method, path = route
    house, target = town.house, town.target
    filled = path.format(
        account_id=target["account"]["id"],
        post_id=target["post"]["id"],
        session_id=town.session,
    )
    body = BODIES.get(route)
    sent: dict[str, Any] = {}
    if body is not None:
        sent["json"] = {
            name: str(uuid4()) if value == "{new}" else value for name, value in body.items()
        }
    if path.endswith(("/pull", "/news")):
        sent["params"] = {"stream": str(UUID(int=3))}
    return house.request(method, filled, access=town.tokens[caller], **sent)


def expected(caller: str, route: Route) -> set[object]:
    """The statuses and codes that this caller may be given on this route."""
    if caller in ("none", "expired", "closed"):
        return {(401, "access_missing" if caller == "none" else "access_refused")}
    if route == ("POST", "/v1/auth/password") and caller == "provisional":
        # The door looks at the password, which is not the one of the others.
        return {(403, "password_wrong")}
    if route in OF_WHOEVER_SIGNED_IN:
        return {(404, "unknown")} if "{" in route[1] and caller != "rgc" else {200, 204}
    if caller == "provisional":
        return {(403, "password_to_choose")}
    if caller == "revoked":
        return {200} if route in EVEN_FROM_A_REVOKED_POST else {(403, "post_revoked")}
    if route in OF_RGC and caller not in ("rgc", "other"):
        return {(403, "right_missing")}
    if caller == "other" and "{" in route[1]:
        return {(404, "unknown")}
    if route == ("POST", "/v1/exchange/carry"):
        # It is served, and the file is none: tests/kairos_server/exchange/test_carried.py.
        return {(422, "file_not_ours")}
    return {200, 204}


def test_every_route_has_its_place_in_the_matrix(house: House) -> None:
    placed = OPEN | OF_WHOEVER_SIGNED_IN | OF_RGC | OF_MEMBERS | EVEN_FROM_A_REVOKED_POST
    assert routes(house) == placed


def test_no_route_hides_from_the_matrix_by_leaving_the_description(house: House) -> None:
    included = [route for router in ROUTERS for route in router.routes]
    own = [route for route in house.app.routes if isinstance(route, BaseRoute)]
    found = _ways(included) | _ways(own)
    assert found == routes(house) | NOT_DESCRIBED | OF_THE_APPLICATION


def _ways(found: Iterable[Any]) -> set[Route]:
    """What answers, described or not; a mount or a socket has no methods and says so."""
    return {
        (method, each.path)
        for each in found
        if hasattr(each, "path")
        for method in getattr(each, "methods", None) or {"ANY"}
    }


def test_the_matrix(town: Town) -> None:
    wrong: list[str] = []
    ordered = sorted(routes(town.house) - OPEN, key=lambda route: (route[0] != "GET", route))
    # What ends the caller's own tokens comes last.
    ordered.sort(key=lambda route: route[1].endswith(("/sign-out", "/password", "/hand-over")))
    ordered.sort(key=lambda route: route[1].startswith("/v1/auth"))
    for caller in reversed(CALLERS):
        for route in ordered:
            if caller == "rgc" and route[1] != "/v1/accounts" and route in OF_RGC:
                continue  # It changes what the others are tried on: its own test.
            answer = call(town, caller, route)
            told: object = answer.status_code
            if answer.status_code >= 400:
                told = (answer.status_code, answer.json()["error"])
            if told not in expected(caller, route):
                wrong.append(f"{caller} {' '.join(route)}: {told}")
            if caller == "other":
                leaked = [
                    text
                    for text in (*town.target["account"].values(), *town.target["post"].values())
                    if isinstance(text, str) and len(text) > 20 and text in answer.text
                ]
                assert not leaked, (route, leaked)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", sorted(OF_RGC))
def test_the_rgc_may(town: Town, route: Route) -> None:
    assert call(town, "rgc", route).status_code in (200, 204)
