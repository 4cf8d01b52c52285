# SPDX-License-Identifier: MIT
"""What these pages read. Lane: read.

The queries are imported when the first of them runs, on that lane: SQLAlchemy must not load
before the window has painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import (
        ExchangeState,
        ProvisionalPaper,
        SettleLine,
    )
    from kairos_desktop.services.queries.training_places import TrainingLine
    from kairos_desktop.services.queries.travel import TravelLine


@dataclass(frozen=True)
class ExchangeRead:
    """The state of the exchange, and the acts that wait to be sent."""

    state: ExchangeState | None
    unsent: list[SettleLine]


def state(conn: Any, org: UUID, operator: str, post: UUID) -> ExchangeState | None:
    """Where the exchange stands; None on a post that works alone."""
    from kairos_desktop.services.queries import exchange

    return exchange.exchange_state(conn, org, operator, post)


def exchange(conn: Any, org: UUID, operator: str, post: UUID) -> ExchangeRead:
    """The state, and what waits to be sent."""
    from kairos_desktop.services.queries import exchange as queries

    found = queries.exchange_state(conn, org, operator, post)
    return ExchangeRead(found, queries.unsent(conn, org) if found is not None else [])


@dataclass(frozen=True)
class TravelRead:
    """The state of the exchange, and the slots to come with what is kept of them."""

    state: ExchangeState | None
    lines: list[TravelLine]


def travel(conn: Any, org: UUID, operator: str, post: UUID, now: datetime) -> TravelRead:
    """What one who leaves looks at; `now` is local."""
    from kairos_desktop.services.queries import exchange as queries
    from kairos_desktop.services.queries import travel as slots

    found = queries.exchange_state(conn, org, operator, post)
    return TravelRead(found, slots.places_ahead(conn, org, post, now) if found is not None else [])


@dataclass(frozen=True)
class SettlingRead:
    """Everything that « À régulariser » shows."""

    has_joined: bool
    lines: list[SettleLine]
    doubtful: list[SettleLine]
    papers: list[ProvisionalPaper]
    trainings: dict[UUID, TrainingLine]
    """Of those with somebody in excess, the places as they stand now, by session."""


@dataclass(frozen=True)
class PlaceChoice:
    """A slot or a session that may receive somebody, as a choice."""

    id: UUID
    name: str
    room: str
    """The places as they stand before the choice."""

    @property
    def label(self) -> str:
        """What one chooses by."""
        return f"{self.name} · {self.room}"


def settling(conn: Any, org: UUID, operator: str, post: UUID) -> SettlingRead:
    """The lines to settle, the acts that will probably be refused, the papers to confirm."""
    from kairos_desktop.services.acts.training_places import BEYOND_PLACES
    from kairos_desktop.services.queries import exchange as queries
    from kairos_desktop.services.queries import provisional, training_places

    if queries.exchange_state(conn, org) is None:
        return SettlingRead(False, [], [], [], {})
    doubtful = [line for line in queries.unsent(conn, org) if line.code]
    papers = provisional.to_confirm(conn, org)
    lines = queries.to_settle(conn, org, operator, post)
    sessions = (line.subject.session for line in lines if line.code == BEYOND_PLACES)
    full = {session.id for session in sessions if session is not None}
    trainings = training_places.trainings_of(conn, org, full)
    return SettlingRead(True, lines, doubtful, papers, trainings)


def slots_to_come(conn: Any, org: UUID, session_id: UUID, now: datetime) -> list[PlaceChoice]:
    """The open slots of a session that are to come and may still receive somebody."""
    from kairos_desktop.models.vocabulary import SlotKind, SlotState
    from kairos_desktop.services.queries import sessions
    from kairos_desktop.services.rules.capacity import free_places
    from kairos_desktop.services.rules.slots import is_past
    from kairos_desktop.services.wording.exchange_words import slot_choice

    lines = sessions.slots_of(conn, org, session_id)
    return [
        PlaceChoice(line.id, *slot_choice(line.slot, free_places(line.seats)))
        for line in lines
        if line.slot.state is SlotState.OPEN
        and line.slot.kind is not SlotKind.CANDIDACY
        and not is_past(line.slot, now)
        and (free_places(line.seats) or line.slot.waitlist)
    ]


def sessions_to_enter(conn: Any, org: UUID, session_id: UUID, now: datetime) -> list[PlaceChoice]:
    """The other sessions of the same training to come that still have a place, as far as is known.

    One that does not say how many it has is offered, and says so.
    """
    from kairos_desktop.services.queries import sessions, training_places
    from kairos_desktop.services.rules.capacity import free_places
    from kairos_desktop.services.wording.holds import session_choice

    found = sessions.others_to_enter(conn, org, session_id, now.date())
    known = training_places.trainings_of(conn, org, [row.id for row in found])
    free = {session: free_places(line.seats) for session, line in known.items()}
    return [
        PlaceChoice(row.id, *session_choice(row, free.get(row.id)))
        for row in found
        if free.get(row.id) != 0
    ]


def confirm(conn: Any, org: UUID, paper_id: UUID, at: datetime) -> None:
    """Take a provisional paper off the list. Lane: write."""
    from kairos_desktop.services.queries import provisional

    provisional.confirm(conn, org, [paper_id], at)
