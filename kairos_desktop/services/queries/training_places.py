# SPDX-License-Identifier: MIT
"""The places of trainings whose sessions say how many there are. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import and_, func, or_, select

from kairos_desktop.models.rows import SeatsRow, SessionRow
from kairos_desktop.models.tables import ENROLMENT, SEATS, SESSION
from kairos_desktop.models.vocabulary import HOLDS_TRAINING_PLACE
from kairos_desktop.services.queries.holds import Kept, kept_of_trainings
from kairos_desktop.services.queries.reading import columns, take

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection


class TrainingLine(msgspec.Struct, frozen=True):
    """A session with the places of its training, and what posts keep of them."""

    session: SessionRow
    seats: SeatsRow
    kept: tuple[Kept, ...] = ()


def training(conn: Connection, org: UUID, session_id: UUID) -> TrainingLine | None:
    """The places of one training; None where nobody says how many there are."""
    return next(iter(_lines(conn, org, SESSION.c.id == session_id)), None)


def trainings_of(conn: Connection, org: UUID, ids: Collection[UUID]) -> dict[UUID, TrainingLine]:
    """The places of these trainings, by session; left out where nobody says how many there are."""
    lines = _lines(conn, org, SESSION.c.id.in_(ids)) if ids else []
    return {line.session.id: line for line in lines}


def trainings_between(conn: Connection, org: UUID, first: date, last: date) -> list[TrainingLine]:
    """Those that begin between two days, both included, or that one enters at any time; by day."""
    begins = SESSION.c.starts_on.between(first, last)
    open_still = and_(SESSION.c.permanent_entry.is_(True), SESSION.c.ends_on >= first)
    return _lines(conn, org, or_(begins, and_(open_still, SESSION.c.starts_on <= last)))


def _lines(conn: Connection, org: UUID, test: ColumnElement[bool]) -> list[TrainingLine]:
    kinds = (SessionRow, SeatsRow)
    query = (
        select(*columns(kinds, (SESSION, SEATS)))
        .select_from(
            SESSION.outerjoin(
                SEATS, and_(SEATS.c.org_id == SESSION.c.org_id, SEATS.c.id == SESSION.c.id)
            )
        )
        .where(SESSION.c.org_id == org, SESSION.c.places > 0, test)
        .order_by(SESSION.c.starts_on, SESSION.c.id)
    )
    found = [take(kinds, row) for row in conn.execute(query)]
    ids = [session.id for session, _ in found]
    taken = _taken(conn, org, [session.id for session, seats in found if seats is None])
    kept = kept_of_trainings(conn, org, ids)
    return [
        TrainingLine(
            session, seats or _counted(session, taken.get(session.id, 0)), kept.get(session.id, ())
        )
        for session, seats in found
    ]


def _taken(conn: Connection, org: UUID, session_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Who is there of trainings that no enrolment has counted yet."""
    if not session_ids:
        return {}
    query = (
        select(ENROLMENT.c.session_id, func.count())
        .where(
            ENROLMENT.c.org_id == org,
            ENROLMENT.c.session_id.in_(session_ids),
            ENROLMENT.c.state.in_(HOLDS_TRAINING_PLACE),
        )
        .group_by(ENROLMENT.c.session_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _counted(session: SessionRow, taken: int) -> SeatsRow:
    places = session.places or 0
    return SeatsRow(session.id, places, taken, surplus=max(0, taken - places))
