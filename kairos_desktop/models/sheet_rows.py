# SPDX-License-Identifier: MIT
"""Frozen rows of the sign-in sheets: what a sheet of paper said."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.row import Row
from kairos_desktop.models.vocabulary import HalfDay


class SheetRow(Row, frozen=True):
    """The sheet of a half-day as it was read back (id from the session, day and half).

    `signed` and `missing` are enrolments: those who signed it, and those expected who did not.
    """

    table: ClassVar[str] = "sheet"
    session_id: UUID
    day: date
    half: HalfDay
    recorded_at: datetime
    recorded_by: str
    signed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    trainer_signed: bool = False
    note: str = ""
