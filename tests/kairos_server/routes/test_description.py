# SPDX-License-Identifier: MIT
"""The description is exact: what schemathesis makes up from it is answered as it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kairos_desktop.models.vocabulary import Role
from kairos_server.application import create_app
from kairos_server.store import open_sqlite
from tests.kairos_server.house import House, Published
from tests.kairos_server.offer_scene import importer
from tests.kairos_server.routes.test_matrix import OPEN
from tests.services.catalogue.documents import EXAMPLE

EXACT = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Nothing is asked of the store: only what the routes say of themselves.
NOWHERE: Any = None
PATHS: dict[str, Any] = create_app(NOWHERE, Published()).openapi()["paths"]
OPERATIONS = sorted((method, path) for path, methods in PATHS.items() for method in methods)


def may_be_made(mode: GenerationMode, method: str, path: str) -> bool:
    """What takes neither a parameter nor a body cannot be asked wrongly."""
    return mode is GenerationMode.POSITIVE or bool(
        {"parameters", "requestBody"} & PATHS[path][method].keys()
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    store = open_sqlite(tmp_path_factory.mktemp("described") / "server.db")
    store.create_tables()
    house = House(store)
    house.member("essai", Role.RGC)
    with pytest.MonkeyPatch.context() as patched:
        take = importer(store._write, tmp_path_factory.mktemp("offer"), patched)
        take(EXAMPLE.read_bytes())
    yield house
    house.close()
    store.close()


@pytest.fixture(scope="module")
def schema(house: House) -> Any:
    return schemathesis.openapi.from_dict(house.app.openapi())


def send(house: House, case: Any, access: str) -> Any:
    """The case as the application is asked it."""
    sent: dict[str, Any] = {"headers": dict(case.headers or {}), "params": case.query or None}
    sent["headers"].pop("Authorization", None)
    if isinstance((case.query or {}).get("wait"), float | int):
        sent["params"] = case.query | {"wait": 0}  # Waiting for news is another test.
    if isinstance(case.body, bytes):
        sent["content"] = case.body
        sent["headers"]["Content-Type"] = "application/json"
    elif case.media_type == "application/json":
        sent["json"] = case.body
    return house.request(case.method, case.formatted_path, access=access, **sent)


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [(*each, mode) for each in OPERATIONS for mode in GenerationMode if may_be_made(mode, *each)],
)
def test_what_is_made_up_is_answered_as_described(
    house: House, schema: Any, method: str, path: str, mode: GenerationMode
) -> None:
    operation = schema[path][method.upper()]
    house.later(minutes=11)
    access = house.sign_in("essai").json()["access"]

    @settings(
        max_examples=5,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def exact(case: Any) -> None:
        house.later(minutes=1)
        answer = send(house, case, access)
        case.validate_response(answer, checks=EXACT)
        if (method.upper(), path) not in OPEN:
            unsigned = send(house, case, "")
            case.validate_response(unsigned, checks=EXACT)
            assert unsigned.status_code in (401, 413, 415), "answered without a token"

    exact()


def test_every_route_is_described_with_what_it_may_refuse() -> None:
    for method, path in OPERATIONS:
        said = PATHS[path][method]
        assert said["description"], path
        public = (method.upper(), path) in OPEN
        assert ("security" in said) != public, path
        assert public or {"401", "403"} <= set(said["responses"]), path
        if "requestBody" in said:
            assert {"400", "413", "415", "422"} <= set(said["responses"]), path
        if "{" in path:
            assert {"404", "422"} <= set(said["responses"]), path
