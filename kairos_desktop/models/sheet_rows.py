# SPDX-License-Identifier: MIT
"""Frozen rows of the sign-in sheets: what a sheet of paper said, what was signed on the screen."""

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


class SignatureRow(Row, frozen=True):
    """One signature on the screen, of a trainee or, without enrolment, of the trainer `name`.

    `rank` counts from 1 in the chain of its post for this half-day; `previous` is the digest of the
    signature before. One that was struck through stays.
    """

    table: ClassVar[str] = "signature"
    session_id: UUID
    day: date
    half: HalfDay
    post_id: UUID
    rank: int
    previous: str
    digest: str
    signed_at: datetime
    recorded_by: str
    strokes: str
    enrolment_id: UUID | None = None
    name: str = ""
    struck_at: datetime | None = None
    struck_by: str = ""
    struck_why: str = ""


class SignatureChainRow(Row, frozen=True):
    """How long the chain of a post for a half-day is, and its last digest; never goes back."""

    table: ClassVar[str] = "signature_chain"
    session_id: UUID
    day: date
    half: HalfDay
    post_id: UUID
    count: int
    digest: str


SHEET_ROWS: tuple[type[Row], ...] = (SheetRow, SignatureRow, SignatureChainRow)
"""The kinds of rows of this module."""
