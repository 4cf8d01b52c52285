# SPDX-License-Identifier: MIT
"""People found as one types: names typed letter by letter, identifiers, and what is not there.

The floor is the same SQL through sqlcipher3 alone.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.statements import Noted, reading
from benchmarks.table import Line, at, milliseconds
from benchmarks.world import opened, person_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kairos_desktop.services.workspace import Workspace

PEOPLE_TYPED = 40


def lines(world: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.services.queries import paths, people

    def box(workspace: Workspace, typed: str) -> object:
        return workspace.read(people.search, typed)

    def page(workspace: Workspace, typed: str) -> object:
        return workspace.read(paths.first_lines, typed)

    same = "the same SQL, sqlcipher3 alone"
    found: list[Line] = []
    for what, find in (("a box of 12", box), ("the page’s first lines", page)):
        ours, floor = _measure(world, find)
        name = f"people found as one types, {what}, p95"
        found.append(Line(name, at(95, ours), "ms", 30, at(95, floor), same))
    return found


def _measure(
    world: Path, find: Callable[[Workspace, str], object]
) -> tuple[list[float], list[float]]:
    ours, floor = list[float](), list[float]()
    with opened(world) as (profile, workspace):
        noted = Noted(profile.engines.read)
        bare_connection = profile.engines.read.raw_connection()
        for typed in _typed(workspace):
            ours.append(milliseconds(lambda typed=typed: find(workspace, typed)))
            floor.append(milliseconds(reading(bare_connection.driver_connection, noted.take())))
        bare_connection.close()
    return ours, floor


def _typed(workspace: Workspace) -> list[str]:
    """What is in the line after each key, for some people and some who are not there."""
    from kairos_desktop.services.queries import people

    chance = random.Random(2)
    ids = [person_id(chance.randrange(50_000)) for _ in range(PEOPLE_TYPED)]
    whole = ["rien de tel", "9999999"]
    for place, row in enumerate(workspace.read(people.rows_for, ids)):
        texts = (
            f"{row.last_name} {row.first_name}",
            f"{row.first_name} {row.last_name}",
            row.ft_id,
        )
        whole.append(texts[place % 3])
    return [text[:end] for text in whole for end in range(1, len(text) + 1)]
