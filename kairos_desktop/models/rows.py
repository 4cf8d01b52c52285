# SPDX-License-Identifier: MIT
"""Frozen rows: what the rules read, what the ledger writes, what the screens show.

One struct per table of the organisation's database; the SQLAlchemy tables (models/tables*.py)
have the same columns, which a test checks. `id` is unique within the organisation; `org_id` and
`rev` belong to the tables only. Dates are civil dates of Europe/Paris, times are local.
"""

from __future__ import annotations

from datetime import date, datetime, time
from hashlib import blake2b
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.account_rows import AccountRow, AdhesionRow, ClearanceRow
from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.row import Row
from kairos_desktop.models.sheet_rows import SHEET_ROWS
from kairos_desktop.models.training_rows import (
    AbsenceRow,
    AttendanceRow,
    ClosureRow,
    DelegatesRow,
    HandedRow,
    InterruptionRow,
    LessonRow,
    ReasonRow,
    RemoteWorkRow,
    ReportedRow,
    ReportRow,
)
from kairos_desktop.models.vocabulary import (
    Civility,
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    OutcomeKind,
    Prescriber,
    ProviderRole,
    RecruitmentState,
    RegistrationState,
    Result,
    SlotKind,
    SlotOrigin,
    SlotState,
    Verdict,
)


class ProviderRow(Row, frozen=True):
    """« Informations prestataire »: the organisation itself (id = the organisation's id)."""

    table: ClassVar[str] = "provider"
    siret: str
    name: str
    legal_name: str = ""
    nda_number: str = ""
    quality_reference: str = ""
    quality_valid_until: date | None = None
    manager_name: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    logo: str = ""
    stamp: str = ""
    kept_years: int = 6
    kept_years_cofunded: int = 10
    """For how many years the papers of a session are kept, where a European fund pays too."""


class SiteRow(Row, frozen=True):
    """A delocalised site: a place without SIRET, attached to the provider."""

    table: ClassVar[str] = "site"
    label: str
    address: str = ""
    postcode: str = ""
    town: str = ""
    closed: bool = False


class SessionRow(Row, frozen=True):
    """A session opened for recruitment, with the snapshot of the offer that it was opened on.

    `distance_hours` and `distance_assessment` (how often the work is assessed) are not in the
    offer: the organisation types them, for R6341-6.
    """

    table: ClassVar[str] = "training_session"
    carif_training_number: str
    carif_action_number: str
    carif_session_number: str
    title: str
    starts_on: date | None
    ends_on: date | None
    dates_text: str = ""
    town: str = ""
    place: str = ""
    recruitment_state: RecruitmentState = RecruitmentState.UNKNOWN
    permanent_entry: bool = False
    hours_total: float | None = None
    hours_centre: float | None = None
    hours_company: float | None = None
    hours_weekly: float | None = None
    distance_share: str = ""
    distance_hours: float | None = None
    distance_assessment: str = ""
    rhythm: str = ""
    entry_level: str = ""
    funder: str = ""
    certification: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    carif_contact: str = ""
    lead_siret: str = ""
    delivering_siret: str = ""
    places: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    role: ProviderRole = ProviderRole.DELIVERING
    offer_dated: date | None = None
    search_key: str = ""


class JobseekerRow(Row, frozen=True):
    """A jobseeker. Without identifier, `ft_id` is empty; without NIR, always."""

    table: ClassVar[str] = "jobseeker"
    last_name: str
    first_name: str
    civility: Civility = Civility.NONE
    birth_name: str = ""
    birth_date: date | None = None
    ft_id: str = ""
    previous_ft_id: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    prescriber: Prescriber = Prescriber.FRANCE_TRAVAIL
    agency: str = ""
    advisor: str = ""
    merged_into_id: UUID | None = None
    sort_key: str = ""
    search_key: str = ""


class SlotRow(Row, frozen=True):
    """An info coll, one appointment of a group, or a window of candidacies.

    A window goes from `held_on` to the end of `until`; it has no hour, and its `comment` says the
    papers asked for (LHEO has them there). Without a most, `capacity` is `candidacies.NO_LIMIT`.
    """

    table: ClassVar[str] = "slot"
    session_id: UUID
    kind: SlotKind
    held_on: date
    starts_at: time
    ends_at: time | None
    capacity: int
    waitlist: bool = True
    group_id: UUID | None = None
    site_id: UUID | None = None
    place: str = ""
    link: str = ""
    contact: str = ""
    comment: str = ""
    origin: SlotOrigin = SlotOrigin.TYPED
    state: SlotState = SlotState.OPEN
    until: date | None = None


class SeatsRow(Row, frozen=True):
    """The places of a slot or of a training (same id), settled by the ledger from who is on it.

    Invariant: taken + held ≤ capacity + surplus. `surplus` counts those beyond the capacity,
    `waiting` the waiting list; `last_rank` is the last rank given in it. A training has such a row
    where its session says how many places there are, from its first enrolment or hold on.
    """

    table: ClassVar[str] = "seats"
    capacity: int
    taken: int = 0
    held: int = 0
    surplus: int = 0
    waiting: int = 0
    last_rank: int = 0


