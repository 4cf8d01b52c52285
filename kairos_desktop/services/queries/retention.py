# SPDX-License-Identifier: MIT
"""Until when the papers of each session are kept. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.tables import ENROLMENT, SESSION
from kairos_desktop.services.queries.provider import provider
from kairos_desktop.services.queries.reading import rows_of
from kairos_desktop.services.rules.retention import (
    Keeping,
    is_cofunded,
    keeping,
    kept_until,
    years_kept,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_ORDER = list(Keeping)


class RetentionLine(msgspec.Struct, frozen=True):
    """A session, its last day of training, and until when its papers are kept."""

    session: SessionRow
    ended_on: date | None
    is_cofunded: bool
    years: int
    until: date | None
    keeping: Keeping

    @property
    def id(self) -> UUID:
        """The session's id."""
        return self.session.id


def of_sessions(
    conn: Connection, org: UUID, today: date, ids: Sequence[UUID] | None = None
) -> list[RetentionLine]:
    """Every session, or some; those past their time first, then by the day."""
    which = [] if ids is None else [SESSION.c.id.in_(ids)]
    sessions = rows_of(conn, org, SessionRow, *which)
    kept = provider(conn, org)
    paths = _paths(conn, org, ids)
    lines: list[RetentionLine] = []
    for row in sessions:
        last, fundings = paths.get(row.id, (None, ""))
        ends = max(filter(None, (row.ends_on, last)), default=None)
        cofunded = is_cofunded((row.funder, fundings))
        years = years_kept(kept, cofunded=cofunded)
        until = kept_until(ends, years) if ends else None
        lines.append(RetentionLine(row, ends, cofunded, years, until, keeping(until, today)))
    return sorted(lines, key=_place)


def _paths(
    conn: Connection, org: UUID, ids: Sequence[UUID] | None
) -> dict[UUID, tuple[date | None, str]]:
    """By session, the last day of its trainees, and who pays for them."""
    last = func.max(func.coalesce(ENROLMENT.c.left_on, ENROLMENT.c.planned_end))
    query = (
        select(ENROLMENT.c.session_id, last, func.group_concat(ENROLMENT.c.funding.distinct()))
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.entered_on.is_not(None))
        .group_by(ENROLMENT.c.session_id)
    )
    if ids is not None:
        query = query.where(ENROLMENT.c.session_id.in_(ids))
    return {session: (day, said or "") for session, day, said in conn.execute(query)}


def _place(line: RetentionLine) -> tuple[int, date, str, UUID]:
    state = _ORDER.index(line.keeping)
    return state, line.until or date.max, line.session.title, line.id
