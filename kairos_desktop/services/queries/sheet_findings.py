# SPDX-License-Identifier: MIT
"""What a check of the sign-in sheets of a session finds: for its page, and for its evidence.

Lane: read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.queries.sheets import SheetCard, facts_of, sheets
from kairos_desktop.services.rules.sheet_warnings import missing_warnings
from kairos_desktop.services.rules.verdicts import Warned

if TYPE_CHECKING:
    from sqlalchemy import Connection


class SheetFinding(msgspec.Struct, frozen=True):
    """A half-day whose sheet must be looked at, and why; `card` has whom and when."""

    card: SheetCard
    warnings: tuple[Warned, ...]

    @property
    def id(self) -> UUID:
        """The id of the half-day's sheet."""
        return self.card.id


def sheet_warnings(
    conn: Connection, org: UUID, session_id: UUID, today: date
) -> list[SheetFinding]:
    """The half-days of a session, up to `today`, whose sheet is missing or would be asked about.

    In order; one that is missing has "sheet_missing". Nothing for an unknown session.
    """
    session = next(iter(rows_for(conn, org, [session_id])), None)
    if session is None:
        return []
    first = session.starts_on or today
    last = min(today, session.ends_on or today)
    cards = sheets(conn, org, [session_id], min(first, last), max(last, today))
    found = [
        SheetFinding(card, (*missing_warnings(facts_of(card), today), *card.warnings))
        for card in cards
    ]
    return [each for each in found if each.warnings]
