# SPDX-License-Identifier: MIT
"""The description of the routes (OpenAPI 3.1), drawn from the structs that they read and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

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
    kinds = [_describable(SPOKEN[name]) for name in sorted(SPOKEN)]
    _schemas, components = msgspec.json.schema_components(kinds, ref_template=REF)
    said["components"] = {
        "schemas": {**components},
        "securitySchemes": {"access": {"type": "http", "scheme": "bearer"}},
    }
    return said


def _describable(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The struct itself, or its like where a field left raw would be given for a default."""
    fields: list[tuple[str, Any, Any]] = []
    is_like = True
    for field in msgspec.structs.fields(kind):
        hint = _hint(field.type)
        default: Any = msgspec.UNSET if isinstance(field.default, msgspec.Raw) else field.default
        is_like = is_like and hint is field.type and default is field.default
        if default is msgspec.UNSET:
            hint |= msgspec.UnsetType
        fields.append((field.encode_name, hint, msgspec.field(default=default)))
    if is_like:
        return kind
    return msgspec.defstruct(kind.__name__, fields, namespace={"__doc__": kind.__doc__})


def _hint(hint: Any) -> Any:
    """A field's type, the structs of a list replaced by those that can be described."""
    if get_origin(hint) is not tuple:
        return hint
    held = get_args(hint)[0]
    if not (isinstance(held, type) and issubclass(held, msgspec.Struct)):
        return hint
    described = _describable(held)
    return hint if described is held else tuple[described, ...]


def _drop_foreign_form(operation: dict[str, Any]) -> None:
    """A path that is not understood is answered by a Problem, not by FastAPI's own form."""
    refused = operation["responses"].get("422", {})
    schema = refused.get("content", {}).get("application/json", {}).get("schema", {})
    if schema.get("$ref", "").endswith("HTTPValidationError"):
        del operation["responses"]["422"]
