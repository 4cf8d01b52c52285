# SPDX-License-Identifier: MIT
"""The description of the routes (OpenAPI 3.1), drawn from the structs that they read and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from fastapi.openapi.utils import get_openapi

from kairos_server.routes.answers import REF, SPOKEN

if TYPE_CHECKING:
    from fastapi import FastAPI


def describe(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _described(app)
    return app.openapi_schema


def _described(app: FastAPI) -> dict[str, Any]:
    said = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for path in said["paths"].values():
        for operation in path.values():
            _drop_foreign_form(operation)
    kinds = [SPOKEN[name] for name in sorted(SPOKEN)]
    _schemas, components = msgspec.json.schema_components(kinds, ref_template=REF)
    said["components"] = {
        "schemas": {**components},
        "securitySchemes": {"access": {"type": "http", "scheme": "bearer"}},
    }
    return said


def _drop_foreign_form(operation: dict[str, Any]) -> None:
    """A path that is not understood is answered by a Problem, not by FastAPI's own form."""
    refused = operation["responses"].get("422", {})
    schema = refused.get("content", {}).get("application/json", {}).get("schema", {})
    if schema.get("$ref", "").endswith("HTTPValidationError"):
        del operation["responses"]["422"]
