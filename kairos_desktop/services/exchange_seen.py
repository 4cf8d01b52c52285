# SPDX-License-Identifier: MIT
"""What a person sees of the exchange between the organisation's posts: frozen values, no database.

services/queries/exchange.py reads them; the screens and the papers show them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    DocumentRow,
    EnrolmentRow,
    JobseekerRow,
    RegistrationRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import OutcomeKind


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is known now of what an act spoke of."""

    jobseeker: JobseekerRow | None = None
    registration: RegistrationRow | None = None
    enrolment: EnrolmentRow | None = None
    enrolments: tuple[EnrolmentRow, ...] = ()
    """Those of an act that names several at once; with one of them, `enrolment` too."""
    slot: SlotRow | None = None
    session: SessionRow | None = None
    person_name: str = ""
    """Of somebody whose record the act was to create."""


class ExchangeState(msgspec.Struct, frozen=True, kw_only=True):
    """Where the exchange stands, on a post that has joined a server."""

    server_url: str
    to_send: int = 0
    """Acts that the back end has not answered."""
    unconfirmed: int = 0
    """Acts that it has answered, and whose rows have not come back yet."""
    doubtful: int = 0
    """Acts to send that were refused when last played here."""
    to_settle: int = 0
    """Lines of « À régulariser », of everyone."""
    mine: int = 0
    """Those of the person or of the post asked about."""
    refused: int = 0
    """Those of `mine` that have no effect: refused or put aside."""
    head: int = 0
    failures: int = 0
    problem: str = ""
    """Code of docs/protocol.md of what stopped the last exchange; "" where nothing did."""
    last_ok_at: datetime | None = None
    digest_ok_at: datetime | None = None
    next_try_at: datetime | None = None
    lease_until: datetime | None = None


ANSWERED = "outbox"
"""Among the tables of a change: rows may be marked otherwise, though none of them changed."""


class RowMark(StrEnum):
    """What stands at a row whose last word is not said yet."""

    PENDING = "pending"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class SettleLine(msgspec.Struct, frozen=True, kw_only=True):
    """One act that awaits a decision or an answer, with what it was about.

    `kind` is None while it waits on this post; `facts` is the JSON of why.
    """

    id: UUID
    act_name: str
    act_version: int
    args: dict[str, Any]
    made_by: str
    made_at: datetime
    post_id: UUID
    subject: Subject
    kind: OutcomeKind | None = None
    code: str = ""
    facts: str = "{}"
    expects: tuple[str, ...] = ()
    """Codes of the warnings that the person saw, where this post still knows."""
    is_mine: bool = False
    """Whether it awaits the person or the post asked about."""
    can_be_undone: bool = False
    """Whether this post knows what stood before a flagged act, and may put it back."""


class ProvisionalPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper drawn before acceptance, to be confirmed; without `row`, it was refused since."""

    id: UUID
    drawn_at: datetime
    row: DocumentRow | None
    is_accepted: bool
    subject: Subject
    registration_ids: tuple[UUID, ...] = ()
    """For a convocation: whose it is."""
