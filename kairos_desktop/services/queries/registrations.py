# SPDX-License-Identifier: MIT
"""The three lists of a slot, or of all the slots of one kind in a session. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, case, func, or_, select

from kairos_desktop.models.rows import JobseekerRow, RegistrationRow, SlotRow
from kairos_desktop.models.tables import JOBSEEKER, REGISTRATION, SLOT
from kairos_desktop.models.vocabulary import RegistrationState, Result, SlotKind
from kairos_desktop.services.exchange_seen import RowMark
from kairos_desktop.services.queries.reading import columns, in_order, take
from kairos_desktop.services.rules.folding import words_of
from kairos_desktop.services.rules.lists import (
    EXPECTED,
    GREYED,
    PRESENCE_STATES,
    RESULT_RESULTS,
    Tab,
)
from kairos_desktop.services.rules.transitions import DECIDABLE, REMOVED_WITH_SLOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection


class RegistrationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of the lists are asked for."""

    session_id: UUID
    kind: SlotKind
    tab: Tab
    slot_id: UUID | None = None
    held_on: date | None = None
    """One day of RDV individuels."""
    with_entered: bool = False
    """« Afficher les lignes déjà saisies »."""
    text: str = ""
    sort: str = "name"
    """One of: name, ft_id, placed_by, placed_on, state, rank, slot."""
    descending: bool = False


class RegistrationLine(msgspec.Struct, frozen=True):
    """One line of the lists."""

    registration: RegistrationRow
    jobseeker: JobseekerRow
    slot: SlotRow
    mark: RowMark | None = None
    """What its last act awaits, where the posts exchange."""

    @property
    def id(self) -> UUID:
        """The registration's id."""
        return self.registration.id


class TabCounts(msgspec.Struct, frozen=True):
    """The badges of the three tabs: all those expected, presences and results still to type."""

    registered: int = 0
    presence: int = 0
    result: int = 0


_JOIN = REGISTRATION.join(
    JOBSEEKER,
    and_(
        JOBSEEKER.c.org_id == REGISTRATION.c.org_id,
        JOBSEEKER.c.id == REGISTRATION.c.jobseeker_id,
    ),
).join(SLOT, and_(SLOT.c.org_id == REGISTRATION.c.org_id, SLOT.c.id == REGISTRATION.c.slot_id))

_SORTS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "name": (JOBSEEKER.c.sort_key,),
    "ft_id": (JOBSEEKER.c.ft_id,),
    "placed_by": (REGISTRATION.c.placed_by,),
    "placed_on": (REGISTRATION.c.placed_on,),
    "state": (REGISTRATION.c.state, REGISTRATION.c.result),
    "rank": (REGISTRATION.c.rank,),
    "slot": (SLOT.c.held_on, SLOT.c.starts_at),
}


def _in_tab(tab: Tab, *, with_entered: bool) -> ColumnElement[bool]:
    """The same test as rules.lists.shows, in SQL; a test holds them together."""
    state, result = REGISTRATION.c.state, REGISTRATION.c.result
    match tab:
        case Tab.REGISTERED:
            return state.is_not(None)
        case Tab.PRESENCE:
            shown = state.in_(PRESENCE_STATES)
            return or_(shown, state.in_(DECIDABLE)) if with_entered else shown
        case Tab.RESULT:
            decidable = state.in_(DECIDABLE)
            if with_entered:
                return decidable
            return and_(decidable, result.in_(RESULT_RESULTS))


def ids_for(conn: Connection, org: UUID, asked: RegistrationFilter) -> list[UUID]:
    """The ids of the list, sorted; cancelled, removed and transferred ones last."""
    order = [column.desc() if asked.descending else column.asc() for column in _SORTS[asked.sort]]
    greyed = case((REGISTRATION.c.state.in_(GREYED), 1), else_=0)
    query = (
        select(REGISTRATION.c.id)
        .select_from(_JOIN)
        .where(
            REGISTRATION.c.org_id == org,
            REGISTRATION.c.session_id == asked.session_id,
            SLOT.c.kind == asked.kind,
            _in_tab(asked.tab, with_entered=asked.with_entered),
        )
        .order_by(greyed, *order, JOBSEEKER.c.sort_key, REGISTRATION.c.id)
    )
    if asked.slot_id:
        query = query.where(REGISTRATION.c.slot_id == asked.slot_id)
    if asked.held_on:
        query = query.where(SLOT.c.held_on == asked.held_on)
    for word in words_of(asked.text):
        query = query.where(JOBSEEKER.c.search_key.contains(word, autoescape=True))
    return list(conn.execute(query).scalars())


def rows_for(conn: Connection, org: UUID, ids: Sequence[UUID]) -> list[RegistrationLine]:
    """The lines with these ids, in their order; an id that is gone is left out."""
    kinds = (RegistrationRow, JobseekerRow, SlotRow)
    tables = (REGISTRATION, JOBSEEKER, SLOT)
    query = (
        select(*columns(kinds, tables))
        .select_from(_JOIN)
        .where(REGISTRATION.c.org_id == org, REGISTRATION.c.id.in_(ids))
    )
    lines = [RegistrationLine(*take(kinds, row)) for row in conn.execute(query)]
    return in_order(ids, lines)


def counts(
    conn: Connection,
    org: UUID,
    session_id: UUID,
    kind: SlotKind,
    slot_id: UUID | None = None,
    held_on: date | None = None,
) -> TabCounts:
    """What the three tabs still hold to do (rules.lists.remains_to_do, in SQL)."""
    state, result = REGISTRATION.c.state, REGISTRATION.c.result
    to_decide = and_(state.in_(DECIDABLE), result.in_((Result.NONE, Result.ON_HOLD)))
    query = (
        select(
            _how_many(state.not_in(GREYED)),
            _how_many(state.in_(EXPECTED)),
            _how_many(to_decide),
        )
        .select_from(_JOIN)
        .where(
            REGISTRATION.c.org_id == org,
            REGISTRATION.c.session_id == session_id,
            SLOT.c.kind == kind,
        )
    )
    if slot_id:
        query = query.where(REGISTRATION.c.slot_id == slot_id)
    if held_on:
        query = query.where(SLOT.c.held_on == held_on)
    return TabCounts(*conn.execute(query).one())


def _how_many(test: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((test, 1), else_=0)), 0)


def waiting(conn: Connection, org: UUID, slot_id: UUID) -> list[RegistrationLine]:
    """The waiting list of a slot, in order of arrival."""
    query = (
        select(REGISTRATION.c.id)
        .where(
            REGISTRATION.c.org_id == org,
            REGISTRATION.c.slot_id == slot_id,
            REGISTRATION.c.state == RegistrationState.WAITLISTED,
        )
        .order_by(REGISTRATION.c.rank)
    )
    return rows_for(conn, org, list(conn.execute(query).scalars()))


def still_expected(conn: Connection, org: UUID, slot_ids: Sequence[UUID]) -> list[RegistrationLine]:
    """Those whom the deletion of these slots would remove (rules.transitions.REMOVED_WITH_SLOT)."""
    query = (
        select(REGISTRATION.c.id)
        .select_from(_JOIN)
        .where(
            REGISTRATION.c.org_id == org,
            REGISTRATION.c.slot_id.in_(slot_ids),
            REGISTRATION.c.state.in_(REMOVED_WITH_SLOT),
        )
        .order_by(JOBSEEKER.c.sort_key, REGISTRATION.c.id)
    )
    return rows_for(conn, org, list(conn.execute(query).scalars()))
