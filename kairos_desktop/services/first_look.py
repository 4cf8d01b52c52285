# SPDX-License-Identifier: MIT
"""What the first list shows, read from an unlocked profile before its database is really opened.

A look, never a verdict: whatever is odd gives nothing here, and is said by the opening itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models import failures, schema
from kairos_desktop.models.engine import connect_raw, explained
from kairos_desktop.models.ids import organisation_id
from kairos_desktop.services.due.board import everything

if TYPE_CHECKING:
    from datetime import datetime

    from kairos_desktop.models.engine import RawConnection
    from kairos_desktop.services.due.line import Due
    from kairos_desktop.services.profile import UnlockedProfile


def first_look(unlocked: UnlockedProfile, now: datetime) -> list[Due] | None:
    """What is due; None where the file is of another version or cannot be read.

    `now` is local and naive. Lane: read.
    """
    profile = unlocked.profile
    try:
        connection = connect_raw(profile.database, unlocked.key, query_only=True)
        with explained(profile.database):
            try:
                return _look(connection, profile.card.siret, now)
            finally:
                connection.close()
    except failures.StorageFailure:
        return None


def _look(connection: RawConnection, siret: str, now: datetime) -> list[Due] | None:
    held = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    if held.fetchone() is None:
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found != (schema.HEAD,):
        return None
    return everything(connection.execute, organisation_id(siret), now)
