# SPDX-License-Identifier: MIT
"""What « Sessions de formation » begins with, read by plain SQL before SQLAlchemy is loaded.

The same lines, in the same order, as `sessions.ids_for` and `session_lines.lines_for` give for
what nobody has narrowed yet: a test compares them. Lane: read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kairos_desktop.models.plain_rows import names, reader
from kairos_desktop.models.rows import EnrolmentRow, SessionRow, SlotRow
from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.queries.session_line import ENROLLED, SessionLine, session_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from kairos_desktop.models.engine import RawConnection

FIRST = 60
"""As many lines as no screen shows at once."""

_TO_COME = f"FROM {SessionRow.table} WHERE org_id = ? AND (ends_on IS NULL OR ends_on >= ?)"


class FirstSessions(NamedTuple):
    """The first lines of the list, and the counters of its tabs."""

    lines: list[SessionLine]
    counts: dict[RecruitmentState, int]


def first_sessions(connection: RawConnection, org: UUID, now: datetime) -> FirstSessions:
    """The first sessions that have not ended, the earliest first; `now` is local and naive."""
    read, today = reader(SessionRow), now.date()
    found = connection.execute(
        f"SELECT {names(SessionRow)} {_TO_COME} ORDER BY starts_on, id LIMIT {FIRST}",
        (org.bytes, today.isoformat()),
    )
    sessions = [read(line) for line in found]
    return FirstSessions(_lines(connection, org, sessions, now), _counts(connection, org, today))


def _lines(
    connection: RawConnection, org: UUID, sessions: Sequence[SessionRow], now: datetime
) -> list[SessionLine]:
    ids = [session.id.bytes for session in sessions]
    marks = ", ".join("?" * len(ids))
    read, slots = reader(SlotRow), defaultdict[bytes, list[SlotRow]](list)
    for line in connection.execute(
        f"SELECT {names(SlotRow)} FROM {SlotRow.table} "
        f"WHERE org_id = ? AND session_id IN ({marks})",
        (org.bytes, *ids),
    ):
        slot = read(line)
        slots[slot.session_id.bytes].append(slot)
    counted: Any = connection.execute(
        f"SELECT session_id, count(*) FROM {EnrolmentRow.table} "
        f"WHERE org_id = ? AND session_id IN ({marks}) "
        f"AND state IN ({', '.join('?' * len(ENROLLED))}) GROUP BY session_id",
        (org.bytes, *ids, *ENROLLED),
    )
    enrolled = Counter(dict(counted))
    return [
        session_line(session, slots[session.id.bytes], enrolled[session.id.bytes], now)
        for session in sessions
    ]


def _counts(connection: RawConnection, org: UUID, today: date) -> dict[RecruitmentState, int]:
    found = connection.execute(
        f"SELECT recruitment_state, count(*) {_TO_COME} GROUP BY recruitment_state",
        (org.bytes, today.isoformat()),
    )
    return {RecruitmentState(state): count for state, count in found}
