# SPDX-License-Identifier: MIT
"""Issued papers: the one that stands, and the one that it replaces. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, tuple_

from kairos_desktop.models.rows import DocumentRow
from kairos_desktop.models.tables import AIF_QUOTE, DOCUMENT, JOBSEEKER, REGISTRATION, SLOT
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState, SlotKind
from kairos_desktop.services.queries.reading import columns, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Select


def standing(
    conn: Connection,
    org: UUID,
    kind: DocumentKind,
    *,
    slot_id: UUID | None = None,
    slot_ids: Sequence[UUID] = (),
    enrolment_ids: Sequence[UUID] = (),
    registration_ids: Sequence[UUID] = (),
    session_id: UUID | None = None,
    month: date | None = None,
    subject: str = "",
) -> list[DocumentRow]:
    """The paper that stands of a kind, about slots, enrolments or registrations.

    By the names of the people, then by number. About an appointment: that of its whole day.
    `subject` is what tells apart those of one enrolment. A voided one is given as long as no other
    was issued since for the same enrolment.
    """
    about: list[ColumnElement[bool]] = [DOCUMENT.c.org_id == org, DOCUMENT.c.kind == kind]
    if subject:
        about.append(DOCUMENT.c.subject == subject)
    if month is not None:
        about.append(DOCUMENT.c.month == month)
    if enrolment_ids:
        about.append(DOCUMENT.c.enrolment_id.in_(enrolment_ids))
    elif registration_ids:
        people = select(REGISTRATION.c.slot_id, REGISTRATION.c.jobseeker_id).where(
            REGISTRATION.c.org_id == org, REGISTRATION.c.id.in_(registration_ids)
        )
        about.append(tuple_(DOCUMENT.c.slot_id, DOCUMENT.c.jobseeker_id).in_(people))
    elif session_id is not None:
        about.append(DOCUMENT.c.session_id == session_id)
    else:
        about.append(DOCUMENT.c.slot_id.in_(_sheet_slots(org, [slot_id] if slot_id else slot_ids)))
    named = and_(JOBSEEKER.c.org_id == DOCUMENT.c.org_id, JOBSEEKER.c.id == DOCUMENT.c.jobseeker_id)
    query = (
        select(*columns([DocumentRow], [DOCUMENT]))
        .select_from(DOCUMENT.outerjoin(JOBSEEKER, named))
        # The last version of a number is the one that no other supersedes.
        .where(*about, DOCUMENT.c.state != DocumentState.SUPERSEDED)
        .order_by(JOBSEEKER.c.sort_key, DOCUMENT.c.issued_at, DOCUMENT.c.number)
    )
    rows = [DocumentRow(*row) for row in conn.execute(query)]
    last = {row.enrolment_id or row.id: row for row in rows}
    return list(last.values())


def of_subjects(
    conn: Connection, org: UUID, wanted: Sequence[tuple[DocumentKind, UUID, str]]
) -> list[DocumentRow]:
    """The papers that stand of these kinds, enrolments and subjects, in this order."""
    ids = {enrolment_id for _, enrolment_id, _ in wanted}
    stands = DOCUMENT.c.state != DocumentState.SUPERSEDED
    rows = rows_of(conn, org, DocumentRow, DOCUMENT.c.enrolment_id.in_(ids), stands)
    found = {(row.kind, row.enrolment_id, row.subject): row for row in rows}
    return [found[each] for each in wanted if each in found]


def of_quote(conn: Connection, org: UUID, quote_id: UUID) -> list[DocumentRow]:
    """The version that stands of a « devis AIF »; none before it was issued."""
    number = (
        select(AIF_QUOTE.c.number)
        .where(AIF_QUOTE.c.org_id == org, AIF_QUOTE.c.id == quote_id)
        .scalar_subquery()
    )
    stands = DOCUMENT.c.state != DocumentState.SUPERSEDED
    return rows_of(conn, org, DocumentRow, DOCUMENT.c.number == number, stands)


def _sheet_slots(org: UUID, slot_ids: Sequence[UUID]) -> Select[tuple[UUID]]:
    """The slots that share the sheets of these: themselves, or the appointments of their days."""
    asked, shared = SLOT.alias("asked"), SLOT.alias("shared")
    same_day = and_(
        asked.c.kind == SlotKind.APPOINTMENT,
        shared.c.kind == SlotKind.APPOINTMENT,
        shared.c.session_id == asked.c.session_id,
        shared.c.held_on == asked.c.held_on,
    )
    return (
        select(shared.c.id)
        .join_from(asked, shared, shared.c.org_id == asked.c.org_id)
        .where(asked.c.org_id == org, asked.c.id.in_(slot_ids))
        .where(or_(shared.c.id == asked.c.id, same_day))
    )


def replaced_by_each(
    conn: Connection, org: UUID, rows: Sequence[DocumentRow]
) -> dict[UUID, DocumentRow]:
    """By the id of each version that has one, the version that it replaces."""
    wanted = [row.replaces_id for row in rows if row.replaces_id]
    query = select(*columns([DocumentRow], [DOCUMENT])).where(
        DOCUMENT.c.org_id == org, DOCUMENT.c.id.in_(wanted)
    )
    found = {row.id: row for row in (DocumentRow(*each) for each in conn.execute(query))}
    return {
        row.id: found[row.replaces_id]
        for row in rows
        if row.replaces_id and row.replaces_id in found
    }
