# SPDX-License-Identifier: MIT
"""What these pages read. Lane: read.

The queries are imported when the first of them runs, on that lane: SQLAlchemy must not load
before the window has painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import ExchangeState, SettleLine


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
