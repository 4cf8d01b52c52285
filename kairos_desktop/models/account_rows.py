# SPDX-License-Identifier: MIT
"""Frozen rows of who may sign in, and of what the organisation may transmit."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar

from kairos_desktop.models.row import Row
from kairos_desktop.models.vocabulary import Role


class AccountRow(Row, frozen=True):
    """Who may sign in, as every post sees it: no secret. Written by the back end alone.

    `provisional_until` is set while the password is one that the RGC handed over; `sites` are ids,
    and none means the whole organisation.
    """

    table: ClassVar[str] = "account"
    login: str
    full_name: str
    role: Role
    created_at: datetime
    created_by: str
    sites: tuple[str, ...] = ()
    active: bool = True
    provisional_until: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""


class AdhesionRow(Row, frozen=True):
    """« Adhésion KAIROS »: how far the organisation is (id = the organisation's id)."""

    table: ClassVar[str] = "adhesion"
    requested_on: date | None = None
    credentials_on: date | None = None
    credentials_at: time | None = None
    agreement_on: date | None = None
    clearances_on: date | None = None


class ClearanceRow(Row, frozen=True):
    """Whether a funder lets the organisation transmit, since when."""

    table: ClassVar[str] = "clearance"
    funder: str
    allowed: bool
    since: date
