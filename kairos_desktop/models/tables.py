# SPDX-License-Identifier: MIT
"""The organisation's tables, drawn from the row structs: one source for both.

Every key is (org_id, id): the same tables serve one SIRET on a post and many on the back end.
Foreign keys are checked at COMMIT, so that a batch may write parents and children in any order.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_type_hints
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Time,
    text,
)

from kairos_desktop.models import quote_rows, rows, sheet_rows
from kairos_desktop.models.base import Moment, Texts, Uuid16, Word, metadata

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

_PLAIN: dict[Any, Any] = {
    str: Text,
    int: Integer,
    float: Float,
    bool: Boolean,
    date: Date,
    time: Time,
    datetime: Moment,
    UUID: Uuid16,
    tuple[str, ...]: Texts,
}


def _column(name: str, hint: Any) -> Column[Any]:
    """The column that holds a struct's field."""
    optional = type(None) in get_args(hint)
    kind = next(arg for arg in get_args(hint) if arg is not type(None)) if optional else hint
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Column(name, Word(kind), nullable=optional)
    return Column(name, _PLAIN[kind](), nullable=optional)


def _parent(column: str, table: str) -> ForeignKeyConstraint:
    """The link to a row of the same organisation, checked at COMMIT."""
    return ForeignKeyConstraint(
        ["org_id", column],
        [f"{table}.org_id", f"{table}.id"],
        deferrable=True,
        initially="DEFERRED",
    )


def _due(name: str, where: str, *columns: str) -> Index:
    """What « À faire » reads of a long table: the few rows that still wait, on a post alone."""
    index = Index(f"ix_{name}", "org_id", *columns, sqlite_where=text(where))
    return index.ddl_if(dialect="sqlite")


def _table(row: type[rows.Row], *items: SchemaItem) -> Table:
    hints = get_type_hints(row)
    columns = [_column(name, hints[name]) for name in row.__struct_fields__]
    return Table(
        row.table,
        metadata,
        Column("org_id", Uuid16(), nullable=False),
        *columns,
        # Given by the back end only; 0 until it has spoken.
        Column("rev", Integer, nullable=False, server_default=text("0")),
        PrimaryKeyConstraint("org_id", "id"),
        *items,
        sqlite_with_rowid=False,
    )


