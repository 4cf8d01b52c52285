# SPDX-License-Identifier: MIT
"""An example of any act, made from its type: so that no act escapes the tests that hold for all."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.paris import PARIS
from kairos_desktop.services.acts.act import Made
from tests.factories import MEETING_DAY, POST, SIRET, TODAY

MADE = Made(
    id=UUID(int=1),
    gesture=UUID(int=2),
    at=datetime.combine(TODAY, time(10), PARIS),
    by="Odile",
    post=POST,
    post_range="A",
    org=organisation_id(SIRET),
)
_PLAIN: dict[Any, Any] = {
    str: "texte",
    int: 1,
    float: 1.0,
    bool: False,
    date: MEETING_DAY.isoformat(),
    time: "09:00:00",
    datetime: MADE.at.isoformat(),
    UUID: str(UUID(int=9)),
}

Path = tuple[str | int, ...]


def fields(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of a struct with their types; optional ones as the type that they hold."""
    hints = get_type_hints(kind)
    return {name: _held(hints[name]) for name in kind.__struct_fields__}


def _held(hint: Any) -> Any:
    if not isinstance(hint, UnionType) and get_origin(hint) is not Union:
        return hint
    return next(arg for arg in get_args(hint) if arg is not NoneType)


def example(hint: Any) -> Any:
    """A value of this type, as JSON gives it."""
    if get_origin(hint) is tuple:
        return [example(get_args(hint)[0])]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint)).value
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return {name: example(held) for name, held in fields(hint).items()}
    return _PLAIN[hint]


def text_paths(hint: Any, path: Path = ()) -> list[Path]:
    """Where a typed text may stand."""
    if get_origin(hint) is tuple:
        return text_paths(get_args(hint)[0], (*path, 0))
    if hint is str:
        return [path]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [
            found
            for name, held in fields(hint).items()
            for found in text_paths(held, (*path, name))
        ]
    return []


def field_of(path: Path) -> str:
    """The name of the field that holds the text: of a list of texts, the list's."""
    return next(step for step in reversed(path) if isinstance(step, str))


def placed(value: Any, path: Path, text: str) -> Any:
    """The same value with a text put at a path."""
    if not path:
        return text
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = placed(value[path[0]], path[1:], text)
    return copy
