# SPDX-License-Identifier: MIT
"""The row of a « devis AIF », the states that it goes through, and who else pays (domain 2.11)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.row import Row


class QuoteState(StrEnum):
    """State of a quote (domain 3.7); an accepted one is under review at the agency.

    `EXPIRED` and `ENROLLED` are never kept: they follow from the quote's last day, from the
    enrolment of the person, and from the day it is asked (`rules.aif_quotes.standing`).
    """

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    GRANTED = "granted"
    REFUSED = "refused"
    ENROLLED = "enrolled"
    INVOICED = "invoiced"
    PAID = "paid"
    CANCELLED = "cancelled"


class Cofunder(StrEnum):
    """Who pays a part of the teaching beside the agency, the person too (domain 2.11)."""

    CPF = "cpf"
    OPCO = "opco"
    REGION = "region"
    AGEFIPH = "agefiph"
    OWN = "own"


class AifQuoteRow(Row, frozen=True):
    """A quote for the training of one person on one session; money in cents, teaching alone.

    The texts are those that D6353-1 asks for. `number` is that of its paper, "" before the first.
    `answered_on` is the jobseeker's day, `decided_on` the agency's; `reason` says why it was
    declined, refused or cancelled, `late_reason` why it left so late.
    """

    table: ClassVar[str] = "aif_quote"
    session_id: UUID
    jobseeker_id: UUID
    state: QuoteState
    drafted_on: date
    starts_on: date | None = None
    ends_on: date | None = None
    hours_centre: float | None = None
    hours_company: float | None = None
    hours_weekly: float | None = None
    hours_distance: float | None = None
    objective: str = ""
    content: str = ""
    means: str = ""
    arrangements: str = ""
    follow_up: str = ""
    payment: str = ""
    teaching: int = 0
    cpf: int = 0
    opco: int = 0
    region: int = 0
    agefiph: int = 0
    own: int = 0
    cpf_eligible: bool = False
    valid_until: date | None = None
    number: str = ""
    sent_on: date | None = None
    late_reason: str = ""
    answered_on: date | None = None
    decided_on: date | None = None
    invoiced_on: date | None = None
    paid_on: date | None = None
    reason: str = ""
    flags: tuple[str, ...] = ()
    copied_from_id: UUID | None = None
