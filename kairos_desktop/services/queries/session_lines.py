# SPDX-License-Identifier: MIT
"""« Sessions de formation »: sessions opened here, what is open, who is in. Lane: read."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from kairos_desktop.models.rows import SlotRow
from kairos_desktop.models.tables import ENROLMENT, SESSION, SLOT
from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.queries.reading import columns
from kairos_desktop.services.queries.session_line import ENROLLED, SessionLine, session_line
from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.rules.folding import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection


def lines_for(conn: Connection, org: UUID, ids: Sequence[UUID], now: datetime) -> list[SessionLine]:
    """The lines of these sessions, in their order; `now` is local and naive."""
    slots: defaultdict[UUID, list[SlotRow]] = defaultdict(list)
    query = select(*columns([SlotRow], [SLOT])).where(
        SLOT.c.org_id == org, SLOT.c.session_id.in_(ids)
    )
    for values in conn.execute(query):
        slot = SlotRow(*values)
        slots[slot.session_id].append(slot)
    people = (
        select(ENROLMENT.c.session_id, func.count())
        .where(
            ENROLMENT.c.org_id == org,
            ENROLMENT.c.session_id.in_(ids),
            ENROLMENT.c.state.in_(ENROLLED),
        )
        .group_by(ENROLMENT.c.session_id)
    )
    enrolled = Counter({row[0]: row[1] for row in conn.execute(people)})
    return [
        session_line(session, slots[session.id], enrolled[session.id], now)
        for session in rows_for(conn, org, ids)
    ]


def state_counts(
    conn: Connection, org: UUID, text: str, ended_before: date | None
) -> dict[RecruitmentState, int]:
    """How many sessions hold every word typed, by the state of their recruitment."""
    query = (
        select(SESSION.c.recruitment_state, func.count())
        .where(SESSION.c.org_id == org)
        .group_by(SESSION.c.recruitment_state)
    )
    for word in words_of(text):
        query = query.where(SESSION.c.search_key.contains(word, autoescape=True))
    if ended_before:
        query = query.where(SESSION.c.ends_on.is_(None) | (SESSION.c.ends_on >= ended_before))
    return {row[0]: row[1] for row in conn.execute(query)}


def opened_among(conn: Connection, org: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Those of the offer's sessions that are open here already."""
    opened = select(SESSION.c.id).where(SESSION.c.org_id == org)
    # Few sessions are open here; an export asks about more than one statement may name.
    return set(conn.execute(opened).scalars()) & set(ids)
