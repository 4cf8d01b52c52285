# SPDX-License-Identifier: MIT
"""Plays the back end's steps in one transaction, on either database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kairos_desktop.models.migrations import runner as posts

if TYPE_CHECKING:
    from sqlalchemy import Engine

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7453010)"
"""Two servers that start together migrate one after the other; the number is ours alone."""


def upgrade(engine: Engine, head: str, versions: Path) -> None:
    """Runs every step up to `head`, then protects every table; all of it or nothing."""
    if engine.dialect.name == "sqlite":
        from kairos_server import schema

        posts.upgrade(engine, head, versions, schema.organisation)
        return
    from kairos_server import policies

    with engine.begin() as connection:
        connection.exec_driver_sql(_ONE_AT_A_TIME)
        policies.suspend(connection)
        posts.play(connection, head, versions)
        policies.protect(connection)
