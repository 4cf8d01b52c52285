# SPDX-License-Identifier: MIT
"""Structs as tables of Markdown: their fields, what these hold, and the closed lists they name."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeGuard, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from kairos_desktop.services.wording import labels

_PLAIN: dict[Any, str] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "true or false",
    date: "date `AAAA-MM-JJ`",
    time: "hour `HH:MM:SS`, without offset",
    datetime: "moment with its offset",
    UUID: "id (UUID)",
    msgspec.Raw: "JSON",
}


def doc_of(kind: type[Any]) -> str:
    """The docstring of a class."""
    return inspect.cleandoc(kind.__doc__ or "")


def type_of(hint: Any) -> str:
    """What a field holds, in words; structs and closed lists are linked to."""
    if get_origin(hint) in (Union, UnionType):
        return type_of(_held(hint)) + ", or null"
    if get_origin(hint) is tuple:
        each = [arg for arg in get_args(hint) if arg is not ...]
        inner = type_of(each[0]) if len(each) == 1 else f"[{', '.join(map(type_of, each))}]"
        return inner if ... not in get_args(hint) else f"list of {inner}"
    if _is(hint, StrEnum):
        return f"one of [{hint.__name__}](#closed-lists)"
    if _is(hint, msgspec.Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _PLAIN[hint]


def _held(hint: Any) -> Any:
    return next(arg for arg in get_args(hint) if arg is not NoneType)


def _is(hint: Any, kind: type[Any]) -> TypeGuard[type[Any]]:
    return isinstance(hint, type) and issubclass(hint, kind)


def default_of(field: msgspec.structs.FieldInfo) -> str:
    """What a field holds that was left out."""
    if field.required:
        return "**needed**"
    value = field.default
    if isinstance(value, msgspec.Struct):
        return "an empty one"
    return "nothing" if value in ("", None, ()) else f"`{msgspec.json.encode(value).decode()}`"


def reached(kinds: Iterable[Any]) -> list[type[Any]]:
    """Every struct and closed list that these types speak of, themselves too, in order."""
    found: dict[type[Any], None] = {}
    for kind in kinds:
        _reach(kind, found)
    return list(found)


def _reach(kind: Any, found: dict[type[Any], None]) -> None:
    if get_origin(kind) in (Union, UnionType, tuple):
        for arg in get_args(kind):
            _reach(arg, found)
    elif _is(kind, (msgspec.Struct, StrEnum)) and kind not in found:  # pyright: ignore
        found[kind] = None
        if issubclass(kind, msgspec.Struct):
            hints = get_type_hints(kind)
            for name in kind.__struct_fields__:
                _reach(hints[name], found)


def closed_lists(kinds: Iterable[Any]) -> list[str]:
    """The closed lists that these types speak of, each value with the word that is shown."""
    lists = sorted((k for k in reached(kinds) if _is(k, StrEnum)), key=lambda k: k.__name__)
    rows = [f"| {kind.__name__} | {_words(kind)} |" for kind in lists]
    return ["## Closed lists", "", "| list | value: word shown |", "| --- | --- |", *rows]


def _words(kind: type[StrEnum]) -> str:
    return " · ".join(f"`{member.value}`: {word}" for member, word in labels.choices(kind))
