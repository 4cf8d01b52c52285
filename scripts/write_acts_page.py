# SPDX-License-Identifier: MIT
"""Writes docs/acts.md from the acts themselves: `python -m scripts.write_acts_page`.

A test holds the page against the code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from kairos_desktop.models.rows import Row
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.registry import ACTS
from kairos_desktop.services.rules.rights import may
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.wording import sentences
from scripts.act_codes import codes_of
from scripts.struct_tables import closed_lists, default_of, doc_of, reached, type_of

PAGE = Path(__file__).parents[1] / "docs" / "acts.md"
INTRODUCTION = Path(__file__).with_name("acts_page_introduction.md")


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip(), "", "## The acts", ""]
    parts += [f"- [`{act.name}`](#{_anchor(act.name)}): {_first_line(act)}" for act in ACTS]
    for act in ACTS:
        parts += ["", *_act(act)]
    parts += ["", "## Structures", ""]
    for kind in _structures():
        parts += [f"### {kind.__name__}", "", _doc(kind), "", *_fields(kind), ""]
    parts += closed_lists(ACTS)
    parts += ["", "## Every refusal", "", *_sentences(Refused)]
    parts += ["", "## Every warning", "", *_sentences(Warned)]
    return "\n".join(parts) + "\n"


def _act(act: type[Act]) -> list[str]:
    nature = "a fact: never refused for a time or for room" if act.is_fact else "a claim"
    lines = [
        f"### {act.name}",
        "",
        _doc(act),
        "",
        f"Version {act.version}; {nature}.",
        _who(act),
        "",
    ]
    lines += _fields(act)
    if act.creates:
        made = ", ".join(f"`{name}`" for name in act.creates)
        lines += ["", f"Creates {made}: left out, it is made by `record` and given in the verdict."]
    refusals, warnings = codes_of(act)
    for title, codes in (("Refusals", refusals), ("Warnings", warnings)):
        if codes:
            lines += ["", f"{title}: " + ", ".join(f"`{code}`" for code in sorted(codes)) + "."]
    return lines


def _who(act: type[Act]) -> str:
    if act.server_only:
        return "Said by the back end alone."
    return "Said by " + ", ".join(f"`{role}`" for role in Role if may(role, act.name)) + "."


def _fields(kind: type[msgspec.Struct]) -> list[str]:
    hints = get_type_hints(kind)
    lines = ["| argument | JSON | if left out |", "| --- | --- | --- |"]
    for field in msgspec.structs.fields(kind):
        made = issubclass(kind, Act) and field.name in kind.creates
        absent = "made by `record`" if made else default_of(field)
        lines.append(f"| `{field.name}` | {type_of(hints[field.name])} | {absent} |")
    return lines


def _structures() -> list[type[msgspec.Struct]]:
    found = reached(ACTS)
    return [k for k in found if issubclass(k, msgspec.Struct) and not issubclass(k, Act)]


def _sentences(kind: type[Refused | Warned]) -> list[str]:
    known = sentences.REFUSAL_CODES if kind is Refused else sentences.WARNING_CODES
    rows = [f"| `{code}` | {sentences.sentence(kind(code))} |" for code in sorted(known)]
    return ["| code | sentence |", "| --- | --- |", *rows]


def _doc(kind: type[Any]) -> str:
    own = doc_of(kind)
    if issubclass(kind, Row):
        own += "\n\n`search_key` and `role` are worked out again by the act."
    return own


def _first_line(kind: type[Any]) -> str:
    first = doc_of(kind).split("\n")[0]
    return first.split(" Refuses ")[0]


def _anchor(name: str) -> str:
    return name.replace(".", "").replace(" ", "-").lower()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
