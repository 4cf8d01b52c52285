# SPDX-License-Identifier: MIT
"""Which codes an act may give: read from the source of the acts and of the rules that they call."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kairos_desktop.services.acts.act import Act

ROOT = Path(__file__).parents[1]
FOLDERS = ("kairos_desktop/services/rules", "kairos_desktop/services/acts")
Place = tuple[str, str]


def codes_of(act: type[Act]) -> tuple[set[str], set[str]]:
    """The refusals and the warnings that an act's own decision may give."""
    refused, warned = set[str](), set[str]()
    seen = set[Place]()
    todo = [(base.__module__, base.__name__) for base in inspect.getmro(act) if base not in _ENOUGH]
    while todo:
        place = todo.pop()
        if place in seen or place not in _definitions():
            continue
        seen.add(place)
        for kind, code in _given(place):
            (refused if kind == "Refused" else warned).add(code)
        todo += _called(place)
    return refused, warned


_ENOUGH: tuple[Any, ...] = (Act, *inspect.getmro(Act)[1:])


@cache
def _modules() -> dict[str, ast.Module]:
    return {
        f"{folder.replace('/', '.')}.{path.stem}": ast.parse(path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).glob("*.py"))
    }


@cache
def _definitions() -> dict[Place, ast.AST]:
    return {
        (module, node.name): node
        for module, tree in _modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


@cache
def _imports(module: str) -> dict[str, Place]:
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(_modules()[module])
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _called(place: Place) -> list[Place]:
    module = place[0]
    names = {node.id for node in ast.walk(_definitions()[place]) if isinstance(node, ast.Name)}
    return [_imports(module).get(name, (module, name)) for name in sorted(names)]


def _given(place: Place) -> Iterator[tuple[str, str]]:
    for node in ast.walk(_definitions()[place]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in ("Refused", "Warned") and isinstance(first, ast.Constant):
                yield node.func.id, str(first.value)
