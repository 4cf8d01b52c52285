# SPDX-License-Identifier: MIT
"""R-A13, R-L1: headers, limits, media types; figures and log lines without anybody in them."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from kairos_server.application import create_app
from kairos_server.commands.log_lines import JsonLines
from kairos_server.directory.door import Door
from kairos_server.routes import hygiene
from kairos_server.routes.hygiene import HEADERS, LARGEST_BODY
from tests.kairos_server.house import PASSWORD, House, error_of


class Unpublished:
    publish_description = False
    requests_at_once = 100


ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/health", {}),
    ("GET", "/metrics", {}),
    ("GET", "/openapi.json", {}),
    ("GET", "/nowhere", {}),
    ("DELETE", "/health", {}),
    ("GET", "/v1/posts", {}),
    ("POST", "/v1/auth/sign-in", {"content": b"{", "headers": {"Content-Type": "text/html"}}),
    ("POST", "/v1/auth/refresh", {"json": {}}),
]


@pytest.mark.parametrize(("method", "path", "more"), ASKED)
def test_every_answer_has_the_headers_and_says_nothing_of_the_server(
    house: House, method: str, path: str, more: dict[str, Any]
) -> None:
    answer = house.request(method, path, **more)
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    names = {name.lower() for name in answer.headers}
    assert not names & {"server", "x-powered-by", "access-control-allow-origin", "set-cookie"}
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/json"
        assert set(answer.json()) <= {"error", "retry_after", "expect"}


def test_another_site_is_never_allowed(house: House) -> None:
    asked = {
        "Origin": "https://ailleurs.invalid",
        "Access-Control-Request-Method": "POST",
    }
    answer = house.request("OPTIONS", "/v1/auth/sign-in", headers=asked)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_the_description_is_shut_unless_it_is_asked_for(house: House, path: str) -> None:
    house.app = create_app(house.store, Unpublished(), now=house.now, passwords=house.passwords)
    assert error_of(house.request("GET", path)) == (404, "unknown")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_of_another_media_type_is_not_read(house: House, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = house.request("POST", "/v1/auth/sign-in", content=b'{"a":1}', headers=headers)
    assert error_of(answer) == (415, "media_type")


def test_a_body_beyond_the_limit_is_refused_whether_announced_or_not(house: House) -> None:
    headers = {"Content-Type": "application/json"}
    full = b'"' + b"a" * (LARGEST_BODY - 2) + b'"'
    path = "/v1/auth/sign-in"
    assert error_of(house.request("POST", path, content=full, headers=headers)) == (
        422,
        "malformed",
    )
    one_more = house.request("POST", path, content=full + b" ", headers=headers)
    assert error_of(one_more) == (413, "too_large")
    lying = headers | {"Content-Length": "10"}
    assert error_of(house.request("POST", path, content=full + b" ", headers=lying)) == (
        413,
        "too_large",
    )


def test_a_body_that_does_not_come_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign-in needs no account: a hundred that stop in the middle would shut everybody out."""
    monkeypatch.setattr(hygiene, "PATIENCE", 0.0)

    async def stops() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    headers = {"Content-Type": "application/json"}
    answer = house.request("POST", "/v1/auth/sign-in", content=stops(), headers=headers)
    assert error_of(answer) == (408, "too_slow")


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "9" * 400])
def test_a_length_that_is_no_number_does_no_harm(house: House, length: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": length.encode()}
    answer = house.request("POST", "/v1/auth/refresh", content=b"{}", headers=headers)
    assert answer.status_code in (413, 422)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", (400, "not_json")),
        (b"{", (400, "not_json")),
        (b"\xff\xfe", (400, "not_json")),
        (b"[]", (422, "malformed")),
        (b'{"refresh": 3, "post": 4}', (422, "malformed")),
        (b'{"x":' + b"[" * 100_000, (400, "not_json")),
    ],
)
def test_a_body_that_is_not_what_is_described(
    house: House, content: bytes, told: tuple[int, str]
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = house.request("POST", "/v1/auth/refresh", content=content, headers=headers)
    assert error_of(answer) == told


CANARIES = ("canari", PASSWORD, "Accueil", "192.0.2.7", "13002526500013")


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines as the server writes them; the client of the test tells what it asks, apart."""
    lines = JsonLines()
    return [lines.format(each) for each in caplog.records if not each.name.startswith("httpx")]


def test_no_log_line_and_no_figure_tells_of_anybody(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    who = house.member("canari@exemple.invalid")
    house.sign_in("canari@exemple.invalid", password="canari mot de passe")
    house.refresh(who["refresh"], who["post"]["id"])
    house.refresh("canari", uuid4())
    house.request("GET", "/v1/auth/sessions", access=who["access"], params={"nom": "canari"})
    house.request("GET", "/canari")
    house.request("GET", "/v1/posts", headers={"Authorization": "Bearer canari"})
    page = house.request("GET", "/metrics").text
    lines = told(caplog)
    secrets = (who["access"], who["refresh"])
    for canary in (*CANARIES, *secrets):
        assert not [line for line in lines if canary in line], canary
        assert canary not in page, canary
    served = [each for line in lines if (each := json.loads(line))["said"] == "request"]
    routes = {line["route"] for line in served}
    assert {"/v1/auth/sign-in", "/v1/auth/sessions", "unknown"} <= routes
    (listed,) = [line for line in served if line["route"] == "/v1/auth/sessions"]
    assert listed["org"] == who["org"]
    assert listed["account"] == who["account"]["id"]
    assert listed["post"] == who["post"]["id"]
    assert who["org"] not in page
    assert re.search(r'kairos_requests_total\{method="POST",route="/v1/auth/sign-in"', page)


@pytest.mark.expects_log
def test_a_fault_of_ours_is_told_by_its_place_and_not_by_its_words(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("canari dans un message")

    monkeypatch.setattr(Door, "sign_in", broken)
    house.account()
    answer = house.sign_in()
    assert error_of(answer) == (500, "fault")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    lines = told(caplog)
    assert not [line for line in lines if "canari" in line]
    (fault,) = [each for line in lines if (each := json.loads(line))["said"] == "fault"]
    assert fault["failure"] == "RuntimeError"
    assert fault["place"].startswith("test_hygiene.py:")


def test_health_says_that_the_database_answers(house: House) -> None:
    assert house.request("GET", "/health").json() == {"status": "ok"}


def test_secrets_do_not_show_in_what_is_printed(house: House) -> None:
    from kairos_desktop.services.sync import people_wire

    asked = people_wire.SignInAsked(
        siret="13002526500013",
        login="odile",
        password=PASSWORD,
        post=people_wire.PostAsked(id=uuid4(), label="Accueil"),
    )
    handed = people_wire.PasswordGiven(uuid4(), "odile", PASSWORD, house.now())
    assert PASSWORD not in f"{asked!r} {asked} {handed!r} {handed}"
