# SPDX-License-Identifier: MIT
"""Who was handed what before the enrolment is definitive (L6353-8). Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, select

from kairos_desktop.models.rows import EnrolmentRow, HandedRow, JobseekerRow
from kairos_desktop.models.tables import ENROLMENT, HANDED, JOBSEEKER
from kairos_desktop.services.queries.reading import columns, rows_of, take
from kairos_desktop.services.rules.handed import lacking
from kairos_desktop.services.rules.transitions import LIVE_ENROLMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection
    from sqlalchemy.sql import ColumnElement


class HandedLine(msgspec.Struct, frozen=True):
    """Somebody enrolled, and what was handed to them."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow
    handed: HandedRow | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing lacks."""
        return not lacking(self.handed)


class HandedCount(msgspec.Struct, frozen=True):
    """How many of a session are or may be enrolled, and how many of them lack something."""

    people: int = 0
    lacking: int = 0


def of_session(conn: Connection, org: UUID, session_id: UUID) -> list[HandedLine]:
    """Those of a session who are or may be enrolled, by name."""
    live = ENROLMENT.c.state.in_(LIVE_ENROLMENT)
    return _lines(conn, org, and_(ENROLMENT.c.session_id == session_id, live))


def lines_for(conn: Connection, org: UUID, enrolment_ids: Sequence[UUID]) -> list[HandedLine]:
    """The same of some enrolments, by name."""
    return _lines(conn, org, ENROLMENT.c.id.in_(enrolment_ids))


def counted(conn: Connection, org: UUID, session_id: UUID) -> HandedCount:
    """The figures of a session, without reading anybody's file."""
    live = select(ENROLMENT.c.id).where(
        ENROLMENT.c.org_id == org,
        ENROLMENT.c.session_id == session_id,
        ENROLMENT.c.state.in_(LIVE_ENROLMENT),
    )
    people = list(conn.execute(live).scalars())
    given = rows_of(conn, org, HandedRow, HANDED.c.session_id == session_id) if people else []
    complete = {row.enrolment_id for row in given if not lacking(row)}
    return HandedCount(len(people), sum(each not in complete for each in people))


def _lines(conn: Connection, org: UUID, which: ColumnElement[bool]) -> list[HandedLine]:
    same = and_(
        JOBSEEKER.c.org_id == ENROLMENT.c.org_id, JOBSEEKER.c.id == ENROLMENT.c.jobseeker_id
    )
    kinds = (EnrolmentRow, JobseekerRow)
    query = (
        select(*columns(kinds, (ENROLMENT, JOBSEEKER)))
        .select_from(ENROLMENT.join(JOBSEEKER, same))
        .where(ENROLMENT.c.org_id == org, which)
        .order_by(JOBSEEKER.c.sort_key, ENROLMENT.c.id)
    )
    found = [take(kinds, line) for line in conn.execute(query)]
    ids = [enrolment.id for enrolment, _ in found]
    given = rows_of(conn, org, HandedRow, HANDED.c.enrolment_id.in_(ids))
    handed = {row.enrolment_id: row for row in given}
    return [HandedLine(enrolment, person, handed.get(enrolment.id)) for enrolment, person in found]
