# SPDX-License-Identifier: MIT
"""The declared months that something has touched since, noted by SQLite beside each row written.

A post alone has it: it follows from the rows (ADR 0310), travels nowhere, and is no business row.
A doubt only asks for the month to be counted again (`due/doubted_months.py`): one too many costs a
count, none may lack. Whatever writes a row, act, undo or exchange, and in whatever order, the
months that it may change are noted in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Boolean, Column, LargeBinary, PrimaryKeyConstraint, Table, Text, text

from kairos_desktop.models.base import Uuid16, metadata, once_made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection

DOUBT = Table(
    "month_doubt",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("session_id", Uuid16(), nullable=False),
    # Both empty where it is about all the declared months of the session.
    Column("enrolment_id", LargeBinary(16), nullable=False),
    Column("month", Text, nullable=False),
    # Counted, and to be rectified; 0 until it is counted again.
    Column("is_counted", Boolean, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("org_id", "session_id", "enrolment_id", "month"),
    sqlite_with_rowid=False,
)


class _Fact(NamedTuple):
    """A table that the figures of a month are counted from, and what a row of it casts doubt on.

    `columns` are those that count (rules.attendance.figures); `doubts` are statements on `{row}`,
    the row as it was or as it is.
    """

    table: str
    columns: tuple[str, ...]
    doubts: tuple[str, ...]
    moments: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")


def _noted(select: str) -> str:
    # No OR IGNORE: a trigger that an upsert fires has the upsert's own answer to a conflict.
    return (
        f"INSERT INTO month_doubt (org_id, session_id, enrolment_id, month) {select} "
        "ON CONFLICT (org_id, session_id, enrolment_id, month) DO UPDATE SET is_counted = 0;"
    )


def _of_path(path: str, months: str = "") -> str:
    """The declared months of one trainee."""
    return _noted(
        "SELECT a.org_id, a.session_id, a.enrolment_id, a.month FROM attendance a "
        f"WHERE a.org_id = {{row}}.org_id AND a.enrolment_id = {{row}}.{path}{months}"
    )


def _of_session(session: str, only: str = "") -> str:
    """All the declared months of a session: one doubt, however many half-days are typed."""
    whose = f"org_id = {{row}}.org_id AND session_id = {{row}}.{session}"
    known = f"UPDATE month_doubt SET is_counted = 0 WHERE {only}{whose};"
    declared = f"EXISTS (SELECT 1 FROM attendance WHERE {whose})"
    return known + _noted(
        f"SELECT {{row}}.org_id, {{row}}.{session}, x'', '' WHERE {only}{declared}"
    )


_BETWEEN = " AND a.month BETWEEN date({row}.starts_on, 'start of month') AND {row}.ends_on"
_OWN_MONTH = _noted(
    "SELECT {row}.org_id, {row}.session_id, {row}.enrolment_id, {row}.month WHERE true"
)
_FACTS = (
    _Fact(
        "absence",
        (
            "enrolment_id", "starts_on", "starts_half", "ends_on", "ends_half", "minutes",
            "justification",
        ),
        (_of_path("enrolment_id", _BETWEEN),),
    ),
    _Fact(
        "interruption",
        ("session_id", "enrolment_id", "starts_on", "ends_on"),
        (
            _of_path("enrolment_id", _BETWEEN),
            _of_session("session_id", "{row}.enrolment_id IS NULL AND "),
        ),
    ),
    _Fact(
        "remote_work",
        ("enrolment_id", "month", "estimated", "validated"),
        (_of_path("enrolment_id", " AND a.month = {row}.month"),),
    ),
    _Fact(
        "enrolment",
        ("session_id", "entered_on", "left_on", "planned_start", "planned_end"),
        (_of_path("id"),),
        ("UPDATE",),
    ),
    # The first and the last half-day say where the weekly hours end: no month is left out.
    _Fact(
        "lesson",
        ("session_id", "day", "half", "starts_at", "ends_at"),
        (_of_session("session_id"),),
    ),
    _Fact("closure", ("session_id", "starts_on", "ends_on"), (_of_session("session_id"),)),
    _Fact(
        "training_session", ("starts_on", "ends_on", "hours_weekly"), (_of_session("id"),),
        ("UPDATE",),
    ),
    # The rows of a page come in no order of time: what is declared is counted once as well.
    _Fact(
        "attendance",
        (
            "period_from", "period_to", "planned", "justified", "unjustified", "to_qualify",
            "estimated", "validated",
        ),
        (_OWN_MONTH,),
        ("INSERT", "UPDATE"),
    ),
)  # fmt: skip
_FORGOTTEN = (
    "CREATE TRIGGER month_attendance_delete AFTER DELETE ON attendance BEGIN "
    "DELETE FROM month_doubt WHERE org_id = OLD.org_id AND session_id = OLD.session_id "
    "AND enrolment_id = OLD.enrolment_id AND month = OLD.month; END"
)


def _statements() -> Iterator[str]:
    for fact in _FACTS:
        for moment in fact.moments:
            yield _trigger(fact, moment)
    yield _FORGOTTEN


def doubt_all(conn: Connection, org: UUID) -> None:
    """Have every declared month counted again: for whoever writes without the triggers.

    SQLite alone.
    """
    conn.exec_driver_sql("DELETE FROM month_doubt WHERE org_id = ?", (org.bytes,))
    conn.exec_driver_sql(
        "INSERT INTO month_doubt (org_id, session_id, enrolment_id, month) "
        "SELECT DISTINCT org_id, session_id, x'', '' FROM attendance WHERE org_id = ?",
        (org.bytes,),
    )


def _trigger(fact: _Fact, moment: str) -> str:
    """What a row written casts doubt on; an update by what it was and by what it is."""
    rows = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[moment]
    when = ""
    if moment == "UPDATE":
        was, now = (", ".join(f"{row}.{name}" for name in fact.columns) for row in rows)
        when = f" WHEN ({was}) IS NOT ({now})"
    said = " ".join(doubt.replace("{row}", row) for row in rows for doubt in fact.doubts)
    return (
        f"CREATE TRIGGER month_{fact.table}_{moment.lower()} AFTER {moment} ON {fact.table}{when} "
        f"BEGIN {said} END"
    )


once_made(_statements)
