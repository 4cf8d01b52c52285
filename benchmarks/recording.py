# SPDX-License-Identifier: MIT
"""One presence, from the act to the commit, beside a bare transaction that writes the same rows.

Two copies of the profile go side by side: what the ledger writes in one, sqlcipher3 alone then
writes in the other, the same statements and values, on the same tables and indexes.
"""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

from benchmarks.statements import Noted, writing
from benchmarks.table import Line, at, median, milliseconds
from benchmarks.world import opened

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.workspace import Workspace

REPETITIONS, WARM_UP = 1000, 50


def lines(world: Path) -> list[Line]:
    """The lines of the table."""
    twin = world.with_name("twin")
    shutil.copytree(world, twin)
    ours, floor = _measure(world, twin)
    shutil.rmtree(twin)
    bare = "the same rows, sqlcipher3 alone"
    return [
        Line("record one presence", median(ours), "ms", 4, median(floor), bare, by_ratio=True),
        Line("record one presence, p99", at(99, ours), "ms", 16, at(99, floor), bare),
    ]


def _measure(world: Path, twin: Path) -> tuple[list[float], list[float]]:
    from kairos_desktop.models.vocabulary import Presence
    from kairos_desktop.services.acts.outcomes import RecordPresence

    ours, floor = list[float](), list[float]()
    with opened(world) as (profile, workspace), opened(twin) as (bare, _):
        noted = Noted(profile.engines.write)
        bare_connection = bare.engines.write.raw_connection()
        for registration in _registered(workspace)[: REPETITIONS + WARM_UP]:
            act = RecordPresence(registration_id=registration, presence=Presence.PRESENT)
            ours.append(milliseconds(lambda act=act: workspace.record([act])))
            floor.append(milliseconds(writing(bare_connection.driver_connection, noted.take())))
        bare_connection.close()
    return ours[WARM_UP:], floor[WARM_UP:]


def _registered(workspace: Workspace) -> list[UUID]:
    from sqlalchemy import Connection, select

    from kairos_desktop.models.tables import REGISTRATION
    from kairos_desktop.models.vocabulary import RegistrationState

    def ids(conn: Connection, org: UUID) -> list[UUID]:
        query = select(REGISTRATION.c.id).where(
            REGISTRATION.c.org_id == org, REGISTRATION.c.state == RegistrationState.REGISTERED
        )
        return list(conn.execute(query).scalars())

    found = workspace.read(ids)
    random.Random(1).shuffle(found)
    return found
