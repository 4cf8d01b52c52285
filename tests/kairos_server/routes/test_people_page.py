# SPDX-License-Identifier: MIT
"""docs/protocol-people.md names every route and every code that the people's side can answer."""

from __future__ import annotations

import re
from pathlib import Path

from tests.kairos_server.routes.test_description import OPERATIONS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "protocol-people.md").read_text("utf-8")
EXCHANGE = (ROOT / "docs" / "protocol.md").read_text("utf-8")
SOURCES = [
    *(ROOT / "kairos_server" / "directory").glob("*.py"),
    *(
        ROOT / "kairos_server" / "routes" / f"{name}.py"
        for name in ("accounts", "answers", "auth", "caller", "health", "hygiene", "posts")
    ),
    ROOT / "kairos_server" / "application.py",
]
_GIVEN = re.compile(r'(?:Refusal\(\d+|TurnedAway\(|Problem\()(?:, )?"(\w+)"')


def test_every_route_is_named() -> None:
    for method, path in OPERATIONS:
        if path.startswith(("/v1/exchange", "/v1/offer")):
            assert re.search(rf"`{method.upper()} {path}[`?]", EXCHANGE), f"{method} {path}"
        else:
            assert f"`{method.upper()} {path}`" in PAGE, f"{method} {path}"


def test_every_code_is_named() -> None:
    codes = {code for path in SOURCES for code in _GIVEN.findall(path.read_text("utf-8"))}
    assert {"post_revoked", "sign_in_refused", "not_json", "fault"} <= codes
    for code in codes:
        assert f"`{code}`" in PAGE, code


def test_the_page_names_no_route_that_is_not_there() -> None:
    named = set(re.findall(r"`(GET|POST|PUT|DELETE) (/[^`]*)`", PAGE))
    assert named <= {(method.upper(), path) for method, path in OPERATIONS}