class RegistrationRow(Row, frozen=True):
    """One person on one slot (« inscrit en Info coll »… « inscrit sur candidature »).

    A candidacy that has a result and no `contacted_on` was decided without a contact; `note` says
    why.
    """

    table: ClassVar[str] = "registration"
    slot_id: UUID
    session_id: UUID
    jobseeker_id: UUID
    state: RegistrationState
    placed_by: Prescriber
    placed_on: date
    source: str = ""
    rank: int | None = None
    result: Result = Result.NONE
    reason: str = ""
    note: str = ""
    recorded_on: date | None = None
    transferred_to_id: UUID | None = None
    transferred_from_id: UUID | None = None
    flags: tuple[str, ...] = ()
    hold_id: UUID | None = None
    """The held place that it was given, by the post that held it."""
    contacted_on: date | None = None


class HoldRow(Row, frozen=True):
    """« Places gardées »: places that one post keeps before it leaves its network.

    Of a slot, or of the training itself where `slot_id` is None. What is left of it follows from
    the registrations, or the enrolments, that bear its id (`rules.holds`); the places count it in
    `held` until it is given back.
    """

    table: ClassVar[str] = "place_hold"
    slot_id: UUID | None
    session_id: UUID
    post_id: UUID
    letter: str
    places: int
    until: date
    held_by: str
    held_at: datetime
    label: str = ""
    released_at: datetime | None = None
    released_by: str = ""


class EnrolmentRow(Row, frozen=True):
    """One person on one training session (« inscrit en formation »).

    `entered_on` is the effective entry, `left_on` the last day of training once it has ended. The
    prescriber's answer has its own columns: one that comes after the entry takes nothing from it.
    `end_notice_by` is the day until which the agency is to be told of a new planned end.
    Of an abandon, `legitimate` says whether its reason is; of an exclusion, `summoned_on` and
    `heard_on` recall the procedure (R6352-5).
    """

    table: ClassVar[str] = "enrolment"
    session_id: UUID
    jobseeker_id: UUID
    state: EnrolmentState
    origin: EnrolmentOrigin
    since: date
    prescriber: Prescriber = Prescriber.FRANCE_TRAVAIL
    registration_id: UUID | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    funding: str = ""
    funding_reference: str = ""
    source: str = ""
    reason: str = ""
    note: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    verdict: Verdict | None = None
    verdict_on: date | None = None
    verdict_source: str = ""
    verdict_reason: str = ""
    end_notice_by: date | None = None
    flags: tuple[str, ...] = ()
    legitimate: bool | None = None
    summoned_on: date | None = None
    heard_on: date | None = None
    hold_id: UUID | None = None
    """The held place of the training that it was given, by the post that held it."""


class DocumentRow(Row, frozen=True):
    """One version of a numbered paper; `facts` is the JSON that it was drawn from.

    A `provisional` one was issued before the person's identifier was known. `subject` tells apart
    the papers of one kind that an enrolment may have: a period, an event.
    """

    table: ClassVar[str] = "document"
    kind: DocumentKind
    number: str
    version: int
    state: DocumentState
    issued_at: datetime
    issued_by: str
    enrolment_id: UUID | None = None
    slot_id: UUID | None = None
    jobseeker_id: UUID | None = None
    session_id: UUID | None = None
    month: date | None = None
    replaces_id: UUID | None = None
    facts: str = "{}"
    sha256: str = ""
    provisional: bool = False
    subject: str = ""


class CounterRow(Row, frozen=True):
    """The last number given by a post for a kind of paper and a year; never goes back."""

    table: ClassVar[str] = "counter"
    last: int


class OutcomeRow(Row, frozen=True):
    """What became of an act that the back end adapted, flagged, refused or put aside.

    `id` is the act's. Written by the back end alone, then settled by an act of a person: a lost
    answer hides none, and colleagues see it too. `facts` and `args` are JSON.
    """

    table: ClassVar[str] = "outcome"
    kind: OutcomeKind
    code: str
    facts: str
    act_name: str
    act_version: int
    args: str
    post_id: UUID
    made_by: str
    made_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    decision: str = ""


ROWS: tuple[type[Row], ...] = (
    ProviderRow,
    SiteRow,
    SessionRow,
    JobseekerRow,
    SlotRow,
    SeatsRow,
    HoldRow,
    RegistrationRow,
    EnrolmentRow,
    LessonRow,
    ClosureRow,
    InterruptionRow,
    AbsenceRow,
    RemoteWorkRow,
    AttendanceRow,
    DelegatesRow,
    HandedRow,
    ReasonRow,
    ReportRow,
    AifQuoteRow,
    *SHEET_ROWS,
    ReportedRow,
    DocumentRow,
    CounterRow,
    AccountRow,
    AdhesionRow,
    ClearanceRow,
    OutcomeRow,
)
"""Every kind of row, parents before children."""

ROW_OF_TABLE = {row.table: row for row in ROWS}


class ImageRow(Row, frozen=True):
    """A row as it was before an act (`id` is the row's id); read by undo, never by a screen.

    `before` is its JSON, None where it did not exist; `after` is the digest of the row that the
    act left, None where it left none.
    """

    table: ClassVar[str] = "image"
    act_id: UUID
    step: int
    row_table: str
    before: str | None
    after: bytes | None


def digest(row: Row) -> bytes:
    """Sixteen bytes that tell whether a row is still what it was."""
    return blake2b(msgspec.json.encode(row), digest_size=16).digest()
