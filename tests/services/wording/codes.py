# SPDX-License-Identifier: MIT
"""Every code that the rules and the acts give, read from their source, with its facts."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
FOLDERS = ("kairos_desktop/services/rules", "kairos_desktop/services/acts")


class Given(NamedTuple):
    """One place where a code is given."""

    kind: str
    code: str
    facts: frozenset[str]


def given() -> list[Given]:
    """Every `Refused(…)` and `Warned(…)` of the rules and the acts."""
    return [
        found
        for folder in FOLDERS
        for path in sorted((ROOT / folder).glob("*.py"))
        for found in _in_file(ast.parse(path.read_text(encoding="utf-8")))
    ]


def codes(kind: str) -> dict[str, list[frozenset[str]]]:
    """The codes of one kind, with the facts given each time."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for each in given():
        if each.kind == kind:
            found[each.code].append(each.facts)
    return found


def _in_file(tree: ast.Module) -> Iterator[Given]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in ("Refused", "Warned"):
            code, facts = node.args[0], node.args[1] if len(node.args) > 1 else ast.Dict([], [])
            text = constants[code.id] if isinstance(code, ast.Name) else ast.literal_eval(code)
            assert isinstance(facts, ast.Dict)
            names = frozenset(key.value for key in facts.keys if isinstance(key, ast.Constant))
            yield Given(node.func.id, text, names)
