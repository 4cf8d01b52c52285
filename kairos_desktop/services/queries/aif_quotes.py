# SPDX-License-Identifier: MIT
"""A « devis AIF », or the one that would be made for somebody on a session. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, select

from kairos_desktop.models.quote_rows import AifQuoteRow, QuoteState
from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, ProviderRow, SessionRow
from kairos_desktop.models.tables import AIF_QUOTE, ENROLMENT, JOBSEEKER, SESSION
from kairos_desktop.services.queries.provider import provider
from kairos_desktop.services.queries.reading import columns, rows_of
from kairos_desktop.services.rules.aif_quotes import first_draft
from kairos_desktop.services.rules.handed import is_definitive

if TYPE_CHECKING:
    from sqlalchemy import Connection


class QuoteCard(msgspec.Struct, frozen=True):
    """What the form of a quote shows; one that `is_new` is recorded nowhere yet."""

    quote: AifQuoteRow
    jobseeker: JobseekerRow
    session: SessionRow
    provider: ProviderRow | None
    is_new: bool
    is_enrolled: bool


def quote_card(conn: Connection, org: UUID, quote_id: UUID) -> QuoteCard | None:
    """A quote that was recorded; None where there is none."""
    found = rows_of(conn, org, AifQuoteRow, AIF_QUOTE.c.id == quote_id)
    return _card(conn, org, found[0]) if found else None


def card_for(
    conn: Connection, org: UUID, jobseeker_id: UUID, session_id: UUID, new_id: UUID, today: date
) -> QuoteCard | None:
    """The last quote of a person on a session, cancelled ones apart; else what a new one says.

    None for a person or a session that is not here.
    """
    found = rows_of(
        conn, org, AifQuoteRow,
        AIF_QUOTE.c.session_id == session_id, AIF_QUOTE.c.jobseeker_id == jobseeker_id,
        AIF_QUOTE.c.state != QuoteState.CANCELLED,
    )  # fmt: skip
    if found:
        return _card(conn, org, max(found, key=lambda row: row.id))
    sessions = rows_of(conn, org, SessionRow, SESSION.c.id == session_id)
    if not sessions:
        return None
    enrolment = max(
        _enrolments(conn, org, jobseeker_id, session_id), key=lambda row: row.since, default=None
    )
    like = _last_alike(conn, org, sessions[0])
    draft = first_draft(new_id, jobseeker_id, sessions[0], enrolment, like, today)
    return _card(conn, org, draft, is_new=True)


def _card(
    conn: Connection, org: UUID, row: AifQuoteRow, *, is_new: bool = False
) -> QuoteCard | None:
    people = rows_of(conn, org, JobseekerRow, JOBSEEKER.c.id == row.jobseeker_id)
    sessions = rows_of(conn, org, SessionRow, SESSION.c.id == row.session_id)
    if not people or not sessions:
        return None
    enrolled = _enrolments(conn, org, row.jobseeker_id, row.session_id)
    return QuoteCard(
        row,
        people[0],
        sessions[0],
        provider(conn, org),
        is_new,
        any(is_definitive(each) for each in enrolled),
    )


def _enrolments(
    conn: Connection, org: UUID, jobseeker_id: UUID, session_id: UUID
) -> list[EnrolmentRow]:
    return rows_of(
        conn, org, EnrolmentRow,
        ENROLMENT.c.session_id == session_id, ENROLMENT.c.jobseeker_id == jobseeker_id,
    )  # fmt: skip


def _last_alike(conn: Connection, org: UUID, session: SessionRow) -> AifQuoteRow | None:
    """The last quote of the session, else of another session of the same training."""
    there = AIF_QUOTE.join(
        SESSION,
        and_(SESSION.c.org_id == AIF_QUOTE.c.org_id, SESSION.c.id == AIF_QUOTE.c.session_id),
    )
    query = (
        select(*columns([AifQuoteRow], [AIF_QUOTE]))
        .select_from(there)
        .where(AIF_QUOTE.c.org_id == org)
        .order_by(AIF_QUOTE.c.id.desc())
        .limit(1)
    )
    number = session.carif_training_number
    same = [SESSION.c.id == session.id]
    if number:
        same.append(SESSION.c.carif_training_number == number)
    for alike in same:
        if found := conn.execute(query.where(alike)).first():
            return AifQuoteRow(*found)
    return None