PROVIDER = _table(rows.ProviderRow)
SITE = _table(rows.SiteRow)
SESSION = _table(rows.SessionRow, Index(None, "org_id", "starts_on"))
JOBSEEKER = _table(
    rows.JobseekerRow,
    _parent("merged_into_id", "jobseeker"),
    # The list of people is drawn from this alone: in its order, searched, without the long rows.
    Index("ix_jobseeker_names", "org_id", "sort_key", "id", "search_key", "merged_into_id"),
    Index(None, "org_id", "ft_id"),
    # Whoever is taken away is looked for among those who were merged into somebody.
    Index(
        "ix_jobseeker_merged",
        "org_id",
        "merged_into_id",
        sqlite_where=text("merged_into_id IS NOT NULL"),
    ),
)
SLOT = _table(
    rows.SlotRow,
    _parent("session_id", "training_session"),
    _parent("site_id", "site"),
    Index(None, "org_id", "session_id", "kind", "held_on"),
    Index(None, "org_id", "held_on"),
)
SEATS = _table(
    rows.SeatsRow,
    CheckConstraint("taken + held <= capacity + surplus", name="places"),
)
REGISTRATION = _table(
    rows.RegistrationRow,
    _parent("slot_id", "slot"),
    _parent("session_id", "training_session"),
    _parent("jobseeker_id", "jobseeker"),
    Index(None, "org_id", "slot_id", "jobseeker_id").ddl_if(dialect="postgresql"),
    # On a post the same, with what « Pilotage » counts: a year is read without the registrations.
    Index(
        "ix_registration_counted",
        "org_id",
        "slot_id",
        "jobseeker_id",
        "session_id",
        "state",
        "result",
    ).ddl_if(dialect="sqlite"),
    Index(None, "org_id", "session_id", "jobseeker_id"),
    # With the slot: where somebody was, without reading the registrations.
    Index(None, "org_id", "jobseeker_id", "slot_id"),
    _due("registration_expected", "state = 'registered'", "slot_id"),
    _due(
        "registration_undecided", "state = 'present' AND result IN ('none', 'on_hold')", "slot_id"
    ),
    _due("candidacy_expected", "state = 'proposed'", "slot_id"),
    _due("candidacy_undecided", "state = 'contacted' AND result IN ('none', 'on_hold')", "slot_id"),
    # « Une personne, une inscription vivante par créneau » (domain 2.7). The back end says the same
    # to PostgreSQL: named here, that dialect would be loaded at each start of a post.
    Index(
        "uq_registration_live",
        "org_id",
        "slot_id",
        "jobseeker_id",
        unique=True,
        sqlite_where=text(
            "state IN ('registered','waitlisted','present','absent',"
            "'proposed','contacted','unreachable')"
        ),
    ),
)
HOLD = _table(
    rows.HoldRow,
    _parent("slot_id", "slot"),
    _parent("session_id", "training_session"),
    Index(None, "org_id", "slot_id"),
    Index(None, "org_id", "session_id"),
    # Those that the back end gives back once their last day is over.
    Index("ix_place_hold_open", "org_id", "until", sqlite_where=text("released_at IS NULL")),
)
ENROLMENT = _table(
    rows.EnrolmentRow,
    _parent("session_id", "training_session"),
    _parent("jobseeker_id", "jobseeker"),
    Index(None, "org_id", "session_id", "jobseeker_id"),
    Index(None, "org_id", "jobseeker_id"),
    _due("enrolment_awaited", "state IN ('selected', 'to_validate', 'registered')", "session_id"),
    # With what the months ask of them, so that the long rows are not read.
    _due("enrolment_in_training", "state = 'entered'", "session_id", "entered_on", "planned_end"),
    _due("enrolment_left", "left_on IS NOT NULL", "left_on", "session_id", "entered_on"),
    _due("enrolment_end_notice", "end_notice_by IS NOT NULL", "session_id"),
)
LESSON = _table(
    rows.LessonRow,
    _parent("session_id", "training_session"),
    _parent("site_id", "site"),
    Index(None, "org_id", "session_id", "day"),
)
CLOSURE = _table(
    rows.ClosureRow,
    _parent("session_id", "training_session"),
    Index(None, "org_id", "session_id"),
)
INTERRUPTION = _table(
    rows.InterruptionRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id"),
    Index(None, "org_id", "enrolment_id"),
)
ABSENCE = _table(
    rows.AbsenceRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id", "starts_on"),
    Index(None, "org_id", "enrolment_id"),
    _due(
        "absence_incomplete",
        "(reason = '' OR justification = 'to_qualify' OR (reason = 'late' AND minutes = 0))",
        "session_id",
    ),
    _due("absence_accident", "work_accident AND accident_told_on IS NULL", "session_id"),
)
REMOTE_WORK = _table(
    rows.RemoteWorkRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id", "month"),
    Index(None, "org_id", "enrolment_id"),
)
ATTENDANCE = _table(
    rows.AttendanceRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id", "month"),
    Index(None, "org_id", "enrolment_id", "month"),
)
DELEGATES = _table(
    rows.DelegatesRow,
    _parent("session_id", "training_session"),
    Index(None, "org_id", "session_id"),
)
HANDED = _table(
    rows.HandedRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id"),
    Index(None, "org_id", "enrolment_id"),
)
SHEET = _table(
    sheet_rows.SheetRow,
    _parent("session_id", "training_session"),
    Index(None, "org_id", "session_id", "day"),
    Index(None, "org_id", "day"),
)
SIGNATURE = _table(
    sheet_rows.SignatureRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id", "day"),
    Index(None, "org_id", "enrolment_id"),
)
SIGNATURE_CHAIN = _table(
    sheet_rows.SignatureChainRow,
    _parent("session_id", "training_session"),
    Index(None, "org_id", "session_id", "day"),
)
REASON = _table(rows.ReasonRow)
REPORT = _table(
    rows.ReportRow,
    _parent("session_id", "training_session"),
    _parent("enrolment_id", "enrolment"),
    Index(None, "org_id", "session_id"),
    Index(None, "org_id", "enrolment_id"),
)
AIF_QUOTE = _table(
    quote_rows.AifQuoteRow,
    _parent("session_id", "training_session"),
    _parent("jobseeker_id", "jobseeker"),
    Index(None, "org_id", "session_id", "jobseeker_id"),
    Index(None, "org_id", "jobseeker_id"),
    _due(
        "aif_quote_open",
        "state IN ('draft', 'sent', 'accepted', 'granted', 'invoiced')",
        "session_id",
    ),
)
# No link to the fact: what was typed in KAIROS stays to be taken back there when the fact is gone.
REPORTED = _table(
    rows.ReportedRow,
    _parent("session_id", "training_session"),
    # Unique, as the id says it too: without statistics SQLite would read all the reports instead.
    Index("uq_reported_about", "org_id", "about_id", "kind", unique=True),
    Index(None, "org_id", "session_id"),
    Index(None, "org_id", "kind", "reported_at"),
)
# No link from a paper to what it speaks of: the paper outlives an undone enrolment.
DOCUMENT = _table(
    rows.DocumentRow,
    Index(None, "org_id", "session_id", "month"),
    Index(None, "org_id", "enrolment_id"),
    Index(None, "org_id", "slot_id"),
    Index(None, "org_id", "number", "version", unique=True),
    _due("document_provisional", "provisional", "enrolment_id"),
)
COUNTER = _table(rows.CounterRow)
# No link from an account to its sites: they are a list.
ACCOUNT = _table(rows.AccountRow, Index(None, "org_id", "login", unique=True))
ADHESION = _table(rows.AdhesionRow)
CLEARANCE = _table(rows.ClearanceRow)
OUTCOME = _table(rows.OutcomeRow, Index(None, "org_id", "settled_at"))

TABLE_OF_ROW: dict[str, Table] = {row.table: metadata.tables[row.table] for row in rows.ROWS}
