# SPDX-License-Identifier: MIT
"""Writes docs/acts.md from the acts themselves: `python -m scripts.write_acts_page`.

A test holds the page against the code.
"""

from __future__ import annotations

import inspect
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeGuard, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import Row
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.registry import ACTS
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.wording import labels, sentences
from scripts.act_codes import codes_of

PAGE = Path(__file__).parents[1] / "docs" / "acts.md"
INTRODUCTION = Path(__file__).with_name("acts_page_introduction.md")
_PLAIN: dict[Any, str] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "true or false",
    date: "date `AAAA-MM-JJ`",
    time: "hour `HH:MM:SS`, without offset",
    datetime: "moment with its offset",
    UUID: "id (UUID)",
}


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip(), "", "## The acts", ""]
    parts += [f"- [`{act.name}`](#{_anchor(act.name)}): {_first_line(act)}" for act in ACTS]
    for act in ACTS:
        parts += ["", *_act(act)]
    parts += ["", "## Structures", ""]
    for kind in _structures():
        parts += [f"### {kind.__name__}", "", _doc(kind), "", *_fields(kind), ""]
    parts += ["## Closed lists", "", "| list | value: word shown |", "| --- | --- |"]
    parts += [f"| {kind.__name__} | {_words(kind)} |" for kind in _lists()]
    parts += ["", "## Every refusal", "", *_sentences(Refused)]
    parts += ["", "## Every warning", "", *_sentences(Warned)]
    return "\n".join(parts) + "\n"


def _act(act: type[Act]) -> list[str]:
    nature = "a fact: never refused for a time or for room" if act.is_fact else "a claim"
    lines = [f"### {act.name}", "", _doc(act), "", f"Version {act.version}; {nature}.", ""]
    lines += _fields(act)
    if act.creates:
        made = ", ".join(f"`{name}`" for name in act.creates)
        lines += ["", f"Creates {made}: left out, it is made by `record` and given in the verdict."]
    refusals, warnings = codes_of(act)
    for title, codes in (("Refusals", refusals), ("Warnings", warnings)):
        if codes:
            lines += ["", f"{title}: " + ", ".join(f"`{code}`" for code in sorted(codes)) + "."]
    return lines


def _fields(kind: type[msgspec.Struct]) -> list[str]:
    hints = get_type_hints(kind)
    lines = ["| argument | JSON | if left out |", "| --- | --- | --- |"]
    for field in msgspec.structs.fields(kind):
        made = issubclass(kind, Act) and field.name in kind.creates
        absent = "made by `record`" if made else _default(field)
        lines.append(f"| `{field.name}` | {_type(hints[field.name])} | {absent} |")
    return lines


def _type(hint: Any) -> str:
    if get_origin(hint) in (Union, UnionType):
        return _type(_held(hint)) + ", or null"
    if get_origin(hint) is tuple:
        return f"list of {_type(get_args(hint)[0])}"
    if _is(hint, StrEnum):
        return f"one of [{hint.__name__}](#closed-lists)"
    if _is(hint, msgspec.Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _PLAIN[hint]


def _held(hint: Any) -> Any:
    return next(arg for arg in get_args(hint) if arg is not NoneType)


def _is(hint: Any, kind: type[Any]) -> TypeGuard[type[Any]]:
    return isinstance(hint, type) and issubclass(hint, kind)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "**needed**"
    value = field.default
    if isinstance(value, msgspec.Struct):
        return "an empty one"
    return "nothing" if value in ("", None, ()) else f"`{msgspec.json.encode(value).decode()}`"


def _reached(kind: Any, *, found: dict[type[Any], None]) -> None:
    """Every struct and closed list that a type speaks of, in order."""
    if get_origin(kind) in (Union, UnionType, tuple):
        for arg in get_args(kind):
            _reached(arg, found=found)
    elif _is(kind, (msgspec.Struct, StrEnum)) and kind not in found:  # pyright: ignore
        found[kind] = None
        if issubclass(kind, msgspec.Struct):
            hints = get_type_hints(kind)
            for name in kind.__struct_fields__:
                _reached(hints[name], found=found)


def _all_reached() -> list[type[Any]]:
    found: dict[type[Any], None] = {}
    for act in ACTS:
        _reached(act, found=found)
    return list(found)


def _structures() -> list[type[msgspec.Struct]]:
    return [k for k in _all_reached() if issubclass(k, msgspec.Struct) and not issubclass(k, Act)]


def _lists() -> list[type[StrEnum]]:
    return sorted((k for k in _all_reached() if issubclass(k, StrEnum)), key=lambda k: k.__name__)


def _words(kind: type[StrEnum]) -> str:
    return " · ".join(f"`{member.value}`: {word}" for member, word in labels.choices(kind))


def _sentences(kind: type[Refused | Warned]) -> list[str]:
    known = sentences.REFUSAL_CODES if kind is Refused else sentences.WARNING_CODES
    rows = [f"| `{code}` | {sentences.sentence(kind(code))} |" for code in sorted(known)]
    return ["| code | sentence |", "| --- | --- |", *rows]


def _doc(kind: type[Any]) -> str:
    own = inspect.cleandoc(kind.__doc__ or "")
    if issubclass(kind, Row):
        own += "\n\n`search_key` and `role` are worked out again by the act."
    return own


def _first_line(kind: type[Any]) -> str:
    first = inspect.cleandoc(kind.__doc__ or "").split("\n")[0]
    return first.split(" Refuses ")[0]


def _anchor(name: str) -> str:
    return name.replace(".", "").replace(" ", "-").lower()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
